// [MS-CIFS] sections 2.2.3, 2.2.4.52, 2.2.4.53; [MS-SMB] section 2.2.4.5: SMB 1 without extended security.
import { writer } from "../bytes.ts";

function message(command: number, answers: boolean, multiplex: number, user: number, body: Uint8Array): Uint8Array {
  const out = writer()
    .u32(0xff534d42)
    .u8(command)
    .u32le(0)
    .u8(answers ? 0x98 : 0x18)
    .u16le(0xc001);
  out.u16le(0).zeros(8).u16le(0, 0, 0xfeff, user, multiplex).bytes(body);
  return writer().u8(0).u24(out.length).bytes(out.done()).done();
}

/** Offers dialects, the newest being NT LM 0.12: SMB 1 and nothing later. */
export function encodeNegotiateRequest(): Uint8Array {
  const dialects = writer();
  for (const dialect of ["LANMAN1.0", "LM1.2X002", "NT LANMAN 1.0", "NT LM 0.12"]) dialects.u8(2).text(dialect).u8(0);
  return message(0x72, false, 0, 0, writer().u8(0).u16le(dialects.length).bytes(dialects.done()).done());
}

/** Takes NT LM 0.12; `fileTime` is the server's clock in seconds since 1970 UTC. */
export function encodeNegotiateResponse(
  challenge: Uint8Array,
  seconds: number,
  domain: string,
  server: string,
): Uint8Array {
  const time = (BigInt(seconds) + 11644473600n) * 10000000n;
  const names = writer().bytes(challenge).wide(domain).u16le(0).wide(server).u16le(0);
  const out = writer().u8(17).u16le(3).u8(3).u16le(50, 1).u32le(16644, 65536, 0, 0x000003fc);
  out
    .u32le(Number(time & 0xffffffffn), Number(time >> 32n))
    .u16le(0)
    .u8(challenge.length);
  return message(0x72, true, 0, 0, out.u16le(names.length).bytes(names.done()).done());
}

/** Signs a user in by hashed answers to the challenge, and tells the client's system. */
export function encodeSessionSetupRequest(
  answer: Uint8Array,
  user: string,
  domain: string,
  system: string,
): Uint8Array {
  // Unicode text begins on an even offset: the fixed part ends on an odd one, so a filler byte follows the answers.
  const names = writer().bytes(answer).bytes(answer).u8(0);
  for (const text of [user, domain, system, system]) names.wide(text).u16le(0);
  const out = writer().u8(13, 0xff, 0).u16le(0, 16644, 50, 0).u32le(0).u16le(answer.length, answer.length);
  out.u32le(0).u32le(0x00000054).u16le(names.length).bytes(names.done());
  return message(0x73, false, 1, 0, out.done());
}

/** Accepts the user and tells the server's system. */
export function encodeSessionSetupResponse(system: string, domain: string): Uint8Array {
  const names = writer().u8(0);
  for (const text of [system, system, domain]) names.wide(text).u16le(0);
  const out = writer().u8(3, 0xff, 0).u16le(0, 0, names.length).bytes(names.done());
  return message(0x73, true, 1, 2048, out.done());
}
