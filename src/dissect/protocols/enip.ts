// EtherNet/IP encapsulation: ODVA CIP volume 2, chapter 2.
// Not decoded: DTLS sessions of CIP Security (port 2221, encrypted), legacy CSP on TCP port 2222.
import type { Likeness } from "../dissector.ts";
import { DONE, dissector, LIKELY, MORE, NO, POSSIBLE, REFUSE } from "../dissector.ts";
import { operationTable } from "../operation.ts";
import type { Reader } from "../reader.ts";
import { hexOf } from "../reader.ts";
import type { Direction, Talk } from "../talk.ts";
import { REQUEST, RESPONSE, UNDIRECTED } from "../talk.ts";
import {
  claimDeviceType,
  claimProduct,
  claimRevision,
  claimSerial,
  claimVendor,
  identityStatus,
  revisionText,
  serialText,
  stateName,
} from "./cip/identity.ts";
import { profileName } from "./cip/profiles.ts";
import { vendorName } from "./cip/vendors.ts";
import * as items from "./enip-items.ts";
import { itemName, readSocketAddress } from "./enip-items.ts";

const NOP = 0x0000;
const LEGACY = 0x0001;
const LIST_SERVICES = 0x0004;
const LIST_IDENTITY = 0x0063;
const LIST_INTERFACES = 0x0064;
const REGISTER_SESSION = 0x0065;
const UNREGISTER_SESSION = 0x0066;
const SEND_RR_DATA = 0x006f;
const SEND_UNIT_DATA = 0x0070;

const COMMANDS = operationTable("enip", [
  [NOP, "nop", "other"],
  // Reserved for older products by table 2-3.2; RSLinx still asks it.
  [LEGACY, "legacy_0x0001", "identify"],
  [LIST_SERVICES, "list_services", "identify"],
  [LIST_IDENTITY, "list_identity", "identify"],
  [LIST_INTERFACES, "list_interfaces", "identify"],
  [REGISTER_SESSION, "register_session", "other"],
  [UNREGISTER_SESSION, "unregister_session", "other"],
  [SEND_RR_DATA, "send_rr_data", "other"],
  [SEND_UNIT_DATA, "send_unit_data", "other"],
  [0x0072, "indicate_status", "other"],
  [0x0073, "cancel", "other"],
  [0x00c8, "start_dtls", "authenticate"],
]);

const STATUS: Readonly<Record<number, string>> = {
  0: "success",
  1: "invalid_or_unsupported_command",
  2: "insufficient_memory",
  3: "incorrect_data",
  100: "invalid_session_handle",
  101: "invalid_length",
  105: "unsupported_protocol_revision",
  106: "encapsulated_cip_service_not_allowed_on_this_port",
};

const HEADER = 24;
/** Table 2-3.1: at most 65,511 bytes follow the header. */
const LONGEST_DATA = 65_511;
/** Requests whose answer may still come. */
const MOST_PENDING = 16;
const MOST_ITEMS = 64;

/** Outstanding requests in a ring: sender context, command, side and frame of each. */
interface EnipMemory {
  low: Int32Array;
  high: Int32Array;
  commands: Int32Array;
  sides: Int8Array;
  frames: Float64Array;
  next: number;
  /** Hash of the identity told last, so that a device that is asked for ever is claimed once. */
  identity: number;
}

