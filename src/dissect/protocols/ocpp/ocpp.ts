// OCPP-J: Open Charge Point Protocol 1.6 and 2.0.1 over WebSocket (OCPP 1.6J section 4, OCPP 2.0.1 part 4 section 4).
// Drivers are not told: of their cards only that a number went by.
// Not decoded: payloads beyond who the station is, its meters, the names of what is changed and where files lie; OCPP 1.5
// over SOAP; signed messages.
import { type Answer, CERTAIN, DONE, dissector, LIKELY, NO, REFUSE } from "../../dissector.ts";
import { type JsonObject, jsonList, objectOf, textMember } from "../../json.ts";
import { type Asked, answer, ask, markOf, nothingAsked } from "../../pairing.ts";
import { latinOf, type Reader, utf8Of } from "../../reader.ts";
import { type Direction, NOTICE, REQUEST, RESPONSE, type Talk, UNDIRECTED } from "../../talk.ts";
import { snakeOf } from "../http/envelope.ts";
import { OPENED } from "../http/websocket-frames.ts";
import { OVER_OCPP, WEBSOCKET_MESSAGES } from "../websocket-protocols.ts";
import { ACTIONS, type Action, ANSWER, CONNECTED, UNNAMED } from "./names.ts";
import { tellBoot, tellMeters, tellSecrets } from "./tell.ts";

const CALL = 2;
const RESULT = 3;
const ERROR = 4;
const RESULT_ERROR = 5;
const SEND = 6;
const KINDS = ["", "", "call", "call_result", "call_error", "call_result_error", "send"];
const LONGEST_ID = 64;
const LONGEST_NAME = 64;
const NAMES = [...ACTIONS.keys()];

/** Charging stations of electric vehicles and the system that manages them. */
export const ocpp = dissector<Asked>({
  name: "ocpp",
  title: "OCPP",
  standard: "OCPP 1.6J, OCPP 2.0.1",
  world: "ot",
  authentication: "optional",
  serverCommands: true,
  carriage: [{ over: "inside", carrier: WEBSOCKET_MESSAGES, keys: [OVER_OCPP] }],
  remember: nothingAsked,
  probe(reader) {
    const start = latinOf(reader.bytes, reader.position, Math.min(reader.end, reader.position + 96));
    if (start.startsWith(OPENED)) return LIKELY;
    return /^\s*\[\s*[2-6]\s*,\s*"/.test(start) ? CERTAIN : NO;
  },
  read(reader, talk): Answer {
    const { bytes, position, end } = reader;
    reader.fence(end - reader.start);
    reader.skipRest();
    if (reader.bytes[position] === OPENED.charCodeAt(0)) return readOpening(reader, talk, position);
    const list = jsonList(utf8Of(bytes, position, end));
    if (list === undefined) {
      talk.fault("no JSON", 0);
      talk.emit(UNNAMED, UNDIRECTED, talk.detailed ? {} : undefined);
      return DONE;
    }
    const [kind, id] = list;
    if (typeof kind !== "number" || typeof id !== "string" || KINDS[kind] === undefined || kind < CALL) return REFUSE;
    const fields: Record<string, unknown> | undefined = talk.detailed
      ? { message_type: kind, message_type_name: KINDS[kind], message_id: id.slice(0, LONGEST_ID) }
      : undefined;
    if (kind === CALL || kind === SEND) readCall(talk, kind, id, list, fields);
    else readAnswer(talk, kind, id, list, fields);
    return DONE;
  },
});

/** The last part of the path is the station's identity (OCPP 1.6J section 3.1.1); the answer went to it. */
function readOpening(reader: Reader, talk: Talk<Asked>, position: number): Answer {
  const text = latinOf(reader.bytes, position, Math.min(reader.end, position + 512));
  const path = /^path: (\S*)\r$/m.exec(text)?.[1] ?? "";
  const identity = path.slice(path.lastIndexOf("/") + 1).slice(0, LONGEST_NAME);
  talk.claim("receiver", "name", identity, 0.7, "OCPP identity of the station");
  talk.claim("receiver", "kind", "charging station", 0.8, "OCPP");
  talk.emit(CONNECTED, RESPONSE, talk.detailed ? { station: identity } : undefined);
  return DONE;
}

function readCall(
  talk: Talk<Asked>,
  kind: number,
  id: string,
  list: readonly unknown[],
  fields: Record<string, unknown> | undefined,
): void {
  const name = typeof list[2] === "string" ? list[2].slice(0, LONGEST_NAME) : "";
  const payload = objectOf(list[3]) ?? {};
  const action = ACTIONS.get(name);
  if (name === "" || objectOf(list[3]) === undefined) talk.fault("missing part of the call", 0);
  if (fields !== undefined) Object.assign(fields, { action: name, ...told(payload) });
  if (name === "BootNotification") tellBoot(talk, payload);
  tellSecrets(talk, name, payload);
  const hasValues = tellMeters(talk, payload);
  if (kind === CALL) ask(talk, talk.memory, markOf(id), NAMES.indexOf(name));
  talk.emit(action?.operation ?? UNNAMED, directionOf(talk, action, hasValues), fields);
}

/**
 * The station is the client of the connection, and the system commands it as a server. Values are the station's own, so
 * that a message with some asks for nothing.
 */
function directionOf(talk: Talk, action: Action | undefined, hasValues: boolean): Direction {
  if (hasValues || action === undefined) return UNDIRECTED;
  if (action.from === "either") return talk.fromClient ? REQUEST : NOTICE;
  return action.from === "station" ? REQUEST : NOTICE;
}

function readAnswer(
  talk: Talk<Asked>,
  kind: number,
  id: string,
  list: readonly unknown[],
  fields: Record<string, unknown> | undefined,
): void {
  const { memory } = talk;
  const at = answer(talk, memory, markOf(id));
  const name = at < 0 ? "" : (NAMES[memory.numbers[at] as number] ?? "");
  const action = ACTIONS.get(name);
  if (fields !== undefined && name !== "") fields["action"] = name;
  if (kind === ERROR || kind === RESULT_ERROR) {
    const code = typeof list[2] === "string" ? list[2].slice(0, LONGEST_NAME) : "";
    talk.refused(snakeOf(code) || "error");
    if (fields !== undefined) fields["error_code"] = code;
  } else if (kind === RESULT) {
    const payload = objectOf(list[2]);
    if (payload === undefined) talk.fault("missing part of the answer", 0);
    else {
      if (fields !== undefined) Object.assign(fields, told(payload));
      const status = textMember(payload, "status").slice(0, LONGEST_NAME);
      if (/^(?:Rejected|Failed|NotSupported|NotImplemented|UnlockFailed)$/.test(status)) talk.refused(snakeOf(status));
    }
  }
  talk.emit(action?.operation ?? ANSWER, action?.from === "station" ? RESPONSE : UNDIRECTED, fields);
}

/** Members that say what is done, none of which names a driver. */
const TOLD = [
  "status",
  "interval",
  "currentTime",
  "connectorId",
  "evseId",
  "errorCode",
  "type",
  "requestedMessage",
  "key",
  "eventType",
  "triggerReason",
  "reason",
];

function told(payload: JsonObject): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const name of TOLD) {
    const value = payload[name];
    if (typeof value === "string") fields[snakeOf(name)] = value.slice(0, LONGEST_NAME);
    else if (typeof value === "number") fields[snakeOf(name)] = value;
  }
  return fields;
}
