import type { Device, Link, ProcessPoint } from "../model/assessment.ts";
import type { Evidence } from "../model/evidence.ts";
import type { Remark } from "../model/remark.ts";
import type { ClimbTally } from "./climb.ts";
import type { EchoTally } from "./echo.ts";

/** What is known of a site once all traffic was read: the input of role and level rules and of detections. */
export interface Site {
  /** One per physical device; rules fill role, domain and level. */
  devices: Device[];
  links: Link[];
  /** Values of the process, per device. */
  points: ProcessPoint[];
  /** Per point id: how its values went, where that is more than a few changes. */
  courses: ReadonlyMap<string, PointCourse>;
  /** Security-relevant things that messages showed, summed up. */
  remarks: SeenRemark[];
  /** Who claimed which address. */
  bindings: SeenBinding[];
  /** Conversations whose packets changed their hardware address on the way. */
  moves: SeenMove[];
  /** Per protocol name as it stands in links and services. */
  protocols: ReadonlyMap<string, ProtocolTraits>;
  /** Per device id: addresses asked for that never answered, fan-out and the like. */
  contacts: ReadonlyMap<string, Contacts>;
}

/** How the values of a point went over time, summed up. */
export interface PointCourse {
  /** The longest time, in seconds, for which readers were told one and the same value. */
  still: number;
  /** How often it was told in that time. */
  stillReads: number;
  /** When that began, in seconds since 1970-01-01 UTC, and where the value was first told. */
  stillSince: number;
  stillEvidence: Evidence;
  /** The longest way that one writer led it in one direction; `writer` is a device id. */
  climb?: Omit<ClimbTally, "peer"> & { writer: string };
  /** The longest row of measured values that were told a second time, exactly and in their turn. */
  echo?: EchoTally;
}

/** What rules may know of a protocol without naming it. */
export interface ProtocolTraits {
  title: string;
  world: "ot" | "iot" | "iomt" | "building" | "5g" | "it" | "network";
  authentication: "none" | "optional" | "required" | undefined;
  encrypted: boolean;
  /** Whether the server of a connection commands its clients. */
  serverCommands?: boolean;
}

/** A remark with whom it concerns, how often and where first. */
export interface SeenRemark {
  remark: Remark;
  /** Device id of the one it is about, "" when it is no device. */
  device: string;
  /** Device id of the other side, "" for broadcasts. */
  peer: string;
  protocol: string;
  /** Link id, "" when there is none. */
  link: string;
  times: number;
  firstSeen: number;
  lastSeen: number;
  evidence: Evidence;
}

/** Conversations that went on from another hardware address than before. */
export interface SeenMove {
  /** 12 hex digits. */
  from: string;
  to: string;
  /** Network addresses whose packets moved; the first few. */
  addresses: string[];
  times: number;
  /** Whether the packets had fewer hops left than with the address that they began with: `to` routes. */
  isRouted: boolean;
  firstSeen: number;
  lastSeen: number;
  /** The first frame with the other hardware address. */
  evidence: Evidence;
}

/** A binding of a hardware and a network address, as announced. */
export interface SeenBinding {
  method: string;
  mac: string;
  ip: string;
  times: number;
  firstSeen: number;
  lastSeen: number;
  evidence: Evidence;
  /** How often it was told to one station that had not asked. */
  unasked: number;
  /** Those stations' network addresses, the first few, and the first such message. */
  unaskedTo: string[];
  unaskedEvidence: Evidence | null;
}

/** Attempts of one device that met silence or refusal. */
export interface Contacts {
  /** TCP connections asked for and never answered. */
  unanswered: number;
  /** TCP connections refused by reset. */
  refused: number;
  /** Distinct addresses tried in vain. */
  targets: number;
  /** Distinct ports tried in vain. */
  ports: number;
  /** Distinct network addresses asked for by ARP that nobody has, as far as was seen. */
  askedInVain: number;
  firstSeen: number;
  lastSeen: number;
  evidence: Evidence;
}

/** Whether an address is of a private, link-local, shared or otherwise not public range (RFC 6890); hardware addresses are private. */
export function isPrivateAddress(address: string): boolean {
  if (address.includes(":")) {
    const first = Number.parseInt(address.split(":")[0] || "0", 16);
    return (first & 0xfe00) === 0xfc00 || (first & 0xffc0) === 0xfe80 || address === "::1" || address === "::";
  }
  const parts = address.split(".").map(Number);
  if (parts.length !== 4) return true;
  const [a, b] = parts as [number, number];
  return (
    a === 10 ||
    a === 127 ||
    a === 0 ||
    (a === 172 && b >= 16 && b < 32) ||
    (a === 192 && b === 168) ||
    (a === 169 && b === 254) ||
    (a === 100 && b >= 64 && b < 128) ||
    (a === 198 && (b === 18 || b === 19)) ||
    a >= 224
  );
}
