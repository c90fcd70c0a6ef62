// RFC 9293 section 3.1, RFC 7323: TCP segments and their options.
import { writer } from "../bytes.ts";
import { internetChecksum, pseudoHeaderSum } from "./ipv4.ts";

export const FIN = 1;
export const SYN = 2;
export const RST = 4;
export const PSH = 8;
export const ACK = 16;

/** What a segment says; sequence numbers are unsigned 32-bit. */
export interface Segment {
  fromPort: number;
  toPort: number;
  sequence: number;
  acknowledgment: number;
  flags: number;
  window: number;
  options: ArrayLike<number>;
  payload: Uint8Array;
}

/** A segment with its checksum; options are filled up to whole words. */
export function encodeTcp(from: number, to: number, segment: Segment): Uint8Array {
  const optionWords = (segment.options.length + 3) >> 2;
  const out = writer()
    .u16(segment.fromPort, segment.toPort)
    .u32(segment.sequence)
    .u32(segment.acknowledgment)
    .u8((5 + optionWords) << 4, segment.flags)
    .u16(segment.window, 0, 0)
    .bytes(segment.options)
    .zeros(optionWords * 4 - segment.options.length)
    .bytes(segment.payload);
  return out.patch16(16, internetChecksum(out.done(), pseudoHeaderSum(from, to, 6, out.length))).done();
}
