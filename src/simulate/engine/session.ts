// RFC 9293 and RFC 7323: a TCP connection as seen from outside, with what goes wrong on the way.
import type { ByteWriter } from "../bytes.ts";
import { MICROSECOND, MILLISECOND } from "../schedule.ts";
import { ACK, FIN, PSH, RST, SYN } from "./frame.ts";
import type { Actor } from "./queue.ts";
import type { Station, World } from "./world.ts";

/** The two ends of a conversation. */
export const CLIENT = 0;
export const SERVER = 1;
export type End = typeof CLIENT | typeof SERVER;

const NOTHING = new Uint8Array(0);
/** The timestamps option behind two bytes of padding, written anew for each segment. */
const STAMPS = Uint8Array.of(1, 1, 8, 10, 0, 0, 0, 0, 0, 0, 0, 0);
/** Segments after a lost one that make the sender repeat it at once. */
const FAST = 3;

interface Side {
  station: Station;
  ip: number;
  port: number;
  initial: number;
  /** Bytes sent and received in order, counted from the initial sequence number; never wrap. */
  sent: number;
  received: number;
  /** Messages received since the last acknowledgment. */
  owed: number;
  /** When the last of them arrives. */
  owedFrom: number;
  timer: boolean;
  lastStamp: number;
}

/** A TCP connection. Each call says what is sent now and answers when it arrives at the other end. */
export class Session implements Actor {
  private readonly world: World;
  private readonly sides: [Side, Side];
  private readonly stamped: boolean;
  private readonly scaled: boolean;
  private readonly segment: number;
  over = false;

  constructor(world: World, client: Station, server: Station, port: number, clientPort = 0) {
    this.world = world;
    this.stamped = client.system.timestamps && server.system.timestamps;
    this.scaled = client.system.windowScale >= 0 && server.system.windowScale >= 0;
    const least = Math.min(client.system.maximumSegment, server.system.maximumSegment);
    this.segment = least - (this.stamped ? 12 : 0);
    if (clientPort === 0) {
      clientPort = client.nextPort;
      client.nextPort = client.nextPort >= 65000 ? client.system.firstPort : client.nextPort + 1;
    }
    this.sides = [
      this.side(client, world.addressFor(client, server), clientPort),
      this.side(server, world.addressFor(server, client), port),
    ];
  }

  private side(station: Station, ip: number, port: number): Side {
    const initial = station.random.next();
    return { station, ip, port, initial, sent: 0, received: 0, owed: 0, owedFrom: 0, timer: false, lastStamp: 0 };
  }

  /** Handshake; answers when the client may speak. */
  open(): number {
    const { now } = this.world.queue;
    const [client, server] = this.sides;
    const asked = this.transmit(CLIENT, SYN, 0, NOTHING, 0, 0, now);
    client.sent = 1;
    server.received = 1;
    const granted = this.transmit(SERVER, SYN | ACK, 0, NOTHING, 0, 0, asked + 90 * MICROSECOND);
    server.sent = 1;
    client.received = 1;
    const opened = this.transmit(CLIENT, ACK, 1, NOTHING, 0, 0, granted + 30 * MICROSECOND);
    return opened + 120 * MICROSECOND;
  }

  /** Takes up a connection that was opened before the capture began. */
  resume(): void {
    for (const side of this.sides) side.sent = side.station.random.between(1000, 4_000_000);
    this.sides[0].received = this.sides[1].sent;
    this.sides[1].received = this.sides[0].sent;
  }

  /** Asks and is refused at once. */
  refused(): number {
    const { now } = this.world.queue;
    const asked = this.transmit(CLIENT, SYN, 0, NOTHING, 0, 0, now);
    this.sides[1].received = 1;
    this.over = true;
    return this.transmit(SERVER, RST | ACK, 0, NOTHING, 0, 0, asked + 60 * MICROSECOND);
  }

  /** Sends what `out` holds. */
  send(by: End, out: ByteWriter): number {
    if (this.over) return this.world.queue.now;
    const { world, segment } = this;
    const side = this.sides[by];
    const peer = this.sides[by === CLIENT ? SERVER : CLIENT];
    const { now } = world.queue;
    const content = out.buffer;
    const count = out.length;
    const parts = Math.ceil(count / segment);
    let lost = -1;
    if (world.loss > 0 && side.station.random.chance(world.loss)) lost = side.station.random.between(0, parts - 1);
    let arrival = now;
    let hole = -1;
    let holeSize = 0;
    let after = 0;
    for (let part = 0; part < parts; part++) {
      const offset = part * segment;
      const size = part === parts - 1 ? count - offset : segment;
      const flags = part === parts - 1 ? PSH | ACK : ACK;
      if (part === lost) {
        hole = side.sent;
        holeSize = size;
        // Lost behind the mirror or in front of it.
        if (side.station.random.chance(0.5)) this.transmit(by, flags, side.sent, content, offset, size, now);
      } else {
        arrival = this.transmit(by, flags, side.sent, content, offset, size, now);
        if (hole >= 0) {
          after++;
          this.acknowledge(peer === this.sides[0] ? CLIENT : SERVER, arrival + 20 * MICROSECOND);
        } else {
          peer.received = side.sent + size;
          peer.owed++;
          if (peer.owed >= 2 && part < parts - 1)
            this.acknowledge(by === CLIENT ? SERVER : CLIENT, arrival + 15 * MICROSECOND);
        }
      }
      side.sent += size;
    }
    if (hole >= 0) {
      const again = after >= FAST ? arrival + MILLISECOND : now + side.station.system.retransmitAfter;
      const copy = content.slice(lost * segment, lost * segment + holeSize);
      const end = side.sent;
      world.queue.call(again, () => {
        if (this.over) return;
        this.transmit(by, PSH | ACK, hole, copy, 0, copy.length, again);
        peer.received = end;
        this.owe(by === CLIENT ? SERVER : CLIENT, again + 200 * MICROSECOND);
      });
      return again + 250 * MICROSECOND;
    }
    this.owe(by === CLIENT ? SERVER : CLIENT, arrival);
    return arrival;
  }

