// MS-RDPBCGR sections 2.2.1.1 and 2.2.1.2: the first two messages of a remote desktop, before TLS takes over.
import { writer } from "../bytes.ts";
import { encodeTpkt } from "./s7comm.ts";

/** TLS, and CredSSP inside of it (section 2.2.1.1.1). */
const TLS_AND_CREDSSP = 3;
const CREDSSP = 2;

/** Asks for a desktop as `user`, whose name goes by in a cookie of at most nine letters. */
export function encodeDesktopRequest(user: string): Uint8Array {
  const cookie = `Cookie: mstshash=${user.slice(0, 9)}\r\n`;
  const out = writer()
    .u8(6 + cookie.length + 8, 0xe0)
    .u16(0, 0)
    .u8(0)
    .text(cookie);
  out.u8(1, 0).u16le(8).u32le(TLS_AND_CREDSSP);
  return encodeTpkt(out.done());
}

/** Grants it with CredSSP inside of TLS. */
export function encodeDesktopConfirm(): Uint8Array {
  const out = writer()
    .u8(6 + 8, 0xd0)
    .u16(0, 0x1234)
    .u8(0);
  out.u8(2, 0x1f).u16le(8).u32le(CREDSSP);
  return encodeTpkt(out.done());
}
