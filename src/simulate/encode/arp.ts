// RFC 826: address resolution for IPv4 over Ethernet.
import { writer } from "../bytes.ts";

/** A request (1) or reply (2); addresses as bytes and unsigned numbers. */
export function encodeArp(
  operation: 1 | 2,
  senderMac: ArrayLike<number>,
  senderIp: number,
  targetMac: ArrayLike<number>,
  targetIp: number,
): Uint8Array {
  return writer()
    .u16(1, 0x0800)
    .u8(6, 4)
    .u16(operation)
    .bytes(senderMac)
    .u32(senderIp)
    .bytes(targetMac)
    .u32(targetIp)
    .done();
}
