// Secure Shell: RFC 4253 (transport), RFC 4419 (group exchange), RFC 5656 (elliptic curves), RFC 8308 (extensions).
// Not decoded: what is encrypted, packet lengths among it, so that each run of bytes then counts as one message; SSH 1.
import type { Answer, Likeness } from "../../dissector.ts";
import { CERTAIN, DONE, dissector, MORE, NO, POSSIBLE } from "../../dissector.ts";
import { operation, operationTable } from "../../operation.ts";
import type { Reader } from "../../reader.ts";
import { latinOf } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import { REQUEST, RESPONSE, UNDIRECTED } from "../../talk.ts";
import { tellSoftware } from "./banner.ts";
import { readHostKey, readKexInit, tellNegotiated } from "./exchange.ts";
import type { SshMemory } from "./memory.ts";
import { ENCRYPTED_PACKETS, newMemory, PACKETS, START } from "./memory.ts";

const MESSAGES = operationTable("ssh", [
  [1, "disconnect", "other"],
  [2, "ignore", "other"],
  [3, "unimplemented", "other"],
  [4, "debug", "other"],
  [5, "service_request", "authenticate"],
  [6, "service_accept", "authenticate"],
  [7, "ext_info", "identify"],
  [8, "newcompress", "other"],
  [20, "kexinit", "identify"],
  [21, "newkeys", "authenticate"],
  [30, "kex_init", "authenticate"],
  [31, "kex_reply", "authenticate"],
  [32, "kex_dh_gex_init", "authenticate"],
  [33, "kex_dh_gex_reply", "authenticate"],
  [34, "kex_dh_gex_request", "authenticate"],
]);
const IDENTIFICATION = operation("ssh", "identification", "identify");
const GREETING = operation("ssh", "greeting", "identify");
const ENCRYPTED = operation("ssh", "encrypted_packet", "other");
const VERSION_1 = operation("ssh", "ssh1_packet", "other");

const KEXINIT = 20;
const NEWKEYS = 21;
const KEX_REPLY = 31;
const GEX_REPLY = 33;

/** Longest line that is waited for: identifications have at most 255 bytes, lines before it may be longer. */
const LONGEST_LINE = 1024;
/** RFC 4253 section 6.1: at least 35,000 bytes must be taken. */
const LONGEST_PACKET = 35_000;
const HEADER = 5;

const DISCONNECT_REASONS: Readonly<Record<number, string>> = {
  1: "host_not_allowed_to_connect",
  2: "protocol_error",
  3: "key_exchange_failed",
  4: "reserved",
  5: "mac_error",
  6: "compression_error",
  7: "service_not_available",
  8: "protocol_version_not_supported",
  9: "host_key_not_verifiable",
  10: "connection_lost",
  11: "by_application",
  12: "too_many_connections",
  13: "auth_cancelled_by_user",
  14: "no_more_auth_methods_available",
  15: "illegal_user_name",
};

/** SSH: who speaks, what both offer, which key the host shows; then the fact that it is encrypted. */
export const ssh = dissector<SshMemory>({
  name: "ssh",
  title: "SSH",
  standard: "RFC 4253",
  world: "it",
  encrypted: true,
  longest: LONGEST_PACKET + HEADER,
  carriage: [{ over: "tcp", ports: [22, 830, 2222, 8022, 22222] }],
  remember: newMemory,
  probe(reader, talk) {
    const side = talk.memory.sides[talk.side];
    // A stream asks again after a hole, behind which the keys may have been changed.
    if (side.state === PACKETS) side.state = ENCRYPTED_PACKETS;
    return probeBytes(reader);
  },
  read(reader, talk) {
    const side = talk.memory.sides[talk.side];
    switch (side.state) {
      case START:
        return readStart(reader, talk);
      case PACKETS:
        return readPacket(reader, talk);
      default:
        reader.skipRest();
        talk.emit(
          talk.memory.version1 ? VERSION_1 : ENCRYPTED,
          UNDIRECTED,
          talk.detailed ? { encrypted_length: reader.position - reader.start } : undefined,
        );
        return DONE;
    }
  },
});

