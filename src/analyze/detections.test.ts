import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import type { Remark } from "../model/remark.ts";
import { type Case, CONDUCT_CASES } from "./conduct-cases.ts";
import { SEVERITIES, WEIGHTS } from "./detection.ts";
import { DETECTIONS, findAll } from "./detections/list.ts";
import { detectionsDocument } from "./document.ts";
import type { MadeDevice, MadeRemark, MadeSite } from "./testing.ts";
import { findingsOf, MADE_TIME, madeSite } from "./testing.ts";
import { viewOf } from "./view.ts";

const room = dirname(fileURLToPath(import.meta.url));
const root = dirname(dirname(room));

const plc: MadeDevice = { id: "PLC-1", role: "plc", level: "1" };
const hmi: MadeDevice = { id: "HMI-1", role: "hmi", level: "2", polls: ["PLC-1"] };
const ews: MadeDevice = { id: "EWS-1", role: "engineering station", level: "2" };
const historian: MadeDevice = { id: "HIST-1", role: "historian", level: "3" };
const office: MadeDevice = { id: "PC-17", role: "workstation", domain: "IT", level: "4", ip: "10.0.4.17" };
const camera: MadeDevice = { id: "CAM-1", role: "camera", domain: "IoT", level: "4" };
const broker: MadeDevice = { id: "BROKER", role: "mqtt broker", domain: "IIoT", level: "3" };
const stranger: MadeDevice = { id: "198.51.100.7", domain: "outside", level: "Outside", ip: "198.51.100.7" };
const pump: MadeDevice = { id: "PUMP-4", role: "infusion pump", domain: "IoMT", level: "IoMT" };

const read: MadeSite["links"] = [
  { client: "HMI-1", server: "PLC-1", protocol: "modbus", operations: [["modbus:read_coils", "read", 600]] },
];

const ward: MadeDevice = { id: "WARD-SERVER", role: "server", domain: "IoMT", level: "IoMT" };
const viewer: MadeDevice = { id: "VIEWER", role: "workstation", domain: "IoMT", level: "IoMT" };
const pacs: MadeDevice = { id: "PACS", role: "pacs", domain: "IoMT", level: "IoMT" };
const tomograph: MadeDevice = { id: "CT", role: "medical imaging", domain: "IoMT", level: "IoMT" };

type GivenPoint = NonNullable<MadeSite["points"]>[number];

/** A controller whose values move nearly each second; each is given with its stillness. */
const frozen = (courses: readonly Partial<GivenPoint>[]): MadeSite => ({
  devices: [plc, hmi],
  links: read,
  points: courses.map((course, index) => ({
    device: "PLC-1",
    label: `holding register ${index}`,
    changes: 480,
    still: 3,
    stillFrom: 40,
    ...course,
  })),
});

/** A set-point that an engineering station led from one value to another in some steps. */
const creeping = (
  [first, last, steps]: readonly [first: number, last: number, steps: number],
  point: Partial<GivenPoint> = {},
  targets: string[] = ["holding register 3"],
): MadeSite => ({
  devices: [plc, hmi, ews],
  links: [
    ...(read ?? []),
    {
      client: "EWS-1",
      server: "PLC-1",
      protocol: "modbus",
      operations: [["modbus:write_single_register", "write", steps, 0, targets]],
    },
  ],
  points: [
    {
      device: "PLC-1",
      label: "holding register 3",
      changes: steps,
      writers: ["EWS-1"],
      climb: ["EWS-1", first, last, steps],
      ...point,
    },
  ],
});

/** Images stored by one on another, and what else is said there. */
const stores = (
  client: string,
  server: string,
  images: number,
  ...others: NonNullable<NonNullable<MadeSite["links"]>[number]["operations"]>
): NonNullable<MadeSite["links"]>[number] => ({
  client,
  server,
  protocol: "dicom",
  port: 104,
  operations: [["dicom:c_store", "file", images, 0, ["CT Image Storage"]], ...others],
});

/** A library of dose limits put onto a pump. */
const library = (client: string, refused = 0): NonNullable<MadeSite["links"]>[number] => ({
  client,
  server: "PUMP-4",
  protocol: "http",
  port: 80,
  operations: [["http:put", "write", 1, refused, ["/config/drug-library"]]],
});

/** A way into the network, and what its messages show. */
const withAccess = (client: string, ...remarks: Remark[]): MadeSite => ({
  devices: [
    plc,
    { id: "SWITCH", role: "switch", domain: "network", level: "2", polls: ["PLC-1"] },
    { id: "AUTH", role: "server", domain: "IT", level: "3" },
  ],
  links: [{ client, server: "AUTH", protocol: "radius", transport: "udp", port: 1812 }],
  remarks: remarks.map((remark) => ({ device: client, peer: "AUTH", remark })),
});

/** A plant cell that only polls: no detection may say a word about it. */
const QUIET_SITE: MadeSite = {
  devices: [plc, hmi, ews, historian, office],
  links: [
    ...read,
    {
      client: "HIST-1",
      server: "PLC-1",
      protocol: "modbus",
      operations: [["modbus:read_holding_registers", "read", 600]],
    },
    { client: "HMI-1", server: "HIST-1", protocol: "ntp", transport: "udp", port: 123 },
  ],
  remarks: [{ device: "EWS-1", peer: "PLC-1", remark: { kind: "fingerprint", method: "JA4", value: "t13d" } }],
  bindings: [
    { mac: "020000000010", ip: "10.0.0.1", from: 0, to: 500 },
    { mac: "020000000011", ip: "10.0.0.2", from: 0, to: 500 },
  ],
  contacts: { "HMI-1": { unanswered: 2, refused: 1, targets: 1, ports: 1 } },
};

const certificate: Extract<Remark, { kind: "certificate" }> = {
  kind: "certificate",
  subject: "CN=plc-1",
  issuer: "CN=site authority",
  names: ["plc-1"],
  serialNumber: "01",
  notBefore: MADE_TIME - 86_400,
  notAfter: MADE_TIME + 86_400 * 365,
  keyType: "RSA",
  keyBits: 2048,
  signature: "sha256WithRSAEncryption",
  selfSigned: false,
  fingerprint: "aa",
};

const tlsTo = (client: string, server: string): NonNullable<MadeSite["links"]>[number] => ({
  client,
  server,
  protocol: "tls",
  port: 443,
  operations: [["tls:client_hello", "other", 1, 0, ["plc-1"]]],
});

const withCertificate = (changes: Partial<typeof certificate>): MadeSite => ({
  devices: [plc, ews],
  links: [tlsTo("EWS-1", "PLC-1")],
  remarks: [{ device: "PLC-1", peer: "EWS-1", remark: { ...certificate, ...changes } }],
});

const withVersion = (protocol: string, version: string, obsolete: boolean): MadeSite => ({
  devices: [plc, ews],
  links: [tlsTo("EWS-1", "PLC-1")],
  remarks: [{ device: "EWS-1", peer: "PLC-1", remark: { kind: "version", protocol, version, obsolete } }],
});

const withRemark = (remark: Remark): MadeSite => ({
  devices: [plc, ews],
  links: [{ client: "EWS-1", server: "PLC-1", protocol: "http", port: 80 }],
  remarks: [{ device: "EWS-1", peer: "PLC-1", remark }],
});

const withCredential = (remark: Omit<Extract<Remark, { kind: "credential" }>, "kind">): MadeSite =>
  withRemark({ kind: "credential", ...remark });

const modbus = (client: string, operation: string, act: "write" | "read" | "control"): MadeSite => ({
  devices: [plc, hmi, office, stranger, { ...camera, level: "2" }],
  links: [
    { client, server: "PLC-1", protocol: "modbus", operations: [[`modbus:${operation}`, act, 3, 0, ["coil 4"]]] },
  ],
});

