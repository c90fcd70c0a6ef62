// Service data objects: CiA 301 version 4.2, section 7.2.4. Answers are told with the object that was asked for.
import type { Attribute } from "../../../model/attribute.ts";
import type { Operation } from "../../operation.ts";
import { pointSpace } from "../../points.ts";
import type { Reader } from "../../reader.ts";
import { hexOf, textOf } from "../../reader.ts";
import type { Subject, Talk } from "../../talk.ts";
import { RESPONSE, UNDIRECTED } from "../../talk.ts";
import { abortName } from "./aborts.ts";
import { ABORT, downloadOf, uploadOf } from "./operations.ts";
import { beckhoffModel, vendorName } from "./vendors.ts";

/** Command specifiers in the upper three bits. */
const SEGMENT_DOWNLOAD_QUESTION = 0;
const DOWNLOAD_QUESTION = 1;
const UPLOAD_QUESTION = 2;
const SEGMENT_UPLOAD_QUESTION = 3;
const ABORTED = 4;
const SEGMENT_UPLOAD_ANSWER = 0;
const SEGMENT_DOWNLOAD_ANSWER = 1;
const UPLOAD_ANSWER = 2;
const DOWNLOAD_ANSWER = 3;
const BLOCK_UPLOAD_QUESTION = 5;
const BLOCK_DOWNLOAD_QUESTION = 6;
const EXPEDITED = 2;
const SIZE_TOLD = 1;
const LONGEST_TEXT = 256;
const IDENTITY = 0x1018;
const OBJECT = pointSpace("canopen", "", "object", "node");

/** Objects that hold text about the node. */
const TEXTS: Readonly<Record<number, Attribute>> = { 4104: "model", 4105: "hardware", 4106: "firmware" };

/** One transfer with one node. */
interface Transfer {
  index: number;
  subindex: number;
  isUpload: boolean;
  frame: number;
  /** Text of an upload in segments. */
  text: Uint8Array;
  length: number;
  vendor: number;
}

/** The transfers of all nodes of a bus, by node. */
export type Transfers = (Transfer | undefined)[];

/** No transfer. */
export function newTransfers(): Transfers {
  return new Array<Transfer | undefined>(128).fill(undefined);
}

type Shown = Record<string, unknown> | undefined;

/** Reads one SDO of a node and emits it. */
export function readSdo(
  talk: Talk,
  transfers: Transfers,
  reader: Reader,
  node: number,
  isAnswer: boolean,
  fields: Shown,
): void {
  const command = reader.u8();
  const specifier = command >> 5;
  const transfer = transferOf(transfers, node);
  if (specifier === ABORTED) {
    const index = reader.u16le();
    const subindex = reader.u8();
    const code = reader.u32le();
    if (reader.ok) talk.refused(abortName(code));
    if (isAnswer && transfer.frame > 0) talk.answersFrame(transfer.frame);
    if (fields !== undefined) Object.assign(fields, { index, subindex, abort_code: code });
    tellObject(talk, index, subindex);
    reader.skipRest();
    talk.emit(ABORT, isAnswer ? RESPONSE : UNDIRECTED, fields);
    return;
  }
  const operation = isAnswer
    ? readAnswer(talk, transfer, reader, node, command, fields)
    : readQuestion(talk, transfer, reader, node, command, fields);
  reader.skipRest();
  talk.emit(operation, isAnswer ? RESPONSE : UNDIRECTED, fields);
}

function transferOf(transfers: Transfers, node: number): Transfer {
  const known = transfers[node];
  if (known !== undefined) return known;
  const made: Transfer = {
    index: -1,
    subindex: 0,
    isUpload: true,
    frame: 0,
    text: new Uint8Array(0),
    length: 0,
    vendor: -1,
  };
  transfers[node] = made;
  return made;
}

function readQuestion(
  talk: Talk,
  transfer: Transfer,
  reader: Reader,
  node: number,
  command: number,
  fields: Shown,
): Operation {
  const specifier = command >> 5;
  transfer.frame = talk.frame;
  if (specifier === SEGMENT_DOWNLOAD_QUESTION || specifier === SEGMENT_UPLOAD_QUESTION) {
    if (fields !== undefined)
      Object.assign(fields, { index: transfer.index, subindex: transfer.subindex, segment: true });
    return specifier === SEGMENT_UPLOAD_QUESTION ? uploadOf(transfer.index) : downloadOf(transfer.index);
  }
  // Within block transfers, only the start names an object.
  const isBlock = specifier === BLOCK_UPLOAD_QUESTION || specifier === BLOCK_DOWNLOAD_QUESTION;
  const isUpload = specifier === UPLOAD_QUESTION || specifier === BLOCK_UPLOAD_QUESTION;
  if (isBlock && (command & (isUpload ? 3 : 1)) !== 0) {
    if (fields !== undefined)
      Object.assign(fields, { index: transfer.index, subindex: transfer.subindex, block: true });
    return isUpload ? uploadOf(transfer.index) : downloadOf(transfer.index);
  }
  transfer.index = reader.u16le();
  transfer.subindex = reader.u8();
  transfer.isUpload = isUpload;
  transfer.length = 0;
  if (fields !== undefined)
    Object.assign(fields, { index: transfer.index, subindex: transfer.subindex, block: isBlock });
  tellObject(talk, transfer.index, transfer.subindex);
  if (specifier === DOWNLOAD_QUESTION) readValue(talk, reader, node, command, transfer, false, fields);
  return isUpload ? uploadOf(transfer.index) : downloadOf(transfer.index);
}

