// Routed GOOSE and routed sampled values: session protocol of IEC TR 61850-90-5 section 8 and IEC 61850-8-1:2020 annex, over
// UDP behind the connectionless transport header of ISO/IEC 8602; the PDUs inside are those of GOOSE and sampled values.
// Not decoded: encrypted payloads, the signature itself (its length is told), key management (IEC 62351-9), tunneled frames.
import { newElement, readElement } from "../../ber.ts";
import { CERTAIN, DONE, dissector, LIKELY, type Likeness, NO, REFUSE } from "../../dissector.ts";
import { operationTable } from "../../operation.ts";
import type { Reader } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import { NOTICE } from "../../talk.ts";

/** Name of the carrier; keys are the tags of payloads. */
export const CARRIER = "rgoose";
const CLTP_LENGTH = 1;
const CLTP_UNIT_DATA = 0x40;
const COMMON_HEADER = 0x80;
const SIGNATURE = 0x85;
const GOOSE_PAYLOAD = 0x81;
const SV_PAYLOAD = 0x82;
/** Identifier and length in front of the common header; SPDU length, number and version in it. */
const SHORTEST = 24;
const MOST_PAYLOADS = 64;
/** APPID, length and two reserved words, as GOOSE and sampled values have them on Ethernet. */
const HEADER = 8;
const LONGEST = 65_536;

const SPDUS = operationTable("rgoose", [
  [0xa0, "tunneled_spdu", "other"],
  [0xa1, "goose_spdu", "alarm"],
  [0xa2, "sv_spdu", "read"],
  [0xa3, "management_spdu", "authenticate"],
]);
const ENCRYPTIONS = ["none", "AES-128-GCM", "AES-256-GCM"];
const SIGNATURES = ["none", "HMAC-SHA256-80", "HMAC-SHA256-128", "HMAC-SHA256-256", "AES-GMAC-64", "AES-GMAC-128"];

interface Memory {
  /** Number of the last SPDU, by side; -1 none. */
  last: [number, number];
  told: boolean;
}

const element = newElement();
/** A payload in the form that it has on Ethernet. */
const frame = new Uint8Array(LONGEST + HEADER);

/** Events and samples of substations that are sent across networks. */
export const rgoose = dissector<Memory>({
  name: "rgoose",
  aliases: ["r-goose", "r-sv", "iec61850-90-5"],
  title: "R-GOOSE and R-SV",
  standard: "IEC TR 61850-90-5",
  world: "ot",
  authentication: "optional",
  carriage: [{ over: "udp", ports: [102] }],
  remember: () => ({ last: [-1, -1], told: false }),
  probe(reader) {
    return likenessOf(reader);
  },
  read(reader, talk) {
    if (reader.peek() === CLTP_LENGTH && reader.peek(1) === CLTP_UNIT_DATA) reader.skip(2);
    const { start, position } = reader;
    const type = reader.u8();
    const headerLength = reader.u8();
    if (!SPDUS.has(type) || reader.u8() !== COMMON_HEADER) return REFUSE;
    reader.fence(reader.end - start);
    reader.u8();
    const length = reader.u32();
    const number = reader.u32();
    const version = reader.u16();
    const current = reader.u32();
    const next = reader.i16();
    let encryption = 0;
    let signature = 0;
    if (version === 1) {
      encryption = reader.u8();
      signature = reader.u8();
    }
    const keyId = reader.u32();
    let vector = 0;
    if (version !== 1) {
      vector = reader.u8();
      reader.skip(vector);
    }
    const payloadLength = reader.u32();
    const payload = reader.position;
    if (version !== 1 && version !== 2 && reader.ok) talk.fault("unknown version", position + 12 - start);
    if (reader.ok && payload + payloadLength > reader.end && !reader.cutByCapture)
      talk.fault("bad length", payload - 4 - start);
    const end = Math.min(reader.end, payload + payloadLength);
    const signed = reader.bytes[end] === SIGNATURE && end + 2 <= reader.end ? (reader.bytes[end + 1] as number) : 0;
    follow(talk, number, position + 8 - start);
    // Only version 1 says how; an initialization vector is of use for encryption alone.
    const isEncrypted = encryption !== 0 || vector > 0;
    const isSound = reader.ok;
    if (!talk.memory.told && isSound) {
      talk.memory.told = true;
      talk.note("sender", {
        kind: "session",
        protocol: "R-GOOSE",
        anonymous: signed === 0 && signature === 0 && !isEncrypted,
      });
    }
    const fields = talk.detailed
      ? {
          spdu_id: type,
          session_header_length: headerLength,
          spdu_length: length,
          spdu_number: number,
          version,
          time_of_current_key: current,
          time_to_next_key: next,
          key_id: keyId,
          ...(version === 1
            ? { encryption: ENCRYPTIONS[encryption] ?? "unknown", signature: SIGNATURES[signature] ?? "unknown" }
            : { initialization_vector_length: vector }),
          payload_length: payloadLength,
          signature_length: signed,
        }
      : undefined;
    if (isSound) reader.skipRest();
    talk.emit(SPDUS.of(type), NOTICE, fields);
    if (!isEncrypted && isSound) handPayloads(talk, reader, payload, end);
    return DONE;
  },
});

function likenessOf(reader: Reader): Likeness {
  const ahead = reader.peek() === CLTP_LENGTH && reader.peek(1) === CLTP_UNIT_DATA ? 2 : 0;
  if (reader.left() < SHORTEST + ahead || !SPDUS.has(reader.peek(ahead)) || reader.peek(ahead + 2) !== COMMON_HEADER)
    return NO;
  const version = reader.peek16(ahead + 12);
  if (version !== 1 && version !== 2) return NO;
  const headerLength = reader.peek(ahead + 1);
  if (headerLength < SHORTEST - 6 || headerLength > 64) return NO;
  return ahead === 2 ? CERTAIN : LIKELY;
}

/** SPDUs are counted from one to the next. */
function follow(talk: Talk<Memory>, number: number, at: number): void {
  const last = talk.memory.last[talk.side];
  talk.memory.last[talk.side] = number;
  // The count of an unconfigured sender stays at 0.
  if (last < 0 || number === (last + 1) >>> 0 || (number === 0 && last === 0)) return;
  talk.fault(number === last ? "SPDU repeated" : number < last ? "SPDU number went back" : "SPDU number jumped", at);
}

/** Hands each payload on in the form of its frame on Ethernet; its end is that of the PDU's encoding. */
function handPayloads(talk: Talk<Memory>, reader: Reader, from: number, end: number): void {
  const { bytes } = reader;
  let at = from;
  for (let count = 0; at + 6 < end && count < MOST_PAYLOADS; count++) {
    const tag = bytes[at] as number;
    if (tag !== GOOSE_PAYLOAD && tag !== SV_PAYLOAD) return;
    const start = at + 6;
    const isWhole = readElement(bytes, start, end, element);
    if (!isWhole && reader.cutByCapture) reader.cut = true;
    const stop = isWhole ? element.next : end;
    const length = stop - start + HEADER;
    frame[0] = bytes[at + 2] as number;
    frame[1] = bytes[at + 3] as number;
    frame[2] = length >> 8;
    frame[3] = length & 0xff;
    // The flag of simulation stands in the first reserved word there.
    frame[4] = (bytes[at + 1] as number) === 0 ? 0 : 0x80;
    frame[5] = 0;
    frame[6] = 0;
    frame[7] = 0;
    for (let index = start; index < stop; index++) frame[HEADER + index - start] = bytes[index] as number;
    talk.hand(CARRIER, frame, 0, length, tag);
    at = stop;
  }
}
