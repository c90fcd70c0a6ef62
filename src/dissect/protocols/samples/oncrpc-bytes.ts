import { lengthOf } from "./dns-bytes.ts";

/** Digits of a number of 32 bits. */
export function word(value: number): string {
  return (value >>> 0).toString(16).padStart(8, "0");
}

/** Digits of a number of 64 bits. */
export function double(value: number): string {
  return word(Math.floor(value / 4294967296)) + word(value % 4294967296);
}

/** Digits of opaque data: its length, and filled up to four octets. */
export function opaque(hex: string): string {
  const digits = hex.replace(/\s+/g, "");
  return `${lengthOf(digits, 8)}${digits.padEnd(Math.ceil(digits.length / 8) * 8, "0")}`;
}

/** Digits of a string. */
export function text(value: string): string {
  return opaque(Array.from(value, (letter) => letter.charCodeAt(0).toString(16).padStart(2, "0")).join(""));
}

/** Digits of credentials of AUTH_NONE. */
export const NOBODY = "00000000 00000000";

/** Digits of credentials of AUTH_SYS. */
export function system(machine: string, uid: number, gid: number, ...groups: number[]): string {
  const body = word(0x1234) + text(machine) + word(uid) + word(gid) + word(groups.length) + groups.map(word).join("");
  return `00000001${opaque(body)}`;
}

/** Digits of credentials of RPCSEC_GSS: 0 for data, 1 to begin; service 1 none, 2 integrity, 3 privacy. */
export function security(procedure: number, service: number): string {
  return `00000006${opaque(`00000001${word(procedure)}00000001${word(service)}${opaque("aabbccdd")}`)}`;
}

/** Digits of a call. */
export function call(
  xid: number,
  program: number,
  version: number,
  procedure: number,
  body = "",
  credentials = NOBODY,
): string {
  return `${word(xid)}0000000000000002${word(program)}${word(version)}${word(procedure)}${credentials}${NOBODY}${body}`;
}

/** Digits of a reply that was accepted; 0 for success. */
export function reply(xid: number, state: number, body = ""): string {
  return `${word(xid)}0000000100000000${NOBODY}${word(state)}${body}`;
}

/** Digits of a fragment that is not the last of its record. */
export function fragment(hex: string): string {
  const digits = hex.replace(/\s+/g, "");
  return lengthOf(digits, 8) + digits;
}

/** Digits of the last, or only, fragment of a record. */
export function record(hex: string): string {
  const digits = hex.replace(/\s+/g, "");
  return word(0x80000000 + digits.length / 2) + digits;
}
