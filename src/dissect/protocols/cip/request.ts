// CIP volume 1, 2-4 (Message Router request) and 3-5.5 (Connection Manager requests); Logix requests (1756-PM020).
import type { Reader } from "../../reader.ts";
import type { About, Talk } from "../../talk.ts";
import { REQUEST } from "../../talk.ts";
import { attributeName, isReadable, readAttribute } from "./attributes.ts";
import { className, instanceSpace } from "./classes.ts";
import { serialText } from "./identity.ts";
import type { CipMemory, Pending } from "./memory.ts";
import { isNews, nextEmbedded, routeOf, tagOf } from "./memory.ts";
import type { Path } from "./path.ts";
import { pathText, readPath, scanPath } from "./path.ts";
import * as services from "./services.ts";
import { serviceOf } from "./services.ts";
import { readValues, STRUCTURE, typeName } from "./values.ts";
import { vendorName } from "./vendors.ts";

/** Embedded requests may hold embedded requests, but not for ever. */
const DEEPEST = 4;

/** The envelope's part of a message's fields: which connection it came on. */
export interface Carrier {
  connection_id?: number;
  sequence_count?: number;
}

/** Reads the request that fills the reader, emits it and what it holds, and remembers it in `pending`. */
export function readRequest(
  reader: Reader,
  talk: Talk<CipMemory>,
  pending: Pending,
  route: string,
  carrier: Carrier | undefined,
  depth: number,
): void {
  const memory = talk.memory;
  const path = memory.path;
  const code = reader.u8();
  readPath(reader, reader.u8(), path);
  if (!path.sound) talk.fault("bad path");
  const isTag = path.symbolStart >= 0;
  pending.service = code;
  pending.classId = path.classId;
  pending.instance = path.instance;
  pending.attribute = path.attribute;
  pending.isTag = isTag;
  pending.route = route;
  if (isTag) {
    pending.tag = tagOf(memory, reader.bytes, path.symbolStart, path.end);
    talk.object(pending.tag);
  } else if (path.classId >= 0 && path.instance > 0) talk.target(instanceSpace(path.classId), path.instance, 1);
  const service = serviceOf(code, path.classId, isTag);
  const fields = talk.detailed ? requestFields(reader, path, pending, code, service.name, carrier) : undefined;
  switch (service.layout) {
    case services.MULTIPLE:
      readMultiple(reader, talk, pending, service, fields, depth);
      return;
    case services.UNCONNECTED_SEND:
      readUnconnectedSend(reader, talk, pending, service, fields, depth);
      return;
    case services.FORWARD_OPEN:
    case services.LARGE_FORWARD_OPEN:
      readForwardOpen(reader, talk, pending, service.layout === services.LARGE_FORWARD_OPEN, fields);
      break;
    case services.FORWARD_CLOSE:
      readForwardClose(reader, talk, fields);
      break;
    case services.EXECUTE_PCCC: {
      const start = reader.position;
      reader.skipRest();
      talk.emit(service.operation, REQUEST, fields);
      if (reader.ok) talk.hand("cip", reader.bytes, start, reader.end, 0x67);
      return;
    }
    case services.SYMBOL_LIST:
      readAttributeNumbers(reader, pending.attributes, fields);
      break;
    default:
      if (fields !== undefined) readDetails(reader, path.classId, path.attribute, service.layout, fields);
      reader.skipRest();
  }
  talk.emit(service.operation, REQUEST, fields);
}

function requestFields(
  reader: Reader,
  path: Path,
  pending: Pending,
  code: number,
  name: string,
  carrier: Carrier | undefined,
): Record<string, unknown> {
  return {
    service: code,
    service_name: name,
    response: false,
    ...carrier,
    path: pathText(reader.bytes, path.start, path.end),
    ...objectFields(pending),
    member_id: path.member < 0 ? undefined : path.member,
    connection_point: path.connectionPoint < 0 ? undefined : path.connectionPoint,
  };
}

/** What a request is addressed to, in fields. */
export function objectFields(pending: Pending): object {
  return {
    class_id: pending.classId < 0 ? undefined : pending.classId,
    class_name: pending.classId < 0 ? undefined : className(pending.classId) || undefined,
    instance_id: pending.instance < 0 ? undefined : pending.instance,
    attribute_id: pending.attribute < 0 ? undefined : pending.attribute,
    attribute_name: pending.attribute < 0 ? undefined : attributeName(pending.classId, pending.attribute) || undefined,
    tag: pending.isTag ? pending.tag : undefined,
    route: pending.route === "" ? undefined : pending.route,
  };
}

