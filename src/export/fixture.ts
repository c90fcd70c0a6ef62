import type { Act } from "../model/act.ts";
import type {
  Assessment,
  AttributeValue,
  Candidate,
  Device,
  Finding,
  Link,
  LinkOperation,
  ProcessPoint,
  Service,
  Severity,
} from "../model/assessment.ts";
import type { Attribute } from "../model/attribute.ts";
import type { Evidence } from "../model/evidence.ts";
import { type Domain, LEVELS, type Level, type Role } from "../model/role.ts";

/** Tue 17 Mar 2026, 13:20:00 UTC. */
const START = 1773753600;

/**
 * An invented site for tests of the written outputs: a device on every level and in every segment, every severity,
 * losing candidates, parts, one-sided and encrypted conversations, a broken capture. Nothing in it was measured.
 */
export function inventAssessment(): Assessment {
  const devices = inventDevices();
  const addresses = new Map(devices.map(({ id, ips }) => [id, ips[0] ?? ""]));
  const links = inventLinks().map((link) => ({
    ...link,
    clientAddress: addresses.get(link.client) ?? "",
    serverAddress: addresses.get(link.server) ?? "",
  }));
  const points = inventPoints();
  const findings = inventFindings();
  const count = (severity: Severity) => findings.filter((finding) => finding.severity === severity).length;
  return {
    schema: "1.0",
    generator: { name: "bulkhead", version: "0.1.0" },
    captures: inventCaptures(),
    period: { from: START, to: START + 7840.25 },
    summary: {
      frames: 184_220,
      bytes: 31_204_118,
      flows: 1_412,
      messages: 96_431,
      devices: devices.length,
      links: links.length,
      points: points.length,
      findings: { critical: count("critical"), high: count("high"), medium: count("medium"), low: count("low") },
      levels: LEVELS.map((level) => ({
        level,
        devices: devices.filter((device) => device.level.level === level).length,
      })).filter(({ devices: number }) => number > 0),
      explained: 0.943,
    },
    devices,
    links,
    points,
    findings,
    blindSpots: [
      {
        id: "b1",
        reason: "one direction only",
        amount: "31 % of the flows of 10.40.0.0/16 show one side",
        where: "campus.pcapng, interface eth2",
        hides: "Whether a write was accepted. Server roles are guessed.",
        help: "Mirror both directions of the port.",
        frames: 8_204,
        bytes: 1_204_118,
        devices: ["pc-0457", "printer-2"],
        evidence: at(812, 0, 60),
      },
      {
        id: "b2",
        reason: "not dissected",
        amount: "1.1 MB over UDP port 8501",
        where: "drive-a1, drive-a2",
        hides: "What two drives are told to do.",
        help: "Name the protocol, or accept it as known.",
        frames: 5_412,
        bytes: 1_101_220,
        devices: ["drive-a1"],
        evidence: at(1_204, 42, 90),
      },
      {
        id: "b3",
        reason: "encrypted",
        amount: "214 kB in 12 conversations",
        where: "remote access and cloud",
        hides: "What the vendor's server and the panel say to each other.",
        help: "Read the server's own log; there is nothing to mend here.",
        frames: 922,
        bytes: 214_008,
        devices: [],
        evidence: null,
      },
      {
        id: "b4",
        reason: "behind a router",
        amount: "at least 6 devices share the MAC 00:0e:8c:11:22:33",
        where: "10.20.22.1",
        hides: "Makers, models and what they say to each other.",
        help: "Capture at the switch behind 10.20.22.1.",
        frames: 0,
        bytes: 0,
        devices: ["router-1"],
        evidence: at(15, 6, 12),
      },
      {
        id: "b5",
        reason: "cut frames",
        amount: "0.5 % of the frames end at 256 bytes",
        where: "line-a.pcap",
        hides: "The end of long replies.",
        help: "Set the snap length to 1,600 bytes or more.",
        frames: 911,
        bytes: 233_216,
        devices: [],
        evidence: null,
      },
    ],
    protocols: [
      share("modbus", "tcp", 12_044_118, 41_022, "dissected"),
      share("s7comm", "tcp", 9_120_004, 30_118, "dissected"),
      share("enip", "tcp", 5_010_220, 12_204, "dissected"),
      share("tls", "tcp", 2_700_100, 1_204, "encrypted"),
      share("unknown", "udp", 1_101_220, 0, "unknown"),
      share("rtsp", "tcp", 900_000, 0, "recognized only"),
      share("dns", "udp", 328_456, 2_104, "dissected"),
    ],
  };
}

