// BACnet Secure Connect: ASHRAE 135-2020, annex AB (BVLC-SC messages as binary messages of a WebSocket, subprotocols
// hub.bsc.bacnet.org and dc.bsc.bacnet.org). The network layer and what is above are those of BACnet.
// Not decoded: header options beyond their types, proprietary messages.
import { DONE, dissector, LIKELY, type Likeness, NO, REFUSE } from "../../dissector.ts";
import { operationTable } from "../../operation.ts";
import type { Reader } from "../../reader.ts";
import { hexOf } from "../../reader.ts";
import type { About, Direction, Talk } from "../../talk.ts";
import { REQUEST, RESPONSE, UNDIRECTED } from "../../talk.ts";
import { WEBSOCKET_MESSAGES } from "../websocket-protocols.ts";
import type { Memory } from "./memory.ts";
import { bacnetMemory } from "./memory.ts";
import { ERROR_CLASSES, ERROR_CODES } from "./names.ts";
import { looksLikeNetwork, readNetwork } from "./network.ts";
import { LINK_FUNCTION } from "./services.ts";

const RESULT = 0;
const ENCAPSULATED_NPDU = 1;
const ADDRESS_RESOLUTION_ACK = 3;
const ADVERTISEMENT = 4;
const CONNECT_REQUEST = 6;
const CONNECT_ACCEPT = 7;
const PROPRIETARY = 12;
/** Bits of the control flags: which parts follow. */
const HAS_ORIGIN = 8;
const HAS_DESTINATION = 4;
const HAS_DESTINATION_OPTIONS = 2;
const HAS_DATA_OPTIONS = 1;
/** Bits of a header marker. */
const MORE_OPTIONS = 0x80;
const MUST_UNDERSTAND = 0x40;
const HAS_HEADER_DATA = 0x20;
const MOST_OPTIONS = 16;
const VMAC = 6;
const BROADCAST = "ffffffffffff";
const RING = 16;
const HUB_STATES = ["no hub connection", "connected to primary hub", "connected to failover hub"];
const OPTION_TYPES: Readonly<Record<number, string>> = { 1: "secure_path", 31: "proprietary" };

const FUNCTIONS = operationTable("bacnet_sc", [
  [RESULT, "bvlc_result", "other"],
  [ENCAPSULATED_NPDU, "encapsulated_npdu", "other"],
  [2, "address_resolution", "identify"],
  [ADDRESS_RESOLUTION_ACK, "address_resolution_ack", "identify"],
  [ADVERTISEMENT, "advertisement", "identify"],
  [5, "advertisement_solicitation", "identify"],
  [CONNECT_REQUEST, "connect_request", "identify"],
  [CONNECT_ACCEPT, "connect_accept", "identify"],
  [8, "disconnect_request", "other"],
  [9, "disconnect_ack", "other"],
  [10, "heartbeat_request", "other"],
  [11, "heartbeat_ack", "other"],
  [PROPRIETARY, "proprietary_message", "other"],
]);
/** Octets of payload that each function has; -1 where it varies. */
const PAYLOADS = [-1, -1, 0, -1, 6, 0, 26, 26, 0, 0, 0, 0, -1];
/** Requests ask, and these answer them. */
const ANSWERS = [RESULT, ADDRESS_RESOLUTION_ACK, CONNECT_ACCEPT, 9, 11];

interface SecureMemory extends Memory {
  /** Message identifiers of the last messages of each side, and their frames. */
  ids: Int32Array;
  sides: Int8Array;
  frames: Int32Array;
  next: number;
}

