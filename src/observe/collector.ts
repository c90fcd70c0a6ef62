import { KIND_MAC, KIND_V4, KIND_V6, macText } from "../dissect/addresses.ts";
import type { Conversation } from "../dissect/conversation.ts";
import type { Engine, Listener } from "../dissect/engine.ts";
import * as flows from "../dissect/flows.ts";
import { LLC } from "../dissect/packet.ts";
import type { About, Claim, Message, Noted, Sample, Subject, ToldFlow } from "../dissect/talk.ts";
import { REQUEST } from "../dissect/talk.ts";
import { TUNNEL_NAMES } from "../dissect/tunnels.ts";
import { changesState, heavierAct } from "../model/act.ts";
import type { Evidence } from "../model/evidence.ts";
import type { Remark } from "../model/remark.ts";
import type { Host, LinkFault, LinkTally } from "./ledger.ts";
import {
  having,
  including,
  Ledger,
  MOST_ASKED,
  MOST_BINDINGS,
  MOST_CANDIDATES,
  MOST_LINK_FAULTS,
  MOST_MOVED_ADDRESSES,
  MOST_MOVES,
  MOST_PARTS,
  MOST_REMARKS,
  MOST_TOLD,
  NO_CLAIMS,
  NO_FAULTS,
} from "./ledger.ts";
import { nameOfFlow } from "./names.ts";
import type { SampleSource } from "./points.ts";
import { PointStore } from "./points.ts";
import { isGroupAddress } from "./resolve.ts";
import { ConversationTally } from "./tally.ts";
import { addToldFlow } from "./told.ts";

/** Seconds after which an answer no longer belongs to what was asked. */
const ANSWER_PATIENCE = 60;

/** How far a name is believed that others gave: below what a device says itself, above what a client asked for. */
const NAMED_BY_OTHERS = 0.6;

/**
 * Listens to the engine and sums up: hosts, what is said of them, links and what is done on them. Messages cost a few
 * integer additions; names are made when a flow ends.
 */
export class Collector implements Listener {
  readonly ledger: Ledger;
  private readonly source: SampleSource = {
    capture: 0,
    frame: 0,
    start: 0,
    end: 0,
    time: Number.NaN,
    isWrite: false,
    peer: 0,
  };
  private engine: Engine | undefined;

  constructor(ledger: Ledger = new Ledger()) {
    this.ledger = ledger;
  }

  /** Must be called before the first frame; apart from the constructor because engine and listener need each other. */
  attach(engine: Engine): void {
    this.engine = engine;
  }

  message(conversation: Conversation, message: Message): void {
    if (conversation.duplicate) return;
    let tally = conversation.tally as ConversationTally | undefined;
    if (tally === undefined) {
      tally = new ConversationTally();
      conversation.tally = tally;
    }
    tally.of(message.operation, conversation, this.evidenceOf).add(message, conversation);
    if (message.faults.length > 0) tally.addFaults(message, conversation.side, this.evidenceOf(conversation));
    if (message.claims.length > 0) this.addClaims(conversation, message.claims);
    if (message.notes.length > 0) this.addNotes(conversation, message.notes);
    if (message.sampleCount > 0 || message.again !== undefined) this.addSamples(conversation, tally, message);
    if (message.flowCount > 0) this.addTold(conversation, message);
  }