function at(frame: number, start = 54, end = 66, capture = 0): Evidence {
  return { capture, frame, start, end, time: START + frame / 20 };
}

function say(value: string, confidence: number, method: string, frame: number, lost = "", times = 3): Candidate {
  return { value, confidence, method, evidence: at(frame), times, lost };
}

function known(attribute: Attribute, ...candidates: Candidate[]): AttributeValue {
  return { attribute, candidates };
}

const TITLES: Readonly<Record<string, string>> = {
  modbus: "Modbus/TCP",
  s7comm: "S7 communication",
  enip: "EtherNet/IP",
  tls: "TLS",
  dns: "DNS",
};

function share(protocol: string, transport: string, bytes: number, messages: number, state: string) {
  const title = TITLES[protocol] ?? protocol;
  return { protocol, title, transport, frames: Math.round(bytes / 170), bytes, messages, faults: 0, state };
}

function service(protocol: string, port: number, peers: number, transport = "tcp"): Service {
  return {
    protocol,
    transport,
    port,
    peers,
    messages: peers * 1204,
    firstSeen: START + 1,
    lastSeen: START + 7800,
    evidence: at(40 + port),
  };
}

function device(
  id: string,
  label: string,
  level: Level,
  role: Role,
  domain: Domain,
  ip: string,
  identity: Partial<Pick<Device, "vendor" | "model" | "orderNumber" | "firmware" | "serial" | "operatingSystem">> = {},
  rest: Partial<Device> = {},
): Device {
  const index = Array.from(id).reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 0xffffff, 7);
  const mac = `0080f4${index.toString(16).padStart(6, "0")}`;
  const attributes = Object.entries(identity)
    .filter(([, value]) => value)
    .map(([attribute, value], nth) =>
      known(attribute as Attribute, say(value, 0.97 - nth * 0.13, "what the device says of itself", 100 + nth)),
    );
  return {
    id,
    label,
    macs: level === "Outside" ? [] : [mac],
    ips: ip ? [ip] : [],
    vlans: level === "1" || level === "2" ? [20] : [],
    vendor: "",
    model: "",
    orderNumber: "",
    firmware: "",
    serial: "",
    hostName: "",
    operatingSystem: "",
    ...identity,
    role,
    roleCandidates: [say(role, 0.9, "services and acts", 120)],
    domain,
    level: {
      level,
      score: 8,
      runnerUp: level === "1" ? "2" : "",
      runnerUpScore: level === "1" ? 2 : 0,
      needsReview: false,
      terms: [{ level, points: 8, reason: "Behaves as devices of this level do", evidence: at(130) }],
    },
    zone: "",
    owner: "",
    importance: "",
    attributes,
    bindings: ip && level !== "Outside" ? [{ mac, ip, method: "ARP", evidence: at(12, 22, 42) }] : [],
    parts: [],
    servicesOffered: [],
    servicesUsed: [],
    credentials: [],
    polls: [],
    faults: [],
    firstSeen: START + 0.25,
    lastSeen: START + 7839,
    framesSent: 4_204,
    framesReceived: 4_011,
    bytesSent: 504_118,
    bytesReceived: 402_004,
    presence: "spoke",
    ...rest,
  };
}

