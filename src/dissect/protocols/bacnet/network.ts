// ASHRAE 135-2020, clause 6: the network layer, with its messages between routers.
import { v4Text } from "../../addresses.ts";
import type { Reader } from "../../reader.ts";
import { hexOf } from "../../reader.ts";
import type { About, Direction, Talk } from "../../talk.ts";
import { NOTICE, REQUEST, RESPONSE, UNDIRECTED } from "../../talk.ts";
import { readApplication } from "./application.ts";
import type { Memory } from "./memory.ts";
import { walkOf } from "./memory.ts";
import { stationOf } from "./points.ts";
import { NETWORK_MESSAGE, OPERATIONS } from "./services.ts";

/** Between which network addresses a message goes: marks that are alike for a request and, turned round, its answer. */
export interface Route {
  mark: number;
  backMark: number;
}

type Shown = Record<string, unknown>;

const IS_NETWORK_MESSAGE = 0x80;
const HAS_DESTINATION = 0x20;
const HAS_SOURCE = 0x08;
const EXPECTS_REPLY = 0x04;
const RESERVED_BITS = 0x50;
const PRIORITIES: readonly string[] = ["normal", "urgent", "critical-equipment", "life-safety"];
const REJECTIONS: readonly string[] = [
  "other",
  "not-directly-connected",
  "router-busy",
  "unknown-network-message",
  "message-too-long",
  "security-error",
  "addressing-error",
];

/** Whether the octets ahead may begin an NPDU. */
export function looksLikeNetwork(reader: Reader, ahead: number): boolean {
  const control = reader.peek(ahead + 1);
  return reader.peek(ahead) === 1 && control >= 0 && (control & RESERVED_BITS) === 0;
}

/** Reads an NPDU to the reader's end, and emits what it carries. `origin` is the device that a broadcast was forwarded for. */
export function readNetwork(
  talk: Talk<Memory>,
  reader: Reader,
  origin: About,
  operation: number,
  fields: Shown | undefined,
): void {
  const walk = walkOf(talk);
  walk.reader = reader;
  walk.isAssembled = false;
  walk.about = origin;
  const version = reader.u8();
  const control = reader.u8();
  if (fields !== undefined) fields["npdu_version"] = version;
  if (!reader.ok || version !== 1) {
    if (reader.ok) {
      talk.fault("unknown network version", reader.position - reader.start - 2);
      reader.skipRest();
    }
    talk.emit(OPERATIONS.of(operation), UNDIRECTED, fields);
    return;
  }
  if ((control & RESERVED_BITS) !== 0) talk.fault("reserved control bits", reader.position - reader.start - 1);
  if (fields !== undefined) {
    fields["npdu_control"] = control;
    fields["data_expecting_reply"] = (control & EXPECTS_REPLY) !== 0;
    fields["network_priority"] = PRIORITIES[control & 3];
  }
  let destination = 0;
  let source = 0;
  walk.fromStation = -1;
  walk.toStation = -1;
  if ((control & HAS_DESTINATION) !== 0) {
    const start = reader.position;
    destination = readAddress(reader, "destination", fields);
    if (reader.ok) walk.toStation = stationOf(reader.bytes, start);
  }
  if ((control & HAS_SOURCE) !== 0) {
    const start = reader.position;
    source = readAddress(reader, "source", fields);
    if (reader.ok) {
      walk.about = partOf(origin, reader.bytes, start);
      walk.fromStation = stationOf(reader.bytes, start);
    }
  }
  if ((control & HAS_DESTINATION) !== 0) {
    const hops = reader.u8();
    if (fields !== undefined) fields["hop_count"] = hops;
  }
  if ((control & IS_NETWORK_MESSAGE) !== 0) {
    readMessage(talk, reader, origin, fields);
    return;
  }
  if (!reader.ok || (reader.left() === 0 && reader.cut)) {
    reader.skip(1);
    talk.emit(OPERATIONS.of(operation), UNDIRECTED, fields);
    return;
  }
  ROUTE.mark = Math.imul(destination, 31) ^ source;
  ROUTE.backMark = Math.imul(source, 31) ^ destination;
  readApplication(talk, ROUTE, fields);
}

/** One record is enough: it is filled anew before every use. */
const ROUTE: Route = { mark: 0, backMark: 0 };

/** Reads network number and address; answers a mark of both. */
function readAddress(reader: Reader, which: string, fields: Shown | undefined): number {
  const network = reader.u16();
  const length = reader.u8();
  const start = reader.position;
  reader.skip(length);
  if (!reader.ok) return 0;
  let mark = network + 1;
  for (let at = start; at < start + length; at++) mark = Math.imul(mark ^ (reader.bytes[at] as number), 0x01000193);
  if (fields !== undefined) {
    fields[`${which}_network`] = network;
    fields[`${which}_address`] = length === 0 ? "broadcast" : addressText(reader.bytes, start, length);
  }
  return mark;
}

