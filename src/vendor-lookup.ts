import { createRequire } from "node:module";
import { type VendorLookup, vendorLookup } from "./observe/vendors.ts";

/** Hex digits of a registered block: 36, 28 and 24 bits (IEEE MA-S, MA-M and MA-L), the longest asked first. */
const BLOCK_DIGITS = [9, 7, 6];

/**
 * Answers makers by IEEE's registry of hardware addresses as the npm package oui-data carries it. It is read on the
 * first question, for it is large; where the package is absent, every answer is "".
 */
export function loadVendorLookup(): VendorLookup {
  let blocks: Readonly<Record<string, string>> | undefined;
  return vendorLookup((mac) => {
    blocks ??= readBlocks();
    const digits = mac.toUpperCase();
    for (const length of BLOCK_DIGITS) {
      const prefix = digits.slice(0, length);
      const entry = Object.hasOwn(blocks, prefix) ? blocks[prefix] : undefined;
      if (entry === undefined) continue;
      const end = entry.indexOf("\n");
      return end < 0 ? entry : entry.slice(0, end);
    }
    return "";
  });
}

function readBlocks(): Readonly<Record<string, string>> {
  try {
    return createRequire(import.meta.url)("oui-data") as Record<string, string>;
  } catch {
    return {};
  }
}