const s7 = (client: string, operation: string, act: "program" | "control" | "file", refused = 0): MadeSite => ({
  devices: [plc, { ...plc, id: "PLC-2" }, ews, office],
  links: [
    { client, server: "PLC-1", protocol: "s7comm", port: 102, operations: [[`s7comm:${operation}`, act, 2, refused]] },
  ],
});

const engineered = (operation: string, act: "program" | "file"): MadeSite => ({
  devices: [plc, hmi],
  links: [{ client: "HMI-1", server: "PLC-1", protocol: "modbus", operations: [[operation, act, 9]] }],
});

const anonymous = (protocol: string, name: string, operation: string, refused = 0): MadeSite => ({
  devices: [plc, hmi],
  links: [
    { client: "HMI-1", server: "PLC-1", protocol: name, operations: [[`${name}:${operation}`, "other", 2, refused]] },
  ],
  remarks: [{ device: "HMI-1", peer: "PLC-1", remark: { kind: "session", protocol, anonymous: true } }],
});

const endpoint = (security: string, weak: boolean): Remark => ({
  kind: "endpoint",
  protocol: "OPC UA",
  address: "opc.tcp://plc-1:4840",
  security,
  users: ["Anonymous"],
  weak,
});

const withEndpoints = (securities: string[], more: Remark[]): MadeSite => ({
  devices: [plc, hmi],
  links: [{ client: "HMI-1", server: "PLC-1", protocol: "opcua" }],
  remarks: [
    ...securities.map((security) => ({ device: "PLC-1", peer: "HMI-1", remark: endpoint(security, true) })),
    ...more.map((remark) => ({ device: "HMI-1", peer: "PLC-1", remark })),
  ],
});

const GATEWAY = "020000000001";
const INTRUDER = "020000000666";
/** A card that tells the HMI unasked that the gateway is with it, and from which the gateway's packets then come. */
const redirected = (changes: Partial<MadeSite>): MadeSite => ({
  devices: [plc, hmi],
  links: [{ client: "HMI-1", server: "PLC-1", protocol: "modbus" }],
  bindings: [
    { mac: GATEWAY, ip: "10.0.0.254", from: 0, to: 10 },
    { mac: INTRUDER, ip: "10.0.0.254", from: 60, to: 90, unaskedTo: ["10.0.0.2"] },
    { mac: INTRUDER, ip: "10.0.0.66", from: 50, to: 50 },
  ],
  moves: [{ from: GATEWAY, to: INTRUDER, addresses: ["10.9.0.1"], at: 61 }],
  ...changes,
});

