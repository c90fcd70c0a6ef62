// OPC 10000-6 sections 5.2.2.9 and 5.2.2.10: NodeId and ExpandedNodeId, and their text by section 5.1.12.
import type { Reader } from "../../reader.ts";
import { hexOf, utf8Of } from "../../reader.ts";

const TWO_BYTE = 0;
const FOUR_BYTE = 1;
const NUMERIC = 2;
const TEXT = 3;
const GUID = 4;
const OPAQUE = 5;
const SERVER_INDEX = 0x40;
const NAMESPACE_URI = 0x80;

/** Passes over a NodeId or ExpandedNodeId; an unknown encoding clears the reader's `ok`. */
export function skipNodeId(reader: Reader): void {
  const encoding = reader.u8();
  switch (encoding & 0x3f) {
    case TWO_BYTE:
      reader.skip(1);
      break;
    case FOUR_BYTE:
      reader.skip(3);
      break;
    case NUMERIC:
      reader.skip(6);
      break;
    case TEXT:
    case OPAQUE:
      reader.skip(2);
      skipBytes(reader);
      break;
    case GUID:
      reader.skip(18);
      break;
    default:
      fail(reader);
  }
  if ((encoding & NAMESPACE_URI) !== 0) skipBytes(reader);
  if ((encoding & SERVER_INDEX) !== 0) reader.skip(4);
}

/** Passes over a String or ByteString; -1 stands for null. */
export function skipBytes(reader: Reader): void {
  const length = reader.i32le();
  if (length > 0) reader.skip(length);
}

/** Clears the reader's `ok`: what follows has no known length. */
export function fail(reader: Reader): void {
  reader.skip(reader.left() + 1);
}

/** The number of the NodeId that fills `bytes[start..end)` if it is one of namespace 0, else 0. */
export function standardId(bytes: Uint8Array, start: number, end: number): number {
  const length = end - start;
  const at = (offset: number): number => bytes[start + offset] as number;
  if (length === 2 && at(0) === TWO_BYTE) return at(1);
  if (length === 4 && at(0) === FOUR_BYTE && at(1) === 0) return at(2) | (at(3) << 8);
  if (length === 7 && at(0) === NUMERIC && at(1) === 0 && at(2) === 0) {
    return at(3) + at(4) * 0x100 + at(5) * 0x10000 + at(6) * 0x1000000;
  }
  return 0;
}

/** The text of the whole NodeId or ExpandedNodeId in `bytes[start..end)`, e.g. "ns=2;s=Tank.Level" or "i=2258". */
export function nodeIdText(bytes: Uint8Array, start: number, end: number): string {
  const encoding = bytes[start] as number;
  const byte = (at: number): number => (at < end ? (bytes[at] as number) : 0);
  const u16 = (at: number): number => byte(at) | (byte(at + 1) << 8);
  const u32 = (at: number): number => u16(at) + u16(at + 2) * 0x10000;
  let namespace = u16(start + 1);
  let identifier = "";
  let at = start + 3;
  switch (encoding & 0x3f) {
    case TWO_BYTE:
      namespace = 0;
      identifier = `i=${byte(start + 1)}`;
      at = start + 2;
      break;
    case FOUR_BYTE:
      namespace = byte(start + 1);
      identifier = `i=${u16(start + 2)}`;
      at = start + 4;
      break;
    case NUMERIC:
      identifier = `i=${u32(at)}`;
      at += 4;
      break;
    case GUID:
      identifier = `g=${guidText(bytes, at, end)}`;
      at += 16;
      break;
    default: {
      const length = Math.max(0, Math.min(u32(at) | 0, end - at - 4));
      const isText = (encoding & 0x3f) === TEXT;
      at += 4;
      identifier = isText ? `s=${utf8Of(bytes, at, at + length)}` : `b=${base64Of(bytes, at, at + length)}`;
      at += length;
    }
  }
  let text = namespace === 0 ? identifier : `ns=${namespace};${identifier}`;
  if ((encoding & NAMESPACE_URI) !== 0) {
    const length = Math.max(0, Math.min(u32(at) | 0, end - at - 4));
    text = `nsu=${utf8Of(bytes, at + 4, at + 4 + length)};${identifier}`;
    at += 4 + length;
  }
  const server = (encoding & SERVER_INDEX) === 0 ? 0 : u32(at);
  return server === 0 ? text : `svr=${server};${text}`;
}

/** A Guid as text; its first three groups are little-endian. */
export function guidText(bytes: Uint8Array, start: number, end: number): string {
  if (start + 16 > end) return "";
  const turned = (from: number, to: number): string => {
    let text = "";
    for (let at = to - 1; at >= from; at--) text += hexOf(bytes, at, at + 1);
    return text;
  };
  const first = `${turned(start, start + 4)}-${turned(start + 4, start + 6)}-${turned(start + 6, start + 8)}`;
  return `${first}-${hexOf(bytes, start + 8, start + 10)}-${hexOf(bytes, start + 10, start + 16)}`;
}

const BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

function base64Of(bytes: Uint8Array, start: number, end: number): string {
  let text = "";
  for (let at = start; at < end; at += 3) {
    const group =
      ((bytes[at] as number) << 16) |
      ((at + 1 < end ? (bytes[at + 1] as number) : 0) << 8) |
      (at + 2 < end ? (bytes[at + 2] as number) : 0);
    const digit = (shift: number): string => BASE64.charAt((group >> shift) & 63);
    text += digit(18) + digit(12) + (at + 1 < end ? digit(6) : "=") + (at + 2 < end ? digit(0) : "=");
  }
  return text;
}