/** An identification is certain; on its own port anything that is neither text nor TLS may be encrypted packets. */
function probeBytes(reader: Reader): Likeness {
  if (startsWithIdentification(reader) === 4) return CERTAIN;
  if (reader.left() < 8) return NO;
  if (reader.peek(1) === 3 && reader.peek() >= 20 && reader.peek() <= 24) return NO;
  let printable = 0;
  while (printable < 8 && isText(reader.peek(printable))) printable++;
  return printable === 8 ? NO : POSSIBLE;
}

/** How many of the first bytes agree with "SSH-"; 4 when all do, -1 when one does not. */
function startsWithIdentification(reader: Reader): number {
  const wanted = [0x53, 0x53, 0x48, 0x2d];
  for (let index = 0; index < 4; index++) {
    const byte = reader.peek(index);
    if (byte < 0) return index;
    if (byte !== wanted[index]) return -1;
  }
  return 4;
}

function isText(byte: number): boolean {
  return (byte >= 0x20 && byte < 0x7f) || byte === 9 || byte === 10 || byte === 13;
}

/** The first bytes of a side: lines up to its identification, or packets when the capture began later. */
function readStart(reader: Reader, talk: Talk<SshMemory>): Answer {
  const side = talk.memory.sides[talk.side];
  let length = 0;
  for (; length < LONGEST_LINE; length++) {
    const byte = reader.peek(length);
    if (byte < 0 || byte === 10) break;
    // Some speak Latin-1 or UTF-8 in the lines before, but no control characters.
    if (byte < 0x20 && byte !== 9 && byte !== 13) {
      if (length === 0 && byte === 0 && reader.left() < HEADER + 1 && !reader.complete) return MORE;
      side.state = length === 0 && looksLikePacket(reader) ? PACKETS : ENCRYPTED_PACKETS;
      return ssh.read(reader, talk as Talk<unknown>);
    }
  }
  if (length === LONGEST_LINE) {
    side.state = ENCRYPTED_PACKETS;
    return ssh.read(reader, talk as Talk<unknown>);
  }
  if (reader.peek(length) < 0 && !reader.complete) return MORE;
  const start = reader.position;
  reader.fence(Math.min(length + 1, reader.left()));
  reader.skipRest();
  let textEnd = start + length;
  if (textEnd > start && reader.bytes[textEnd - 1] === 13) textEnd--;
  const text = latinOf(reader.bytes, start, textEnd);
  if (!text.startsWith("SSH-")) {
    talk.emit(GREETING, UNDIRECTED, talk.detailed ? { text: printable(text) } : undefined);
    return DONE;
  }
  readIdentification(talk, text, start, textEnd);
  return DONE;
}

/** Lengths, padding and message number of a packet in the clear, as encrypted bytes have them by rare chance only. */
function looksLikePacket(reader: Reader): boolean {
  const length = reader.peek16(2);
  const padding = reader.peek(4);
  return (
    reader.peek16() === 0 &&
    length >= 12 &&
    length <= LONGEST_PACKET &&
    (length + 4) % 8 === 0 &&
    padding >= 4 &&
    padding < length &&
    MESSAGES.has(reader.peek(HEADER))
  );
}

function printable(text: string): string {
  let clean = "";
  for (const character of text) {
    const code = character.charCodeAt(0);
    clean += code < 32 || (code > 126 && code < 160) ? " " : character;
  }
  return clean;
}

