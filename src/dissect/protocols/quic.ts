// QUIC: RFC 8999 (what all versions share), RFC 9000 section 17 (packets), RFC 9369 (version 2); drafts and Google's early versions by number.
// Not decoded: everything that is protected, which is all but the heads of packets: the names that clients ask for too.
import { CERTAIN, DONE, dissector, LIKELY, type Likeness, NO, REFUSE } from "../dissector.ts";
import { operation } from "../operation.ts";
import type { Reader } from "../reader.ts";
import { type Direction, REQUEST, RESPONSE, type Talk, UNDIRECTED } from "../talk.ts";

const VERSION_NEGOTIATION = operation("quic", "version_negotiation", "other");
const UNKNOWN = operation("quic", "unknown_version", "other");
const ONE_RTT = operation("quic", "one_rtt", "other");
const INITIAL = operation("quic", "initial", "other");
const ZERO_RTT = operation("quic", "zero_rtt", "other");
const HANDSHAKE = operation("quic", "handshake", "other");
const RETRY = operation("quic", "retry", "other");
const TYPES = [INITIAL, ZERO_RTT, HANDSHAKE, RETRY] as const;

const LONG = 0x80;
const FIXED = 0x40;
const VERSION_1 = 1;
const VERSION_2 = 0x6b3343cf;
const LONGEST_ID = 20;
/** A client's first datagram has at least so many bytes (RFC 9000 section 14.1). */
const LEAST_FIRST = 1200;
/** Number, payload and tag behind the first octet of a short head. */
const LEAST_SHORT = 20;
const MOST_VERSIONS = 32;

interface Memory {
  /** Side that began; -1 before. */
  client: -1 | 0 | 1;
  told: boolean;
  initialFrame: number;
}

/** Encrypted transport over UDP, mostly of the web. */
export const quic = dissector<Memory>({
  name: "quic",
  title: "QUIC",
  standard: "RFC 9000",
  world: "it",
  encrypted: true,
  carriage: [{ over: "udp", ports: [443, 853, 8443] }],
  remember: () => ({ client: -1, told: false, initialFrame: 0 }),
  probe: likenessOf,
  read(reader, talk) {
    const first = reader.u8();
    if ((first & LONG) === 0) {
      // The rest of a datagram is one packet; zeros behind a long one are padding. The fixed bit may be cleared once both
      // sides agreed to (RFC 9287), so only what came before makes it QUIC.
      const isPadding = first === 0 && reader.peek16() === 0 && reader.peek16(2) === 0;
      if (talk.memory.client < 0 && (first & FIXED) === 0) return REFUSE;
      if (reader.left() < LEAST_SHORT && first !== 0) return REFUSE;
      reader.skipRest();
      if (!isPadding) talk.emit(ONE_RTT, UNDIRECTED, talk.detailed ? {} : undefined);
      return DONE;
    }
    const version = reader.u32();
    const destination = reader.position + 1;
    const destinationLength = reader.u8();
    reader.skip(destinationLength);
    const source = reader.position + 1;
    const sourceLength = reader.u8();
    reader.skip(sourceLength);
    if (!reader.ok || (version !== 0 && !isKnown(version))) return REFUSE;
    const fields: Record<string, unknown> | undefined = talk.detailed
      ? {
          version: versionText(version),
          destination_connection_id: idText(reader, destination, destinationLength),
          source_connection_id: idText(reader, source, sourceLength),
        }
      : undefined;
    if (version === 0) readNegotiation(reader, talk, fields);
    else readLong(reader, talk, first, version, fields);
    return DONE;
  },
});

function idText(reader: Reader, at: number, length: number): string {
  let text = "";
  for (let index = at; index < at + length; index++)
    text += (reader.bytes[index] as number).toString(16).padStart(2, "0");
  return text;
}

function readNegotiation(reader: Reader, talk: Talk<Memory>, fields: Record<string, unknown> | undefined): void {
  const versions: string[] = [];
  while (reader.left() >= 4 && versions.length < MOST_VERSIONS) versions.push(versionText(reader.u32()));
  reader.skipRest();
  if (talk.memory.initialFrame > 0) talk.answersFrame(talk.memory.initialFrame);
  if (fields !== undefined) fields["supported_versions"] = versions;
  talk.refused("version_not_supported");
  talk.emit(VERSION_NEGOTIATION, RESPONSE, fields);
}

