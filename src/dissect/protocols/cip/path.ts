// CIP volume 1, appendix C-1: padded EPATH, the address of an object, attribute or tag, and of the way there.
import type { Reader } from "../../reader.ts";
import { hexOf, textOf } from "../../reader.ts";
import { className } from "./classes.ts";

/** What a path says; one record is reused for every path, and numbers are -1 where the path has none. */
export interface Path {
  /** Where the path lies in the reader's bytes. */
  start: number;
  end: number;
  /** The last class, instance and so on that the path names: what the service is for. */
  classId: number;
  instance: number;
  attribute: number;
  member: number;
  connectionPoint: number;
  /** Where the symbolic segments begin; -1 without one. */
  symbolStart: number;
  /** Whether port segments lead to another node or slot. */
  routed: boolean;
  /** Whether a connection's key names a device (electronic key); -1 without. */
  keyVendor: number;
  keyDeviceType: number;
  keyProductCode: number;
  keyMajor: number;
  keyMinor: number;
  /** Whether every segment was understood and fits. */
  sound: boolean;
}

/** A path record to be filled by `readPath`. */
export function emptyPath(): Path {
  return {
    start: 0,
    end: 0,
    classId: -1,
    instance: -1,
    attribute: -1,
    member: -1,
    connectionPoint: -1,
    symbolStart: -1,
    routed: false,
    keyVendor: -1,
    keyDeviceType: -1,
    keyProductCode: -1,
    keyMajor: -1,
    keyMinor: -1,
    sound: true,
  };
}

/** Reads the next `words` 16-bit words as a path; a path longer than what is left is not sound and takes the rest. */
export function readPath(reader: Reader, words: number, path: Path): void {
  const start = reader.position;
  const wasOk = reader.ok;
  reader.skip(words * 2);
  scanPath(reader.bytes, start, reader.ok ? reader.position : start, path);
  // A message that already ended is short, which says nothing about its path.
  if (wasOk && !reader.ok) path.sound = false;
}

/** Fills `path` from `bytes[start..end)`. */
export function scanPath(bytes: Uint8Array, start: number, end: number, path: Path): void {
  path.start = start;
  path.end = end;
  path.classId = -1;
  path.instance = -1;
  path.attribute = -1;
  path.member = -1;
  path.connectionPoint = -1;
  path.symbolStart = -1;
  path.routed = false;
  path.keyVendor = -1;
  path.sound = true;
  let at = start;
  while (at < end) {
    const segment = bytes[at] as number;
    const next = segmentEnd(bytes, at, end);
    if (next < 0) {
      path.sound = false;
      return;
    }
    const kind = segment >> 5;
    if (kind === 0) path.routed = true;
    else if (kind === 1) {
      const logical = (segment >> 2) & 7;
      if (logical === 5) {
        if (next - at >= 10) {
          path.keyVendor = u16(bytes, at + 2);
          path.keyDeviceType = u16(bytes, at + 4);
          path.keyProductCode = u16(bytes, at + 6);
          path.keyMajor = (bytes[at + 8] as number) & 0x7f;
          path.keyMinor = bytes[at + 9] as number;
        }
      } else {
        const value = logicalValue(bytes, at);
        if (logical === 0) {
          path.classId = value;
          path.instance = -1;
          path.attribute = -1;
        } else if (logical === 1) path.instance = value;
        else if (logical === 2) path.member = value;
        else if (logical === 3) path.connectionPoint = value;
        else if (logical === 4) path.attribute = value;
      }
    } else if ((kind === 3 || segment === 0x91) && path.symbolStart < 0) path.symbolStart = at;
    at = next;
  }
}

/** Where the segment at `at` ends, its pad byte included; -1 when it is unknown or does not fit. */
function segmentEnd(bytes: Uint8Array, at: number, end: number): number {
  const segment = bytes[at] as number;
  const second = at + 1 < end ? (bytes[at + 1] as number) : 0;
  let next: number;
  switch (segment >> 5) {
    case 0: {
      const extended = (segment & 0x10) !== 0;
      next = at + 1;
      let link = 1;
      if (extended) {
        link = second;
        next++;
      }
      if ((segment & 0x0f) === 15) next += 2;
      next += link;
      if (((next - at) & 1) !== 0) next++;
      break;
    }
    case 1: {
      const format = segment & 3;
      if (((segment >> 2) & 7) === 5) {
        // Electronic key: format 4 has 8 bytes, format 5 adds a serial number.
        if (segment !== 0x34) return -1;
        next = at + (second === 5 ? 14 : 10);
      } else if (format === 0) next = at + 2;
      else if (format === 1) next = at + 4;
      else if (format === 2) next = at + 6;
      else return -1;
      break;
    }
    case 2:
      next = (segment & 0x10) !== 0 ? at + 2 + second * 2 : at + 2;
      break;
    case 3: {
      const size = segment & 0x1f;
      if (size === 0) return -1;
      next = at + 1 + size;
      if (((next - at) & 1) !== 0) next++;
      break;
    }
    case 4:
      if (segment === 0x80) next = at + 2 + second * 2;
      else if (segment === 0x91) next = at + 2 + second + (second & 1);
      else return -1;
      break;
    default:
      return -1;
  }
  return next <= end ? next : -1;
}

function logicalValue(bytes: Uint8Array, at: number): number {
  const format = (bytes[at] as number) & 3;
  if (format === 0) return bytes[at + 1] as number;
  if (format === 1) return u16(bytes, at + 2);
  return u16(bytes, at + 2) + u16(bytes, at + 4) * 65536;
}

