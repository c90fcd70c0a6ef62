import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type VendorLookup, vendorLookup } from "./observe/vendors.ts";

/** Hex digits of a registered block: 36, 28 and 24 bits (IEEE MA-S, MA-M and MA-L), the longest asked first. */
const BLOCK_DIGITS = [9, 7, 6];
const NEW_LINE = 0x0a;
const QUOTE = 0x22;

/**
 * Answers makers by IEEE's registry of hardware addresses as the npm package oui-data carries it. It is read on the
 * first question, for it is large; where the package is absent, every answer is "".
 */
export function loadVendorLookup(): VendorLookup {
  let registry: Buffer | undefined;
  return vendorLookup((mac) => {
    registry ??= readRegistry();
    const digits = mac.toUpperCase();
    for (const length of BLOCK_DIGITS) {
      const entry = entryOf(registry, digits.slice(0, length));
      if (entry !== undefined) return entry;
    }
    return "";
  });
}

function readRegistry(): Buffer {
  try {
    return readFileSync(createRequire(import.meta.url).resolve("oui-data"));
  } catch {
    return Buffer.alloc(0);
  }
}

/**
 * The maker's name that the registry gives for a block. Its file is JSON with one block a line, short blocks before
 * long ones and each kind in order, so a search by halves finds a line: parsing all 5 MB takes longer than many a capture.
 */
function entryOf(registry: Buffer, block: string): string | undefined {
  let low = 0;
  let high = registry.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const start = middle === 0 ? 0 : registry.lastIndexOf(NEW_LINE, middle - 1) + 1;
    const end = registry.indexOf(NEW_LINE, start) + 1 || registry.length;
    const keyEnd = registry.indexOf(QUOTE, start + 2);
    const key = keyEnd < 0 || keyEnd > end ? "" : registry.toString("latin1", start + 2, keyEnd);
    if (key === block) return nameIn(registry.toString("utf8", keyEnd + 2, end));
    // The braces around the blocks have no key: the one before them is less than all, the one after them more.
    const isBefore =
      key === "" ? start === 0 : key.length < block.length || (key.length === block.length && key < block);
    if (isBefore) low = end;
    else high = start;
  }
  return undefined;
}

/** The first line of the text in `"name\nstreet\ncountry",`. */
function nameIn(line: string): string {
  const entry = JSON.parse(line.trim().replace(/,$/, "")) as string;
  return entry.split("\n", 1)[0] ?? "";
}
