// NTP: RFC 5905 section 7.3, RFC 1305 appendix B (control messages), version 1 to 4.
// Not decoded: extension fields beyond their types, authenticators (told by key id), the payload of private mode 7.
import { v4Text } from "../addresses.ts";
import { DONE, dissector, NO, POSSIBLE } from "../dissector.ts";
import { operationTable } from "../operation.ts";
import type { Reader } from "../reader.ts";
import { NOTICE, REQUEST, RESPONSE, UNDIRECTED } from "../talk.ts";

const MODES = operationTable("ntp", [
  [0, "reserved", "other"],
  [1, "symmetric_active", "time"],
  [2, "symmetric_passive", "time"],
  [3, "client", "time"],
  [4, "server", "time"],
  [5, "broadcast", "time"],
  [6, "control", "identify"],
  [7, "private", "configure"],
]);

const DIRECTIONS = [UNDIRECTED, REQUEST, RESPONSE, REQUEST, RESPONSE, NOTICE] as const;
const LEAPS = ["no_warning", "last_minute_61", "last_minute_59", "unsynchronized"];
/** Seconds from 1900-01-01, where NTP counts, to 1970-01-01. */
const NTP_TO_UNIX = 2_208_988_800;
/** NTP seconds pass 2^32 in 2036; smaller ones than this belong to the next era. */
const ERA_PIVOT = 0x80000000;

/** Network time. */
export const ntp = dissector({
  name: "ntp",
  title: "NTP",
  standard: "RFC 5905",
  world: "network",
  carriage: [{ over: "udp", ports: [123] }],
  probe(reader) {
    const first = reader.u8();
    const version = (first >> 3) & 7;
    const mode = first & 7;
    if (version < 1 || version > 4 || mode === 0) return NO;
    if (mode >= 6) return reader.left() >= 7 ? POSSIBLE : NO;
    return reader.left() >= 47 ? POSSIBLE : NO;
  },
  read(reader, talk) {
    const first = reader.u8();
    const mode = first & 7;
    const head = { leap_indicator: first >> 6, leap: LEAPS[first >> 6], version: (first >> 3) & 7, mode };
    if (mode >= 6) {
      const code = reader.u8();
      const isResponse = mode === 6 ? (code & 0x80) !== 0 : (first & 0x80) !== 0;
      const rest =
        mode === 6
          ? {
              response: isResponse,
              error: (code & 0x40) !== 0,
              more: (code & 0x20) !== 0,
              opcode: code & 31,
              sequence: reader.u16(),
            }
          : {
              response: isResponse,
              more: (first & 0x40) !== 0,
              sequence: code & 0x7f,
              implementation: reader.u8(),
              request_code: reader.u8(),
            };
      talk.emit(
        MODES.of(mode),
        isResponse ? RESPONSE : REQUEST,
        talk.detailed ? { ...head, ...rest, data_length: reader.left() } : undefined,
      );
      if (reader.ok) reader.skipRest();
      return DONE;
    }
    if (reader.left() < 47) talk.fault("short", reader.left() + 1);
    const stratum = reader.u8();
    const poll = reader.i8();
    const precision = reader.i8();
    const rootDelay = reader.u32() / 65536;
    const rootDispersion = reader.u32() / 65536;
    const fields = talk.detailed
      ? {
          ...head,
          stratum,
          poll,
          precision,
          root_delay: rootDelay,
          root_dispersion: rootDispersion,
          reference_id: referenceOf(reader, stratum),
          reference_timestamp: timestamp(reader),
          origin_timestamp: timestamp(reader),
          receive_timestamp: timestamp(reader),
          transmit_timestamp: timestamp(reader),
          ...trailer(reader),
        }
      : undefined;
    // Stratum 0 in an answer is a refusal with a code (RFC 5905 section 7.4).
    if (fields !== undefined && stratum === 0 && mode === 4) talk.object(`kiss code ${fields.reference_id}`);
    else if (fields === undefined && stratum === 0 && mode === 4)
      talk.object(`kiss code ${referenceOf(reader, stratum)}`);
    talk.emit(MODES.of(mode), DIRECTIONS[mode] ?? UNDIRECTED, fields);
    if (reader.ok) reader.skipRest();
    return DONE;
  },
});

function referenceOf(reader: Reader, stratum: number): string {
  if (stratum <= 1) return reader.text(4);
  return v4Text(reader.i32());
}

/** Seconds since 1970 with six decimals, null where the field is empty. */
function timestamp(reader: Reader): number | null {
  const seconds = reader.u32();
  const fraction = reader.u32();
  if (seconds === 0 && fraction === 0) return null;
  const era = seconds < ERA_PIVOT ? 4_294_967_296 : 0;
  return Math.round((seconds + era - NTP_TO_UNIX + fraction / 4_294_967_296) * 1e6) / 1e6;
}

/** Extension fields (from 16 bytes on) and the authenticator: key id with a digest of 16 or 20 bytes. */
function trailer(reader: Reader): { extensions?: { type: number; length: number }[]; key_id?: number } {
  const extensions: { type: number; length: number }[] = [];
  while (reader.left() > 24 && extensions.length < 16) {
    const length = reader.peek16(2);
    if (length < 16 || length > reader.left()) break;
    extensions.push({ type: reader.peek16(), length });
    reader.skip(length);
  }
  const keyed = reader.left() === 4 || reader.left() === 20 || reader.left() === 24;
  return { ...(extensions.length > 0 ? { extensions } : {}), ...(keyed ? { key_id: reader.u32() } : {}) };
}
