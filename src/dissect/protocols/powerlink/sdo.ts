// Service data of Ethernet POWERLINK: EPSG DS 301 section 6.3.2 (sequence layer and command layer).
import { pointSpace } from "../../points.ts";
import type { Reader } from "../../reader.ts";
import { hexOf } from "../../reader.ts";
import type { Direction, Talk } from "../../talk.ts";
import { REQUEST, RESPONSE, UNDIRECTED } from "../../talk.ts";
import { abortName } from "../canopen/aborts.ts";
import { vendorName } from "../canopen/vendors.ts";
import type { Memory } from "./memory.ts";
import { answer, ask } from "./memory.ts";
import { operationOf, SDO, SEQUENCE } from "./operations.ts";

const WRITE = 1;
const READ = 2;
const WRITE_MULTIPLE = 0x31;
const READ_MULTIPLE = 0x32;
const NAMED = 6;
const MOST_PARAMETERS = 64;
const OBJECT = pointSpace("powerlink", "object", "unsigned", "node");

/** Reads sequence and command layer and emits them; `node` is the node that holds the objects. */
export function readSdo(
  reader: Reader,
  talk: Talk<Memory>,
  source: number,
  target: number,
  fields: Record<string, unknown> | undefined,
): void {
  const received = reader.u8();
  const sent = reader.u8();
  reader.skip(Math.min(2, reader.left()));
  if (fields !== undefined) {
    fields["receive_sequence"] = received >> 2;
    fields["receive_connection"] = received & 3;
    fields["send_sequence"] = sent >> 2;
    fields["send_connection"] = sent & 3;
  }
  const connection = sent & 3;
  const commands = connection >= 2 && (received & 3) >= 2 && reader.left() >= 8 && !isEmpty(reader);
  if (!commands) {
    const initializes = connection === 1 || (received & 3) === 1;
    const code = initializes ? 1 : connection === 0 ? 0 : (received & 3) === 3 ? 3 : 2;
    // Only the client opens: it knows of no connection and asks for one.
    const direction: Direction = !initializes
      ? UNDIRECTED
      : connection === 1 && (received & 3) === 0
        ? REQUEST
        : connection === 1
          ? RESPONSE
          : REQUEST;
    talk.emit(operationOf(SEQUENCE + code), direction, fields);
    return;
  }
  readCommand(reader, talk, source, target, fields);
}

function isEmpty(reader: Reader): boolean {
  return reader.peek(2) === 0 && reader.peek(3) === 0 && reader.peek16(4) === 0;
}

function readCommand(
  reader: Reader,
  talk: Talk<Memory>,
  source: number,
  target: number,
  fields: Record<string, unknown> | undefined,
): void {
  reader.skip(1);
  const transaction = reader.u8();
  const flags = reader.u8();
  const command = reader.u8();
  const size = reader.u16le();
  reader.skip(2);
  const response = (flags & 0x80) !== 0;
  const aborted = (flags & 0x40) !== 0;
  const segmentation = (flags >> 4) & 3;
  if (fields !== undefined) {
    fields["transaction_id"] = transaction;
    fields["response"] = response;
    fields["abort"] = aborted;
    fields["segmentation"] = segmentation;
    fields["command_id"] = command;
    fields["segment_size"] = size;
  }
  if (segmentation === 1 && !aborted) {
    const whole = reader.u32le();
    if (fields !== undefined) fields["data_size"] = whole;
  }
  if (size > reader.left() && !reader.cutByCapture) talk.fault("bad length");
  const outer = reader.narrow(Math.min(size, reader.left()));
  const asked = response ? answer(talk.memory, talk.side, transaction) : undefined;
  if (asked !== undefined) talk.answersFrame(asked.frame);
  if (aborted) {
    const code = reader.u32le();
    if (fields !== undefined) fields["abort_code"] = code;
    talk.refused(abortName(code));
  } else if (!response) readRequest(reader, talk, command, segmentation, transaction, target, fields);
  else if (asked !== undefined && command === READ && segmentation === 0)
    readValue(reader, talk, asked.index, asked.subindex, source, fields);
  if (asked !== undefined) {
    if (command === WRITE || command === READ) talk.object(objectName(asked.index, asked.subindex));
    if (segmentation === 0 || segmentation === 3 || aborted) asked.frame = 0;
  }
  reader.widen(outer);
  talk.emit(operationOf(SDO + command), response ? RESPONSE : REQUEST, fields);
}

