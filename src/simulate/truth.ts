import type { Act } from "../model/act.ts";
import type { Domain, Level, Role } from "../model/role.ts";

/** What a device of a simulated site really is; texts are "" where nothing on the wire could tell. */
export interface TrueDevice {
  name: string;
  macs: string[];
  ips: string[];
  vlans: number[];
  vendor: string;
  model: string;
  orderNumber: string;
  firmware: string;
  serial: string;
  hostName: string;
  operatingSystem: string;
  role: Role;
  domain: Domain;
  level: Level;
  /** Levels that a fair reader could argue for as well. */
  alsoLevels: Level[];
  /** Whether the capture shows the device speaking. */
  speaks: boolean;
}

/** Who really asks whom over what; the acts are all that occur, lightest first. */
export interface TrueLink {
  client: string;
  server: string;
  protocol: string;
  transport: "tcp" | "udp" | "sctp" | "ethernet" | "icmp";
  port: number;
  acts: Act[];
}

/** Something that happened and that an assessment should point out. */
export interface TrueEvent {
  kind: string;
  actor: string;
  target: string;
  protocol: string;
  /** Seconds since 1970-01-01 UTC at which it began. */
  time: number;
  detail: string;
}

/** What the capture hides, and why. */
export interface TrueBlindSpot {
  kind: string;
  devices: string[];
  detail: string;
}

/** The whole truth of a simulated site. */
export interface SiteTruth {
  site: string;
  seed: number;
  /** Seconds since 1970-01-01 UTC. */
  period: { from: number; to: number };
  capture: { file: string; frames: number; droppedByMirror: number };
  devices: TrueDevice[];
  links: TrueLink[];
  events: TrueEvent[];
  hidden: TrueBlindSpot[];
}
