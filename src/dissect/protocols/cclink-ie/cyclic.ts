// Cyclic data of CC-Link IE Field Basic: CLPA BAP-C2010ENG-004 (layout of request and response).
import { v4Text } from "../../addresses.ts";
import { pointSpace } from "../../points.ts";
import type { Reader } from "../../reader.ts";
import type { Talk } from "../../talk.ts";

/** Words and octets of bits of one occupied station. */
const WORDS = 32;
const BIT_OCTETS = 8;
const MOST_STATIONS = 16;
/** Address of a slave that occupies a further station. */
const FURTHER = 0xffffffff;
const RWW = pointSpace("cclink_ie", "RWw", "uint16", "group and station");
const RWR = pointSpace("cclink_ie", "RWr", "uint16", "station");
const RY = pointSpace("cclink_ie", "RY", "octet", "group and station");
const RX = pointSpace("cclink_ie", "RX", "octet", "station");
const METHOD = "CC-Link IE Field Basic cyclic data";

/** Reads a request behind its command and answers the number that its responses share. */
export function readCyclicRequest(reader: Reader, talk: Talk, fields: Record<string, unknown> | undefined): number {
  const version = reader.u16le();
  reader.skip(18);
  const unit = reader.u16le();
  reader.skip(2);
  const clock = reader.u64le();
  const master = reader.i32le();
  const group = reader.u8();
  reader.skip(1);
  const sequence = reader.u16le();
  const timeout = reader.u16le();
  const count = reader.u16le();
  const parameter = reader.u16le();
  const stations = reader.u16le();
  const state = reader.u16le();
  reader.skip(2);
  const slaves: string[] = [];
  const known = Math.min(stations, MOST_STATIONS);
  if (stations > MOST_STATIONS) talk.fault("bad count", 0);
  for (let station = 0; station < known && reader.left() >= 4; station++) {
    const address = reader.i32le();
    if (talk.detailed && address >>> 0 !== FURTHER) slaves.push(v4Text(address));
  }
  if (reader.ok && known > 0) talk.target("station", 1, known);
  for (let station = 0; station < known && reader.left() >= WORDS * 2; station++)
    for (let word = 0; word < WORDS; word++) talk.sample(RWW, group * 100 + station + 1, "", word, reader.u16le());
  for (let station = 0; station < known && reader.left() >= BIT_OCTETS; station++)
    for (let octet = 0; octet < BIT_OCTETS; octet++) talk.sample(RY, group * 100 + station + 1, "", octet, reader.u8());
  if (fields !== undefined) {
    Object.assign(fields, {
      protocol_version: version,
      master_running: (unit & 1) !== 0,
      clock,
      master: v4Text(master),
      group,
      frame_sequence: sequence,
      timeout,
      timeout_count: count,
      parameter_number: parameter,
      occupied_stations: stations,
      transmission_state: state,
      slaves,
    });
  }
  return (group << 16) | sequence;
}

/** Reads a response behind its first end code; answers its own end code and the number of its request. */
export function readCyclicResponse(
  reader: Reader,
  talk: Talk,
  fields: Record<string, unknown> | undefined,
): { end: number; mark: number } {
  const version = reader.u16le();
  const end = reader.u16le();
  reader.skip(16);
  const at = reader.position;
  const vendor = reader.u16le();
  reader.skip(2);
  const model = reader.u32le();
  const equipment = reader.u16le();
  reader.skip(2);
  const unit = reader.u16le();
  const error = reader.u16le();
  const management = reader.u32le();
  const slave = reader.i32le();
  const group = reader.u8();
  reader.skip(1);
  const sequence = reader.u16le();
  if (reader.ok && end === 0) {
    tellIdentity(talk, model, equipment, at);
    if (error !== 0) talk.object(`slave error 0x${error.toString(16).padStart(4, "0")}`);
    const stations = Math.min(MOST_STATIONS, Math.floor(reader.left() / (WORDS * 2 + BIT_OCTETS)));
    for (let station = 0; station < stations; station++)
      for (let word = 0; word < WORDS; word++) talk.sample(RWR, station + 1, "", word, reader.u16le());
    for (let station = 0; station < stations; station++)
      for (let octet = 0; octet < BIT_OCTETS; octet++) talk.sample(RX, station + 1, "", octet, reader.u8());
  }
  if (fields !== undefined) {
    Object.assign(fields, {
      protocol_version: version,
      end_code: end,
      vendor_code: vendor,
      model_code: model,
      equipment_version: equipment,
      slave_running: (unit & 1) !== 0,
      slave_error: error,
      local_management: management,
      slave: v4Text(slave),
      group,
      frame_sequence: sequence,
    });
  }
  return { end, mark: (group << 16) | sequence };
}

/** What codes say of the sender; the list of vendors is not public. */
export function tellIdentity(talk: Talk, model: number, equipment: number, at: number): void {
  if (model !== 0)
    talk.claim(
      "sender",
      "orderNumber",
      `model code 0x${model.toString(16).padStart(8, "0")}`,
      0.6,
      METHOD,
      at + 4,
      at + 8,
    );
  if (equipment !== 0) talk.claim("sender", "hardware", `version ${equipment}`, 0.7, METHOD, at + 8, at + 10);
}
