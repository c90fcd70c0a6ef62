// Records within samples of sFlow: version 5, section 5.3; sFlow host structures; RFC 3176 section 4 for versions 2 and 4.
import { readV6, v4Text, v6TextOf } from "../../addresses.ts";
import { CARRIES_NOTHING, FLAW_NONE, Packet } from "../../packet.ts";
import { hexOf, type Reader } from "../../reader.ts";
import type { Talk, ToldFlow } from "../../talk.ts";
import { passOpaque, readString, type Span } from "../../xdr.ts";

type Fields = Record<string, unknown>;

const LINK_ETHERNET = 1;
const LINK_PPP = 9;
const LINK_IP = 101;
/** LINKTYPE_ numbers by `header_protocol`; what is not here is not looked into. */
const LINK_TYPES: Readonly<Record<number, number>> = {
  1: LINK_ETHERNET,
  7: LINK_PPP,
  11: LINK_IP,
  12: LINK_IP,
};
const LONGEST_HEADER = 2048;
const IF_COUNTERS = 88;
/** Operating systems of `host_descr`. */
const SYSTEMS: Readonly<Record<number, string>> = {
  2: "Linux",
  3: "Windows",
  4: "Darwin",
  5: "HP-UX",
  6: "AIX",
  7: "DragonFly BSD",
  8: "FreeBSD",
  9: "NetBSD",
  10: "OpenBSD",
  11: "OSF/1",
  12: "Solaris",
};

/** One sampled packet as it is told; reused. */
export interface Sampled {
  told: ToldFlow;
  /** Whether its ends are known. */
  isKnown: boolean;
}

/** A sampled packet of which nothing is known. */
export function newSampled(): Sampled {
  return {
    told: {
      ...{ exporter: "", source: "", destination: "", sourcePort: 0, destinationPort: 0 },
      ...{ protocol: 0, packets: 1, octets: 0, sampling: 1 },
    },
    isKnown: false,
  };
}

const packet = new Packet();
const header: Span = { start: 0, end: 0 };

/** An address: its type and 4 or 16 octets; "" where it is unknown. */
export function readAddress(reader: Reader): string {
  const type = reader.u32();
  if (type === 1) return v4Text(reader.i32());
  return type === 2 ? readV6(reader) : "";
}

/** The beginning of a sampled packet, of which addresses, protocol and ports are told. */
export function readRawHeader(reader: Reader, sampled: Sampled, fields: Fields, hasStripped: boolean): void {
  const protocol = reader.u32();
  const length = reader.u32();
  if (hasStripped) reader.skip(4);
  fields["header_protocol"] = protocol;
  fields["frame_length"] = length;
  if (!passOpaque(reader, LONGEST_HEADER, header)) return;
  const linkType = LINK_TYPES[protocol];
  if (linkType === undefined) return;
  const { bytes } = reader;
  packet.decode(bytes, header.start, header.end, linkType, Math.max(0, length - (header.end - header.start)));
  takePacket(sampled, length);
}

function takePacket(sampled: Sampled, length: number): void {
  const { told } = sampled;
  told.octets = length;
  const { bytes, linkBytes } = packet;
  if (packet.ipVersion !== 0 && packet.flaw === FLAW_NONE) {
    const at = packet.addressesAt;
    told.source = packet.ipVersion === 4 ? v4Text(packet.source) : v6TextOf(bytes, at);
    told.destination = packet.ipVersion === 4 ? v4Text(packet.destination) : v6TextOf(bytes, at + 16);
    told.protocol = packet.protocol;
    told.sourcePort = packet.sourcePort;
    told.destinationPort = packet.destinationPort;
    sampled.isKnown = true;
    return;
  }
  if (packet.macSource < 0 || packet.macDestination < 0 || packet.carries === CARRIES_NOTHING) return;
  told.source = hexOf(linkBytes, packet.macSource, packet.macSource + 6);
  told.destination = hexOf(linkBytes, packet.macDestination, packet.macDestination + 6);
  told.protocol = packet.type;
  told.sourcePort = 0;
  told.destinationPort = 0;
  sampled.isKnown = true;
}

/** A sampled packet by the fields of its heads, where an agent tells those and not the packet. */
export function readSampledIp(reader: Reader, sampled: Sampled, version: 4 | 6): void {
  const { told } = sampled;
  const length = reader.u32();
  const protocol = reader.u32();
  const source = version === 4 ? v4Text(reader.i32()) : readV6(reader);
  const destination = version === 4 ? v4Text(reader.i32()) : readV6(reader);
  const sourcePort = reader.u32();
  const destinationPort = reader.u32();
  reader.skip(8);
  // The packet itself tells more, where it stands beside.
  if (!reader.ok || sampled.isKnown) return;
  Object.assign(told, { source, destination, sourcePort, destinationPort, protocol, octets: length });
  sampled.isKnown = true;
}

/** Hardware addresses and EtherType of a sampled frame. */
export function readSampledEthernet(reader: Reader, sampled: Sampled): void {
  const { told } = sampled;
  const length = reader.u32();
  const source = reader.hex(6);
  reader.skip(2);
  const destination = reader.hex(6);
  reader.skip(2);
  const protocol = reader.u32();
  // IP packets are told by their network addresses, or not at all.
  if (!reader.ok || sampled.isKnown || protocol === 0x0800 || protocol === 0x86dd) return;
  Object.assign(told, { source, destination, sourcePort: 0, destinationPort: 0, protocol, octets: length });
  sampled.isKnown = true;
}

/** VLANs in and out. */
export function readSwitch(reader: Reader, fields: Fields): void {
  fields["source_vlan"] = reader.u32();
  reader.skip(4);
  fields["destination_vlan"] = reader.u32();
  reader.skip(4);
}

/** Where the packet went next, and how long the prefixes are that it was routed by. */
export function readRouter(reader: Reader, fields: Fields): void {
  fields["next_hop"] = readAddress(reader);
  fields["source_mask"] = reader.u32();
  fields["destination_mask"] = reader.u32();
}

/** Counters that every interface has. */
export function readInterface(reader: Reader, fields: Fields): void {
  const outer = reader.narrow(IF_COUNTERS);
  fields["interface"] = reader.u32();
  reader.skip(4);
  fields["speed"] = reader.u64();
  reader.skip(4);
  const status = reader.u32();
  Object.assign(fields, { admin_up: (status & 1) === 1, operational_up: (status & 2) === 2 });
  fields["in_octets"] = reader.u64();
  reader.skip(16);
  fields["in_errors"] = reader.u32();
  reader.skip(4);
  fields["out_octets"] = reader.u64();
  reader.skip(16);
  fields["out_errors"] = reader.u32();
  reader.widen(outer);
}

/** What a host tells of itself: name, kind of machine and operating system. */
export function readHost(reader: Reader, talk: Talk, agent: string, fields: Fields): void {
  const name = readString(reader, 256);
  reader.skip(20);
  const system = SYSTEMS[reader.u32()] ?? "";
  const release = readString(reader, 256);
  if (!reader.ok) return;
  Object.assign(fields, { host_name: name, os_name: system, os_release: release });
  const about = agent === "" ? "sender" : { ip: agent };
  const method = "sFlow host description";
  talk.claim(about, "name", name, 0.9, method);
  if (system !== "") talk.claim(about, "operatingSystem", `${system} ${release}`.trim(), 0.9, method);
}
