// HART over IP: FieldComm Group HCF_SPEC-085 (network management, HART-IP), SPEC-081 (token-passing data link layer).
// Not decoded: data of commands other than 0, 1, 2, 3, 9, 11, 12, 13, 20, 21, 48 and the header of 77, audit logs, direct
// PDUs beyond their first command, and version 2 within TLS.
import type { Answer, Likeness } from "../../dissector.ts";
import { CERTAIN, DONE, dissector, LIKELY, MORE, NO, POSSIBLE, REFUSE } from "../../dissector.ts";
import type { Asked } from "../../pairing.ts";
import { answer, ask, nothingAsked } from "../../pairing.ts";
import type { Reader } from "../../reader.ts";
import { hexOf } from "../../reader.ts";
import type { About, Direction, Talk } from "../../talk.ts";
import { NOTICE, REQUEST, RESPONSE } from "../../talk.ts";
import { COMMANDS, EXTENDED, isError, MESSAGES, responseName, SEND_TO_SUBDEVICE } from "./commands.ts";
import { type Fields, readAnswer } from "./contents.ts";

const HEADER = 8;
const MESSAGE_REQUEST = 0;
const PUBLISH = 2;
const NAK = 15;
const SESSION_INITIATE = 0;
const TOKEN_PASSING = 3;
const DIRECT = 4;
const LAST_ID = 5;
/** A HART frame of 255 octets of data, or several commands of a direct PDU. */
const LONGEST = 2048;

export type Memory = Asked;

/** HART commands over UDP and TCP, as servers of field devices and WirelessHART gateways speak it. */
export const hartip = dissector<Memory>({
  name: "hartip",
  aliases: ["hart-ip", "hart_ip"],
  title: "HART-IP",
  standard: "FieldComm Group HCF_SPEC-085, SPEC-127, SPEC-151",
  world: "ot",
  authentication: "optional",
  longest: LONGEST,
  carriage: [
    { over: "udp", ports: [5094] },
    { over: "tcp", ports: [5094] },
  ],
  remember: nothingAsked,
  probe: (reader) => probeMessage(reader),
  read(reader, talk) {
    const version = reader.u8();
    const type = reader.u8() & 0x0f;
    const id = reader.u8();
    const status = reader.u8();
    const transaction = reader.u16();
    const length = reader.u16();
    if (!reader.ok) return MORE;
    if (!headerFits(version, type, id) || length < HEADER || length > LONGEST) return REFUSE;
    if (!reader.fence(length)) return MORE;
    const direction: Direction = type === MESSAGE_REQUEST ? REQUEST : type === PUBLISH ? NOTICE : RESPONSE;
    const mark = (id << 16) | transaction;
    if (direction === REQUEST) ask(talk, talk.memory, mark);
    else if (direction === RESPONSE) answer(talk, talk.memory, mark);
    if (type === NAK) talk.refused("nak");
    else if (status !== 0 && isError(status)) talk.refused(responseName(status));
    const fields: Fields | undefined = talk.detailed
      ? { version, message_type: type, message_id: id, status, transaction_id: transaction, msg_length: length }
      : undefined;
    if (id === TOKEN_PASSING && reader.left() > 0) return readFrame(reader, talk, direction, fields);
    let code = MESSAGES + id;
    if (id === SESSION_INITIATE && reader.left() >= 5) {
      const master = reader.u8();
      const timer = reader.u32();
      if (fields !== undefined) Object.assign(fields, { master_type: master, inactivity_close_timer: timer });
      if (direction === RESPONSE && status === 0)
        talk.note("sender", { kind: "session", protocol: "HART-IP", anonymous: true });
    } else if (id === DIRECT && reader.left() >= 5) {
      const deviceStatus = reader.u16();
      const first = reader.u16();
      const octets = reader.u8();
      if (COMMANDS.has(first) && first < MESSAGES) code = first;
      if (fields !== undefined)
        Object.assign(fields, { device_status: deviceStatus, command: first, byte_count: octets });
    }
    if (fields !== undefined && reader.left() > 0) fields["data"] = reader.hex(Math.min(reader.left(), 512));
    reader.skipRest();
    talk.emit(COMMANDS.of(code), direction, fields);
    return DONE;
  },
});

function headerFits(version: number, type: number, id: number): boolean {
  return (version === 1 || version === 2) && (type <= PUBLISH || type === NAK) && id <= LAST_ID;
}

