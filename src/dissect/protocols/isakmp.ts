// IKE: RFC 2408 and 2409 (ISAKMP, version 1), RFC 7296 (version 2); ESP in UDP: RFC 3948.
// Not decoded: encrypted payloads; of proposals more than their ciphers, hashes and groups; identities.
import { type Answer, CERTAIN, DONE, dissector, MORE, NO, POSSIBLE, REFUSE } from "../dissector.ts";
import { operation, operationTable } from "../operation.ts";
import { noRequests, type OpenRequests, pair } from "../pairing.ts";
import type { Reader } from "../reader.ts";
import { type Direction, REQUEST, RESPONSE, type Talk, UNDIRECTED } from "../talk.ts";

const HEADER = 28;
const LONGEST = 65_535;
const NAT_PORT = 4500;
const AGGRESSIVE = 4;
const SA = 1;
const VENDOR = 13;
const SA_V2 = 33;
const VENDOR_V2 = 43;
const ENCRYPTED_FLAG = 1;
const RESPONSE_FLAG = 0x20;
const MOST_PAYLOADS = 32;
const MOST_TRANSFORMS = 128;

const EXCHANGES = operationTable("isakmp", [
  [2, "identity_protection", "authenticate"],
  [3, "authentication_only", "authenticate"],
  [AGGRESSIVE, "aggressive", "authenticate"],
  [5, "informational", "other"],
  [6, "transaction", "authenticate"],
  [32, "quick_mode", "other"],
  [33, "new_group_mode", "other"],
  [34, "ike_sa_init", "authenticate"],
  [35, "ike_auth", "authenticate"],
  [36, "create_child_sa", "other"],
  [37, "informational_v2", "other"],
]);
const ESP = operation("isakmp", "esp_in_udp", "other");
const KEEPALIVE = operation("isakmp", "nat_keepalive", "other");

/** Ciphers and hashes that were withdrawn (RFC 8247 section 2), by version. */
const CIPHERS_V1: Readonly<Record<number, readonly [string, boolean]>> = {
  1: ["DES-CBC", true],
  3: ["Blowfish-CBC", true],
  5: ["3DES-CBC", true],
  7: ["AES-CBC", false],
};
const CIPHERS_V2: Readonly<Record<number, readonly [string, boolean]>> = {
  2: ["DES", true],
  3: ["3DES", true],
  7: ["Blowfish", true],
  12: ["AES-CBC", false],
  13: ["AES-CTR", false],
  18: ["AES-GCM-8", false],
  19: ["AES-GCM-12", false],
  20: ["AES-GCM-16", false],
  28: ["ChaCha20-Poly1305", false],
};

/** Key exchange of IPsec: remote access and tunnels between sites. */
export const isakmp = dissector<OpenRequests>({
  name: "isakmp",
  aliases: ["ike", "ipsec"],
  title: "IKE (IPsec)",
  standard: "RFC 7296, RFC 2409",
  world: "it",
  encrypted: true,
  carriage: [{ over: "udp", ports: [500, NAT_PORT] }],
  remember: noRequests,
  probe(reader, talk) {
    const ahead = reader.peek16() === 0 && reader.peek16(2) === 0 && reader.left() >= HEADER + 4 ? 4 : 0;
    if (headerFits(reader, ahead)) return CERTAIN;
    return talk.sourcePort === NAT_PORT || talk.destinationPort === NAT_PORT ? POSSIBLE : NO;
  },
  read(reader, talk): Answer {
    const { left } = { left: reader.left() };
    // On the port of NAT traversal four zeros tell IKE from ESP (RFC 3948 section 2.2).
    const isNat = talk.sourcePort === NAT_PORT || talk.destinationPort === NAT_PORT;
    const ahead = reader.peek16() === 0 && reader.peek16(2) === 0 && left >= HEADER + 4 ? 4 : 0;
    if (!headerFits(reader, ahead)) {
      if (!isNat || left === 0) return REFUSE;
      reader.fence(left);
      const fields = talk.detailed && left >= 8 ? { spi: reader.u32(), sequence_number: reader.u32() } : undefined;
      reader.skipRest();
      talk.emit(left === 1 ? KEEPALIVE : ESP, UNDIRECTED, fields);
      return DONE;
    }
    reader.skip(ahead);
    const initiator = reader.hex(8);
    const responder = reader.hex(8);
    const next = reader.u8();
    const version = reader.u8();
    const exchange = reader.u8();
    const flags = reader.u8();
    const id = reader.u32();
    const length = reader.u32();
    if (!reader.fence(ahead + length)) return MORE;
    const isSecond = version >> 4 === 2;
    const fields: Record<string, unknown> | undefined = talk.detailed
      ? {
          initiator_spi: initiator,
          responder_spi: responder,
          version: `${version >> 4}.${version & 15}`,
          exchange_type: exchange,
          flags,
          message_id: id,
          length,
        }
      : undefined;
    if (!isSecond) talk.note("sender", { kind: "version", protocol: "IKE", version: "1", obsolete: true });
    if (!isSecond && exchange === AGGRESSIVE)
      talk.note("sender", { kind: "credential", method: "IKE aggressive mode", exposure: "hashed" });
    const isEncrypted = isSecond ? next === 46 : (flags & ENCRYPTED_FLAG) !== 0;
    if (!isEncrypted) readPayloads(reader, talk, next, isSecond, fields);
    const direction = directionOf(isSecond, flags, responder);
    if (direction !== UNDIRECTED)
      pair(talk, direction === REQUEST, isSecond ? id | 0 : Number.parseInt(initiator.slice(0, 7), 16));
    reader.skipRest();
    talk.emit(EXCHANGES.of(exchange), direction, fields);
    return DONE;
  },
});

