// RFC 768: user datagrams.
import { writer } from "../bytes.ts";
import { internetChecksum, pseudoHeaderSum } from "./ipv4.ts";

/** A datagram with its checksum over the pseudo header. */
export function encodeUdp(
  from: number,
  fromPort: number,
  to: number,
  toPort: number,
  payload: ArrayLike<number>,
): Uint8Array {
  const length = 8 + payload.length;
  const out = writer().u16(fromPort, toPort, length, 0).bytes(payload);
  const checksum = internetChecksum(out.done(), pseudoHeaderSum(from, to, 17, length));
  return out.patch16(6, checksum === 0 ? 0xffff : checksum).done();
}
