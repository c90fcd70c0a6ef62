// CIP volume 1, 2-4.2 (Message Router reply), 3-5.5 (Connection Manager replies); Logix replies (1756-PM020).

import type { Reader } from "../../reader.ts";
import { hexOf } from "../../reader.ts";
import type { About, Talk } from "../../talk.ts";
import { RESPONSE } from "../../talk.ts";
import {
  allAttributes,
  attributeName,
  claimAttribute,
  isReadable,
  readAttribute,
  tellsIdentity,
} from "./attributes.ts";
import type { CipMemory, Pending } from "./memory.ts";
import { rememberConnection } from "./memory.ts";
import { tellAnswered } from "./points.ts";
import type { Carrier } from "./request.ts";
import { areOffsetsSound, objectFields, offsetAt, readType } from "./request.ts";
import * as services from "./services.ts";
import { serviceOf } from "./services.ts";
import { connectionStatusName, isSuccess, statusName } from "./status.ts";
import { readValues } from "./values.ts";
import { vendorName } from "./vendors.ts";

const DEEPEST = 4;
/** Most names that one message tells as objects. */
const MOST_NAMES = 512;

type Fields = Record<string, unknown>;

/**
 * Reads the reply that fills the reader and emits it and what it holds. `asked` is its request; an unused record
 * (frame 0) when that was not seen.
 */
export function readReply(
  reader: Reader,
  talk: Talk<CipMemory>,
  asked: Pending,
  carrier: Carrier | undefined,
  depth: number,
): void {
  const code = reader.u8() & 0x7f;
  reader.skip(1);
  const status = reader.u8();
  const extraAt = reader.position + 1;
  reader.skip(reader.u8() * 2);
  const extra = reader.ok && reader.position >= extraAt + 2 ? u16(reader, extraAt) : -1;
  // Services from 0x4B cannot be named without their class; PCCC is known by its bytes.
  const classId = asked.frame === 0 && code === 0x4b && looksLikePccc(reader) ? 0x67 : asked.classId;
  const service = serviceOf(code, classId, asked.isTag);
  const layout = service.layout;
  if (asked.frame > 0) talk.answersFrame(asked.frame);
  if (!isSuccess(status)) {
    const detail = classId === 6 && status === 1 && extra >= 0 ? connectionStatusName(extra) : "";
    talk.refused(detail === "" ? statusName(status) : detail);
  }
  const fields: Fields | undefined = talk.detailed
    ? {
        service: code,
        service_name: service.name,
        response: true,
        ...carrier,
        ...objectFields(asked),
        general_status: status,
        general_status_name: statusName(status),
        additional_status: extra < 0 ? undefined : hexOf(reader.bytes, extraAt, reader.position),
      }
    : undefined;
  if (layout === services.MULTIPLE && (status === 0 || status === 0x1e)) {
    readMultiple(reader, talk, asked, service, fields, depth);
    return;
  }
  if (layout === services.EXECUTE_PCCC && status === 0) {
    const start = reader.position;
    reader.skipRest();
    talk.emit(service.operation, RESPONSE, fields);
    if (reader.ok) talk.hand("cip", reader.bytes, start, reader.end, 0x67);
    return;
  }
  const about: About = asked.route === "" ? "sender" : { part: asked.route, of: "sender" };
  if (reader.left() > 0 || layout === services.FORWARD_OPEN)
    readData(reader, talk, asked, about, layout, status, fields);
  reader.skipRest();
  talk.emit(service.operation, RESPONSE, fields);
}

function u16(reader: Reader, at: number): number {
  return (reader.bytes[at] as number) | ((reader.bytes[at + 1] as number) << 8);
}

/** A requestor id of seven bytes and a command with its reply bit set. */
function looksLikePccc(reader: Reader): boolean {
  return reader.left() >= 11 && reader.peek() === 7 && (reader.peek(7) & 0xf0) === 0x40;
}

function readMultiple(
  reader: Reader,
  talk: Talk<CipMemory>,
  asked: Pending,
  service: services.Service,
  fields: Fields | undefined,
  depth: number,
): void {
  const base = reader.position;
  const count = reader.u16le();
  const sound = areOffsetsSound(reader, base, count);
  if (!sound) talk.fault("bad offset");
  if (fields !== undefined) fields["number_of_services"] = count;
  talk.emit(service.operation, RESPONSE, fields);
  if (!sound || depth >= DEEPEST) {
    reader.skipRest();
    return;
  }
  const end = reader.end;
  for (let index = 0; index < count && reader.ok; index++) {
    const inner = index < asked.innerCount ? (asked.inner[index] as Pending) : talk.memory.unknown;
    reader.position = base + offsetAt(reader, base, index);
    const next = index + 1 < count ? base + offsetAt(reader, base, index + 1) : end;
    const outer = reader.narrow(next - reader.position);
    // An answer to another service than was asked belongs to another request.
    const fits = inner.service === (reader.peek() & 0x7f);
    readReply(reader, talk, fits ? inner : talk.memory.unknown, undefined, depth + 1);
    reader.widen(outer);
  }
  if (reader.ok) reader.position = end;
}

