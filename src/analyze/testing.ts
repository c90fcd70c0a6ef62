import type { Act } from "../model/act.ts";
import type { Device, Finding, Link, LinkOperation, ProcessPoint } from "../model/assessment.ts";
import type { Evidence } from "../model/evidence.ts";
import type { Remark } from "../model/remark.ts";
import type { Domain, Level, Role } from "../model/role.ts";
import type {
  Contacts,
  PointCourse,
  ProtocolTraits,
  SeenBinding,
  SeenMove,
  SeenRemark,
  Site,
} from "../observe/site.ts";
import type { Detection } from "./detection.ts";
import { runDetections } from "./run.ts";

/** A made-up device in a few words; the id is also its name. */
export interface MadeDevice {
  id: string;
  role?: Role;
  /** Why it has the role. */
  roleReasons?: string[];
  domain?: Domain;
  level?: Level;
  ip?: string;
  mac?: string;
  needsReview?: boolean;
  /** Ids of devices that it polls. */
  polls?: string[];
  faults?: { protocol: string; name: string; count: number }[];
  /** Seconds after the beginning at which it is first seen. */
  from?: number;
}

/** A made-up link; operations are written as [operation, act, requests, refused?, targets?]. */
export interface MadeLink {
  client: string;
  server: string;
  protocol: string;
  transport?: string;
  port?: number;
  encrypted?: boolean;
  answered?: boolean;
  frames?: number;
  /** 100 per frame when left out. */
  bytes?: number;
  operations?: [operation: string, act: Act, requests: number, refused?: number, targets?: string[]][];
  /** Seconds after the beginning, 0 to 600 when left out. */
  from?: number;
  to?: number;
}

/** A made-up remark between two devices, about the first. */
export interface MadeRemark {
  device: string;
  peer: string;
  remark: Remark;
  protocol?: string;
}

/** A made-up value of the process with how it went; 600 reads, one a second, when nothing else is said. */
export interface MadePoint {
  device: string;
  label: string;
  changes: number;
  /** Seconds of the longest stillness and after how many seconds it began. */
  still?: number;
  stillFrom?: number;
  /** One a second when left out. */
  stillReads?: number;
  /** A row of values that came again: how many, after how many, how many had come once until then, after how many seconds. */
  echo?: [run: number, lag: number, fresh: number, from: number];
  /** The longest way that a writer led it: who, from where to where, in how many steps. */
  climb?: [writer: string, first: number, last: number, steps: number];
  minimum?: number;
  maximum?: number;
  readers?: string[];
  writers?: string[];
}

/** A made-up site. */
export interface MadeSite {
  devices: MadeDevice[];
  links?: MadeLink[];
  points?: MadePoint[];
  remarks?: MadeRemark[];
  bindings?: { mac: string; ip: string; from: number; to: number; method?: string; unaskedTo?: string[] }[];
  moves?: { from: string; to: string; addresses: string[]; at: number; isRouted?: boolean }[];
  contacts?: Record<string, Partial<Contacts>>;
}

/** Seconds at which made-up sites begin: 2026-03-10 07:00 UTC. */
export const MADE_TIME = 1_773_126_000;

const TRAITS: Record<string, ProtocolTraits> = {
  modbus: { title: "Modbus/TCP", world: "ot", authentication: "none", encrypted: false },
  s7comm: { title: "S7 communication", world: "ot", authentication: "optional", encrypted: false },
  ocpp: { title: "OCPP", world: "ot", authentication: "optional", encrypted: false, serverCommands: true },
  mqtt: { title: "MQTT", world: "iot", authentication: "optional", encrypted: false },
  tls: { title: "TLS", world: "it", authentication: undefined, encrypted: true },
  http: { title: "HTTP", world: "it", authentication: undefined, encrypted: false },
  telnet: { title: "Telnet", world: "it", authentication: undefined, encrypted: false },
  iec104: { title: "IEC 60870-5-104", world: "ot", authentication: "none", encrypted: false },
  smb2: { title: "SMB 2 and 3", world: "it", authentication: undefined, encrypted: false },
  dns: { title: "DNS", world: "network", authentication: undefined, encrypted: false },
  pfcp: { title: "PFCP (N4)", world: "5g", authentication: "none", encrypted: false },
  goose: { title: "GOOSE", world: "ot", authentication: "none", encrypted: false },
  ntp: { title: "NTP", world: "network", authentication: undefined, encrypted: false },
};

