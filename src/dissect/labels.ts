// Domain names without compression: RFC 1035 section 3.1, as other protocols carry them (RFC 8415 section 10, RFC 8106 section 5.2).
import type { Reader } from "./reader.ts";

/** Names in one field; more than any honest message needs. */
const MOST_NAMES = 64;
/** RFC 1035 section 2.3.4. */
const LONGEST_NAME = 255;

/**
 * Reads names up to the reader's end, each a row of labels that an empty one closes; a name that the end cuts is told
 * as far as it goes. Zeros between and behind the names are padding. Never clears the reader's `ok`.
 */
export function readNames(reader: Reader): string[] {
  const names: string[] = [];
  let name = "";
  while (reader.left() > 0 && names.length < MOST_NAMES) {
    const length = reader.u8();
    if (length === 0) {
      if (name !== "") names.push(name);
      name = "";
      continue;
    }
    if (length > 63 || length > reader.left() || name.length > LONGEST_NAME) {
      reader.skipRest();
      break;
    }
    name += (name === "" ? "" : ".") + reader.text(length);
  }
  if (name !== "" && names.length < MOST_NAMES) names.push(name);
  return names;
}
