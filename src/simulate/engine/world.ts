import { ByteWriter } from "../bytes.ts";
import type { SystemProfile } from "../host.ts";
import type { Random } from "../random.ts";
import { MICROSECOND, MILLISECOND, SECOND } from "../schedule.ts";
import { Frame, NETWORK } from "./frame.ts";
import type { Ledger } from "./ledger.ts";
import { Neighbors } from "./neighbors.ts";
import type { Process } from "./physics.ts";
import type { Queue } from "./queue.ts";
import type { Recorder } from "./recorder.ts";

/** One place where a switch mirrors a zone. */
export interface View {
  /** Number of its interface in the capture. */
  place: number;
  tagged: boolean;
  /** Whether frames come twice, as from a mirror of both sides of ports. */
  twice: boolean;
  /** Share of frames that the mirror port loses, 0 to 1. */
  loss: number;
}

/** A VLAN with its subnet. */
export interface Zone {
  name: string;
  vlan: number;
  /** Beyond all routers: never seen itself, far away. */
  outside: boolean;
  /** Who routes out of it; undefined where nothing does. */
  router: Station | undefined;
  /** Address of the router's leg. */
  gateway: number;
  /** Address for all, e.g. 10.1.2.255. */
  broadcast: number;
  views: View[];
}

/** A radio device's path: what it sends travels in GTP-U from its base station to the core. */
export interface Tunnel {
  radio: Station;
  core: Station;
  up: number;
  down: number;
}

/** A device on the network. */
export interface Station {
  name: string;
  /** Its number among all stations, from 0. */
  index: number;
  mac: Uint8Array;
  /** Unsigned; a router answers from its leg in the asker's zone. */
  ip: number;
  zone: Zone;
  system: SystemProfile;
  random: Random;
  /** Whether no mirror copies what its port sends. */
  unseen: boolean;
  tunnel: Tunnel | undefined;
  process: Process | undefined;
  identification: number;
  nextPort: number;
  /** When its port has sent what it was told to. */
  freeAt: number;
  /** Offset of its TCP timestamps, in milliseconds. */
  clockOffset: number;
  /** Nanoseconds by which its clock is wrong. */
  clockError: number;
  /** Until when it waits for a neighbor's answer, and all that it sends with it. */
  heldUntil: number;
  /** Frames that views have shown of it. */
  shown: number;
  /** Whether it is out of order and says nothing for now. */
  stopped: boolean;
  /** How often it started again; connections from before are gone. */
  restarts: number;
  /** Hardware addresses of those that it replaced. */
  formerMacs: Uint8Array[];
}

/** The hardware address of all. */
export const BROADCAST = new Uint8Array(6).fill(0xff);
const NANOSECONDS_PER_BYTE = 80;
/** Stacks of such devices rarely fill the wire: what follows at once comes half as fast as it could. */
const PACE = 2 * NANOSECONDS_PER_BYTE;
const SWITCHING = 18 * MICROSECOND;
const ROUTING = 30 * MICROSECOND;
const PASSING_ON = 220 * MICROSECOND;
const FAR = 8 * MILLISECOND;
const FAR_HOPS = 11;

/** The network: zones, routers between them, mirrors that show it, and the frame that is being sent. */
export class World {
  readonly queue: Queue;
  readonly recorder: Recorder;
  readonly ledger: Ledger;
  readonly random: Random;
  /** Second since 1970 UTC at which time 0 lies. */
  readonly epoch: number;
  /** Share of TCP messages of which a segment is lost. */
  readonly loss: number;
  /** What a message is written into before it is sent; everybody's, so only for the moment. */
  readonly out = new ByteWriter(new Uint8Array(4096));
  readonly stations: Station[] = [];
  readonly byName = new Map<string, Station>();
  readonly neighbors = new Neighbors();
  /** Who sits between others of its zone, all of whom send to it what is for one another. */
  middle: { station: Station; between: ReadonlySet<Station> } | undefined;
  private readonly frame = new Frame();
  private readonly asking = new Frame();
  private readonly question = new ByteWriter(new Uint8Array(64));

  constructor(queue: Queue, recorder: Recorder, ledger: Ledger, random: Random, epoch: number, loss: number) {
    this.queue = queue;
    this.recorder = recorder;
    this.ledger = ledger;
    this.random = random;
    this.epoch = epoch;
    this.loss = loss;
  }

  add(station: Station): void {
    station.index = this.stations.length;
    this.stations.push(station);
    this.byName.set(station.name, station);
  }

  /** The address by which a station talks with another: a router has one in each zone. */
  addressFor(station: Station, peer: Station): number {
    return peer.zone.router === station ? peer.zone.gateway : station.ip;
  }

  /** Seconds since 1970 UTC, now. */
  clock(): number {
    return this.epoch + Math.floor(this.queue.now / SECOND);
  }