/** What follows the status, where its layout is known. */
function readData(
  reader: Reader,
  talk: Talk<CipMemory>,
  asked: Pending,
  about: About,
  layout: services.Layout,
  status: number,
  fields: Fields | undefined,
): void {
  const { classId } = asked;
  if (isSuccess(status)) tellAnswered(reader, talk, asked, layout);
  switch (layout) {
    case services.FORWARD_OPEN:
    case services.LARGE_FORWARD_OPEN:
      readForwardOpen(reader, talk, asked, status, fields);
      return;
    case services.FORWARD_CLOSE:
      readForwardClose(reader, status, fields);
      return;
    case services.ALL_ATTRIBUTES:
      if (isSuccess(status) && (fields !== undefined || tellsIdentity(classId))) {
        softly(reader, fields, () => readAllAttributes(reader, talk, asked, about, fields));
      }
      return;
    case services.ATTRIBUTE_LIST:
      if (fields !== undefined || tellsIdentity(classId)) {
        softly(reader, fields, () => readAttributeList(reader, talk, asked, about, fields));
      }
      return;
    case services.SINGLE_ATTRIBUTE:
      if (isSuccess(status) && (fields !== undefined || tellsIdentity(classId))) {
        softly(reader, fields, () => {
          if (!isReadable(classId, asked.attribute)) return;
          const start = reader.position;
          const value = readAttribute(reader, classId, asked.attribute);
          claimAttribute(reader, talk, about, asked.route, classId, asked.attribute, start, reader.position);
          if (fields !== undefined) fields["value"] = value;
        });
      }
      return;
    case services.SYMBOL_LIST:
      if (isSuccess(status)) softly(reader, fields, () => readSymbolList(reader, talk, asked, fields));
      return;
  }
  if (fields === undefined) return;
  softly(reader, fields, () => {
    switch (layout) {
      case services.READ_TAG:
      case services.READ_TAG_FRAGMENTED:
        if (isSuccess(status)) {
          const type = readType(reader, fields);
          fields["values"] = readValues(reader, type);
        }
        break;
      case services.SET_ATTRIBUTE_LIST: {
        const count = reader.u16le();
        const list: object[] = [];
        for (let index = 0; index < count && reader.ok && reader.left() >= 4; index++) {
          const number = reader.u16le();
          list.push({
            attribute_id: number,
            attribute_name: attributeName(classId, number) || undefined,
            status: reader.u16le(),
          });
        }
        fields["attribute_count"] = count;
        fields["attributes"] = list;
        break;
      }
      case services.CREATE:
        if (isSuccess(status) && reader.left() >= 2)
          fields["created_instance_id"] = reader.left() >= 4 ? reader.u32le() : reader.u16le();
        break;
      case services.FIND_NEXT: {
        const found: number[] = [];
        for (let left = reader.u8(); left > 0 && reader.ok; left--) found.push(reader.u16le());
        fields["instances"] = found;
        break;
      }
      case services.UNCONNECTED_SEND:
        if (reader.left() >= 1) fields["remaining_path_size"] = reader.u8();
        break;
      case services.FILE_TRANSFER:
        fields["transfer_number"] = reader.u8();
        break;
    }
  });
}

/**
 * Reads what is beyond the structure of the message: values that end early are no fault of the message, since makers
 * leave attributes out. What is left goes to the fields as it is.
 */
function softly(reader: Reader, fields: Fields | undefined, read: () => void): void {
  const wasOk = reader.ok;
  read();
  reader.ok = wasOk;
  if (fields !== undefined && reader.left() > 0) fields["service_data"] = reader.hex(reader.left());
}

function readAllAttributes(
  reader: Reader,
  talk: Talk<CipMemory>,
  asked: Pending,
  about: About,
  fields: Fields | undefined,
): void {
  const { classId } = asked;
  // Instance 0 is the class itself, which has other attributes.
  if (asked.instance === 0) return;
  const numbers = allAttributes(classId);
  const values: Fields = {};
  for (let index = 0; index < numbers.length && reader.ok && reader.left() > 0; index++) {
    const number = numbers[index] as number;
    const start = reader.position;
    const value = readAttribute(reader, classId, number);
    if (!reader.ok) return;
    claimAttribute(reader, talk, about, asked.route, classId, number, start, reader.position);
    values[attributeName(classId, number)] = value;
  }
  if (fields !== undefined && numbers.length > 0) fields["attributes"] = values;
}