/** SPEC-081: delimiter, address, command, byte count, data, and a checksum over all of them. */
function readFrame(reader: Reader, talk: Talk<Memory>, direction: Direction, fields: Fields | undefined): Answer {
  const { bytes } = reader;
  const start = reader.position;
  const delimiter = reader.u8();
  const long = (delimiter & 0x80) !== 0;
  const addressAt = reader.position;
  const first = reader.u8();
  const type = long ? ((first & 0x3f) << 8) | reader.u8() : -1;
  const device = long ? reader.u24() : first & 0x3f;
  reader.skip((delimiter >> 5) & 3);
  let command = reader.u8();
  const count = reader.u8();
  const isAnswer = (delimiter & 7) !== 2;
  if (!reader.ok || count > reader.left()) talk.fault("bad byte count");
  const outer = reader.narrow(Math.min(count, reader.left()));
  let code = 0;
  let deviceStatus = 0;
  if (isAnswer && reader.left() >= 2) {
    code = reader.u8();
    deviceStatus = reader.u8();
  }
  if (command === EXTENDED && reader.left() >= 2) command = reader.u16();
  // A polling address is asked of the server itself; long addresses name devices, of which it may be one.
  const about: About = long
    ? { part: `HART device ${deviceName(type, device)}`, of: isAnswer ? "sender" : "receiver" }
    : "sender";
  if (fields !== undefined) {
    Object.assign(fields, { delimiter, polling_address: long ? undefined : device });
    if (long && reader.ok) fields["long_address"] = hexOf(bytes, addressAt, addressAt + 5);
    Object.assign(fields, { command, byte_count: count });
    if (isAnswer) Object.assign(fields, { response_code: code, device_status: deviceStatus });
  }
  if (isAnswer && isError(code)) talk.refused(responseName(code));
  else if (isAnswer) readAnswer(reader, talk, command, about, long ? device : -1, fields);
  else if (command === SEND_TO_SUBDEVICE) readSubdevice(reader, talk, fields);
  if (!isAnswer && command === 768)
    talk.note("sender", { kind: "credential", method: "WirelessHART join key", exposure: "clear" });
  else if (fields !== undefined && reader.left() > 0) fields["payload"] = reader.hex(reader.left());
  reader.widen(outer);
  let sum = 0;
  for (let at = start; at < reader.position; at++) sum ^= bytes[at] as number;
  if (reader.left() > 0) {
    const checksum = reader.u8();
    if (checksum !== sum) talk.fault("bad checksum");
    if (fields !== undefined) fields["checksum"] = checksum;
  } else if (!reader.cutByCapture) talk.fault("missing checksum");
  talk.emit(COMMANDS.of(command < MESSAGES ? command : 0xffff), direction, fields);
  return DONE;
}

/** Command 77: a command for a device on a channel of an I/O system, in a frame of its own. */
function readSubdevice(reader: Reader, talk: Talk<Memory>, fields: Fields | undefined): void {
  const card = reader.u8();
  const channel = reader.u8();
  const preambles = reader.u8();
  const delimiter = reader.u8();
  const long = (delimiter & 0x80) !== 0;
  const type = long ? reader.u16() & 0x3fff : -1;
  const device = long ? reader.u24() : reader.u8() & 0x3f;
  const command = reader.u8();
  if (!reader.ok) return;
  talk.object(`I/O card ${card} channel ${channel}`);
  if (COMMANDS.has(command)) talk.object(COMMANDS.of(command).name);
  if (fields === undefined) return;
  Object.assign(fields, {
    io_card: card,
    channel,
    preambles,
    embedded_delimiter: delimiter,
    embedded_address: deviceName(type, device),
    embedded_command: command,
  });
}

function deviceName(type: number, device: number): string {
  return type < 0 ? `${device}` : `${type.toString(16).padStart(4, "0")}-${device}`;
}

/** Header fields that fit, then what each message must hold; a HART frame's checksum makes it certain. */
function probeMessage(reader: Reader): Likeness {
  const left = reader.left();
  const version = reader.peek();
  const id = reader.peek(2);
  if (left < HEADER) return NO;
  if (!headerFits(version, reader.peek(1) & 0x0f, id) || reader.peek(1) > NAK) return NO;
  const length = reader.peek16(6);
  if (length < HEADER || length > LONGEST) return NO;
  if (reader.complete && length > left) return POSSIBLE;
  const status = reader.peek(3);
  if (id === SESSION_INITIATE)
    return length === HEADER + 5 && reader.peek(8) <= 1 && reader.peek(9) === 0 ? LIKELY : POSSIBLE;
  if (id === TOKEN_PASSING) {
    if (left < length || length < HEADER + 5) return POSSIBLE;
    let sum = 0;
    for (let at = HEADER; at < length; at++) sum ^= reader.peek(at);
    const type = reader.peek(HEADER) & 7;
    return sum === 0 && (type === 1 || type === 2 || type === 6) ? CERTAIN : POSSIBLE;
  }
  return status === 0 && length === HEADER && left === HEADER && id <= 2 && reader.peek(1) <= 1 ? LIKELY : POSSIBLE;
}