/** Cases by the detection's name; a detection without a case fails the tests. */
const CASES: Readonly<Record<string, Case>> = {
  ...CONDUCT_CASES,
  "skips-levels": {
    fires: [
      {
        name: "an office PC reads a controller",
        site: { devices: [plc, office], links: [{ client: "PC-17", server: "PLC-1", protocol: "modbus" }] },
        severity: "high",
        title: /^PC-17 talks straight to PLC-1 over Modbus\/TCP\.$/,
      },
      {
        name: "an office PC reaches the site's historian",
        site: { devices: [historian, office], links: [{ client: "PC-17", server: "HIST-1", protocol: "http" }] },
        severity: "medium",
        title: /PC-17 talks straight to HIST-1/,
      },
      {
        name: "a level is not sure",
        site: {
          devices: [plc, { ...office, needsReview: true }],
          links: [{ client: "PC-17", server: "PLC-1", protocol: "modbus" }],
        },
        severity: "medium",
        title: /straight to PLC-1/,
      },
      {
        name: "a camera is watched from the operator panel",
        site: { devices: [hmi, camera], links: [{ client: "HMI-1", server: "CAM-1", protocol: "http" }] },
        severity: "low",
        title: /^CAM-1 stands within reach of the plant/,
      },
      {
        name: "many office PCs reach one controller: one finding",
        site: {
          devices: [plc, ...[1, 2, 3, 4, 5, 6].map((number) => ({ ...office, id: `PC-${number}` }))],
          links: [1, 2, 3, 4, 5, 6].map((number) => ({ client: `PC-${number}`, server: "PLC-1", protocol: "modbus" })),
        },
        severity: "high",
        title: /^6 devices talk straight to PLC-1/,
        findings: 1,
      },
    ],
    silent: [
      { name: "a historian polls a controller", site: QUIET_SITE },
      {
        name: "an office PC meets the IDMZ",
        site: {
          devices: [office, { id: "JUMP", role: "jump host", level: "3.5" }],
          links: [{ client: "PC-17", server: "JUMP", protocol: "tls" }],
        },
      },
      {
        name: "a device is not placed",
        site: {
          devices: [plc, { ...office, level: "Not placed" }],
          links: [{ client: "PC-17", server: "PLC-1", protocol: "modbus" }],
        },
      },
      {
        name: "a connection was refused: scans are told elsewhere",
        site: {
          devices: [plc, office],
          links: [{ client: "PC-17", server: "PLC-1", protocol: "tcp 80", frames: 2, bytes: 120 }],
        },
      },
    ],
  },
  "ot-to-internet": {
    fires: [
      {
        name: "a stranger is answered by a controller",
        site: { devices: [plc, stranger], links: [{ client: "198.51.100.7", server: "PLC-1", protocol: "modbus" }] },
        severity: "critical",
        title: /^PLC-1 answers 198\.51\.100\.7 on the internet over Modbus\/TCP\.$/,
      },
      {
        name: "a controller calls out",
        site: { devices: [plc, stranger], links: [{ client: "PLC-1", server: "198.51.100.7", protocol: "http" }] },
        severity: "high",
        title: /^PLC-1 talks to 198\.51\.100\.7/,
      },
      {
        name: "a camera calls its cloud under encryption",
        site: {
          devices: [camera, stranger],
          links: [{ client: "CAM-1", server: "198.51.100.7", protocol: "tls", encrypted: true }],
        },
        severity: "low",
        title: /^CAM-1 talks to/,
      },
      {
        name: "a pump is called and stays silent",
        site: {
          devices: [pump, stranger],
          links: [{ client: "198.51.100.7", server: "PUMP-4", protocol: "http", answered: false }],
        },
        severity: "medium",
        title: /^PUMP-4 is called by/,
      },
    ],
    silent: [
      {
        name: "an office PC reads the news",
        site: { devices: [office, stranger], links: [{ client: "PC-17", server: "198.51.100.7", protocol: "tls" }] },
      },
      { name: "nobody leaves the site", site: QUIET_SITE },
      {
        name: "a router on the way reports that a packet did not arrive",
        site: {
          devices: [camera, stranger],
          links: [
            {
              client: "198.51.100.7",
              server: "CAM-1",
              protocol: "icmp",
              operations: [["icmp:destination_unreachable", "alarm", 1]],
            },
          ],
        },
      },
    ],
  },
  "unauthenticated-writes": {
    fires: [
      {
        name: "an office PC writes",
        site: modbus("PC-17", "write_single_register", "write"),
        severity: "critical",
        title: /^PC-17 wrote to PLC-1 over Modbus\/TCP/,
      },
      {
        name: "a camera writes",
        site: modbus("CAM-1", "write_single_coil", "write"),
        severity: "high",
        title: /^CAM-1 wrote to PLC-1/,
      },
      {
        name: "an operator panel writes: one quiet line",
        site: modbus("HMI-1", "write_single_register", "write"),
        severity: "low",
        title: /^PLC-1 can be written by whoever reaches it: Modbus\/TCP asks nobody/,
      },
    ],
    silent: [
      { name: "everybody reads", site: QUIET_SITE },
      {
        name: "an MQTT client publishes",
        site: {
          devices: [broker, office],
          links: [{ client: "PC-17", server: "BROKER", protocol: "mqtt", operations: [["mqtt:publish", "write", 5]] }],
        },
      },
      {
        name: "the conversation began with a password",
        site: {
          devices: [plc, office],
          links: [
            {
              client: "PC-17",
              server: "PLC-1",
              protocol: "s7comm",
              operations: [
                ["s7comm:password", "authenticate", 1],
                ["s7comm:write_var", "write", 1],
              ],
            },
          ],
        },
      },
      {
        name: "controllers exchange values",
        site: {
          devices: [plc, { ...plc, id: "PLC-2" }],
          links: [
            {
              client: "PLC-2",
              server: "PLC-1",
              protocol: "modbus",
              operations: [["modbus:write_single_coil", "write", 9]],
            },
          ],
        },
      },
    ],
  },
  "program-operations": {
    fires: [
      {
        name: "an engineering station loads a program",
        site: s7("EWS-1", "request_download", "program"),
        severity: "medium",
        title: /^EWS-1 changed the program of PLC-1; was it planned\?$/,
      },
      {
        name: "who is an engineering station only because it loads the program could be anybody",
        site: {
          devices: [
            plc,
            { id: "X-1", role: "engineering station", roleReasons: ["Programs PLC-1 over S7comm"], level: "2" },
          ],
          links: [
            {
              client: "X-1",
              server: "PLC-1",
              protocol: "s7comm",
              operations: [["s7comm:request_download", "program", 1]],
            },
          ],
        },
        severity: "high",
        title: /^X-1 changed the program of PLC-1, though nothing else shows it to be an engineering station\.$/,
      },
      {
        name: "what else makes it an engineering station is believed",
        site: {
          devices: [
            plc,
            {
              id: "X-1",
              role: "engineering station",
              roleReasons: ["Programs PLC-1 over S7comm", "Software: TIA Portal V17"],
              level: "2",
            },
          ],
          links: [
            {
              client: "X-1",
              server: "PLC-1",
              protocol: "s7comm",
              operations: [["s7comm:request_download", "program", 1]],
            },
          ],
        },
        severity: "medium",
        title: /^X-1 changed the program of PLC-1; was it planned\?$/,
      },
      {
        name: "an engineering station takes a program out",
        site: s7("EWS-1", "start_upload", "file"),
        severity: "low",
        title: /^EWS-1 read the program of PLC-1/,
      },
      {
        name: "UMAS, which names the ways from the controller's side, takes a program out",
        site: engineered("modbus:umas_download_block", "file"),
        severity: "medium",
        title: /^HMI-1 read the program of PLC-1/,
      },
      {
        name: "UMAS loads a program",
        site: engineered("modbus:umas_upload_block", "program"),
        severity: "high",
        title: /^HMI-1 changed the program of PLC-1/,
      },
      {
        name: "a management system, which is the server, changes the firmware of a charging station",
        site: {
          devices: [
            { id: "CSMS", level: "3" },
            { id: "CP-1", level: "1" },
          ],
          links: [
            { client: "CP-1", server: "CSMS", protocol: "ocpp", operations: [["ocpp:update_firmware", "program", 2]] },
          ],
        },
        severity: "high",
        title: /^CSMS changed the firmware of CP-1, though it is not known as an engineering station/,
      },
      {
        name: "a controller is loaded and started again, by a device of which nothing is known",
        site: {
          devices: [plc, { id: "X-1", level: "2" }],
          links: [
            {
              client: "X-1",
              server: "PLC-1",
              protocol: "s7comm",
              operations: [
                ["s7comm:request_download", "program", 1],
                ["s7comm:plc_stop", "control", 1],
              ],
            },
          ],
        },
        severity: "high",
        title:
          /^X-1 changed the program of PLC-1 and stopped or restarted it, though it is not known as an engineering station\.$/,
      },
      {
        name: "an office PC stops a controller",
        site: s7("PC-17", "plc_stop", "control"),
        severity: "critical",
        title: /^PC-17 stopped or restarted PLC-1, though it is no engineering station\.$/,
      },
      {
        name: "a controller programs another",
        site: s7("PLC-2", "request_download", "program"),
        severity: "critical",
        title: /^PLC-2 changed the program of PLC-1/,
      },
      {
        name: "the controller refused",
        site: s7("PC-17", "plc_stop", "control", 2),
        severity: "high",
        title: /^PC-17 tried to stop or restart PLC-1/,
      },
    ],
    silent: [
      { name: "everybody reads", site: QUIET_SITE },
      {
        name: "a controller starts its drive",
        site: {
          devices: [plc, { id: "DRIVE", role: "drive", level: "0" }],
          links: [
            { client: "PLC-1", server: "DRIVE", protocol: "modbus", operations: [["modbus:start", "control", 1]] },
          ],
        },
      },
    ],
  },
  "clear-text-credentials": {
    fires: [
      {
        name: "a password over HTTP",
        site: withCredential({ method: "HTTP basic", user: "admin", exposure: "clear" }),
        severity: "medium",
        title: /^EWS-1 logs in to PLC-1 with a password that anyone/,
      },
    ],
    silent: [
      {
        name: "the agreed name for guests of FTP",
        site: withCredential({ method: "FTP password", user: "anonymous", exposure: "clear" }),
      },
      { name: "a challenge", site: withCredential({ method: "HTTP digest", exposure: "challenge" }) },
      { name: "a community is told elsewhere", site: withCredential({ method: "SNMP community", exposure: "clear" }) },
      { name: "nobody logs in", site: QUIET_SITE },
    ],
  },
  "personal-data-in-clear": {
    fires: [
      {
        name: "observations of patients",
        site: withRemark({
          kind: "personal",
          content: "patient data",
          method: "HL7 patient segment",
          exposure: "clear",
        }),
        severity: "low",
        title: /^EWS-1 sends patient data to PLC-1 in clear\.$/,
      },
      {
        name: "measurements of somebody",
        site: withRemark({
          ...{ kind: "personal", content: "health data", method: "Bluetooth heart rate measurement" },
          ...{ exposure: "clear", unnamed: true },
        }),
        severity: "low",
        title: /^EWS-1 sends health data to PLC-1 in clear\.$/,
      },
    ],
    silent: [
      {
        name: "nobody else can read it",
        site: withRemark({
          ...{ kind: "personal", content: "patient data", method: "HL7 patient segment" },
          exposure: "encrypted",
        }),
      },
      { name: "nobody is told of", site: QUIET_SITE },
    ],
  },
  "default-credentials": {
    fires: [
      {
        name: "a shipped password",
        site: withCredential({ method: "FTP password", exposure: "clear", wellKnown: "admin/admin" }),
        severity: "high",
        title: /^EWS-1 uses a well-known default password at PLC-1\.$/,
      },
    ],
    silent: [
      {
        name: "the agreed name for guests of FTP",
        site: withCredential({
          method: "FTP password",
          user: "anonymous",
          exposure: "clear",
          wellKnown: "anonymous",
        }),
      },
      { name: "a password of one's own", site: withCredential({ method: "FTP password", exposure: "clear" }) },
      { name: "nobody logs in", site: QUIET_SITE },
    ],
  },
  "default-snmp-community": {
    fires: [
      {
        name: "public",
        site: withCredential({ method: "SNMP community", exposure: "clear", wellKnown: "public" }),
        severity: "medium",
        title: /^EWS-1 asks PLC-1 over SNMP with the default community "public"\.$/,
      },
      {
        name: "private may write",
        site: withCredential({ method: "SNMP community", exposure: "clear", wellKnown: "private" }),
        severity: "high",
        title: /"private"/,
      },
    ],
    silent: [
      { name: "a community of one's own", site: withCredential({ method: "SNMP community", exposure: "clear" }) },
      { name: "nobody asks", site: QUIET_SITE },
    ],
  },
  "anonymous-mqtt": {
    fires: [
      {
        name: "two clients without a name: one finding",
        site: {
          devices: [broker, historian, hmi],
          links: [
            { client: "HIST-1", server: "BROKER", protocol: "mqtt" },
            { client: "HMI-1", server: "BROKER", protocol: "mqtt" },
          ],
          remarks: ["HIST-1", "HMI-1"].map((device) => ({
            device,
            peer: "BROKER",
            remark: { kind: "session", protocol: "MQTT", anonymous: true, name: device },
          })),
        },
        severity: "medium",
        title: /^BROKER lets 2 clients in over MQTT without name or password\.$/,
        findings: 1,
      },
    ],
    silent: [
      {
        name: "a client with a name",
        site: {
          devices: [broker, historian],
          links: [{ client: "HIST-1", server: "BROKER", protocol: "mqtt" }],
          remarks: [
            { device: "HIST-1", peer: "BROKER", remark: { kind: "session", protocol: "MQTT", anonymous: false } },
          ],
        },
      },
    ],
  },
  "anonymous-sessions": {
    fires: [
      {
        name: "a client of an OPC UA server",
        site: anonymous("OPC UA", "opcua", "activate_session"),
        severity: "medium",
        title: /^PLC-1 lets HMI-1 in over OPC UA without any credential\.$/,
      },
      {
        name: "two clients, and one writes: one finding, a step graver",
        site: {
          devices: [plc, hmi, ews],
          links: [
            { client: "HMI-1", server: "PLC-1", protocol: "opcua", operations: [["opcua:write", "write", 3]] },
            { client: "EWS-1", server: "PLC-1", protocol: "opcua" },
          ],
          remarks: ["HMI-1", "EWS-1"].map((device) => ({
            device,
            peer: "PLC-1",
            remark: { kind: "session", protocol: "OPC UA", anonymous: true },
          })),
        },
        severity: "high",
        title: /^PLC-1 lets 2 clients in over OPC UA/,
      },
      {
        name: "a camera shows its picture to everybody",
        site: {
          devices: [camera, office],
          links: [{ client: "PC-17", server: "CAM-1", protocol: "rtsp" }],
          remarks: [{ device: "PC-17", peer: "CAM-1", remark: { kind: "session", protocol: "RTSP", anonymous: true } }],
        },
        severity: "medium",
        title: /^CAM-1 lets PC-17 in over RTSP/,
      },
      {
        name: "a session of nobody with a file server weighs less",
        site: anonymous("SMB", "smb", "session_setup"),
        severity: "low",
        title: /over SMB without any credential/,
      },
    ],
    silent: [
      {
        name: "a client that says who it is",
        site: {
          devices: [plc, hmi],
          links: [{ client: "HMI-1", server: "PLC-1", protocol: "opcua" }],
          remarks: [
            { device: "HMI-1", peer: "PLC-1", remark: { kind: "session", protocol: "OPC UA", anonymous: false } },
          ],
        },
      },
      { name: "brokers are told elsewhere", site: anonymous("MQTT", "mqtt", "connect") },
      { name: "the server refused", site: anonymous("OPC UA", "opcua", "activate_session", 2) },
      {
        name: "a public server outside",
        site: {
          devices: [hmi, stranger],
          links: [{ client: "HMI-1", server: "198.51.100.7", protocol: "ftp" }],
          remarks: [
            { device: "HMI-1", peer: "198.51.100.7", remark: { kind: "session", protocol: "FTP", anonymous: true } },
          ],
        },
      },
    ],
  },
  "unprotected-endpoints": {
    fires: [
      {
        name: "no protection, and nobody takes that way",
        site: withEndpoints(["None"], []),
        severity: "low",
        title: /^PLC-1 offers OPC UA without protection\.$/,
      },
      {
        name: "asking for endpoints is no use of them",
        site: withEndpoints(["None"], [{ kind: "cipher", protocol: "OPC UA", cipher: "None", weak: true }]),
        severity: "low",
        title: /^PLC-1 offers OPC UA without protection\.$/,
      },
      {
        name: "no protection and a withdrawn policy, one finding, and a client came in",
        site: withEndpoints(
          ["None", "Basic256 SignAndEncrypt"],
          [
            { kind: "cipher", protocol: "OPC UA", cipher: "None", weak: true },
            { kind: "session", protocol: "OPC UA", anonymous: true },
          ],
        ),
        severity: "medium",
        title: /^PLC-1 offers OPC UA without protection and with the withdrawn Basic256, and HMI-1 came in that way\.$/,
      },
    ],
    silent: [
      {
        name: "only sound endpoints",
        site: {
          devices: [plc, hmi],
          links: [{ client: "HMI-1", server: "PLC-1", protocol: "opcua" }],
          remarks: [{ device: "PLC-1", peer: "HMI-1", remark: endpoint("Basic256Sha256 SignAndEncrypt", false) }],
        },
      },
    ],
  },
  "obsolete-tls": {
    fires: [
      {
        name: "TLS 1.0",
        site: withVersion("TLS", "1.0", true),
        severity: "medium",
        title: /^EWS-1 speaks TLS 1\.0 with PLC-1/,
      },
    ],
    silent: [
      { name: "TLS 1.2", site: withVersion("TLS", "1.2", false) },
      { name: "SMB 1 is told elsewhere", site: withVersion("SMB", "1", true) },
    ],
  },
  "weak-cipher": {
    fires: [
      {
        name: "RC4",
        site: {
          devices: [plc, ews],
          links: [tlsTo("EWS-1", "PLC-1")],
          remarks: [
            {
              device: "PLC-1",
              peer: "EWS-1",
              remark: { kind: "cipher", protocol: "TLS", cipher: "TLS_RSA_WITH_RC4_128_SHA", weak: true },
            },
          ],
        },
        severity: "low",
        title: /^EWS-1 and PLC-1 use a weak cipher\.$/,
      },
    ],
    silent: [
      {
        name: "AES-GCM",
        site: {
          devices: [plc, ews],
          links: [tlsTo("EWS-1", "PLC-1")],
          remarks: [
            {
              device: "PLC-1",
              peer: "EWS-1",
              remark: { kind: "cipher", protocol: "TLS", cipher: "TLS_AES_128_GCM_SHA256", weak: false },
            },
          ],
        },
      },
      {
        name: "verdicts are told with the methods of access",
        site: withAccess("SWITCH", {
          ...{ kind: "verdict", protocol: "RADIUS", protection: "MD5 without Message-Authenticator", forgeable: true },
        }),
      },
    ],
  },
  "weak-network-access": {
    fires: [
      {
        name: "a controller answers a challenge of MD5",
        site: withAccess("PLC-1", { kind: "credential", method: "EAP MD5 challenge", exposure: "challenge" }),
        severity: "medium",
        title: /^PLC-1 asks AUTH for access by EAP MD5 challenge\.$/,
      },
      {
        name: "passwords hidden by MD5, and a verdict that can be forged, are one finding",
        site: withAccess(
          "SWITCH",
          { kind: "credential", method: "RADIUS PAP", exposure: "hashed" },
          { kind: "verdict", protocol: "RADIUS", protection: "MD5 without Message-Authenticator", forgeable: true },
        ),
        severity: "medium",
        title: /^SWITCH asks AUTH for access by RADIUS PAP\.$/,
      },
      {
        name: "a verdict that can be forged",
        site: withAccess("SWITCH", {
          ...{ kind: "verdict", protocol: "RADIUS", protection: "MD5 without Message-Authenticator", forgeable: true },
        }),
        severity: "medium",
        title: /^SWITCH takes the word of AUTH on who may enter without a Message-Authenticator\.$/,
      },
    ],
    silent: [
      {
        name: "other passwords are told elsewhere",
        site: withAccess("PLC-1", { kind: "credential", method: "FTP password", exposure: "clear" }),
      },
      {
        name: "a verdict that nobody can forge",
        site: withAccess("SWITCH", { kind: "verdict", protocol: "RADIUS", protection: "TLS", forgeable: false }),
      },
    ],
  },
  "certificate-trouble": {
    fires: [
      {
        name: "ended",
        site: withCertificate({ notAfter: Date.UTC(2024, 1, 29) / 1000 }),
        severity: "medium",
        title: /^PLC-1 shows a certificate that ended on 2024-02-29\.$/,
      },
      {
        name: "not yet begun",
        site: withCertificate({ notBefore: Date.UTC(2030, 0, 1) / 1000 }),
        severity: "medium",
        title: /begins only on 2030-01-01/,
      },
      {
        name: "a short key",
        site: withCertificate({ keyBits: 1024 }),
        severity: "medium",
        title: /short key \(RSA 1024\)/,
      },
      {
        name: "a short curve",
        site: withCertificate({ keyType: "EC P-192", keyBits: 192 }),
        severity: "medium",
        title: /short key/,
      },
      {
        name: "MD5",
        site: withCertificate({ signature: "md5WithRSAEncryption" }),
        severity: "medium",
        title: /signed with md5WithRSAEncryption/,
      },
      { name: "self-signed", site: withCertificate({ selfSigned: true }), severity: "low", title: /nobody but itself/ },
      {
        name: "another name",
        site: withCertificate({ names: ["plc-9", "*.example.net"] }),
        severity: "low",
        title: /not made out to "plc-1"/,
      },
    ],
    silent: [
      { name: "a good certificate", site: withCertificate({}) },
      {
        name: "a good curve",
        site: withCertificate({ keyType: "EC P-256", keyBits: 256, signature: "ecdsa-with-SHA256" }),
      },
    ],
  },
  smb1: {
    fires: [{ name: "SMB 1", site: withVersion("SMB", "1", true), severity: "medium", title: /SMB 1 with PLC-1/ }],
    silent: [{ name: "SMB 3", site: withVersion("SMB", "3.1.1", false) }],
  },
  ssh1: {
    fires: [{ name: "SSH 1.5", site: withVersion("SSH", "1.5", true), severity: "high", title: /SSH 1\.5 with PLC-1/ }],
    silent: [{ name: "SSH 2", site: withVersion("SSH", "2.0", false) }],
  },
  "obsolete-protocols": {
    fires: [
      {
        name: "RDP standard security",
        site: withVersion("RDP", "standard security", true),
        severity: "medium",
        title: /RDP standard security with PLC-1/,
      },
    ],
    silent: [
      { name: "TLS is told elsewhere", site: withVersion("TLS", "1.0", true) },
      { name: "nothing obsolete", site: QUIET_SITE },
    ],
  },
  "insecure-services": {
    fires: [
      {
        name: "Telnet in use",
        site: { devices: [plc, ews], links: [{ client: "EWS-1", server: "PLC-1", protocol: "telnet", port: 23 }] },
        severity: "low",
        title: /^PLC-1 is used over Telnet, which protects nothing\.$/,
      },
    ],
    silent: [
      {
        name: "the login is a finding of its own",
        site: {
          devices: [plc, ews],
          links: [{ client: "EWS-1", server: "PLC-1", protocol: "telnet", port: 23 }],
          remarks: [
            {
              device: "EWS-1",
              peer: "PLC-1",
              remark: { kind: "credential", method: "Telnet password", exposure: "clear" },
            },
          ],
        },
      },
      { name: "nobody uses such a service", site: QUIET_SITE },
    ],
  },
  "address-conflict": {
    fires: [
      {
        name: "two cards claim one address",
        site: {
          devices: [plc, hmi],
          bindings: [
            { mac: "020000000010", ip: "10.0.0.1", from: 0, to: 500 },
            { mac: "020000000011", ip: "10.0.0.1", from: 100, to: 300 },
          ],
        },
        severity: "high",
        title: /^2 network cards claim the address 10\.0\.0\.1 at the same time\.$/,
      },
      {
        name: "one card claims the addresses of two",
        site: {
          devices: [plc, hmi, { ...office, mac: "02:00:00:00:00:66" }],
          bindings: [
            { mac: "020000000010", ip: "10.0.0.1", from: 0, to: 500 },
            { mac: "020000000011", ip: "10.0.0.2", from: 0, to: 500 },
            { mac: "020000000066", ip: "10.0.0.1", from: 100, to: 300 },
            { mac: "020000000066", ip: "10.0.0.2", from: 100, to: 300 },
          ],
        },
        severity: "critical",
        title: /^PC-17 claims 2 addresses of other devices/,
        findings: 1,
      },
    ],
    silent: [
      {
        name: "an address handed over",
        site: {
          devices: [plc, hmi],
          bindings: [
            { mac: "020000000010", ip: "10.0.0.1", from: 0, to: 100 },
            { mac: "020000000011", ip: "10.0.0.1", from: 200, to: 300 },
          ],
        },
      },
      {
        name: "a router's shared card",
        site: {
          devices: [plc, hmi],
          bindings: [
            { mac: "020000000010", ip: "10.0.0.1", from: 0, to: 500 },
            { mac: "00005e000107", ip: "10.0.0.1", from: 0, to: 500 },
          ],
        },
      },
      { name: "everybody has an address", site: QUIET_SITE },
    ],
  },
  "redirected-traffic": {
    fires: [
      {
        name: "conversations go on from a card that claimed the gateway's address unasked",
        site: redirected({}),
        severity: "critical",
        title:
          /^Network card 02:00:00:00:06:66 claims the address 10\.0\.0\.254 unasked and draws the conversations of HMI-1 to itself\.$/,
      },
      {
        name: "the gateway itself was never heard to say where it is",
        site: redirected({
          bindings: [
            { mac: INTRUDER, ip: "10.0.0.254", from: 60, to: 90, unaskedTo: ["10.0.0.2"] },
            { mac: INTRUDER, ip: "10.0.0.66", from: 50, to: 50 },
          ],
        }),
        severity: "critical",
        title: /draws the conversations of HMI-1/,
      },
    ],
    silent: [
      {
        name: "a second card takes over all addresses of the first and tells each neighbor",
        site: redirected({
          bindings: [
            { mac: GATEWAY, ip: "10.0.0.254", from: 0, to: 10 },
            { mac: GATEWAY, ip: "10.0.0.66", from: 0, to: 10 },
            { mac: INTRUDER, ip: "10.0.0.254", from: 60, to: 90, unaskedTo: ["10.0.0.2"] },
            { mac: INTRUDER, ip: "10.0.0.66", from: 60, to: 90, unaskedTo: ["10.0.0.2"] },
          ],
        }),
      },
      {
        name: "a card with one address only",
        site: redirected({
          bindings: [{ mac: INTRUDER, ip: "10.0.0.254", from: 60, to: 90, unaskedTo: ["10.0.0.2"] }],
        }),
      },
      {
        name: "routers hand a shared hardware address over",
        site: redirected({ moves: [{ from: "00005e000107", to: INTRUDER, addresses: ["10.9.0.1"], at: 61 }] }),
      },
      {
        name: "the answer was asked for, or told to all",
        site: redirected({
          bindings: [
            { mac: INTRUDER, ip: "10.0.0.254", from: 60, to: 90 },
            { mac: INTRUDER, ip: "10.0.0.66", from: 50, to: 50 },
          ],
        }),
      },
      {
        name: "the station that was told is not captured itself: its questions may be missing",
        site: redirected({
          bindings: [
            { mac: INTRUDER, ip: "10.0.0.254", from: 60, to: 90, unaskedTo: ["10.0.0.99"] },
            { mac: INTRUDER, ip: "10.0.0.66", from: 50, to: 50 },
          ],
        }),
      },
      {
        name: "conversations only come back to the card that they had come from before",
        site: redirected({
          moves: [
            { from: INTRUDER, to: GATEWAY, addresses: ["10.9.0.1"], at: 58 },
            { from: GATEWAY, to: INTRUDER, addresses: ["10.9.0.1"], at: 61 },
          ],
        }),
      },
      { name: "nothing moved", site: redirected({ moves: [] }) },
      {
        name: "the router itself hands packets on, and a question to it was not captured",
        site: redirected({
          bindings: [
            { mac: INTRUDER, ip: "10.0.0.254", from: 60, to: 90, unaskedTo: ["10.0.0.2"] },
            { mac: INTRUDER, ip: "10.9.0.254", from: 50, to: 50 },
          ],
          moves: [{ from: GATEWAY, to: INTRUDER, addresses: ["10.9.0.1"], at: 61, isRouted: true }],
        }),
      },
      {
        name: "the card moved before the claim, as after a lease that changed hands",
        site: redirected({ moves: [{ from: GATEWAY, to: INTRUDER, addresses: ["10.9.0.1"], at: 20 }] }),
      },
    ],
  },
  "frozen-values": {
    fires: [
      {
        name: "all values that moved stand still at once",
        site: frozen([
          { still: 90, stillFrom: 100 },
          { still: 91, stillFrom: 100 },
          { still: 90, stillFrom: 101 },
        ]),
        severity: "medium",
        title: /^All 3 moving values of PLC-1 stood still for 90 s, though it went on answering\.$/,
      },
    ],
    silent: [
      {
        name: "one sensor sticks",
        site: frozen([{ still: 90, stillFrom: 100 }, {}, {}, {}]),
      },
      {
        name: "three stand still while another moves",
        site: frozen([{ still: 90, stillFrom: 100 }, { still: 90, stillFrom: 100 }, { still: 90, stillFrom: 100 }, {}]),
      },
      {
        name: "each stands still at a time of its own",
        site: frozen([
          { still: 90, stillFrom: 100 },
          { still: 90, stillFrom: 200 },
          { still: 90, stillFrom: 300 },
        ]),
      },
      {
        name: "values that seldom change",
        site: frozen([
          { still: 90, stillFrom: 100, changes: 30 },
          { still: 90, stillFrom: 100, changes: 30 },
          { still: 90, stillFrom: 100, changes: 30 },
        ]),
      },
      {
        name: "values that are told when they change, and again now and then",
        site: frozen([
          { still: 90, stillFrom: 100, stillReads: 3 },
          { still: 90, stillFrom: 100, stillReads: 3 },
          { still: 90, stillFrom: 100, stillReads: 3 },
        ]),
      },
      {
        name: "switches",
        site: frozen([
          { still: 90, stillFrom: 100, maximum: 1 },
          { still: 90, stillFrom: 100, maximum: 1 },
          { still: 90, stillFrom: 100, maximum: 1 },
        ]),
      },
      {
        name: "two values only",
        site: frozen([
          { still: 90, stillFrom: 100 },
          { still: 90, stillFrom: 100 },
        ]),
      },
    ],
  },
  "replayed-values": {
    fires: [
      {
        name: "three values come again at the same time",
        site: frozen([{ echo: [20, 20, 170, 200] }, { echo: [19, 20, 171, 200] }, { echo: [20, 21, 169, 201] }, {}]),
        severity: "high",
        title: /^3 measured values of PLC-1 were told a second time, exactly and in the same order\.$/,
      },
    ],
    silent: [
      {
        name: "a process that runs in circles",
        site: frozen([{ echo: [400, 60, 60, 60] }, { echo: [400, 60, 60, 60] }, { echo: [400, 60, 60, 60] }]),
      },
      {
        name: "a few values come again",
        site: frozen([{ echo: [4, 20, 170, 200] }, { echo: [4, 20, 170, 200] }, { echo: [4, 20, 170, 200] }]),
      },
      {
        name: "a swing between few values",
        site: frozen([{ echo: [40, 2, 170, 200] }, { echo: [40, 2, 170, 200] }, { echo: [40, 2, 170, 200] }]),
      },
      {
        name: "each at a time of its own",
        site: frozen([{ echo: [20, 20, 100, 100] }, { echo: [20, 20, 170, 200] }, { echo: [20, 20, 300, 300] }]),
      },
    ],
  },
  "creeping-set-point": {
    fires: [
      {
        name: "ten steps up by somebody who does not look",
        site: creeping([1000, 1200, 10]),
        severity: "medium",
        title: /^EWS-1 moved holding register 3 of PLC-1 up in 10 small steps\.$/,
      },
      {
        name: "nine steps down, and the control room writes the value too",
        site: creeping([1200, 1000, 9], { writers: ["EWS-1", "HMI-1"] }),
        severity: "medium",
        title: /^EWS-1 moved holding register 3 of PLC-1 down in 9 small steps\.$/,
      },
    ],
    silent: [
      { name: "an operator who sees what he does", site: creeping([1000, 1200, 10], { readers: ["HMI-1", "EWS-1"] }) },
      { name: "a counter", site: creeping([1000, 1060, 60]) },
      { name: "a controller at work", site: creeping([1000, 1600, 300]) },
      { name: "a few steps", site: creeping([1000, 1100, 3]) },
      { name: "large steps", site: creeping([100, 1000, 7]) },
      { name: "hardly any way", site: creeping([1000, 1020, 10]) },
      {
        name: "among writes to other values",
        site: creeping([1000, 1200, 10], {}, ["holding register 3", "holding register 4"]),
      },
    ],
  },
  "therapy-settings": {
    fires: [
      {
        name: "somebody puts dose limits onto a pump that reports to another",
        site: {
          devices: [pump, viewer, ward],
          links: [
            library("VIEWER"),
            { client: "PUMP-4", server: "WARD-SERVER", protocol: "hl7", operations: [["hl7:oru_r01", "other", 20]] },
          ],
        },
        severity: "critical",
        title: /^VIEWER changed settings of PUMP-4 without signing in\.$/,
      },
      {
        name: "the same with a sign-in",
        site: {
          devices: [pump, viewer],
          links: [library("VIEWER")],
          remarks: [
            {
              device: "VIEWER",
              peer: "PUMP-4",
              remark: { kind: "credential", method: "HTTP Basic", user: "service", exposure: "clear" },
            },
          ],
        },
        severity: "high",
        title: /^VIEWER changed settings of PUMP-4\.$/,
      },
      {
        name: "the pump refuses",
        site: { devices: [pump, viewer], links: [library("VIEWER", 1)] },
        severity: "medium",
        title: /^VIEWER tried to change settings of PUMP-4\.$/,
      },
    ],
    silent: [
      {
        name: "the ward's server, to which the pump reports",
        site: {
          devices: [pump, ward],
          links: [
            library("WARD-SERVER"),
            { client: "PUMP-4", server: "WARD-SERVER", protocol: "hl7", operations: [["hl7:oru_r01", "other", 20]] },
          ],
        },
      },
      {
        name: "the server that asks the pump all the time",
        site: { devices: [pump, { ...ward, polls: ["PUMP-4"] }], links: [library("WARD-SERVER")] },
      },
      {
        name: "a form that asks for a page of the pump",
        site: {
          devices: [pump, viewer],
          links: [
            {
              client: "VIEWER",
              server: "PUMP-4",
              protocol: "http",
              operations: [
                ["http:post", "other", 3, 0, ["/status"]],
                ["http:get", "read", 3, 0, ["/config"]],
              ],
            },
          ],
        },
      },
      {
        name: "values written to a device that is none of medicine",
        site: {
          devices: [camera, viewer],
          links: [
            {
              client: "VIEWER",
              server: "CAM-1",
              protocol: "http",
              operations: [["http:put", "write", 1, 0, ["/config"]]],
            },
          ],
        },
      },
    ],
  },
  "unasked-images": {
    fires: [
      {
        name: "an archive sends its images to a machine that never asked",
        site: {
          devices: [pacs, tomograph, viewer],
          links: [stores("CT", "PACS", 40), stores("PACS", "VIEWER", 10)],
        },
        severity: "medium",
        title: /^PACS sent 10 images of patients to VIEWER, which never asked for any\.$/,
      },
      {
        name: "images leave the site",
        site: { devices: [tomograph, stranger], links: [stores("CT", "198.51.100.7", 2)] },
        severity: "critical",
        title: /^CT sent 2 images of patients to .*198\.51\.100\.7, outside of the site\.$/,
      },
    ],
    silent: [
      {
        name: "the reading station asked for them",
        site: {
          devices: [pacs, tomograph, viewer],
          links: [
            stores("CT", "PACS", 40),
            stores("PACS", "VIEWER", 10),
            {
              client: "VIEWER",
              server: "PACS",
              protocol: "dicom",
              operations: [["dicom:c_move", "file", 1, 0, ["to VIEWER"]]],
            },
          ],
        },
      },
      {
        name: "somebody asked that they go to that title",
        site: {
          devices: [pacs, tomograph, viewer, ward],
          links: [
            stores("CT", "PACS", 40),
            stores("PACS", "VIEWER", 10),
            {
              client: "WARD-SERVER",
              server: "PACS",
              protocol: "dicom",
              operations: [["dicom:c_move", "file", 1, 0, ["Study Root Query/Retrieve", "to VIEWER"]]],
            },
          ],
        },
      },
      {
        name: "a modality sends to its archive",
        site: { devices: [pacs, tomograph], links: [stores("CT", "PACS", 400)] },
      },
      {
        name: "the receiver is an archive of its own",
        site: {
          devices: [pacs, tomograph, viewer, ward],
          links: [stores("CT", "PACS", 40), stores("PACS", "VIEWER", 10), stores("WARD-SERVER", "VIEWER", 5)],
        },
      },
      {
        name: "what analyzes images sends its results back",
        site: {
          devices: [pacs, tomograph, viewer],
          links: [stores("CT", "PACS", 40), stores("PACS", "VIEWER", 10), stores("VIEWER", "PACS", 10)],
        },
      },
    ],
  },
  scanning: {
    fires: [
      {
        name: "many addresses",
        site: { devices: [hmi], contacts: { "HMI-1": { unanswered: 40, targets: 40, ports: 1 } } },
        severity: "high",
        title: /^HMI-1 searches the network: it tried 40 addresses in vain\.$/,
      },
      {
        name: "many ports",
        site: { devices: [office], contacts: { "PC-17": { refused: 100, targets: 1, ports: 100 } } },
        severity: "medium",
        title: /^PC-17 searches another device: it tried 100 ports in vain\.$/,
      },
      {
        name: "a few ports in one moment",
        site: {
          devices: [office],
          contacts: { "PC-17": { unanswered: 10, targets: 1, ports: 10, lastSeen: MADE_TIME + 1 } },
        },
        severity: "medium",
        title: /10 ports in vain/,
      },
    ],
    silent: [
      {
        name: "a switched-off device is asked again and again",
        site: { devices: [hmi], contacts: { "HMI-1": { unanswered: 400, targets: 2, ports: 1 } } },
      },
      { name: "a few misses", site: QUIET_SITE },
    ],
  },
  "malformed-messages": {
    fires: [
      {
        name: "a tenth is broken",
        site: {
          devices: [plc, { ...hmi, faults: [{ protocol: "modbus", name: "bad length", count: 60 }] }],
          links: read,
        },
        severity: "medium",
        title: /^HMI-1 sends Modbus\/TCP messages that break the rules\.$/,
      },
    ],
    silent: [
      {
        name: "one in hundreds",
        site: {
          devices: [plc, { ...hmi, faults: [{ protocol: "modbus", name: "bad length", count: 5 }] }],
          links: read,
        },
      },
      {
        name: "the capture cut them",
        site: {
          devices: [plc, { ...hmi, faults: [{ protocol: "modbus", name: "cut by capture", count: 300 }] }],
          links: read,
        },
      },
    ],
  },
};

