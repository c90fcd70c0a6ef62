// TriStation of Triconex safety controllers, as publicly described by the analyses of the TRITON attack (FireEye 2018).
// Not decoded: what functions carry (programs, point values, states and versions), the checksums, TriStation within other ports.
import type { Answer, Likeness } from "../../dissector.ts";
import { DONE, dissector, LIKELY, NO, POSSIBLE, REFUSE } from "../../dissector.ts";
import type { Asked } from "../../pairing.ts";
import { answer, ask, nothingAsked } from "../../pairing.ts";
import type { Reader } from "../../reader.ts";
import type { Direction, Talk } from "../../talk.ts";
import { REQUEST, RESPONSE, UNDIRECTED } from "../../talk.ts";
import * as functions from "./functions.ts";

const HEADER = 4;
const CHECK = 2;
const COMMAND_HEADER = 10;
const CONNECTION_REQUEST = 1;
const CONNECTION_RESPONSE = 2;
const DISCONNECTION_RESPONSE = 3;
const DISCONNECTION_REQUEST = 4;
const EXECUTION = 5;
const PING = 6;
const LIMIT_REACHED = 7;
const LAST_TYPE = 11;
/** Marks of messages without a counter, beside the counters 0 to 255. */
const CONNECTION_MARK = 0x1000;

interface Memory {
  readonly asked: Asked;
  told: boolean;
}

type Fields = Record<string, unknown>;

/** Commands of the engineering station to Tricon and Trident controllers: download, run, halt, points. */
export const tristation = dissector<Memory>({
  name: "tristation",
  aliases: ["triconex"],
  title: "TriStation",
  standard: "FireEye 2018 (public description)",
  world: "ot",
  authentication: "none",
  carriage: [{ over: "udp", ports: [1502] }],
  remember: () => ({ asked: nothingAsked(), told: false }),
  probe: (reader) => probeMessage(reader),
  read(reader, talk): Answer {
    const type = reader.u8();
    const zero = reader.u8();
    const length = reader.u16le();
    if (!reader.ok || type < 1 || type > LAST_TYPE || zero !== 0) return REFUSE;
    if (length > reader.left()) {
      if (length > 2048) return REFUSE;
      reader.fence(HEADER + length + CHECK);
    } else reader.fence(reader.end - reader.start);
    const fields: Fields | undefined = talk.detailed ? { message_type: type, message_length: length } : undefined;
    if (type === EXECUTION) return readCommand(reader, talk, length, fields);
    const direction = directionOf(type);
    const mark = CONNECTION_MARK + (type === DISCONNECTION_REQUEST || type === DISCONNECTION_RESPONSE ? 1 : 0);
    if (type === CONNECTION_REQUEST || type === DISCONNECTION_REQUEST) ask(talk, talk.memory.asked, mark);
    else if (direction === RESPONSE) answer(talk, talk.memory.asked, mark);
    if (type === CONNECTION_RESPONSE) talk.note("sender", { kind: "session", protocol: "TriStation", anonymous: true });
    const operation = functions.FUNCTIONS.of(functions.TYPES + type);
    if (type >= LIMIT_REACHED) talk.refused(operation.name);
    finish(reader, length, fields);
    talk.emit(operation, direction, fields);
    return DONE;
  },
});

function directionOf(type: number): Direction {
  if (type === CONNECTION_REQUEST || type === DISCONNECTION_REQUEST) return REQUEST;
  return type === PING ? UNDIRECTED : RESPONSE;
}

/** Node and channel, function, counter, checksum and length, then what the function carries. */
function readCommand(reader: Reader, talk: Talk<Memory>, length: number, fields: Fields | undefined): Answer {
  const { memory } = talk;
  const source = reader.u16le();
  const code = reader.u8();
  const counter = reader.u8();
  const unknown = reader.u16le();
  const checksum = reader.u16le();
  const inner = reader.u16le();
  if (length < COMMAND_HEADER && !reader.cut) talk.fault("bad length", 2);
  if (fields !== undefined)
    Object.assign(fields, {
      source_id: source,
      function_code: code,
      command_counter: counter,
      unknown_constant: unknown,
      byte_sum_checksum: checksum,
      inner_length: inner,
    });
  if (code < functions.ANSWERS) {
    if (!functions.FUNCTIONS.has(code)) talk.fault("unknown function", 6);
    ask(talk, memory.asked, counter, code);
    finish(reader, length - COMMAND_HEADER, fields);
    talk.emit(functions.FUNCTIONS.of(code), REQUEST, fields);
    return DONE;
  }
  const request = answer(talk, memory.asked, counter);
  if (!memory.told && reader.ok) {
    memory.told = true;
    talk.claim("sender", "vendor", "Schneider Electric (Triconex)", 0.8, "answers TriStation");
    talk.claim("sender", "role", "safety controller", 0.9, "answers TriStation");
  }
  if (code >= functions.REJECTS) talk.refused(functions.rejectName(code));
  else if (code === functions.COMMAND_REJECTED)
    talk.refused(reader.left() > CHECK ? functions.rejectName(reader.peek()) : "command_rejected");
  else if (!functions.FUNCTIONS.has(code)) talk.fault("unknown function", 6);
  if (fields !== undefined)
    fields["function_name"] =
      code >= functions.REJECTS ? functions.rejectName(code) : functions.FUNCTIONS.of(code).name;
  finish(reader, length - COMMAND_HEADER, fields);
  // What was asked names the exchange; answers whose request was not seen have names of their own.
  const asked = request < 0 ? code : (memory.asked.numbers[request] as number);
  talk.emit(functions.FUNCTIONS.of(asked), RESPONSE, fields);
  return DONE;
}

/** Takes the data and the checksum behind them. */
function finish(reader: Reader, length: number, fields: Fields | undefined): void {
  if (fields !== undefined) {
    const data = Math.max(0, Math.min(length, reader.left()));
    if (data > 0) fields["data"] = reader.hex(Math.min(data, 256));
    if (data > 256) reader.skip(data - 256);
    if (reader.left() >= CHECK) fields["crc"] = reader.u16le();
  }
  reader.skipRest();
}

/** A type that exists, a length that leaves just the checksum, and in commands a second length that fits the first. */
function probeMessage(reader: Reader): Likeness {
  const left = reader.left();
  const type = reader.peek();
  if (left < HEADER || type < 1 || type > LAST_TYPE || reader.peek(1) !== 0) return NO;
  const length = reader.peek(2) | (reader.peek(3) << 8);
  if (length + HEADER + CHECK !== left) return length + HEADER <= left && left <= length + HEADER + 4 ? POSSIBLE : NO;
  if (type !== EXECUTION) return POSSIBLE;
  if (length < COMMAND_HEADER) return NO;
  const inner = reader.peek(12) | (reader.peek(13) << 8);
  const code = reader.peek(6);
  const known = functions.FUNCTIONS.has(code) || code >= functions.REJECTS;
  return known && (inner === length || inner === length - COMMAND_HEADER) ? LIKELY : POSSIBLE;
}
