// Internet checksum: RFC 1071; pseudo-headers: RFC 9293 section 3.1, RFC 768, RFC 8200 section 8.1.
import type { Packet } from "./packet.ts";
import { CARRIES_TCP, CARRIES_UDP } from "./packet.ts";

/**
 * Whether the transport checksum of the packet is right: 1 right, 0 wrong, -1 cannot tell (cut, fragmented, absent or
 * another protocol). Network cards fill checksums in late, so a wrong one says nothing about the bytes.
 */
export function checksumState(packet: Packet, frameBytes: Uint8Array): -1 | 0 | 1 {
  if (packet.missing > 0 || packet.bytes !== frameBytes || packet.ipVersion === 0) return -1;
  if (packet.carries !== CARRIES_TCP && packet.carries !== CARRIES_UDP) return -1;
  const { bytes, transportAt, payloadEnd } = packet;
  if (packet.carries === CARRIES_UDP && bytes[transportAt + 6] === 0 && bytes[transportAt + 7] === 0) return -1;
  const length = payloadEnd - transportAt;
  let sum = packet.protocol + length;
  const addressBytes = packet.ipVersion === 4 ? 8 : 32;
  for (let at = packet.addressesAt; at < packet.addressesAt + addressBytes; at += 2) {
    sum += ((bytes[at] as number) << 8) | (bytes[at + 1] as number);
  }
  const even = transportAt + (length & ~1);
  for (let at = transportAt; at < even; at += 2) sum += ((bytes[at] as number) << 8) | (bytes[at + 1] as number);
  if (even < payloadEnd) sum += (bytes[even] as number) << 8;
  while (sum > 0xffff) sum = (sum & 0xffff) + Math.floor(sum / 65536);
  return sum === 0xffff ? 1 : 0;
}