/** Multiple_Service_Packet (appendix A): a count, offsets from the count, and a whole request at each. */
function readMultiple(
  reader: Reader,
  talk: Talk<CipMemory>,
  pending: Pending,
  service: services.Service,
  fields: Record<string, unknown> | undefined,
  depth: number,
): void {
  const base = reader.position;
  const count = reader.u16le();
  const sound = areOffsetsSound(reader, base, count);
  if (!sound) talk.fault("bad offset");
  if (fields !== undefined) fields["number_of_services"] = count;
  talk.emit(service.operation, REQUEST, fields);
  if (!sound || depth >= DEEPEST) {
    reader.skipRest();
    return;
  }
  const end = reader.end;
  for (let index = 0; index < count && reader.ok; index++) {
    const inner = nextEmbedded(pending);
    if (inner === undefined) break;
    reader.position = base + offsetAt(reader, base, index);
    const next = index + 1 < count ? base + offsetAt(reader, base, index + 1) : end;
    const outer = reader.narrow(next - reader.position);
    readRequest(reader, talk, inner, pending.route, undefined, depth + 1);
    reader.widen(outer);
  }
  if (reader.ok) reader.position = end;
}

/** Whether the offsets of a Multiple_Service_Packet rise and stay inside the message. */
export function areOffsetsSound(reader: Reader, base: number, count: number): boolean {
  if (!reader.ok || base + 2 + count * 2 > reader.end) return false;
  let least = 2 + count * 2;
  for (let index = 0; index < count; index++) {
    const offset = offsetAt(reader, base, index);
    // Every embedded message has at least a service and a path size.
    if (offset < least || base + offset + 2 > reader.end) return false;
    least = offset + 2;
  }
  return true;
}

/** The offset of an embedded message, once `areOffsetsSound`. */
export function offsetAt(reader: Reader, base: number, index: number): number {
  const at = base + 2 + index * 2;
  return (reader.bytes[at] as number) | ((reader.bytes[at + 1] as number) << 8);
}

/** Unconnected_Send: a request for another node, and the way there. */
function readUnconnectedSend(
  reader: Reader,
  talk: Talk<CipMemory>,
  pending: Pending,
  service: services.Service,
  fields: Record<string, unknown> | undefined,
  depth: number,
): void {
  const tick = reader.u8();
  const ticks = reader.u8();
  const length = reader.u16le();
  const start = reader.position;
  reader.skip(length + (length & 1));
  const words = reader.u8();
  reader.skip(1);
  const routePath = talk.memory.innerPath;
  readPath(reader, words, routePath);
  if (!routePath.sound) talk.fault("bad path");
  const whole = reader.ok && length >= 2;
  const route = routePath.routed ? routeOf(talk.memory, reader.bytes, routePath.start, routePath.end) : "";
  const full = joined(pending.route, route);
  if (fields !== undefined) {
    fields["priority"] = (tick >> 4) & 1;
    fields["tick_time"] = tick & 0x0f;
    fields["time_out_ticks"] = ticks;
    fields["message_request_size"] = length;
    fields["route_path"] = pathText(reader.bytes, routePath.start, routePath.end);
  }
  talk.emit(service.operation, REQUEST, fields);
  if (!whole || depth >= DEEPEST) return;
  const inner = nextEmbedded(pending);
  if (inner === undefined) return;
  const after = reader.position;
  const end = reader.end;
  reader.position = start;
  const outer = reader.narrow(length);
  readRequest(reader, talk, inner, full, undefined, depth + 1);
  reader.widen(outer);
  if (reader.ok) reader.position = Math.min(after, end);
}

function joined(one: string, other: string): string {
  return one === "" ? other : other === "" ? one : `${one}, ${other}`;
}

/** Products that open connections from a computer: their vendor id names software, not the computer's maker. */
const SOFTWARE_VENDORS = new Set([77, 1109, 1285, 1307]);

