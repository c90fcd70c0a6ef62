// cEMI: KNX 3/6/3 section 4; transport and application layer: KNX 3/3/4 and 3/3/7; values by their length: KNX 3/7/2.
import type { Operation } from "../../operation.ts";
import { type PointSpace, pointSpace } from "../../points.ts";
import type { Reader } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import type { Memory } from "./memory.ts";
import { APPLICATION, L_DATA_CON, L_DATA_IND, L_DATA_REQ, MAKERS, MESSAGES, PROP_READ_CON } from "./names.ts";

const BITS = pointSpace("knxnet", "group", "1 to 6 bits");
const OCTET = pointSpace("knxnet", "group", "8 bits");
/** Two octets are nearly always DPT 9. */
const FLOAT16 = pointSpace("knxnet", "group", "DPT 9");
const LONG = pointSpace("knxnet", "group", "32 bits");
const INVALID_FLOAT16 = 0x7fff;
const GROUP_WRITE = 0x080;
const GROUP_RESPONSE = 0x040;
const CONTROL_BASE = 0x400;
const CONTROLS: Readonly<Record<number, number>> = { 128: 0, 129: 1, 194: 2, 195: 3 };
const SMALLEST_NORMAL = 1e-30;
const MOST_PARTS = 128;

const groupNames: (string | undefined)[] = [];

/** A group address as people write it. */
export function groupText(address: number): string {
  const known = groupNames[address];
  if (known !== undefined) return known;
  const made = `${address >> 11}/${(address >> 8) & 7}/${address & 255}`;
  groupNames[address] = made;
  return made;
}

/** An individual address as people write it. */
export function individualText(address: number): string {
  return `${address >> 12}.${(address >> 8) & 15}.${address & 255}`;
}

/** Reads a cEMI message to the fence; answers what it does and puts what it says into `fields`. */
export function readCemi(reader: Reader, talk: Talk<Memory>, fields: Record<string, unknown> | undefined): Operation {
  const code = reader.u8();
  const more = code < 0x80 ? reader.u8() : 0;
  reader.skip(more);
  const named = MESSAGES.of(code);
  if (fields !== undefined) fields["message_code"] = named.name;
  if (!MESSAGES.has(code)) {
    talk.fault("unknown message code", reader.start);
    reader.skipRest();
    return named;
  }
  if (code === L_DATA_REQ || code === L_DATA_IND || code === L_DATA_CON) {
    const operation = readData(reader, talk, code, fields);
    // A confirmation repeats what was sent: it must not count as done twice.
    return code === L_DATA_CON ? named : operation;
  }
  if (code >= 0xf5 && reader.left() >= 4) readProperty(reader, talk, code, fields);
  reader.skipRest();
  return named;
}

function readData(
  reader: Reader,
  talk: Talk<Memory>,
  code: number,
  fields: Record<string, unknown> | undefined,
): Operation {
  reader.skip(1);
  const control = reader.u8();
  const source = reader.u16();
  const destination = reader.u16();
  const length = reader.u8();
  const isGroup = (control & 0x80) !== 0;
  if (length === 0 && reader.left() === 1) {
    // Transport control has one octet, which the length does not count.
  } else if (reader.ok && length + 1 !== reader.left()) talk.fault("bad data length");
  const first = reader.u8();
  let application = (first & 3) << 8;
  let at = reader.position;
  if ((first & 0x80) !== 0) application = CONTROL_BASE + (CONTROLS[first & 0xc3] ?? 4);
  else {
    application |= reader.u8();
    at = reader.position;
    // Services below 0x2c0 have four bits, and six bits of data with them; memory services a number.
    if (application < 0x2c0 || (application >= 0x300 && application < 0x380)) application &= 0x3c0;
  }
  const operation = APPLICATION.of(application);
  if (reader.ok && !APPLICATION.has(application)) talk.fault("unknown application service");
  if (isGroup && reader.ok) {
    talk.object(`group ${groupText(destination)}`);
    if (application === GROUP_WRITE || application === GROUP_RESPONSE) tellValue(reader, talk, destination, at, code);
  } else if (reader.ok && destination !== 0) talk.object(`device ${individualText(destination)}`);
  if (reader.ok && code === L_DATA_IND && source !== 0) tellPart(talk, source);
  if (fields !== undefined) {
    Object.assign(fields, {
      source_address: individualText(source),
      destination_address: isGroup ? groupText(destination) : individualText(destination),
      destination_is_group: isGroup,
      application_service: operation.name,
    });
    if (application === GROUP_WRITE || application === GROUP_RESPONSE) {
      const bits = (reader.bytes[at - 1] as number) & 0x3f;
      fields["value"] = reader.left() > 0 ? reader.hex(reader.left()) : bits.toString(16).padStart(2, "0");
    }
  }
  reader.skipRest();
  return operation;
}

