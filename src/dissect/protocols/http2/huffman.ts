// The code of header texts: RFC 7541 section 5.2 and appendix B. It is canonical, so that the lengths say it all.

/** Bits of the code of each octet. */
const LENGTHS = [
  13, 23, 28, 28, 28, 28, 28, 28, 28, 24, 30, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 30, 28, 28, 28, 28, 28, 28,
  28, 28, 28, 6, 10, 10, 12, 13, 6, 8, 11, 10, 10, 8, 11, 8, 6, 6, 6, 5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 7, 8, 15, 6, 12, 10,
  13, 6, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 8, 7, 8, 13, 19, 13, 14, 6, 15, 5, 6, 5, 6,
  5, 6, 6, 6, 5, 7, 7, 6, 6, 6, 5, 6, 7, 6, 5, 5, 6, 7, 7, 7, 7, 7, 15, 11, 14, 13, 28, 20, 22, 20, 20, 22, 22, 22, 23,
  22, 23, 23, 23, 23, 23, 24, 23, 24, 24, 22, 23, 24, 23, 23, 23, 23, 21, 22, 23, 22, 23, 23, 24, 22, 21, 20, 22, 22,
  23, 23, 21, 23, 22, 22, 24, 21, 22, 23, 23, 21, 21, 22, 21, 23, 22, 23, 23, 20, 22, 22, 22, 23, 22, 22, 23, 26, 26,
  20, 19, 22, 23, 22, 25, 26, 26, 26, 27, 27, 26, 24, 25, 19, 21, 26, 27, 27, 26, 27, 24, 21, 21, 26, 26, 28, 27, 27,
  27, 20, 24, 20, 21, 22, 21, 21, 23, 22, 22, 25, 25, 24, 24, 26, 23, 26, 27, 26, 26, 27, 27, 27, 27, 27, 28, 27, 27,
  27, 27, 27, 26,
];
const LONGEST = 30;

/** By length: how many codes have it, the first of them, and where their octets begin in `SYMBOLS`. */
const COUNTS = new Int32Array(LONGEST + 1);
const FIRSTS = new Int32Array(LONGEST + 1);
const PLACES = new Int32Array(LONGEST + 1);
/** Octets by length of their code, and by value where that is the same. */
const SYMBOLS = LENGTHS.map((_, symbol) => symbol).sort(
  (left, right) => (LENGTHS[left] as number) - (LENGTHS[right] as number) || left - right,
);

for (const length of LENGTHS) COUNTS[length] = (COUNTS[length] as number) + 1;
for (let length = 1, code = 0, place = 0; length <= LONGEST; length++) {
  code <<= 1;
  FIRSTS[length] = code;
  PLACES[length] = place;
  code += COUNTS[length] as number;
  place += COUNTS[length] as number;
}

/** The Latin-1 text that `bytes[start..end)` encode; undefined when they do not end as the code demands. */
export function huffmanText(bytes: Uint8Array, start: number, end: number): string | undefined {
  let text = "";
  let code = 0;
  let length = 0;
  for (let at = start; at < end; at++) {
    const octet = bytes[at] as number;
    for (let bit = 7; bit >= 0; bit--) {
      code = (code << 1) | ((octet >> bit) & 1);
      length++;
      const offset = code - (FIRSTS[length] as number);
      if (offset >= 0 && offset < (COUNTS[length] as number)) {
        text += String.fromCharCode(SYMBOLS[(PLACES[length] as number) + offset] as number);
        code = 0;
        length = 0;
      } else if (length === LONGEST) return undefined;
    }
  }
  // Less than an octet of ones fills the last octet.
  return length < 8 && code === (1 << length) - 1 ? text : undefined;
}
