// EtherCAT: IEC 61158-4-12 section 5 (frames and datagrams) and IEC 61158-6-12 (registers, mailbox); ETG.8200 (mailbox gateway).
// Not decoded: process data behind logical addresses (their layout is not on the wire), segments of SDO transfers, frames inside
// EoE, commands inside AoE, and the contents of network variables.
import type { Likeness } from "../../dissector.ts";
import { DONE, dissector, LIKELY, NO, POSSIBLE } from "../../dissector.ts";
import type { Reader } from "../../reader.ts";
import { hexOf } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import { REQUEST, RESPONSE, UNDIRECTED } from "../../talk.ts";
import { looksLikeMailbox, readMailbox } from "./mailbox.ts";
import { isCommand, isLogical, operationOf, reads, registerOperation, stateName, writes } from "./registers.ts";
import type { Segment, Slave } from "./slave.ts";
import { newSegment, slaveOf, takeInformation } from "./slave.ts";

const DATAGRAMS = 1;
const NETWORK_VARIABLES = 4;
const MAILBOX_GATEWAY = 5;
const MOST_DATAGRAMS = 150;
/** Command, index, address, length, interrupt and working counter. */
const AROUND = 12;
const MORE_FOLLOW = 0x8000;
const AL_STATUS = 0x0130;
const PROCESS_MEMORY = 0x1000;

/** Moves process data, registers and mailboxes of a chain of devices that all pass one frame on. */
export const ethercat = dissector<Segment>({
  name: "ethercat",
  aliases: ["ecat"],
  title: "EtherCAT",
  standard: "IEC 61158-6-12",
  world: "ot",
  authentication: "none",
  carriage: [
    { over: "ethernet", types: [0x88a4], returned: true },
    { over: "udp", ports: [34980] },
  ],
  remember: newSegment,
  probe(reader) {
    const head = reader.u16le();
    const length = head & 0x7ff;
    const type = head >> 12;
    if (!reader.ok || (head & 0x0800) !== 0) return NO;
    if (type === DATAGRAMS) return likenessOf(reader, length);
    if (type === MAILBOX_GATEWAY) return looksLikeMailbox(reader.bytes, reader.position, reader.left()) ? POSSIBLE : NO;
    return type === NETWORK_VARIABLES && length >= AROUND && length <= reader.left() ? POSSIBLE : NO;
  },
  read(reader, talk) {
    const head = reader.u16le();
    const length = head & 0x7ff;
    const type = head >> 12;
    const fields = talk.detailed ? { length, type } : undefined;
    if (type === DATAGRAMS) {
      if (length < AROUND) talk.fault("bad length", 0);
      if (length > reader.left() && !reader.cutByCapture) talk.fault("bad length", 0);
      const outer = length <= reader.left() ? reader.narrow(length) : reader.end;
      const answered = wasAnswered(reader);
      for (let count = 0; count < MOST_DATAGRAMS; count++) {
        if (!readDatagram(reader, talk, answered, count === 0 ? fields : undefined)) break;
      }
      reader.widen(outer);
    } else if (type === MAILBOX_GATEWAY && looksLikeMailbox(reader.bytes, reader.position, reader.left())) {
      const toPort = talk.destinationPort === 34980;
      const slave = toPort ? undefined : slaveOf(talk.memory, stationOfMailbox(reader));
      const more: Record<string, unknown> | undefined = fields === undefined ? undefined : { ...fields };
      const code = readMailbox(reader, talk, slave, !toPort, more);
      talk.emit(operationOf(code), toPort ? REQUEST : RESPONSE, more);
    } else if (type === NETWORK_VARIABLES) talk.emit(operationOf(288), UNDIRECTED, fields);
    else {
      talk.fault("unknown frame type", 1);
      talk.emit(operationOf(289), UNDIRECTED, fields);
    }
    // Frames are padded to their least length.
    reader.skipRest();
    return DONE;
  },
});

function stationOfMailbox(reader: Reader): number {
  const low = reader.peek(2);
  return low | (reader.peek(3) << 8);
}