  flowEnded(flow: number): void {
    const engine = this.engine as Engine;
    const table = engine.flows;
    const base = table.base(flow);
    const numbers = table.numbersBase(flow);
    const cells = table.cells;
    const kind = (cells[base] as number) >> 16;
    // Who answers a group is the server of a client that has no address: its port names the service, and it is the
    // link's only end that is a device.
    const servingSide = engine.clientSide(flow) === 0 ? 1 : 0;
    const isToGroup = this.isSilentGroup(flow, servingSide === 0 ? 1 : 0);
    const clientSide = (servingSide === 0) === isToGroup ? 0 : 1;
    const serverSide = clientSide === 0 ? 1 : 0;
    const client = this.hostAt(flow, clientSide);
    const server = this.hostAt(flow, serverSide);
    if (cells[base + flows.FRAMES + serverSide] === 0 && this.isToAllStations(flow)) server.broadcast = true;
    else if (!isGroupAddress(server.address, server.isMac) && (cells[base + flows.FRAMES + clientSide] as number) > 0)
      client.sentToOne = true;
    if (!isGroupAddress(client.address, client.isMac) && (cells[base + flows.FRAMES + serverSide] as number) > 0)
      server.sentToOne = true;
    const firstSeen = table.numbers[numbers + flows.FIRST_TIME] as number;
    const lastSeen = table.numbers[numbers + flows.LAST_TIME] as number;
    const evidence: Evidence = {
      capture: cells[base + flows.CAPTURE] as number,
      frame: cells[base + flows.FIRST_FRAME] as number,
      start: 0,
      end: 0,
      time: firstSeen,
    };
    this.addFlowToHost(client, flow, clientSide, firstSeen, lastSeen, evidence);
    this.addFlowToHost(server, flow, serverSide, firstSeen, lastSeen, evidence);

    const conversation = engine.conversationOf(flow);
    const ports = cells[base + flows.PORTS] as number;
    const portA = ports >>> 16;
    const portB = ports & 0xffff;
    const servingPort = servingSide === 0 ? portA : portB;
    const groupPort = servingSide === 0 ? portB : portA;
    // Announcements may leave from any port: then it is the group's that names the service.
    const isOwned = (port: number): boolean => engine.registry.owners("udp", port).length > 0;
    const fromAnyPort = isToGroup && !isOwned(servingPort) && isOwned(groupPort);
    const serverPort = kind === KIND_MAC ? 0 : fromAnyPort ? groupPort : servingPort;
    const name = nameOfFlow(conversation, cells[base] as number, kind === KIND_MAC ? portA : 0, serverPort);
    const key = `${client.address} ${server.address} ${name.protocol} ${name.transport} ${name.port}`;
    const flags = (cells[base + flows.FLAGS + clientSide] as number) | 0;
    const answers = cells[base + flows.FRAMES + serverSide] as number;
    const asked = cells[base + flows.FRAMES + clientSide] as number;
    const isTcp = name.transport === "tcp";
    // A client that acknowledges or sends payload after its SYN was answered, even if the answer was not captured.
    const proven = isTcp && answers === 0 && (flags & 0x10) !== 0;
    if (proven) server.answeredUnseen = true;
    if (isTcp && asked === 0 && ((cells[base + flows.FLAGS + serverSide] as number) & 0x10) !== 0)
      client.answeredUnseen = true;
    const serverFlags = cells[base + flows.FLAGS + serverSide] as number;
    const payloads = (cells[base + flows.PAYLOADS] as number) + (cells[base + flows.PAYLOADS + 1] as number);
    const link = this.ledger.linkFor(key, client.address, server.address, name, evidence, firstSeen);
    link.flows++;
    if (isToGroup) link.speakerServes = true;
    link.frames += asked + answers;
    link.bytes += (table.numbers[numbers] as number) + (table.numbers[numbers + 1] as number);
    link.bytesToServer += table.numbers[numbers + clientSide] as number;
    link.payloadBytes += table.numbers[numbers + flows.PAYLOAD_BYTES] as number;
    if (firstSeen < link.firstSeen) {
      link.firstSeen = firstSeen;
      link.evidence = evidence;
    }
    link.lastSeen = Math.max(link.lastSeen, lastSeen);
    if (link.rolesFrom === "" || engine.rolesFrom(flow) === "messages") link.rolesFrom = engine.rolesFrom(flow);
    const synOnly = isTcp && answers === 0 && (flags & 0x02) !== 0 && (flags & 0x10) === 0;
    const reset = isTcp && payloads === 0 && (serverFlags & 0x04) !== 0 && (serverFlags & 0x02) === 0;
    if (synOnly) link.unanswered++;
    else if (reset) link.refused++;
    else if (isTcp && (asked === 0 || answers === 0)) {
      link.oneSidedFlows++;
      link.oneSidedFrames += asked + answers;
      link.oneSidedBytes += (table.numbers[numbers] as number) + (table.numbers[numbers + 1] as number);
    }
    if (isTcp && (payloads > 0 || (flags & serverFlags & 0x10) !== 0)) link.established++;
    for (const side of [0, 1] as const) {
      const vlan = cells[base + flows.VLAN + side] as number;
      if (vlan >= 0 && (cells[base + flows.FRAMES + side] as number) > 0) link.vlans = including(link.vlans, vlan);
    }
    link.retransmitted += cells[base + flows.RETRANSMITTED] as number;
    link.duplicated += cells[base + flows.DUPLICATED] as number;
    link.gaps += cells[base + flows.GAPS] as number;
    link.lostBytes += table.numbers[numbers + flows.LOST_BYTES] as number;
    link.cutPackets += cells[base + flows.CUT] as number;
    link.wrongChecksums += cells[base + flows.WRONG_CHECKSUMS] as number;
    link.checkedChecksums += cells[base + flows.CHECKED] as number;
    const tunnel = cells[base + flows.TUNNEL] as number;
    if (tunnel > 0) link.tunnel = TUNNEL_NAMES[tunnel] as string;
    if (conversation !== undefined) this.addConversation(link, conversation, clientSide);
  }

