// ITU-T X.690 sections 8 and 10: tag, length and value.
import { joinBytes, writer } from "../bytes.ts";

/** One element. */
export function derElement(tag: number, content: ArrayLike<number>): Uint8Array {
  const out = writer().u8(tag);
  if (content.length < 128) out.u8(content.length);
  else if (content.length < 256) out.u8(0x81, content.length);
  else out.u8(0x82).u16(content.length);
  return out.bytes(content).done();
}

/** A whole number from 0 on. */
export function derInteger(value: number): Uint8Array {
  const digits: number[] = [];
  let left = value;
  do {
    digits.unshift(left % 256);
    left = Math.floor(left / 256);
  } while (left > 0);
  return derUnsigned(Uint8Array.from(digits));
}

/** A whole number from 0 on, given by its bytes, most significant first. */
export function derUnsigned(bytes: Uint8Array): Uint8Array {
  return derElement(2, bytes[0] >= 128 ? joinBytes([0], bytes) : bytes);
}

/** An object identifier from its dotted text. */
export function derObject(dotted: string): Uint8Array {
  const [first, second, ...rest] = dotted.split(".").map(Number);
  const out: number[] = [first * 40 + second];
  for (const arc of rest) {
    const groups = [arc & 0x7f];
    for (let left = arc >>> 7; left > 0; left >>>= 7) groups.unshift((left & 0x7f) | 0x80);
    out.push(...groups);
  }
  return derElement(6, out);
}