function u16(bytes: Uint8Array, at: number): number {
  return (bytes[at] as number) | ((bytes[at + 1] as number) << 8);
}

/** The tag that the symbolic segments in `bytes[start..end)` name, as programmers write it: `Program:Main.Line[3,1].Speed`. */
export function tagText(bytes: Uint8Array, start: number, end: number): string {
  let text = "";
  let open = false;
  for (let at = start; at < end; ) {
    const segment = bytes[at] as number;
    const next = segmentEnd(bytes, at, end);
    if (next < 0) break;
    const isMember = segment >> 5 === 1 && ((segment >> 2) & 7) === 2;
    if (open && !isMember) {
      text += "]";
      open = false;
    }
    if (isMember) {
      text += open ? "," : "[";
      text += logicalValue(bytes, at);
      open = true;
    } else if (segment === 0x91 || segment >> 5 === 3) {
      const from = segment === 0x91 ? at + 2 : at + 1;
      const length = segment === 0x91 ? (bytes[at + 1] as number) : segment & 0x1f;
      text += `${text === "" ? "" : "."}${textOf(bytes, from, from + length)}`;
    }
    at = next;
  }
  return open ? `${text}]` : text;
}

/** Like `tagText`; a tag named by its instance of the Symbol class is "symbol 23". */
export function pointText(bytes: Uint8Array, start: number, end: number): string {
  for (let at = start; at < end; ) {
    const next = segmentEnd(bytes, at, end);
    const segment = bytes[at] as number;
    if (next < 0 || segment === 0x91 || segment >> 5 === 3) break;
    if (segment >> 5 === 1 && ((segment >> 2) & 7) === 1) {
      const rest = tagText(bytes, next, end);
      const symbol = `symbol ${logicalValue(bytes, at)}`;
      return rest === "" || rest.startsWith("[") ? symbol + rest : `${symbol}.${rest}`;
    }
    at = next;
  }
  return tagText(bytes, start, end);
}

/**
 * Where the last segment of `bytes[start..end)` begins, if it is the only index of an array: "Line[3]", not
 * "Grid[3,1]". Answers -1 otherwise.
 */
export function indexSegment(bytes: Uint8Array, start: number, end: number): number {
  let last = -1;
  let before = false;
  let isMember = false;
  for (let at = start; at < end; ) {
    const next = segmentEnd(bytes, at, end);
    if (next < 0) return -1;
    before = isMember;
    isMember = (bytes[at] as number) >> 5 === 1 && (((bytes[at] as number) >> 2) & 7) === 2;
    last = at;
    at = next;
  }
  return isMember && !before ? last : -1;
}

/** The way that the port segments in `bytes[start..end)` describe: "slot 2", or "slot 3, port 2 at 10.1.2.3". */
export function routeText(bytes: Uint8Array, start: number, end: number): string {
  let text = "";
  for (let at = start; at < end; ) {
    const segment = bytes[at] as number;
    const next = segmentEnd(bytes, at, end);
    if (next < 0) break;
    if (segment >> 5 === 0) {
      const extended = (segment & 0x10) !== 0;
      const length = extended ? (bytes[at + 1] as number) : 1;
      let from = at + (extended ? 2 : 1);
      let port = segment & 0x0f;
      if (port === 15) {
        port = u16(bytes, from);
        from += 2;
      }
      const hop = port === 1 && !extended ? `slot ${bytes[from]}` : `port ${port} at ${address(bytes, from, length)}`;
      text += text === "" ? hop : `, ${hop}`;
    }
    at = next;
  }
  return text;
}

/** A link address is one number, or text such as an IP address when it is longer. */
function address(bytes: Uint8Array, from: number, length: number): string {
  if (length === 1) return String(bytes[from]);
  for (let at = from; at < from + length; at++) {
    const code = bytes[at] as number;
    if (code !== 0 && (code < 32 || code > 126)) return hexOf(bytes, from, from + length);
  }
  return textOf(bytes, from, from + length);
}

const LOGICAL = ["class", "instance", "member", "connection point", "attribute", "special", "service", "logical"];

/** A path for people: "slot 0, class 0x04 Assembly, instance 100". */
export function pathText(bytes: Uint8Array, start: number, end: number): string {
  const parts: string[] = [];
  for (let at = start; at < end && parts.length < 64; ) {
    const segment = bytes[at] as number;
    const next = segmentEnd(bytes, at, end);
    if (next < 0) {
      parts.push(`unknown segment ${hexOf(bytes, at, end)}`);
      break;
    }
    const kind = segment >> 5;
    const logical = (segment >> 2) & 7;
    if (kind === 0) parts.push(routeText(bytes, at, next));
    else if (kind === 3 || segment === 0x91) parts.push(tagText(bytes, at, next));
    else if (kind === 1 && logical === 0) {
      const value = logicalValue(bytes, at);
      parts.push(`class 0x${value.toString(16).padStart(2, "0")} ${className(value)}`.trim());
    } else if (kind === 1 && logical === 5) parts.push(`electronic key ${hexOf(bytes, at + 2, next)}`);
    else if (kind === 1) parts.push(`${LOGICAL[logical]} ${logicalValue(bytes, at)}`);
    else parts.push(`${kind === 2 ? "network" : "data"} segment ${hexOf(bytes, at, next)}`);
    at = next;
  }
  return parts.join(", ");
}
