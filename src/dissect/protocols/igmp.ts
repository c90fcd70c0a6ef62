// IGMP: RFC 1112 appendix I (version 1), RFC 2236 (2), RFC 3376 section 4 (3), RFC 4286 (router discovery).
// Not decoded: DVMRP and PIM version 1, which share its protocol number, beyond their types; auxiliary values.
import { v4Text } from "../addresses.ts";
import { DONE, dissector, LIKELY } from "../dissector.ts";
import { operationTable } from "../operation.ts";
import type { Reader } from "../reader.ts";
import { UNDIRECTED } from "../talk.ts";

const QUERY = 0x11;
const REPORT_V3 = 0x22;
const TYPES = operationTable("igmp", [
  [QUERY, "membership_query", "identify"],
  [0x12, "membership_report_v1", "identify"],
  [0x13, "dvmrp", "other"],
  [0x14, "pim_v1", "other"],
  [0x16, "membership_report_v2", "identify"],
  [0x17, "leave_group", "identify"],
  [REPORT_V3, "membership_report_v3", "identify"],
  [0x30, "multicast_router_advertisement", "identify"],
  [0x31, "multicast_router_solicitation", "identify"],
  [0x32, "multicast_router_termination", "identify"],
]);

const MOST_RECORDS = 256;

/** Group membership of IPv4 multicast. */
export const igmp = dissector({
  name: "igmp",
  title: "IGMP",
  standard: "RFC 3376",
  world: "network",
  carriage: [{ over: "ip", protocols: [2] }],
  probe: () => LIKELY,
  read(reader, talk) {
    const start = reader.position;
    const type = reader.u8();
    const maximumResponse = reader.u8();
    const checksum = reader.u16();
    if (!TYPES.has(type)) talk.fault("unknown type", 0);
    if (reader.ok && !reader.cutByCapture && !checksumFits(reader.bytes, start, reader.end))
      talk.fault("bad checksum", 2);
    const version = versionOf(type, maximumResponse, reader.left());
    const head = { type, version, maximum_response_code: maximumResponse, checksum };
    let more: object = {};
    if (type === REPORT_V3) more = report(reader);
    else if (type === QUERY || type === 0x12 || type === 0x16 || type === 0x17) {
      more = { group_address: v4Text(reader.i32()) };
      if (type === QUERY && reader.left() >= 4) more = { ...more, ...query(reader) };
    }
    talk.emit(TYPES.of(type), UNDIRECTED, talk.detailed ? { ...head, ...more } : undefined);
    if (reader.ok) reader.skipRest();
    return DONE;
  },
});

/** A query's version is told by its length and response code (RFC 3376 section 7.1); 0 where the type has none. */
function versionOf(type: number, code: number, left: number): number {
  if (type === QUERY) return left >= 8 ? 3 : code === 0 ? 1 : 2;
  return type === 0x12 ? 1 : type === 0x16 || type === 0x17 ? 2 : type === REPORT_V3 ? 3 : 0;
}

/** Codes from 128 on have an exponent and a mantissa (RFC 3376 sections 4.1.1 and 4.1.7). */
function codeValue(code: number): number {
  return code < 128 ? code : ((code & 0x0f) | 0x10) << (((code >> 4) & 7) + 3);
}

function query(reader: Reader): object {
  const flags = reader.u8();
  const interval = reader.u8();
  const count = reader.u16();
  return {
    suppress_router_processing: (flags & 8) !== 0,
    robustness: flags & 7,
    query_interval_code: interval,
    query_interval: codeValue(interval),
    source_count: count,
    sources: sources(reader, count),
  };
}

function report(reader: Reader): object {
  reader.skip(2);
  const count = reader.u16();
  const records: object[] = [];
  while (records.length < count && records.length < MOST_RECORDS && reader.left() >= 8) {
    const recordType = reader.u8();
    const auxiliary = reader.u8() * 4;
    const sourceCount = reader.u16();
    records.push({
      record_type: recordType,
      group_address: v4Text(reader.i32()),
      source_count: sourceCount,
      sources: sources(reader, sourceCount),
    });
    reader.skip(Math.min(auxiliary, reader.left()));
  }
  return { record_count: count, records };
}

function sources(reader: Reader, count: number): string[] {
  const list: string[] = [];
  while (list.length < count && list.length < MOST_RECORDS && reader.left() >= 4) list.push(v4Text(reader.i32()));
  return list;
}

function checksumFits(bytes: Uint8Array, start: number, end: number): boolean {
  let sum = 0;
  for (let at = start; at + 1 < end; at += 2) sum += ((bytes[at] as number) << 8) | (bytes[at + 1] as number);
  if (((end - start) & 1) === 1) sum += (bytes[end - 1] as number) << 8;
  while (sum > 0xffff) sum = (sum & 0xffff) + Math.floor(sum / 65536);
  return sum === 0xffff;
}
