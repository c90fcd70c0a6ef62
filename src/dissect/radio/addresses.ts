// Radio addresses as hardware addresses of six bytes: EUI-64 (IEEE 802-2014 section 8.2), short addresses of IEEE 802.15.4,
// Bluetooth device addresses (Bluetooth Core volume 6 part B section 1.3).
import { hexOf } from "../reader.ts";

/** How the address that a radio keeps for life is told of a device; devices that tell the same one are one. */
export const EUI64_METHOD = "EUI-64 of the radio";

const LOCAL = 0x02;
const GROUP = 0x01;
/** Second byte of the made-up addresses: what they stand for. */
const SHORT_MARK = 0x15;
export const CENTRAL_MARK = 0xbe;
export const PERIPHERAL_MARK = 0xbf;

/**
 * Writes an EUI-64, given least significant byte first, as six bytes: its maker's block and its last three bytes. The two
 * bytes between are left out, which are `ff fe` where the EUI-64 was made of a hardware address.
 */
export function putExtended(out: Uint8Array, to: number, bytes: Uint8Array, at: number): void {
  out[to] = (bytes[at + 7] as number) & ~GROUP;
  out[to + 1] = bytes[at + 6] as number;
  out[to + 2] = bytes[at + 5] as number;
  out[to + 3] = bytes[at + 2] as number;
  out[to + 4] = bytes[at + 1] as number;
  out[to + 5] = bytes[at] as number;
}

/** Writes a 16-bit address in its PAN as a locally administered address; the address of all stations as that of Ethernet. */
export function putShort(out: Uint8Array, to: number, pan: number, address: number): void {
  if (address === 0xffff) return putAll(out, to);
  out[to] = LOCAL;
  out[to + 1] = SHORT_MARK;
  out[to + 2] = (pan >> 8) & 0xff;
  out[to + 3] = pan & 0xff;
  out[to + 4] = address >> 8;
  out[to + 5] = address & 0xff;
}

/** Writes the address of all stations. */
export function putAll(out: Uint8Array, to: number): void {
  for (let index = 0; index < 6; index++) out[to + index] = 0xff;
}

/**
 * Writes a Bluetooth address, given least significant byte first. A random one has no maker and no group bit: it is
 * marked as locally administered, so that neither is read into it.
 */
export function putBluetooth(out: Uint8Array, to: number, bytes: Uint8Array, at: number, random: boolean): void {
  for (let index = 0; index < 6; index++) out[to + index] = bytes[at + 5 - index] as number;
  if (random) out[to] = ((out[to] as number) | LOCAL) & ~GROUP;
}

/** Writes an address for one end of a Bluetooth connection whose beginning was not captured. */
export function putUnknownEnd(out: Uint8Array, to: number, mark: number, bytes: Uint8Array, at: number): void {
  out[to] = LOCAL;
  out[to + 1] = mark;
  for (let index = 0; index < 4; index++) out[to + 2 + index] = bytes[at + 3 - index] as number;
}

const scratch = new Uint8Array(6);

/** The six bytes of an EUI-64 (see `putExtended`) as 12 hex digits. */
export function extendedHex(bytes: Uint8Array, at: number): string {
  putExtended(scratch, 0, bytes, at);
  return hexOf(scratch, 0, 6);
}

/** The six bytes of a short address (see `putShort`) as 12 hex digits. */
export function shortHex(pan: number, address: number): string {
  putShort(scratch, 0, pan, address);
  return hexOf(scratch, 0, 6);
}

/** An EUI-64 or Bluetooth address, given least significant byte first, as people write it. */
export function reversedText(bytes: Uint8Array, at: number, length: number): string {
  let text = "";
  for (let index = length - 1; index >= 0; index--)
    text += hexOf(bytes, at + index, at + index + 1) + (index > 0 ? ":" : "");
  return text;
}