/** The device behind a router, as the router's network number and address name it. */
function partOf(origin: About, bytes: Uint8Array, start: number): About {
  const network = ((bytes[start] as number) << 8) | (bytes[start + 1] as number);
  const length = bytes[start + 2] as number;
  if (length === 0) return origin;
  const part = `network ${network} address ${addressText(bytes, start + 3, length)}`;
  if (origin === "sender" || origin === "receiver") return { part, of: origin };
  return { ...origin, part };
}

/** One octet of MS/TP or ARCNET in decimal, IPv4 with port where the port is BACnet's, else hexadecimal. */
export function addressText(bytes: Uint8Array, start: number, length: number): string {
  if (length === 1) return String(bytes[start]);
  if (length === 6 && bytes[start + 4] === 0xba && ((bytes[start + 5] as number) & 0xf0) === 0xc0) {
    return internetText(bytes, start);
  }
  return hexOf(bytes, start, start + length);
}

/** "192.0.2.1:47808" of the six octets of a B/IP address (annex J.1.2). */
export function internetText(bytes: Uint8Array, start: number): string {
  return `${v4At(bytes, start)}:${((bytes[start + 4] as number) << 8) | (bytes[start + 5] as number)}`;
}

/** Dotted text of the four octets there. */
export function v4At(bytes: Uint8Array, start: number): string {
  return v4Text(
    ((bytes[start] as number) << 24) |
      ((bytes[start + 1] as number) << 16) |
      ((bytes[start + 2] as number) << 8) |
      (bytes[start + 3] as number),
  );
}

/** Network layer messages (clause 6.4). Key material is skipped, never shown. */
function readMessage(talk: Talk<Memory>, reader: Reader, origin: About, fields: Shown | undefined): void {
  const type = reader.u8();
  if (fields !== undefined) fields["message_type"] = type;
  if (type >= 0x80) {
    const vendor = reader.u16();
    if (fields !== undefined) fields["vendor_id"] = vendor;
    reader.skipRest();
    talk.emit(OPERATIONS.unnamed, UNDIRECTED, fields);
    return;
  }
  const start = reader.position;
  let direction: Direction = UNDIRECTED;
  switch (type) {
    case 0x00:
      direction = REQUEST;
      if (reader.left() > 0) readNetworks(reader, fields, 1);
      break;
    case 0x01:
      direction = RESPONSE;
      readNetworks(reader, fields, 65_535);
      if (reader.ok) talk.claim(origin, "kind", "BACnet router", 0.6, "BACnet I-Am-Router", start, reader.position);
      break;
    case 0x02:
      readNetworks(reader, fields, 1);
      show(fields, "performance_index", reader.u8());
      break;
    case 0x03: {
      const reason = reader.u8();
      show(fields, "reject_reason", reason);
      if (REJECTIONS[reason] !== undefined) show(fields, "reject_reason_name", REJECTIONS[reason]);
      readNetworks(reader, fields, 1);
      if (reader.ok) talk.refused((REJECTIONS[reason] ?? `reject_reason_${reason}`).replaceAll("-", "_"));
      break;
    }
    case 0x04:
    case 0x05:
      direction = NOTICE;
      readNetworks(reader, fields, 65_535);
      break;
    case 0x06:
    case 0x07:
      direction = type === 0x06 ? REQUEST : RESPONSE;
      readRoutes(reader, fields);
      break;
    case 0x08:
      direction = REQUEST;
      readNetworks(reader, fields, 1);
      show(fields, "termination_time_value", reader.u8());
      break;
    case 0x09:
      direction = REQUEST;
      readNetworks(reader, fields, 1);
      break;
    case 0x12:
      direction = REQUEST;
      break;
    case 0x13:
      direction = RESPONSE;
      show(fields, "network_number", reader.u16());
      show(fields, "network_number_configured", reader.u8() === 1);
      break;
    default:
      show(fields, "length", reader.left());
      reader.skipRest();
  }
  if (reader.ok && reader.left() > 0) {
    talk.fault("too many arguments", reader.position - reader.start);
    reader.skipRest();
  }
  talk.emit(OPERATIONS.of(NETWORK_MESSAGE + type), direction, fields);
}

function show(fields: Shown | undefined, name: string, value: unknown): void {
  if (fields !== undefined) fields[name] = value;
}

function readNetworks(reader: Reader, fields: Shown | undefined, most: number): void {
  const networks: number[] | undefined = fields === undefined ? undefined : [];
  let count = 0;
  do {
    const network = reader.u16();
    if (reader.ok) networks?.push(network);
    count++;
  } while (reader.ok && count < most && reader.left() > 0);
  if (fields !== undefined) fields["destination_networks"] = networks;
}

function readRoutes(reader: Reader, fields: Shown | undefined): void {
  // An empty request asks for the table, an empty answer only acknowledges (clause 6.4.7).
  if (reader.left() === 0) return;
  const routes: object[] | undefined = fields === undefined ? undefined : [];
  const count = reader.u8();
  for (let index = 0; index < count && reader.ok; index++) {
    const network = reader.u16();
    const port = reader.u8();
    const length = reader.u8();
    if (routes === undefined) reader.skip(length);
    else routes.push({ destination_network: network, port_id: port, port_information: reader.hex(length) });
  }
  if (fields !== undefined) fields["routing_table"] = routes;
}
