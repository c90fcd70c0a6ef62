// HelvarNet: Helvar, "HelvarNet Overview", message formatting in ASCII: routers of lights on DALI, S-DIM and DMX.
// Not decoded: the raw (binary) format; answers in several parts beyond their parts; states and tests beyond their text.
import {
  type Answer,
  CERTAIN,
  DONE,
  dissector,
  LIKELY,
  type Likeness,
  MORE,
  NO,
  POSSIBLE,
  REFUSE,
} from "../../dissector.ts";
import { type Asked, answer, ask, markOf, nothingAsked } from "../../pairing.ts";
import { pointSpace } from "../../points.ts";
import { latinOf, type Reader } from "../../reader.ts";
import { type Direction, REQUEST, RESPONSE, type Talk } from "../../talk.ts";
import * as names from "./names.ts";

const LEVEL = pointSpace("helvarnet", "", "percent");
const SCENE = pointSpace("helvarnet", "", "scene");
/** Messages are 1500 octets at most. */
const LONGEST = 1500;
const END = 0x23;
const PART_END = 0x24;
/** The marks that a message begins with: command, command between routers, reply, error. */
const COMMAND = 0x3e;
const INTERNAL = 0x3c;
const REPLY = 0x3f;
const ERROR = 0x21;
/** Parameters with their values, in any order. */
const MESSAGE =
  /^[<>?!](?:[A-Z]:-?[0-9.]{1,10}|@:?[0-9.]{1,32})(?:,(?:[A-Z]:-?[0-9.]{1,10}|@:?[0-9.]{1,32})){0,15}(?:=|[#$]|$)/;
const METHOD = "HelvarNet";

/** Lights and blinds of a building, by group or by address. */
export const helvarnet = dissector<Asked>({
  name: "helvarnet",
  title: "HelvarNet",
  standard: "HelvarNet",
  world: "building",
  authentication: "none",
  carriage: [
    { over: "tcp", ports: [50000] },
    { over: "udp", ports: [50001] },
  ],
  longest: LONGEST,
  remember: nothingAsked,
  probe: likenessOf,
  read(reader, talk): Answer {
    const { bytes, position } = reader;
    // Line ends between messages are no part of them.
    if (reader.peek() === 13 || reader.peek() === 10) {
      reader.skip(1);
      return DONE;
    }
    if (!isMark(reader.peek())) return REFUSE;
    const limit = Math.min(reader.end, position + LONGEST);
    let end = position;
    while (end < limit && bytes[end] !== END && bytes[end] !== PART_END) end++;
    if (end === limit) return reader.complete || limit - position >= LONGEST ? REFUSE : MORE;
    const text = latinOf(bytes, position, end);
    const parameters = parametersOf(text);
    if (!parameters.has("V") || !parameters.has("C")) return REFUSE;
    reader.fence(end + 1 - reader.start);
    reader.skipRest();
    readMessage(talk, text, parameters, bytes[end] === PART_END);
    return DONE;
  },
});

function isMark(code: number): boolean {
  return code === COMMAND || code === INTERNAL || code === REPLY || code === ERROR;
}

function likenessOf(reader: Reader): Likeness {
  if (!isMark(reader.peek())) return NO;
  const text = latinOf(reader.bytes, reader.position, Math.min(reader.end, reader.position + 128));
  if (text.length < 8 && !reader.complete) return /^[<>?!](?:[A-Z@](?::[0-9.]*)?,?)*$/.test(text) ? POSSIBLE : NO;
  if (!MESSAGE.test(text)) return NO;
  const parameters = parametersOf(text.replace(/[#$].*$/s, ""));
  if (!parameters.has("V") || !parameters.has("C")) return NO;
  return names.COMMANDS.has(Number(parameters.get("C"))) ? CERTAIN : LIKELY;
}

/** What stands before the answer, by its letter. */
function parametersOf(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const equals = text.indexOf("=");
  for (const part of text.slice(1, equals < 0 ? undefined : equals).split(",", 16)) {
    const letter = part.charAt(0);
    if (names.PARAMETERS[letter] === undefined) continue;
    found.set(letter, part.slice(1).replace(/^:/, ""));
  }
  return found;
}

function readMessage(talk: Talk<Asked>, text: string, parameters: ReadonlyMap<string, string>, isPart: boolean): void {
  const { memory } = talk;
  const mark = text.charCodeAt(0);
  const number = Number(parameters.get("C"));
  const equals = text.indexOf("=");
  const asked = markOf(text.slice(1, equals < 0 ? undefined : equals));
  const result = equals < 0 ? "" : text.slice(equals + 1);
  const place = placeOf(parameters);
  const isAnswer = mark === REPLY || mark === ERROR;
  const direction: Direction = isAnswer ? RESPONSE : REQUEST;
  const code = mark === ERROR ? Number(result) : 0;
  if (isAnswer) answer(talk, memory, asked);
  else ask(talk, memory, asked);
  if (code !== 0) talk.refused(names.ERRORS[code] ?? "error");
  if (place !== "") talk.object(place);
  if (!isAnswer) tellCommand(talk, parameters, place);
  else {
    talk.claim("sender", "vendor", "Helvar", 0.9, METHOD);
    talk.claim("sender", "kind", "lighting router", 0.9, METHOD);
    if (mark === REPLY) tellReply(talk, number, place, result);
  }
  talk.emit(
    names.COMMANDS.of(number),
    direction,
    talk.detailed ? fieldsOf(parameters, equals < 0 ? undefined : result, isPart) : undefined,
  );
}

/** "group 17", or "device 1.2.1.5": cluster, router, subnet and device. */
function placeOf(parameters: ReadonlyMap<string, string>): string {
  const group = parameters.get("G");
  if (group !== undefined) return `group ${group}`;
  const address = parameters.get("@");
  return address === undefined ? "" : `device ${address}`;
}

function tellCommand(talk: Talk, parameters: ReadonlyMap<string, string>, place: string): void {
  const level = parameters.get("L");
  const scene = parameters.get("S");
  if (place === "") return;
  if (level !== undefined) talk.sample(LEVEL, -1, `${place} level`, -1, Number(level));
  if (scene !== undefined) talk.sample(SCENE, -1, `${place} scene`, -1, Number(scene));
}

function tellReply(talk: Talk, number: number, place: string, result: string): void {
  switch (number) {
    case names.QUERY_SOFTWARE_VERSION:
      talk.claim("sender", "firmware", result.slice(0, 64), 0.9, METHOD);
      break;
    case names.QUERY_DESCRIPTION_DEVICE:
      if (place !== "") talk.claim({ part: place, of: "sender" }, "description", result.slice(0, 128), 0.8, METHOD);
      break;
    case names.QUERY_LOAD_LEVEL:
      if (place !== "" && result !== "") talk.sample(LEVEL, -1, `${place} level`, -1, Number(result));
      break;
    default:
  }
}

function fieldsOf(parameters: ReadonlyMap<string, string>, result: string | undefined, isPart: boolean): object {
  const fields: Record<string, unknown> = {};
  for (const [letter, value] of parameters) {
    const name = names.PARAMETERS[letter] as string;
    fields[name] = letter === "@" ? value : Number(value);
  }
  if (result !== undefined) fields["result"] = result.slice(0, 256);
  if (isPart) fields["partial"] = true;
  return fields;
}
