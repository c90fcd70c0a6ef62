import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { dissectCapture, inParallel } from "./product.ts";
import { conversationOf } from "./zeek-log.ts";

/** What nDPI calls a protocol, and what it is called here: any of these names is the same answer. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  AMQP: ["amqp"],
  BACnet: ["bacnet"],
  BeckhoffADS: ["ads"],
  CIP: ["cip", "cipio", "enip"],
  COAP: ["coap"],
  DCERPC: ["dcerpc"],
  DHCP: ["dhcp"],
  DHCPV6: ["dhcpv6"],
  DICOM: ["dicom"],
  DNP3: ["dnp3"],
  DNS: ["dns", "mdns", "llmnr"],
  DTLS: ["dtls"],
  "Ether-S-Bus": ["sbus"],
  EtherSIO: ["esio"],
  EthernetGlobalData: ["egd"],
  EthernetIP: ["enip"],
  FTP_CONTROL: ["ftp"],
  GTP: ["gtpv1", "gtpv2"],
  GTP_PRIME: ["gtpprime"],
  GTP_C: ["gtpv1", "gtpv2"],
  HL7: ["hl7"],
  HTTP: ["http", "http2", "ssdp"],
  HTTP_Proxy: ["http"],
  HiSLIP: ["hislip"],
  ICMP: ["icmp"],
  ICMPV6: ["icmpv6"],
  IEC60870: ["iec104"],
  IEC62056: ["dlms"],
  IGMP: ["igmp"],
  IPSec: ["isakmp"],
  KNXnet_IP: ["knxnet"],
  Kerberos: ["kerberos"],
  LDAP: ["ldap"],
  LLMNR: ["llmnr"],
  MDNS: ["mdns"],
  MQTT: ["mqtt"],
  Modbus: ["modbus", "umas"],
  "MsSQL-TDS": ["tds"],
  MySQL: ["mysql"],
  NFS: ["nfs", "rpc"],
  NTP: ["ntp"],
  NetBIOS: ["nbns", "nbdgm", "nbss"],
  "OPC-UA": ["opcua"],
  OpenVPN: ["openvpn"],
  PFCP: ["pfcp"],
  PROFINET_IO: ["pnio"],
  PTPv2: ["ptp"],
  PostgreSQL: ["postgresql"],
  QUIC: ["quic"],
  RDP: ["rdp"],
  RTP: ["rtp"],
  RTPS: ["rtps"],
  RTSP: ["rtsp"],
  Radius: ["radius"],
  S7Comm: ["s7comm", "cotp"],
  S7CommPlus: ["s7comm-plus", "cotp"],
  SIP: ["sip"],
  SMBv1: ["smb"],
  SMBv23: ["smb2", "smb"],
  SNMP: ["snmp"],
  SSDP: ["ssdp"],
  SSH: ["ssh"],
  Syslog: ["syslog"],
  TFTP: ["tftp"],
  TLS: ["tls"],
  TPLINK_SHP: ["tplink_shp"],
  TeamViewer: ["teamviewer"],
  Telnet: ["telnet"],
  TuyaLP: ["tuya"],
  UMAS: ["umas"],
  VNC: ["vnc"],
  WSD: ["wsdiscovery"],
  WireGuard: ["wireguard"],
};

/** One flow as nDPI names it. */
export interface NamedFlow {
  /** Both ends, see `conversationOf`. */
  conversation: string;
  /** Names from the outer to the inner protocol, then services: ["TLS", "Sonos"]; empty when it is unknown. */
  names: readonly string[];
}

const FLOW = /^\s*\d+\t(\w+) (\S+) (?:<->|->) (\S+) .*?\[proto: [\d.]+\/([^\]]+)\]/;

/**
 * Reads the flows of an nDPI result. Names that only the port gave are none: what counts is what bytes show. Flows
 * without a payload are left out.
 */
