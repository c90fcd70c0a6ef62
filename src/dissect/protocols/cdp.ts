// CDP, versions 1 and 2: Cisco's published description of the protocol ("Cisco Discovery Protocol", frame formats) and
// what its devices send.
// Not decoded: hello (8), power negotiation (26), EnergyWise (29) and later TLVs; they are told by type and bytes.
import { macText, v4Text, v6TextOf } from "../addresses.ts";
import { CERTAIN, DONE, dissector, NO, POSSIBLE } from "../dissector.ts";
import { operation } from "../operation.ts";
import type { Reader } from "../reader.ts";
import { textOf } from "../reader.ts";
import type { Talk } from "../talk.ts";
import { UNDIRECTED } from "../talk.ts";

const ANNOUNCEMENT = operation("cdp", "announcement", "identify");

const MOST_TLVS = 128;
const MOST_ADDRESSES = 64;
const CAPABILITIES = [
  "router",
  "transparent_bridge",
  "source_route_bridge",
  "switch",
  "host",
  "igmp_capable",
  "repeater",
  "voip_phone",
  "remotely_managed_device",
  "cvta",
  "two_port_mac_relay",
];

interface Spot {
  text: string;
  start: number;
  end: number;
}

interface Found {
  version: number;
  ttl: number;
  checksum: number;
  device_id?: string;
  addresses?: string[];
  port_id?: string;
  capabilities?: string[];
  software_version?: string;
  platform?: string;
  ip_prefixes?: string[];
  vtp_management_domain?: string;
  native_vlan?: number;
  duplex?: "half" | "full";
  voip_vlan_reply?: number;
  voip_vlan_query?: number;
  power_consumption_mw?: number;
  mtu?: number;
  trust_bitmap?: number;
  untrusted_port_cos?: number;
  system_name?: string;
  system_object_id?: string;
  management_addresses?: string[];
  location?: string;
  other: { type: number; value: string }[];
}

/** Cisco discovery: what a neighbor says of itself. */
export const cdp = dissector({
  name: "cdp",
  title: "CDP",
  standard: "Cisco Discovery Protocol version 2",
  world: "network",
  carriage: [{ over: "llc", types: [0x00000c * 65536 + 0x2000] }],
  probe(reader) {
    const version = reader.peek();
    if (version !== 1 && version !== 2) return version >= 0 ? POSSIBLE : NO;
    // The first TLV is the device id.
    return reader.peek16(4) === 1 ? CERTAIN : POSSIBLE;
  },
  read(reader, talk) {
    const start = reader.position;
    const found: Found = { version: reader.u8(), ttl: reader.u8(), checksum: reader.u16(), other: [] };
    if (found.version !== 1 && found.version !== 2) talk.fault("unknown version", 0);
    if (reader.ok && !reader.cutByCapture && !checksumFits(reader.bytes, start, reader.end))
      talk.fault("bad checksum", 2);
    const texts: { software?: Spot; platform?: Spot } = {};
    for (let count = 0; count < MOST_TLVS && reader.left() > 0; count++) {
      const at = reader.position;
      const type = reader.u16();
      const length = reader.u16();
      if (!reader.ok) break;
      if (length < 4 || (length - 4 > reader.left() && !reader.cutByCapture)) {
        talk.fault("bad length", at - start);
        reader.skipRest();
        break;
      }
      if (length - 4 > reader.left()) {
        reader.skip(length);
        break;
      }
      const outer = reader.narrow(length - 4);
      if (!readTlv(reader, talk, type, found, texts)) talk.fault("bad TLV length", at - start);
      reader.widen(outer);
    }
    if (found.device_id === undefined) talk.fault("missing TLV", 0);
    else {
      const remoteName = found.system_name ?? found.device_id;
      talk.note("sender", { kind: "neighbor", method: "CDP", port: found.port_id ?? "", remoteName });
    }
    tellProduct(talk, texts.software, texts.platform);
    talk.emit(ANNOUNCEMENT, UNDIRECTED, talk.detailed ? found : undefined);
    if (reader.ok) reader.skipRest();
    return DONE;
  },
});

