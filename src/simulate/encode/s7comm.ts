// RFC 1006 section 6, ISO 8073 section 13 (classes 0), and S7 communication as Siemens controllers speak it (no
// public standard; layout after the traffic of such controllers).
import { type ByteWriter, writer } from "../bytes.ts";

/** TPKT around a transport message. */
export function encodeTpkt(payload: ArrayLike<number>): Uint8Array {
  return writer()
    .u8(3, 0)
    .u16(4 + payload.length)
    .bytes(payload)
    .done();
}

/** A connection request (0xe0) or confirm (0xd0) with its transport selectors. */
export function encodeCotpConnect(
  type: 0xe0 | 0xd0,
  destinationReference: number,
  sourceReference: number,
  callingSelector: number,
  calledSelector: number,
): Uint8Array {
  const out = writer().u8(17, type).u16(destinationReference, sourceReference).u8(0);
  out.u8(0xc0, 1, 0x0a, 0xc1, 2).u16(callingSelector).u8(0xc2, 2).u16(calledSelector);
  return encodeTpkt(out.done());
}

function encodeCotpPayload(payload: ArrayLike<number>): Uint8Array {
  return encodeTpkt(writer().u8(2, 0xf0, 0x80).bytes(payload).done());
}

const NOTHING = new Uint8Array(0);

/** A job (a request). */
export function encodeJob(reference: number, parameter: Uint8Array, body: Uint8Array = NOTHING): Uint8Array {
  const out = writer().u8(0x32, 1).u16(0, reference, parameter.length, body.length);
  return encodeCotpPayload(out.bytes(parameter).bytes(body).done());
}

/** The answer to a job, without error. */
export function encodeAcknowledgment(reference: number, parameter: Uint8Array, body: Uint8Array = NOTHING): Uint8Array {
  const out = writer().u8(0x32, 3).u16(0, reference, parameter.length, body.length).u8(0, 0);
  return encodeCotpPayload(out.bytes(parameter).bytes(body).done());
}

/** Setup communication, asked and answered alike. */
export function setupParameter(parallelJobs: number, messageLength: number): Uint8Array {
  return writer().u8(0xf0, 0).u16(parallelJobs, parallelJobs, messageLength).done();
}

/** Bytes of a data block. */
export interface BlockRange {
  block: number;
  byte: number;
  count: number;
}

function address(out: ByteWriter, range: BlockRange): void {
  out
    .u8(0x12, 0x0a, 0x10, 0x02)
    .u16(range.count, range.block)
    .u8(0x84)
    .u24(range.byte * 8);
}

/** Names the variables of a read (4) or write (5). */
export function variableParameter(functionCode: 4 | 5, ranges: BlockRange[]): Uint8Array {
  const out = writer().u8(functionCode, ranges.length);
  for (const range of ranges) address(out, range);
  return out.done();
}

function values(returnCode: number, items: Uint8Array[]): Uint8Array {
  const out = writer();
  items.forEach((item, index) => {
    out
      .u8(returnCode, 4)
      .u16(item.length * 8)
      .bytes(item);
    if (item.length % 2 === 1 && index < items.length - 1) out.u8(0);
  });
  return out.done();
}

/** What a read answers, item by item. */
export function readValues(items: Uint8Array[]): Uint8Array {
  return values(0xff, items);
}

/** What a write carries, item by item. */
export function writeValues(items: Uint8Array[]): Uint8Array {
  return values(0, items);
}

/** Function code alone, or with a count of items, as answers have it. */
export function plainParameter(...bytes: number[]): Uint8Array {
  return Uint8Array.from(bytes);
}

/** Stops the program. */
export function stopParameter(): Uint8Array {
  return writer().u8(0x29).zeros(5).u8(9).text("P_PROGRAM").done();
}

/** Calls a program invocation service: "P_PROGRAM" starts, "_INSE" links a block in. */
export function invocationParameter(service: string, argument: Uint8Array): Uint8Array {
  return writer()
    .u8(0x28)
    .zeros(6)
    .u8(0xfd)
    .u16(argument.length)
    .bytes(argument)
    .u8(service.length)
    .text(service)
    .done();
}

/** The argument of "_INSE": a list of one block file name such as "0800001P". */
export function blockListArgument(fileName: string): Uint8Array {
  return writer().u8(1, 0).text(fileName).done();
}

/** Opens an upload of a block by its file name such as "_0800001A". */
export function startUploadParameter(fileName: string): Uint8Array {
  return writer().u8(0x1d, 0).u16(0).u32(0).u8(fileName.length).text(fileName).done();
}

/** Grants an upload and tells the block's length in bytes. */
export function startUploadAnswer(uploadId: number, length: number): Uint8Array {
  return writer().u8(0x1d, 0).u16(0x0100).u32(uploadId).u8(7).text(String(length).padStart(7, "0")).done();
}

/** Asks for the next piece (0x1e) or ends the upload (0x1f). */
export function uploadParameter(functionCode: 0x1e | 0x1f, uploadId: number): Uint8Array {
  return writer().u8(functionCode, 0).u16(0).u32(uploadId).done();
}

/** Opens a download: file name, load memory and code lengths. */
export function requestDownloadParameter(fileName: string, loadLength: number, codeLength: number): Uint8Array {
  const lengths = `1${String(loadLength).padStart(6, "0")}${String(codeLength).padStart(6, "0")}`;
  const out = writer().u8(0x1a, 0).u16(0x0100).u32(0).u8(fileName.length).text(fileName);
  return out.u8(lengths.length).text(lengths).done();
}

/** What the controller asks of the station in a download: the next piece (0x1b) or the end (0x1c). */
export function downloadParameter(functionCode: 0x1b | 0x1c, fileName: string): Uint8Array {
  const control = functionCode === 0x1b ? 0x0100 : 0;
  return writer().u8(functionCode, 0).u16(control).u32(0).u8(fileName.length).text(fileName).done();
}

/** A piece of a block in an upload or download. */
export function blockPiece(bytes: Uint8Array): Uint8Array {
  return writer().u16(bytes.length).u8(0, 0xfb).bytes(bytes).done();
}

/** Asks for a system status list. */
export function encodeStatusListRequest(reference: number, list: number, index: number): Uint8Array {
  const out = writer().u8(0x32, 7).u16(0, reference, 8, 8);
  out.u8(0, 1, 0x12, 4, 0x11, 0x44, 1, 0).u8(0xff, 9).u16(4, list, index);
  return encodeCotpPayload(out.done());
}

/** Answers with a system status list of records of one width. */
export function encodeStatusListResponse(
  reference: number,
  sequence: number,
  list: number,
  index: number,
  records: Uint8Array[],
): Uint8Array {
  const width = records[0].length;
  const length = 8 + width * records.length;
  const out = writer()
    .u8(0x32, 7)
    .u16(0, reference, 12, 4 + length);
  out.u8(0, 1, 0x12, 8, 0x12, 0x84, 1, sequence, 0, 0).u16(0);
  out.u8(0xff, 9).u16(length, list, index, width, records.length);
  for (const record of records) out.bytes(record);
  return encodeCotpPayload(out.done());
}

/** A record of list 0x0011: order number and two version words. */
export function moduleRecord(index: number, orderNumber: string, first: number, second: number): Uint8Array {
  return writer().u16(index).field(orderNumber, 20, 0x20).u16(0x00c0, first, second).done();
}

/** A record of list 0x001c: 32 bytes of text. */
export function componentRecord(index: number, text: string): Uint8Array {
  return writer().u16(index).field(text, 32).done();
}