function readLong(
  reader: Reader,
  talk: Talk<Memory>,
  first: number,
  version: number,
  fields: Record<string, unknown> | undefined,
): void {
  const { memory } = talk;
  const kind = operationOf(first, version);
  if (kind === UNKNOWN || kind === RETRY) {
    // A retry has no length: its token goes on to the 16 octets of its tag.
    if (fields !== undefined && kind === RETRY) fields["token_length"] = Math.max(0, reader.left() - 16);
    if (kind === RETRY && memory.initialFrame > 0) talk.answersFrame(memory.initialFrame);
    reader.skipRest();
    talk.emit(kind, kind === RETRY ? RESPONSE : UNDIRECTED, fields);
    return;
  }
  if (kind === INITIAL) {
    const token = varint(reader);
    reader.skip(token);
    if (fields !== undefined) fields["token_length"] = token;
  }
  const length = varint(reader);
  if (reader.ok && length > reader.left() && !reader.cutByCapture) talk.fault("bad length");
  if (fields !== undefined) fields["length"] = length;
  reader.skip(Math.min(length, reader.left()));
  let direction: Direction = UNDIRECTED;
  if (kind === ZERO_RTT) direction = REQUEST;
  if (kind === INITIAL) {
    if (memory.client < 0) memory.client = talk.side;
    direction = memory.client === talk.side ? REQUEST : RESPONSE;
    if (direction === REQUEST) memory.initialFrame = talk.frame;
    else if (memory.initialFrame > 0) talk.answersFrame(memory.initialFrame);
    if (!memory.told) {
      memory.told = true;
      const obsolete = version !== VERSION_1 && version !== VERSION_2;
      talk.note("sender", { kind: "version", protocol: "QUIC", version: versionText(version), obsolete });
    }
  }
  talk.emit(kind, direction, fields);
}

/** RFC 9000 table 5, and RFC 9369 section 3.2, which moved the types by one. */
function operationOf(first: number, version: number): (typeof TYPES)[number] | typeof UNKNOWN {
  if (!hasTypes(version)) return UNKNOWN;
  const type = (first >> 4) & 3;
  return TYPES[(version === VERSION_2 ? type + 3 : type) & 3] as (typeof TYPES)[number];
}

/** Versions whose packets have the types of RFC 9000: 1, 2 and the later drafts. */
function hasTypes(version: number): boolean {
  return version === VERSION_1 || version === VERSION_2 || version >>> 8 === 0xff0000;
}

function isKnown(version: number): boolean {
  if (hasTypes(version)) return true;
  // Reserved to make servers negotiate; mvfst of Facebook; Q and T of Google.
  if ((version & 0x0f0f0f0f) >>> 0 === 0x0a0a0a0a) return true;
  if (version >>> 4 === 0xfaceb00) return true;
  const letter = version >>> 24;
  return (letter === 0x51 || letter === 0x54) && ((version >>> 16) & 0xff) === 0x30;
}

function versionText(version: number): string {
  if (version === 0) return "negotiation";
  if (version === VERSION_1) return "1";
  if (version === VERSION_2) return "2";
  if (version >>> 8 === 0xff0000) return `draft-${version & 0xff}`;
  if ((version >>> 24 === 0x51 || version >>> 24 === 0x54) && ((version >>> 16) & 0xff) === 0x30)
    return String.fromCharCode(version >>> 24, (version >>> 16) & 255, (version >>> 8) & 255, version & 255);
  return `0x${version.toString(16).padStart(8, "0")}`;
}

/** A number whose first two bits tell its length: RFC 9000 section 16. */
function varint(reader: Reader): number {
  const first = reader.u8();
  let value = first & 0x3f;
  for (let more = (1 << (first >> 6)) - 1; more > 0; more--) value = value * 256 + reader.u8();
  return value;
}

function likenessOf(reader: Reader): Likeness {
  const first = reader.peek();
  if ((first & LONG) === 0 || reader.left() < 21) return NO;
  const version = reader.peek16(1) * 65536 + reader.peek16(3);
  const destinationLength = reader.peek(5);
  if (destinationLength > LONGEST_ID) return NO;
  const sourceLength = reader.peek(6 + destinationLength);
  if (sourceLength < 0 || sourceLength > LONGEST_ID) return NO;
  const rest = 7 + destinationLength + sourceLength;
  if (version === 0) {
    const left = reader.left() - rest;
    const isList = left >= 4 && left % 4 === 0 && left <= 4 * MOST_VERSIONS;
    // Zeros are common: the versions offered must be ones.
    return isList && isKnown(reader.peek16(rest) * 65536 + reader.peek16(rest + 2)) ? LIKELY : NO;
  }
  if ((first & FIXED) === 0 || !isKnown(version)) return NO;
  const kind = operationOf(first, version);
  if (kind === UNKNOWN) return destinationLength >= 4 && reader.left() >= LEAST_FIRST ? LIKELY : NO;
  if (kind === RETRY) return reader.left() - rest >= 16 ? LIKELY : NO;
  reader.skip(rest);
  if (kind === INITIAL) reader.skip(varint(reader));
  const length = varint(reader);
  if (!reader.ok || (length > reader.left() && !reader.cutByCapture) || length < 20) return NO;
  const isFirst = kind === INITIAL && destinationLength >= 8 && reader.end - reader.start >= LEAST_FIRST;
  return isFirst || version === VERSION_2 ? CERTAIN : LIKELY;
}
