// What is learned of the devices in a segment of EtherCAT: identity (IEC 61158-6-12 section 5.4, slave information interface).

import { textOf } from "../../reader.ts";
import type { About, Talk } from "../../talk.ts";
import { beckhoffModel, vendorName } from "../canopen/vendors.ts";

/** Most devices of one segment that are remembered. */
const MOST_SLAVES = 256;
/** Octets of the slave information that are kept to read its first text. */
const KEPT = 256;
const CATEGORIES = 0x40 * 2;
const STRINGS = 10;

/** One device of a segment. */
export interface Slave {
  /** Configured station address. */
  readonly station: number;
  readonly about: About;
  vendor: number;
  /** Bit per identity value and 16 for the text that were told. */
  told: number;
  /** Whether its last status showed an error. */
  failed: boolean;
  /** Word address that the slave information is read from, -1 before. */
  siiAddress: number;
  /** Beginning of the slave information from its categories on, and how much of it came in order. */
  readonly categories: Uint8Array;
  filled: number;
}

/** The devices of one segment; each beyond the ceiling stays unknown. */
export interface Segment {
  slaves: Map<number, Slave>;
  /** Station addresses by position, 0 where unknown. */
  stations: Uint16Array;
  /** How many devices answered a broadcast, 0 before. */
  count: number;
  /** Frame of the last datagram on its way out, by index; 0 without. */
  sent: Int32Array;
}

/** A segment before its first frame. */
export function newSegment(): Segment {
  return { slaves: new Map(), stations: new Uint16Array(MOST_SLAVES), count: 0, sent: new Int32Array(256) };
}

/** The device with a station address; undefined beyond the ceiling. */
export function slaveOf(segment: Segment, station: number): Slave | undefined {
  const known = segment.slaves.get(station);
  if (known !== undefined || segment.slaves.size >= MOST_SLAVES) return known;
  const made: Slave = {
    station,
    about: { part: `slave ${station}`, of: "sender" },
    vendor: 0,
    told: 0,
    failed: false,
    siiAddress: -1,
    categories: new Uint8Array(KEPT),
    filled: 0,
  };
  segment.slaves.set(station, made);
  return made;
}

/** Tells one value of the identity: 0 vendor, 1 product code, 2 revision, 3 serial number; once each. */
export function claimIdentity(
  talk: Talk,
  slave: Slave,
  what: number,
  value: number,
  method: string,
  start: number,
): void {
  if ((slave.told & (1 << what)) !== 0) return;
  slave.told |= 1 << what;
  const end = start + 4;
  if (what === 0) {
    slave.vendor = value;
    const vendor = vendorName(value);
    if (vendor !== "") talk.claim(slave.about, "vendor", vendor, 0.95, method, start, end);
  } else if (what === 1) {
    const model = slave.vendor === 2 ? beckhoffModel(value) : "";
    if (model !== "") talk.claim(slave.about, "model", model, 0.9, method, start, end);
    else talk.claim(slave.about, "orderNumber", `product code 0x${hex(value)}`, 0.6, method, start, end);
  } else if (what === 2) talk.claim(slave.about, "hardware", `revision 0x${hex(value)}`, 0.8, method, start, end);
  // Many devices leave the serial number open.
  else if (value !== 0 && value !== 0xffffffff) talk.claim(slave.about, "serial", `${value}`, 0.95, method, start, end);
}

function hex(value: number): string {
  return value.toString(16).padStart(8, "0");
}

/** Takes `length` octets of slave information, read from the word address that was last asked for. */
export function takeInformation(talk: Talk, slave: Slave, bytes: Uint8Array, start: number, length: number): void {
  const address = slave.siiAddress;
  if (address < 0) return;
  for (let at = 0; at + 4 <= length; at += 4) {
    const word = address + at / 2;
    const value = u32le(bytes, start + at);
    if (word >= 8 && word <= 14 && (word & 1) === 0)
      claimIdentity(talk, slave, (word - 8) / 2, value, "EtherCAT slave information", start + at);
  }
  const offset = address * 2 - CATEGORIES;
  if (offset < 0 || offset > slave.filled || offset + length > KEPT || (slave.told & 16) !== 0) return;
  for (let at = 0; at < length; at++) slave.categories[offset + at] = bytes[start + at] as number;
  slave.filled = Math.max(slave.filled, offset + length);
  const kept = slave.categories;
  // The first category of most devices are the texts, and the first text is the type.
  if (slave.filled < 6 || (kept[0] as number) !== STRINGS || kept[1] !== 0) return;
  const size = kept[5] as number;
  if (kept[4] === 0 || size === 0 || slave.filled < 6 + size) return;
  slave.told |= 16;
  const text = textOf(kept, 6, 6 + size);
  if (text !== "") talk.claim(slave.about, "model", text, 0.7, "EtherCAT slave information");
}

function u32le(bytes: Uint8Array, at: number): number {
  return (
    ((bytes[at] as number) |
      ((bytes[at + 1] as number) << 8) |
      ((bytes[at + 2] as number) << 16) |
      ((bytes[at + 3] as number) << 24)) >>>
    0
  );
}
