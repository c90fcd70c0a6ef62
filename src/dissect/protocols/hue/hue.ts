// Philips Hue bridge: CLIP version 1 and 2 of the Hue API (developers.meethue.com) over HTTP. Keys of programs, which stand in
// the path or in a header field, and names of their phones are never told.
// Not decoded: rules, scenes and schedules beyond their names; events of version 2, which are a stream; entertainment (DTLS).
import { CERTAIN, DONE, dissector, LIKELY, type Likeness, NO, REFUSE } from "../../dissector.ts";
import { jsonList, jsonObject, objectOf } from "../../json.ts";
import { type Operation, operation } from "../../operation.ts";
import { latinOf } from "../../reader.ts";
import { REQUEST, RESPONSE, type Talk } from "../../talk.ts";
import { CARRIER, readView, type View } from "../http/inner.ts";
import { reasonName } from "../http/reasons.ts";
import { tellParts, tellStates } from "./parts.ts";

const READ = operation("hue", "get", "read");
const CREATE_USER = operation("hue", "create_user", "authenticate");
const DELETE_USER = operation("hue", "delete_user", "configure");
const SET_STATE = operation("hue", "set_state", "control");
const SEARCH = operation("hue", "search_devices", "configure");
const CHANGE_CONFIGURATION = operation("hue", "change_configuration", "configure");
const CREATE = operation("hue", "create_resource", "configure");
const CHANGE = operation("hue", "change_resource", "configure");
const DELETE = operation("hue", "delete_resource", "configure");
const ANSWER = operation("hue", "answer", "other");

/** Kinds of resources of version 1. */
const RESOURCES =
  "lights|groups|config|schedules|scenes|sensors|rules|resourcelinks|capabilities|info/timezones|datastore";
/** A key of 20 characters or more is hidden before a path comes here. */
const OLD_PATH = new RegExp(`^/api/[^/]{1,64}/(${RESOURCES})(?:/|$)`);
const NEW_PATH = /^\/(?:eventstream\/)?clip\/v2(?:\/|$)/;
const ALL = /^\/api\/\*\*\*\/?$/;
const BRIDGE = /"bridgeid"\s*:\s*"[0-9A-Fa-f]{16}"|"modelid"\s*:\s*"BSB00\d"/;
const ACTS_ON_LIGHT = /^(?:light|grouped_light|scene|smart_scene)$/;
/** Errors of version 1 by their type. */
const ERRORS: Readonly<Record<number, string>> = {
  1: "unauthorized_user",
  2: "invalid_json",
  3: "resource_not_available",
  4: "method_not_available",
  5: "missing_parameters",
  6: "parameter_not_available",
  7: "invalid_value",
  8: "parameter_not_modifiable",
  11: "too_many_items",
  101: "link_button_not_pressed",
  201: "device_is_off",
  901: "internal_error",
};
const MOST_PROBED = 2048;
const WAITING = 16;

interface Memory {
  /** Frames of requests without their answers, oldest first. */
  open: number[];
  /** Whether the bridge was recognized, and whether its key was remarked. */
  isKnown: boolean;
  isKeyTold: boolean;
}

/** Bridges between a house's network and its lights. */
export const hue = dissector<Memory>({
  name: "hue",
  title: "Philips Hue",
  standard: "Hue API (CLIP v1, v2)",
  world: "iot",
  authentication: "optional",
  carriage: [{ over: "inside", carrier: CARRIER }],
  remember: () => ({ open: [], isKnown: false, isKeyTold: false }),
  probe(reader, talk) {
    const text = latinOf(reader.bytes, reader.position, Math.min(reader.end, reader.position + MOST_PROBED));
    return likenessOf(text, talk.memory.isKnown);
  },
  read(reader, talk) {
    const view = readView(reader);
    reader.skipRest();
    if (view === undefined) return REFUSE;
    talk.memory.isKnown = true;
    if (view.isRequest) readRequest(talk, view);
    else readAnswer(talk, view);
    return DONE;
  },
});

function likenessOf(text: string, isKnown: boolean): Likeness {
  const path = /^(?:\d{3} )?[A-Z]+ (\S*)/.exec(text)?.[1] ?? "";
  if (NEW_PATH.test(path)) return CERTAIN;
  if (!path.startsWith("/api")) return NO;
  if (OLD_PATH.test(path)) return LIKELY;
  if (isKnown && (ALL.test(path) || path === "/api" || path === "/api/")) return LIKELY;
  return BRIDGE.test(text) || (ALL.test(path) && /"lights"\s*:\s*\{/.test(text)) ? CERTAIN : NO;
}

/** The kind of resource and what is behind it: of version 1 without the key. */
function placeOf(path: string): string[] {
  const parts = path.split("/").filter((part) => part !== "");
  if (parts[0] === "api") return parts.slice(2);
  return parts.slice(parts.indexOf("v2") + 1).filter((part) => part !== "resource");
}

function readRequest(talk: Talk<Memory>, view: View): void {
  const { memory } = talk;
  const place = placeOf(view.path);
  if (memory.open.length >= WAITING) memory.open.shift();
  memory.open.push(talk.frame);
  if (view.path.startsWith("/api/") && place.length > 0 && !memory.isKeyTold) {
    memory.isKeyTold = true;
    talk.note("sender", { kind: "credential", method: "Hue key in the path", exposure: "clear" });
  }
  const wanted = requestOf(view, place);
  const body = wanted === SET_STATE ? jsonObject(view.body) : undefined;
  if (body !== undefined) tellStates(talk, nameOf(place), body);
  // The key of another program may stand here.
  const shown = place[1] === "whitelist" ? place.slice(0, 2) : place;
  if (shown.length > 0) talk.object(shown.join("/"));
  talk.emit(wanted, REQUEST, talk.detailed ? { method: view.method, resource: shown.join("/") } : undefined);
}

/** "lights/1" for the state of a light, "groups/0" for the action of a group. */
function nameOf(place: readonly string[]): string {
  return place.slice(0, 2).join("/");
}

function requestOf({ method, path }: View, place: readonly string[]): Operation {
  const [kind = "", , last = ""] = place;
  if (method === "GET") return READ;
  if (/^\/api\/?$/.test(path)) return CREATE_USER;
  if (kind === "config") return method === "DELETE" ? DELETE_USER : CHANGE_CONFIGURATION;
  if (method === "DELETE") return DELETE;
  if (method === "POST") return /^(?:lights|sensors)$/.test(kind) && place.length === 1 ? SEARCH : CREATE;
  const isOld = path.startsWith("/api/");
  if (isOld ? place.length === 3 && /^(?:state|action)$/.test(last) : ACTS_ON_LIGHT.test(kind)) return SET_STATE;
  return CHANGE;
}

function readAnswer(talk: Talk<Memory>, view: View): void {
  const frame = talk.memory.open.shift();
  if (frame !== undefined) talk.answersFrame(frame);
  const place = placeOf(view.path);
  const list = jsonList(view.body);
  const error = objectOf(objectOf(list?.[0])?.["error"]);
  if (view.status >= 400) talk.refused(reasonName(view.status));
  else if (error !== undefined) talk.refused(ERRORS[Number(error["type"])] ?? "error");
  const content = view.method === "GET" && list === undefined ? jsonObject(view.body) : undefined;
  const parts = content === undefined ? 0 : tellParts(talk, place, content);
  talk.emit(
    ANSWER,
    RESPONSE,
    talk.detailed ? { status: view.status, resource: nameOf(place), ...(parts > 0 ? { parts } : {}) } : undefined,
  );
}