  /** Ends it in order; answers when all is over. */
  close(by: End): number {
    if (this.over) return this.world.queue.now;
    const { now } = this.world.queue;
    const other: End = by === CLIENT ? SERVER : CLIENT;
    const side = this.sides[by];
    const peer = this.sides[other];
    const told = this.transmit(by, FIN | ACK, side.sent, NOTHING, 0, 0, now);
    side.sent++;
    peer.received = side.sent;
    const agreed = this.transmit(other, FIN | ACK, peer.sent, NOTHING, 0, 0, told + 100 * MICROSECOND);
    peer.sent++;
    side.received = peer.sent;
    this.over = true;
    return this.transmit(by, ACK, side.sent, NOTHING, 0, 0, agreed + 30 * MICROSECOND);
  }

  /** Ends it at once. */
  abort(by: End): void {
    if (this.over) return;
    this.transmit(by, RST | ACK, this.sides[by].sent, NOTHING, 0, 0, this.world.queue.now);
    this.over = true;
  }

  /** A delayed acknowledgment is due at one end. */
  due(end: number): void {
    const side = this.sides[end];
    const { queue } = this.world;
    side.timer = false;
    if (this.over || side.owed === 0) return;
    if (queue.now < side.owedFrom) {
      side.timer = true;
      queue.at(side.owedFrom + MILLISECOND, this, end);
      return;
    }
    this.acknowledge(end as End, queue.now);
  }

  private owe(end: End, arrival: number): void {
    const side = this.sides[end];
    side.owed = Math.max(1, side.owed);
    side.owedFrom = arrival;
    if (side.timer) return;
    side.timer = true;
    this.world.queue.at(arrival + side.station.system.delayedAcknowledgment, this, end);
  }

  private acknowledge(end: End, time: number): void {
    this.transmit(end, ACK, this.sides[end].sent, NOTHING, 0, 0, time);
  }

  private transmit(
    by: End,
    flags: number,
    begin: number,
    content: Uint8Array,
    offset: number,
    count: number,
    time: number,
  ): number {
    const side = this.sides[by];
    const peer = this.sides[by === CLIENT ? SERVER : CLIENT];
    const { system } = side.station;
    const opening = (flags & SYN) !== 0;
    side.owed = 0;
    let options: Uint8Array = this.stamped ? STAMPS : NOTHING;
    if (opening) options = this.openingOptions(side, (flags & ACK) !== 0, time);
    else if ((flags & RST) !== 0) options = NOTHING;
    else if (this.stamped) this.stamp(STAMPS, 4, side, time);
    return this.world.sendTcp(
      side.station,
      peer.station,
      side.ip,
      side.port,
      peer.ip,
      peer.port,
      side.initial + begin,
      (flags & ACK) === 0 ? 0 : peer.initial + side.received,
      flags,
      opening || !this.scaled ? system.window : system.window >> system.windowScale,
      options,
      content,
      offset,
      count,
      time,
    );
  }

  private stamp(options: Uint8Array, at: number, side: Side, time: number): void {
    const peer = side === this.sides[0] ? this.sides[1] : this.sides[0];
    const own = side.station.clockOffset + Math.floor(time / MILLISECOND);
    const echo = side.lastStamp;
    for (let index = 0; index < 4; index++) {
      options[at + index] = (own % 4294967296) >>> (24 - index * 8);
      options[at + 4 + index] = echo >>> (24 - index * 8);
    }
    peer.lastStamp = own % 4294967296;
  }

  private openingOptions(side: Side, answers: boolean, time: number): Uint8Array {
    const { system } = side.station;
    const other = (side === this.sides[0] ? this.sides[1] : this.sides[0]).station.system;
    const offers = (own: boolean, peer: boolean) => own && (!answers || peer);
    const out = [2, 4, system.maximumSegment >> 8, system.maximumSegment & 255];
    if (offers(system.selectiveAcknowledgment, other.selectiveAcknowledgment)) out.push(4, 2);
    let stamp = -1;
    if (offers(system.timestamps, other.timestamps)) {
      stamp = out.length + 2;
      out.push(8, 10, 0, 0, 0, 0, 0, 0, 0, 0);
    }
    if (offers(system.windowScale >= 0, other.windowScale >= 0)) out.push(1, 3, 3, system.windowScale);
    while (out.length % 4 !== 0) out.push(1);
    const bytes = Uint8Array.from(out);
    if (stamp >= 0) this.stamp(bytes, stamp, side, time);
    return bytes;
  }
}
