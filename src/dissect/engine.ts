import { AddressTable, KIND_MAC, KIND_V4, KIND_V6, v4Text } from "./addresses.ts";
import { checksumState } from "./checksum.ts";
import { contentHash } from "./content-hash.ts";
import type { Surroundings } from "./conversation.ts";
import { Conversation } from "./conversation.ts";
import { countBug, countFlaw, countTunnel, engineCounts } from "./counts.ts";
import type { Dissector } from "./dissector.ts";
import { byBeginning, Endings, isClosed } from "./endings.ts";
import * as flows from "./flows.ts";
import { FlowTable } from "./flows.ts";
import { FragmentTable } from "./fragments.ts";
import {
  CARRIES_FRAGMENT,
  CARRIES_IP,
  CARRIES_LINK,
  CARRIES_NOTHING,
  CARRIES_SCTP,
  CARRIES_TCP,
  CARRIES_UDP,
  FLAW_LINK_TYPE,
  LLC,
  Packet,
} from "./packet.ts";
import { Recognizer } from "./recognition.ts";
import type { Registry } from "./registry.ts";
import { clientSide, firstRoles, rolesFrom, vote } from "./roles.ts";
import { SctpTable } from "./sctp.ts";
import { Stream } from "./stream.ts";
import type { Message } from "./talk.ts";

/** A frame as the capture room hands it over; the bytes are lent for the time of the call. */
export interface FrameRecord {
  capture: number;
  /** 1-based. */
  number: number;
  bytes: Uint8Array;
  start: number;
  end: number;
  originalLength: number;
  linkType: number;
  interfaceIndex: number;
  seconds: number;
  nanoseconds: number;
}

/** Who gets what the engine finds. */
export interface Listener {
  /** One message; conversation and message are lent. */
  message(conversation: Conversation, message: Message): void;
  /** A flow is about to be forgotten: evicted, or the end was reached. */
  flowEnded(flow: number): void;
  /**
   * A side of a flow goes on from another hardware address or in another tunnel; hardware addresses are numbers, 0
   * without one. Told a few times per flow at most.
   */
  flowMoved?(flow: number, side: 0 | 1, macBefore: number, keyBefore: number): void;
}

/** Ceilings and choices of one engine. */
export interface EngineOptions {
  /** Whether messages carry their fields. */
  detailed: boolean;
  /** Most flows at once; 1,000,000 when left out. */
  mostFlows?: number;
  /** Secret for the flow hash where an attacker chooses live traffic; fixed when left out, so that runs are alike. */
  seed?: number;
  /** Stop after the flow table: no dissection (for measurement). */
  flowsOnly?: boolean;
}

const TRIES = 10;
const DUPLICATE_WINDOW = 0.02;
/** Checksums are looked at only at the start of each flow: offloading shows at once, and every byte of every packet would cost more than all else. */
const CHECKSUMS_PER_FLOW = 4;
/** Changes of hardware address or tunnel that are told per flow: mirrors of both sides of a router show one at every packet. */
const MOST_MOVES = 16;
const LOCALLY_ADMINISTERED = 2;
const ALL_STATIONS = new Uint8Array(6).fill(0xff);
const FIXED_SEED = 0x5bd1e995;

/**
 * The way of a frame to its messages: decode, flow, stream, dissector. One thread, no clock, bounded tables; guards
 * itself against faults of dissectors, which are counted as bugs.
 */
export class Engine implements Surroundings {
  readonly registry: Registry;
  readonly detailed: boolean;
  readonly packet = new Packet();
  readonly flows: FlowTable;
  readonly v6 = new AddressTable(16, 1_000_000);
  readonly macs = new AddressTable(6, 1_000_000);
  readonly fragments = new FragmentTable();
  readonly sctpMessages = new SctpTable();
  readonly counts = engineCounts();
  capture = 0;
  seconds = 0;
  nanoseconds = 0;
  frameBytes: Uint8Array = new Uint8Array(0);
  frameStart = 0;
  /** 1-based number and time of the frame at hand. */
  frameNumber = 0;
  time = 0;
  private readonly listener: Listener;
  private readonly flowsOnly: boolean;
  /** Conversations and streams by number; slots of ended flows are empty. */
  private readonly conversations: (Conversation | undefined)[] = [undefined];
  private readonly streams: (Stream | undefined)[] = [undefined];
  private readonly freeNumbers: number[] = [];
  private readonly endings: Endings;
  private readonly recognizer: Recognizer;
  /** The address of a returned frame without its mark; reused. */
  private readonly original = new Uint8Array(6);

