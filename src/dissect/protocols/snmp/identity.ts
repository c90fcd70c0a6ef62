// What a managed object says of its device: SNMPv2-MIB (RFC 3418), ENTITY-MIB (RFC 6933), HOST-RESOURCES-MIB (RFC 2790),
// Printer-MIB (RFC 3805), UPS-MIB (RFC 1628). Vendors' own objects are not known here.
import type { Attribute } from "../../../model/attribute.ts";
import { OBJECT_IDENTIFIER, objectIdentifierOf } from "../../ber.ts";
import { latinOf, textOf, utf8Of } from "../../reader.ts";
import type { About, Talk } from "../../talk.ts";
import { enterpriseName } from "./enterprises.ts";

interface Known {
  /** Encoded object identifier of the object, without its instance. */
  readonly prefix: readonly number[];
  readonly attribute: Attribute;
  readonly confidence: number;
  readonly method: string;
  /** Whose it is: the agent's, or a part's that the instance numbers. */
  readonly part: string;
}

const MIB_2 = [0x2b, 6, 1, 2, 1];
const SYSTEM = [...MIB_2, 1];
const PHYSICAL = [...MIB_2, 47, 1, 1, 1, 1];
const PRINTER = [...MIB_2, 43, 5, 1, 1];
const UPS = [...MIB_2, 33, 1, 1];
const OBJECT_ID = 2;

function known(
  base: readonly number[],
  arc: number,
  attribute: Attribute,
  confidence: number,
  method: string,
  part = "",
): Known {
  return { prefix: [...base, arc], attribute, confidence, method: `SNMP ${method}`, part };
}

const KNOWN: readonly Known[] = [
  known(SYSTEM, 1, "description", 0.95, "sysDescr"),
  known(SYSTEM, OBJECT_ID, "vendor", 0.85, "sysObjectID"),
  known(SYSTEM, 4, "contact", 0.95, "sysContact"),
  known(SYSTEM, 5, "name", 0.95, "sysName"),
  known(SYSTEM, 6, "location", 0.95, "sysLocation"),
  known(PHYSICAL, 2, "description", 0.8, "entPhysicalDescr", "entity"),
  known(PHYSICAL, 8, "hardware", 0.95, "entPhysicalHardwareRev", "entity"),
  known(PHYSICAL, 9, "firmware", 0.95, "entPhysicalFirmwareRev", "entity"),
  known(PHYSICAL, 10, "software", 0.95, "entPhysicalSoftwareRev", "entity"),
  known(PHYSICAL, 11, "serial", 0.95, "entPhysicalSerialNum", "entity"),
  known(PHYSICAL, 12, "vendor", 0.9, "entPhysicalMfgName", "entity"),
  known(PHYSICAL, 13, "model", 0.95, "entPhysicalModelName", "entity"),
  known([...MIB_2, 25, 3, 2, 1], 3, "description", 0.8, "hrDeviceDescr", "device"),
  known(PRINTER, 16, "name", 0.9, "prtGeneralPrinterName"),
  known(PRINTER, 17, "serial", 0.95, "prtGeneralSerialNumber"),
  known(UPS, 1, "vendor", 0.95, "upsIdentManufacturer"),
  known(UPS, 2, "model", 0.95, "upsIdentModel"),
  known(UPS, 3, "firmware", 0.95, "upsIdentUPSSoftwareVersion"),
  known(UPS, 5, "name", 0.9, "upsIdentName"),
];

/** Objects whose values are secrets: communities (SNMP-COMMUNITY-MIB), key changes (USM), copy passwords of Cisco. */
const SECRETS: readonly (readonly number[])[] = [
  [0x2b, 6, 1, 6, 3, 18, 1, 1, 1, 2],
  [0x2b, 6, 1, 6, 3, 15, 1, 2, 2, 1, 6],
  [0x2b, 6, 1, 6, 3, 15, 1, 2, 2, 1, 7],
  [0x2b, 6, 1, 6, 3, 15, 1, 2, 2, 1, 9],
  [0x2b, 6, 1, 6, 3, 15, 1, 2, 2, 1, 10],
  [0x2b, 6, 1, 4, 1, 9, 9, 96, 1, 1, 1, 1, 8],
  [0x2b, 6, 1, 6, 3, 18, 1, 1, 1, 1],
];

function startsWith(bytes: Uint8Array, start: number, end: number, prefix: readonly number[]): boolean {
  if (end - start < prefix.length) return false;
  for (let index = 0; index < prefix.length; index++) if (bytes[start + index] !== prefix[index]) return false;
  return true;
}

/** Whether the object at `bytes[start..end)` holds a secret. */
export function isSecret(bytes: Uint8Array, start: number, end: number): boolean {
  if (bytes[start + 3] !== 6 && bytes[start + 3] !== 4) return false;
  return SECRETS.some((prefix) => startsWith(bytes, start, end, prefix));
}

/** Text for people: UTF-8 where it is valid, else Latin-1; "" where it holds other than text. */
export function printable(bytes: Uint8Array, start: number, end: number): string {
  let last = end;
  while (last > start && bytes[last - 1] === 0) last--;
  for (let at = start; at < last; at++) {
    const code = bytes[at] as number;
    if (code < 32 && code !== 9 && code !== 10 && code !== 13) return "";
  }
  const text = utf8Of(bytes, start, last);
  return text.includes("\ufffd") ? latinOf(bytes, start, last) : text;
}

