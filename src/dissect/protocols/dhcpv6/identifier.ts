// DHCP unique identifiers: RFC 8415 section 11; RFC 6355 (UUID).
import { macText } from "../../addresses.ts";
import type { Reader } from "../../reader.ts";

/** Who a client or server says it is: a name that stays when its network cards change. */
export interface UniqueIdentifier {
  duid: string;
  type: number;
  type_name: string;
  hardware_type?: number;
  /** Seconds since 2000-01-01 UTC, modulo 2^32. */
  time?: number;
  link_layer_address?: string;
  enterprise?: number;
  identifier?: string;
  uuid?: string;
}

const TYPES: Readonly<Record<number, string>> = { 1: "link_layer_time", 2: "enterprise", 3: "link_layer", 4: "uuid" };
const ETHERNET = 1;
/** RFC 8415 section 11.1: two bytes of type and at most 128 more. */
const LONGEST = 130;

/** The identifier that the reader was narrowed to; undefined when its length fits no identifier. */
export function readIdentifier(reader: Reader): UniqueIdentifier | undefined {
  const length = reader.left();
  if (length < 3 || length > LONGEST) return undefined;
  const start = reader.position;
  const duid = reader.hex(length);
  reader.position = start;
  const type = reader.u16();
  const identifier: UniqueIdentifier = { duid, type, type_name: TYPES[type] ?? "unnamed" };
  if ((type === 1 && length >= 9) || (type === 3 && length >= 5)) {
    identifier.hardware_type = reader.u16();
    if (type === 1) identifier.time = reader.u32();
    const address = reader.hex(reader.left());
    identifier.link_layer_address = address.length === 12 ? macText(address) : address;
  } else if (type === 2 && length >= 7) {
    identifier.enterprise = reader.u32();
    identifier.identifier = reader.hex(reader.left());
  } else if (type === 4 && length === 18) {
    identifier.uuid = reader.hex(16).replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  }
  reader.skipRest();
  return identifier;
}

/** The Ethernet address within, 12 hex digits, or "". */
export function macOf(identifier: UniqueIdentifier | undefined): string {
  if (identifier?.hardware_type !== ETHERNET) return "";
  const mac = (identifier.link_layer_address ?? "").replaceAll(":", "");
  return isMac(mac) ? mac : "";
}

/** Whether these digits are one device's Ethernet address. */
export function isMac(digits: string): boolean {
  return digits.length === 12 && !/^(0*|f*)$/.test(digits);
}
