// 3GPP TS 29.244 sections 7.2 and 8.2: PFCP heartbeats between control and user plane.
import type { ByteWriter } from "../bytes.ts";

const SECONDS_1900_TO_1970 = 2208988800;
const RECOVERY_TIME_STAMP = 96;

/** Asks for (1) or gives (2) a sign of life; `since` is the second since 1970 UTC at which the sender started. */
export function heartbeat(out: ByteWriter, type: 1 | 2, sequence: number, since: number): void {
  out.u8(0x20, type).u16(12).u24(sequence).u8(0);
  out.u16(RECOVERY_TIME_STAMP, 4).u32((since + SECONDS_1900_TO_1970) % 4294967296);
}

const CAUSE = 19;
const UPDATE_FAR = 10;
const UPDATE_FORWARDING_PARAMETERS = 11;
const OUTER_HEADER_CREATION = 84;
const FAR_ID = 108;
const GTP_U_OVER_IPV4 = 0x0100;
const ACCEPTED = 1;

/** Points the forwarding of a session at another tunnel end: session modification request (section 7.5.4). */
export function modification(
  out: ByteWriter,
  sequence: number,
  session: number,
  tunnel: number,
  address: number,
): void {
  const creation = 4 + 10;
  const parameters = 4 + creation;
  const far = 8 + parameters;
  out
    .u8(0x21, 52)
    .u16(12 + 4 + far)
    .u32(0)
    .u32(session)
    .u24(sequence)
    .u8(0);
  out.u16(UPDATE_FAR, far).u16(FAR_ID, 4).u32(1);
  out
    .u16(UPDATE_FORWARDING_PARAMETERS, creation)
    .u16(OUTER_HEADER_CREATION, 10)
    .u16(GTP_U_OVER_IPV4)
    .u32(tunnel)
    .u32(address);
}

/** Says that it was done: session modification response (section 7.5.5). */
export function modificationAnswer(out: ByteWriter, sequence: number, session: number): void {
  out
    .u8(0x21, 53)
    .u16(12 + 5)
    .u32(0)
    .u32(session)
    .u24(sequence)
    .u8(0);
  out.u16(CAUSE, 1).u8(ACCEPTED);
}
