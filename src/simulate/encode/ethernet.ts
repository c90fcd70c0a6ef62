// IEEE 802.3 clause 3.2 and IEEE 802.1Q clause 9: the frame and its tag.
import { type ByteWriter, writer } from "../bytes.ts";

/** A frame as a mirror port shows it: tagged unless `vlan` is 0, filled up to the least length, without its check sequence. */
export function encodeEthernet(
  to: ArrayLike<number>,
  from: ArrayLike<number>,
  vlan: number,
  etherType: number,
  payload: ArrayLike<number>,
): Uint8Array {
  const out: ByteWriter = writer().bytes(to).bytes(from);
  if (vlan !== 0) out.u16(0x8100, vlan & 0xfff);
  out.u16(etherType).bytes(payload);
  const least = vlan === 0 ? 60 : 64;
  if (out.length < least) out.zeros(least - out.length);
  return out.done();
}
