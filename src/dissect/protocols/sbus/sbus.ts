// SAIA S-Bus over UDP (Ether-S-Bus), by the maker's numbers: header, telegram with its checksum (CRC-16 of polynomial 0x1021).
// Not decoded: program blocks and their streams (read_write_block_data), system information, the web server's telegrams, and the
// serial S-Bus.
import { CERTAIN, DONE, dissector, NO, POSSIBLE } from "../../dissector.ts";
import type { PointSpace } from "../../points.ts";
import { pointSpace } from "../../points.ts";

import type { Reader } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import { REQUEST, RESPONSE } from "../../talk.ts";
import { ACKNOWLEDGMENT, commandOf, isCommand, RESPONSE_ALONE } from "./commands.ts";

const HEADER = 8;
const ASKS = 0;
const ANSWERS = 1;
const ACKNOWLEDGES = 2;
/** Header, attribute, and the checksum. */
const SHORTEST = 11;
const LONGEST = 2048;
const FIRMWARE = 32;
const STATION = 29;
const SLOTS = 8;

/** The media that a command touches, by what it reads (0 to 7) or writes (10 to 15). */
const COUNTER = pointSpace("sbus", "counter", "int32", "station");
const FLAG = pointSpace("sbus", "flag", "boolean", "station");
const INPUT = pointSpace("sbus", "input", "boolean", "station");
const OUTPUT = pointSpace("sbus", "output", "boolean", "station");
const REGISTER = pointSpace("sbus", "register", "int32", "station");
const TIMER = pointSpace("sbus", "timer", "int32", "station");
const SPACES: Readonly<Record<number, PointSpace>> = {
  0: COUNTER,
  2: FLAG,
  3: INPUT,
  5: OUTPUT,
  6: REGISTER,
  7: TIMER,
  10: COUNTER,
  11: FLAG,
  13: OUTPUT,
  14: REGISTER,
  15: TIMER,
};
const REFUSALS = ["", "no_reason_specified", "password", "pgu_port_in_reduced_protocol", "pgu_port_already_used"];
const STATUSES: Readonly<Record<number, string>> = {
  67: "conditional_run",
  68: "disconnected",
  72: "halt",
  82: "run",
  83: "stop",
};

/** One request that waits; the record is reused. */
interface Asked {
  /** Frame of the request, 0 when none waits. */
  frame: number;
  sequence: number;
  command: number;
  station: number;
  first: number;
  count: number;
}

interface Memory {
  asked: Asked[];
  next: number;
}

/** Controllers of SAIA in buildings and plants. */
export const sbus = dissector<Memory>({
  name: "sbus",
  aliases: ["ethersbus"],
  title: "SAIA S-Bus",
  standard: "SAIA S-Bus",
  world: "building",
  authentication: "none",
  carriage: [{ over: "udp", ports: [5050] }],
  remember: () => ({
    asked: Array.from({ length: SLOTS }, () => ({ frame: 0, sequence: 0, command: 0, station: 0, first: 0, count: 0 })),
    next: 0,
  }),
  probe(reader) {
    const start = reader.position;
    const length = reader.u32();
    const version = reader.u8();
    const protocol = reader.u8();
    reader.skip(2);
    const attribute = reader.u8();
    if (!reader.ok || version > 1 || protocol > 1 || attribute > ACKNOWLEDGES) return NO;
    if (length < SHORTEST || length > LONGEST) return NO;
    const end = start + length;
    if (end !== reader.end) return reader.cutByCapture ? POSSIBLE : NO;
    return checksumOf(reader.bytes, start, end - 2) === crcAt(reader.bytes, end) ? CERTAIN : POSSIBLE;
  },
  read(reader, talk) {
    const { start } = reader;
    const length = reader.u32();
    const version = reader.u8();
    const protocol = reader.u8();
    const sequence = reader.u16();
    const attribute = reader.u8();
    const fields: Record<string, unknown> | undefined = talk.detailed
      ? { length, version, protocol_type: protocol, sequence, attribute }
      : undefined;
    const whole = length === reader.end - start && length >= SHORTEST;
    if (!whole && !reader.cutByCapture) talk.fault("bad length", 0);
    if (whole && checksumOf(reader.bytes, start, reader.end - 2) !== crcAt(reader.bytes, reader.end))
      talk.fault("bad checksum", length - 2);
    const outer = reader.narrow(Math.max(0, reader.left() - 2));
    if (attribute === ASKS) readRequest(reader, talk, sequence, fields);
    else if (attribute === ANSWERS) readResponse(reader, talk, sequence, fields);
    else if (attribute === ACKNOWLEDGES) {
      const asked = answered(talk, sequence);
      const code = reader.u16();
      if (fields !== undefined) fields["nak_code"] = code;
      if (code !== 0 && reader.ok) talk.refused(REFUSALS[code] ?? `nak_${code}`);
      talk.emit(commandOf(asked === undefined ? ACKNOWLEDGMENT : asked.command), RESPONSE, fields);
    } else {
      talk.fault("unknown attribute", HEADER);
      talk.emit(commandOf(RESPONSE_ALONE), RESPONSE, fields);
    }
    reader.widen(outer);
    reader.skipRest();
    return DONE;
  },
});