  constructor(registry: Registry, listener: Listener, options: EngineOptions) {
    this.registry = registry;
    this.listener = listener;
    this.detailed = options.detailed;
    this.recognizer = new Recognizer(registry, this, (trial, flow, side) => this.stand(trial, flow, side, false));
    this.flowsOnly = options.flowsOnly ?? false;
    this.flows = new FlowTable(options.mostFlows ?? 1_000_000, options.seed ?? FIXED_SEED, (flow) => this.end(flow));
    this.endings = new Endings(this.flows);
  }

  /** Takes the next frame. */
  frame(record: FrameRecord): void {
    const counts = this.counts;
    const packet = this.packet;
    this.capture = record.capture;
    this.frameNumber = record.number;
    this.seconds = record.seconds;
    this.nanoseconds = record.nanoseconds;
    this.time = record.seconds + record.nanoseconds / 1e9;
    this.frameBytes = record.bytes;
    this.frameStart = record.start;
    counts.frames++;
    if (counts.frames >= this.endings.next) this.endFlows();
    counts.bytes += record.originalLength;
    const captured = record.end - record.start;
    if (captured < record.originalLength) {
      counts.cutFrames++;
      counts.cutBytes += record.originalLength - captured;
    }
    packet.decode(record.bytes, record.start, record.end, record.linkType, record.originalLength - captured);
    if (packet.flaw === FLAW_LINK_TYPE)
      counts.linkTypes.set(record.linkType, (counts.linkTypes.get(record.linkType) ?? 0) + 1);
    // An aggregated radio frame holds several packets: each counts with its own length.
    let length = record.originalLength;
    while (packet.following > 0) {
      const rest = Math.min(packet.following, length);
      this.decoded(length - rest);
      length = rest;
      if (!packet.decodeNext()) return;
    }
    this.decoded(length);
  }

  /** Counts flaw and tunnel of what was decoded, and goes on with what it carries. */
  private decoded(length: number): void {
    const packet = this.packet;
    if (packet.flaw !== 0) countFlaw(this.counts, packet.flaw, length, this.capture, this.frameNumber);
    if (packet.tunnel !== 0) {
      countTunnel(this.counts, packet.tunnel, this.capture, this.frameNumber);
      if (packet.outerVersion !== 0) {
        const at = packet.outerAddressesAt;
        if (packet.outerVersion === 4) {
          this.tunnelFlow(KIND_V4, packet.outerSource, packet.outerDestination, length);
        } else {
          const source = this.v6.numberOf(packet.bytes, at);
          this.tunnelFlow(KIND_V6, source, this.v6.numberOf(packet.bytes, at + 16), length);
        }
      }
    }
    this.carried(length);
  }

  /** Goes on with what the packet turned out to carry. */
  private carried(length: number): void {
    const packet = this.packet;
    switch (packet.carries) {
      case CARRIES_TCP:
      case CARRIES_UDP:
      case CARRIES_SCTP:
      case CARRIES_IP:
        this.ipPacket(length);
        break;
      case CARRIES_LINK:
        this.linkPacket(length);
        break;
      case CARRIES_FRAGMENT:
        this.fragment(length);
        break;
      case CARRIES_NOTHING:
        if (packet.macSource >= 0) this.linkPacket(length);
        break;
    }
  }

  /** Ends every flow: call once after the last frame. */
  finish(): void {
    const open: number[] = [];
    const bound = this.flows.bound();
    for (let flow = 0; flow < bound; flow++) if (this.flows.isLive(flow)) open.push(flow);
    for (const flow of byBeginning(this.flows, open)) this.end(flow);
  }

