import { encodeArp } from "./encode/arp.ts";
import { encodeEthernet } from "./encode/ethernet.ts";
import { encodeIpv4 } from "./encode/ipv4.ts";
import { encodeUdp } from "./encode/udp.ts";
import { createHost, type Host, type HostDescription, OUTSIDE } from "./host.ts";
import type { Random } from "./random.ts";
import { MICROSECOND, MILLISECOND, type Schedule, SECOND } from "./schedule.ts";

const BROADCAST = new Uint8Array(6).fill(0xff);
const UNKNOWN = new Uint8Array(6);
const NANOSECONDS_PER_BYTE = 80;
/** Hops that packets from outside have behind them. */
const OUTSIDE_HOPS = 11;

/** One IPv4 packet to send. */
export interface Packet {
  to: number;
  protocol: number;
  payload: Uint8Array;
  doNotFragment: boolean;
  /** 0 for the host's own. */
  timeToLive: number;
}

/** A switch with VLANs, a router between them and to the outside, and a mirror port that copies what ports take in. */
export interface Network {
  schedule: Schedule;
  random: Random;
  /** Share of TCP data segments that are lost behind the mirror, 0 to 1. */
  loss: number;
  addHost(description: HostDescription): Host;
  /** Gives the router its leg in a VLAN. */
  addLeg(router: Host, vlan: number, ip: number): void;
  hostAt(ip: number): Host | undefined;
  /** Puts a frame on the sender's port as it is. */
  sendFrame(from: Host, to: ArrayLike<number>, vlan: number, etherType: number, payload: Uint8Array): void;
  /** Sends a packet along its path; `arrived` runs when the destination has it, never if there is no such host. */
  sendPacket(from: Host, packet: Packet, arrived: () => void): void;
  sendUdp(from: Host, fromPort: number, to: number, toPort: number, payload: Uint8Array, arrived?: () => void): void;
  /** Sends a datagram to all in one VLAN, from a source address that need not be the host's (0 before it has one). */
  broadcastUdp(
    from: Host,
    vlan: number,
    source: number,
    fromPort: number,
    toPort: number,
    payload: Uint8Array,
    arrived: () => void,
  ): void;
  /** Says an address to all, as a host does that has just taken it. */
  announce(host: Host): void;
}