/** Building automation over WebSockets, by way of a hub. */
export const bacnetSecureConnect = dissector<SecureMemory>({
  name: "bacnet_sc",
  aliases: ["bvlc_sc"],
  title: "BACnet/SC",
  standard: "ASHRAE 135-2020 annex AB",
  world: "building",
  authentication: "required",
  carriage: [{ over: "inside", carrier: WEBSOCKET_MESSAGES }],
  remember: () => ({
    ...bacnetMemory(),
    ids: new Int32Array(RING),
    sides: new Int8Array(RING),
    frames: new Int32Array(RING),
    next: 0,
  }),
  probe(reader) {
    return likenessOf(reader);
  },
  read(reader, talk) {
    const code = reader.peek();
    const flags = reader.peek(1);
    if (!FUNCTIONS.has(code) || flags < 0 || flags > 15) return REFUSE;
    reader.fence(reader.end - reader.start);
    reader.skip(2);
    const id = reader.u16();
    const fields: Record<string, unknown> | undefined = talk.detailed
      ? { function: code, control_flags: flags, message_id: id }
      : undefined;
    const origin = (flags & HAS_ORIGIN) === 0 ? "" : reader.hex(VMAC);
    const destination = (flags & HAS_DESTINATION) === 0 ? "" : reader.hex(VMAC);
    if (fields !== undefined) {
      if (origin !== "") fields["originating_virtual_address"] = origin;
      if (destination !== "") fields["destination_virtual_address"] = destination;
    }
    if ((flags & HAS_DESTINATION_OPTIONS) !== 0) readOptions(talk, reader, "destination_options", fields);
    if ((flags & HAS_DATA_OPTIONS) !== 0) readOptions(talk, reader, "data_options", fields);
    const isAnswer = ANSWERS.includes(code);
    if (isAnswer) answer(talk, id);
    else remember(talk, id);
    // What comes by way of a hub is another node's.
    const about: About = origin === "" ? "sender" : { part: `node ${origin}`, of: "sender" };
    if (code === ENCAPSULATED_NPDU) {
      if (destination === BROADCAST && fields !== undefined) fields["broadcast"] = true;
      readNetwork(talk, reader, about, LINK_FUNCTION + (destination === BROADCAST ? 11 : 10), fields);
      return DONE;
    }
    readPayload(talk, reader, code, about, fields);
    const direction: Direction =
      code === PROPRIETARY || code === ADVERTISEMENT ? UNDIRECTED : isAnswer ? RESPONSE : REQUEST;
    // Either side solicits, resolves and watches the other: only who connects is known to be the client.
    const isConnect = code === CONNECT_REQUEST || code === CONNECT_ACCEPT;
    talk.emit(FUNCTIONS.of(code), isConnect ? direction : UNDIRECTED, fields);
    return DONE;
  },
});

function likenessOf(reader: Reader): Likeness {
  const code = reader.peek();
  const flags = reader.peek(1);
  if (!FUNCTIONS.has(code) || flags < 0 || flags > 15 || reader.left() < 4) return NO;
  let at = 4 + ((flags & HAS_ORIGIN) === 0 ? 0 : VMAC) + ((flags & HAS_DESTINATION) === 0 ? 0 : VMAC);
  for (const bit of [HAS_DESTINATION_OPTIONS, HAS_DATA_OPTIONS]) {
    if ((flags & bit) === 0) continue;
    for (let count = 0; count < MOST_OPTIONS; count++) {
      const marker = reader.peek(at);
      if (marker < 0) return NO;
      at += (marker & HAS_HEADER_DATA) === 0 ? 1 : 3 + Math.max(0, reader.peek16(at + 1));
      if ((marker & MORE_OPTIONS) === 0) break;
    }
  }
  const left = reader.left() - at;
  if (code === ENCAPSULATED_NPDU) return looksLikeNetwork(reader, at) ? LIKELY : NO;
  if (code === RESULT) {
    const isRefusal = reader.peek(at + 1) === 1;
    return FUNCTIONS.has(reader.peek(at)) && (isRefusal ? left >= 7 : left === 2 && reader.peek(at + 1) === 0)
      ? LIKELY
      : NO;
  }
  const wanted = PAYLOADS[code] as number;
  if (wanted >= 0) return left === wanted ? LIKELY : NO;
  if (code === PROPRIETARY) return left >= 3 ? LIKELY : NO;
  // Addresses of WebSockets.
  return left === 0 || (reader.peek(at) === 0x77 && reader.peek(at + 1) === 0x73) ? LIKELY : NO;
}

