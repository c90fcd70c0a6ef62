// CIP volume 1, 2-4 (Message Router request) and 3-5.5.4 (Unconnected_Send); Logix requests (1756-PM020).
import type { Reader } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import { REQUEST } from "../../talk.ts";
import { attributeName, isReadable, readAttribute } from "./attributes.ts";
import { className, instanceSpace } from "./classes.ts";
import { joinedRoute, readForwardClose, readForwardOpen } from "./connections.ts";
import type { CipMemory, Pending } from "./memory.ts";
import { nextEmbedded, routeOf, tagOf } from "./memory.ts";
import type { Path } from "./path.ts";
import { pathText, readPath, scanPath } from "./path.ts";
import { tellRequested } from "./points.ts";
import * as services from "./services.ts";
import { serviceOf } from "./services.ts";
import { readValues, STRUCTURE, typeName } from "./values.ts";

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
  tellRequested(reader, talk, pending, path, service.layout);
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
    const inner = nextEmbedded(talk.memory, pending);
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
  const full = joinedRoute(pending.route, route);
  if (fields !== undefined) {
    fields["priority"] = (tick >> 4) & 1;
    fields["tick_time"] = tick & 0x0f;
    fields["time_out_ticks"] = ticks;
    fields["message_request_size"] = length;
    fields["route_path"] = pathText(reader.bytes, routePath.start, routePath.end);
  }
  talk.emit(service.operation, REQUEST, fields);
  if (!whole || depth >= DEEPEST) return;
  const inner = nextEmbedded(talk.memory, pending);
  const after = reader.position;
  const end = reader.end;
  reader.position = start;
  const outer = reader.narrow(length);
  readRequest(reader, talk, inner, full, undefined, depth + 1);
  reader.widen(outer);
  if (reader.ok) reader.position = Math.min(after, end);
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
