// Samples of sFlow versions 2 and 4, whose records have no lengths: RFC 3176 section 4; version 4 adds users and addresses
// of pages, and communities of routes. What is not known ends the sample's datagram, for nothing behind it can be found.
import type { Reader } from "../../reader.ts";
import { passOpaque } from "../../xdr.ts";
import {
  readAddress,
  readInterface,
  readRawHeader,
  readRouter,
  readSampledIp,
  readSwitch,
  type Sampled,
} from "./records.ts";

type Fields = Record<string, unknown>;

const MOST_RECORDS = 32;
const MOST_WORDS = 1024;
const LONGEST_TEXT = 1024;
/** Octets of counters by `counters_type`. */
const COUNTERS: readonly number[] = [0, 88, 88 + 52, 88 + 72, 88, 88 + 80, 88, 28];
const VLAN_COUNTERS = 7;

/** Reads the packet and what is told with it; false when what follows cannot be found. */
export function readOlderFlow(reader: Reader, version: number, sampled: Sampled, fields: Fields): boolean {
  switch (reader.u32()) {
    case 1:
      readRawHeader(reader, sampled, fields, false);
      break;
    case 2:
      readSampledIp(reader, sampled, 4);
      break;
    case 3:
      readSampledIp(reader, sampled, 6);
      break;
    default:
      return false;
  }
  const count = reader.u32();
  if (count > MOST_RECORDS) return false;
  for (let index = 0; index < count; index++) if (!readExtended(reader, version, fields)) return false;
  return reader.ok;
}

function readExtended(reader: Reader, version: number, fields: Fields): boolean {
  switch (reader.u32()) {
    case 1:
      readSwitch(reader, fields);
      break;
    case 2:
      readRouter(reader, fields);
      break;
    case 3:
      return passGateway(reader, version);
    case 4:
      return passOpaque(reader, LONGEST_TEXT) && passOpaque(reader, LONGEST_TEXT);
    case 5:
      reader.skip(4);
      return passOpaque(reader, LONGEST_TEXT);
    default:
      return false;
  }
  return reader.ok;
}

/** Autonomous systems of source, of its peer and on the way; in version 4 in segments, with communities and preference. */
function passGateway(reader: Reader, version: number): boolean {
  reader.skip(12);
  if (version === 2) return passWords(reader);
  const segments = reader.u32();
  if (segments > MOST_RECORDS) return false;
  for (let index = 0; index < segments; index++) {
    reader.skip(4);
    if (!passWords(reader)) return false;
  }
  if (!passWords(reader)) return false;
  reader.skip(4);
  return reader.ok;
}

function passWords(reader: Reader): boolean {
  const count = reader.u32();
  if (count > MOST_WORDS) return false;
  reader.skip(count * 4);
  return reader.ok;
}

/** Reads counters; false when what follows cannot be found. */
export function readOlderCounters(reader: Reader, fields: Fields): boolean {
  reader.skip(4);
  const type = reader.u32();
  const length = COUNTERS[type];
  if (length === undefined || length === 0) return false;
  const outer = reader.narrow(length);
  if (type !== VLAN_COUNTERS) readInterface(reader, fields);
  reader.widen(outer);
  return reader.ok;
}

/** The head of a datagram before version 5: agent, number and uptime. */
export function readOlderHead(reader: Reader, fields: Fields): string {
  const agent = readAddress(reader);
  fields["sequence_number"] = reader.u32();
  fields["uptime"] = reader.u32();
  return agent;
}
