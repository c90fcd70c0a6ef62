// Mailbox of EtherCAT: IEC 61158-6-12 section 5.5 (mailbox header), 5.6 (CAN application protocol), 5.8 (file access).

import { pointSpace } from "../../points.ts";
import type { Reader } from "../../reader.ts";
import { hexOf } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import { abortName } from "../canopen/aborts.ts";
import type { Slave } from "./slave.ts";
import { claimIdentity } from "./slave.ts";

const EOE = 2;
const COE = 3;
const FOE = 4;
const SOE = 5;
const VOE = 15;
const HEADER = 6;
const OBJECT = pointSpace("ethercat", "object", "unsigned", "slave");

/** Whether `length` bytes begin with a mailbox header whose fields fit each other. */
export function looksLikeMailbox(bytes: Uint8Array, at: number, length: number): boolean {
  if (length < HEADER + 2) return false;
  const inner = (bytes[at] as number) | ((bytes[at + 1] as number) << 8);
  if (inner < 2 || inner > length - HEADER) return false;
  const kind = bytes[at + 5] as number;
  // The counter has three bits, the bit above it is reserved.
  if (kind > 0x7f || (bytes[at + 4] as number) >> 6 > 3 || ((bytes[at + 4] as number) & 0x3f) !== 0) return false;
  const type = kind & 15;
  const first = bytes[at + 6] as number;
  const second = bytes[at + 7] as number;
  switch (type) {
    case COE:
      // Nine bits of number, three reserved, four of service.
      return (second & 0x0e) === 0 && second >> 4 >= 1 && second >> 4 <= 8;
    case FOE:
      return first >= 1 && first <= 6 && second === 0 && inner >= 6;
    case SOE:
      return (first & 7) >= 1 && (first & 7) <= 6 && inner >= 4;
    case EOE:
      return (first & 15) <= 7 && inner >= 4;
    case 1:
      // A header of AMS with its two addresses.
      return inner >= 32;
    case VOE:
      return inner >= 6;
    default:
      return false;
  }
}

/**
 * Reads the mailbox at the reader, narrowed to it, and answers the number of its operation; `slave` is undefined when it
 * cannot be told, and `fields` when nobody reads them.
 */
export function readMailbox(
  reader: Reader,
  talk: Talk,
  slave: Slave | undefined,
  fromSlave: boolean,
  fields: Record<string, unknown> | undefined,
): number {
  const length = reader.u16le();
  const address = reader.u16le();
  const channel = reader.u8();
  const kind = reader.u8();
  if (fields !== undefined) {
    fields["mailbox_length"] = length;
    fields["mailbox_address"] = address;
    fields["mailbox_priority"] = channel >> 6;
    fields["mailbox_type"] = kind & 15;
    fields["mailbox_counter"] = kind >> 4;
  }
  const outer = reader.narrow(length);
  let code = 512 + (kind & 15);
  if ((kind & 15) === COE) code = readCoe(reader, talk, slave, fromSlave, fields);
  else if ((kind & 15) === FOE) code = readFoe(reader, talk, fields);
  else if ((kind & 15) === SOE) code = readSoe(reader, talk, fields);
  else if ((kind & 15) === EOE && fields !== undefined) {
    fields["eoe_frame_type"] = reader.peek() & 15;
    fields["eoe_last_fragment"] = (reader.peek(1) & 1) !== 0;
  }
  reader.widen(outer);
  return code;
}

function readCoe(
  reader: Reader,
  talk: Talk,
  slave: Slave | undefined,
  fromSlave: boolean,
  fields: Record<string, unknown> | undefined,
): number {
  const head = reader.u16le();
  const service = head >> 12;
  if (fields !== undefined) {
    fields["coe_number"] = head & 0x1ff;
    fields["coe_service"] = service;
  }
  if (service === 1) {
    const error = reader.u16le();
    talk.object(`emergency 0x${error.toString(16).padStart(4, "0")}`);
    if (fields !== undefined) {
      fields["error_code"] = error;
      fields["error_register"] = reader.u8();
    }
    return 529;
  }
  if (service === 2 || service === 3) return readSdo(reader, talk, slave, service === 3, fields);
  if (service >= 4 && service <= 7) return 530;
  if (service !== 8) return 528;
  const opcode = reader.u8() & 0x7f;
  reader.skip(1);
  const fragments = reader.u16le();
  if (opcode === 7) talk.refused(abortName(reader.u32le()));
  else if (opcode === 4 && fromSlave) readDescription(reader, fields);
  if (fields !== undefined) {
    fields["sdo_information_opcode"] = opcode;
    fields["fragments_left"] = fragments;
  }
  return 536;
}

function readDescription(reader: Reader, fields: Record<string, unknown> | undefined): void {
  if (fields === undefined) return;
  fields["object_index"] = reader.u16le();
  fields["data_type"] = reader.u16le();
  fields["max_subindex"] = reader.u8();
  fields["object_code"] = reader.u8();
  fields["name"] = reader.text(reader.left());
}

/** Operation by the command specifier of a request and of a response. */
const REQUESTS: readonly number[] = [533, 531, 532, 534, 535, 528, 528, 528];
const RESPONSES: readonly number[] = [534, 533, 532, 531, 535, 528, 528, 528];