/** Walks the chain of datagrams: it must end where the header says. */
function likenessOf(reader: Reader, length: number): Likeness {
  const { bytes, position } = reader;
  const end = Math.min(position + length, reader.end);
  let at = position;
  for (let count = 0; count < MOST_DATAGRAMS && at + 10 <= end; count++) {
    if (!isCommand(bytes[at] as number)) return NO;
    const word = (bytes[at + 6] as number) | ((bytes[at + 7] as number) << 8);
    if ((word & 0x3800) !== 0) return NO;
    at += AROUND + (word & 0x7ff);
    if ((word & MORE_FOLLOW) === 0) return at === position + length ? LIKELY : NO;
  }
  return POSSIBLE;
}

/** Whether a device counted at one of the datagrams: then the frame was on its way back. */
function wasAnswered(reader: Reader): boolean {
  const { bytes, end } = reader;
  let at = reader.position;
  for (let count = 0; count < MOST_DATAGRAMS && at + AROUND <= end; count++) {
    const word = (bytes[at + 6] as number) | ((bytes[at + 7] as number) << 8);
    at += AROUND + (word & 0x7ff);
    if (at > end) return false;
    if (bytes[at - 2] !== 0 || bytes[at - 1] !== 0) return true;
    if ((word & MORE_FOLLOW) === 0) return false;
  }
  return false;
}

/** Reads one datagram and emits it; answers whether another follows. */
function readDatagram(reader: Reader, talk: Talk<Segment>, answered: boolean, frame: object | undefined): boolean {
  if (reader.left() < 10) return false;
  const command = reader.u8();
  const index = reader.u8();
  const device = reader.u16le();
  const offset = reader.u16le();
  const word = reader.u16le();
  const interrupt = reader.u16le();
  const length = word & 0x7ff;
  const at = reader.position;
  const whole = length + 2 <= reader.left();
  const size = Math.min(length, reader.left());
  let fields: Record<string, unknown> | undefined;
  if (talk.detailed) {
    fields = { ...frame, command, index };
    if (isLogical(command)) fields["logical_address"] = offset * 65536 + device;
    else {
      fields["device_address"] = device;
      fields["offset"] = offset;
    }
    fields["data_length"] = length;
    fields["circulating"] = (word & 0x4000) !== 0;
    fields["more"] = (word & MORE_FOLLOW) !== 0;
    fields["interrupt"] = interrupt;
    if (size <= 32) fields["data"] = hexOf(reader.bytes, at, at + size);
  }
  let counter = 0;
  if (whole) {
    const { bytes } = reader;
    counter = (bytes[at + length] as number) | ((bytes[at + length + 1] as number) << 8);
    if (fields !== undefined) fields["working_counter"] = counter;
  } else if (!reader.cutByCapture) talk.fault("bad length");
  if (!isCommand(command)) talk.fault("unknown command");
  let code = isCommand(command) ? command : 289;
  if (isLogical(command)) talk.target("logical address", offset * 65536 + device, Math.max(1, length));
  else if (command !== 0 && isCommand(command) && whole) {
    code = readPhysical(reader, talk, command, device, offset, length, counter, answered, fields);
  }
  reader.position = at;
  reader.skip(Math.min(length + 2, reader.left()));
  const { sent } = talk.memory;
  if (!answered) sent[index] = talk.frame;
  else if (sent[index] !== 0) {
    talk.answersFrame(sent[index] as number);
    sent[index] = 0;
  }
  talk.emit(operationOf(code), answered ? RESPONSE : REQUEST, fields);
  return whole && (word & MORE_FOLLOW) !== 0;
}

