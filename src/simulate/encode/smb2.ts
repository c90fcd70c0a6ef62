// [MS-SMB2] sections 2.2.1, 2.2.3 and 2.2.4: negotiation of versions 2.0.2 to 3.0.
import { type ByteWriter, writer } from "../bytes.ts";

/** An offer of NTLM by [MS-SPNG], as servers send it. */
const NTLM_OFFER = [
  0x60, 0x1c, 0x06, 0x06, 0x2b, 0x06, 0x01, 0x05, 0x05, 0x02, 0xa0, 0x12, 0x30, 0x10, 0xa0, 0x0e, 0x30, 0x0c, 0x06,
  0x0a, 0x2b, 0x06, 0x01, 0x04, 0x01, 0x82, 0x37, 0x02, 0x02, 0x0a,
];

function message(out: ByteWriter, answers: boolean, body: ByteWriter): void {
  out
    .u8(0)
    .u24(64 + body.length)
    .u32(0xfe534d42)
    .u16le(64, 0)
    .u32le(0)
    .u16le(0, 1)
    .u32le(answers ? 1 : 0, 0);
  out.zeros(8).u32le(0xfeff, 0).zeros(24).add(body);
}

/** Offers the versions 2.0.2, 2.1 and 3.0. */
export function negotiateRequest(out: ByteWriter, client: Uint8Array): void {
  const body = writer().u16le(36, 3, 1, 0).u32le(0x7f).bytes(client).zeros(8).u16le(0x0202, 0x0210, 0x0300);
  message(out, false, body);
}

/** Takes version 3.0 and offers NTLM. */
export function negotiateResponse(out: ByteWriter, server: Uint8Array, seconds: number): void {
  const body = writer().u16le(65, 1, 0x0300, 0).bytes(server).u32le(0x2f, 1048576, 1048576, 1048576);
  body
    .u64le((seconds + 11644473600) * 10_000_000)
    .zeros(8)
    .u16le(128, NTLM_OFFER.length)
    .u32le(0)
    .bytes(NTLM_OFFER);
  message(out, true, body);
}