function readAnswer(
  talk: Talk,
  transfer: Transfer,
  reader: Reader,
  node: number,
  command: number,
  fields: Shown,
): Operation {
  const specifier = command >> 5;
  if (transfer.frame > 0) talk.answersFrame(transfer.frame);
  transfer.frame = 0;
  if (specifier === SEGMENT_UPLOAD_ANSWER) {
    const count = 7 - ((command >> 1) & 7);
    addText(transfer, reader, count);
    if (fields !== undefined)
      Object.assign(fields, { index: transfer.index, subindex: transfer.subindex, segment: true });
    if ((command & 1) !== 0) tellText(talk, transfer, node, fields);
    return uploadOf(transfer.index);
  }
  if (specifier === UPLOAD_ANSWER || specifier === DOWNLOAD_ANSWER) {
    const index = reader.u16le();
    const subindex = reader.u8();
    if (fields !== undefined) Object.assign(fields, { index, subindex });
    if (reader.ok && transfer.index >= 0 && (index !== transfer.index || subindex !== transfer.subindex))
      talk.fault("answer about another object", 1);
    transfer.index = index;
    transfer.subindex = subindex;
    transfer.length = 0;
    tellObject(talk, index, subindex);
    if (specifier === UPLOAD_ANSWER) readValue(talk, reader, node, command, transfer, true, fields);
    return specifier === UPLOAD_ANSWER ? uploadOf(index) : downloadOf(index);
  }
  if (fields !== undefined) Object.assign(fields, { index: transfer.index, subindex: transfer.subindex });
  return specifier === SEGMENT_DOWNLOAD_ANSWER || !transfer.isUpload
    ? downloadOf(transfer.index)
    : uploadOf(transfer.index);
}

/** Up to four octets that stand in the message itself; longer values follow in segments. */
function readValue(
  talk: Talk,
  reader: Reader,
  node: number,
  command: number,
  transfer: Transfer,
  isAnswer: boolean,
  fields: Shown,
): void {
  if ((command & EXPEDITED) === 0) {
    const size = reader.u32le();
    if (fields !== undefined && (command & SIZE_TOLD) !== 0) fields["size"] = size;
    return;
  }
  const length = (command & SIZE_TOLD) === 0 ? 4 : 4 - ((command >> 2) & 3);
  const from = reader.position;
  reader.skip(4);
  if (!reader.ok) return;
  const { bytes } = reader;
  let value = 0;
  for (let at = from + length - 1; at >= from; at--) value = value * 256 + (bytes[at] as number);
  const { index, subindex } = transfer;
  if (fields !== undefined) {
    fields["value"] = value;
    fields["data"] = hexOf(bytes, from, from + length);
  }
  if (isAnswer && TEXTS[index] !== undefined) {
    const at = reader.position;
    reader.position = from;
    addText(transfer, reader, length);
    reader.position = at;
    tellText(talk, transfer, node, fields);
    return;
  }
  talk.sample(OBJECT, node, objectName(index, subindex), -1, value);
  if (isAnswer && index === IDENTITY) tellIdentity(talk, transfer, node, value);
}

function tellIdentity(talk: Talk, transfer: Transfer, node: number, value: number): void {
  const about: Subject = { part: `node ${node}`, of: "sender" };
  const method = "CANopen identity object";
  switch (transfer.subindex) {
    case 1:
      transfer.vendor = value;
      talk.claim(about, "vendor", vendorName(value), 0.95, method);
      return;
    case 2:
      talk.claim(
        about,
        "orderNumber",
        (transfer.vendor === 2 ? beckhoffModel(value) : "") || `product code ${value}`,
        0.7,
        method,
      );
      return;
    case 3:
      talk.claim(about, "hardware", `revision ${value >>> 16}.${value & 0xffff}`, 0.6, method);
      return;
    case 4:
      if (value !== 0) talk.claim(about, "serial", String(value), 0.95, method);
  }
}

function addText(transfer: Transfer, reader: Reader, count: number): void {
  if (TEXTS[transfer.index] === undefined) return;
  if (transfer.text.length === 0) transfer.text = new Uint8Array(LONGEST_TEXT);
  for (let index = 0; index < count && reader.left() > 0; index++) {
    const octet = reader.u8();
    if (transfer.length < LONGEST_TEXT) transfer.text[transfer.length++] = octet;
  }
}

function tellText(talk: Talk, transfer: Transfer, node: number, fields: Shown): void {
  const attribute = TEXTS[transfer.index];
  if (attribute === undefined) return;
  const text = textOf(transfer.text, 0, transfer.length);
  transfer.length = 0;
  if (fields !== undefined) fields["text"] = text;
  talk.claim({ part: `node ${node}`, of: "sender" }, attribute, text, 0.95, "CANopen object dictionary");
}

function tellObject(talk: Talk, index: number, subindex: number): void {
  talk.target("object", index * 256 + subindex, 1);
}

/** "6040:00", as people write objects. */
function objectName(index: number, subindex: number): string {
  return `${index.toString(16).padStart(4, "0")}:${subindex.toString(16).padStart(2, "0")}`;
}
