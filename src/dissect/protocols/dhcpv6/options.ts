// Options: RFC 8415 section 21; RFC 3319, 3646, 4580, 4649, 4704, 5007, 5908, 5970, 6939, 8520, 8947.
// What one message says is gathered here and told when all of it was read: whom it is about may stand behind it.
import type { Attribute } from "../../../model/attribute.ts";
import { macText, readV6 } from "../../addresses.ts";
import { readNames } from "../../labels.ts";
import type { Reader } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import { printable } from "../dhcp/options.ts";
import { vendorClassHints } from "../dhcp/vendor-class.ts";
import { withoutSecrets } from "../http/secrets.ts";
import { enterpriseName } from "../snmp/enterprises.ts";
import type { UniqueIdentifier } from "./identifier.ts";
import { isMac, macOf, readIdentifier } from "./identifier.ts";
import { OPTIONS, optionName, statusName } from "./names.ts";

/** An option takes four bytes at least, so a datagram could hold thousands; real messages hold some dozens. */
const MOST_OPTIONS = 512;
const DEEPEST = 6;
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

/** One thing that the options say of the client. */
export interface Told {
  attribute: Attribute;
  value: string;
  confidence: number;
  method: string;
  start: number;
  end: number;
}

/** What the options of one message come to. */
export interface Found {
  count: number;
  client: UniqueIdentifier | undefined;
  server: UniqueIdentifier | undefined;
  /** The client's hardware address as its relay saw it, 12 hex digits or "". */
  linkLayer: string;
  /** The first status that is no success, and how many there were. */
  status: string;
  refusals: number;
  /** Addresses that are leased to the client. */
  addresses: string[];
  /** Leases of other clients, in answers to a lease query. */
  leases: { mac: string; ip: string }[];
  requested: number[];
  interfaceId: string;
  remoteId: string;
  bootFile: string;
  told: Told[];
  /** The message inside: of a relay, or of DHCP for IPv4; -1 without one. */
  relayStart: number;
  relayEnd: number;
  dhcp4Start: number;
  dhcp4End: number;
}

/** Nothing found yet. */
export function newFound(): Found {
  return {
    count: 0,
    client: undefined,
    server: undefined,
    linkLayer: "",
    status: "",
    refusals: 0,
    addresses: [],
    leases: [],
    requested: [],
    interfaceId: "",
    remoteId: "",
    bootFile: "",
    told: [],
    relayStart: -1,
    relayEnd: -1,
    dhcp4Start: -1,
    dhcp4End: -1,
  };
}

/** Reads options up to the reader's end; answers them when the talk is detailed. `asks` tells whether a client speaks. */
export function readOptions(reader: Reader, talk: Talk, found: Found, asks: boolean, depth = 0): object[] {
  const options: object[] = [];
  while (reader.left() > 0 && reader.ok) {
    if (++found.count > MOST_OPTIONS) {
      talk.fault("too many options");
      reader.skipRest();
      break;
    }
    const start = reader.position;
    if (depth > 0 && reader.left() < 4) {
      talk.fault("bad option length", start - reader.start);
      reader.skipRest();
      break;
    }
    const code = reader.u16();
    const length = reader.u16();
    if (!reader.ok) break;
    if (length > reader.left()) {
      if (reader.cutByCapture) reader.skip(length);
      else {
        talk.fault("bad length", start - reader.start);
        reader.skipRest();
      }
      break;
    }
    const outer = reader.narrow(length);
    const from = reader.position;
    let value = depth < DEEPEST ? optionValue(reader, talk, found, code, asks, depth) : undefined;
    if (value === undefined) {
      talk.fault(depth < DEEPEST ? "bad option length" : "options nested too deep", start - reader.start);
      reader.position = from;
      value = reader.hex(Math.min(length, 64));
    }
    if (talk.detailed) options.push({ code, name: optionName(code), value });
    reader.widen(outer);
  }
  return options;
}

/** Value of the option that the reader was narrowed to; undefined when its length does not fit. */
function optionValue(reader: Reader, talk: Talk, found: Found, code: number, asks: boolean, depth: number): unknown {
  const length = reader.left();
  const kind = OPTIONS[code]?.[1] ?? "bytes";
  switch (kind) {
    case "ip":
      return length === 16 ? readV6(reader) : undefined;
    case "ips":
      return length % 16 === 0 ? addresses(reader) : undefined;
    case "u8":
      return length === 1 ? reader.u8() : undefined;
    case "u16":
      return length === 2 ? reader.u16() : undefined;
    case "u32":
      return length === 4 ? reader.u32() : undefined;
    case "flag":
      return length === 0 ? true : undefined;
    case "u16s": {
      if (length % 2 !== 0) return undefined;
      const codes = Array.from({ length: length / 2 }, () => reader.u16());
      if (code === 6) found.requested = codes;
      return codes;
    }
    case "names":
      return readNames(reader);
    case "text": {
      const from = reader.position;
      const text = code === 59 ? withoutSecrets(reader.utf8(length)) : reader.utf8(length);
      if (code === 59) found.bootFile = text;
      if (code === 112 && asks) say(found, "description", text, 0.6, "DHCPv6 MUD URL", from, from + length);
      return text;
    }
    case "identifier":
      return identifier(reader, found, code);
    case "options":
      return code === 45
        ? clientData(reader, talk, found, asks, depth)
        : readOptions(reader, talk, found, asks, depth + 1);
    case "bytes":
      return reader.hex(length);
    default:
      return ownValue(reader, talk, found, code, asks, depth);
  }
}