/** The value that a group got, as far as its length says what it is. */
function tellValue(reader: Reader, talk: Talk<Memory>, group: number, at: number, code: number): void {
  if (code === L_DATA_CON) return;
  const length = reader.end - at;
  const { bytes } = reader;
  let space: PointSpace;
  let value: number;
  if (length === 0) {
    space = BITS;
    value = (bytes[at - 1] as number) & 0x3f;
  } else if (length === 1) {
    space = OCTET;
    value = bytes[at] as number;
  } else if (length === 2) {
    const raw = ((bytes[at] as number) << 8) | (bytes[at + 1] as number);
    if (raw === INVALID_FLOAT16) return;
    space = FLOAT16;
    value = float16(raw);
  } else if (length === 4) {
    space = LONG;
    const position = reader.position;
    value = reader.f32();
    // Counters are tiny when they are taken for floating numbers.
    if (value !== 0 && (Math.abs(value) < SMALLEST_NORMAL || value - value !== 0)) {
      reader.position = position;
      value = reader.u32();
    }
    reader.position = position;
  } else return;
  talk.sample(space, -1, groupText(group), -1, value);
}

/** DPT 9: sign, four bits of exponent, eleven of mantissa, in hundredths. */
function float16(raw: number): number {
  const mantissa = (raw & 0x7ff) - ((raw & 0x8000) === 0 ? 0 : 2048);
  return Math.round(mantissa * 2 ** ((raw >> 11) & 15)) / 100;
}

/** Each device on the bus is told once, as a part behind the one that passes its messages on. */
function tellPart(talk: Talk<Memory>, address: number): void {
  const { parts } = talk.memory;
  if (parts.has(address) || parts.size >= MOST_PARTS) return;
  parts.add(address);
  talk.claim({ part: `KNX ${individualText(address)}`, of: "sender" }, "kind", "KNX device", 0.5, "KNX bus messages");
}

const DEVICE = 0;
const IP_PARAMETER = 11;

/** Properties of the interface itself: KNX 3/6/3 section 4.1.7. */
function readProperty(
  reader: Reader,
  talk: Talk<Memory>,
  code: number,
  fields: Record<string, unknown> | undefined,
): void {
  const object = reader.u16();
  const instance = reader.u8();
  const property = reader.u8();
  talk.object(`object ${object} property ${property}`);
  const counted = code >= 0xfb || code <= 0xf7;
  const count = counted && reader.left() >= 2 ? reader.u16() : 0;
  if (fields !== undefined)
    Object.assign(fields, { object_type: object, object_instance: instance, property_id: property });
  if (!counted) return;
  if (fields !== undefined) Object.assign(fields, { elements: count >> 12, start_index: count & 0xfff });
  // No elements in a confirmation: it is refused, and the next octet says why.
  if ((code === PROP_READ_CON || code === 0xf5) && count >> 12 === 0) {
    talk.refused(`error_${reader.u8().toString(16).padStart(2, "0")}`);
    return;
  }
  if (code !== PROP_READ_CON) return;
  const method = "KNX property";
  if (object === DEVICE && property === 12 && reader.left() === 2)
    talk.claim("sender", "vendor", MAKERS[reader.u16()] ?? "", 0.85, method);
  else if (object === DEVICE && property === 11 && reader.left() === 6)
    talk.claim("sender", "serial", reader.hex(6), 0.95, method);
  else if (object === IP_PARAMETER && property === 76)
    talk.claim("sender", "name", reader.text(reader.left()), 0.9, method);
}