function inventDevices(): Device[] {
  return [
    device("erp", "ERP-01", "5", "server", "IT", "10.50.1.10", {
      vendor: "Dell",
      operatingSystem: "Windows Server 2019",
    }),
    device("mail", "MAIL-01", "5", "mail server", "IT", "10.50.1.11"),
    device("pc-0457", "PC-0457", "4", "workstation", "IT", "10.40.3.57", {
      vendor: "Lenovo",
      operatingSystem: "Windows 11",
    }),
    device("pc-0460", "PC-0460", "4", "workstation", "IT", "10.40.3.60", { vendor: "Lenovo" }),
    device("printer-2", "PRINTER-2", "4", "printer", "IT", "10.40.3.90", { vendor: "Brother", model: "HL-L6400DW" }),
    device("jump", "JUMP-01", "3.5", "jump host", "IT", "10.35.0.5", { operatingSystem: "Windows Server 2022" }),
    device("mirror", "HIST-MIRROR", "3.5", "historian", "IT", "10.35.0.9"),
    device("eng", "ENG-03", "3", "engineering station", "ICS", "10.20.3.13", {
      vendor: "HP",
      operatingSystem: "Windows 10",
    }),
    device("hist", "HIST-01", "3", "historian", "ICS", "10.20.3.20", { operatingSystem: "Windows Server 2019" }),
    device("ntp", "NTP-1", "3", "time server", "network", "10.20.3.30", { vendor: "Meinberg", model: "LANTIME M300" }),
    device("hmi-a", "HMI-A1", "2", "hmi", "ICS", "10.20.12.33", {
      vendor: "Siemens",
      model: "TP1200 Comfort",
      orderNumber: "6AV2124-0MC01-0AX0",
      firmware: "V16.0",
    }),
    device("scada", "SCADA-U", "2", "scada server", "ICS", "10.20.12.70", { vendor: "Dell" }),
    device("plc-u2", "PLC-U2", "1", "plc", "ICS", "10.20.31.12", {}, inventDosingController()),
    device(
      "plc-a1",
      "PLC-A1",
      "1",
      "plc",
      "ICS",
      "10.20.11.21",
      {
        vendor: "Siemens",
        model: "CPU 1516-3 PN/DP",
        orderNumber: "6ES7516-3AN01-0AB0",
        firmware: "V2.8.1",
        serial: "S C-J4AB12345678",
      },
      {
        parts: [
          {
            part: "slot 2",
            attributes: [
              known("orderNumber", say("6ES7521-1BL00-0AB0", 0.95, "S7 module identity", 320)),
              known("firmware", say("V2.0.0", 0.95, "S7 module identity", 320)),
            ],
          },
          {
            part: "slot 3",
            attributes: [known("orderNumber", say("6ES7522-1BL01-0AB0", 0.95, "S7 module identity", 320))],
          },
        ],
      },
    ),
    device("rtu-1", "10.20.31.40", "1", "rtu", "ICS", "10.20.31.40"),
    device("drive-a1", "DRIVE-A1", "0", "drive", "ICS", "10.20.11.41", { vendor: "Siemens", model: "SINAMICS G120" }),
    device("meter-7", "FT-201", "0", "meter", "ICS", "10.20.31.61"),
    device("mon-6", "MON-2-06", "IoMT", "patient monitor", "IoMT", "10.70.2.36", {
      vendor: "Philips",
      model: "IntelliVue MX450",
    }),
    device("pump-11", "PMP-2-11", "IoMT", "infusion pump", "IoMT", "10.70.2.61", {
      vendor: "BD",
      model: "Alaris 8015",
    }),
    device("bms", "BMS-01", "Building", "building station", "building", "10.60.1.10", {
      vendor: "Tridium",
      model: "Niagara 4",
    }),
    device("cam-7", "CAM-07", "Building", "camera", "IoT", "10.60.5.17", { vendor: "Axis", model: "P3265-LV" }),
    device("gnb", "GNB-1", "5G", "base station", "5G", "10.80.0.2", { vendor: "Nokia" }),
    device("cloud", "203.0.113.77", "Outside", "server", "outside", "203.0.113.77"),
    device("router-1", "10.20.22.1", "Boundary", "router", "network", "10.20.22.1", { vendor: "Hirschmann" }),
    device(
      "lost",
      "00:30:de:0a:0b:0c",
      "Not placed",
      "unknown",
      "unknown",
      "",
      { vendor: "WAGO" },
      { presence: "broadcast only", framesReceived: 0, bytesReceived: 0 },
    ),
  ];
}

