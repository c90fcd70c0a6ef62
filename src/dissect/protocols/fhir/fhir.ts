// HL7 FHIR R4 and R5, RESTful interface (chapter "http"), in JSON and XML over HTTP.
// Nothing of a patient leaves this file: of resources the type is told, and only Device, CapabilityStatement and
// OperationOutcome are read. Identifiers and search values are not told.
// Not decoded: every other resource by intent; of XML only the type; bodies beyond 65,536 octets.
import { CERTAIN, DONE, dissector, LIKELY, type Likeness, NO, REFUSE } from "../../dissector.ts";
import { type JsonObject, jsonObject, objectOf, textMember } from "../../json.ts";
import { type Operation, operation } from "../../operation.ts";
import type { Talk } from "../../talk.ts";
import { REQUEST, RESPONSE } from "../../talk.ts";
import { snakeOf } from "../http/envelope.ts";
import { CARRIER, readView, type View } from "../http/inner.ts";
import { tellCapabilities, tellDevice } from "./device.ts";
import { isOfPatients, isResource } from "./resources.ts";

const WAITING = 16;
/** Octets of a body that are looked at to recognize one. */
const MOST_PROBED = 2048;
const MOST_TYPES = 16;
const MOST_ENTRIES = 1024;
const MOST_DEVICES = 64;

const READ = operation("fhir", "read", "read");
const VREAD = operation("fhir", "vread", "read");
const HISTORY = operation("fhir", "history", "read");
const SEARCH = operation("fhir", "search", "read");
const CAPABILITIES = operation("fhir", "capabilities", "identify");
const CREATE = operation("fhir", "create", "write");
const UPDATE = operation("fhir", "update", "write");
const PATCH = operation("fhir", "patch", "write");
const DELETE = operation("fhir", "delete", "write");
const BATCH = operation("fhir", "batch_transaction", "write");
const CUSTOM = operation("fhir", "operation", "other");
const UNNAMED = operation("fhir", "unnamed_interaction", "other");

interface Memory {
  /** Requests without their answers, oldest first. */
  open: { method: string; path: string; frame: number; anonymous: boolean }[];
  told: boolean;
}

/** What a path says: the type of resource that it names, and what behind it. */
interface Place {
  type: string;
  hasIdentifier: boolean;
  suffix: string;
  isBase: boolean;
}

/** Health records and what devices measured, by resources on the web. */
export const fhir = dissector<Memory>({
  name: "fhir",
  title: "HL7 FHIR",
  standard: "HL7 FHIR R5",
  world: "iomt",
  authentication: "optional",
  carriage: [{ over: "inside", carrier: CARRIER }],
  remember: () => ({ open: [], told: false }),
  probe(reader) {
    const view = readView(reader, MOST_PROBED);
    return view === undefined ? NO : likenessOf(view);
  },
  read(reader, talk) {
    const view = readView(reader);
    reader.skipRest();
    if (view === undefined) return REFUSE;
    const place = placeOf(view.path);
    const interaction = interactionOf(view.method, place);
    const types = typesOf(view.body, view.type);
    if (view.isRequest) readRequest(talk, view, place, interaction, types);
    else readAnswer(talk, view, place, interaction, types);
    return DONE;
  },
});