  flowMoved(flow: number, side: 0 | 1, macBefore: number, keyBefore: number): void {
    const engine = this.engine as Engine;
    const macNow = engine.flows.cells[engine.flows.base(flow) + flows.MAC_NOW + side] as number;
    const keyNow = engine.flows.cells[engine.flows.base(flow) + flows.KEY_NOW + side] as number;
    if (keyNow !== keyBefore) {
      this.ledger.rooms.moved(engine, flow, side, macNow !== macBefore);
      return;
    }
    if (macBefore === 0 || macNow === 0 || macNow === macBefore) return;
    const { capture, time } = engine;
    const from = engine.macs.hex(macBefore);
    const to = engine.macs.hex(macNow);
    const key = `${from} ${to}`;
    let move = this.ledger.moves.get(key);
    if (move === undefined) {
      if (this.ledger.moves.size >= MOST_MOVES) {
        this.ledger.dropped++;
        return;
      }
      const evidence: Evidence = { capture, frame: engine.frameNumber, start: 6, end: 12, time };
      move = { from, to, addresses: [], times: 0, isRouted: false, firstSeen: time, lastSeen: time, evidence };
      this.ledger.moves.set(key, move);
    }
    const hopsAtFirst = engine.flows.cells[engine.flows.base(flow) + flows.TTL + side] as number;
    if (engine.packet.ttl < hopsAtFirst) move.isRouted = true;
    move.times++;
    move.lastSeen = time;
    const address = engine.addressText(flow, side);
    if (move.addresses.length < MOST_MOVED_ADDRESSES && !move.addresses.includes(address)) move.addresses.push(address);
  }

  /** Evidence of the message that a conversation is now delivering. */
  readonly evidenceOf = (conversation: Conversation, start = 0, end = 0): Evidence => {
    const engine = this.engine as Engine;
    const direct = conversation.bytes === engine.frameBytes;
    const from = start === 0 && end === 0 ? conversation.start : start;
    const to = start === 0 && end === 0 ? conversation.end : end;
    return {
      capture: engine.capture,
      frame: conversation.frame,
      start: direct ? from - engine.frameStart : -1,
      end: direct ? to - engine.frameStart : -1,
      time: conversation.time,
    };
  };

  /** Whether a side never spoke and is a group of stations by its address or by the frames that went to it. */
  private isSilentGroup(flow: number, side: 0 | 1): boolean {
    const engine = this.engine as Engine;
    const base = engine.flows.base(flow);
    if ((engine.flows.cells[base + flows.FRAMES + side] as number) > 0) return false;
    const kind = (engine.flows.cells[base] as number) >> 16;
    return isGroupAddress(engine.addressText(flow, side), kind === KIND_MAC) || this.isToAllStations(flow);
  }