function readIdentification(talk: Talk<SshMemory>, text: string, start: number, end: number): void {
  const memory = talk.memory;
  const side = memory.sides[talk.side];
  const dash = text.indexOf("-", 4);
  const version = dash < 0 ? text.slice(4) : text.slice(4, dash);
  const rest = dash < 0 ? "" : text.slice(dash + 1);
  const blank = rest.indexOf(" ");
  const software = printable(blank < 0 ? rest : rest.slice(0, blank));
  const comments = blank < 0 ? "" : printable(rest.slice(blank + 1));
  side.state = PACKETS;
  side.version = version;
  if (dash < 0 || !/^\d\.\d{1,2}$/.test(version)) talk.fault("bad identification", 4);
  if (text.length > 253) talk.fault("identification too long", 0);
  // 1.99 offers version 1 beside version 2 (RFC 4253 section 5.1).
  talk.note("sender", {
    kind: "version",
    protocol: "SSH",
    version: printable(version).slice(0, 8),
    obsolete: version.startsWith("1."),
  });
  const other = memory.sides[talk.side === 0 ? 1 : 0].version;
  const isOnly1 = (one: string): boolean => one.startsWith("1.") && one !== "1.99";
  if (isOnly1(version) || isOnly1(other)) {
    memory.version1 = true;
    for (const each of memory.sides) if (each.state === PACKETS) each.state = ENCRYPTED_PACKETS;
  }
  tellSoftware(talk, software, comments, start, end);
  talk.emit(
    IDENTIFICATION,
    UNDIRECTED,
    talk.detailed
      ? { protocol_version: printable(version), software_version: software, comments: comments || undefined }
      : undefined,
  );
}

/** A packet in the clear, RFC 4253 section 6. */
function readPacket(reader: Reader, talk: Talk<SshMemory>): Answer {
  const side = talk.memory.sides[talk.side];
  const length = reader.u32();
  const padding = reader.u8();
  if (!reader.ok) return MORE;
  if (length < 2 || length > LONGEST_PACKET || padding > length - 1) {
    // Encrypted already: the change of keys was missed. A hello that was seen makes it a defect of its sender.
    side.state = ENCRYPTED_PACKETS;
    if (side.version !== "" && !side.keysExchanged) talk.fault("bad packet length", 0);
    reader.skipRest();
    talk.emit(ENCRYPTED, UNDIRECTED, talk.detailed ? { encrypted_length: reader.position - reader.start } : undefined);
    return DONE;
  }
  if (!reader.fence(4 + length)) return MORE;
  if (padding < 4) talk.fault("bad padding length", 4);
  const outer = reader.narrow(Math.max(0, Math.min(length - 1 - padding, reader.left())));
  const code = reader.left() > 0 ? reader.u8() : 0;
  const fields: Record<string, unknown> | undefined = talk.detailed
    ? { packet_length: length, padding_length: padding, message_code: code }
    : undefined;
  let direction = UNDIRECTED;
  switch (code) {
    case KEXINIT:
      readKexInit(reader, talk, fields);
      tellNegotiated(talk);
      break;
    case NEWKEYS:
      side.state = ENCRYPTED_PACKETS;
      side.keysExchanged = true;
      break;
    case 30:
    case 32:
    case 34:
      direction = REQUEST;
      reader.skipRest();
      break;
    case KEX_REPLY:
    case GEX_REPLY:
      direction = RESPONSE;
      if (code === GEX_REPLY || !talk.memory.groupExchange) readHostKey(reader, talk, fields);
      reader.skipRest();
      break;
    case 1: {
      const reason = reader.u32();
      const description = reader.utf8(Math.min(reader.u32(), 1024));
      talk.refused(DISCONNECT_REASONS[reason] ?? `${reason}`);
      if (fields !== undefined) Object.assign(fields, { reason_code: reason, description });
      reader.skipRest();
      break;
    }
    case 5:
    case 6: {
      const service = reader.text(Math.min(reader.u32(), 256));
      if (fields !== undefined) fields["service_name"] = service;
      reader.skipRest();
      break;
    }
    default:
      reader.skipRest();
  }
  if (!MESSAGES.has(code)) talk.fault("unknown message", HEADER);
  if (reader.left() > 0) talk.fault("leftover in packet", reader.position - reader.start);
  reader.widen(outer);
  reader.skipRest();
  talk.emit(MESSAGES.of(code), direction, fields);
  return DONE;
}
