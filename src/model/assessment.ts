import type { Act } from "./act.ts";
import type { Attribute } from "./attribute.ts";
import type { Evidence } from "./evidence.ts";
import type { Domain, Level, Role } from "./role.ts";

/** The whole answer to "what is in these captures": what `bulkhead assess` writes as assessment.json. */
export interface Assessment {
  /** Version of this form, e.g. "1.0". */
  schema: string;
  /** "bulkhead" and its version. */
  generator: { name: string; version: string };
  captures: AssessedCapture[];
  period: Period;
  summary: Summary;
  devices: Device[];
  links: Link[];
  /** Values of the process that messages carried, per device and in the order of their addresses. */
  points: ProcessPoint[];
  findings: Finding[];
  blindSpots: BlindSpot[];
  /** Share of traffic per protocol, most bytes first; includes what was not dissected. */
  protocols: ProtocolShare[];
}

/** Seconds since 1970-01-01 UTC; 0, 0 when there was no frame. */
export interface Period {
  from: number;
  to: number;
}

/** One capture file that was read. */
export interface AssessedCapture {
  name: string;
  format: string;
  compression: string;
  sha256: string;
  size: number;
  frames: number;
  bytes: number;
  period: Period;
  interfaces: {
    name: string;
    description: string;
    linkType: string;
    snapLength: number;
    frames: number;
    dropped: number | null;
  }[];
  comments: string[];
  application: string;
  faults: CaptureFault[];
}

/** Something wrong with a capture file itself. */
export interface CaptureFault {
  /** Stable short name: "cut record", "broken block", "not a capture", "unsupported link", ... */
  name: string;
  /** A sentence for people. */
  detail: string;
  /** First frame (1-based) it concerns, or 0. */
  frame: number;
  /** Byte offset in the (decompressed) file, or -1. */
  offset: number;
  /** How many times. */
  count: number;
}

/** Numbers for the head of the report. */
export interface Summary {
  frames: number;
  bytes: number;
  flows: number;
  messages: number;
  devices: number;
  /** Links that were seen. */
  links: number;
  /** Links and devices that only exporters of flows told of, where one did; devices are among those above. */
  toldLinks?: number;
  toldDevices?: number;
  points: number;
  findings: { critical: number; high: number; medium: number; low: number };
  levels: { level: Level; devices: number }[];
  /** Share of bytes in protocols that were dissected, 0 to 1. */
  explained: number;
}

/** One candidate for a value, with why it is believed and, when it lost, why it lost. */
export interface Candidate {
  value: string;
  /** 0 to 1. */
  confidence: number;
  /** For people: "Modbus function 43". */
  method: string;
  evidence: Evidence;
  /** How many messages said so. */
  times: number;
  /** Empty for the winner. */
  lost: string;
}

/** One attribute of a device: the winner first, then the losers. */
export interface AttributeValue {
  attribute: Attribute;
  candidates: Candidate[];
}

/** One physical device. */
export interface Device {
  /** Made of content: stable between runs on the same captures. */
  id: string;
  /** What to call it in a sentence: name, else model and address, else address. */
  label: string;
  macs: string[];
  /** IPv4 and IPv6, in numeric order. */
  ips: string[];
  vlans: number[];
  /** Best values in plain text, "" when not seen; the full story is in `attributes`. */
  vendor: string;
  model: string;
  orderNumber: string;
  firmware: string;
  serial: string;
  hostName: string;
  operatingSystem: string;
  role: Role;
  roleCandidates: Candidate[];
  domain: Domain;
  level: LevelPlacement;
  /** What people state of it: the zone and the person it belongs to, and how much hangs on it; "" without. */
  zone: string;
  owner: string;
  importance: string;
  attributes: AttributeValue[];
  /** Address bindings: how MAC and IP were joined. */
  bindings: { mac: string; ip: string; method: string; evidence: Evidence }[];
  /** Things behind it or in it: backplane modules, Modbus units, BACnet devices behind a router. */
  parts: Part[];
  servicesOffered: Service[];
  servicesUsed: Service[];
  credentials: CredentialUse[];
  polls: Poll[];
  faults: { protocol: string; name: string; count: number; evidence: Evidence }[];
  firstSeen: number;
  lastSeen: number;
  framesSent: number;
  framesReceived: number;
  bytesSent: number;
  bytesReceived: number;
  /** How its presence is known: it spoke, was only spoken to, only broadcast, sits behind a router, or others saw it. */
  presence: "spoke" | "addressed only" | "broadcast only" | "behind a router" | "told by an exporter";
}

/** A module, unit or device behind another. */
export interface Part {
  /** "unit 5", "slot 2", "device 1234". */
  part: string;
  attributes: AttributeValue[];
}

/** One service on one port. */
export interface Service {
  protocol: string;
  transport: string;
  port: number;
  peers: number;
  messages: number;
  firstSeen: number;
  lastSeen: number;
  evidence: Evidence;
}

/** A credential seen on the wire; never the secret itself. */
export interface CredentialUse {
  method: string;
  user: string;
  exposure: "clear" | "challenge" | "hashed" | "encrypted";
  wellKnown: string;
  /** Device id of the other side. */
  peer: string;
  times: number;
  evidence: Evidence;
}

/** A cyclic request. */
export interface Poll {
  peer: string;
  protocol: string;
  operation: string;
  target: string;
  /** Seconds between requests: median. */
  period: number;
  /** Coefficient of variation of the period. */
  variation: number;
  times: number;
}

/** Where a device sits and why. */
export interface LevelPlacement {
  level: Level;
  /** Sum of the winning level's terms. */
  score: number;
  runnerUp: Level | "";
  runnerUpScore: number;
  needsReview: boolean;
  terms: LevelTerm[];
}