describe("every detection", () => {
  for (const detection of DETECTIONS) {
    const cases = CASES[detection.name];
    test(`${detection.name} has traffic on which it fires and traffic on which it is silent`, () => {
      assert.ok(cases !== undefined && cases.fires.length > 0 && cases.silent.length > 0);
    });
    for (const { name, site, severity, title, findings: count } of cases?.fires ?? []) {
      test(`${detection.name} fires: ${name}`, () => {
        const findings = findingsOf(detection, site);
        assert.equal(findings.length, count ?? 1, findings.map((finding) => finding.title).join("\n"));
        for (const finding of findings) {
          assert.match(finding.title, title);
          assert.equal(finding.severity, severity);
          assert.equal(finding.detection, detection.name);
          assert.ok(finding.evidence.length > 0 && finding.evidence.length <= 10);
          assert.ok(finding.devices.length > 0);
          assert.ok(finding.confidence > 0 && finding.confidence <= 1);
          assert.ok(finding.firstSeen <= finding.lastSeen && finding.count > 0);
          const written = JSON.stringify(finding);
          assert.doesNotMatch(written, /\{actor\}|\{target\}|undefined|NaN|null|Infinity/);
        }
      });
    }
    for (const { name, site } of cases?.silent ?? []) {
      test(`${detection.name} is silent: ${name}`, () => {
        assert.deepEqual(
          findingsOf(detection, site).map((finding) => finding.title),
          [],
        );
      });
    }
    test(`${detection.name} explains itself for every weight, in whole sentences`, () => {
      for (const weight of WEIGHTS) {
        const { severity, threatens, why } = detection.meaning[weight];
        assert.ok(SEVERITIES.includes(severity) && threatens.length > 0);
        assert.match(why, /^[A-Z].*\.$/);
      }
      for (const text of [detection.check, detection.falseAlarm, detection.blindSpots]) assert.match(text, /\.$/);
      assert.ok(detection.advice.length > 0);
      for (const { action } of detection.advice) assert.match(action, /\.$/);
      assert.doesNotMatch(JSON.stringify(detection.meaning) + detection.title, /!/);
      for (const { action, tag } of detection.advice) assert.equal(tag === "Do not", action.startsWith("Do not "));
    });
    test(`${detection.name} names techniques and checks by well-formed ids`, () => {
      assert.ok(detection.techniques.length > 0 && detection.checks.length > 0);
      for (const id of detection.techniques) assert.match(id, /^T[0-9]{4}(\.[0-9]{3})?$/);
      for (const id of detection.checks) assert.match(id, /^[NIPM][0-9]{2}$/);
    });
  }
});

