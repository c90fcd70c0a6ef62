// Synchrophasors: IEEE C37.118.2-2011 (and C37.118-2005) section 6.
// Not decoded: scales of phasors and analogs, masks of digitals; configuration 3 in several frames; extended frames of commands.
import { type Answer, CERTAIN, DONE, dissector, LIKELY, MORE, NO, REFUSE } from "../../dissector.ts";
import { operationTable } from "../../operation.ts";
import type { Reader } from "../../reader.ts";
import { type Direction, NOTICE, REQUEST, RESPONSE, type Talk } from "../../talk.ts";
import { type Memory, newMemory, readConfiguration, type Stream, streamOf, tellUnit } from "./configuration.ts";

const SYNC = 0xaa;
/** Sync, size, id, time and check of every frame. */
const SHORTEST = 16;
const DATA = 0;
const HEADER = 1;
const CONFIGURATION_1 = 2;
const CONFIGURATION_2 = 3;
const COMMAND = 4;
const CONFIGURATION_3 = 5;

/** By frame type; commands by 16 + their code. */
const OPERATIONS = operationTable("synchrophasor", [
  [DATA, "data_frame", "read"],
  [HEADER, "header_frame", "identify"],
  [CONFIGURATION_1, "configuration_frame_1", "identify"],
  [CONFIGURATION_2, "configuration_frame_2", "identify"],
  [COMMAND, "command_frame", "other"],
  [CONFIGURATION_3, "configuration_frame_3", "identify"],
  [17, "turn_off_transmission", "other"],
  [18, "turn_on_transmission", "read"],
  [19, "send_header", "identify"],
  [20, "send_configuration_1", "identify"],
  [21, "send_configuration_2", "identify"],
  [22, "send_configuration_3", "identify"],
  [24, "extended_frame", "other"],
]);

/** Measurement units told as names of a sender. */
const MOST_NAMES = 32;

/** Phasor measurement units and data concentrators of power grids. */
export const synchrophasor = dissector<Memory>({
  name: "synchrophasor",
  aliases: ["c37.118", "synphasor"],
  title: "Synchrophasor (C37.118)",
  standard: "IEEE C37.118.2-2011",
  world: "ot",
  authentication: "none",
  carriage: [
    { over: "tcp", ports: [4712] },
    { over: "udp", ports: [4712, 4713] },
  ],
  remember: newMemory,
  probe(reader) {
    if (reader.peek() !== SYNC) return NO;
    const type = reader.peek(1);
    if (type >= 0 && !typeFits(type)) return NO;
    const size = reader.peek16(2);
    if (reader.left() < SHORTEST) return size >= 0 && size < SHORTEST ? NO : reader.left() > 4 ? LIKELY : NO;
    if (size < SHORTEST) return NO;
    if (reader.left() < size) return LIKELY;
    return isSound(reader.bytes, reader.position, size) ? CERTAIN : NO;
  },
  read(reader, talk): Answer {
    if (reader.u8() !== SYNC) return REFUSE;
    const type = reader.u8();
    const size = reader.u16();
    if (!reader.ok) return reader.complete ? REFUSE : MORE;
    if (!typeFits(type) || size < SHORTEST) return REFUSE;
    if (!reader.fence(size)) return MORE;
    const whole = !reader.cut;
    if (whole && !isSound(reader.bytes, reader.start, size)) talk.fault("bad checksum", size - 2);
    const id = reader.u16();
    const seconds = reader.u32();
    const fraction = reader.u32();
    // What follows ends before the checksum.
    const outer = reader.narrow(Math.max(0, reader.left() - 2));
    const fields: Record<string, unknown> | undefined = talk.detailed
      ? {
          frame_type: type >> 4,
          version: type & 15,
          frame_size: size,
          id_code: id,
          soc: seconds,
          fraction: fraction % 16_777_216,
          time_quality: Math.floor(fraction / 16_777_216),
        }
      : undefined;
    readBody(reader, talk, type >> 4, id, fields);
    reader.widen(outer);
    reader.skipRest();
    return DONE;
  },
});

