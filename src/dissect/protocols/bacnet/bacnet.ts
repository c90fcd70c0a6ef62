// BACnet: ASHRAE 135-2020, annex J (BACnet/IP), annex U (BACnet/IPv6), clause 7 (over Ethernet), clauses 6, 20 and 21.
// Not decoded: what secured messages carry, audit services, constructed values inside properties beyond
// their tags (shown tag by tag), parameters of private transfers beyond their tags.
import { v6TextOf } from "../../addresses.ts";
import { DONE, dissector, LIKELY, MORE, NO, POSSIBLE, REFUSE } from "../../dissector.ts";
import type { Reader } from "../../reader.ts";
import type { About, Direction, Talk } from "../../talk.ts";
import { REQUEST, RESPONSE, UNDIRECTED } from "../../talk.ts";
import type { Memory } from "./memory.ts";
import { bacnetMemory } from "./memory.ts";
import { internetText, looksLikeNetwork, readNetwork, v4At } from "./network.ts";
import { LINK_FUNCTION, LINK_FUNCTION_V6, OPERATIONS } from "./services.ts";

const TYPE_V4 = 0x81;
const TYPE_V6 = 0x82;
/** DSAP and SSAP of BACnet in IEEE 802.2, and unnumbered information. */
const ETHERNET_SAP = 0x82;
const UNNUMBERED = 0x03;
const FUNCTIONS = 13;
const HEAD = 4;
const UDP_PORTS = Array.from({ length: 16 }, (_, index) => 0xbac0 + index);

type Shown = Record<string, unknown>;

/** Building automation: discovery, properties of objects, alarms, files, over IP and Ethernet. */
export const bacnet = dissector<Memory>({
  name: "bacnet",
  aliases: ["bvlc", "bacapp"],
  title: "BACnet",
  standard: "ASHRAE 135",
  world: "building",
  authentication: "none",
  carriage: [
    { over: "udp", ports: UDP_PORTS },
    { over: "llc", types: [ETHERNET_SAP] },
    // From MS/TP, in the form that it has on Ethernet.
    { over: "inside", carrier: "bacnet_mstp" },
  ],
  remember: bacnetMemory,
  probe(reader) {
    const type = reader.peek();
    if (type === ETHERNET_SAP && reader.peek(1) === ETHERNET_SAP && reader.peek(2) === UNNUMBERED) {
      return looksLikeNetwork(reader, 3) ? LIKELY : NO;
    }
    const code = reader.peek(1);
    if ((type !== TYPE_V4 && type !== TYPE_V6) || code < 0 || code >= FUNCTIONS) return NO;
    const length = reader.peek16(2);
    if (length < HEAD) return NO;
    if (length !== reader.left()) return POSSIBLE;
    return looksWhole(reader, type, code, length) ? LIKELY : POSSIBLE;
  },
  read(reader, talk) {
    const type = reader.peek();
    if (type === ETHERNET_SAP && reader.peek(1) === ETHERNET_SAP) {
      reader.fence(reader.left());
      reader.skip(3);
      if (!reader.ok) return REFUSE;
      readNetwork(talk, reader, "sender", LINK_FUNCTION + 10, talk.detailed ? {} : undefined);
      return DONE;
    }
    if (type !== TYPE_V4 && type !== TYPE_V6) return REFUSE;
    const available = reader.left();
    reader.skip(1);
    const code = reader.u8();
    const length = reader.u16();
    if (!reader.ok) return reader.complete ? REFUSE : MORE;
    if (length < HEAD || (code >= FUNCTIONS && length !== available)) return REFUSE;
    // One datagram carries one message (annex J.2): its end is believed where the told length says less.
    if (!reader.fence(Math.max(length, available))) return MORE;
    if (length < available) talk.fault("bad length", 2);
    const fields: Shown | undefined = talk.detailed
      ? { bvlc_type: type, bvlc_function: code, bvlc_length: length }
      : undefined;
    const base = type === TYPE_V4 ? LINK_FUNCTION : LINK_FUNCTION_V6;
    if (fields !== undefined) fields["bvlc_function_name"] = OPERATIONS.of(base + code).name;
    if (code >= FUNCTIONS) {
      talk.fault("unknown function", 1);
      reader.skipRest();
      talk.emit(OPERATIONS.unnamed, UNDIRECTED, fields);
    } else if (type === TYPE_V4) readLink(talk, reader, code, fields);
    else readLinkV6(talk, reader, code, fields);
    return DONE;
  },
});

/** Whether the octets behind function and length are what the function asks for. */
function looksWhole(reader: Reader, type: number, code: number, length: number): boolean {
  if (type === TYPE_V6) {
    const at = [-1, 10, 7, -1, -1, -1, -1, -1, 25, -1, -1, -1, 7][code] ?? -1;
    if (at >= 0) return looksLikeNetwork(reader, at);
    return length === ([9, 0, 0, 10, 28, 10, 7, 10, 0, 9, 25][code] ?? 0);
  }
  switch (code) {
    case 0x00:
    case 0x05:
      return length === 6;
    case 0x01:
    case 0x03:
    case 0x07:
      return (length - HEAD) % 10 === 0;
    case 0x02:
    case 0x06:
      return length === HEAD;
    case 0x04:
      return looksLikeNetwork(reader, 10);
    case 0x08:
      return length === 10;
    case 0x0c:
      return false;
    default:
      return looksLikeNetwork(reader, HEAD);
  }
}