function inventDosingController(): Partial<Device> {
  return {
    vendor: "Schneider Electric",
    model: "BMXP342020",
    firmware: "2.7",
    hostName: "PLC-U2",
    roleCandidates: [
      say("plc", 0.96, "Modbus function 43", 412),
      say("gateway", 0.3, "answers two unit numbers", 418, "Only one unit answered with values"),
    ],
    attributes: [
      known(
        "vendor",
        say("Schneider Electric", 0.97, "Modbus function 43", 412, "", 12),
        say("Telemecanique", 0.6, "MAC address block", 12, "The device itself says Schneider Electric"),
      ),
      known(
        "model",
        say("BMXP342020", 0.97, "Modbus function 43", 412, "", 12),
        say("BMXP342000", 0.44, "HTTP title", 601, "Only the web page says so; the device says 342020"),
        say("TSX Premium", 0.12, "MAC address block", 12, "Address-block habit of this maker only"),
      ),
      known(
        "firmware",
        say("2.7", 0.97, "Modbus function 43", 412),
        say("2.5", 0.97, "Modbus function 43", 44, "Earlier: said until 13:21:02"),
      ),
      known("name", say("PLC-U2", 0.78, "DNS", 77)),
    ],
    level: {
      level: "1",
      score: 13.5,
      runnerUp: "2",
      runnerUpScore: 2,
      needsReview: false,
      terms: [
        { level: "1", points: 6, reason: "Answers Modbus as unit 1 all the time", evidence: at(412) },
        { level: "1", points: 5, reason: "Its maker sells this model as a controller", evidence: at(412) },
        { level: "1", points: 4, reason: "Polled every 500 ms by SCADA-U", evidence: at(431) },
        { level: "1", points: -1.5, reason: "Spoken to from Building", evidence: at(90_112) },
        { level: "2", points: 2, reason: "Has a web page", evidence: null },
      ],
    },
    parts: [{ part: "unit 5", attributes: [known("vendor", say("Acme Flow", 0.9, "Modbus function 43", 444))] }],
    servicesOffered: [service("modbus", 502, 4), service("http", 80, 1)],
    servicesUsed: [service("ntp", 123, 1, "udp")],
    credentials: [
      {
        method: "HTTP basic",
        user: "USER",
        exposure: "clear",
        wellKnown: "USER/USER",
        peer: "eng",
        times: 2,
        evidence: at(601, 120, 160),
      },
    ],
    polls: [
      {
        peer: "scada",
        protocol: "modbus",
        operation: "Read Holding Registers",
        target: "holding register 40001-40020",
        period: 0.5,
        variation: 0.04,
        times: 15_680,
      },
    ],
    faults: [{ protocol: "modbus", name: "bad length", count: 3, evidence: at(7_001) }],
  };
}

function operation(name: string, act: Act, requests: number, targets: string[], refused = 0): LinkOperation {
  return {
    operation: name,
    act,
    requests,
    responses: requests - 1,
    refused,
    outcomes: refused > 0 ? [{ outcome: "illegal data address", count: refused }] : [],
    targets,
    moreTargets: targets.length > 3 ? 12 : 0,
    evidence: at(431),
  };
}

let linkCount = 0;

function link(client: string, server: string, protocol: string, act: Act, rest: Partial<Link> = {}): Link {
  linkCount++;
  return {
    id: `l${linkCount}`,
    client,
    server,
    clientAddress: "",
    serverAddress: "",
    protocol,
    transport: "tcp",
    port: 502,
    vlans: [20],
    flows: 4,
    frames: 1_204,
    bytes: 204_118,
    bytesToServer: 90_004,
    firstSeen: START + 1,
    lastSeen: START + 7800,
    rolesFrom: "handshake",
    oneSided: false,
    encrypted: false,
    act,
    operations: [],
    evidence: at(431),
    ...rest,
  };
}