/** The encapsulation: sessions, discovery, and packets of items that carry CIP. */
export const enip = dissector<EnipMemory>({
  name: "enip",
  aliases: ["ethernet-ip", "ethernetip"],
  title: "EtherNet/IP",
  standard: "ODVA CIP volume 2, chapter 2",
  world: "ot",
  authentication: "none",
  longest: HEADER + LONGEST_DATA,
  carriage: [
    { over: "tcp", ports: [44818] },
    { over: "udp", ports: [44818] },
  ],
  remember: () => ({
    low: new Int32Array(MOST_PENDING),
    high: new Int32Array(MOST_PENDING),
    commands: new Int32Array(MOST_PENDING).fill(-1),
    sides: new Int8Array(MOST_PENDING),
    frames: new Float64Array(MOST_PENDING),
    next: 0,
    identity: 0,
  }),
  probe: probeHeader,
  read(reader, talk) {
    const command = reader.u16le();
    const length = reader.u16le();
    if (!COMMANDS.has(command) || length > LONGEST_DATA) return REFUSE;
    if (!reader.fence(HEADER + length)) return MORE;
    const session = reader.u32le();
    const status = reader.u32le();
    const contextAt = reader.position;
    const low = reader.i32le();
    const high = reader.i32le();
    const options = reader.u32le();
    const direction = directionOf(reader, talk, command, session, status, length);
    pair(talk, command, direction, low, high);
    if (status !== 0) talk.refused(STATUS[status] ?? "reserved_status");
    if (options !== 0 && reader.ok) talk.fault("bad options");
    const fields: Record<string, unknown> | undefined = talk.detailed
      ? {
          command,
          length,
          session_handle: session,
          status,
          status_name: STATUS[status] ?? "reserved_status",
          sender_context: reader.ok ? hexOf(reader.bytes, contextAt, contextAt + 8) : "",
          options,
        }
      : undefined;
    let inner = -1;
    if (length > 0) inner = readCommand(reader, talk, command, direction, fields);
    talk.emit(COMMANDS.of(command), direction, fields);
    if (inner >= 0 && reader.ok) talk.hand("enip", reader.bytes, contextAt, reader.boundary, inner);
    return DONE;
  },
});

/** The sender is told by what the message holds; commands are the same both ways. */
function directionOf(
  reader: Reader,
  talk: Talk<EnipMemory>,
  command: number,
  session: number,
  status: number,
  length: number,
): Direction {
  if (status !== 0) return RESPONSE;
  switch (command) {
    case LEGACY:
    case LIST_SERVICES:
    case LIST_IDENTITY:
    case LIST_INTERFACES:
      return length === 0 ? REQUEST : RESPONSE;
    case REGISTER_SESSION:
      return session === 0 ? REQUEST : RESPONSE;
    case SEND_RR_DATA:
    case SEND_UNIT_DATA:
      return directionOfItems(reader);
    case UNREGISTER_SESSION:
      // Either side may end a session; only a client is known to do so.
      return talk.fromClient ? REQUEST : UNDIRECTED;
    default:
      return UNDIRECTED;
  }
}

/** The first byte of the data tells: CIP replies have their service's high bit set, PCCC replies bit 6 of the command. */
function directionOfItems(reader: Reader): Direction {
  let at = 6;
  const count = reader.peek(at) | (reader.peek(at + 1) << 8);
  at += 2;
  for (let index = 0; index < count && index < 4; index++) {
    const type = peek16le(reader, at);
    const length = peek16le(reader, at + 2);
    if (type < 0 || length < 0) return UNDIRECTED;
    at += 4;
    if (type === items.UNCONNECTED_DATA || type === items.CONNECTED_DATA) {
      const service = reader.peek(type === items.CONNECTED_DATA ? at + 2 : at);
      return service < 0 || length === 0 ? UNDIRECTED : service >= 0x80 ? RESPONSE : REQUEST;
    }
    at += length;
  }
  return UNDIRECTED;
}

function peek16le(reader: Reader, ahead: number): number {
  const big = reader.peek16(ahead);
  return big < 0 ? -1 : ((big & 0xff) << 8) | (big >> 8);
}

/** Remembers a request, or finds the one that an answer belongs to: by sender context, which the target echoes. */
function pair(talk: Talk<EnipMemory>, command: number, direction: Direction, low: number, high: number): void {
  // Connected messages are paired by CIP: their sender context has no meaning.
  if (command === SEND_UNIT_DATA || command === NOP) return;
  const memory = talk.memory;
  if (direction === REQUEST) {
    const at = memory.next;
    memory.next = (at + 1) % MOST_PENDING;
    memory.low[at] = low;
    memory.high[at] = high;
    memory.commands[at] = command;
    memory.sides[at] = talk.side;
    memory.frames[at] = talk.frame;
  } else if (direction === RESPONSE) {
    for (let step = 1; step <= MOST_PENDING; step++) {
      const at = (memory.next + MOST_PENDING - step) % MOST_PENDING;
      if (memory.commands[at] !== command || memory.sides[at] === talk.side) continue;
      if (memory.low[at] !== low || memory.high[at] !== high) continue;
      talk.answersFrame(memory.frames[at] as number);
      return;
    }
  }
}