  /** Whether the first frame of a flow went to the broadcast hardware address. */
  private isToAllStations(flow: number): boolean {
    const engine = this.engine as Engine;
    const to = engine.flows.cells[engine.flows.base(flow) + flows.MAC_TO] as number;
    if (to === 0) return false;
    for (let index = 0; index < 6; index++) if (engine.macs.byteAt(to, index) !== 0xff) return false;
    return true;
  }

  private hostAt(flow: number, side: 0 | 1): Host {
    const engine = this.engine as Engine;
    const kind = (engine.flows.cells[engine.flows.base(flow)] as number) >> 16;
    return this.ledger.hostOf(engine.addressText(flow, side), kind === KIND_MAC);
  }

  private addFlowToHost(
    host: Host,
    flow: number,
    side: 0 | 1,
    firstSeen: number,
    lastSeen: number,
    evidence: Evidence,
  ): void {
    const engine = this.engine as Engine;
    const table = engine.flows;
    const base = table.base(flow);
    const numbers = table.numbersBase(flow);
    const other = side === 0 ? 1 : 0;
    const sent = table.cells[base + flows.FRAMES + side] as number;
    host.sentFrames += sent;
    host.receivedFrames += table.cells[base + flows.FRAMES + other] as number;
    host.sentBytes += table.numbers[numbers + side] as number;
    host.receivedBytes += table.numbers[numbers + other] as number;
    if (sent === 0) return;
    host.firstSeen = Math.min(host.firstSeen, firstSeen);
    host.lastSeen = Math.max(host.lastSeen, lastSeen);
    const vlan = table.cells[base + flows.VLAN + side] as number;
    if (vlan >= 0) host.vlans = including(host.vlans, vlan);
    const mac = table.cells[base + flows.MAC + side] as number;
    const tunnel = table.cells[base + flows.TUNNEL] as number;
    const tunnelKey = table.cells[base + flows.KEY_NOW + side] as number;
    if (mac === 0 && tunnel > 0) {
      const pair = `${host.address} ${engine.addressText(flow, other)}`;
      this.ledger.rooms.add(pair, host.address, { key: tunnelKey, firstSeen, lastSeen, evidence });
    }
    if (mac === 0 || host.isMac) return;
    const text = engine.macs.hex(mac);
    const known = host.macs.get(text);
    const ttl = table.cells[base + flows.TTL + side] as number;
    if (known === undefined)
      host.macs = having(host.macs, text, { flows: 1, frames: sent, ttl, tunnel, tunnelKey, vlan, evidence });
    else {
      known.flows++;
      known.frames += sent;
      known.ttl = Math.max(known.ttl, ttl);
    }
  }

  private addConversation(link: LinkTally, conversation: Conversation, clientSide: 0 | 1): void {
    const tally = conversation.tally as ConversationTally | undefined;
    if (conversation.messages > 0) link.dissected = true;
    link.messages += conversation.messages;
    if (tally !== undefined) {
      for (const entry of tally.operations) {
        const known = link.operations.get(entry.operation.index);
        // The conversation goes on summing up what a view was told.
        const told = this.ledger.isView ? entry.copy() : entry;
        if (known === undefined) link.operations = having(link.operations, entry.operation.index, told);
        else known.merge(told);
        link.act = heavierAct(link.act, entry.operation.act);
      }
      for (const fault of tally.faultsByName?.values() ?? []) {
        if (link.faults.length >= MOST_LINK_FAULTS) break;
        if (link.faults === NO_FAULTS) link.faults = [];
        (link.faults as LinkFault[]).push({
          side: fault.side === clientSide ? "client" : "server",
          protocol: conversation.dissector.name,
          name: fault.name,
          count: fault.count,
          evidence: fault.evidence,
        });
      }
    }
    for (const child of conversation.children) this.addConversation(link, child, clientSide);
  }

  private subject(conversation: Conversation, about: About): { host: Host; part: string } | undefined {
    if (about === "sender") return { host: this.hostAt(conversation.flow, conversation.side), part: "" };
    if (about === "receiver") {
      return { host: this.hostAt(conversation.flow, conversation.side === 0 ? 1 : 0), part: "" };
    }
    return this.namedSubject(conversation, about);
  }