/** Builds a site as detections get it. Frames are numbered by what they prove, so that evidence differs. */
export function madeSite(made: MadeSite): Site {
  let frame = 0;
  const evidence = (): Evidence => {
    frame++;
    return { capture: 0, frame, start: 54, end: 66, time: MADE_TIME + frame };
  };
  const links = (made.links ?? []).map((link) => linkOf(link, evidence));
  const linkOfPair = new Map<string, Link>();
  for (const link of links) {
    for (const key of [`${link.client}\n${link.server}`, `${link.server}\n${link.client}`]) {
      if (!linkOfPair.has(key)) linkOfPair.set(key, link);
    }
  }
  return {
    devices: made.devices.map((device, index) => deviceOf(device, index, evidence)),
    links,
    points: (made.points ?? []).map((point) => pointOf(point, evidence)),
    courses: new Map(
      (made.points ?? []).map((point): [string, PointCourse] => [
        pointIdOf(point),
        {
          still: point.still ?? 0,
          stillReads: point.stillReads ?? point.still ?? 0,
          stillSince: MADE_TIME + (point.stillFrom ?? 0),
          stillEvidence: evidence(),
          ...echoOf(point, evidence),
          ...climbOf(point, evidence),
        },
      ]),
    ),
    remarks: (made.remarks ?? []).map((entry) => remarkOf(entry, linkOfPair, evidence)),
    bindings: (made.bindings ?? []).map(
      ({ mac, ip, from, to, method, unaskedTo }): SeenBinding => ({
        method: method ?? "ARP",
        mac,
        ip,
        times: 3,
        firstSeen: MADE_TIME + from,
        lastSeen: MADE_TIME + to,
        evidence: evidence(),
        unasked: unaskedTo?.length ?? 0,
        unaskedTo: unaskedTo ?? [],
        unaskedEvidence: unaskedTo === undefined ? null : { ...evidence(), time: MADE_TIME + from },
      }),
    ),
    moves: (made.moves ?? []).map(
      ({ at, ...move }): SeenMove => ({
        ...move,
        times: move.addresses.length,
        isRouted: move.isRouted ?? false,
        firstSeen: MADE_TIME + at,
        lastSeen: MADE_TIME + at,
        evidence: evidence(),
      }),
    ),
    protocols: new Map(Object.entries(TRAITS)),
    contacts: new Map(
      Object.entries(made.contacts ?? {}).map(([id, contacts]): [string, Contacts] => [
        id,
        {
          unanswered: 0,
          refused: 0,
          targets: 0,
          ports: 0,
          askedInVain: 0,
          firstSeen: MADE_TIME,
          lastSeen: MADE_TIME + 60,
          evidence: evidence(),
          ...contacts,
        },
      ]),
    ),
  };
}

/** What one detection finds in a made-up site. */
export function findingsOf(detection: Detection, made: MadeSite): Finding[] {
  return runDetections(madeSite(made), [detection]);
}

function deviceOf(made: MadeDevice, index: number, evidence: () => Evidence): Device {
  const seen = evidence();
  return {
    id: made.id,
    label: made.id,
    macs: made.level === "Outside" ? [] : [made.mac ?? `02:00:00:00:00:${(index + 16).toString(16)}`],
    ips: [made.ip ?? `10.0.0.${index + 1}`],
    vlans: [],
    vendor: "",
    model: "",
    orderNumber: "",
    firmware: "",
    serial: "",
    hostName: made.id,
    operatingSystem: "",
    role: made.role ?? "unknown",
    roleCandidates: (made.roleReasons ?? []).map((method) => ({
      value: made.role ?? "unknown",
      confidence: 0.7,
      method,
      evidence: evidence(),
      times: 1,
      lost: "",
    })),
    domain: made.domain ?? "ICS",
    level: {
      level: made.level ?? "Not placed",
      score: 8,
      runnerUp: "",
      runnerUpScore: 0,
      needsReview: made.needsReview ?? false,
      terms: [],
    },
    zone: "",
    owner: "",
    importance: "",
    attributes: [],
    bindings: [],
    parts: [],
    servicesOffered: [],
    servicesUsed: [],
    credentials: [],
    polls: (made.polls ?? []).map((peer) => ({
      peer,
      protocol: "modbus",
      operation: "read_holding_registers",
      target: "",
      period: 1,
      variation: 0.01,
      times: 600,
    })),
    faults: (made.faults ?? []).map((fault) => ({ ...fault, evidence: evidence() })),
    firstSeen: made.from === undefined ? seen.time : MADE_TIME + made.from,
    lastSeen: seen.time + 600,
    framesSent: 100,
    framesReceived: 100,
    bytesSent: 10_000,
    bytesReceived: 10_000,
    presence: "spoke",
  };
}

