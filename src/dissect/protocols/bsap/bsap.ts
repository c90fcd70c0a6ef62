// Bristol Standard Asynchronous Protocol over UDP: Bristol Babcock D4052 (remote database access), framing as OpenBSI and
// ControlWave controllers use it.
// Not decoded: serial frames within UDP (DLE STX), lists, arrays, field selectors other than type, value, address and version,
// bits of a signal's type octet but its kind, time and node numbers of the extension.
import type { Answer, Likeness } from "../../dissector.ts";
import { DONE, dissector, LIKELY, NO, POSSIBLE, REFUSE } from "../../dissector.ts";
import type { Asked } from "../../pairing.ts";
import { answer, ask, nothingAsked } from "../../pairing.ts";
import { pointSpace } from "../../points.ts";
import type { Reader } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import { REQUEST, RESPONSE, UNDIRECTED } from "../../talk.ts";
import * as functions from "./functions.ts";

const HEADER = 14;
const MESSAGE_HEADER = 9;
const RESPONSE_COUNT = 1;
const RESPONSE_TYPE = 5;
const REQUEST_TYPE = 6;
const MOST_MESSAGES = 32;
const MOST_SIGNALS = 64;
const MOST_NAMES = 512;
const LISTS = 16;
const RDB = 0xa0;
const RDB_EXTENSION = 0xa1;
const TYPE_FIELD = 0x80;
const VALUE_FIELD = 0x40;
const ADDRESS_FIELD = 0x10;
const VERSION_FIELD = 0x01;
const ANALOG = 2;
const SET_ON = 9;
const SET_OFF = 10;

const ANALOG_SIGNAL = pointSpace("bsap", "", "analog");
const LOGICAL_SIGNAL = pointSpace("bsap", "", "logical");
const ANALOG_ADDRESS = pointSpace("bsap", "analog signal address", "analog");
const LOGICAL_ADDRESS = pointSpace("bsap", "logical signal address", "logical");

type Fields = Record<string, unknown>;

interface Memory {
  readonly asked: Asked;
  /** Names or addresses of the latest requests, in a ring. */
  readonly lists: (readonly (string | number)[])[];
  next: number;
  /** Names by address, learned from answers that tell both. */
  readonly names: Map<number, string>;
  told: boolean;
}

/** Signals of Bristol and ControlWave controllers, read and written by name or address. */
export const bsap = dissector<Memory>({
  name: "bsap",
  aliases: ["bsap-ip"],
  title: "BSAP over IP",
  standard: "Bristol Babcock D4052",
  world: "ot",
  authentication: "none",
  carriage: [{ over: "udp", ports: [1234] }],
  remember: () => ({ asked: nothingAsked(), lists: [], next: 0, names: new Map(), told: false }),
  probe: (reader) => probeMessage(reader),
  read(reader, talk): Answer {
    if (probeMessage(reader) === NO) return REFUSE;
    reader.fence(reader.end - reader.start);
    reader.skip(2);
    const count = reader.u16le();
    const type = reader.u16le();
    const sequence = reader.u32le();
    const acknowledged = reader.u32le();
    if (count === 0) {
      const fields = talk.detailed
        ? { message_type: type, message_sequence: sequence, response_sequence: acknowledged }
        : undefined;
      talk.emit(functions.FUNCTIONS.of(functions.POLL), UNDIRECTED, fields);
      return DONE;
    }
    for (let index = 0; index < Math.min(count, MOST_MESSAGES) && reader.left() >= MESSAGE_HEADER; index++) {
      const length = reader.u32le();
      if (length < MESSAGE_HEADER || length - 4 > reader.left()) talk.fault("bad length");
      const outer = reader.narrow(Math.max(MESSAGE_HEADER - 4, Math.min(length - 4, reader.left())));
      const fields: Fields | undefined = talk.detailed
        ? { message_type: type, message_sequence: sequence, response_sequence: acknowledged, data_length: length }
        : undefined;
      readMessage(reader, talk, type, fields);
      reader.widen(outer);
    }
    return DONE;
  },
});

