// PCOM of Unitronics controllers over TCP: Unitronics "PCOM protocol", ASCII and binary mode.
// Not decoded: data tables, contents of binary operands and of memory, timers, counters and floats in ASCII mode.
import type { Answer, Likeness } from "../../dissector.ts";
import { CERTAIN, DONE, dissector, MORE, NO, POSSIBLE, REFUSE } from "../../dissector.ts";
import type { Asked } from "../../pairing.ts";
import { answer, ask, nothingAsked } from "../../pairing.ts";
import type { Reader } from "../../reader.ts";
import { textOf } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import { REQUEST, RESPONSE } from "../../talk.ts";
import * as commands from "./commands.ts";

const HEADER = 6;
const ASCII_MODE = 101;
const BINARY_MODE = 102;
const LONGEST = 4096;
const SLASH = 0x2f;
const LETTER_A = 0x41;
const CARRIAGE_RETURN = 0x0d;
/** "/_OPLC" as three numbers. */
const OPLC = [0x2f5f, 0x4f50, 0x4c43] as const;
const BINARY_HEADER = 24;
const BACKSLASH = 0x5c;
/** System double word that holds the serial number. */
const SERIAL_WORD = 9;

type Fields = Record<string, unknown>;

/** Operands, clock, modes, names and memory of Vision, Samba and M90 controllers. */
export const pcom = dissector<Asked>({
  name: "pcom",
  aliases: ["unitronics"],
  title: "Unitronics PCOM",
  standard: "Unitronics PCOM protocol",
  world: "ot",
  authentication: "none",
  longest: LONGEST + HEADER,
  carriage: [{ over: "tcp", ports: [20256] }],
  remember: nothingAsked,
  probe: (reader) => probeMessage(reader),
  read(reader, talk): Answer {
    const transaction = reader.u16le();
    const mode = reader.u8();
    const reserved = reader.u8();
    const length = reader.u16le();
    if (!reader.ok) return MORE;
    if ((mode !== ASCII_MODE && mode !== BINARY_MODE) || length < 4 || length > LONGEST) return REFUSE;
    if (!reader.fence(HEADER + length)) return MORE;
    if (reserved !== 0) talk.fault("reserved field not zero", 3);
    const fields: Fields | undefined = talk.detailed ? { transaction_id: transaction, mode, length } : undefined;
    return mode === ASCII_MODE
      ? readAscii(reader, talk, transaction, fields)
      : readBinary(reader, talk, transaction, fields);
  },
});

/** Two characters as a hexadecimal number; -1 for others. */
function hexAt(bytes: Uint8Array, at: number, digits: number, end: number): number {
  if (at + digits > end) return -1;
  let value = 0;
  for (let index = 0; index < digits; index++) {
    const digit = digitOf(bytes[at + index] as number);
    if (digit < 0) return -1;
    value = value * 16 + digit;
  }
  return value;
}

function digitOf(octet: number): number {
  if (octet >= 0x30 && octet <= 0x39) return octet - 0x30;
  if (octet >= 0x41 && octet <= 0x46) return octet - 0x37;
  return octet >= 0x61 && octet <= 0x66 ? octet - 0x57 : -1;
}

/** "/" or "/A", unit, letters of the command, operands, checksum, carriage return. */
function readAscii(reader: Reader, talk: Talk<Asked>, transaction: number, fields: Fields | undefined): Answer {
  const { bytes } = reader;
  const start = reader.position;
  const end = reader.end;
  if (bytes[start] !== SLASH) return REFUSE;
  const isAnswer = isAnswerAt(bytes, start, end);
  const unitAt = start + (isAnswer ? 2 : 1);
  const unit = hexAt(bytes, unitAt, 2, end);
  const command = commands.asciiCommandAt(bytes, unitAt + 2, end);
  const mark = transaction;
  let code = command?.code ?? -1;
  let last = end;
  if (!reader.cut) {
    if (bytes[end - 1] !== CARRIAGE_RETURN) talk.fault("missing end", end - reader.start);
    last = end - 3;
    let sum = 0;
    for (let at = unitAt; at < last; at++) sum = (sum + (bytes[at] as number)) & 0xff;
    if (last < unitAt || hexAt(bytes, last, 2, end) !== sum)
      talk.fault("bad checksum", Math.max(0, last - reader.start));
  }
  if (fields !== undefined) fields["unit_id"] = unit;
  if (isAnswer) {
    const request = answer(talk, talk.memory, mark);
    if (request >= 0) code = talk.memory.numbers[request] as number;
    readAnswer(talk, bytes, unitAt + 4, last, code, unit, request, fields);
  } else if (command !== undefined)
    readRequest(talk, bytes, unitAt + 2 + command.letters.length, last, command, unit, mark, fields);
  else {
    talk.fault("unknown command", unitAt + 2 - reader.start);
    ask(talk, talk.memory, mark, -1);
  }
  if (fields !== undefined) {
    // Answers give two letters of three.
    const letters = isAnswer ? 2 : (command?.letters.length ?? 2);
    fields["command"] = textOf(bytes, unitAt + 2, Math.min(unitAt + 2 + letters, Math.max(unitAt + 2, last)));
  }
  reader.skipRest();
  talk.emit(code < 0 ? commands.COMMANDS.unnamed : commands.COMMANDS.of(code), isAnswer ? RESPONSE : REQUEST, fields);
  return DONE;
}

