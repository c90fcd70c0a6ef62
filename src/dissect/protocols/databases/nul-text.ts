// Texts that end with a NUL, as MySQL and PostgreSQL write them.
import { type Reader, textOf } from "../../reader.ts";

const LONGEST = 128;

/** Where the text at the reader ends: at its NUL, or with the message. */
export function nulAt(reader: Reader): number {
  let at = reader.position;
  while (at < reader.end && reader.bytes[at] !== 0) at++;
  return at;
}

/** Reads a text and its NUL; of a long one the first letters. */
export function nulText(reader: Reader): string {
  const stop = nulAt(reader);
  const text = textOf(reader.bytes, reader.position, Math.min(stop, reader.position + LONGEST));
  reader.position = Math.min(reader.end, stop + 1);
  return text;
}