  /** Tells every flow that goes on, as far as it came; nothing changes by it. */
  eachOpenFlow(tell: (flow: number) => void): void {
    const bound = this.flows.bound();
    for (let flow = 0; flow < bound; flow++) {
      if (!this.flows.isLive(flow)) continue;
      this.countGaps(flow);
      tell(flow);
    }
  }

  /** The conversation of a live flow, if its protocol is known. */
  conversationOf(flow: number): Conversation | undefined {
    return this.conversations[this.flows.cells[this.flows.base(flow) + flows.CONVERSATION] as number];
  }

  /** 0 when A is the client of the flow, 1 when B is, by the best evidence so far. */
  clientSide(flow: number): 0 | 1 {
    return clientSide(this.flows, flow);
  }

  /** How `clientSide` is known: "messages", "handshake", "port" or "first speaker". */
  rolesFrom(flow: number): string {
    return rolesFrom(this.flows, flow);
  }

  /** Address text of side 0 (A) or 1 (B) of a flow: IP text, or 12 hex digits of a hardware address. */
  addressText(flow: number, side: 0 | 1): string {
    const base = this.flows.base(flow);
    const address = this.flows.cells[base + flows.ENDPOINT_A + side] as number;
    switch ((this.flows.cells[base] as number) >> 16) {
      case KIND_V4:
        return v4Text(address);
      case KIND_V6:
        return this.v6.v6Text(address);
      default:
        return this.macs.hex(address);
    }
  }

  deliver(conversation: Conversation, message: Message): void {
    this.counts.messages++;
    this.listener.message(conversation, message);
  }

  vote(conversation: Conversation, direction: 1 | -1): void {
    vote(this.flows, conversation.flow, conversation.side === 0 ? direction : -direction);
  }

  senderAddress(conversation: Conversation): string {
    return this.addressText(conversation.flow, conversation.side);
  }

  receiverAddress(conversation: Conversation): string {
    return this.addressText(conversation.flow, conversation.side === 0 ? 1 : 0);
  }

  senderMac(conversation: Conversation): string {
    const number = this.flows.cells[this.flows.base(conversation.flow) + flows.MAC + conversation.side] as number;
    return number === 0 ? "" : this.macs.hex(number);
  }

  bug(dissector: Dissector, error: unknown): void {
    countBug(this.counts, dissector.name, error, this.capture, this.frameNumber);
  }

  private linkPacket(length: number): void {
    const packet = this.packet;
    const source = packet.macSource >= 0 ? this.macSource() : 0;
    const destination = this.macDestination();
    const kind = (KIND_MAC << 16) | (packet.type & 0xffff);
    // SNAP organizations share 16-bit types, so the upper bits stand where IP flows have their ports.
    const upper = packet.type >= LLC ? Math.floor(packet.type / 65536) & 0xffff : 0;
    const flow = this.flows.find(kind, source, destination, upper, upper);
    const side = this.account(flow, length, source, destination);
    const start = packet.payloadStart;
    const end = packet.payloadEnd;
    if (this.flowsOnly || start >= end || packet.carries !== CARRIES_LINK) return;
    const duplicate = this.isRepeated(flow, side, contentHash(packet.bytes, start, end), end - start);
    const over = packet.type >= LLC ? "llc" : "ethernet";
    const key = packet.type >= LLC ? packet.type - LLC : packet.type;
    this.datagram(flow, side, over, key, key, start, end, duplicate);
  }

  /** Number of the frame's source hardware address: of its sender, where a frame comes back under a marked address. */
  private macSource(): number {
    const { linkBytes: bytes, macSource, type } = this.packet;
    const first = bytes[macSource] as number;
    if ((first & LOCALLY_ADMINISTERED) !== 0 && this.registry.returns(type)) {
      for (let index = 0; index < 6; index++) this.original[index] = bytes[macSource + index] as number;
      this.original[0] = first & ~LOCALLY_ADMINISTERED;
      const sender = this.macs.knownOf(this.original, 0);
      if (sender !== 0) return sender;
    }
    return this.macs.numberOf(bytes, macSource);
  }

