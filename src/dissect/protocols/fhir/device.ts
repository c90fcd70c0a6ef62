// HL7 FHIR R4 and R5: resources Device and CapabilityStatement, which tell what a device or server is.
import type { Attribute } from "../../../model/attribute.ts";
import { type JsonObject, objectOf, textMember } from "../../json.ts";
import type { Subject, Talk } from "../../talk.ts";

const METHOD = "FHIR Device resource";
const MOST_VERSIONS = 8;
/** Parts of a version's type that say of what it is. */
const VERSIONS: readonly (readonly [RegExp, Attribute])[] = [
  [/firmware|531976/i, "firmware"],
  [/hardware|531974/i, "hardware"],
  [/software|531975/i, "software"],
];

/** Claims of a device that a server knows: it stays a part behind whoever tells of it. */
export function tellDevice(talk: Talk, device: JsonObject): void {
  const serial = short(textMember(device, "serialNumber"));
  const identifier = short(textMember(device, "id"));
  const vendor = short(textMember(device, "manufacturer"));
  const name = serial || identifier;
  if (name === "") return;
  const about: Subject = { part: `device ${name}`, of: "sender" };
  talk.claim(about, "vendor", vendor, 0.85, METHOD);
  talk.claim(about, "serial", serial, 0.85, METHOD);
  talk.claim(about, "orderNumber", short(textMember(device, "partNumber")), 0.7, METHOD);
  const model =
    nameOf(device, /model/i) || short(textMember(device, "modelNumber")) || short(textMember(device, "model"));
  talk.claim(about, "model", model, 0.85, METHOD);
  talk.claim(about, "name", nameOf(device, /friendly/i), 0.7, METHOD);
  talk.claim(about, "kind", kindOf(device), 0.7, METHOD);
  talk.claim(about, "role", "medical device", 0.6, METHOD);
  for (const version of listOf(device["version"]).slice(0, MOST_VERSIONS)) {
    const value = short(textMember(version, "value"));
    const type = JSON.stringify(version["type"] ?? "").slice(0, 512);
    const attribute = VERSIONS.find(([pattern]) => pattern.test(type))?.[1] ?? "software";
    talk.claim(about, attribute, value, 0.8, METHOD);
  }
}

/** Claims of a server that answers what it can do. */
export function tellCapabilities(talk: Talk, statement: JsonObject): void {
  const software = objectOf(statement["software"]);
  const method = "FHIR capability statement";
  if (software !== undefined) {
    const product = `${textMember(software, "name")} ${textMember(software, "version")}`;
    talk.claim("sender", "software", short(product.trim()), 0.95, method);
  }
  const implementation = objectOf(statement["implementation"]);
  if (implementation !== undefined)
    talk.claim("sender", "description", short(textMember(implementation, "description")), 0.7, method);
  talk.claim("sender", "vendor", short(textMember(statement, "publisher")), 0.4, method);
  const version = textMember(statement, "fhirVersion");
  if (/^[\w.-]{1,24}$/.test(version))
    talk.note("sender", { kind: "version", protocol: "FHIR", version, obsolete: false });
}

/** One of the names: R4 calls the list deviceName, R5 name; the type is a code there and a word here. */
function nameOf(device: JsonObject, wanted: RegExp): string {
  for (const one of [...listOf(device["deviceName"]), ...listOf(device["name"])]) {
    if (wanted.test(textMember(one, "type"))) return short(textMember(one, "name") || textMember(one, "value"));
  }
  return "";
}

function kindOf(device: JsonObject): string {
  const type = objectOf(device["type"]) ?? listOf(device["type"])[0];
  if (type === undefined) return "";
  const coding = listOf(type["coding"])[0];
  return short(textMember(type, "text") || (coding === undefined ? "" : textMember(coding, "display")));
}

function listOf(value: unknown): JsonObject[] {
  if (!Array.isArray(value)) return [];
  const objects: JsonObject[] = [];
  for (const one of value.slice(0, 16) as unknown[]) {
    const object = objectOf(one);
    if (object !== undefined) objects.push(object);
  }
  return objects;
}

function short(text: string): string {
  return text.replace(/\s+/g, " ").trim().slice(0, 128);
}