function readSdo(
  reader: Reader,
  talk: Talk,
  slave: Slave | undefined,
  response: boolean,
  fields: Record<string, unknown> | undefined,
): number {
  const command = reader.u8();
  const specifier = command >> 5;
  const code = (response ? RESPONSES : REQUESTS)[specifier] as number;
  if (fields !== undefined) fields["sdo_command"] = specifier;
  if (code === 533 || code === 534 || code === 528) return code;
  const index = reader.u16le();
  const subindex = reader.u8();
  if (fields !== undefined) {
    fields["object_index"] = index;
    fields["subindex"] = subindex;
    fields["complete_access"] = code !== 535 && (command & 0x10) !== 0;
  }
  if (!reader.ok) return code;
  const name = `0x${index.toString(16).padStart(4, "0")}:${subindex.toString(16).padStart(2, "0")}`;
  talk.object(name);
  if (code === 535) {
    const abort = reader.u32le();
    if (fields !== undefined) fields["abort_code"] = abort;
    talk.refused(abortName(abort));
    return code;
  }
  // Data goes out with a download and comes back with an upload.
  if ((code === 531) === response) return code;
  const expedited = (command & 2) !== 0;
  let size = (command & 1) !== 0 ? 4 - ((command >> 2) & 3) : 4;
  if (!expedited) size = Math.min(reader.u32le(), reader.left());
  if (size > reader.left()) return code;
  const { bytes, position } = reader;
  if (fields !== undefined) fields["sdo_data"] = hexOf(bytes, position, position + Math.min(size, 64));
  let value = 0;
  for (let byte = Math.min(size, 4) - 1; byte >= 0; byte--) value = value * 256 + (bytes[position + byte] as number);
  if (size <= 4 && (index < 0x1000 || index >= 0x2000)) talk.sample(OBJECT, slave?.station ?? -1, name, -1, value);
  if (response && slave !== undefined) tellIdentity(reader, talk, slave, index, subindex, size, value);
  return code;
}

function tellIdentity(
  reader: Reader,
  talk: Talk,
  slave: Slave,
  index: number,
  subindex: number,
  size: number,
  value: number,
): void {
  const start = reader.position;
  if (index === 0x1018 && size === 4 && subindex >= 1 && subindex <= 4)
    claimIdentity(talk, slave, subindex - 1, value, "EtherCAT CoE object 0x1018", start);
  else if (index >= 0x1008 && index <= 0x100a && subindex === 0) {
    const attribute = index === 0x1008 ? "model" : index === 0x1009 ? "hardware" : "firmware";
    const text = reader.text(Math.min(size, 64));
    const method = `EtherCAT CoE object 0x${index.toString(16)}`;
    if (text !== "") talk.claim(slave.about, attribute, text, 0.95, method, start, start + size);
  }
}

function readFoe(reader: Reader, talk: Talk, fields: Record<string, unknown> | undefined): number {
  const opcode = reader.u8();
  reader.skip(1);
  const number = reader.u32le();
  if (fields !== undefined) fields["foe_opcode"] = opcode;
  switch (opcode) {
    case 1:
    case 2: {
      const file = reader.text(Math.min(reader.left(), 128));
      if (file !== "") talk.object(file);
      if (fields !== undefined) fields["file_name"] = file;
      if (number !== 0) talk.note("receiver", { kind: "credential", method: "FoE password", exposure: "clear" });
      break;
    }
    case 3:
    case 4:
      if (fields !== undefined) fields["packet_number"] = number;
      break;
    case 5:
      talk.refused(FILE_ERRORS[number & 0xff] ?? `foe_error_0x${number.toString(16)}`);
      if (fields !== undefined) {
        fields["error_code"] = number;
        fields["error_text"] = reader.text(Math.min(reader.left(), 128));
      }
      break;
    default:
      if (fields !== undefined) {
        fields["done"] = number & 0xffff;
        fields["entire"] = number >>> 16;
      }
  }
  return opcode >= 1 && opcode <= 6 ? 544 + opcode : 544;
}

const FILE_ERRORS: readonly (string | undefined)[] = [
  "not_defined",
  "not_found",
  "access_denied",
  "disk_full",
  "illegal",
  "packet_number_wrong",
  "already_exists",
  "no_user",
  "bootstrap_only",
  "not_in_bootstrap",
  "no_rights",
  "program_error",
];

function readSoe(reader: Reader, talk: Talk, fields: Record<string, unknown> | undefined): number {
  const head = reader.u8();
  const drive = reader.u8() >> 5;
  const opcode = head & 7;
  const idn = reader.u16le();
  const parameter = `${idn >= 0x8000 ? "P" : "S"}-${(idn >> 12) & 7}-${(idn & 0xfff).toString().padStart(4, "0")}`;
  if (reader.ok) talk.object(parameter);
  if ((head & 0x10) !== 0) talk.refused(`soe_error_0x${reader.u16le().toString(16)}`);
  if (fields !== undefined) {
    fields["soe_opcode"] = opcode;
    fields["drive"] = head >> 5;
    fields["elements"] = drive;
    fields["idn"] = parameter;
  }
  return opcode === 1 || opcode === 2 ? 561 : opcode === 3 || opcode === 4 ? 563 : 560 + opcode;
}