function directionOf(isSecond: boolean, flags: number, responder: string): Direction {
  if (isSecond) return (flags & RESPONSE_FLAG) === 0 ? REQUEST : RESPONSE;
  // In version 1 only the first message is sure: the responder has no cookie yet.
  return responder === "0000000000000000" ? REQUEST : UNDIRECTED;
}

function headerFits(reader: Reader, ahead: number): boolean {
  if (reader.left() < ahead + HEADER) return false;
  const version = reader.peek(ahead + 17);
  const exchange = reader.peek(ahead + 18);
  const isSecond = version === 0x20;
  if ((!isSecond && version !== 0x10) || !EXCHANGES.has(exchange) || isSecond !== exchange >= 34) return false;
  const length = reader.peek16(ahead + 24) * 65_536 + reader.peek16(ahead + 26);
  return length >= HEADER && length <= LONGEST && length <= reader.left() - ahead;
}

function readPayloads(
  reader: Reader,
  talk: Talk<OpenRequests>,
  first: number,
  isSecond: boolean,
  fields: Record<string, unknown> | undefined,
): void {
  const types: number[] = [];
  const vendors: string[] = [];
  let next = first;
  while (next !== 0 && reader.left() >= 4 && types.length < MOST_PAYLOADS) {
    types.push(next);
    const following = reader.u8();
    reader.u8();
    const length = reader.u16() - 4;
    if (length < 0 || length > reader.left()) {
      talk.fault("bad payload length");
      break;
    }
    const outer = reader.narrow(length);
    if (next === SA) readProposals(reader, talk, false);
    else if (next === SA_V2 && isSecond) readProposals(reader, talk, true);
    else if (next === VENDOR || next === VENDOR_V2) vendors.push(reader.hex(Math.min(length, 16)));
    reader.widen(outer);
    next = following;
  }
  if (fields === undefined) return;
  fields["payloads"] = types;
  if (vendors.length > 0) fields["vendor_ids"] = vendors;
}

/** Proposals and their transforms: RFC 2408 section 3.5 and 3.6, RFC 7296 section 3.3. */
function readProposals(reader: Reader, talk: Talk<OpenRequests>, isSecond: boolean): void {
  if (!isSecond) reader.skip(8);
  const told = new Set<string>();
  let left = MOST_TRANSFORMS;
  while (reader.left() >= 8 && left > 0) {
    reader.skip(2);
    const length = reader.u16() - 4;
    if (length < 4 || length > reader.left()) return;
    const outer = reader.narrow(length);
    reader.skip(2);
    const spi = reader.u8();
    reader.skip(1 + spi);
    while (reader.left() >= 8 && left-- > 0) readTransform(reader, talk, isSecond, told);
    reader.widen(outer);
  }
}

function readTransform(reader: Reader, talk: Talk<OpenRequests>, isSecond: boolean, told: Set<string>): void {
  reader.skip(2);
  const length = reader.u16() - 4;
  if (length < 4 || length > reader.left()) {
    reader.skipRest();
    return;
  }
  const outer = reader.narrow(length);
  if (isSecond) {
    const type = reader.u8();
    reader.u8();
    if (type === 1) tell(talk, CIPHERS_V2[reader.u16()], told);
  } else {
    reader.skip(4);
    while (reader.left() >= 4) {
      const attribute = reader.u16();
      const value = reader.u16();
      // Attribute 1 with a value of its own (the first bit says so) is the cipher.
      if (attribute === 0x8001) tell(talk, CIPHERS_V1[value], told);
      else if (attribute < 0x8000) reader.skip(value);
    }
  }
  reader.widen(outer);
}

function tell(talk: Talk<OpenRequests>, cipher: readonly [string, boolean] | undefined, told: Set<string>): void {
  if (cipher === undefined || told.has(cipher[0])) return;
  told.add(cipher[0]);
  talk.note("sender", { kind: "cipher", protocol: "IKE", cipher: cipher[0], weak: cipher[1] });
}
