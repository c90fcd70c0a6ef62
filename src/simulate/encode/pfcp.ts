// 3GPP TS 29.244 sections 7.2 and 8.2: PFCP heartbeats between control and user plane.
import type { ByteWriter } from "../bytes.ts";

const SECONDS_1900_TO_1970 = 2208988800;
const RECOVERY_TIME_STAMP = 96;

/** Asks for (1) or gives (2) a sign of life; `since` is the second since 1970 UTC at which the sender started. */
export function heartbeat(out: ByteWriter, type: 1 | 2, sequence: number, since: number): void {
  out.u8(0x20, type).u16(12).u24(sequence).u8(0);
  out.u16(RECOVERY_TIME_STAMP, 4).u32((since + SECONDS_1900_TO_1970) % 4294967296);
}
