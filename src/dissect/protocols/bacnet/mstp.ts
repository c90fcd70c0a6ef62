// BACnet MS/TP: ASHRAE 135-2020, clause 9 (master-slave/token-passing on RS-485), frames with preamble and both checks.
// Not decoded: extended frames (encoded by annex T), proprietary frames, IPv6 (RFC 8163); lost tokens are not looked for.

import { MSTP_TYPE } from "../../buses.ts";
import { CERTAIN, DONE, dissector, LIKELY, NO, REFUSE } from "../../dissector.ts";
import { operationTable } from "../../operation.ts";
import type { Direction } from "../../talk.ts";
import { REQUEST, RESPONSE, UNDIRECTED } from "../../talk.ts";

const PREAMBLE = 0x55ff;
const HEADER = 8;
const POLL_FOR_MASTER = 1;
const REPLY_TO_POLL = 2;
const TEST_REQUEST = 3;
const TEST_RESPONSE = 4;
const DATA_EXPECTING_REPLY = 5;
const DATA = 6;
/** Octets of BACnet data in frames that are not encoded. */
const LONGEST_DATA = 501;

const FRAMES = operationTable("bacnet_mstp", [
  [0, "token", "other"],
  [POLL_FOR_MASTER, "poll_for_master", "identify"],
  [REPLY_TO_POLL, "reply_to_poll_for_master", "identify"],
  [TEST_REQUEST, "test_request", "identify"],
  [TEST_RESPONSE, "test_response", "identify"],
  [DATA_EXPECTING_REPLY, "bacnet_data_expecting_reply", "other"],
  [DATA, "bacnet_data_not_expecting_reply", "other"],
  [7, "reply_postponed", "other"],
  [32, "bacnet_extended_data_expecting_reply", "other"],
  [33, "bacnet_extended_data_not_expecting_reply", "other"],
  [34, "ipv6_over_mstp_encapsulation", "other"],
]);

/** Data as they are in IEEE 802.2 frames: both access points of BACnet, unnumbered information. */
const data = new Uint8Array(3 + LONGEST_DATA);
data[0] = 0x82;
data[1] = 0x82;
data[2] = 0x03;

/** Room controllers and sensors on a two-wire bus. */
export const bacnetMstp = dissector({
  name: "bacnet_mstp",
  aliases: ["ms/tp"],
  title: "BACnet MS/TP",
  standard: "ASHRAE 135 clause 9",
  world: "building",
  authentication: "none",
  carriage: [{ over: "ethernet", types: [MSTP_TYPE] }],
  probe(reader) {
    if (reader.peek16() !== PREAMBLE || reader.left() < HEADER) return NO;
    return headerCheck(reader.bytes, reader.position + 2, reader.position + 7) === reader.peek(7) ? CERTAIN : LIKELY;
  },
  read(reader, talk) {
    if (reader.u16() !== PREAMBLE) return REFUSE;
    const type = reader.u8();
    const destination = reader.u8();
    const source = reader.u8();
    const length = reader.u16();
    const check = reader.u8();
    if (!reader.ok) return REFUSE;
    reader.fence(HEADER + length + (length > 0 ? 2 : 0));
    const { bytes, start } = reader;
    if (headerCheck(bytes, start + 2, start + 7) !== check) talk.fault("bad header check", 7);
    const from = reader.position;
    const to = Math.min(reader.end, from + length);
    reader.skip(length);
    if (length > 0) {
      const dataCheck = reader.u16le();
      if (reader.ok && type < 32 && dataCheckOf(bytes, from, to) !== dataCheck)
        talk.fault("bad data check", to - start);
    }
    if (!FRAMES.has(type) && type < 128) talk.fault("unknown frame type", 2);
    const fields = talk.detailed
      ? { frame_type: type, destination_address: destination, source_address: source, data_length: length }
      : undefined;
    const isWhole = reader.ok && !reader.cut;
    talk.emit(FRAMES.of(type), directionOf(type), fields);
    if ((type === DATA || type === DATA_EXPECTING_REPLY) && isWhole && length <= LONGEST_DATA && length > 0) {
      for (let at = from; at < to; at++) data[3 + at - from] = bytes[at] as number;
      talk.hand("bacnet_mstp", data, 0, 3 + length);
    }
    return DONE;
  },
});

/** Masters ask each other in turn: no frame tells a client, but that one asks and the other answers. */
function directionOf(type: number): Direction {
  if (type === POLL_FOR_MASTER || type === TEST_REQUEST) return REQUEST;
  return type === REPLY_TO_POLL || type === TEST_RESPONSE ? RESPONSE : UNDIRECTED;
}

/** Annex G.1: polynomial x^8 + x^7 + 1, lowest bit first, inverted at the end. */
function headerCheck(bytes: Uint8Array, from: number, to: number): number {
  let check = 0xff;
  for (let at = from; at < to; at++) {
    check ^= bytes[at] as number;
    for (let bit = 0; bit < 8; bit++) check = (check & 1) === 0 ? check >> 1 : (check >> 1) ^ 0x81;
  }
  return ~check & 0xff;
}

/** Annex G.2: CCITT polynomial, lowest bit first, inverted at the end. */
function dataCheckOf(bytes: Uint8Array, from: number, to: number): number {
  let check = 0xffff;
  for (let at = from; at < to; at++) {
    check ^= bytes[at] as number;
    for (let bit = 0; bit < 8; bit++) check = (check & 1) === 0 ? check >> 1 : (check >> 1) ^ 0x8408;
  }
  return ~check & 0xffff;
}