/** "/A" may also begin a request of a unit from A0 on: then a command stands right behind its second digit. */
function isAnswerAt(bytes: Uint8Array, start: number, end: number): boolean {
  if (bytes[start + 1] !== LETTER_A) return false;
  return hexAt(bytes, start + 2, 2, end) >= 0 && commands.asciiCommandAt(bytes, start + 3, end) === undefined;
}

function readRequest(
  talk: Talk<Asked>,
  bytes: Uint8Array,
  at: number,
  last: number,
  command: commands.AsciiCommand,
  unit: number,
  mark: number,
  fields: Fields | undefined,
): void {
  const { operand, code } = command;
  const address = operand === undefined ? -1 : hexAt(bytes, at, 4, last);
  const count = operand === undefined ? 0 : hexAt(bytes, at + 4, 2, last);
  ask(talk, talk.memory, mark, code, address, count);
  if (operand === undefined || address < 0 || count < 0) return;
  talk.target(operand.space.space, address, count);
  if (fields !== undefined) Object.assign(fields, { operand: operand.space.space, address, count });
  if (operand.writes) readValues(talk, bytes, at + 6, last, operand, unit, address, count, fields);
}

function readAnswer(
  talk: Talk<Asked>,
  bytes: Uint8Array,
  at: number,
  last: number,
  code: number,
  unit: number,
  request: number,
  fields: Fields | undefined,
): void {
  const command = commands.asciiCommandOf(code);
  if (command?.letters === "ID") {
    const model = textOf(bytes, at, Math.min(at + 6, last));
    const hardware = textOf(bytes, at + 6, Math.min(at + 7, last));
    const major = number(textOf(bytes, at + 7, Math.min(at + 10, last)));
    const minor = number(textOf(bytes, at + 10, Math.min(at + 13, last)));
    const build = number(textOf(bytes, at + 13, Math.min(at + 15, last)));
    const method = "PCOM identification";
    talk.claim("sender", "vendor", "Unitronics", 0.95, method);
    talk.claim("sender", "model", commands.modelName(model), 0.9, method, at, at + 6);
    talk.claim("sender", "hardware", hardware, 0.9, method);
    if (major !== "") talk.claim("sender", "firmware", `${major}.${minor} (${build})`, 0.9, method);
    talk.claim("sender", "role", "plc", 0.9, method);
    if (fields !== undefined)
      Object.assign(fields, { model, hardware_version: hardware, os_version: `${major}.${minor}`, os_build: build });
    return;
  }
  const operand = command?.operand;
  if (request < 0 || operand === undefined || operand.writes) return;
  const { numbers } = talk.memory;
  const address = numbers[request + 1] as number;
  readValues(talk, bytes, at, last, operand, unit, address, numbers[request + 2] as number, fields);
  if (command?.letters === "RNJ" && address === SERIAL_WORD) {
    const serial = hexAt(bytes, at, 8, last);
    if (serial > 0) talk.claim("sender", "serial", `${serial}`, 0.9, "PCOM system double word 9", at, at + 8);
  }
}

/** Digits without the zeros before them; "" for what is no number. */
function number(text: string): string {
  return /^\d+$/.test(text) ? `${Number.parseInt(text, 10)}` : "";
}

function readValues(
  talk: Talk<Asked>,
  bytes: Uint8Array,
  at: number,
  last: number,
  operand: commands.Operand,
  unit: number,
  address: number,
  count: number,
  fields: Fields | undefined,
): void {
  const values: number[] = [];
  const { digits, signed, space } = operand;
  for (let index = 0; index < Math.min(count, 255); index++) {
    let value = hexAt(bytes, at + index * digits, digits, last);
    if (value < 0) break;
    if (signed && value >= 16 ** digits / 2) value -= 16 ** digits;
    talk.sample(space, unit, "", address + index, value);
    if (fields !== undefined) values.push(value);
  }
  if (fields !== undefined && values.length > 0) fields["values"] = values;
}