/** Makes an empty network; `mirror` is called in order of time for every frame that the mirror port shows. */
export function createNetwork(
  schedule: Schedule,
  random: Random,
  mirror: (frame: Uint8Array) => void,
  loss: number,
): Network {
  const hosts: Host[] = [];
  const legs = new Map<number, { router: Host; ip: number }>();
  const lastFar = new Map<number, number>();

  function putFrame(from: Host, to: ArrayLike<number>, vlan: number, etherType: number, payload: Uint8Array): number {
    const frame = encodeEthernet(to, from.mac, vlan, etherType, payload);
    const begin = Math.max(schedule.now(), from.busyUntil);
    from.busyUntil = begin + (frame.length + 20) * NANOSECONDS_PER_BYTE;
    const end = from.busyUntil + random.between(0, 900);
    schedule.at(end, () => {
      if (from.mirrored) mirror(frame);
    });
    return end - schedule.now() + 4 * MICROSECOND;
  }

  function neighbor(from: Host, vlan: number, ip: number): Host | undefined {
    const leg = legs.get(vlan);
    if (leg !== undefined && leg.ip === ip && leg.router !== from) return leg.router;
    return hosts.find((host) => host.ip === ip && host.vlan === vlan);
  }

  function resolve(from: Host, vlan: number, ip: number, then: (to: Host) => void): void {
    const target = neighbor(from, vlan, ip);
    if (target !== undefined && (from.neighbors.get(ip) ?? Number.NEGATIVE_INFINITY) > schedule.now()) {
      then(target);
      return;
    }
    const waiting = from.waiting.get(ip);
    const ask = target === undefined ? () => {} : () => then(target);
    if (waiting !== undefined) {
      waiting.push(ask);
      return;
    }
    from.waiting.set(ip, [ask]);
    const leg = legs.get(vlan);
    const ownIp = leg?.router === from ? leg.ip : from.ip;
    const delay = putFrame(from, BROADCAST, vlan, 0x0806, encodeArp(1, from.mac, ownIp, UNKNOWN, ip));
    if (target === undefined) {
      schedule.after(SECOND, () => from.waiting.delete(ip));
      return;
    }
    schedule.after(delay + target.random.between(60, 400) * MICROSECOND, () => {
      learn(target, ownIp);
      const back = putFrame(target, from.mac, vlan, 0x0806, encodeArp(2, target.mac, ip, from.mac, ownIp));
      schedule.after(back + 20 * MICROSECOND, () => {
        learn(from, ip);
        const held = from.waiting.get(ip) ?? [];
        from.waiting.delete(ip);
        for (const action of held) action();
      });
    });
  }

  function learn(host: Host, ip: number): void {
    host.neighbors.set(ip, schedule.now() + host.random.between(150, 400) * SECOND);
  }

  /** When a packet that leaves now has crossed the world beyond the router; packets for one address do not overtake. */
  function farTime(to: number): number {
    const time = Math.max(
      schedule.now() + (8 + random.fraction() * 3) * MILLISECOND,
      (lastFar.get(to) ?? Number.NEGATIVE_INFINITY) + 20 * MICROSECOND,
    );
    lastFar.set(to, time);
    return time;
  }

  function isGroup(ip: number): boolean {
    return ip === 0xffffffff || (ip & 0xff) === 0xff || ip >>> 28 === 0xe;
  }

  function groupMac(ip: number): Uint8Array {
    if (ip >>> 28 !== 0xe) return BROADCAST;
    return Uint8Array.of(1, 0, 0x5e, (ip >>> 16) & 0x7f, (ip >>> 8) & 0xff, ip & 0xff);
  }

  /** The address a host sends from: the router answers from its leg in the other side's VLAN. */
  function sourceAddress(from: Host, to: number): number {
    const vlan = hosts.find((host) => host.ip === to)?.vlan;
    const leg = vlan === undefined ? undefined : legs.get(vlan);
    return leg?.router === from ? leg.ip : from.ip;
  }

  function sendPacket(from: Host, packet: Packet, arrived: () => void): void {
    const timeToLive = packet.timeToLive === 0 ? from.system.timeToLive : packet.timeToLive;
    from.identification = (from.identification + 1) & 0xffff;
    const header = {
      from: sourceAddress(from, packet.to),
      to: packet.to,
      protocol: packet.protocol,
      identification: from.identification,
      timeToLive,
      doNotFragment: packet.doNotFragment,
    };
    const hop = (sender: Host, vlan: number, next: number, left: number, then: () => void) =>
      resolve(sender, vlan, next, (to) => {
        const bytes = encodeIpv4({ ...header, timeToLive: left }, packet.payload);
        const delay = putFrame(sender, to.mac, vlan, 0x0800, bytes);
        schedule.after(delay + 15 * MICROSECOND, then);
      });
    if (isGroup(packet.to)) {
      const delay = putFrame(from, groupMac(packet.to), from.vlan, 0x0800, encodeIpv4(header, packet.payload));
      schedule.after(delay, arrived);
      return;
    }
    const ownLeg = [...legs].find(([, leg]) => leg.ip === packet.to && leg.router !== from);
    const target = ownLeg === undefined ? hosts.find((host) => host.ip === packet.to) : ownLeg[1].router;
    const sourceLeg = [...legs].find(([, leg]) => leg.router === from);
    const targetVlan = ownLeg === undefined ? (target?.vlan ?? OUTSIDE) : ownLeg[0];
    if (sourceLeg !== undefined) {
      hop(from, targetVlan, packet.to, timeToLive, arrived);
      return;
    }
    if (from.vlan === targetVlan) {
      hop(from, from.vlan, packet.to, timeToLive, arrived);
      return;
    }
    if (from.vlan === OUTSIDE) {
      const leg = legs.get(targetVlan);
      if (leg === undefined) return;
      schedule.at(farTime(packet.to), () => hop(leg.router, targetVlan, packet.to, timeToLive - OUTSIDE_HOPS, arrived));
      return;
    }
    const leg = legs.get(from.vlan);
    if (leg === undefined) return;
    hop(from, from.vlan, leg.ip, timeToLive, () => {
      if (targetVlan === OUTSIDE) {
        if (target !== undefined) schedule.at(farTime(packet.to), arrived);
        return;
      }
      schedule.after(random.between(80, 200) * MICROSECOND, () =>
        hop(leg.router, targetVlan, packet.to, timeToLive - 1, arrived),
      );
    });
  }

  return {
    schedule,
    random,
    loss,
    addHost(description) {
      const host = createHost(description, random);
      hosts.push(host);
      return host;
    },
    addLeg: (router, vlan, ip) => legs.set(vlan, { router, ip }),
    hostAt: (ip) => hosts.find((host) => host.ip === ip),
    sendFrame: putFrame,
    sendPacket,
    sendUdp(from, fromPort, to, toPort, payload, arrived = () => {}) {
      const datagram = encodeUdp(sourceAddress(from, to), fromPort, to, toPort, payload);
      const timeToLive = to >>> 28 === 0xe ? (to >>> 8 === 0xe00000 ? 255 : 4) : 0;
      sendPacket(from, { to, protocol: 17, payload: datagram, doNotFragment: false, timeToLive }, arrived);
    },
    broadcastUdp(from, vlan, source, fromPort, toPort, payload, arrived) {
      from.identification = (from.identification + 1) & 0xffff;
      const to = 0xffffffff;
      const header = { from: source, to, protocol: 17, identification: from.identification, doNotFragment: false };
      const datagram = encodeUdp(source, fromPort, to, toPort, payload);
      const packet = encodeIpv4({ ...header, timeToLive: from.system.timeToLive }, datagram);
      schedule.after(putFrame(from, BROADCAST, vlan, 0x0800, packet), arrived);
    },
    announce(host) {
      putFrame(host, BROADCAST, host.vlan, 0x0806, encodeArp(1, host.mac, host.ip, UNKNOWN, host.ip));
    },
  };
}