function likenessOf({ path, type, body }: View): Likeness {
  if (type.includes("fhir")) return CERTAIN;
  if (/"resourceType"\s*:\s*"[A-Z][A-Za-z]{3,40}"/.test(body)) return CERTAIN;
  if (body.includes('xmlns="http://hl7.org/fhir"')) return CERTAIN;
  // A request without a body is known by its path alone.
  if (!/fhir/i.test(path) || /^\s*[{<[]/.test(body)) return NO;
  const place = placeOf(path);
  return place.type !== "" || place.suffix === "metadata" ? LIKELY : NO;
}

/** The last type of resource in a path; the part behind it is an identifier, which is not told. */
function placeOf(path: string): Place {
  const parts = path.split("/").filter((part) => part !== "");
  const last = parts.at(-1) ?? "";
  for (let index = parts.length - 1; index >= 0; index--) {
    const part = parts[index] as string;
    if (!isResource(part)) continue;
    const behind = parts.slice(index + 1);
    const suffix = behind.find((one) => one.startsWith("_") || one.startsWith("$")) ?? "";
    const hasIdentifier = behind.length > 0 && behind[0] !== suffix;
    const isVersion = suffix === "_history" && behind.at(-1) !== "_history";
    return { type: part, hasIdentifier, suffix: isVersion ? "_history/" : suffix, isBase: false };
  }
  const isSpecial = last === "metadata" || last.startsWith("_") || last.startsWith("$");
  return { type: "", hasIdentifier: false, suffix: isSpecial ? last : "", isBase: !isSpecial };
}

function interactionOf(method: string, { hasIdentifier, suffix, isBase, type }: Place): Operation {
  if (suffix.startsWith("$")) return CUSTOM;
  switch (method) {
    case "GET":
    case "HEAD":
      if (suffix === "metadata") return CAPABILITIES;
      if (suffix === "_history/") return VREAD;
      if (suffix === "_history") return HISTORY;
      return hasIdentifier ? READ : SEARCH;
    case "POST":
      if (suffix === "_search") return SEARCH;
      return isBase ? BATCH : type === "" ? UNNAMED : CREATE;
    case "PUT":
      return UPDATE;
    case "PATCH":
      return PATCH;
    case "DELETE":
      return DELETE;
    default:
      return UNNAMED;
  }
}

function readRequest(talk: Talk<Memory>, view: View, place: Place, interaction: Operation, types: Types): void {
  const { open } = talk.memory;
  if (open.length >= WAITING) open.shift();
  open.push({ method: view.method, path: view.path, frame: talk.frame, anonymous: view.scheme === "" });
  tellTypes(talk, place, types);
  tellBody(talk, types);
  talk.emit(interaction, REQUEST, talk.detailed ? fieldsOf(view, place, types) : undefined);
}

function readAnswer(talk: Talk<Memory>, view: View, place: Place, interaction: Operation, types: Types): void {
  const { open } = talk.memory;
  const at = open.findIndex((one) => one.method === view.method && one.path === view.path);
  const call = at < 0 ? undefined : open[at];
  if (call !== undefined) {
    talk.answersFrame(call.frame);
    open.splice(0, at + 1);
  }
  const outcome = view.status >= 400 ? outcomeOf(types.root) : "";
  if (view.status >= 400) talk.refused(outcome || `status_${view.status}`);
  else if (call?.anonymous === true && !talk.memory.told && types.names.some(isOfPatients)) {
    talk.memory.told = true;
    talk.note("receiver", { kind: "session", protocol: "FHIR", anonymous: true });
  }
  tellTypes(talk, place, types);
  tellBody(talk, types);
  const fields = talk.detailed ? { ...fieldsOf(view, place, types), status_code: view.status, outcome } : undefined;
  talk.emit(interaction, RESPONSE, fields);
}

function fieldsOf(view: View, place: Place, types: Types): Record<string, unknown> {
  return {
    method: view.method,
    resource_type: place.type || types.names[0] || "",
    operation: place.suffix.replace(/\/$/, ""),
    content_type: view.type,
    resource_types: types.names,
    entries: types.entries,
  };
}

function tellTypes(talk: Talk, place: Place, types: Types): void {
  if (place.type !== "") talk.object(place.type);
  for (const name of types.names) if (name !== place.type) talk.object(name);
  if (!types.names.some(isOfPatients)) return;
  talk.note("sender", { kind: "personal", content: "patient data", method: "FHIR resource", exposure: "clear" });
}

/** Types of the resources in a body: of the outermost, and of those in a bundle. */
interface Types {
  names: string[];
  entries: number;
  root: JsonObject | undefined;
}

function typesOf(body: string, type: string): Types {
  const types: Types = { names: [], entries: 0, root: undefined };
  const add = (name: string): void => {
    if (isResource(name) && !types.names.includes(name) && types.names.length < MOST_TYPES) types.names.push(name);
  };
  if (/^\s*<|xml/.test(body.slice(0, 64)) || type.includes("xml")) {
    const root = /<([A-Z][A-Za-z]{3,40})\s[^>]{0,256}xmlns="http:\/\/hl7\.org\/fhir"/.exec(body.slice(0, 2048));
    if (root !== null) add(root[1] as string);
    for (const found of body.matchAll(/<resource>\s*<([A-Z][A-Za-z]{3,40})[\s>]/g)) {
      if (types.entries++ >= MOST_ENTRIES) break;
      add(found[1] as string);
    }
    return types;
  }
  types.root = jsonObject(body);
  // What is cut is no JSON, and still tells its types.
  for (const found of body.matchAll(/"resourceType"\s*:\s*"([A-Z][A-Za-z]{3,40})"/g)) {
    if (types.entries++ >= MOST_ENTRIES) break;
    add(found[1] as string);
  }
  return types;
}

/** Claims of devices and of the server itself, alone or in a bundle. */
function tellBody(talk: Talk, { root }: Types): void {
  if (root === undefined) return;
  const name = textMember(root, "resourceType");
  if (name === "Device") tellDevice(talk, root);
  else if (name === "CapabilityStatement") tellCapabilities(talk, root);
  else if (name === "Bundle" && Array.isArray(root["entry"])) {
    let devices = 0;
    for (const entry of root["entry"].slice(0, MOST_ENTRIES)) {
      const resource = objectOf(objectOf(entry)?.["resource"]);
      if (resource === undefined || textMember(resource, "resourceType") !== "Device") continue;
      if (devices++ >= MOST_DEVICES) break;
      tellDevice(talk, resource);
    }
  }
}

/** The code of an OperationOutcome's first issue; its text may name a patient. */
function outcomeOf(root: JsonObject | undefined): string {
  if (root === undefined || textMember(root, "resourceType") !== "OperationOutcome") return "";
  const issues = root["issue"];
  const first = Array.isArray(issues) ? objectOf(issues[0]) : undefined;
  const code = first === undefined ? "" : textMember(first, "code");
  return /^[a-z-]{1,32}$/.test(code) ? snakeOf(code) : "";
}
