// RFC 5905 section 7.3.
import { writer } from "../bytes.ts";

/** A moment: seconds since 1970-01-01 UTC and nanoseconds. */
export interface Moment {
  seconds: number;
  nanoseconds: number;
}

const SECONDS_1900_TO_1970 = 2208988800;

/** A request (mode 3) or answer (mode 4) of version 4; moments left out are 0. */
export function encodeNtp(mode: 3 | 4, origin: Moment | null, receive: Moment | null, transmit: Moment): Uint8Array {
  const out = writer().u8((4 << 3) | mode, mode === 4 ? 3 : 0, 10, mode === 4 ? 0xe9 : 0xfa);
  out
    .u32(mode === 4 ? 0x000004d2 : 0)
    .u32(mode === 4 ? 0x00000a3c : 0)
    .u32(mode === 4 ? 0xcb007135 : 0);
  const stamp = (moment: Moment | null) => {
    if (moment === null) out.zeros(8);
    else out.u32((moment.seconds + SECONDS_1900_TO_1970) >>> 0).u32(Math.floor(moment.nanoseconds * 4.294967296));
  };
  stamp(mode === 4 ? { seconds: transmit.seconds - 37, nanoseconds: 0 } : null);
  stamp(origin);
  stamp(receive);
  stamp(transmit);
  return out.done();
}
