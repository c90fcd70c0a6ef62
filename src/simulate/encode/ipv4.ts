// RFC 791 section 3.1 and RFC 1071: the IPv4 header and the internet checksum.
import { writer } from "../bytes.ts";

/** The internet checksum over bytes, begun with `sum` (a pseudo header, or 0). */
export function internetChecksum(bytes: ArrayLike<number>, sum = 0): number {
  let total = sum;
  for (let index = 0; index < bytes.length; index += 2) {
    total += bytes[index] * 256 + (index + 1 < bytes.length ? bytes[index + 1] : 0);
  }
  while (total > 0xffff) total = (total & 0xffff) + Math.floor(total / 65536);
  return ~total & 0xffff;
}

/** The sum of the pseudo header of UDP and TCP (RFC 768, RFC 9293). */
export function pseudoHeaderSum(from: number, to: number, protocol: number, length: number): number {
  return (from >>> 16) + (from & 0xffff) + (to >>> 16) + (to & 0xffff) + protocol + length;
}

/** What an IPv4 header says. */
export interface Ipv4Header {
  from: number;
  to: number;
  protocol: number;
  identification: number;
  timeToLive: number;
  doNotFragment: boolean;
}

/** Header without options, checksum filled in, and payload. */
export function encodeIpv4(header: Ipv4Header, payload: ArrayLike<number>): Uint8Array {
  const out = writer()
    .u8(0x45, 0)
    .u16(20 + payload.length, header.identification, header.doNotFragment ? 0x4000 : 0)
    .u8(header.timeToLive, header.protocol)
    .u16(0)
    .u32(header.from)
    .u32(header.to);
  out.patch16(10, internetChecksum(out.done()));
  return out.bytes(payload).done();
}