function typeFits(type: number): boolean {
  const version = type & 15;
  return type >> 4 <= CONFIGURATION_3 && version >= 1 && version <= 3;
}

/** CRC-CCITT over all but the last two octets: annex B. */
function isSound(bytes: Uint8Array, start: number, size: number): boolean {
  let crc = 0xffff;
  const end = start + size - 2;
  for (let at = start; at < end; at++) {
    crc ^= (bytes[at] as number) << 8;
    for (let bit = 0; bit < 8; bit++) crc = (crc & 0x8000) === 0 ? (crc << 1) & 0xffff : ((crc << 1) ^ 0x1021) & 0xffff;
  }
  return crc === (((bytes[end] as number) << 8) | (bytes[end + 1] as number));
}

function readBody(
  reader: Reader,
  talk: Talk<Memory>,
  type: number,
  id: number,
  fields: Record<string, unknown> | undefined,
): void {
  const { memory } = talk;
  if (type === DATA) {
    readData(reader, talk, id, fields);
    return;
  }
  if (type === COMMAND) {
    const code = reader.u16();
    if (fields !== undefined) fields["command"] = code;
    memory.commandFrame = talk.frame;
    const operation = OPERATIONS.has(16 + code) ? OPERATIONS.of(16 + code) : OPERATIONS.of(COMMAND);
    talk.emit(operation, REQUEST, fields);
    return;
  }
  const direction: Direction = memory.commandFrame > 0 ? RESPONSE : NOTICE;
  if (memory.commandFrame > 0) talk.answersFrame(memory.commandFrame);
  memory.commandFrame = 0;
  if (type === HEADER) {
    const text = reader.text(reader.left()).trim();
    if (text !== "") talk.claim("sender", "description", text.slice(0, 255), 0.6, "synchrophasor header");
    if (fields !== undefined) fields["header"] = text.slice(0, 1024);
  } else {
    const stream = readConfiguration(reader, talk, id, type === CONFIGURATION_3);
    if (stream !== undefined) tellStream(talk, stream, fields);
  }
  talk.emit(OPERATIONS.of(type), direction, fields);
}

function tellStream(talk: Talk<Memory>, stream: Stream, fields: Record<string, unknown> | undefined): void {
  const { units } = stream;
  const isConcentrator = units.length > 1;
  const kind = isConcentrator ? "phasor data concentrator" : "phasor measurement unit";
  talk.claim("sender", "kind", kind, 0.7, "synchrophasor configuration");
  const [first] = units;
  if (!isConcentrator && first !== undefined && first.station !== "")
    talk.claim("sender", "name", first.station, 0.7, "synchrophasor station name");
  for (let index = 0; index < units.length && index < MOST_NAMES; index++)
    talk.object((units[index] as { station: string }).station);
  if (fields === undefined) return;
  fields["time_base"] = stream.timeBase;
  fields["num_pmu"] = units.length;
  fields["data_rate"] = stream.rate;
  fields["stations"] = units.map(({ station, id, format, phasors, analogs, digitals }) => ({
    ...{ station_name: station, id_code: id, format },
    ...{ phnmr: phasors.length, annmr: analogs.length, dgnmr: digitals.length },
    channels: [...phasors, ...analogs, ...digitals].map((name) => name.slice(station.length + 1)),
  }));
}

function readData(reader: Reader, talk: Talk<Memory>, id: number, fields: Record<string, unknown> | undefined): void {
  const stream = streamOf(talk.memory, id);
  const statuses: number[] | undefined = fields === undefined ? undefined : [];
  if (stream !== undefined) {
    let size = 0;
    for (let index = 0; index < stream.units.length; index++) size += (stream.units[index] as { size: number }).size;
    // A configuration that has changed meanwhile would give wrong values.
    if (size !== reader.left()) talk.fault("data do not fit the configuration");
    else
      for (let index = 0; index < stream.units.length; index++) {
        const status = tellUnit(reader, talk, stream.units[index] as Stream["units"][number]);
        statuses?.push(status);
      }
  }
  if (fields !== undefined) fields["stat"] = statuses;
  talk.emit(OPERATIONS.of(DATA), NOTICE, fields);
}