  private namedSubject(conversation: Conversation, about: Subject): { host: Host; part: string } | undefined {
    const part = about.part ?? "";
    if (about.ip !== undefined && about.ip !== "") return { host: this.ledger.hostOf(about.ip, false), part };
    if (about.mac !== undefined && about.mac !== "") return { host: this.ledger.hostOf(about.mac, true), part };
    const whose = this.subject(conversation, about.of ?? "sender");
    return whose === undefined ? undefined : { host: whose.host, part };
  }

  private addClaims(conversation: Conversation, claims: readonly Claim[]): void {
    for (const claim of claims) {
      const subject = this.subject(conversation, claim.about);
      if (subject === undefined) continue;
      const { host, part } = subject;
      const known = part === "" ? host.claims : host.parts.get(part);
      const key = `${claim.attribute}\n${claim.value}\n${claim.method}`;
      const tally = known?.get(key);
      if (tally !== undefined) {
        tally.times++;
        tally.lastSaid = conversation.time;
        if (claim.confidence > tally.confidence) tally.confidence = claim.confidence;
        continue;
      }
      if (known === undefined ? host.parts.size >= MOST_PARTS : known.size >= MOST_CANDIDATES * 4) {
        this.ledger.dropped++;
        continue;
      }
      const claims = having(known ?? NO_CLAIMS, key, {
        attribute: claim.attribute,
        value: claim.value,
        confidence: claim.confidence,
        method: claim.method,
        times: 1,
        evidence: this.evidenceOf(conversation, claim.start, claim.end),
      });
      if (part === "") host.claims = claims;
      else if (claims !== known) host.parts = having(host.parts, part, claims);
    }
  }

  /** Values belong to whoever answers: to the receiver of a request, else to the sender. */
  private addSamples(conversation: Conversation, tally: ConversationTally, message: Message): void {
    const engine = this.engine as Engine;
    const isRequest = message.direction === REQUEST;
    const ownerSide = isRequest === (conversation.side === 0) ? 1 : 0;
    let holder = tally.holders[ownerSide];
    if (holder === undefined) {
      const owner = this.hostAt(conversation.flow, ownerSide);
      owner.points ??= new PointStore(this.ledger.pointRoom);
      const peer = this.hostAt(conversation.flow, ownerSide === 0 ? 1 : 0);
      // A group neither reads nor writes.
      const named = !isGroupAddress(peer.address, peer.isMac);
      holder = { store: owner.points, peer: named ? owner.points.peerBit(peer.address) : 0 };
      tally.holders[ownerSide] = holder;
    }
    const { source } = this;
    const direct = conversation.bytes === engine.frameBytes;
    source.capture = engine.capture;
    source.frame = conversation.frame;
    source.start = direct ? conversation.start - engine.frameStart : -1;
    source.end = direct ? conversation.end - engine.frameStart : -1;
    source.time = conversation.time;
    source.isWrite = changesState(message.operation.act);
    source.peer = holder.peer;
    for (let index = 0; index < message.sampleCount; index++) {
      holder.store.add(message.samples[index] as Sample, source);
    }
    if (message.again !== undefined) holder.store.addAgain(message.again, source);
  }

  /** What exporters tell is kept apart from what was seen. */
  private addTold(conversation: Conversation, message: Message): void {
    const { ledger } = this;
    const engine = this.engine as Engine;
    const sender = conversation.senderAddress();
    const evidence = this.evidenceOf(conversation);
    const { name: protocol } = conversation.dissector;
    for (let index = 0; index < message.flowCount; index++) {
      const flow = message.flows[index] as ToldFlow;
      const by = { exporter: flow.exporter === "" ? sender : flow.exporter, protocol, evidence };
      if (!addToldFlow(ledger.told, flow, by, engine.registry)) ledger.dropped++;
    }
  }