  /** Sends a TCP segment at `time`; answers when it arrives. */
  sendTcp(
    from: Station,
    to: Station,
    fromIp: number,
    fromPort: number,
    toIp: number,
    toPort: number,
    sequence: number,
    acknowledgment: number,
    flags: number,
    window: number,
    options: Uint8Array,
    content: Uint8Array,
    offset: number,
    count: number,
    time: number,
  ): number {
    from.identification = (from.identification + 1) & 0xffff;
    const { identification } = from;
    const { timeToLive } = from.system;
    this.frame.tcp(
      fromIp,
      fromPort,
      toIp,
      toPort,
      sequence,
      acknowledgment,
      flags,
      window,
      options,
      content,
      offset,
      count,
      identification,
      timeToLive,
    );
    return this.carry(from, to, fromIp, toIp, time, timeToLive);
  }

  /** Sends what `out` holds as a datagram, now; answers when it arrives. */
  sendUdp(from: Station, fromPort: number, to: Station, toPort: number, out: ByteWriter): number {
    const fromIp = this.addressFor(from, to);
    const toIp = this.addressFor(to, from);
    from.identification = (from.identification + 1) & 0xffff;
    const { timeToLive } = from.system;
    this.frame.udp(fromIp, fromPort, toIp, toPort, out.buffer, out.length, from.identification, timeToLive);
    return this.carry(from, to, fromIp, toIp, this.queue.now, timeToLive);
  }

  /** Sends a datagram to all or to a group in one zone; answers when it arrives. */
  sendGroup(
    from: Station,
    source: number,
    fromPort: number,
    to: number,
    toPort: number,
    out: ByteWriter,
    zone = from.zone,
  ): number {
    from.identification = (from.identification + 1) & 0xffff;
    const local = to >>> 8 === 0xe00000;
    const timeToLive = to >>> 28 === 0xe ? (local ? 255 : 4) : from.system.timeToLive;
    this.frame.udp(source, fromPort, to, toPort, out.buffer, out.length, from.identification, timeToLive);
    return this.putFrame(from, zone, groupMac(to), from.mac, 0x0800, this.queue.now);
  }

  /** Sends what `out` holds as a packet of another protocol (ICMP), now; answers when it arrives. */
  sendPacket(from: Station, to: Station, protocol: number, out: ByteWriter): number {
    const fromIp = this.addressFor(from, to);
    const toIp = this.addressFor(to, from);
    from.identification = (from.identification + 1) & 0xffff;
    this.frame.other(fromIp, toIp, protocol, out.buffer, out.length, from.identification, from.system.timeToLive);
    return this.carry(from, to, fromIp, toIp, this.queue.now, from.system.timeToLive);
  }

  /** Sends what `out` holds in a frame, from an address that need not be the station's own. */
  sendFrame(from: Station, to: Uint8Array, source: Uint8Array, etherType: number, out: ByteWriter): number {
    this.frame.payload(out.buffer, out.length);
    return this.putFrame(from, from.zone, to, source, etherType, this.queue.now);
  }

  /** Asks who has an address in the station's own zone, as a scan does; nobody may have it. */
  ask(from: Station, ip: number, target: Station | undefined): number {
    return this.resolve(from, from.zone, from.ip, ip, target, this.queue.now);
  }

  private putFrame(from: Station, zone: Zone, to: Uint8Array, source: Uint8Array, type: number, time: number): number {
    this.frame.ethernet(to, source, zone.vlan, type);
    const end = this.occupy(from, time, this.frame.length);
    this.show(from, zone, end, this.frame);
    return end + SWITCHING;
  }

  private occupy(from: Station, time: number, length: number): number {
    const begin = Math.max(time, from.freeAt);
    // What is sent now is seen now; what is sent at once after it waits for the wire.
    from.freeAt = begin + (length + 20) * PACE;
    return begin;
  }

  /** Brings the packet in the frame to its destination and shows it on the way. */
  private carry(from: Station, to: Station, fromIp: number, toIp: number, time: number, timeToLive: number): number {
    const { frame } = this;
    let begin = this.occupy(from, time, frame.length);
    const start = from.zone;
    const end = from.zone.router === to ? from.zone : to.zone.router === from ? to.zone : to.zone;
    let left = timeToLive;
    let sender = from;
    if (from.tunnel !== undefined) {
      const { radio, core, up } = from.tunnel;
      this.tunneled(radio, core, up, begin);
      sender = core;
      begin += 4 * MILLISECOND;
      if (to.tunnel === undefined) return this.lastHop(core, end, to, toIp, begin, left - 1);
    }
    if (to.tunnel !== undefined) {
      const { radio, core, down } = to.tunnel;
      if (from.tunnel === undefined && !start.outside && core !== from) {
        begin = this.lastHop(from, start, start.router ?? core, start.gateway, begin, left) + ROUTING;
      }
      frame.hop(left - 1);
      this.tunneled(core, radio, down, begin);
      return begin + 4 * MILLISECOND;
    }
    if (start === end || to.zone.router === from || from.zone.router === to) {
      const zone = to.zone.router === from ? to.zone : start;
      return this.lastHop(sender, zone, to, toIp, begin, left);
    }
    if (start.outside) {
      if (end.router === undefined) return begin + FAR;
      return this.lastHop(end.router, end, to, toIp, begin + FAR, left - FAR_HOPS);
    }
    const { router } = start;
    if (router === undefined) return begin + SECOND;
    begin = this.lastHop(from, start, router, start.gateway, begin, left) + ROUTING;
    left--;
    if (end.outside) return begin + FAR;
    if (end.router !== router) left--;
    return this.lastHop(end.router ?? router, end, to, toIp, begin, left);
  }