/** BVLC results (annex J.2.1.1): the function refused, by the result's upper bits. */
const REFUSED: Readonly<Record<number, string>> = {
  16: "write_broadcast_distribution_table_nak",
  32: "read_broadcast_distribution_table_nak",
  48: "register_foreign_device_nak",
  64: "read_foreign_device_table_nak",
  80: "delete_foreign_device_table_entry_nak",
  96: "distribute_broadcast_to_network_nak",
};
const REFUSED_V6: Readonly<Record<number, string>> = {
  48: "address_resolution_nak",
  96: "virtual_address_resolution_nak",
  144: "register_foreign_device_nak",
  160: "delete_foreign_device_table_entry_nak",
  192: "distribute_broadcast_to_network_nak",
};

function readLink(talk: Talk<Memory>, reader: Reader, code: number, fields: Shown | undefined): void {
  let direction: Direction = REQUEST;
  switch (code) {
    case 0x00:
      direction = RESPONSE;
      readResult(talk, reader, REFUSED, fields);
      break;
    case 0x01:
      readDistribution(reader, fields);
      break;
    case 0x03:
      direction = RESPONSE;
      readDistribution(reader, fields);
      break;
    case 0x04: {
      const start = reader.position;
      reader.skip(6);
      const origin: About = reader.ok ? { ip: v4At(reader.bytes, start) } : "sender";
      if (fields !== undefined && reader.ok) fields["original_source"] = internetText(reader.bytes, start);
      readNetwork(talk, reader, origin, LINK_FUNCTION + code, fields);
      return;
    }
    case 0x05: {
      const seconds = reader.u16();
      if (fields !== undefined) fields["time_to_live"] = seconds;
      break;
    }
    case 0x02:
    case 0x06:
      break;
    case 0x07:
      direction = RESPONSE;
      readForeignDevices(reader, fields);
      break;
    case 0x08: {
      const start = reader.position;
      reader.skip(6);
      if (fields !== undefined && reader.ok) fields["foreign_device"] = internetText(reader.bytes, start);
      break;
    }
    case 0x0c:
      direction = UNDIRECTED;
      reader.skipRest();
      break;
    default:
      readNetwork(talk, reader, "sender", LINK_FUNCTION + code, fields);
      return;
  }
  talk.emit(OPERATIONS.of(LINK_FUNCTION + code), direction, fields);
}

function readResult(
  talk: Talk<Memory>,
  reader: Reader,
  names: Readonly<Record<number, string>>,
  fields: Shown | undefined,
): void {
  const result = reader.u16();
  if (fields !== undefined) fields["result_code"] = result;
  if (reader.ok && result !== 0) talk.refused(names[result] ?? `result_${result}`);
}

function readDistribution(reader: Reader, fields: Shown | undefined): void {
  const entries: object[] = [];
  while (reader.ok && reader.left() > 0) {
    const start = reader.position;
    reader.skip(10);
    if (fields === undefined || !reader.ok) continue;
    entries.push({
      address: internetText(reader.bytes, start),
      broadcast_distribution_mask: v4At(reader.bytes, start + 6),
    });
  }
  if (fields !== undefined) fields["broadcast_distribution_table"] = entries;
}

function readForeignDevices(reader: Reader, fields: Shown | undefined): void {
  const entries: object[] = [];
  while (reader.ok && reader.left() > 0) {
    const start = reader.position;
    reader.skip(6);
    const timeToLive = reader.u16();
    const remaining = reader.u16();
    if (fields === undefined || !reader.ok) continue;
    entries.push({ address: internetText(reader.bytes, start), time_to_live: timeToLive, remaining_time: remaining });
  }
  if (fields !== undefined) fields["foreign_device_table"] = entries;
}

/** Annex U: after the head come virtual addresses of three octets, in some functions a B/IPv6 address of eighteen. */
function readLinkV6(talk: Talk<Memory>, reader: Reader, code: number, fields: Shown | undefined): void {
  const source = reader.u24();
  if (fields !== undefined) fields["source_virtual_address"] = source;
  let origin: About = "sender";
  let direction: Direction = REQUEST;
  switch (code) {
    case 0x00:
      direction = RESPONSE;
      readResult(talk, reader, REFUSED_V6, fields);
      break;
    case 0x01:
    case 0x05:
    case 0x07: {
      direction = code === 0x01 ? UNDIRECTED : RESPONSE;
      const target = reader.u24();
      if (fields !== undefined) fields["destination_virtual_address"] = target;
      break;
    }
    case 0x03:
    case 0x04: {
      const target = reader.u24();
      if (fields !== undefined) fields["target_virtual_address"] = target;
      if (code === 0x04) readV6(reader, "original_source", fields);
      break;
    }
    case 0x08: {
      const ip = readV6(reader, "original_source", fields);
      if (ip !== "") origin = { ip };
      break;
    }
    case 0x09: {
      const seconds = reader.u16();
      if (fields !== undefined) fields["time_to_live"] = seconds;
      break;
    }
    case 0x0a:
      readV6(reader, "foreign_device", fields);
      break;
    case 0x0b:
      direction = UNDIRECTED;
      reader.skipRest();
      break;
    default:
  }
  if (reader.ok && (code === 0x01 || code === 0x02 || code === 0x08 || code === 0x0c)) {
    readNetwork(talk, reader, origin, LINK_FUNCTION_V6 + code, fields);
  } else talk.emit(OPERATIONS.of(LINK_FUNCTION_V6 + code), direction, fields);
}

function readV6(reader: Reader, name: string, fields: Shown | undefined): string {
  const start = reader.position;
  reader.skip(16);
  const port = reader.u16();
  if (!reader.ok) return "";
  const ip = v6TextOf(reader.bytes, start);
  if (fields !== undefined) fields[name] = `[${ip}]:${port}`;
  return ip;
}
