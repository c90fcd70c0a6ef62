// Elements inside elements of one message: ITU-T X.690. What a capture cut is read as far as it goes.
import type { Element } from "./ber.ts";
import { integerOf, readElement } from "./ber.ts";
import { utf8Of } from "./reader.ts";

const LONGEST_TEXT = 512;

/** The bytes of one message and whether an element in it did not fit its place. */
export interface Parts {
  bytes: Uint8Array;
  broken: boolean;
}

/**
 * Reads the element at `at` into `element`; answers false at the end of the enclosing one. An element that goes beyond
 * `limit` is clipped to it and marks the message as broken.
 */
export function readPart(parts: Parts, at: number, limit: number, element: Element): boolean {
  element.content = -1;
  element.end = -1;
  element.next = limit;
  if (at >= limit) return false;
  if (readElement(parts.bytes, at, limit, element)) return true;
  parts.broken = true;
  element.next = limit;
  if (element.content < 0 || element.content > limit || element.end <= limit) return false;
  element.end = limit;
  element.next = limit;
  return true;
}

/** The number in an INTEGER or ENUMERATED element, NaN when it has more than six octets. */
export function numberIn(parts: Parts, element: Element): number {
  return integerOf(parts.bytes, element.content, element.end);
}

/** The text in a string element: UTF-8, at most 512 octets, control characters as spaces. */
export function textIn(parts: Parts, element: Element): string {
  return textBetween(parts.bytes, element.content, element.end);
}

/** `bytes[start..end)` as `textIn` gives it. */
export function textBetween(bytes: Uint8Array, start: number, end: number): string {
  const text = utf8Of(bytes, start, Math.min(end, start + LONGEST_TEXT));
  let clean = "";
  for (const character of text) clean += character < " " || character === "\u007f" ? " " : character;
  return clean;
}
