import { ipNumber, macBytes } from "./bytes.ts";
import type { Random } from "./random.ts";
import { MICROSECOND, MILLISECOND } from "./schedule.ts";

/** How an operating system's network stack shows itself. Times in nanoseconds. */
export interface SystemProfile {
  timeToLive: number;
  maximumSegment: number;
  window: number;
  /** Shift of the window-scale option, -1 when not offered. */
  windowScale: number;
  timestamps: boolean;
  selectiveAcknowledgment: boolean;
  delayedAcknowledgment: number;
  retransmitAfter: number;
  /** Usual time from a request's arrival to its answer. */
  processing: number;
  /** First port for outgoing connections. */
  firstPort: number;
}

/** Stacks of the sample sites, after what such machines show in captures. */
export const WINDOWS: SystemProfile = {
  timeToLive: 128,
  maximumSegment: 1460,
  window: 64240,
  windowScale: 8,
  timestamps: false,
  selectiveAcknowledgment: true,
  delayedAcknowledgment: 40 * MILLISECOND,
  retransmitAfter: 310 * MILLISECOND,
  processing: 900 * MICROSECOND,
  firstPort: 49690,
};

export const LINUX: SystemProfile = {
  timeToLive: 64,
  maximumSegment: 1460,
  window: 64240,
  windowScale: 7,
  timestamps: true,
  selectiveAcknowledgment: true,
  delayedAcknowledgment: 40 * MILLISECOND,
  retransmitAfter: 240 * MILLISECOND,
  processing: 700 * MICROSECOND,
  firstPort: 33000,
};

/** Controllers and small devices: no options but the segment size, small windows, slow answers. */
export const EMBEDDED: SystemProfile = {
  timeToLive: 64,
  maximumSegment: 1460,
  window: 8192,
  windowScale: -1,
  timestamps: false,
  selectiveAcknowledgment: false,
  delayedAcknowledgment: 100 * MILLISECOND,
  retransmitAfter: 520 * MILLISECOND,
  processing: 3200 * MICROSECOND,
  firstPort: 1025,
};

/** Devices on radio: as Linux, with room for what carries their packets. */
export const MOBILE: SystemProfile = { ...LINUX, maximumSegment: 1360, processing: 2500 * MICROSECOND };

/** A machine with one port on the network. */
export interface Host {
  name: string;
  mac: Uint8Array;
  /** Unsigned; 0 while it has no address. */
  ip: number;
  /** VLAN of its port; OUTSIDE beyond the router. */
  vlan: number;
  system: SystemProfile;
  /** Whether the mirror copies what its port takes in. */
  mirrored: boolean;
  random: Random;
  /** IPv4 identification of its next packet. */
  identification: number;
  nextPort: number;
  /** Offset of its TCP timestamp clock in milliseconds. */
  clockOffset: number;
  /** When its port is free again. */
  busyUntil: number;
  /** Neighbors known, by address: when the entry lapses. */
  neighbors: Map<number, number>;
  /** Packets that wait for a neighbor's address. */
  waiting: Map<number, (() => void)[]>;
}

/** VLAN of hosts beyond the router, which the mirror never sees. */
export const OUTSIDE = -1;

/** Describes a host; addresses as text. */
export interface HostDescription {
  name: string;
  mac: string;
  ip: string;
  vlan: number;
  system: SystemProfile;
  mirrored?: boolean;
}

/** A host with nothing learned yet; what is random about it depends on its name and the seed alone. */
export function createHost(description: HostDescription, random: Random): Host {
  const own = random.fork(description.name);
  return {
    name: description.name,
    mac: macBytes(description.mac),
    ip: ipNumber(description.ip),
    vlan: description.vlan,
    system: description.system,
    mirrored: description.mirrored ?? true,
    random: own,
    identification: own.between(0, 0xffff),
    nextPort: description.system.firstPort + own.between(0, 400),
    clockOffset: own.between(1_000_000, 2_000_000_000),
    busyUntil: Number.NEGATIVE_INFINITY,
    neighbors: new Map(),
    waiting: new Map(),
  };
}