/** Forward_Open and Large_Forward_Open: ids, rates and sizes of a connection, and the path to its target. */
function readForwardOpen(
  reader: Reader,
  talk: Talk<CipMemory>,
  pending: Pending,
  isLarge: boolean,
  fields: Record<string, unknown> | undefined,
): void {
  const tick = reader.u8();
  const ticks = reader.u8();
  const originatorToTarget = reader.u32le();
  const targetToOriginator = reader.u32le();
  const serial = reader.u16le();
  const vendorAt = reader.position;
  const vendor = reader.u16le();
  const originatorSerial = reader.u32le();
  const multiplier = reader.u8();
  reader.skip(3);
  const rateOut = reader.u32le();
  const parametersOut = isLarge ? reader.u32le() : reader.u16le();
  const rateIn = reader.u32le();
  const parametersIn = isLarge ? reader.u32le() : reader.u16le();
  const trigger = reader.u8();
  const path = talk.memory.innerPath;
  readPath(reader, reader.u8(), path);
  if (!path.sound) talk.fault("bad path");
  if (!reader.ok) return;
  if (path.routed) pending.route = joined(pending.route, routeOf(talk.memory, reader.bytes, path.start, path.end));
  claimOriginator(reader, talk, vendor, originatorSerial, vendorAt);
  claimKey(reader, talk, path, pending.route);
  if (path.classId >= 0 && path.instance > 0) talk.target(instanceSpace(path.classId), path.instance, 1);
  if (fields === undefined) return;
  Object.assign(fields, {
    priority: (tick >> 4) & 1,
    tick_time: tick & 0x0f,
    time_out_ticks: ticks,
    o_t_connection_id: originatorToTarget,
    t_o_connection_id: targetToOriginator,
    connection_serial_number: serial,
    originator_vendor_id: vendor,
    originator_vendor: vendorName(vendor) || undefined,
    originator_serial_number: originatorSerial,
    connection_timeout_multiplier: multiplier < 8 ? 4 << multiplier : multiplier,
    o_t_rpi: rateOut / 1e6,
    o_t_parameters: networkParameters(parametersOut, isLarge),
    t_o_rpi: rateIn / 1e6,
    t_o_parameters: networkParameters(parametersIn, isLarge),
    transport_direction: (trigger & 0x80) !== 0 ? "server" : "client",
    transport_trigger: ["cyclic", "change_of_state", "application_object"][(trigger >> 4) & 7] ?? "reserved",
    transport_class: trigger & 0x0f,
    connection_path: pathText(reader.bytes, path.start, path.end),
    electronic_key:
      path.keyVendor < 0
        ? undefined
        : {
            vendor_id: path.keyVendor,
            device_type: path.keyDeviceType,
            product_code: path.keyProductCode,
            major_revision: path.keyMajor,
            minor_revision: path.keyMinor,
          },
  });
}

function networkParameters(word: number, isLarge: boolean): object {
  const high = isLarge ? word >>> 16 : word;
  return {
    size: isLarge ? word & 0xffff : word & 0x1ff,
    variable: (high & 0x0200) !== 0,
    priority: ["low", "high", "scheduled", "urgent"][(high >> 10) & 3],
    type: ["null", "multicast", "point_to_point", "reserved"][(high >> 13) & 3],
    redundant_owner: (high & 0x8000) !== 0,
  };
}

/** The originator of a connection tells its own vendor and serial number. */
function claimOriginator(reader: Reader, talk: Talk<CipMemory>, vendor: number, serial: number, at: number): void {
  const name = vendorName(vendor);
  if (name === "" || !isNews(talk.memory, "", 0x10000, reader.bytes, at, at + 6)) return;
  const method = "CIP Forward Open originator";
  if (SOFTWARE_VENDORS.has(vendor)) {
    talk.claim("sender", "software", `${name} communication software`, 0.6, method, at, at + 6);
    return;
  }
  talk.claim("sender", "vendor", name, 0.6, method, at, at + 2);
  if (serial !== 0) talk.claim("sender", "serial", serialText(serial), 0.5, method, at + 2, at + 6);
}

/** An electronic key says which device the originator was configured to meet; the target refuses when it differs. */
function claimKey(reader: Reader, talk: Talk<CipMemory>, path: Path, route: string): void {
  if (path.keyVendor <= 0 || !isNews(talk.memory, route, 0x10001, reader.bytes, path.start, path.end)) return;
  const about: About = route === "" ? "receiver" : { part: route, of: "receiver" };
  const method = "CIP electronic key";
  const name = vendorName(path.keyVendor);
  if (name !== "") talk.claim(about, "vendor", name, 0.6, method, path.start, path.end);
}

