// RFC 3411, section 5: SnmpEngineID.
import { v4Text, v6TextOf } from "../../addresses.ts";
import { hexOf } from "../../reader.ts";
import type { About, Talk } from "../../talk.ts";
import { claimEnterpriseNumber, engineText } from "./identity.ts";

/** Parts of an engine id for people. */
export interface EngineId {
  engine_id: string;
  enterprise?: number;
  format?: number;
  ipv4?: string;
  ipv6?: string;
  mac?: string;
  text?: string;
}

const METHOD = "SNMP engine id";
const SHORTEST = 5;

/** The engine id at `bytes[start..end)` in its parts. */
export function engineIdOf(bytes: Uint8Array, start: number, end: number): EngineId {
  const parts: EngineId = { engine_id: hexOf(bytes, start, Math.min(end, start + 32)) };
  const length = end - start;
  if (length < SHORTEST) return parts;
  parts.enterprise = enterpriseAt(bytes, start);
  if ((bytes[start] as number) < 0x80) return parts;
  const format = bytes[start + 4] as number;
  parts.format = format;
  if (format === 1 && length === 9) parts.ipv4 = v4Text(enterpriseWord(bytes, start + 5));
  else if (format === 2 && length === 21) parts.ipv6 = v6TextOf(bytes, start + 5);
  // Some makers append an octet to the hardware address.
  else if (format === 3 && length >= 11) parts.mac = hexOf(bytes, start + 5, start + 11);
  else if (format === 4) parts.text = engineText(bytes, start + 5, end);
  return parts;
}

/**
 * Claims what an engine id says of the device that owns it. A hardware address in it is shown only: it is the engine's
 * first one, which need not be the one that carries this address.
 */
export function claimEngineId(talk: Talk<unknown>, about: About, bytes: Uint8Array, start: number, end: number): void {
  if (end - start < SHORTEST) return;
  claimEnterpriseNumber(talk, about, enterpriseAt(bytes, start), 0.75, METHOD, start, end);
  if ((bytes[start] as number) >= 0x80 && bytes[start + 4] === 4) {
    talk.claim(about, "name", engineText(bytes, start + 5, end), 0.5, METHOD, start, end);
  }
}

function enterpriseWord(bytes: Uint8Array, at: number): number {
  return (
    ((bytes[at] as number) << 24) |
    ((bytes[at + 1] as number) << 16) |
    ((bytes[at + 2] as number) << 8) |
    (bytes[at + 3] as number)
  );
}

function enterpriseAt(bytes: Uint8Array, at: number): number {
  return enterpriseWord(bytes, at) & 0x7fffffff;
}