  private addNotes(conversation: Conversation, notes: readonly Noted[]): void {
    for (const note of notes) {
      const { remark } = note;
      if (remark.kind === "binding") {
        this.addBinding(conversation, remark);
        continue;
      }
      if (remark.kind === "name") {
        this.addName(conversation, remark);
        continue;
      }
      const subject = this.subject(conversation, note.about);
      if (subject === undefined) continue;
      const about = subject.host.address;
      const sender = this.hostAt(conversation.flow, conversation.side).address;
      const receiver = this.hostAt(conversation.flow, conversation.side === 0 ? 1 : 0).address;
      const peer = about === sender ? receiver : sender;
      const key = `${about}\n${peer}\n${conversation.dissector.name}\n${JSON.stringify(remark)}`;
      const known = this.ledger.remarks.get(key);
      if (known !== undefined) {
        known.times++;
        known.lastSeen = conversation.time;
      } else if (this.ledger.remarks.size < MOST_REMARKS) {
        this.ledger.remarks.set(key, {
          remark,
          about,
          peer,
          linkKey: "",
          protocol: conversation.dissector.name,
          times: 1,
          firstSeen: conversation.time,
          lastSeen: conversation.time,
          evidence: this.evidenceOf(conversation),
        });
      } else this.ledger.dropped++;
    }
  }

  private addName(conversation: Conversation, remark: Extract<Remark, { kind: "name" }>): void {
    if (remark.ip === "" || remark.name === "") return;
    const host = this.ledger.hostOf(remark.ip, false);
    const { names } = host;
    const key = `${remark.name}\n${remark.method}`;
    const known = names.get(key);
    if (known !== undefined) known.times++;
    else if (names.size < MOST_CANDIDATES) {
      host.names = having(names, key, {
        attribute: "name",
        value: remark.name,
        confidence: NAMED_BY_OTHERS,
        method: `${remark.method} answer`,
        times: 1,
        evidence: this.evidenceOf(conversation),
      });
    } else this.ledger.dropped++;
  }

  private addBinding(conversation: Conversation, remark: Extract<Remark, { kind: "binding" }>): void {
    const key = `${remark.ip} ${remark.mac} ${remark.method}`;
    let known = this.ledger.bindings.get(key);
    if (known !== undefined) {
      known.times++;
      known.lastSeen = conversation.time;
    } else if (this.ledger.bindings.size < MOST_BINDINGS) {
      known = {
        method: remark.method,
        mac: remark.mac,
        ip: remark.ip,
        times: 1,
        firstSeen: conversation.time,
        lastSeen: conversation.time,
        evidence: this.evidenceOf(conversation),
        unasked: 0,
        unaskedTo: [],
        unaskedEvidence: null,
      };
      this.ledger.bindings.set(key, known);
    } else this.ledger.dropped++;
    if (remark.asks !== undefined) {
      const question = `${remark.ip} ${remark.asks}`;
      if (this.ledger.asked.has(question) || this.ledger.asked.size < MOST_ASKED)
        this.ledger.asked.set(question, conversation.time);
    }
    if (remark.to !== undefined && known !== undefined && this.isUnasked(remark.to, remark.ip, conversation.time)) {
      known.unasked++;
      if (known.unaskedTo.length < MOST_TOLD && !known.unaskedTo.includes(remark.to)) known.unaskedTo.push(remark.to);
      known.unaskedEvidence ??= this.evidenceOf(conversation);
    }
  }

  /** Whether a station is told of an address that it did not ask for; once questions found no room, nobody can tell. */
  private isUnasked(station: string, ip: string, time: number): boolean {
    if (this.ledger.asked.size >= MOST_ASKED) return false;
    const asked = this.ledger.asked.get(`${station} ${ip}`);
    return asked === undefined || Math.abs(time - asked) > ANSWER_PATIENCE;
  }
}

/** Whether a flow key stands for IP. */
export function isIpKind(kind: number): boolean {
  return kind === KIND_V4 || kind === KIND_V6;
}

/** How an address is written for people. */
export function addressForPeople(address: string, isMac: boolean): string {
  return isMac ? macText(address) : address;
}

/** LLC types begin here in names of link-layer flows. */
export const LLC_START = LLC;
