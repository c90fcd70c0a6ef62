// RFC 7252 section 3: CoAP.
import type { ByteWriter } from "../bytes.ts";

/** Asks for a resource of one path segment each. */
export function coapGet(out: ByteWriter, message: number, token: number, path: readonly string[]): void {
  out.u8(0x42, 0x01).u16(message, token);
  path.forEach((segment, index) => {
    out.u8(((index === 0 ? 11 : 0) << 4) | segment.length).text(segment);
  });
}

/** Answers at once with JSON, which must follow. */
export function coapContent(out: ByteWriter, message: number, token: number): ByteWriter {
  return out.u8(0x62, 0x45).u16(message, token).u8(0xc1, 50, 0xff);
}