/** What a datagram to registers or memory of devices does; answers the number of its operation. */
function readPhysical(
  reader: Reader,
  talk: Talk<Segment>,
  command: number,
  device: number,
  offset: number,
  length: number,
  counter: number,
  answered: boolean,
  fields: Record<string, unknown> | undefined,
): number {
  const segment = talk.memory;
  const at = reader.position;
  const { bytes } = reader;
  const value =
    length >= 2 ? (bytes[at] as number) | ((bytes[at + 1] as number) << 8) : length === 1 ? (bytes[at] as number) : 0;
  const broadcast = command >= 7 && command <= 9;
  // Every device adds one to the address of a broadcast, and to a position.
  if (broadcast && answered && device > 0 && device <= segment.stations.length) segment.count = device;
  const station = stationOf(segment, command, device, answered);
  if (!broadcast && (offset === 0x0010 || offset === 0x0011) && writes(command) && counter > 0) {
    const position = positionOf(segment, device, answered);
    if (position >= 0 && command <= 3) segment.stations[position] = value;
    talk.object(`slave ${value}`);
  }
  talk.target(offset >= PROCESS_MEMORY ? "process memory" : "register", offset, Math.max(1, length));
  const slave: Slave | undefined = station > 0 && counter > 0 ? slaveOf(segment, station) : undefined;
  if (offset >= PROCESS_MEMORY && !broadcast && command < 10) {
    // A mailbox that is read holds nothing on the way out.
    const filled = writes(command) || counter > 0;
    if (filled && looksLikeMailbox(bytes, at, length)) {
      const outer = reader.narrow(length);
      const code = readMailbox(reader, talk, slave, !writes(command), fields);
      reader.widen(outer);
      return code;
    }
  }
  // A broadcast collects the bits of all devices, which name no state.
  if (offset === AL_STATUS && counter > 0 && reads(command) && !broadcast)
    readStatus(talk, slave, bytes, at, length, fields);
  if (slave !== undefined && offset >= 0x0502 && offset < 0x0510)
    readSii(talk, slave, command, bytes, at, offset, length);
  if (offset === 0x0120 && writes(command) && fields !== undefined) fields["state"] = stateName(value);
  return registerOperation(command, offset, value);
}

function positionOf(segment: Segment, device: number, answered: boolean): number {
  const position = answered ? segment.count - device : (0x10000 - device) & 0xffff;
  if (answered && segment.count === 0) return -1;
  return position >= 0 && position < segment.stations.length ? position : -1;
}

/** Station address of the device that a datagram names; 0 when it cannot be told. */
function stationOf(segment: Segment, command: number, device: number, answered: boolean): number {
  if (command >= 4 && command <= 6) return device;
  if (command > 3) return 0;
  const position = positionOf(segment, device, answered);
  return position < 0 ? 0 : (segment.stations[position] as number);
}

function readStatus(
  talk: Talk,
  slave: Slave | undefined,
  bytes: Uint8Array,
  at: number,
  length: number,
  fields: Record<string, unknown> | undefined,
): void {
  const status = bytes[at] as number;
  if (fields !== undefined) {
    fields["state"] = stateName(status);
    fields["error"] = (status & 16) !== 0;
  }
  const failed = (status & 16) !== 0;
  const before = slave === undefined || slave.failed;
  if (slave !== undefined) slave.failed = failed;
  if (!failed) return;
  const code = length >= 6 ? (bytes[at + 4] as number) | ((bytes[at + 5] as number) << 8) : 0;
  if (fields !== undefined && length >= 6) fields["al_status_code"] = code;
  // It stays until it is acknowledged and is read in every cycle: only its coming refuses a state.
  if (!before) talk.refused(code === 0 ? "al_status_error" : `al_status_code_0x${code.toString(16).padStart(4, "0")}`);
}

function readSii(
  talk: Talk,
  slave: Slave,
  command: number,
  bytes: Uint8Array,
  at: number,
  offset: number,
  length: number,
): void {
  // Control, address and data lie behind each other at 0x0502, 0x0504 and 0x0508.
  if (offset === 0x0502 && length >= 2 && reads(command)) {
    const control = (bytes[at] as number) | ((bytes[at + 1] as number) << 8);
    // Busy, or it failed: the data are those of before.
    if ((control & 0xe800) !== 0) return;
  }
  const address = 0x0504 - offset;
  if (address >= 0 && length >= address + 4)
    slave.siiAddress = (bytes[at + address] as number) | ((bytes[at + address + 1] as number) << 8);
  const data = 0x0508 - offset;
  if (data >= 0 && length >= data + 4 && reads(command))
    takeInformation(talk, slave, bytes, at + data, Math.min(8, length - data) & ~3);
}
