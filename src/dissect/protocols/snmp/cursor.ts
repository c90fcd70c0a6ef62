// A cursor over ASN.1 elements of one message (ITU-T X.690), which fails once and stays failed.
import type { Element } from "../../ber.ts";
import { identifierOf, newElement, readElement } from "../../ber.ts";

/** Where reading stands; `element` is the one read last. */
export interface Cursor {
  bytes: Uint8Array;
  at: number;
  limit: number;
  ok: boolean;
  element: Element;
}

/** A cursor to be set with `openCursor`. */
export function newCursor(): Cursor {
  return { bytes: new Uint8Array(0), at: 0, limit: 0, ok: false, element: newElement() };
}

/** Starts over `bytes[at..limit)`. */
export function openCursor(cursor: Cursor, bytes: Uint8Array, at: number, limit: number): void {
  cursor.bytes = bytes;
  cursor.at = at;
  cursor.limit = limit;
  cursor.ok = true;
}

/** Reads the next element and goes behind it; answers its identifier octet, or -1 when there is no whole one. */
export function nextElement(cursor: Cursor): number {
  if (!cursor.ok || cursor.at >= cursor.limit) {
    cursor.ok = false;
    return -1;
  }
  if (!readElement(cursor.bytes, cursor.at, cursor.limit, cursor.element)) {
    cursor.ok = false;
    return -1;
  }
  cursor.at = cursor.element.next;
  return cursor.element.tag < 31 ? identifierOf(cursor.element) : -1;
}

/** Reads the next element, which must have this identifier octet. */
export function expectElement(cursor: Cursor, identifier: number): boolean {
  if (nextElement(cursor) === identifier) return true;
  cursor.ok = false;
  return false;
}

/** Reads the next element, whole or cut by the limit, and goes into it. Elements behind it are left out. */
export function enterElement(cursor: Cursor, identifier: number): boolean {
  if (!cursor.ok || cursor.at >= cursor.limit) {
    cursor.ok = false;
    return false;
  }
  const { element, limit } = cursor;
  element.content = -1;
  const isWhole = readElement(cursor.bytes, cursor.at, limit, element);
  // A cut element still has its tag and length, and what is left of its contents.
  if (identifierOf(element) !== identifier || element.content < 0 || (!isWhole && element.end <= limit)) {
    cursor.ok = false;
    return false;
  }
  cursor.at = element.content;
  cursor.limit = Math.min(limit, element.end);
  return true;
}