/**
 * Claims what one variable of an answer or trap says of `about`: object identifier in `bytes[start..end)`, value of
 * universal tag `tag` in `bytes[from..to)`.
 */
export function claimVariable(
  talk: Talk<unknown>,
  about: About,
  bytes: Uint8Array,
  start: number,
  end: number,
  tag: number,
  from: number,
  to: number,
): void {
  if (end - start < 8 || bytes[start + 3] !== 2 || !startsWith(bytes, start, end, MIB_2)) return;
  for (const entry of KNOWN) {
    if (!startsWith(bytes, start, end, entry.prefix) || end - start <= entry.prefix.length) continue;
    const whose = subjectOf(about, entry, bytes, start + entry.prefix.length, end);
    if (entry.attribute === "vendor" && tag === OBJECT_IDENTIFIER) {
      const identifier = objectIdentifierOf(bytes, from, to);
      talk.note(whose, { kind: "fingerprint", method: entry.method, value: identifier });
      claimEnterprise(talk, whose, identifier, entry.confidence, entry.method, from, to);
    } else if (tag !== OBJECT_IDENTIFIER) {
      const text = printable(bytes, from, to).replace(/\s+/g, " ").trim();
      talk.claim(whose, entry.attribute, text, entry.confidence, entry.method, from, to);
      if (entry.prefix === KNOWN[0]?.prefix) claimDescription(talk, whose, text, from, to);
      if (startsWith(bytes, start, end, PRINTER)) talk.claim(whose, "role", "printer", 0.9, entry.method, from, to);
    }
    return;
  }
}

/** Entity 1 is the agent's own chassis by habit (RFC 6933 section 3.1); the others are parts. */
function subjectOf(about: About, entry: Known, bytes: Uint8Array, start: number, end: number): About {
  if (entry.part === "" || (entry.part === "entity" && end - start === 1 && bytes[start] === 1)) return about;
  let instance = 0;
  for (let at = start; at < end && at < start + 5; at++) instance = instance * 128 + ((bytes[at] as number) & 0x7f);
  const part = `${entry.part} ${instance}`;
  return about === "sender" || about === "receiver" ? { part, of: about } : { ...about, part };
}

/** Claims the maker of an enterprise's object identifier. */
export function claimEnterprise(
  talk: Talk<unknown>,
  about: About,
  identifier: string,
  confidence: number,
  method: string,
  from: number,
  to: number,
): void {
  if (!identifier.startsWith("1.3.6.1.4.1.")) return;
  const number = Number.parseInt(identifier.slice(12), 10);
  claimEnterpriseNumber(talk, about, number, confidence, method, from, to);
}

/** Claims the maker by enterprise number; the agent software of Net-SNMP runs on machines of any maker. */
export function claimEnterpriseNumber(
  talk: Talk<unknown>,
  about: About,
  number: number,
  confidence: number,
  method: string,
  from: number,
  to: number,
): void {
  if (number === NET_SNMP) talk.claim(about, "software", "Net-SNMP", 0.7, method, from, to);
  else talk.claim(about, "vendor", enterpriseName(number), confidence, method, from, to);
}

const NET_SNMP = 8072;

/** sysDescr is free text; makers met often write it in a fixed order. */
function claimDescription(talk: Talk<unknown>, about: About, text: string, from: number, to: number): void {
  const say = (attribute: Attribute, value: string | undefined, confidence = 0.7): void => {
    if (value !== undefined) talk.claim(about, attribute, value.trim(), confidence, "SNMP sysDescr", from, to);
  };
  const siemens = /^Siemens, [^,]{2,40}, ([^,]{2,60}), ([0-9][A-Z0-9]{2}[0-9A-Z] ?[0-9A-Z-]{8,20}) ?,/.exec(text);
  if (siemens !== null) {
    say("vendor", "Siemens", 0.9);
    say("model", siemens[1], 0.85);
    say("orderNumber", siemens[2], 0.9);
    say("hardware", /HW: ?(?:Version )?V?([^,]{1,20})/.exec(text)?.[1], 0.85);
    say("firmware", /FW: ?(?:Version )?(V?[^,]{1,20})/.exec(text)?.[1], 0.85);
    return;
  }
  const cisco = /^Cisco (IOS|NX-OS|Adaptive Security|Internetwork)/.exec(text);
  if (cisco !== null) {
    say("vendor", "Cisco", 0.85);
    say(
      "operatingSystem",
      cisco[1] === "NX-OS" ? "Cisco NX-OS" : cisco[1] === "Adaptive Security" ? "Cisco ASA" : "Cisco IOS",
    );
    say("firmware", /Version ([^,\s]{2,40})/.exec(text)?.[1], 0.85);
    return;
  }
  const linux = /^Linux (\S{1,64}) (\d+\.\d+\S{0,40})/.exec(text);
  if (linux !== null) {
    say("operatingSystem", `Linux ${linux[2]}`, 0.85);
    say("name", linux[1], 0.6);
    return;
  }
  const windows = /Software: Windows (?:\S+ )?Version (\d+\.\d+)/.exec(text);
  if (windows !== null) say("operatingSystem", `Windows ${windows[1]}`, 0.85);
  else if (text.startsWith("RouterOS ")) {
    say("vendor", "MikroTik", 0.9);
    say("operatingSystem", "RouterOS");
    say("model", text.slice(9), 0.8);
  }
}

/** An administrative name inside an engine id, cleaned. */
export function engineText(bytes: Uint8Array, start: number, end: number): string {
  return textOf(bytes, start, end);
}
