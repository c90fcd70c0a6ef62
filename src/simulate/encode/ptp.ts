// IEEE 1588-2019 sections 13.3 to 13.7 and Annex F: PTP version 2 over Ethernet.
import type { ByteWriter } from "../bytes.ts";

/** Where all but peer delay messages go. */
export const PTP_GROUP = Uint8Array.of(0x01, 0x1b, 0x19, 0, 0, 0);

function head(out: ByteWriter, type: number, length: number, mac: Uint8Array, sequence: number, control: number): void {
  out
    .u8(type, 2)
    .u16(length)
    .u8(0, 0)
    .u16(type === 0 ? 0x0200 : 0x0008)
    .zeros(12);
  out
    .bytes(mac.subarray(0, 3))
    .u16(0xfffe)
    .bytes(mac.subarray(3))
    .u16(1, sequence)
    .u8(control, type === 0x0b ? 1 : 0);
}

function stamp(out: ByteWriter, seconds: number, nanoseconds: number): void {
  out.u16(0).u32(seconds).u32(nanoseconds);
}

/** A master tells its quality. */
export function announce(out: ByteWriter, mac: Uint8Array, sequence: number): void {
  head(out, 0x0b, 64, mac, sequence, 5);
  stamp(out, 0, 0);
  out.u16(37).u8(0, 128, 6, 0x21).u16(0x4e5d).u8(128);
  out.bytes(mac.subarray(0, 3)).u16(0xfffe).bytes(mac.subarray(3)).u16(0).u8(0x20);
}

/** The moment to which clocks are set; its time comes in the follow-up. */
export function sync(out: ByteWriter, mac: Uint8Array, sequence: number): void {
  head(out, 0, 44, mac, sequence, 0);
  stamp(out, 0, 0);
}

/** The moment at which the sync with the same number was sent. */
export function followUp(
  out: ByteWriter,
  mac: Uint8Array,
  sequence: number,
  seconds: number,
  nanoseconds: number,
): void {
  head(out, 8, 44, mac, sequence, 2);
  stamp(out, seconds, nanoseconds);
}