function ownValue(reader: Reader, talk: Talk, found: Found, code: number, asks: boolean, depth: number): unknown {
  const length = reader.left();
  const inner = (): object[] => readOptions(reader, talk, found, asks, depth + 1);
  switch (code) {
    case 3:
    case 25:
    case 138:
      return length < 12 ? undefined : { iaid: reader.u32(), t1: reader.u32(), t2: reader.u32(), options: inner() };
    case 4:
      return length < 4 ? undefined : { iaid: reader.u32(), options: inner() };
    case 5: {
      if (length < 24) return undefined;
      const ip = readV6(reader);
      const lease = { address: ip, preferred_lifetime: reader.u32(), valid_lifetime: reader.u32() };
      const refusals = found.refusals;
      const options = inner();
      if (lease.valid_lifetime > 0 && found.refusals === refusals && ip !== "::") found.addresses.push(ip);
      return { ...lease, options };
    }
    case 26: {
      if (length < 25) return undefined;
      const lifetimes = { preferred_lifetime: reader.u32(), valid_lifetime: reader.u32() };
      const width = reader.u8();
      return { ...lifetimes, prefix: `${readV6(reader)}/${width}`, options: inner() };
    }
    case 139: {
      if (length < 12) return undefined;
      const hardware = reader.u16();
      const size = reader.u16();
      if (size > reader.left() - 8) return undefined;
      const first = reader.hex(size);
      return {
        hardware_type: hardware,
        link_layer_address: size === 6 ? macText(first) : first,
        extra_addresses: reader.u32(),
        valid_lifetime: reader.u32(),
        options: inner(),
      };
    }
    case 44:
      if (length < 17) return undefined;
      return { query_type: reader.u8(), link_address: readV6(reader), options: inner() };
    case 47:
      return length < 16 ? undefined : { peer_address: readV6(reader), relay_message_length: reader.left() };
    case 9:
      found.relayStart = reader.position;
      found.relayEnd = reader.end;
      return { length };
    case 87:
      found.dhcp4Start = reader.position;
      found.dhcp4End = reader.end;
      return { length };
    case 11:
      // What follows may be a key in clear (RFC 8415 section 20.4): it is not shown.
      if (length < 11) return undefined;
      return {
        protocol: reader.u8(),
        algorithm: reader.u8(),
        rdm: reader.u8(),
        replay_detection: reader.hex(8),
        information_length: reader.left(),
      };
    case 13: {
      if (length < 2) return undefined;
      const status = reader.u16();
      if (status !== 0) {
        found.refusals++;
        if (found.status === "") found.status = statusName(status);
      }
      return { status, status_name: statusName(status), message: reader.utf8(reader.left()) };
    }
    case 81:
      return { length };
    default:
      return identityValue(reader, found, code, asks);
  }
}

/** Options that say what the client is or where it hangs. */
function identityValue(reader: Reader, found: Found, code: number, asks: boolean): unknown {
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

function say(
  found: Found,
  attribute: Attribute,
  value: string,
  confidence: number,
  method: string,
  start: number,
  end: number,
): void {
  if (value !== "" && found.told.length < MOST_ITEMS) {
    found.told.push({ attribute, value, confidence, method, start, end });
  }
}

function identifier(reader: Reader, found: Found, code: number): UniqueIdentifier | undefined {
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

/** The lease of a client that a relay or another server asked about. */
function clientData(reader: Reader, talk: Talk, found: Found, asks: boolean, depth: number): object[] {
  const { client, addresses: mine } = found;
  found.client = undefined;
  found.addresses = [];
  const options = readOptions(reader, talk, found, asks, depth + 1);
  const mac = macOf(found.client);
  if (mac !== "") for (const ip of found.addresses) found.leases.push({ mac, ip });
  found.client = client;
  found.addresses = mine;
  return options;
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

function addresses(reader: Reader): string[] {
  const list: string[] = [];
  while (reader.left() >= 16) list.push(readV6(reader));
  return list;
}