function echoOf({ echo }: MadePoint, evidence: () => Evidence): Pick<PointCourse, "echo"> {
  if (echo === undefined) return {};
  const [run, lag, fresh, from] = echo;
  return { echo: { run, lag, fresh, since: MADE_TIME + from, evidence: evidence() } };
}

function climbOf({ climb }: MadePoint, evidence: () => Evidence): Pick<PointCourse, "climb"> {
  if (climb === undefined) return {};
  const [writer, first, last, steps] = climb;
  return { climb: { writer, first, last, steps, from: MADE_TIME, to: MADE_TIME + 60, evidence: evidence() } };
}

function pointIdOf({ device, label }: MadePoint): string {
  return `point ${device} ${label}`;
}

function pointOf(made: MadePoint, evidence: () => Evidence): ProcessPoint {
  return {
    id: pointIdOf(made),
    device: made.device,
    part: "",
    label: made.label,
    protocol: "modbus",
    space: "holding register",
    name: "",
    index: 0,
    type: "uint16",
    last: made.maximum ?? 100,
    quality: "good",
    minimum: made.minimum ?? 0,
    maximum: made.maximum ?? 100,
    changes: made.changes,
    reads: 600,
    writes: made.climb?.[3] ?? 0,
    period: 1,
    readers: made.readers ?? ["HMI-1"],
    writers: made.writers ?? [],
    firstSeen: MADE_TIME,
    lastSeen: MADE_TIME + 600,
    evidence: evidence(),
  };
}

function linkOf(made: MadeLink, evidence: () => Evidence): Link {
  const frames = made.frames ?? 20;
  const bytes = made.bytes ?? frames * 100;
  const operations = (made.operations ?? []).map(
    ([operation, act, requests, refused, targets]): LinkOperation => ({
      operation,
      act,
      requests,
      responses: made.answered === false ? 0 : requests,
      refused: refused ?? 0,
      outcomes: [],
      targets: targets ?? [],
      moreTargets: 0,
      evidence: evidence(),
    }),
  );
  return {
    id: `link ${made.client} ${made.server} ${made.protocol}`,
    client: made.client,
    server: made.server,
    clientAddress: made.client.includes(".") ? made.client : "10.0.0.1",
    serverAddress: made.server.includes(".") ? made.server : "10.0.0.2",
    protocol: made.protocol,
    transport: made.transport ?? "tcp",
    port: made.port ?? 502,
    vlans: [],
    flows: 1,
    frames,
    bytes,
    bytesToServer: made.answered === false ? bytes : bytes / 2,
    firstSeen: MADE_TIME + (made.from ?? 0),
    lastSeen: MADE_TIME + (made.to ?? 600),
    rolesFrom: "handshake",
    oneSided: made.answered === false,
    encrypted: made.encrypted ?? false,
    act: operations[0]?.act ?? "other",
    operations,
    evidence: evidence(),
  };
}

function remarkOf(made: MadeRemark, linkOfPair: ReadonlyMap<string, Link>, evidence: () => Evidence): SeenRemark {
  const link = linkOfPair.get(`${made.device}\n${made.peer}`);
  const seen = evidence();
  return {
    remark: made.remark,
    device: made.device,
    peer: made.peer,
    protocol: made.protocol ?? link?.protocol ?? "",
    link: link?.id ?? "",
    times: 2,
    firstSeen: seen.time,
    lastSeen: seen.time + 10,
    evidence: seen,
  };
}