function objectName(index: number, subindex: number): string {
  return `0x${index.toString(16).padStart(4, "0")}:${subindex.toString(16).padStart(2, "0")}`;
}

function readRequest(
  reader: Reader,
  talk: Talk<Memory>,
  command: number,
  segmentation: number,
  transaction: number,
  target: number,
  fields: Record<string, unknown> | undefined,
): void {
  let index = 0;
  let subindex = 0;
  // Later segments carry only data.
  if (segmentation <= 1 && command >= WRITE && command <= 4) {
    index = reader.u16le();
    subindex = reader.u8();
    reader.skip(Math.min(1, reader.left()));
    if (fields !== undefined) {
      fields["index"] = index;
      fields["subindex"] = subindex;
    }
    if (reader.ok) talk.object(objectName(index, subindex));
    if (command === WRITE && segmentation === 0) tellValue(reader, talk, index, subindex, target, fields);
  } else if (segmentation <= 1 && (command === 5 || command === NAMED || command === 0x20 || command === 0x21)) {
    const name = reader.text(Math.min(reader.left(), 128));
    if (name !== "") talk.object(name);
    if (fields !== undefined) fields["name"] = name;
  } else if (command === READ_MULTIPLE) {
    for (let count = 0; reader.left() >= 4 && count < MOST_PARAMETERS; count++) {
      talk.object(objectName(reader.u16le(), reader.u8()));
      reader.skip(1);
    }
  } else if (command === WRITE_MULTIPLE && segmentation <= 1) {
    // Each entry says where the next one begins; the last says 0.
    for (let count = 0; reader.left() >= 8 && count < MOST_PARAMETERS; count++) {
      const start = reader.position;
      const next = reader.u32le();
      talk.object(objectName(reader.u16le(), reader.u8()));
      reader.skip(1);
      if (next === 0 || start + next <= reader.position || start + next > reader.end) break;
      reader.position = start + next;
    }
  }
  if (segmentation <= 1) ask(talk.memory, talk.frame, talk.side, transaction, index, subindex);
}

function tellValue(
  reader: Reader,
  talk: Talk<Memory>,
  index: number,
  subindex: number,
  node: number,
  fields: Record<string, unknown> | undefined,
): number {
  const { bytes, position } = reader;
  const size = reader.left();
  if (fields !== undefined) fields["data"] = hexOf(bytes, position, position + Math.min(size, 64));
  let value = 0;
  for (let byte = Math.min(size, 4) - 1; byte >= 0; byte--) value = value * 256 + (bytes[position + byte] as number);
  if (size > 0 && size <= 4 && index >= 0x2000)
    talk.sample(OBJECT, node === 0 ? -1 : node, objectName(index, subindex), -1, value);
  return value;
}

const IDENTITY = ["vendor", "orderNumber", "hardware", "serial"] as const;

function readValue(
  reader: Reader,
  talk: Talk<Memory>,
  index: number,
  subindex: number,
  node: number,
  fields: Record<string, unknown> | undefined,
): void {
  const start = reader.position;
  const value = tellValue(reader, talk, index, subindex, node, fields);
  const method = `POWERLINK object 0x${index.toString(16)}`;
  if (index === 0x1018 && subindex >= 1 && subindex <= 4 && reader.left() === 4) {
    const what = IDENTITY[subindex - 1] as (typeof IDENTITY)[number];
    const text = identityText(subindex, value);
    if (text !== "") talk.claim("sender", what, text, subindex === 2 ? 0.6 : 0.95, method, start, start + 4);
  } else if (index >= 0x1008 && index <= 0x100a && subindex === 0) {
    const attribute = index === 0x1008 ? "model" : index === 0x1009 ? "hardware" : "firmware";
    const text = reader.text(Math.min(reader.left(), 64));
    if (text !== "") talk.claim("sender", attribute, text, 0.95, method, start, reader.position);
  } else if (index === 0x1f9a && subindex === 0) {
    const text = reader.text(Math.min(reader.left(), 32));
    if (text !== "") talk.claim("sender", "name", text, 0.95, method, start, reader.position);
  }
}

/** How one value of the identity object reads, by its subindex; "" where it says nothing. */
export function identityText(subindex: number, value: number): string {
  if (subindex === 1) return vendorName(value);
  if (subindex === 2) return `product code 0x${value.toString(16).padStart(8, "0")}`;
  if (subindex === 3) return `revision 0x${value.toString(16).padStart(8, "0")}`;
  return value === 0 || value === 0xffffffff ? "" : `${value}`;
}