/** Forward_Close: which connection ends. */
function readForwardClose(reader: Reader, talk: Talk<CipMemory>, fields: Record<string, unknown> | undefined): void {
  const tick = reader.u8();
  const ticks = reader.u8();
  const serial = reader.u16le();
  const vendor = reader.u16le();
  const originatorSerial = reader.u32le();
  const words = reader.u8();
  reader.skip(1);
  const path = talk.memory.innerPath;
  readPath(reader, words, path);
  if (!path.sound) talk.fault("bad path");
  if (fields === undefined) return;
  Object.assign(fields, {
    priority: (tick >> 4) & 1,
    tick_time: tick & 0x0f,
    time_out_ticks: ticks,
    connection_serial_number: serial,
    originator_vendor_id: vendor,
    originator_vendor: vendorName(vendor) || undefined,
    originator_serial_number: originatorSerial,
    connection_path: pathText(reader.bytes, path.start, path.end),
  });
}

/** A count and as many attribute numbers. */
function readAttributeNumbers(reader: Reader, attributes: number[], fields: Record<string, unknown> | undefined): void {
  const count = reader.u16le();
  for (let index = 0; index < count && reader.ok && index < 256; index++) attributes.push(reader.u16le());
  if (fields !== undefined) fields["attributes"] = [...attributes];
}

/** The rest of a request whose bytes only people read: it may end early without being a fault of the message. */
function readDetails(
  reader: Reader,
  classId: number,
  attribute: number,
  layout: services.Layout,
  fields: Record<string, unknown>,
): void {
  const wasOk = reader.ok;
  switch (layout) {
    case services.ATTRIBUTE_LIST: {
      const attributes: number[] = [];
      readAttributeNumbers(reader, attributes, fields);
      break;
    }
    case services.SET_ATTRIBUTE_LIST: {
      const count = reader.u16le();
      const list: object[] = [];
      for (let index = 0; index < count && reader.ok && reader.left() > 0; index++) {
        const number = reader.u16le();
        const name = attributeName(classId, number) || undefined;
        if (isReadable(classId, number)) {
          list.push({ attribute_id: number, attribute_name: name, value: readAttribute(reader, classId, number) });
          continue;
        }
        // Without a layout the end of a value is known only of the last; else the rest stays as it is.
        const value = index === count - 1 ? reader.hex(reader.left()) : undefined;
        list.push({ attribute_id: number, attribute_name: name, value });
        break;
      }
      fields["attribute_count"] = count;
      fields["attributes"] = list;
      break;
    }
    case services.SET_SINGLE_ATTRIBUTE:
      fields["value"] =
        classId !== 0x01 && isReadable(classId, attribute)
          ? readAttribute(reader, classId, attribute)
          : reader.hex(reader.left());
      break;
    case services.RESET:
      if (reader.left() > 0) fields["reset_type"] = reader.u8();
      break;
    case services.CREATE:
    case services.FIND_NEXT:
    case services.OPAQUE:
    case services.FILE_TRANSFER:
      if (layout === services.FILE_TRANSFER && reader.left() > 0) fields["transfer_number"] = reader.u8();
      break;
    case services.READ_TAG:
      fields["element_count"] = reader.u16le();
      break;
    case services.READ_TAG_FRAGMENTED:
      fields["element_count"] = reader.u16le();
      fields["offset"] = reader.u32le();
      break;
    case services.WRITE_TAG:
    case services.WRITE_TAG_FRAGMENTED: {
      const type = readType(reader, fields);
      fields["element_count"] = reader.u16le();
      if (layout === services.WRITE_TAG_FRAGMENTED) fields["offset"] = reader.u32le();
      fields["values"] = readValues(reader, type);
      break;
    }
    case services.MODIFY_TAG: {
      const size = reader.u16le();
      fields["mask_size"] = size;
      fields["or_mask"] = reader.hex(size);
      fields["and_mask"] = reader.hex(size);
      break;
    }
    case services.READ_TEMPLATE:
      fields["offset"] = reader.u32le();
      fields["byte_count"] = reader.u16le();
      break;
  }
  reader.ok = wasOk;
  if (reader.left() > 0) fields["service_data"] = reader.hex(reader.left());
}

/** A tag's data type, and the handle of its template when it is a structure. */
export function readType(reader: Reader, fields: Record<string, unknown>): number {
  const type = reader.u16le();
  fields["data_type"] = type;
  fields["data_type_name"] = typeName(type) || undefined;
  if (type === STRUCTURE) fields["structure_handle"] = reader.u16le();
  return type;
}

/** Whether the path at the reader looks like one; consumes nothing that matters. */
export function looksLikeRequest(reader: Reader, path: Path): boolean {
  const words = reader.peek(1);
  const start = reader.position + 2;
  if (words < 1 || start + words * 2 > reader.end) return false;
  scanPath(reader.bytes, start, start + words * 2, path);
  return path.sound;
}