function inventLinks(): Link[] {
  linkCount = 0;
  return [
    link("scada", "plc-u2", "modbus", "write", {
      operations: [
        operation("Read Holding Registers", "read", 15_680, ["holding register 40001-40020"]),
        operation("Write Single Register", "write", 12, ["holding register 40013"], 1),
      ],
    }),
    link("bms", "plc-u2", "modbus", "write", {
      operations: [
        operation("Read Holding Registers", "read", 212, ["holding register 40001-40020", "40100", "40200", "40300"]),
        operation("Write Single Register", "write", 1, ["holding register 40013"]),
      ],
    }),
    link("pc-0457", "plc-a1", "s7comm", "program", {
      port: 102,
      operations: [operation("Download block", "program", 1, ["OB1"])],
    }),
    link("eng", "plc-a1", "s7comm", "program", {
      port: 102,
      operations: [operation("Upload block", "program", 4, ["OB1", "DB12"])],
    }),
    link("eng", "plc-u2", "http", "read", { port: 80, operations: [operation("GET", "read", 2, ["/index.htm"])] }),
    link("hmi-a", "plc-a1", "s7comm", "write", { port: 102 }),
    link("plc-a1", "drive-a1", "unknown", "other", { port: 8501, transport: "udp" }),
    link("plc-u2", "meter-7", "modbus", "read"),
    link("scada", "rtu-1", "dnp3", "control", { port: 20000 }),
    link("hist", "scada", "opcua", "read", { port: 4840, encrypted: true }),
    link("hist", "hmi-a", "http", "read", { port: 80 }),
    link("mirror", "hist", "https", "other", { port: 443, encrypted: true }),
    link("pc-0460", "mirror", "https", "other", { port: 443, encrypted: true }),
    link("jump", "eng", "rdp", "other", { port: 3389 }),
    link("pc-0457", "jump", "rdp", "other", { port: 3389 }),
    link("pc-0457", "printer-2", "ipp", "other", { port: 631, oneSided: true, rolesFrom: "port" }),
    link("pc-0457", "erp", "https", "other", { port: 443, encrypted: true }),
    link("pc-0460", "mail", "https", "other", { port: 443, encrypted: true }),
    link("plc-u2", "ntp", "ntp", "time", { port: 123, transport: "udp" }),
    link("scada", "ntp", "ntp", "time", { port: 123, transport: "udp" }),
    link("hmi-a", "cloud", "tls", "other", { port: 443, encrypted: true }),
    link("bms", "cam-7", "rtsp", "other", { port: 554 }),
    link("mon-6", "pump-11", "hl7", "read", { port: 2575 }),
    link("mon-6", "hist", "hl7", "read", { port: 2575 }),
    link("gnb", "scada", "opcua", "read", { port: 4840 }),
  ];
}

function finding(id: string, severity: Severity, title: string, rest: Partial<Finding>): Finding {
  return {
    id,
    detection: id,
    severity,
    title,
    detail: "",
    why: "",
    weighedAs: "OT",
    threatens: ["availability"],
    check: "",
    advice: [],
    falseAlarm: "",
    techniques: [],
    checks: [],
    confidence: 0.9,
    devices: [],
    links: [],
    count: 1,
    firstSeen: START + 3667,
    lastSeen: START + 3667,
    evidence: [],
    ...rest,
  };
}

/** Registers of one controller: one that a station out of place wrote, thirty that are only read. */
function inventPoints(): ProcessPoint[] {
  return Array.from({ length: 31 }, (_, index): ProcessPoint => {
    const written = index === 12;
    return {
      id: `p${index}`,
      device: "plc-u2",
      part: "unit 1",
      label: `holding register ${index}`,
      protocol: "modbus",
      space: "holding register",
      name: "",
      index,
      type: "uint16",
      last: written ? 920 : index * 3,
      quality: index === 30 ? "bad" : "good",
      minimum: written ? 380 : index * 3,
      maximum: written ? 920 : index * 3,
      changes: written ? 14 : 0,
      reads: 15_680,
      writes: written ? 13 : 0,
      period: 0.5,
      readers: ["bms", "scada"],
      writers: written ? ["bms", "scada"] : [],
      firstSeen: START,
      lastSeen: START + 7800,
      evidence: at(1_204 + index, 63, 65),
    };
  });
}