export function readFlows(text: string): NamedFlow[] {
  const flows: NamedFlow[] = [];
  for (const line of text.split("\n")) {
    const found = FLOW.exec(line);
    if (found === null || /\[Goodput ratio: 0\/0\]/.test(line)) continue;
    const [, , one, other, name] = found as unknown as [string, string, string, string, string];
    const isByBytes = /\[Confidence: DPI/.test(line) && name !== "Unknown";
    const [from, to] = [endOf(one), endOf(other)];
    flows.push({
      conversation: conversationOf(from[0], from[1], to[0], to[1]),
      names: isByBytes ? name.split(".") : [],
    });
  }
  return flows;
}

/** Address and port of "10.0.0.1:80" or "[fe80::1]:80". */
function endOf(text: string): readonly [string, string] {
  const at = text.lastIndexOf(":");
  return [text.slice(0, at).replace(/^\[|\]$/g, ""), text.slice(at + 1)];
}

/** How often one protocol was recognized, in flows. */
export interface Recognized {
  protocol: string;
  named: number;
  both: number;
  onlyOurs: number;
}

/** What comparing all results came to. */
export interface Recognition {
  captures: number;
  rows: Recognized[];
  /** Flows that nDPI names and we do not. */
  missed: string[];
  /** Flows that both name, each otherwise. */
  differing: string[];
}

/** Compares the flows of one capture; `ours` are our protocols by conversation. */
export function compareFlows(
  sum: Recognition,
  capture: string,
  flows: readonly NamedFlow[],
  ours: ReadonlyMap<string, ReadonlySet<string>>,
): void {
  const row = (protocol: string): Recognized => {
    const known = sum.rows.find((entry) => entry.protocol === protocol);
    if (known !== undefined) return known;
    const made = { protocol, named: 0, both: 0, onlyOurs: 0 };
    sum.rows.push(made);
    return made;
  };
  for (const { conversation, names } of flows) {
    const told = ours.get(conversation) ?? new Set<string>();
    const known = names.filter((name) => NAMES[name] !== undefined);
    const accepted = known.flatMap((name) => NAMES[name] ?? []);
    const where = `${capture} ${conversation}: ${names.join(".")}`;
    if (known.length === 0) {
      // What stands in several lists is told by the name of its own.
      for (const protocol of told) if (names.length === 0) row(nameOf(protocol)).onlyOurs++;
      if (names.length > 0 && told.size > 0) sum.differing.push(`${where}, here ${[...told].join(", ")}`);
      continue;
    }
    const entry = row(known.at(-1) as string);
    entry.named++;
    if (accepted.some((name) => told.has(name))) entry.both++;
    else if (told.size === 0) sum.missed.push(where);
    else sum.differing.push(`${where}, here ${[...told].join(", ")}`);
  }
}

function nameOf(protocol: string): string {
  return Object.keys(NAMES).find((name) => NAMES[name]?.[0] === protocol) ?? protocol;
}

/** Runs over all captures that have an nDPI result beside them. */
export async function recognitionOf(folder: string, captures: readonly string[], jobs: number): Promise<Recognition> {
  const sum: Recognition = { captures: 0, rows: [], missed: [], differing: [] };
  const results = captures
    .map((capture) => ({ capture, texts: resultsBeside(join(folder, capture)) }))
    .filter(({ texts }) => texts.length > 0);
  const told = await inParallel(results, jobs, async ({ capture }) => {
    const ours = new Map<string, Set<string>>();
    await dissectCapture(join(folder, capture), (message) => {
      const { source, destination, source_port, destination_port, protocol } = message as Record<string, string>;
      const conversation = conversationOf(source, `${source_port ?? 0}`, destination, `${destination_port ?? 0}`);
      const known = ours.get(conversation) ?? new Set<string>();
      ours.set(conversation, known.add(protocol));
    });
    return ours;
  });
  results.forEach(({ capture, texts }, index) => {
    sum.captures++;
    for (const text of texts) compareFlows(sum, capture, readFlows(text), told[index] as Map<string, Set<string>>);
  });
  sum.rows.sort((a, b) => (a.protocol.toLowerCase() < b.protocol.toLowerCase() ? -1 : 1));
  return sum;
}

function resultsBeside(capture: string): string[] {
  const folder = capture.replace(/\.[^.]+$/, ".truth");
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(".out"))
    .sort()
    .map((name) => readFileSync(join(folder, name), "utf8"))
    .filter((text) => text.includes("[proto: "));
}

/** The comparison as a section of the page on truth. */
export function recognitionMarkdown(sum: Recognition): string[] {
  const total = sum.rows.reduce(
    (all, { named, both, onlyOurs }) => ({
      named: all.named + named,
      both: all.both + both,
      onlyOurs: all.onlyOurs + onlyOurs,
    }),
    { named: 0, both: 0, onlyOurs: 0 },
  );
  const rows = [...sum.rows, { protocol: "**all**", ...total }];
  return [
    "",
    "## Recognition",
    "",
    `${sum.captures} captures have a result of nDPI beside them. For each flow with a payload that nDPI names by its bytes`,
    "(not by its port), the protocols of the messages in that flow are compared. *Only here* counts flows",
    "that nDPI leaves unknown or names by their port, and in which messages of the protocol are read.",
    "",
    "| protocol (name of nDPI) | named by nDPI | of these here too | only here |",
    "|---|--:|--:|--:|",
    ...rows.map(({ protocol, named, both, onlyOurs }) => `| ${protocol} | ${named} | ${both} | ${onlyOurs} |`),
    "",
    ...listed("Named by nDPI and not here", sum.missed),
    ...listed("Named otherwise", sum.differing),
  ];
}

const MOST_LISTED = 40;

function listed(title: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return [`${title}: none.`, ""];
  const more = lines.length > MOST_LISTED ? [`- and ${lines.length - MOST_LISTED} more`] : [];
  return [`${title}:`, "", ...lines.slice(0, MOST_LISTED).map((line) => `- ${line}`), ...more, ""];
}