/** One message: kind, sequence, then a request's application and function, or an answer's error code. */
function readMessage(reader: Reader, talk: Talk<Memory>, type: number, fields: Fields | undefined): void {
  const { memory } = talk;
  const kind = reader.u8();
  const sequence = reader.u32le();
  if (fields !== undefined) Object.assign(fields, { type_function: kind, sequence });
  if (type === REQUEST_TYPE) {
    const application = reader.u8();
    const status = reader.u8();
    const code =
      application === RDB
        ? reader.u8()
        : application === RDB_EXTENSION
          ? functions.EXTENSION + reader.u16le()
          : functions.OTHER_FUNCTION;
    if (fields !== undefined)
      Object.assign(fields, {
        application_function: application,
        application: functions.applicationName(application),
        node_status: status,
        function_code: code >= functions.EXTENSION ? code - functions.EXTENSION : code,
      });
    if (!functions.FUNCTIONS.has(code)) talk.fault("unknown function");
    const list: (string | number)[] = [];
    const selectors = application === RDB ? readRequest(reader, talk, code, list, fields) : 0;
    const place = memory.next;
    memory.next = (place + 1) % LISTS;
    if (place < memory.lists.length) memory.lists[place] = list;
    else memory.lists.push(list);
    ask(talk, memory.asked, sequence | 0, code, selectors, place);
    finish(reader, fields);
    talk.emit(functions.FUNCTIONS.of(code), REQUEST, fields);
    return;
  }
  const request = answer(talk, memory.asked, sequence | 0);
  const code = request < 0 ? functions.RESPONSE_ALONE : (memory.asked.numbers[request] as number);
  const error = reader.left() > 0 ? reader.u8() : 0;
  if (fields !== undefined) fields["error_code"] = error;
  // Bits of the error code: the whole message, or some of its elements, could not be served.
  if (error !== 0) talk.refused(`error_code_0x${error.toString(16).padStart(2, "0")}`);
  if (!memory.told && request >= 0) {
    memory.told = true;
    talk.claim("sender", "vendor", "Emerson (Bristol)", 0.4, "answers BSAP");
  }
  if (request >= 0 && (code === functions.READ_BY_ADDRESS || code === functions.READ_BY_NAME))
    readSignals(
      reader,
      talk,
      memory.asked.numbers[request + 1] as number,
      memory.lists[memory.asked.numbers[request + 2] as number] ?? [],
      fields,
    );
  finish(reader, fields);
  talk.emit(functions.FUNCTIONS.of(code), RESPONSE, fields);
}

function finish(reader: Reader, fields: Fields | undefined): void {
  if (fields !== undefined && reader.left() > 0) fields["data"] = reader.hex(Math.min(reader.left(), 256));
  reader.skipRest();
}

/** Reads which signals are asked for or written; answers the first two field selectors as one number. */
function readRequest(
  reader: Reader,
  talk: Talk<Memory>,
  code: number,
  list: (string | number)[],
  fields: Fields | undefined,
): number {
  const writes = code === functions.WRITE_BY_ADDRESS || code === functions.WRITE_BY_NAME;
  const byName = code === functions.READ_BY_NAME || code === functions.WRITE_BY_NAME;
  if (!writes && !byName && code !== functions.READ_BY_ADDRESS) return 0;
  let selectors = 0;
  if (!writes) {
    const present = reader.u8();
    for (let bit = 0; bit < 4; bit++) {
      if ((present & (1 << bit)) === 0) continue;
      const selector = reader.u8();
      // Selectors of rare fields make the answer unreadable here.
      selectors |= bit === 0 ? selector : bit === 1 ? selector << 8 : 0x10000;
    }
    if (fields !== undefined) fields["field_selectors"] = selectors;
  }
  if (!byName) {
    const version = reader.u16le();
    if (fields !== undefined) fields["version"] = version;
  }
  const security = reader.u8();
  const count = reader.u8();
  const written: object[] = [];
  for (let index = 0; index < Math.min(count, MOST_SIGNALS) && reader.left() > 0; index++) {
    const signal = byName ? readName(reader) : reader.u16le();
    if (!reader.ok) break;
    list.push(signal);
    if (typeof signal === "string") talk.object(signal);
    else talk.target("signal address", signal, 1);
    if (!writes) continue;
    const descriptor = reader.u8();
    if (fields !== undefined) written.push({ signal, write_descriptor: descriptor });
    // What other descriptors are followed by is not known here, so that the next signal cannot be found.
    if (descriptor !== SET_ON && descriptor !== SET_OFF) break;
    const value = descriptor === SET_ON ? 1 : 0;
    const name = typeof signal === "string" ? signal : (talk.memory.names.get(signal) ?? "");
    if (name !== "") talk.sample(LOGICAL_SIGNAL, -1, name, -1, value);
    else if (typeof signal === "number") talk.sample(LOGICAL_ADDRESS, -1, "", signal, value);
  }
  if (fields !== undefined) {
    Object.assign(fields, { security_level: security, count, signals: list });
    if (writes) fields["written"] = written;
  }
  return selectors;
}

