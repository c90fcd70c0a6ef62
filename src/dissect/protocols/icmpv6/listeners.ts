// Multicast listeners: RFC 2710 (version 1), RFC 3810 (version 2); multicast routers: RFC 4286.
import { readV6 } from "../../addresses.ts";
import type { Reader } from "../../reader.ts";

const MOST_RECORDS = 256;
const RECORD_TYPES = [
  "",
  "mode_is_include",
  "mode_is_exclude",
  "change_to_include_mode",
  "change_to_exclude_mode",
  "allow_new_sources",
  "block_old_sources",
];

/** Query, report and leaving of version 1; a query longer than 24 bytes is of version 2 (RFC 3810 section 8.1). */
export function listeners(reader: Reader, type: number): object {
  const maximumResponse = reader.u16();
  reader.skip(2);
  const head = { maximum_response_code: maximumResponse, multicast_address: readV6(reader) };
  if (type !== 130) return head;
  if (reader.left() < 4) return { version: 1, ...head };
  const flags = reader.u8();
  const interval = reader.u8();
  const count = reader.u16();
  const sources: string[] = [];
  while (sources.length < count && sources.length < MOST_RECORDS && reader.left() >= 16) sources.push(readV6(reader));
  return {
    version: 2,
    ...head,
    maximum_response_delay: exponential(maximumResponse, 12),
    suppress_router_processing: (flags & 8) !== 0,
    robustness: flags & 7,
    query_interval_code: interval,
    query_interval: exponential(interval, 4),
    source_count: count,
    sources,
  };
}

/** A code whose upper half holds mantissa and exponent (RFC 3810 sections 5.1.3 and 5.1.9); `bits` of mantissa. */
function exponential(code: number, bits: number): number {
  const top = 1 << (bits + 3);
  return code < top ? code : ((code & ((1 << bits) - 1)) | (1 << bits)) << (((code >> bits) & 7) + 3);
}

/** Report of version 2. */
export function report(reader: Reader): object {
  reader.skip(2);
  const count = reader.u16();
  const records: object[] = [];
  while (records.length < count && records.length < MOST_RECORDS && reader.left() >= 20) {
    const recordType = reader.u8();
    const auxiliary = reader.u8() * 4;
    const sourceCount = reader.u16();
    const group = readV6(reader);
    const sources: string[] = [];
    while (sources.length < sourceCount && reader.left() >= 16) sources.push(readV6(reader));
    // Fewer than it says.
    if (sources.length < sourceCount) reader.ok = false;
    records.push({
      record_type: recordType,
      record_type_name: RECORD_TYPES[recordType] ?? "",
      multicast_address: group,
      source_count: sourceCount,
      sources,
    });
    reader.skip(Math.min(auxiliary, reader.left()));
  }
  if (records.length < count && records.length < MOST_RECORDS) reader.ok = false;
  return { record_count: count, records };
}

/** The advertisement of a multicast router; `interval` stands in the code field. */
export function multicastRouter(reader: Reader, interval: number): object {
  return { advertisement_interval: interval, query_interval: reader.u16(), robustness_variable: reader.u16() };
}