  /** Number of the frame's destination hardware address, 0 where the capture does not tell it. */
  private macDestination(): number {
    const packet = this.packet;
    if (packet.macDestination >= 0) return this.macs.numberOf(packet.linkBytes, packet.macDestination);
    return packet.toAll ? this.macs.numberOf(ALL_STATIONS, 0) : 0;
  }

  private fragment(length: number): void {
    const packet = this.packet;
    this.counts.fragments++;
    const source = packet.ipVersion === 4 ? packet.source : this.v6.numberOf(packet.bytes, packet.addressesAt);
    const destination =
      packet.ipVersion === 4 ? packet.destination : this.v6.numberOf(packet.bytes, packet.addressesAt + 16);
    const whole = this.fragments.add(packet, source, destination, this.time);
    if (whole === undefined) {
      // A fragment without ports still shows who talks to whom.
      const kind = ((packet.ipVersion === 4 ? KIND_V4 : KIND_V6) << 16) | packet.protocol;
      this.account(this.flows.find(kind, source, destination, 0, 0), length, 0, 0);
      return;
    }
    this.assembledPacket(whole, source, destination, length);
  }

  /** The payload of a fragmented packet lies in its own buffer; addresses were read before. */
  private assembledPacket(whole: Uint8Array, source: number, destination: number, length: number): void {
    const packet = this.packet;
    const { tunnel, tunnelDepth } = packet;
    const version = packet.ipVersion === 4 ? KIND_V4 : KIND_V6;
    packet.decodeAssembled(whole, whole.length);
    if (packet.flaw !== 0) countFlaw(this.counts, packet.flaw, length, this.capture, this.frameNumber);
    if (packet.tunnelDepth === tunnelDepth) {
      this.ipFlow((version << 16) | packet.protocol, source, destination, length);
      return;
    }
    // The fragments were those of a tunnel: what it carries has addresses of its own.
    if (tunnel === 0) {
      countTunnel(this.counts, packet.tunnel, this.capture, this.frameNumber);
      this.tunnelFlow(version, source, destination, length);
    }
    this.carried(length);
  }

  /** Counts the frame in the flow of the outermost tunnel; `source` and `destination` are address numbers. */
  private tunnelFlow(version: number, source: number, destination: number, length: number): void {
    const packet = this.packet;
    // Protocol numbers end at 255: the tunnels follow, so that their flows do not mix with the carried ones.
    const kind = (version << 16) | (256 + packet.tunnel);
    const flow = this.flows.find(kind, source, destination, 0, 0);
    const from = packet.outerMacSource;
    const to = packet.outerMacDestination;
    const macFrom = from >= 0 ? this.macs.numberOf(packet.linkBytes, from) : 0;
    const macTo = to >= 0 ? this.macs.numberOf(packet.linkBytes, to) : 0;
    const { vlan, ttl, ipVersion } = packet;
    packet.vlan = packet.outerVlan;
    packet.ttl = packet.outerTtl;
    packet.ipVersion = version;
    this.account(flow, length, macFrom, macTo);
    packet.vlan = vlan;
    packet.ttl = ttl;
    packet.ipVersion = ipVersion;
  }

  private ipPacket(length: number): void {
    const packet = this.packet;
    if (packet.ipVersion === 4) {
      this.ipFlow((KIND_V4 << 16) | packet.protocol, packet.source, packet.destination, length);
      return;
    }
    const source = this.v6.numberOf(packet.bytes, packet.addressesAt);
    const destination = this.v6.numberOf(packet.bytes, packet.addressesAt + 16);
    this.ipFlow((KIND_V6 << 16) | packet.protocol, source, destination, length);
  }