/** Reads what follows the header. Answers the item type whose bytes are another protocol's, or -1. */
function readCommand(
  reader: Reader,
  talk: Talk<EnipMemory>,
  command: number,
  direction: Direction,
  fields: Record<string, unknown> | undefined,
): number {
  switch (command) {
    case REGISTER_SESSION: {
      const version = reader.u16le();
      const flags = reader.u16le();
      if (fields !== undefined) {
        fields["protocol_version"] = version;
        fields["options_flags"] = flags;
      }
      return -1;
    }
    case SEND_RR_DATA:
    case SEND_UNIT_DATA: {
      const handle = reader.u32le();
      const timeout = reader.u16le();
      if (fields !== undefined) {
        fields["interface_handle"] = handle;
        fields["timeout"] = timeout;
      }
      return readItems(reader, talk, fields);
    }
    case LEGACY:
    case LIST_SERVICES:
    case LIST_IDENTITY:
    case LIST_INTERFACES:
      if (direction === RESPONSE) return readItems(reader, talk, fields);
      break;
  }
  if (fields !== undefined && reader.left() > 0) fields["command_data"] = reader.hex(reader.left());
  reader.skipRest();
  return -1;
}

/** The common packet format: a count of items, each with type, length and bytes. */
function readItems(reader: Reader, talk: Talk<EnipMemory>, fields: Record<string, unknown> | undefined): number {
  const count = reader.u16le();
  const list: object[] = [];
  let inner = -1;
  for (let index = 0; index < count && index < MOST_ITEMS && reader.ok; index++) {
    const type = reader.u16le();
    const length = reader.u16le();
    if (!reader.ok) break;
    const outer = reader.narrow(length);
    const item: Record<string, unknown> | undefined =
      fields === undefined ? undefined : { type_id: type, type_name: itemName(type) || undefined, length };
    if (item !== undefined) list.push(item);
    switch (type) {
      case items.LIST_IDENTITY:
        readIdentity(reader, talk, item);
        break;
      case items.LIST_SERVICES: {
        const version = reader.u16le();
        const flags = reader.u16le();
        if (item !== undefined) {
          item["protocol_version"] = version;
          item["capability_flags"] = flags;
          item["supports_cip_over_tcp"] = (flags & 0x20) !== 0;
          item["supports_class_0_1_over_udp"] = (flags & 0x100) !== 0;
          item["name_of_service"] = reader.text(Math.min(16, reader.left()));
        }
        break;
      }
      case items.CONNECTED_ADDRESS:
        if (item !== undefined && length === 4) item["connection_id"] = reader.u32le();
        break;
      case items.SEQUENCED_ADDRESS:
        if (item !== undefined && length === 8) {
          item["connection_id"] = reader.u32le();
          item["sequence_number"] = reader.u32le();
        }
        break;
      case items.SOCKET_ORIGINATOR:
      case items.SOCKET_TARGET:
        if (item !== undefined && length === 16) Object.assign(item, readSocketAddress(reader));
        break;
      case items.CONNECTED_DATA:
      case items.UNCONNECTED_DATA:
      case items.PCCC_DATA:
        if (inner < 0) inner = type;
        break;
      default:
        if (item !== undefined && reader.left() > 0) item["item_data"] = reader.hex(reader.left());
    }
    reader.widen(outer);
  }
  if (count > MOST_ITEMS) reader.skipRest();
  if (fields !== undefined) {
    fields["item_count"] = count;
    fields["items"] = list;
  }
  return inner;
}