test("the list holds every file of the folder, and each detection the name of its file", () => {
  const files = readdirSync(join(room, "detections")).filter((name) => name !== "list.ts");
  assert.deepEqual(DETECTIONS.map((detection) => `${detection.name}.ts`).sort(), files.sort());
  assert.deepEqual(Object.keys(CASES).sort(), DETECTIONS.map((detection) => detection.name).sort());
});

test("techniques and checks exist in the reference catalogs", (context) => {
  const reference = join(root, "..", "shared", "reference");
  const techniquesFile = join(reference, "attack-ics.json");
  if (!existsSync(techniquesFile)) {
    context.skip("the reference catalogs are not here");
    return;
  }
  const ids = (file: string, list: string): Set<string> => {
    const catalog = JSON.parse(readFileSync(join(reference, file), "utf8")) as Record<string, { id: string }[]>;
    return new Set((catalog[list] ?? []).map((entry) => entry.id));
  };
  const techniques = ids("attack-ics.json", "techniques");
  const checks = ids("checks.json", "checks");
  const findings = Object.values(CASES).flatMap(({ fires }) => fires.flatMap(({ site }) => findAll(madeSite(site))));
  for (const { name, techniques: used, checks: fed } of [
    ...DETECTIONS,
    ...findings.map((finding) => ({ ...finding, name: finding.detection })),
  ]) {
    for (const id of used) assert.ok(techniques.has(id), `${name}: ${id} is no technique of ATT&CK for ICS`);
    for (const id of fed) assert.ok(checks.has(id), `${name}: ${id} is no check`);
  }
});