function crcAt(bytes: Uint8Array, end: number): number {
  return ((bytes[end - 2] as number) << 8) | (bytes[end - 1] as number);
}

/** CRC-16 with polynomial 0x1021 from 0, high bit first. */
function checksumOf(bytes: Uint8Array, start: number, end: number): number {
  let crc = 0;
  for (let at = start; at < end; at++) {
    crc ^= (bytes[at] as number) << 8;
    for (let bit = 0; bit < 8; bit++) crc = (crc & 0x8000) !== 0 ? ((crc << 1) ^ 0x1021) & 0xffff : crc << 1;
  }
  return crc;
}

function readRequest(
  reader: Reader,
  talk: Talk<Memory>,
  sequence: number,
  fields: Record<string, unknown> | undefined,
): void {
  const station = reader.u8();
  const command = reader.u8();
  const asked = talk.memory.asked[talk.memory.next] as Asked;
  talk.memory.next = (talk.memory.next + 1) % SLOTS;
  asked.frame = talk.frame;
  asked.sequence = sequence;
  asked.command = command;
  asked.station = station;
  asked.first = 0;
  asked.count = 0;
  if (fields !== undefined) {
    fields["station"] = station;
    fields["command"] = command;
  }
  if (!isCommand(command) && reader.ok) talk.fault("unknown command", 10);
  const space = SPACES[command];
  if (space !== undefined) {
    const number = reader.u8();
    const first = reader.u16();
    const isBits = space.type === "boolean";
    // A read tells one less than it wants; a write tells its octets behind itself, and bits their own number.
    let count = number + 1;
    if (command >= 10) count = isBits ? reader.u8() + 1 : Math.max(0, number - 1) >> 2;
    if (fields !== undefined) {
      fields["first"] = first;
      fields["count"] = count;
    }
    if (reader.ok) {
      asked.first = first;
      asked.count = count;
      talk.target(space.space, first, Math.max(1, count));
      if (command >= 10) tellValues(reader, talk, space, station, first, count);
    }
  } else if (reader.left() >= 2 && fields !== undefined) fields["data"] = reader.hex(Math.min(reader.left(), 64));
  talk.emit(commandOf(command), REQUEST, fields);
}

function tellValues(
  reader: Reader,
  talk: Talk<Memory>,
  space: PointSpace,
  station: number,
  first: number,
  count: number,
): void {
  if (space.type !== "boolean") {
    for (let index = 0; index < count && reader.left() >= 4; index++)
      talk.sample(space, station, "", first + index, reader.i32());
    return;
  }
  let octet = 0;
  for (let index = 0; index < count; index++) {
    if ((index & 7) === 0) {
      if (reader.left() === 0) return;
      octet = reader.u8();
    }
    talk.sample(space, station, "", first + index, (octet >> (index & 7)) & 1);
  }
}

function answered(talk: Talk<Memory>, sequence: number): Asked | undefined {
  for (const asked of talk.memory.asked) {
    if (asked.frame === 0 || asked.sequence !== sequence) continue;
    talk.answersFrame(asked.frame);
    asked.frame = 0;
    return asked;
  }
  return undefined;
}

function readResponse(
  reader: Reader,
  talk: Talk<Memory>,
  sequence: number,
  fields: Record<string, unknown> | undefined,
): void {
  const asked = answered(talk, sequence);
  if (asked === undefined) {
    talk.emit(commandOf(RESPONSE_ALONE), RESPONSE, fields);
    return;
  }
  const { command } = asked;
  const space = SPACES[command];
  const start = reader.position;
  if (fields !== undefined) fields["response_to"] = command;
  if (space !== undefined) tellValues(reader, talk, space, asked.station, asked.first, asked.count);
  else if (command === FIRMWARE) {
    const model = reader.text(5);
    const version = reader.text(3);
    if (reader.ok) {
      const method = "S-Bus firmware version";
      // Without the makers' prefix: D2M48 is a PCD2.M48.
      const short = /^D(\d)M(\d+)$/.exec(model);
      const name = short === null ? model : `PCD${short[1]}.M${short[2]}`;
      talk.claim("sender", "vendor", "SAIA", 0.8, method, start, start + 5);
      if (name !== "") talk.claim("sender", "model", name, 0.9, method, start, start + 5);
      if (version !== "") talk.claim("sender", "firmware", version, 0.95, method, start + 5, start + 8);
    }
    if (fields !== undefined) {
      fields["pcd_type"] = model;
      fields["firmware_version"] = version;
    }
  } else if (command === STATION) {
    const station = reader.u8();
    if (reader.ok) talk.object(`station ${station}`);
    if (fields !== undefined) fields["station"] = station;
  } else if (command >= 20 && command <= 27) {
    const status = reader.u8();
    if (fields !== undefined) fields["status"] = STATUSES[status] ?? status;
  } else if (fields !== undefined) fields["data"] = reader.hex(Math.min(reader.left(), 64));
  talk.emit(commandOf(command), RESPONSE, fields);
}