/** One signed reason for a level. */
export interface LevelTerm {
  level: Level;
  points: number;
  /** A sentence: "Answers Modbus as unit 1". */
  reason: string;
  evidence: Evidence | null;
}

/** What one client does with one server over one protocol. */
export interface Link {
  id: string;
  /** Device id of the one who asks; of the one who speaks where it speaks to a group. */
  client: string;
  /** Device id of the one who answers; "" for a group (broadcast, multicast), which has its address below. */
  server: string;
  clientAddress: string;
  serverAddress: string;
  protocol: string;
  transport: string;
  /** Server port, 0 without ports. */
  port: number;
  vlans: number[];
  flows: number;
  frames: number;
  bytes: number;
  /** Bytes from client to server. */
  bytesToServer: number;
  firstSeen: number;
  lastSeen: number;
  /** Why the client is thought to be the client: "handshake", "messages", "port", "first speaker". */
  rolesFrom: string;
  /** Where the traffic itself was not seen: who told of it. Counts are then those told, scaled where they were sampled. */
  told?: ToldBy;
  /** The tunnel that it ran in, e.g. "gtp" or "vxlan", where it did. */
  tunnel?: string;
  /** Whether only one direction was seen. */
  oneSided: boolean;
  encrypted: boolean;
  /** Heaviest act. */
  act: Act;
  operations: LinkOperation[];
  evidence: Evidence;
}

/** Hearsay: traffic that routers and switches saw and tell of by NetFlow, IPFIX or sFlow. */
export interface ToldBy {
  /** `device` is "" where the exporter is no device of the inventory; `by` is how it told, e.g. "sFlow". At most 8. */
  exporters: { device: string; address: string; by: string }[];
  /** How sure the link is, 0 to 1: less than one that was seen. */
  confidence: number;
  /** For how many packets one stands that was looked at: 1 where all were, 0 where nobody says. */
  sampling: number;
}

/** One function used on a link. */
export interface LinkOperation {
  operation: string;
  act: Act;
  requests: number;
  responses: number;
  refused: number;
  outcomes: { outcome: string; count: number }[];
  /** What it touched: "holding register 0-9", "tag Tank.Level". At most 64; `moreTargets` counts the rest. */
  targets: string[];
  moreTargets: number;
  evidence: Evidence;
}

/** One value of the process: a register, an input, a tag, a topic. Values are as they stand on the wire, unscaled. */
export interface ProcessPoint {
  id: string;
  /** Device id of the one who holds it. */
  device: string;
  /** The station within the device: "unit 5"; "" where the device is one. */
  part: string;
  /** What people call it, without the station: "holding register 12", "Tank.Level", "DB5 20.1". */
  label: string;
  protocol: string;
  /** The standard's word for the kind: "holding register"; "" where points are named. */
  space: string;
  /** Tag, topic or object reference; "" where the index tells the point. */
  name: string;
  /** Address in the space or element of what is named; -1 without. */
  index: number;
  /** Type of the value in the standard's words: "uint16", "REAL". */
  type: string;
  last: number;
  /** How far the sender itself trusts the last value. */
  quality: "good" | "uncertain" | "bad";
  minimum: number;
  maximum: number;
  /** How often a value differed from the one before. */
  changes: number;
  /** Values seen in answers, reports and publications, and in writes. */
  reads: number;
  writes: number;
  /** Mean seconds between values read; 0 when fewer than two were. */
  period: number;
  /** Device ids of those that asked for it or were told. */
  readers: string[];
  /** Device ids of those that wrote it. */
  writers: string[];
  firstSeen: number;
  lastSeen: number;
  /** Where the last value was first told: it stands since then. */
  evidence: Evidence;
}

/** How much a finding matters. */
export type Severity = "critical" | "high" | "medium" | "low";

/** Something that a person should look at. */
export interface Finding {
  id: string;
  /** Name of the detection, e.g. "skips-levels". */
  detection: string;
  severity: Severity;
  /** One sentence in plant words. */
  title: string;
  /** What was seen, a few sentences. */
  detail: string;
  /** Why it matters in this domain. */
  why: string;
  /** Which weights were used: OT, IoT, IoMT or IT. */
  weighedAs: "OT" | "IoT" | "IoMT" | "IT";
  threatens: ("safety" | "availability" | "integrity" | "confidentiality" | "privacy" | "patient safety")[];
  check: string;
  advice: { action: string; tag: "Safe now" | "With control room" | "Do not" }[];
  falseAlarm: string;
  /** ATT&CK for ICS or Enterprise technique ids. */
  techniques: string[];
  /** Checks of the house catalog that this feeds, e.g. "N15". */
  checks: string[];
  confidence: number;
  devices: string[];
  links: string[];
  count: number;
  firstSeen: number;
  lastSeen: number;
  evidence: Evidence[];
}

/** Something that the capture could not show. */
export interface BlindSpot {
  id: string;
  /** "one direction only", "not dissected", "cut frames", ... */
  reason: string;
  /** Sentence: how much. */
  amount: string;
  where: string;
  /** What it hides. */
  hides: string;
  /** What would help. */
  help: string;
  frames: number;
  bytes: number;
  devices: string[];
  evidence: Evidence | null;
}

/** One protocol's share of the traffic. */
export interface ProtocolShare {
  /** Short name, as in links and services: "modbus". */
  protocol: string;
  /** Name for people: "Modbus/TCP"; the short name where the protocol is not dissected. */
  title: string;
  transport: string;
  frames: number;
  bytes: number;
  messages: number;
  faults: number;
  /** "dissected", "recognized only", "unknown", "encrypted". */
  state: string;
}