  private ipFlow(kind: number, source: number, destination: number, length: number): void {
    const packet = this.packet;
    const flow = this.flows.find(kind, source, destination, packet.sourcePort, packet.destinationPort);
    const side = this.account(flow, length, -1, -1);
    const base = this.flows.base(flow);
    const cells = this.flows.cells;
    if (packet.missing > 0) cells[base + flows.CUT]++;
    if ((cells[base + flows.CHECKED] as number) < CHECKSUMS_PER_FLOW) this.checkChecksum(base);
    switch (packet.carries) {
      case CARRIES_TCP:
        this.tcp(flow, base, side);
        return;
      case CARRIES_UDP: {
        if (packet.payloadStart >= packet.payloadEnd) return;
        const sum = packet.bytes === this.frameBytes ? u16(packet.bytes, packet.transportAt + 6) : 0;
        const duplicate =
          packet.ipId !== 0 &&
          this.isRepeated(flow, side, (packet.ipId << 16) | sum, packet.payloadEnd - packet.payloadStart);
        if (!this.flowsOnly) {
          this.datagram(
            flow,
            side,
            "udp",
            packet.destinationPort,
            packet.sourcePort,
            packet.payloadStart,
            packet.payloadEnd,
            duplicate,
          );
        }
        return;
      }
      case CARRIES_SCTP:
        if (!this.flowsOnly) this.sctp(flow, side);
        return;
      case CARRIES_IP:
        if (!this.flowsOnly && packet.payloadStart < packet.payloadEnd) {
          this.datagram(
            flow,
            side,
            "ip",
            packet.protocol,
            packet.protocol,
            packet.payloadStart,
            packet.payloadEnd,
            false,
          );
        }
        return;
    }
  }

  /** Counts the frame in its flow; answers the sending side. Address numbers of -1 say that the frame's own are to be used. */
  private account(flow: number, length: number, macFrom: number, macTo: number): 0 | 1 {
    const table = this.flows;
    const packet = this.packet;
    const side = table.reversed as 0 | 1;
    const base = table.base(flow);
    const numbers = table.numbersBase(flow);
    const cells = table.cells;
    if (table.isNew) {
      cells[base + flows.FIRST_FRAME] = this.frameNumber;
      cells[base + flows.CAPTURE] = this.capture;
      cells[base + flows.TRIES] = TRIES;
      cells[base + flows.TUNNEL] = packet.tunnel;
      table.numbers[numbers + flows.FIRST_TIME] = this.time;
      cells[base + flows.ROLES] = firstRoles(this.registry, packet, side);
    }
    if (cells[base + flows.FRAMES + side]++ === 0) {
      const direct = !packet.assembled;
      cells[base + flows.MAC + side] =
        macFrom >= 0
          ? macFrom
          : direct && packet.macSource >= 0
            ? this.macs.numberOf(packet.linkBytes, packet.macSource)
            : 0;
      if (cells[base + flows.MAC_TO] === 0) {
        const to = macTo >= 0 ? macTo : direct ? this.macDestination() : 0;
        cells[base + flows.MAC_TO] = table.isNew ? to : 0;
      }
      cells[base + flows.TTL + side] = packet.ipVersion === 0 ? 0 : packet.ttl;
      cells[base + flows.VLAN + side] = packet.vlan;
      cells[base + flows.MAC_NOW + side] = cells[base + flows.MAC + side] as number;
      cells[base + flows.KEY_NOW + side] = packet.tunnelKey;
    } else if (macFrom < 0) {
      const at = packet.macSource;
      if (
        cells[base + flows.KEY_NOW + side] !== packet.tunnelKey ||
        (at >= 0 && !this.macs.isSixAt(cells[base + flows.MAC_NOW + side] as number, packet.linkBytes, at))
      )
        this.moved(flow, base, side);
    }
    table.numbers[numbers + flows.BYTES + side] += length;
    table.numbers[numbers + flows.LAST_TIME] = this.time;
    return side;
  }

  private moved(flow: number, base: number, side: 0 | 1): void {
    const packet = this.packet;
    const cells = this.flows.cells;
    // Fragments that were put together lie in a buffer of their own, without a link layer.
    if (packet.assembled || (cells[base + flows.MOVES] as number) >= MOST_MOVES) return;
    const macBefore = cells[base + flows.MAC_NOW + side] as number;
    const keyBefore = cells[base + flows.KEY_NOW + side] as number;
    const mac = packet.macSource >= 0 ? this.macs.numberOf(packet.linkBytes, packet.macSource) : 0;
    cells[base + flows.MAC_NOW + side] = mac;
    cells[base + flows.KEY_NOW + side] = packet.tunnelKey;
    if (macBefore === 0 && keyBefore === packet.tunnelKey) return;
    cells[base + flows.MOVES]++;
    this.listener.flowMoved?.(flow, side, macBefore, keyBefore);
  }

