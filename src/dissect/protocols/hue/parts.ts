// The bridge and what it steers: lights, sensors and switches, as the resources of both versions tell them.
import type { Attribute } from "../../../model/attribute.ts";
import { type JsonObject, objectOf, textMember } from "../../json.ts";
import { pointSpace } from "../../points.ts";
import type { About, Talk } from "../../talk.ts";

const NUMBER = pointSpace("hue", "", "number");
const BOOLEAN = pointSpace("hue", "", "boolean");
const METHOD = "Hue API";
const MOST_PARTS = 64;
const MOST_VALUES = 16;
const LONGEST = 128;

/** Members of version 1 that identify. */
const MEMBERS: readonly (readonly [member: string, attribute: Attribute])[] = [
  ["manufacturername", "vendor"],
  ["modelid", "model"],
  ["swversion", "firmware"],
  ["uniqueid", "serial"],
  ["name", "name"],
  ["type", "kind"],
];
/** Members of product data of version 2. */
const PRODUCT: readonly (readonly [member: string, attribute: Attribute])[] = [
  ["manufacturer_name", "vendor"],
  ["model_id", "model"],
  ["software_version", "firmware"],
  ["product_name", "kind"],
];

/** Claims what an answer tells; answers how many parts it named. */
export function tellParts(talk: Talk, place: readonly string[], content: JsonObject): number {
  const kind = place[0] ?? "";
  if (Array.isArray(content["data"])) return tellProducts(talk, content["data"]);
  if (kind === "" || kind === "config") {
    const config = kind === "" ? objectOf(content["config"]) : content;
    if (config !== undefined) tellBridge(talk, config);
  }
  let told = 0;
  for (const list of ["lights", "sensors"]) {
    if (kind !== "" && kind !== list) continue;
    const all = kind === "" ? objectOf(content[list]) : place[1] === undefined ? content : { [place[1]]: content };
    for (const [number, value] of Object.entries(all ?? {})) {
      const part = objectOf(value);
      if (part === undefined || told >= MOST_PARTS) continue;
      const state = objectOf(part["state"]);
      if (state !== undefined) tellStates(talk, `${list}/${number.slice(0, 8)}`, state);
      // What has no address is a rule that the bridge keeps as a sensor, the daylight for example.
      if (textMember(part, "uniqueid") === "") continue;
      told++;
      const about: About = { part: `${list.slice(0, -1)} ${number.slice(0, 8)}`, of: "sender" };
      for (const [member, attribute] of MEMBERS)
        talk.claim(about, attribute, textMember(part, member).slice(0, LONGEST), 0.9, METHOD);
    }
  }
  return told;
}

function tellBridge(talk: Talk, config: JsonObject): void {
  const id = textMember(config, "bridgeid");
  if (id === "") return;
  talk.claim("sender", "vendor", "Signify", 0.9, METHOD);
  talk.claim("sender", "serial", id.slice(0, LONGEST), 0.95, METHOD);
  talk.claim("sender", "model", textMember(config, "modelid").slice(0, LONGEST), 0.95, METHOD);
  talk.claim("sender", "firmware", textMember(config, "swversion").slice(0, LONGEST), 0.95, METHOD);
  talk.claim("sender", "name", textMember(config, "name").slice(0, LONGEST), 0.7, METHOD);
  talk.claim("sender", "kind", "Hue bridge", 0.9, METHOD);
}

/** Devices of version 2; the bridge is one of them. */
function tellProducts(talk: Talk, entries: readonly unknown[]): number {
  let told = 0;
  for (const entry of entries.slice(0, MOST_PARTS)) {
    const device = objectOf(entry);
    const product = objectOf(device?.["product_data"]);
    const id = textMember(device ?? {}, "id").slice(0, 8);
    if (device === undefined || product === undefined || id === "") continue;
    const isBridge = textMember(product, "product_archetype").startsWith("bridge");
    const about: About = isBridge ? "sender" : { part: `device ${id}`, of: "sender" };
    for (const [member, attribute] of PRODUCT)
      talk.claim(about, attribute, textMember(product, member).slice(0, LONGEST), 0.9, METHOD);
    const name = textMember(objectOf(device["metadata"]) ?? {}, "name");
    talk.claim(about, "name", name.slice(0, LONGEST), 0.7, METHOD);
    told++;
  }
  return told;
}

/** Tells the numbers and switches of a state: "lights/1/bri". */
export function tellStates(talk: Talk, name: string, state: JsonObject): void {
  let told = 0;
  for (const [member, value] of Object.entries(state)) {
    if (told >= MOST_VALUES) return;
    const label = `${name}/${member.slice(0, 32)}`;
    if (typeof value === "number") talk.sample(NUMBER, -1, label, -1, value);
    else if (typeof value === "boolean") talk.sample(BOOLEAN, -1, label, -1, value ? 1 : 0);
    else continue;
    told++;
  }
}