/** Reads the TLV that the reader was narrowed to; false when its length does not fit its type. */
function readTlv(
  reader: Reader,
  talk: Talk,
  type: number,
  found: Found,
  texts: { software?: Spot; platform?: Spot },
): boolean {
  const start = reader.position;
  const { end } = reader;
  const length = end - start;
  switch (type) {
    case 0x01:
      found.device_id = textOf(reader.bytes, start, end);
      tellDeviceId(talk, found.device_id, start, end);
      return true;
    case 0x02: {
      const list = readAddresses(reader, talk, "CDP address");
      if (list === undefined) return false;
      found.addresses = list;
      return true;
    }
    case 0x03:
      found.port_id = textOf(reader.bytes, start, end);
      return true;
    case 0x04: {
      if (length !== 4) return false;
      const bits = reader.u32();
      found.capabilities = CAPABILITIES.filter((_, index) => (bits & (1 << index)) !== 0);
      talk.claim("sender", "kind", found.capabilities.join(", "), 0.85, "CDP capabilities", start, end);
      return true;
    }
    case 0x05:
      found.software_version = textOf(reader.bytes, start, end);
      texts.software = { text: found.software_version, start, end };
      return true;
    case 0x06:
      found.platform = textOf(reader.bytes, start, end);
      texts.platform = { text: found.platform, start, end };
      return true;
    case 0x07: {
      // Four bytes are the default gateway of a stub router, five each are prefixes.
      if (length !== 4 && length % 5 !== 0) return false;
      const list: string[] = [];
      while (reader.left() >= 4 && list.length < MOST_ADDRESSES) {
        const address = v4Text(reader.i32());
        list.push(length === 4 ? address : `${address}/${reader.u8()}`);
      }
      found.ip_prefixes = list;
      return true;
    }
    case 0x09:
      found.vtp_management_domain = textOf(reader.bytes, start, end);
      talk.claim("sender", "domainName", found.vtp_management_domain, 0.4, "CDP VTP domain", start, end);
      return true;
    case 0x0a:
      if (length !== 2) return false;
      found.native_vlan = reader.u16();
      return true;
    case 0x0b:
      if (length !== 1) return false;
      found.duplex = reader.u8() === 0 ? "half" : "full";
      return true;
    case 0x0e:
    case 0x0f:
      // A device kind, then the VLAN; some senders leave both out of a query.
      if (length < 3) return length === 0;
      reader.skip(1);
      if (type === 0x0e) found.voip_vlan_reply = reader.u16();
      else found.voip_vlan_query = reader.u16();
      return true;
    case 0x10:
      if (length !== 2) return false;
      found.power_consumption_mw = reader.u16();
      return true;
    case 0x11:
      if (length !== 4) return false;
      found.mtu = reader.u32();
      return true;
    case 0x12:
      if (length !== 1) return false;
      found.trust_bitmap = reader.u8();
      return true;
    case 0x13:
      if (length !== 1) return false;
      found.untrusted_port_cos = reader.u8();
      return true;
    case 0x14:
      found.system_name = textOf(reader.bytes, start, end);
      talk.claim("sender", "name", found.system_name, 0.95, "CDP system name", start, end);
      return true;
    case 0x15:
      found.system_object_id = objectId(reader);
      return true;
    case 0x16: {
      const list = readAddresses(reader, talk, "CDP management address");
      if (list === undefined) return false;
      found.management_addresses = list;
      return true;
    }
    case 0x17:
      if (length < 1) return false;
      found.location = textOf(reader.bytes, start + 1, end);
      talk.claim("sender", "location", found.location, 0.9, "CDP location", start, end);
      return true;
    default:
      found.other.push({ type, value: reader.hex(length) });
      return true;
  }
}

/** A count, then for each address its protocol (NLPID 0xcc is IPv4; SNAP 86dd is IPv6) and itself. */
function readAddresses(reader: Reader, talk: Talk, method: string): string[] | undefined {
  if (reader.left() < 4) return undefined;
  const count = reader.u32();
  const list: string[] = [];
  for (let index = 0; index < count && index < MOST_ADDRESSES; index++) {
    if (reader.left() < 5) return undefined;
    const type = reader.u8();
    const protocolLength = reader.u8();
    if (protocolLength + 2 > reader.left()) return undefined;
    const protocol = reader.hex(protocolLength);
    const length = reader.u16();
    if (length > reader.left()) return undefined;
    let address = "";
    if (type === 1 && protocol === "cc" && length === 4) address = v4Text(reader.i32());
    else if (protocol.endsWith("86dd") && length === 16) {
      address = v6TextOf(reader.bytes, reader.position);
      reader.skip(16);
    } else {
      const digits = reader.hex(length);
      list.push(length === 6 ? macText(digits) : digits);
      continue;
    }
    list.push(address);
    const mac = talk.senderMac();
    if (mac !== "" && address !== "0.0.0.0" && address !== "::") {
      talk.note("sender", { kind: "binding", method, mac, ip: address });
    }
  }
  return list;
}

/** "NAME", "NAME.DOMAIN", "SERIAL(NAME)" of CatOS, "NAME(SERIAL)" of NX-OS, or a phone's "SEP" with its MAC. */
function tellDeviceId(talk: Talk, text: string, start: number, end: number): void {
  const parts = /^([^()]+)\(([^()]+)\)$/.exec(text);
  const first = parts?.[1] ?? text;
  const second = parts?.[2] ?? "";
  const isSerial = (part: string): boolean => /^[A-Z]{3}\d{4}[A-Z0-9]{4}$/.test(part);
  const name = isSerial(first) && second !== "" ? second : first;
  const serial = isSerial(second) ? second : isSerial(first) ? first : "";
  if (name !== serial) talk.claim("sender", "name", name, 0.9, "CDP device id", start, end);
  talk.claim("sender", "serial", serial, 0.85, "CDP device id", start, end);
}