  private checkChecksum(base: number): void {
    const state = checksumState(this.packet, this.frameBytes);
    if (state < 0) return;
    this.flows.cells[base + flows.CHECKED]++;
    if (state === 0) this.flows.cells[base + flows.WRONG_CHECKSUMS]++;
  }

  /** Whether the same side sent the same content a moment ago: a mirror port that shows a frame twice. */
  private isRepeated(flow: number, side: 0 | 1, mark: number, length: number): boolean {
    const cells = this.flows.cells;
    const base = this.flows.base(flow);
    const numbers = this.flows.numbers;
    const timeAt = this.flows.numbersBase(flow) + flows.LAST_PAYLOAD_TIME + side;
    const repeated =
      cells[base + flows.LAST_MARK + side] === mark &&
      cells[base + flows.LAST_LENGTH + side] === length &&
      Math.abs(this.time - (numbers[timeAt] as number)) < DUPLICATE_WINDOW;
    cells[base + flows.LAST_MARK + side] = mark;
    cells[base + flows.LAST_LENGTH + side] = length;
    numbers[timeAt] = this.time;
    if (repeated) {
      cells[base + flows.DUPLICATED]++;
      this.counts.duplicates++;
    }
    return repeated;
  }

  private tcp(flow: number, base: number, side: 0 | 1): void {
    const packet = this.packet;
    const cells = this.flows.cells;
    const tcpFlags = packet.tcpFlags;
    const length = packet.payloadEnd - packet.payloadStart + packet.missing;
    const number = cells[base + flows.CONVERSATION] as number;
    if ((tcpFlags & 0x02) !== 0) {
      this.synchronize(base, side, number);
    }
    const mayClose = (tcpFlags & 0x05) !== 0 && !isClosed(this.flows, flow);
    cells[base + flows.FLAGS + side] |= tcpFlags | ((tcpFlags & 0x12) === 0x12 ? 0x100 : 0);
    if (mayClose && isClosed(this.flows, flow)) this.endings.close(flow);
    const stream = this.streams[number];
    if ((tcpFlags & 0x10) !== 0 && stream !== undefined) stream.acknowledged(side === 0 ? 1 : 0, packet.acknowledgment);
    const ends = (tcpFlags & 0x01) !== 0;
    if (length === 0) {
      if (ends && stream !== undefined) this.closeStream(flow, stream, number, side, 0);
      return;
    }
    cells[base + flows.PAYLOADS + side]++;
    this.flows.numbers[this.flows.numbersBase(flow) + flows.PAYLOAD_BYTES] += length;
    this.trackSequence(flow, base, side, length);
    if (this.flowsOnly || packet.payloadStart >= packet.payloadEnd) {
      if (stream !== undefined && packet.missing > 0) this.toStream(flow, stream, number, side);
      return;
    }
    if (stream !== undefined) {
      this.toStream(flow, stream, number, side);
      if (ends) this.closeStream(flow, stream, number, side, length);
      return;
    }
    if ((cells[base + flows.TRIES] as number) <= 0) return;
    cells[base + flows.TRIES]--;
    const { bytes, payloadStart, payloadEnd, destinationPort, sourcePort } = packet;
    const found = this.recognizer.find(flow, side, "tcp", destinationPort, sourcePort, bytes, payloadStart, payloadEnd);
    if (found === undefined) return;
    const given = this.assign(flow, found, true);
    const opened = this.streams[given] as Stream;
    this.toStream(flow, opened, given, side);
    if (ends) this.closeStream(flow, opened, given, side, length);
  }