test("a site that only polls has no finding at all", () => {
  assert.deepEqual(
    findAll(madeSite(QUIET_SITE)).map((finding) => finding.title),
    [],
  );
});

/** All firing cases of devices and links in one site; cases share devices by name, so names are numbered. */
function crowdedSite(): MadeSite {
  const site = { devices: [] as MadeDevice[], links: [], remarks: [], bindings: [], contacts: {} } satisfies MadeSite;
  const links: NonNullable<MadeSite["links"]> = site.links;
  const remarks: NonNullable<MadeSite["remarks"]> = site.remarks;
  let number = 0;
  for (const { fires } of Object.values(CASES)) {
    for (const { site: part } of fires) {
      number++;
      const renamed = (id: string): string => `${id}#${number}`;
      site.devices.push(
        ...part.devices.map((device) => ({
          ...device,
          id: renamed(device.id),
          polls: device.polls?.map(renamed) ?? [],
        })),
      );
      for (const link of part.links ?? []) {
        links.push({ ...link, client: renamed(link.client), server: renamed(link.server) });
      }
      for (const entry of part.remarks ?? []) {
        remarks.push({ ...entry, device: renamed(entry.device), peer: renamed(entry.peer) });
      }
    }
  }
  return site;
}

test("findings come worst first, with ids of their own, the same on every run and in any order of input", () => {
  const site = madeSite(crowdedSite());
  const findings = findAll(site);
  assert.ok(findings.length > 30);
  const ranks = findings.map((finding) => SEVERITIES.indexOf(finding.severity));
  assert.deepEqual(
    ranks,
    [...ranks].sort((one, other) => (one < other ? -1 : one > other ? 1 : 0)),
  );
  assert.equal(new Set(findings.map((finding) => finding.id)).size, findings.length);
  const turned = {
    ...site,
    devices: site.devices.toReversed(),
    links: site.links.toReversed(),
    remarks: site.remarks.toReversed(),
  };
  assert.equal(JSON.stringify(findAll(turned)), JSON.stringify(findings));
});

