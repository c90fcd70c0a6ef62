// RFC 792: echo request and reply.
import { writer } from "../bytes.ts";
import { internetChecksum } from "./ipv4.ts";

/** An echo request (8) or reply (0) with its checksum. */
export function encodeIcmpEcho(
  type: 8 | 0,
  identifier: number,
  sequence: number,
  payload: ArrayLike<number>,
): Uint8Array {
  const out = writer().u8(type, 0).u16(0, identifier, sequence).bytes(payload);
  return out.patch16(2, internetChecksum(out.done())).done();
}