  private synchronize(base: number, side: 0 | 1, number: number): void {
    const packet = this.packet;
    const cells = this.flows.cells;
    const isAnswer = (packet.tcpFlags & 0x10) !== 0;
    const client = isAnswer ? 1 - side : side;
    cells[base + flows.ROLES] = (client === 0 ? flows.CLIENT_IS_A : flows.CLIENT_IS_B) | flows.FROM_HANDSHAKE;
    cells[base + flows.NEXT + side] = (packet.sequence + 1) | 0;
    const stream = this.streams[number];
    if (stream === undefined) {
      if (!isAnswer) cells[base + flows.TRIES] = TRIES;
      return;
    }
    // A SYN on known ports is a new connection only when its number is new; else the SYN was sent twice.
    if (!isAnswer) this.conversations[number]?.restart();
    stream.open(side, (packet.sequence + 1) | 0);
  }

  /** Keeps the sequence numbers of flows whose protocol is not known, to tell duplicates, retransmissions and gaps. */
  private trackSequence(flow: number, base: number, side: 0 | 1, length: number): void {
    const packet = this.packet;
    const cells = this.flows.cells;
    const expected = cells[base + flows.NEXT + side] as number;
    const first = (cells[base + flows.PAYLOADS + side] as number) === 1 && (cells[base + flows.FLAGS + side] & 2) === 0;
    const ahead = first ? 0 : (packet.sequence - expected) | 0;
    if (ahead < 0) {
      if (this.isRepeated(flow, side, (packet.ipId << 16) ^ packet.sequence, length)) return;
      cells[base + flows.RETRANSMITTED]++;
      if (((packet.sequence + length - expected) | 0) > 0)
        cells[base + flows.NEXT + side] = (packet.sequence + length) | 0;
      return;
    }
    this.isRepeated(flow, side, (packet.ipId << 16) ^ packet.sequence, length);
    if (ahead > 0) {
      cells[base + flows.GAPS]++;
      if (ahead < 0x1000000) this.flows.numbers[this.flows.numbersBase(flow) + flows.LOST_BYTES] += ahead;
    }
    cells[base + flows.NEXT + side] = (packet.sequence + length) | 0;
  }

  private toStream(flow: number, stream: Stream, number: number, side: 0 | 1): void {
    const packet = this.packet;
    const conversation = this.conversations[number] as Conversation;
    this.stand(conversation, flow, side, false);
    stream.segment(side, packet.sequence, packet.bytes, packet.payloadStart, packet.payloadEnd, packet.missing);
    if (conversation.messages === 0 && conversation.refusals > 3) this.dismiss(flow, number);
  }

  private closeStream(flow: number, stream: Stream, number: number, side: 0 | 1, length: number): void {
    // The last segment may have shown that this was another protocol.
    if (this.streams[number] !== stream) return;
    this.stand(this.conversations[number] as Conversation, flow, side, false);
    stream.close(side, (this.packet.sequence + length) | 0);
  }

  /** SCTP (RFC 9260 section 3.3.1): messages in DATA chunks, whole or split. */
  private sctp(flow: number, side: 0 | 1): void {
    const packet = this.packet;
    const { bytes, payloadEnd: end, destinationPort, sourcePort } = packet;
    let at = packet.payloadStart;
    for (let chunks = 0; chunks < 64 && at + 4 <= end; chunks++) {
      const length = u16(bytes, at + 2);
      if (length < 4 || at + length > end) return;
      if (bytes[at] === 0 && length > 16) {
        const message = this.sctpMessages.take(flow * 2 + side, bytes, at, length);
        if (message === true)
          this.datagram(flow, side, "sctp", destinationPort, sourcePort, at + 16, at + length, false);
        else if (message !== false) {
          // It lies in a buffer of its own, as a packet of several fragments does.
          packet.bytes = message;
          this.datagram(flow, side, "sctp", destinationPort, sourcePort, 0, message.length, false);
          packet.bytes = bytes;
        }
      }
      at += (length + 3) & ~3;
    }
  }

