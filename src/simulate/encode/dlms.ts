// IEC 62056-5-3 (COSEM application layer, association and xDLMS services) in the wrapper of IEC 62056-4-7.
import { type ByteWriter, writer } from "../bytes.ts";

/** Logical name referencing without ciphering: {joint-iso-itu-t(2) country(16) 756 5 8 1 1}. */
const CONTEXT = [0x60, 0x85, 0x74, 0x05, 0x08, 0x01, 0x01];
const CLIENT = 16;
const SERVER = 1;

function wrapped(out: ByteWriter, fromClient: boolean, content: ByteWriter): void {
  out.u16(1, fromClient ? CLIENT : SERVER, fromClient ? SERVER : CLIENT, content.length);
  out.add(content);
}

/** Asks for an association of lowest security. */
export function associate(out: ByteWriter): void {
  const content = writer();
  content.u8(0x60, 29, 0xa1, 9, 6, 7).bytes(CONTEXT);
  // Initiate: no key, no answer wanted otherwise, version 6, what the client can do, longest message.
  content.u8(0xbe, 16, 4, 14, 1, 0, 0, 0, 6, 0x5f, 0x1f, 4, 0, 0x00, 0x7e, 0x1f).u16(1200);
  wrapped(out, true, content);
}

/** Grants it. */
export function associated(out: ByteWriter): void {
  const content = writer();
  content.u8(0x61, 41, 0xa1, 9, 6, 7).bytes(CONTEXT);
  content.u8(0xa2, 3, 2, 1, 0, 0xa3, 5, 0xa1, 3, 2, 1, 0);
  content.u8(0xbe, 16, 4, 14, 8, 0, 6, 0x5f, 0x1f, 4, 0, 0x00, 0x50, 0x1f).u16(500, 7);
  wrapped(out, false, content);
}

/** Asks for the value (attribute 2) of an object by its code, e.g. [1, 0, 1, 8, 0, 255]. */
export function get(out: ByteWriter, invocation: number, type: number, code: readonly number[]): void {
  const content = writer();
  content
    .u8(0xc0, 1, 0xc0 | invocation)
    .u16(type)
    .u8(...code)
    .u8(2, 0);
  wrapped(out, true, content);
}

/** Answers with an unsigned number of 32 bits, or with a text. */
export function got(out: ByteWriter, invocation: number, value: number | string): void {
  const content = writer();
  content.u8(0xc4, 1, 0xc0 | invocation, 0);
  if (typeof value === "number") content.u8(6).u32(value);
  else content.u8(9, value.length).text(value);
  wrapped(out, false, content);
}
