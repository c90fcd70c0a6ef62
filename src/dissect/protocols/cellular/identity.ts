// Identities of subscribers, networks and tunnels as GTP and PFCP write them: 3GPP TS 23.003, TS 29.274 section 8, TS 29.244 section 8.2.
import { readV6, v4Text } from "../../addresses.ts";
import type { Reader } from "../../reader.ts";
import type { Talk } from "../../talk.ts";

/** Digits in halves of octets, low half first; 15 ends them (TS 29.274 section 8.3). */
export function digitsOf(reader: Reader, length: number): string {
  let digits = "";
  for (let index = 0; index < length; index++) {
    const octet = reader.u8();
    for (const digit of [octet & 15, octet >> 4]) {
      if (digit > 9) return digits;
      digits += String(digit);
    }
  }
  return digits;
}

/** Country and network of an operator in three octets: "001-01" (TS 24.008 section 10.5.1.13). */
export function plmnOf(reader: Reader): string {
  const first = reader.u8();
  const second = reader.u8();
  const third = reader.u8();
  const country = `${first & 15}${first >> 4}${second & 15}`;
  const last = second >> 4;
  return `${country}-${third & 15}${third >> 4}${last === 15 ? "" : last}`;
}

/** An access point or data network name: labels with their lengths (TS 23.003 section 9.1), or plain text. */
export function apnOf(reader: Reader, length: number): string {
  const end = Math.min(reader.end, reader.position + length);
  const labels: string[] = [];
  const first = reader.peek();
  if (first > 63) return reader.text(length);
  while (reader.position < end) {
    const size = reader.u8();
    if (size === 0 || reader.position + size > end) break;
    labels.push(reader.text(size));
  }
  reader.position = end;
  return labels.join(".");
}

/** Addresses that two flags announce, version 4 first. */
export function addressesOf(reader: Reader, hasV4: boolean, hasV6: boolean): string[] {
  const addresses: string[] = [];
  if (hasV4 && reader.left() >= 4) addresses.push(v4Text(reader.i32()));
  if (hasV6 && reader.left() >= 16) addresses.push(readV6(reader));
  return addresses;
}

/** Adds a text to a list among fields. */
export function append(fields: Record<string, unknown>, name: string, text: string): void {
  const known = fields[name];
  if (Array.isArray(known)) known.push(text);
  else fields[name] = [text];
}

/** What the core says of the device of the radio network that it gives an address; "" where it does not. */
export interface User {
  /** Subscriber: IMSI. */
  subscriber: string;
  /** Equipment: IMEI or IMEISV. */
  equipment: string;
  /** Data network or access point. */
  network: string;
  /** Slice: service type, and differentiator if there is one, "1/010203". */
  slice: string;
}

/** Nothing is said. */
export const NO_USER: User = { subscriber: "", equipment: "", network: "", slice: "" };

/** Tells that an address was given to a device of the radio network, by what it is known and what it is. */
export function tellUser(talk: Talk, address: string, method: string, user: User = NO_USER): void {
  if (address === "0.0.0.0" || address === "::") return;
  talk.object(`UE ${address}`);
  const about = { ip: address };
  talk.claim(about, "kind", "user equipment", 0.9, method);
  if (user.equipment !== "") talk.claim(about, "serial", `IMEI ${user.equipment}`, 0.8, method);
  if (user.subscriber !== "") talk.claim(about, "user", `IMSI ${user.subscriber}`, 0.9, method);
  const where = [
    ...(user.network === "" ? [] : [`data network ${user.network}`]),
    ...(user.slice === "" ? [] : [`slice ${user.slice}`]),
  ];
  if (where.length > 0) talk.claim(about, "description", `Mobile ${where.join(", ")}`, 0.5, method);
}