test("a hostile capture with thirty thousand links, remarks and claims is judged within a minute", {
  timeout: 60_000,
}, () => {
  const many = 30_000;
  const site = madeSite({
    devices: [plc, office, hmi, ...Array.from({ length: 2000 }, (_, index) => ({ ...office, id: `PC-${index}x` }))],
    links: Array.from({ length: many }, (_, index) => ({
      client: `PC-${index % 2000}x`,
      server: index % 3 === 0 ? "PLC-1" : "HMI-1",
      protocol: index % 5 === 0 ? "telnet" : "modbus",
      operations: [["modbus:write_single_coil", "write", 1]],
    })),
    remarks: Array.from({ length: many }, (_, index) => ({
      device: `PC-${index % 2000}x`,
      peer: "PLC-1",
      remark: { kind: "credential", method: `method ${index}`, exposure: "clear" },
    })),
    bindings: Array.from({ length: many }, (_, index) => ({
      mac: (0x020000000000 + (index % 5000)).toString(16).padStart(12, "0"),
      ip: `10.9.${index % 7}.${index % 200}`,
      from: 0,
      to: 100,
    })),
  });
  const findings = findAll(site);
  assert.ok(findings.length > 0 && findings.length < 10_000, String(findings.length));
  assert.ok(findings.every((finding) => finding.evidence.length <= 10 && finding.devices.length <= 200));
});