function inventFindings(): Finding[] {
  return [
    finding("default-community", "medium", "The printer answers to the SNMP community “public”", {
      detail: "PC-0460 read PRINTER-2 with the community “public” 14 times.",
      why: "Whoever knows the default reads the printer's settings, and often changes them.",
      weighedAs: "IT",
      threatens: ["confidentiality"],
      check: "See whether the printer also accepts writes with this community.",
      advice: [{ action: "Set another community, or SNMPv3. Printing goes on.", tag: "Safe now" }],
      devices: ["printer-2", "pc-0460"],
      links: ["l16"],
      evidence: [at(9_004)],
    }),
    finding("unauthenticated-write", "critical", "A building station wrote a dosing set-point", {
      detail:
        "BMS-01 set holding register 40013 of PLC-U2 from 417 to 920. Twelve earlier writes came from SCADA-U, in steps of at most 17.",
      why: "The register doses a chemical. Modbus asks nobody for a password, so any station that reaches port 502 can do this.",
      threatens: ["safety", "availability"],
      check: "Call the control room before touching the network: ask whether tank T2 doses too much.",
      advice: [
        {
          action: "Block BMS-01 to PLC-U2 at the firewall. Stops this write and none of the usual messages.",
          tag: "With control room",
        },
        { action: "Do not restart PLC-U2. Tank T2 would lose dosing for about 4 min.", tag: "Do not" },
        { action: "Keep the capture files as evidence.", tag: "Safe now" },
      ],
      falseAlarm: "Somebody moved the dosing to the building station on purpose.",
      techniques: ["T0855", "T0831"],
      checks: ["N03", "N15"],
      devices: ["bms", "plc-u2"],
      links: ["l2"],
      count: 1,
      evidence: [at(90_112, 54, 66), at(90_114, 54, 66)],
    }),
    finding("skips-levels", "high", "An office PC downloaded a program to a filler controller", {
      detail: "PC-0457 replaced block OB1 of PLC-A1 without passing the IDMZ.",
      why: "Whoever takes over the office PC decides what the filler does.",
      threatens: ["availability", "integrity"],
      check: "Compare the block with the approved project file.",
      advice: [
        {
          action: "Close port 102 from level 4. The usual polling comes from HMI-A1 and goes on.",
          tag: "With control room",
        },
      ],
      falseAlarm: "A planned change, made from the office for want of an engineering station.",
      techniques: ["T0843"],
      checks: ["N15", "N16", "N24"],
      devices: ["pc-0457", "plc-a1"],
      links: ["l3"],
      evidence: [at(41_204)],
    }),
    finding("patient-names", "medium", "A patient monitor sends names in clear text", {
      detail: "MON-2-06 sends HL7 with names and bed numbers to HIST-01.",
      why: "Anybody on the ward's network can read who lies where.",
      weighedAs: "IoMT",
      threatens: ["privacy", "patient safety"],
      check: "Ask the maker for the TLS option of the gateway.",
      advice: [{ action: "Do not block port 2575: the central station would lose its alarms.", tag: "Do not" }],
      devices: ["mon-6", "hist"],
      links: ["l24"],
      evidence: [at(12_004)],
    }),
    finding("malformed", "low", "PLC-U2 sent three messages with a wrong length", {
      detail: "Three Modbus answers promise more bytes than they carry.",
      why: "Broken answers come from a tired gateway, or from somebody who tries things.",
      threatens: ["availability"],
      check: "See whether the frames were cut by the capture.",
      devices: ["plc-u2"],
      evidence: [at(7_001)],
      count: 3,
    }),
  ];
}

function inventCaptures(): Assessment["captures"] {
  return [
    {
      name: "line-a.pcap",
      format: "pcap",
      compression: "gzip",
      sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
      size: 12_204_118,
      frames: 102_118,
      bytes: 18_004_220,
      period: { from: START, to: START + 7840.25 },
      interfaces: [
        { name: "", description: "", linkType: "Ethernet", snapLength: 256, frames: 102_118, dropped: null },
      ],
      comments: [],
      application: "",
      faults: [
        {
          name: "cut record",
          detail: "The file ends 212 bytes early, in the middle of frame 102,119. The frames before it were read.",
          frame: 102_119,
          offset: 61_204_118,
          count: 1,
        },
      ],
    },
    {
      name: "campus.pcapng",
      format: "pcapng",
      compression: "",
      sha256: "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
      size: 14_104_220,
      frames: 82_102,
      bytes: 13_199_898,
      period: { from: START + 4, to: START + 7800 },
      interfaces: [
        {
          name: "eth1",
          description: "SPAN utilities",
          linkType: "Ethernet",
          snapLength: 262_144,
          frames: 60_102,
          dropped: 0,
        },
        {
          name: "eth2",
          description: "SPAN core",
          linkType: "Ethernet",
          snapLength: 262_144,
          frames: 22_000,
          dropped: 41,
        },
      ],
      comments: ["taken during a line stop"],
      application: "dumpcap 4.4",
      faults: [],
    },
  ];
}