  private datagram(
    flow: number,
    side: 0 | 1,
    over: "udp" | "sctp" | "ip" | "ethernet" | "llc",
    key: number,
    otherKey: number,
    start: number,
    end: number,
    duplicate: boolean,
  ): void {
    const packet = this.packet;
    const base = this.flows.base(flow);
    const cells = this.flows.cells;
    cells[base + flows.PAYLOADS + side]++;
    this.flows.numbers[this.flows.numbersBase(flow) + flows.PAYLOAD_BYTES] += end - start + packet.missing;
    let number = cells[base + flows.CONVERSATION] as number;
    if (number === 0) {
      if ((cells[base + flows.TRIES] as number) <= 0) return;
      cells[base + flows.TRIES]--;
      const found = this.recognizer.find(flow, side, over, key, otherKey, packet.bytes, start, end);
      if (found === undefined) return;
      number = this.assign(flow, found, false);
    }
    const conversation = this.conversations[number] as Conversation;
    this.stand(conversation, flow, side, duplicate);
    const left = conversation.datagram(packet.bytes, start, end, packet.missing > 0);
    if (left === end - start && over === "udp" && conversation.messages > 0)
      this.readOther(conversation, flow, side, start, end);
    if (conversation.messages === 0 && conversation.refusals > 3) this.dismiss(flow, number);
  }

  /** A datagram that is not of its flow's protocol: a scanner asks many things from one port to another. */
  private readOther(conversation: Conversation, flow: number, side: 0 | 1, start: number, end: number): void {
    const packet = this.packet;
    const cell = this.flows.base(flow) + flows.TRIES;
    if ((this.flows.cells[cell] as number) <= 0) return;
    const other = this.recognizer.findByBytes(flow, side, "udp", packet.bytes, start, end);
    if (other === undefined || other === conversation.dissector) this.flows.cells[cell]--;
    else conversation.readBeside(other, packet.bytes, start, end, packet.missing > 0);
  }

  private stand(conversation: Conversation, flow: number, side: 0 | 1, duplicate: boolean): void {
    const packet = this.packet;
    conversation.side = side;
    conversation.fromClient = this.clientSide(flow) === side;
    conversation.sourcePort = packet.sourcePort;
    conversation.destinationPort = packet.destinationPort;
    conversation.frame = this.frameNumber;
    conversation.time = this.time;
    conversation.duplicate = duplicate;
  }

  private assign(flow: number, dissector: Dissector, stream: boolean): number {
    const number = this.freeNumbers.pop() ?? this.conversations.length;
    const conversation = new Conversation(this, dissector, number, flow, stream, undefined);
    this.conversations[number] = conversation;
    this.streams[number] = stream ? new Stream(conversation) : undefined;
    this.flows.cells[this.flows.base(flow) + flows.CONVERSATION] = number;
    return number;
  }

  /** The recognition was wrong: the flow may be tried again, but not for ever. */
  private dismiss(flow: number, number: number): void {
    this.flows.cells[this.flows.base(flow) + flows.CONVERSATION] = 0;
    this.conversations[number] = undefined;
    this.streams[number] = undefined;
    this.freeNumbers.push(number);
  }

  private endFlows(): void {
    for (const flow of this.endings.over(this.counts.frames, this.time)) {
      this.end(flow);
      this.flows.remove(flow);
    }
  }

  private end(flow: number): void {
    const number = this.flows.cells[this.flows.base(flow) + flows.CONVERSATION] as number;
    this.streams[number]?.finish();
    this.countGaps(flow);
    this.listener.flowEnded(flow);
    this.sctpMessages.release(flow);
    if (number !== 0) this.dismiss(flow, number);
  }

  private countGaps(flow: number): void {
    const base = this.flows.base(flow);
    const stream = this.streams[this.flows.cells[base + flows.CONVERSATION] as number];
    if (stream === undefined) return;
    this.flows.cells[base + flows.GAPS] = stream.counts.gaps;
    this.flows.numbers[this.flows.numbersBase(flow) + flows.LOST_BYTES] = stream.counts.lostBytes;
  }
}

function u16(bytes: Uint8Array, at: number): number {
  return ((bytes[at] as number) << 8) | (bytes[at + 1] as number);
}