  /** One hop within a zone, asking for the neighbor's address where it is not known. */
  private lastHop(from: Station, zone: Zone, to: Station, ip: number, time: number, timeToLive: number): number {
    if (zone.outside) return time + FAR;
    const own = zone.router === from ? zone.gateway : from.ip;
    let begin = this.resolve(from, zone, own, ip, to, time);
    if (this.frame.bytes[NETWORK + 8] !== timeToLive) this.frame.hop(timeToLive);
    const { middle } = this;
    if (middle?.station.zone === zone && middle.between.has(from) && middle.between.has(to)) {
      // He looks at it and passes it on, as a router does.
      this.frame.ethernet(middle.station.mac, from.mac, zone.vlan, 0x0800);
      this.show(from, zone, begin, this.frame);
      begin += this.frame.length * NANOSECONDS_PER_BYTE + SWITCHING + PASSING_ON;
      this.frame.hop(timeToLive - 1);
      from = middle.station;
    }
    this.frame.ethernet(to.mac, from.mac, zone.vlan, 0x0800);
    this.show(from, zone, begin, this.frame);
    return begin + this.frame.length * NANOSECONDS_PER_BYTE + SWITCHING;
  }

  private tunneled(from: Station, to: Station, tunnel: number, time: number): void {
    from.identification = (from.identification + 1) & 0xffff;
    const inner = this.frame.packetLength;
    this.frame.wrap(from.ip, to.ip, tunnel, from.identification);
    this.frame.ethernet(to.mac, from.mac, from.zone.vlan, 0x0800);
    this.show(from, from.zone, time, this.frame);
    // The inner packet goes on by itself.
    this.frame.bytes.copyWithin(NETWORK, NETWORK + 36, NETWORK + 36 + inner);
    this.frame.end(NETWORK + inner);
  }

  private resolve(
    from: Station,
    zone: Zone,
    own: number,
    ip: number,
    target: Station | undefined,
    time: number,
  ): number {
    const { neighbors } = this;
    if (neighbors.knownUntil(from.index, ip) > time) return Math.max(time, from.heldUntil);
    const { asking, question } = this;
    question.reset().u16(1, 0x0800).u8(6, 4).u16(1).bytes(from.mac).u32(own).zeros(6).u32(ip);
    asking.payload(question.buffer, question.length);
    asking.ethernet(BROADCAST, from.mac, zone.vlan, 0x0806);
    this.show(from, zone, time, asking);
    if (target === undefined) return time;
    neighbors.learn(from.index, ip, time + from.random.between(150, 400) * SECOND);
    neighbors.learn(target.index, own, time + target.random.between(150, 400) * SECOND);
    const answered = time + 60 * MICROSECOND + target.random.between(20, 300) * MICROSECOND;
    question.reset().u16(1, 0x0800).u8(6, 4).u16(2).bytes(target.mac).u32(ip).bytes(from.mac).u32(own);
    asking.payload(question.buffer, question.length);
    asking.ethernet(from.mac, target.mac, zone.vlan, 0x0806);
    this.show(target, zone, answered, asking);
    from.heldUntil = answered + 40 * MICROSECOND;
    return from.heldUntil;
  }

  private show(from: Station, zone: Zone, time: number, frame: Frame): void {
    if (from.unseen || time < 0) return;
    const { views } = zone;
    const { now } = this.queue;
    for (let index = 0; index < views.length; index++) {
      const view = views[index];
      if (view.loss > 0 && from.random.chance(view.loss)) {
        this.recorder.dropped[view.place]++;
        continue;
      }
      from.shown++;
      const later = time + index * 700;
      this.recorder.frame(view.place, now, later, frame.bytes, frame.length, !view.tagged);
      if (view.twice) this.recorder.frame(view.place, now, later + 2300, frame.bytes, frame.length, !view.tagged);
    }
  }
}

/** The hardware address of an IPv4 group, or of all. */
export function groupMac(ip: number): Uint8Array {
  if (ip >>> 28 !== 0xe) return BROADCAST;
  return Uint8Array.of(1, 0, 0x5e, (ip >>> 16) & 0x7f, (ip >>> 8) & 0xff, ip & 0xff);
}