function readOptions(
  talk: Talk<SecureMemory>,
  reader: Reader,
  name: string,
  fields: Record<string, unknown> | undefined,
): void {
  const types: string[] = [];
  for (let count = 0; count < MOST_OPTIONS && reader.ok; count++) {
    const marker = reader.u8();
    if ((marker & HAS_HEADER_DATA) !== 0) reader.skip(reader.u16());
    const type = marker & 31;
    if (fields !== undefined) types.push(OPTION_TYPES[type] ?? `type_${type}`);
    if (OPTION_TYPES[type] === undefined && (marker & MUST_UNDERSTAND) !== 0)
      talk.fault("unknown option that must be understood");
    if ((marker & MORE_OPTIONS) === 0) break;
  }
  if (fields !== undefined) fields[name] = types;
}

function readPayload(
  talk: Talk<SecureMemory>,
  reader: Reader,
  code: number,
  about: About,
  fields: Record<string, unknown> | undefined,
): void {
  switch (code) {
    case RESULT: {
      const asked = reader.u8();
      const result = reader.u8();
      if (fields !== undefined) fields["result_for"] = FUNCTIONS.of(asked).name;
      if (!reader.ok || result === 0) break;
      const marker = reader.u8();
      const classNumber = reader.u16();
      const codeNumber = reader.u16();
      const errorClass = ERROR_CLASSES[classNumber] ?? `class-${classNumber}`;
      const errorCode = ERROR_CODES[codeNumber] ?? `code-${codeNumber}`;
      const details = reader.utf8(reader.left());
      talk.refused(errorCode);
      if (fields !== undefined)
        Object.assign(fields, { header_marker: marker, error_class: errorClass, error_code: errorCode, details });
      break;
    }
    case ADDRESS_RESOLUTION_ACK: {
      const addresses = reader
        .utf8(reader.left())
        .split(/\s+/, 16)
        .filter((one) => one !== "");
      for (const address of addresses) talk.object(address);
      if (fields !== undefined) fields["web_socket_uris"] = addresses;
      break;
    }
    case ADVERTISEMENT: {
      const state = reader.u8();
      const accepts = reader.u8();
      const longestMessage = reader.u16();
      const longestNpdu = reader.u16();
      if (fields === undefined) break;
      fields["hub_connection_status"] = HUB_STATES[state] ?? state;
      fields["accept_direct_connections"] = accepts === 1;
      Object.assign(fields, { maximum_bvlc_length: longestMessage, maximum_npdu_length: longestNpdu });
      break;
    }
    case CONNECT_REQUEST:
    case CONNECT_ACCEPT: {
      const at = reader.position;
      const address = reader.hex(VMAC);
      const uuid = reader.hex(16);
      const longestMessage = reader.u16();
      const longestNpdu = reader.u16();
      if (!reader.ok) break;
      // A device keeps its identifier for life; the virtual address may be chosen anew.
      talk.object(`device ${uuidText(uuid)}`);
      if (code === CONNECT_ACCEPT)
        talk.claim(about, "kind", "BACnet/SC hub or node", 0.5, "BACnet/SC connection", at, reader.position);
      if (fields !== undefined) {
        Object.assign(fields, {
          virtual_address: address,
          device_uuid: uuidText(uuid),
          maximum_bvlc_length: longestMessage,
          maximum_npdu_length: longestNpdu,
        });
      }
      break;
    }
    case PROPRIETARY: {
      const vendor = reader.u16();
      const kind = reader.u8();
      if (fields !== undefined)
        Object.assign(fields, {
          vendor_id: vendor,
          proprietary_function: kind,
          payload: hexOf(reader.bytes, reader.position, Math.min(reader.end, reader.position + 64)),
        });
      reader.skipRest();
      break;
    }
    default:
  }
}

function uuidText(hex: string): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

function remember(talk: Talk<SecureMemory>, id: number): void {
  const { memory } = talk;
  memory.ids[memory.next] = id;
  memory.sides[memory.next] = talk.side;
  memory.frames[memory.next] = talk.frame;
  memory.next = (memory.next + 1) % RING;
}

/** An answer has the identifier of what it answers. */
function answer(talk: Talk<SecureMemory>, id: number): void {
  const { memory } = talk;
  for (let step = 1; step <= RING; step++) {
    const at = (memory.next + RING - step) % RING;
    if (memory.ids[at] !== id || memory.sides[at] === talk.side || memory.frames[at] === 0) continue;
    talk.answersFrame(memory.frames[at] as number);
    memory.frames[at] = 0;
    return;
  }
}
