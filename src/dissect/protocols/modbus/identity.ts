// Who answers: Modbus Application Protocol V1.1b3 sections 6.13 (report server ID) and 6.21 (device identification).
import { type Reader, textOf } from "../../reader.ts";
import type { About, Talk } from "../../talk.ts";
import type { Memory } from "./memory.ts";

const HIGHEST_UNIT = 247;
const MOST_IDENTITIES = 8;
const IDENTIFICATION = "Modbus function 43 (read device identification)";
const SERVER_ID = "Modbus function 17 (report server ID)";

/** Notes that a unit answered with process values: several units at one address are a gateway with what is behind it. */
export function answeredBy(talk: Talk<Memory>, unit: number, start: number): void {
  const { memory } = talk;
  if (unit === memory.firstUnit && !memory.gateway) return;
  if (unit < 1 || unit > HIGHEST_UNIT) return;
  if (memory.firstUnit === 0) {
    memory.firstUnit = unit;
    if (!memory.gateway) return;
  }
  memory.gateway = true;
  tellUnit(talk, unit, start);
}

function tellUnit(talk: Talk<Memory>, unit: number, start: number): void {
  const { memory } = talk;
  if (!memory.gatewayTold) {
    memory.gatewayTold = true;
    talk.claim("sender", "role", "gateway", 0.6, "several Modbus units answer here", start, start + 8);
  }
  memory.told ??= new Uint8Array(32);
  const bit = 1 << (unit & 7);
  if (((memory.told[unit >> 3] as number) & bit) !== 0) return;
  memory.told[unit >> 3] |= bit;
  talk.claim(partOf(unit), "kind", "Modbus unit", 0.4, "answers under this unit identifier", start, start + 8);
}

function partOf(unit: number): About {
  return { part: `unit ${unit}`, of: "sender" };
}

/** Whom an identity answer is about: the sender, or the unit behind it once it is known to be a gateway. */
function aboutUnit(talk: Talk<Memory>, unit: number, prefix: string, text: string): About {
  const { memory } = talk;
  if (unit < 1 || unit > HIGHEST_UNIT) return "sender";
  const { identities } = memory;
  for (let index = 0; index < identities.length; index++) {
    const known = identities[index] as { unit: number; text: string };
    // A device that answers to every unit says the same each time.
    if (known.unit !== unit && known.text.startsWith(prefix) && known.text !== prefix + text) memory.gateway = true;
  }
  if (identities.length < MOST_IDENTITIES && !identities.some((known) => known.text === prefix + text)) {
    identities.push({ unit, text: prefix + text });
  }
  return memory.gateway ? partOf(unit) : "sender";
}

/** Claims of a device identification answer whose body (from the MEI type on) begins at `at`. */
export function claimIdentification(reader: Reader, talk: Talk<Memory>, unit: number, at: number): void {
  const { bytes, end } = reader;
  if (at + 6 > end) return;
  const first = at + 6 < end ? (bytes[at + 6] as number) : 0;
  const about = aboutUnit(talk, unit, `43 ${first} `, textOf(bytes, at + 6, end));
  let from = at + 6;
  let productCode = "";
  let productCodeAt = 0;
  let hasModel = false;
  for (let left = bytes[at + 5] as number; left > 0 && from + 2 <= end; left--) {
    const object = bytes[from] as number;
    const start = from + 2;
    const next = start + (bytes[from + 1] as number);
    if (next > end) return;
    const value = textOf(bytes, start, next);
    switch (object) {
      case 0:
        talk.claim(about, "vendor", value, 0.95, IDENTIFICATION, start, next);
        break;
      case 1:
        productCode = value;
        productCodeAt = start;
        break;
      case 2:
        talk.claim(about, "firmware", value, 0.95, IDENTIFICATION, start, next);
        break;
      case 4:
        hasModel ||= value !== "";
        talk.claim(about, "model", value, 0.85, IDENTIFICATION, start, next);
        break;
      case 5:
        hasModel ||= value !== "";
        talk.claim(about, "model", value, 0.95, IDENTIFICATION, start, next);
        break;
      case 6:
        talk.claim(about, "description", value, 0.7, IDENTIFICATION, start, next);
        break;
    }
    from = next;
  }
  if (productCode === "") return;
  const codeEnd = productCodeAt + productCode.length;
  if (looksLikeOrderNumber(productCode)) {
    talk.claim(about, "orderNumber", productCode, 0.9, IDENTIFICATION, productCodeAt, codeEnd);
    // Makers without the regular objects put the only name of the product here.
    if (!hasModel) talk.claim(about, "model", productCode, 0.7, IDENTIFICATION, productCodeAt, codeEnd);
  } else talk.claim(about, "model", productCode, hasModel ? 0.6 : 0.85, IDENTIFICATION, productCodeAt, codeEnd);
}

/** Whether a product code reads as a catalog number: a digit, and no word in small letters. */
function looksLikeOrderNumber(text: string): boolean {
  return /\d/.test(text) && !/[a-z]{3}/.test(text) && text.split(" ").length <= 3;
}

/** Claims of a report server ID answer whose body (from the byte count on) begins at `at`: its text, which makers fill freely. */
export function claimServerId(reader: Reader, talk: Talk<Memory>, unit: number, at: number): void {
  const { bytes } = reader;
  const end = Math.min(reader.end, at + 1 + (bytes[at] as number));
  const start = longestText(bytes, at + 1, end);
  const value = textOf(bytes, start, textEnd(bytes, start, end));
  if (value.length < 4) return;
  const about = aboutUnit(talk, unit, "17 ", value);
  talk.claim(about, "description", value, 0.7, SERVER_ID, start, textEnd(bytes, start, end));
}

/** Where the longest stretch of printable ASCII in `bytes[start..end)` begins; `end` without one. */
export function longestText(bytes: Uint8Array, start: number, end: number): number {
  let best = end;
  let bestLength = 0;
  let at = start;
  while (at < end) {
    const next = textEnd(bytes, at, end);
    if (next - at > bestLength) {
      best = at;
      bestLength = next - at;
    }
    at = next + 1;
  }
  return best;
}

/** Where the printable ASCII that begins at `start` ends. */
export function textEnd(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && (bytes[at] as number) >= 32 && (bytes[at] as number) < 127) at++;
  return at;
}
