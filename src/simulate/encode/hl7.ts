// HL7 version 2.5.1 chapters 2 and 7, and its minimal lower layer protocol.
import type { ByteWriter } from "../bytes.ts";

/** A message of segments in its frame. */
export function mllp(out: ByteWriter, segments: readonly string[]): void {
  out.u8(0x0b);
  for (const segment of segments) out.text(segment).u8(0x0d);
  out.u8(0x1c, 0x0d);
}

/** The head of a message; `stamp` as YYYYMMDDHHMMSS. */
export function messageHead(from: string, to: string, stamp: string, type: string, control: string): string {
  return ["MSH", "^~\\&", from, "WARD", to, "HOSPITAL", stamp, "", type, control, "P", "2.5.1"].join("|");
}