function tellProduct(talk: Talk, software: Spot | undefined, platform: Spot | undefined): void {
  const model = platform?.text ?? "";
  const text = software?.text ?? "";
  if (platform !== undefined) {
    const bare = model.replace(/^cisco\s+/i, "");
    // Computers tell the name of their kernel as the platform.
    const isKernel = /^(Linux|(Free|Net|Open)BSD|Darwin|SunOS)$/.test(bare);
    talk.claim(
      "sender",
      isKernel ? "operatingSystem" : "model",
      bare,
      0.9,
      "CDP platform",
      platform.start,
      platform.end,
    );
    // Stratix switches run Cisco's software and carry Rockwell's order numbers.
    const isStratix = /^1783-/.test(bare);
    if (isStratix) talk.claim("sender", "orderNumber", bare, 0.85, "CDP platform", platform.start, platform.end);
    const vendor = isStratix ? "Rockwell Automation" : makerOf(model);
    talk.claim("sender", "vendor", vendor, 0.9, "CDP platform", platform.start, platform.end);
  }
  if (software === undefined) return;
  const { start, end } = software;
  talk.claim("sender", "description", text, 0.7, "CDP software version", start, end);
  const isCisco = /\bcisco\b/i.test(text);
  if (isCisco && (platform === undefined || (makerOf(model) === "" && !/^1783-/.test(model)))) {
    talk.claim("sender", "vendor", "Cisco", 0.7, "CDP software version", start, end);
  }
  const version = /\bVersion:?\s+([^\s,]+)/i.exec(text)?.[1];
  if (version !== undefined) talk.claim("sender", "firmware", version, 0.9, "CDP software version", start, end);
  else if (text.length <= 40 && !text.includes(" ")) {
    talk.claim("sender", "firmware", text, 0.8, "CDP software version", start, end);
  }
  const system = /NX-OS/.test(text)
    ? "Cisco NX-OS"
    : /IOS[- ]XR/.test(text)
      ? "Cisco IOS XR"
      : /IOS[- ]XE/.test(text)
        ? "Cisco IOS XE"
        : isCisco && /\bIOS\b|Internetwork Operating System/.test(text)
          ? "Cisco IOS"
          : "";
  talk.claim("sender", "operatingSystem", system, 0.9, "CDP software version", start, end);
  // "..., C3560 Software (C3560-ADVIPSERVICESK9-M), Version ...": the image in parentheses.
  const image = /Software \(([A-Za-z0-9_-]+)\)/.exec(text)?.[1] ?? "";
  talk.claim("sender", "software", image, 0.8, "CDP software version", start, end);
}

function makerOf(platform: string): string {
  if (/^cisco\b/i.test(platform) || /^(WS-|AIR-|N\dK-|C9\d{3}|IE-\d)/.test(platform)) return "Cisco";
  if (/^mikrotik\b/i.test(platform)) return "MikroTik";
  if (/^vmware\b/i.test(platform)) return "VMware";
  if (/^(hp|procurve)\b/i.test(platform)) return "Hewlett-Packard";
  if (/^polycom\b/i.test(platform)) return "Polycom";
  return "";
}

/** An object identifier in its basic encoding, with or without tag and length; the bytes where it is none. */
function objectId(reader: Reader): string {
  if (reader.peek() === 6 && reader.peek(1) === reader.left() - 2) reader.skip(2);
  const first = reader.peek();
  if (first < 0 || first > 0x77) return reader.hex(reader.left());
  reader.skip(1);
  let text = `${Math.min(2, Math.floor(first / 40))}.${first - Math.min(2, Math.floor(first / 40)) * 40}`;
  let value = 0;
  while (reader.left() > 0) {
    const byte = reader.u8();
    value = value * 128 + (byte & 0x7f);
    if (byte > 0x7f) continue;
    text += `.${value}`;
    value = 0;
  }
  return text;
}

/** Cisco sums an odd last byte as the low half of a word, and above 0x7f as a negative number; others follow RFC 1071. */
function checksumFits(bytes: Uint8Array, start: number, end: number): boolean {
  let sum = 0;
  for (let at = start; at + 1 < end; at += 2) sum += ((bytes[at] as number) << 8) | (bytes[at + 1] as number);
  if (((end - start) & 1) === 0) return folded(sum) === 0xffff;
  const last = bytes[end - 1] as number;
  return (
    folded(sum + last) === 0xffff ||
    folded(sum + (last << 8)) === 0xffff ||
    (last > 0x7f && folded(sum + (0xff00 | (last - 1))) === 0xffff)
  );
}

function folded(sum: number): number {
  let rest = sum;
  while (rest > 0xffff) rest = (rest & 0xffff) + Math.floor(rest / 65536);
  return rest;
}