const METHOD = "EtherNet/IP List Identity";

/** Volume 2, 2-4.2.2: the Identity object of the device, and the address it answers from. */
function readIdentity(reader: Reader, talk: Talk<EnipMemory>, item: Record<string, unknown> | undefined): void {
  const from = reader.position;
  const version = reader.u16le();
  const address = readSocketAddress(reader);
  const at = reader.position;
  const vendor = reader.u16le();
  const deviceType = reader.u16le();
  const product = reader.u16le();
  const major = reader.u8();
  const minor = reader.u8();
  const status = reader.u16le();
  const serial = reader.u32le();
  const name = reader.text(reader.u8());
  const nameEnd = reader.position;
  // Some devices leave the state out.
  const state = reader.left() > 0 ? reader.u8() : -1;
  if (!reader.ok) return;
  if (item !== undefined) {
    Object.assign(item, {
      protocol_version: version,
      socket_address: address,
      vendor_id: vendor,
      vendor_name: vendorName(vendor) || undefined,
      device_type: deviceType,
      device_type_name: profileName(deviceType) || undefined,
      product_code: product,
      revision: revisionText(major, minor),
      device_status: { value: status, ...identityStatus(status) },
      serial_number: serialText(serial),
      product_name: name,
      state: state < 0 ? undefined : state,
      state_name: state < 0 ? undefined : stateName(state),
    });
  }
  let hash = 0x811c9dc5;
  for (let byte = from; byte < nameEnd; byte++) hash = Math.imul(hash ^ (reader.bytes[byte] as number), 0x01000193);
  if (hash === talk.memory.identity) return;
  talk.memory.identity = hash;
  claimVendor(talk, "sender", vendor, METHOD, at, at + 2);
  claimDeviceType(talk, "sender", deviceType, METHOD, at + 2, at + 4);
  claimRevision(talk, "sender", major, minor, METHOD, at + 6, at + 8);
  claimSerial(talk, "sender", serial, METHOD, at + 10, at + 14);
  claimProduct(talk, "sender", name, METHOD, at + 15, nameEnd);
}

/** Known command, a length that suits it, a known status, and options zero: the header has no magic of its own. */
function probeHeader(reader: Reader): Likeness {
  const command = reader.u16le();
  const length = reader.u16le();
  reader.skip(4);
  const status = reader.u32le();
  reader.skip(8);
  const options = reader.u32le();
  if (!reader.ok || !COMMANDS.has(command) || options !== 0 || STATUS[status] === undefined) return NO;
  if (reader.complete && length > reader.left()) return POSSIBLE;
  switch (command) {
    case REGISTER_SESSION:
      return length === 4 && reader.u16le() === 1 && reader.u16le() === 0 && reader.ok ? LIKELY : POSSIBLE;
    case UNREGISTER_SESSION:
      return length === 0 ? POSSIBLE : NO;
    case LIST_SERVICES:
    case LIST_IDENTITY:
    case LIST_INTERFACES: {
      if (length === 0) return POSSIBLE;
      const count = reader.u16le();
      const type = reader.u16le();
      if (count > MOST_ITEMS) return NO;
      const wanted = command === LIST_IDENTITY ? items.LIST_IDENTITY : items.LIST_SERVICES;
      return reader.ok && type === wanted && reader.u16le() <= length ? LIKELY : POSSIBLE;
    }
    case SEND_RR_DATA:
    case SEND_UNIT_DATA: {
      if (length === 0) return status !== 0 ? POSSIBLE : NO;
      const handle = reader.u32le();
      reader.skip(2);
      const count = reader.u16le();
      const type = reader.u16le();
      if (!reader.ok || handle !== 0 || count < 2 || count > MOST_ITEMS) return POSSIBLE;
      const wanted = command === SEND_RR_DATA ? items.NULL_ADDRESS : items.CONNECTED_ADDRESS;
      return type === wanted ? LIKELY : POSSIBLE;
    }
    default:
      return POSSIBLE;
  }
}