function readAttributeList(
  reader: Reader,
  talk: Talk<CipMemory>,
  asked: Pending,
  about: About,
  fields: Fields | undefined,
): void {
  const { classId } = asked;
  const count = reader.u16le();
  const list: object[] = [];
  for (let index = 0; index < count && reader.ok && reader.left() >= 4; index++) {
    const number = reader.u16le();
    const status = reader.u16le();
    const name = attributeName(classId, number) || undefined;
    if (status !== 0) {
      list.push({ attribute_id: number, attribute_name: name, status });
      continue;
    }
    if (!isReadable(classId, number)) {
      // Without a layout the end of a value is known only of the last; else the rest stays as it is.
      const isLast = index === count - 1 && fields !== undefined;
      const value = isLast ? reader.hex(reader.left()) : undefined;
      list.push({ attribute_id: number, attribute_name: name, status, value });
      break;
    }
    const start = reader.position;
    const value = readAttribute(reader, classId, number);
    if (asked.instance !== 0) claimAttribute(reader, talk, about, asked.route, classId, number, start, reader.position);
    list.push({ attribute_id: number, attribute_name: name, status, value });
  }
  if (fields === undefined) return;
  fields["attribute_count"] = count;
  fields["attributes"] = list;
}

/** Sizes of the Symbol object's attributes, for the list of instances (1756-PM020, "Create a list of tags"). */
const SYMBOL_SIZES: Readonly<Record<number, number>> = { 2: 2, 3: 4, 5: 4, 6: 4, 7: 2, 8: 12, 9: 1, 10: 1 };

function readSymbolList(reader: Reader, talk: Talk<CipMemory>, asked: Pending, fields: Fields | undefined): void {
  const numbers = asked.attributes;
  if (numbers.length === 0) return;
  const symbols: object[] = [];
  let names = 0;
  while (reader.ok && reader.left() >= 4) {
    const instance = reader.u32le();
    let name = "";
    let type = -1;
    for (let index = 0; index < numbers.length && reader.ok; index++) {
      const number = numbers[index] as number;
      if (number === 1) name = reader.text(reader.u16le());
      else if (number === 2) type = reader.u16le();
      else {
        const size = SYMBOL_SIZES[number];
        if (size === undefined) return;
        reader.skip(size);
      }
    }
    if (!reader.ok) break;
    if (name !== "" && names < MOST_NAMES) {
      talk.object(name);
      names++;
    }
    if (fields !== undefined) symbols.push({ instance_id: instance, name, symbol_type: type < 0 ? undefined : type });
  }
  if (fields !== undefined) fields["symbols"] = symbols;
}

function readForwardOpen(
  reader: Reader,
  talk: Talk<CipMemory>,
  asked: Pending,
  status: number,
  fields: Fields | undefined,
): void {
  if (!isSuccess(status)) {
    readRefusedConnection(reader, fields);
    return;
  }
  const originatorToTarget = reader.u32le();
  const targetToOriginator = reader.u32le();
  const serial = reader.u16le();
  const vendor = reader.u16le();
  const originatorSerial = reader.u32le();
  const rateOut = reader.u32le();
  const rateIn = reader.u32le();
  const words = reader.u8();
  reader.skip(1);
  if (!reader.ok) return;
  rememberConnection(talk.memory, { originatorToTarget, targetToOriginator, serial, route: asked.route });
  if (fields === undefined) return;
  Object.assign(fields, {
    o_t_connection_id: originatorToTarget,
    t_o_connection_id: targetToOriginator,
    connection_serial_number: serial,
    originator_vendor_id: vendor,
    originator_vendor: vendorName(vendor) || undefined,
    originator_serial_number: originatorSerial,
    o_t_api: rateOut / 1e6,
    t_o_api: rateIn / 1e6,
    application_reply: words > 0 ? reader.hex(Math.min(words * 2, reader.left())) : undefined,
  });
}

function readForwardClose(reader: Reader, status: number, fields: Fields | undefined): void {
  if (!isSuccess(status)) {
    readRefusedConnection(reader, fields);
    return;
  }
  const serial = reader.u16le();
  const vendor = reader.u16le();
  const originatorSerial = reader.u32le();
  if (fields === undefined) return;
  Object.assign(fields, {
    connection_serial_number: serial,
    originator_vendor_id: vendor,
    originator_vendor: vendorName(vendor) || undefined,
    originator_serial_number: originatorSerial,
  });
}

/** The triad that names the connection, and how much of the path was left where it failed. */
function readRefusedConnection(reader: Reader, fields: Fields | undefined): void {
  if (reader.left() < 8 || fields === undefined) return;
  fields["connection_serial_number"] = reader.u16le();
  fields["originator_vendor_id"] = reader.u16le();
  fields["originator_serial_number"] = reader.u32le();
  if (reader.left() > 0) fields["remaining_path_size"] = reader.u8();
}
