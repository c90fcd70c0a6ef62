// RFC 9260: SCTP packets of one chunk; CRC32c by its appendix A.
import { type ByteWriter, writer } from "../bytes.ts";

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ 0x82f63b78 : rest >>> 1;
  return rest >>> 0;
});
const STATE_COOKIE = 7;
const WINDOW = 106_496;

/** Ports and verification tag of a packet. */
export interface SctpHead {
  from: number;
  to: number;
  tag: number;
}

/** Asks for an association (1), or accepts it with a cookie (2). */
export function initiation(out: ByteWriter, head: SctpHead, type: 1 | 2, tag: number, first: number): void {
  const body = writer().u32(tag).u32(WINDOW).u16(2, 2).u32(first);
  if (type === 2) body.u16(STATE_COOKIE, 36).u32(tag).zeros(28);
  packet(out, head, type, 0, body);
}

/** Gives the cookie back (10), or says that it was right (11). */
export function cookie(out: ByteWriter, head: SctpHead, type: 10 | 11, tag: number): void {
  packet(out, head, type, 0, type === 10 ? writer().u32(tag).zeros(28) : writer());
}

/** One whole message on a stream. */
export function message(
  out: ByteWriter,
  head: SctpHead,
  place: { number: number; stream: number; sequence: number; protocol: number },
  content: Uint8Array,
): void {
  const body = writer().u32(place.number).u16(place.stream, place.sequence).u32(place.protocol).bytes(content);
  packet(out, head, 0, 3, body);
}

/** Says up to which number everything came. */
export function acknowledgment(out: ByteWriter, head: SctpHead, number: number): void {
  packet(out, head, 3, 0, writer().u32(number).u32(WINDOW).u16(0, 0));
}

function packet(out: ByteWriter, { from, to, tag }: SctpHead, type: number, flags: number, body: ByteWriter): void {
  const start = out.length;
  out
    .u16(from, to)
    .u32(tag)
    .u32(0)
    .u8(type, flags)
    .u16(4 + body.length)
    .add(body);
  out.zeros((4 - (body.length % 4)) % 4);
  let sum = 0xffffffff;
  for (let index = start; index < out.length; index++) sum = TABLE[(sum ^ out.buffer[index]) & 0xff] ^ (sum >>> 8);
  out.patch32le(start + 8, ~sum >>> 0);
}