test("data about somebody who is not named is told with less confidence", () => {
  const personal = { kind: "personal", content: "health data", method: "Bluetooth weight", exposure: "clear" } as const;
  const confidenceOf = (...remarks: MadeRemark["remark"][]): number | undefined =>
    findAll(
      madeSite({
        devices: [plc, ews],
        links: [{ client: "EWS-1", server: "PLC-1", protocol: "btatt" }],
        remarks: remarks.map((remark) => ({ device: "EWS-1", peer: "PLC-1", remark })),
      }),
    ).find(({ detection }) => detection === "personal-data-in-clear")?.confidence;
  assert.equal(confidenceOf({ ...personal, unnamed: true }), 0.6);
  assert.equal(confidenceOf({ ...personal, unnamed: true }, personal), 0.9);
});

test("devices of one name are told apart by their address", () => {
  const site = madeSite({
    devices: [plc, { ...office, ip: "10.0.4.1" }, { ...office, id: "PC-18", ip: "10.0.4.2" }],
    remarks: ["PC-17", "PC-18"].map((device) => ({
      device,
      peer: "PLC-1",
      remark: { kind: "version", protocol: "SMB", version: "1", obsolete: true },
    })),
    links: ["PC-17", "PC-18"].map((client) => ({ client, server: "PLC-1", protocol: "smb" })),
  });
  for (const device of site.devices) if (device.id !== "PLC-1") device.label = "BACKUP";
  const found = findAll(site).filter((finding) => finding.detection === "smb1");
  assert.deepEqual(
    found.map((finding) => finding.title),
    [
      "BACKUP (10.0.4.1) speaks SMB 1 with PLC-1, a version withdrawn as unsafe.",
      "BACKUP (10.0.4.2) speaks SMB 1 with PLC-1, a version withdrawn as unsafe.",
    ],
  );
});

test("sentences begin with a capital, but for names that devices gave themselves", () => {
  const site = madeSite({ devices: [plc, { ...office, id: "one" }, { ...office, id: "two" }] });
  const view = viewOf(site);
  assert.equal(view.subjects(["one", "two"]), "one and two");
  for (const device of site.devices) device.hostName = "";
  assert.equal(viewOf(site).subjects(["one", "two"]), "Workstation one and workstation two");
  assert.equal(viewOf(site).subjects(["PLC-1"]), "PLC PLC-1");
});

test("a hostile device name stays text", () => {
  const name = "{target}<script>$&";
  const [finding] = findAll(
    madeSite({
      devices: [plc, { ...office, id: name }],
      links: [{ client: name, server: "PLC-1", protocol: "modbus" }],
    }),
  );
  assert.ok(finding !== undefined);
  assert.match(finding.title, /^\{target\}<script>\$& talks straight to PLC-1/);
  assert.match(finding.check, /lets \{target\}<script>\$& reach PLC-1/);
});

test("docs/detections.md is what the detections say", () => {
  const page = readFileSync(join(root, "docs", "detections.md"), "utf8");
  assert.equal(page, detectionsDocument(), "run: npm run documents");
});