/** A header of 24 octets that begins with "/_OPLC", data, and a footer. */
function readBinary(reader: Reader, talk: Talk<Asked>, transaction: number, fields: Fields | undefined): Answer {
  const { bytes } = reader;
  const start = reader.position;
  if (reader.peek16() !== OPLC[0] || reader.peek16(2) !== OPLC[1] || reader.peek16(4) !== OPLC[2]) return REFUSE;
  reader.skip(6);
  // Answers have the mark FE before the unit, requests behind it.
  const first = reader.u8();
  const second = reader.u8();
  reader.skip(4);
  const command = reader.u8();
  reader.skip(1);
  const details = talk.detailed ? reader.hex(6) : "";
  if (!talk.detailed) reader.skip(6);
  const length = reader.u16le();
  const checksum = reader.u16le();
  if (!reader.ok) return REFUSE;
  let sum = 0;
  for (let at = start; at < start + BINARY_HEADER - 2; at++) sum += bytes[at] as number;
  if (((0x10000 - (sum & 0xffff)) & 0xffff) !== checksum) talk.fault("bad checksum", start + 22 - reader.start);
  const isAnswer = command >= 0x80;
  const code = command === commands.ERROR ? commands.ERROR : command & 0x7f;
  let request = -1;
  if (isAnswer) request = answer(talk, talk.memory, transaction);
  else ask(talk, talk.memory, transaction, code);
  if (command === commands.ERROR) talk.refused("error");
  if (!commands.COMMANDS.has(code)) talk.fault("unknown command", start + 12 - reader.start);
  if (fields !== undefined)
    Object.assign(fields, { id: isAnswer ? second : first, command, command_specific: details, data_length: length });
  if (length + 3 > reader.left() && !reader.cut) talk.fault("bad data length", start + 20 - reader.start);
  const outer = reader.narrow(Math.min(length, reader.left()));
  if (code === commands.GET_NAME && isAnswer) {
    const at = reader.position;
    const name = reader.text(reader.left());
    talk.claim("sender", "name", name, 0.95, "PCOM PLC name", at, at + length);
    talk.claim("sender", "vendor", "Unitronics", 0.9, "PCOM PLC name");
    if (fields !== undefined) fields["plc_name"] = name;
  } else if (code === commands.CHECK_PASSWORD || code === commands.RESET_PASSWORD) {
    if (!isAnswer && reader.left() > 0)
      talk.note("sender", { kind: "credential", method: "PCOM upload password", exposure: "clear" });
    reader.skipRest();
  } else if (fields !== undefined && reader.left() > 0) fields["data"] = reader.hex(Math.min(reader.left(), 256));
  reader.widen(outer);
  if (!reader.cut && bytes[reader.end - 1] !== BACKSLASH) talk.fault("missing end", reader.end - reader.start);
  reader.skipRest();
  const named = command === commands.ERROR && request >= 0 ? (talk.memory.numbers[request] as number) : code;
  talk.emit(named < 0 ? commands.COMMANDS.unnamed : commands.COMMANDS.of(named), isAnswer ? RESPONSE : REQUEST, fields);
  return DONE;
}

/** The mode, a length that fits, and the letters that each mode begins with. */
function probeMessage(reader: Reader): Likeness {
  const left = reader.left();
  const mode = reader.peek(2);
  if (left < 3) return reader.complete ? NO : POSSIBLE;
  if ((mode !== ASCII_MODE && mode !== BINARY_MODE) || reader.peek(3) > 0) return NO;
  if (left < HEADER + 6) return reader.complete ? NO : POSSIBLE;
  const length = reader.peek(4) | (reader.peek(5) << 8);
  if (length < 4 || length > LONGEST || (reader.complete && HEADER + length > left)) return NO;
  if (mode === BINARY_MODE)
    return reader.peek16(6) === OPLC[0] && reader.peek16(8) === OPLC[1] && reader.peek16(10) === OPLC[2] ? CERTAIN : NO;
  if (reader.peek(6) !== SLASH) return NO;
  const { bytes, position } = reader;
  const end = position + HEADER + length;
  if (end > reader.end) return POSSIBLE;
  const unitAt = position + HEADER + 1;
  const letters = reader.peek(7) === LETTER_A ? unitAt + 3 : unitAt + 2;
  return bytes[end - 1] === CARRIAGE_RETURN &&
    (commands.asciiCommandAt(bytes, letters, end) !== undefined || reader.peek(7) === LETTER_A)
    ? CERTAIN
    : POSSIBLE;
}
