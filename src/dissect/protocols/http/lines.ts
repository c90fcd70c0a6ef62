// What the protocols in the form of HTTP share: where a head ends, and how long the body behind it is.
import type { Head } from "./head.ts";
import { headerText } from "./head.ts";

/** One past the empty line that ends the head at `bytes[start..end)`; -1 without one. */
export function headEndAt(bytes: Uint8Array, start: number, end: number): number {
  for (let at = start; at < end; at++) {
    if (bytes[at] !== 10) continue;
    const before = bytes[at - 1] === 13 ? at - 2 : at - 1;
    if (before >= start && bytes[before] === 10) return at + 1;
  }
  return -1;
}

/** The length that Content-Length (or its short form) tells: -1 without one, -2 when it is no length. */
export function bodyLength(head: Head, shortForm = ""): number {
  const text = headerText(head, "content-length") || (shortForm === "" ? "" : headerText(head, shortForm));
  if (text === "") return -1;
  return /^\d{1,9}$/.test(text) ? Number(text) : -2;
}