/** A name ends at its NUL. */
function readName(reader: Reader): string {
  let length = 0;
  while (length < reader.left() && reader.peek(length) !== 0) length++;
  const name = reader.text(length);
  if (reader.left() > 0) reader.skip(1);
  return name;
}

/** Elements of an answer: the fields that were selected, of each signal in the order of the request. */
function readSignals(
  reader: Reader,
  talk: Talk<Memory>,
  selectors: number,
  list: readonly (string | number)[],
  fields: Fields | undefined,
): void {
  const { names } = talk.memory;
  const first = selectors & 0xff;
  const second = (selectors >> 8) & 0xff;
  if ((selectors & 0x10000) !== 0) return;
  if ((first & ~(TYPE_FIELD | VALUE_FIELD | ADDRESS_FIELD)) !== 0 || (second & ~VERSION_FIELD) !== 0) return;
  // Without its type the size of a value is unknown.
  if ((first & VALUE_FIELD) !== 0 && (first & TYPE_FIELD) === 0) return;
  const count = reader.u8();
  const told: object[] = [];
  for (let index = 0; index < Math.min(count, MOST_SIGNALS) && reader.left() > 0; index++) {
    const type = (first & TYPE_FIELD) !== 0 ? reader.u8() : 0;
    const kind = type & 3;
    if (kind === 3) break;
    let value: number | undefined;
    if ((first & VALUE_FIELD) !== 0) value = kind === ANALOG ? reader.f32le() : reader.u8();
    const address = (first & ADDRESS_FIELD) !== 0 ? reader.u16le() : -1;
    if (second !== 0) reader.skip(2);
    if (!reader.ok) break;
    const asked = list[index];
    const name = typeof asked === "string" ? asked : (names.get(typeof asked === "number" ? asked : address) ?? "");
    const place = typeof asked === "number" ? asked : address;
    if (typeof asked === "string" && address >= 0 && (names.size < MOST_NAMES || names.has(address)))
      names.set(address, asked);
    if (value !== undefined) {
      if (name !== "") talk.sample(kind === ANALOG ? ANALOG_SIGNAL : LOGICAL_SIGNAL, -1, name, -1, value);
      else if (place >= 0) talk.sample(kind === ANALOG ? ANALOG_ADDRESS : LOGICAL_ADDRESS, -1, "", place, value);
    }
    if (fields !== undefined)
      told.push({
        name: name || undefined,
        type,
        value: value !== undefined && value - value === 0 ? value : undefined,
        msd_address: address < 0 ? undefined : address,
      });
  }
  if (fields !== undefined) Object.assign(fields, { element_count: count, elements: told });
}

/** Header length, counts, a known type, and lengths of messages that fill the datagram. */
function probeMessage(reader: Reader): Likeness {
  const left = reader.left();
  if (left < HEADER || reader.peek16() !== 0x0e00 || reader.peek(3) !== 0 || reader.peek(5) !== 0) return NO;
  const count = reader.peek(2);
  const type = reader.peek(4);
  if (count === 0)
    return type === 0 && left === HEADER && reader.peek16(6) === 0 && reader.peek16(8) === 0 ? LIKELY : NO;
  if (count > MOST_MESSAGES || (type !== RESPONSE_COUNT && type !== RESPONSE_TYPE && type !== REQUEST_TYPE)) return NO;
  if (left < HEADER + MESSAGE_HEADER) return POSSIBLE;
  const length = reader.peek(HEADER) | (reader.peek(HEADER + 1) << 8);
  const fits = count === 1 ? length === left - HEADER : length < left - HEADER;
  return fits && reader.peek16(HEADER + 2) === 0 && length >= MESSAGE_HEADER ? LIKELY : POSSIBLE;
}
