// Options that say what the client is or where it hangs: RFC 8415 sections 21.15 to 21.18, RFC 4649, 4704, 5908, 6939.
import type { Attribute } from "../../../model/attribute.ts";
import { macText, readV6 } from "../../addresses.ts";
import { readNames } from "../../labels.ts";
import type { Reader } from "../../reader.ts";
import { printable } from "../dhcp/options.ts";
import { vendorClassHints } from "../dhcp/vendor-class.ts";
import { enterpriseName } from "../snmp/enterprises.ts";
import type { Found } from "./found.ts";
import { say } from "./found.ts";
import type { UniqueIdentifier } from "./identifier.ts";
import { isMac, readIdentifier } from "./identifier.ts";

const MOST_ITEMS = 64;
const MICROSOFT = 311;
/** The number that systemd's network service puts into its identifiers and vendor classes. */
const SYSTEMD = 43793;
const CABLELABS = 4491;

/** Suboptions of cable devices (CableLabs CL-SP-CANN-DHCP-Reg section 6.2). */
const CABLE_DEVICE: Readonly<Record<number, Attribute>> = {
  2: "kind",
  4: "serial",
  5: "hardware",
  6: "firmware",
  9: "model",
  10: "vendor",
};

/** Value of such an option, or the bytes of one that has no form here; undefined when its length does not fit. */
export function identityValue(reader: Reader, found: Found, code: number, asks: boolean): unknown {
  const length = reader.left();
  const from = reader.position;
  switch (code) {
    case 15:
    case 60:
      return classes(reader);
    case 16: {
      if (length < 4) return undefined;
      const enterprise = reader.u32();
      const texts = classes(reader);
      if (asks && texts !== undefined) tellVendorClass(found, enterprise, texts, from, from + length);
      return texts && { enterprise, classes: texts };
    }
    case 17:
      return length < 4 ? undefined : vendorSpecific(reader, found, asks);
    case 18:
      found.interfaceId = printable(reader, length);
      return found.interfaceId;
    case 37: {
      if (length < 4) return undefined;
      const enterprise = reader.u32();
      found.remoteId = printable(reader, reader.left());
      return { enterprise, remote_id: found.remoteId };
    }
    case 38:
      return printable(reader, length);
    case 39: {
      if (length < 1) return undefined;
      const flags = reader.u8();
      const name = readNames(reader)[0] ?? "";
      const dot = name.indexOf(".");
      const host = dot < 0 ? name : name.slice(0, dot);
      say(found, "name", host, asks ? 0.85 : 0.8, "DHCPv6 client FQDN", from, from + length);
      if (dot > 0) say(found, "domainName", name.slice(dot + 1), 0.8, "DHCPv6 client FQDN", from, from + length);
      return { flags, name };
    }
    case 56:
      return timeServers(reader);
    case 79: {
      if (length < 3) return undefined;
      const hardware = reader.u16();
      const digits = reader.hex(reader.left());
      if (hardware === 1 && isMac(digits)) found.linkLayer = digits;
      return { hardware_type: hardware, link_layer_address: digits.length === 12 ? macText(digits) : digits };
    }
    default:
      return reader.hex(length);
  }
}

/** The identifier of client or server that the reader was narrowed to. */
export function identifier(reader: Reader, found: Found, code: number): UniqueIdentifier | undefined {
  const start = reader.position;
  const read = readIdentifier(reader);
  if (code === 2) found.server = read;
  if (code !== 1 || read === undefined) return read;
  found.client = read;
  const { enterprise } = read;
  if (enterprise === SYSTEMD) say(found, "operatingSystem", "Linux", 0.5, "DHCPv6 DUID", start, reader.end);
  else if (enterprise !== undefined && enterprise !== MICROSOFT) {
    say(found, "vendor", enterpriseName(enterprise), 0.4, "DHCPv6 DUID", start, reader.end);
  }
  return read;
}

function tellVendorClass(found: Found, enterprise: number, texts: string[], start: number, end: number): void {
  const method = "DHCPv6 vendor class";
  // Windows and systemd name themselves, not the maker of the machine they run on.
  if (enterprise === SYSTEMD) say(found, "operatingSystem", "Linux", 0.5, method, start, end);
  else if (enterprise !== MICROSOFT) say(found, "vendor", enterpriseName(enterprise), 0.6, method, start, end);
  for (const text of texts) {
    say(found, "description", text, 0.5, method, start, end);
    for (const hint of vendorClassHints(text)) {
      say(found, hint.attribute, hint.value, hint.confidence, method, start, end);
    }
  }
}

function vendorSpecific(reader: Reader, found: Found, asks: boolean): object | undefined {
  const enterprise = reader.u32();
  const suboptions: object[] = [];
  while (reader.left() > 0 && suboptions.length < MOST_ITEMS) {
    if (reader.left() < 4) return undefined;
    const code = reader.u16();
    const length = reader.u16();
    if (length > reader.left()) return undefined;
    const start = reader.position;
    const value = printable(reader, length);
    suboptions.push({ code, value });
    const attribute = asks && enterprise === CABLELABS ? CABLE_DEVICE[code] : undefined;
    if (attribute !== undefined) {
      say(found, attribute, value, 0.9, "DHCPv6 vendor-specific information", start, reader.position);
    }
  }
  return { enterprise, suboptions };
}

/** Texts with two bytes of length each; undefined when they do not fill the option. */
function classes(reader: Reader): string[] | undefined {
  const texts: string[] = [];
  while (reader.left() > 0 && texts.length < MOST_ITEMS) {
    if (reader.left() < 2) return undefined;
    const length = reader.u16();
    if (length > reader.left()) return undefined;
    texts.push(printable(reader, length));
  }
  return texts;
}

/** RFC 5908 section 4. */
function timeServers(reader: Reader): object[] | undefined {
  const servers: object[] = [];
  while (reader.left() > 0 && servers.length < MOST_ITEMS) {
    if (reader.left() < 4) return undefined;
    const code = reader.u16();
    const length = reader.u16();
    if (length > reader.left()) return undefined;
    const outer = reader.narrow(length);
    if (code === 3) servers.push({ fqdn: readNames(reader)[0] ?? "" });
    else if (length !== 16) return undefined;
    else servers.push(code === 2 ? { multicast_address: readV6(reader) } : { server_address: readV6(reader) });
    reader.widen(outer);
  }
  return servers;
}
