import type { Attribute } from "../model/attribute.ts";
import type { Fault } from "../model/fault.ts";
import type { Remark } from "../model/remark.ts";
import type { Dissector } from "./dissector.ts";
import type { Operation } from "./operation.ts";
import type { PointSpace, Quality } from "./points.ts";

/** Which way a message goes, as the protocol itself says; it is evidence for who is client and who is server. */
export type Direction = 0 | 1 | 2 | 3;
/** The protocol does not say. */
export const UNDIRECTED: Direction = 0;
/** Asks: its sender is the client. */
export const REQUEST: Direction = 1;
/** Answers: its sender is the server. */
export const RESPONSE: Direction = 2;
/** Unasked news from a server to a client (publish, unsolicited report). */
export const NOTICE: Direction = 3;

/** Whom a claim is about. */
export type About = "sender" | "receiver" | Subject;

/** A device other than the two that speak: named by an address, or a part behind one of them. */
export interface Subject {
  /** 12 lower-case hex digits. */
  mac?: string;
  /** IPv4 dotted or IPv6 text. */
  ip?: string;
  /** A part of `of`: e.g. "unit 5", "slot 2", "device 1234"; stays under the device that hides it. */
  part?: string;
  of?: "sender" | "receiver";
}

/**
 * One of the two that speak, when it only passes on what another says (a switch that asks for the device at its port):
 * claims about it are about `whose` then, or dropped where that is unknown.
 */
export interface Relay {
  readonly side: "sender" | "receiver";
  readonly whose?: Subject;
}

/** Something a message says about a device. */
export interface Claim {
  about: About;
  attribute: Attribute;
  value: string;
  /** 0 to 1: 0.95 the device says it in a field made for it; 0.7 in free text; 0.4 by habit; 0.2 a guess. */
  confidence: number;
  /** How it was learned, for people: "Modbus function 43". */
  method: string;
  /** Reader positions of the bytes that say so; 0, 0 for the whole message. */
  start: number;
  end: number;
}

/** Something security-relevant that a message shows, with whom it concerns. */
export interface Noted {
  about: About;
  remark: Remark;
}

/** A value or range that an operation touches, e.g. holding registers 0 to 9; summed up per conversation. */
export interface Target {
  /** The address space, a constant text: "holding register", "DB 5", "binary input". */
  space: string;
  first: number;
  count: number;
}

/** The value of one process point, as a message carries it. */
export interface Sample {
  space: PointSpace;
  /** Which station of the server holds the point (Modbus unit, DNP3 or IEC 104 address); -1 where the server is one. */
  unit: number;
  /** Tag, topic or object reference; "" where the index alone tells the point. */
  name: string;
  /** Address in the space, or element of what is named; -1 for a named single value. */
  index: number;
  /** In the unit of the wire, unscaled; booleans are 0 and 1. */
  value: number;
  quality: Quality;
}

/** Values of a message that its sender repeats as it was; they stay the same as long as the list lives. */
export interface SampleList {
  readonly samples: readonly Sample[];
  /** What the listener keeps with them; undefined at first. */
  kept: unknown;
}

/** Traffic between two others that the sender saw and tells of. */
export interface ToldFlow {
  /** Who saw it: IPv4 dotted or IPv6 text; "" for the sender of the message. */
  exporter: string;
  /** IPv4 dotted or IPv6 text; 12 hex digits of hardware addresses where `protocol` is an EtherType. */
  source: string;
  destination: string;
  /** 0 where there are none, or none are told. */
  sourcePort: number;
  destinationPort: number;
  /** IP protocol number; of hardware addresses the EtherType, or LLC (see packet.ts) and what names it. */
  protocol: number;
  /** As they are told. */
  packets: number;
  octets: number;
  /** For how many packets each one stands that is told: 1 where all were counted, 0 where some were not and nobody says how many. */
  sampling: number;
}

/** One message as listeners get it. It is reused: copy what is to be kept. */
export interface Message {
  operation: Operation;
  direction: Direction;
  /** Empty when it succeeded or cannot be known; else the refusal in the standard's words, e.g. "illegal_data_address". */
  outcome: string;
  /** The standard's fields for people and machines; undefined unless the talk is `detailed`. */
  fields: object | undefined;
  claims: Claim[];
  notes: Noted[];
  faults: Fault[];
  /** Reused records: only the first `targetCount` belong to this message. */
  targets: Target[];
  targetCount: number;
  /** Named things that the operation touches: tags, topics, files, objects. */
  objects: string[];
  /** Reused records: only the first `sampleCount` belong to this message. */
  samples: Sample[];
  sampleCount: number;
  /** Values that are told once more, all of them as they were; undefined for most messages. */
  again: SampleList | undefined;
  /** Reused records: only the first `flowCount` belong to this message. */
  flows: ToldFlow[];
  flowCount: number;
  /** Frame of the request this answers, or 0. */
  answers: number;
}

/**
 * One conversation of one protocol, as its dissector sees it: who is speaking, what is remembered, and where results
 * go. Call claim, note, fault, target, object and sample first, then `emit`, once per message.
 */
export interface Talk<Memory = unknown> {
  readonly dissector: Dissector<Memory>;
  /** The dissector's own memory of this conversation, made by `remember`. */
  memory: Memory;
  /** Whether somebody reads `fields`; when false, a dissector on a hot path may pass undefined and skip reading values. */
  readonly detailed: boolean;
  /** Whether the bytes come from a stream (TCP) and not from a datagram. */
  readonly stream: boolean;
  /** 0 when the first-named endpoint of the conversation sends, 1 when the other does; stable for the conversation. */
  readonly side: 0 | 1;
  /** Whether the sender is the client as far as is known now (handshake, port, earlier messages). */
  readonly fromClient: boolean;
  readonly sourcePort: number;
  readonly destinationPort: number;
  /** Whether bytes of this sender were lost, or could not be read, right before the message at hand. */
  readonly resumed: boolean;
  /** Which side passes on what another says, as the carrier told with `hand`. */
  readonly relay: Relay | undefined;
  /** 1-based number of the frame that holds the last byte at hand. */
  readonly frame: number;
  /** Seconds since 1970-01-01 UTC of that frame. */
  readonly time: number;
  /** Addresses of sender and receiver as text; builds a string, so not for every message. */
  senderAddress(): string;
  receiverAddress(): string;
  /** 12 hex digits of the sender's hardware address in this frame, or "" without one; builds a string. */
  senderMac(): string;

  claim(
    about: About,
    attribute: Attribute,
    value: string,
    confidence: number,
    method: string,
    start?: number,
    end?: number,
  ): void;
  note(about: About, remark: Remark): void;
  fault(name: string, offset?: number): void;
  target(space: string, first: number, count: number): void;
  object(name: string): void;
  /**
   * Tells the value of a process point, read or written; see Sample. The point belongs to the server: to the receiver of
   * a request, else to the sender. Costs no allocation, so it is told whether or not the talk is `detailed`. Values that
   * are no numbers are left out.
   */
  sample(space: PointSpace, unit: number, name: string, index: number, value: number, quality?: Quality): void;
  /** Tells values once more that an earlier message of the conversation told one by one; costs the same however many they are. */
  sampleAgain(list: SampleList): void;
  /** Tells of traffic between others that the sender saw; the record is copied. */
  tellFlow(told: ToldFlow): void;
  /** Marks the message as refused, in the standard's words. */
  refused(outcome: string): void;
  /** Says which frame held the request that this message answers. */
  answersFrame(frame: number): void;
  emit(operation: Operation, direction: Direction, fields?: object): void;
  /**
   * Hands inner bytes (a whole inner message) to the dissectors that ride inside `carrier`; `key` chooses among them
   * where the carrier names its content. Answers whether one took them. Emit the outer message first. `relay` as far as
   * it differs from that of the outer message.
   */
  hand(carrier: string, bytes: Uint8Array, start: number, end: number, key?: number, relay?: Relay): boolean;
  /** Says that what rides inside the carrier begins anew, so that what its dissectors remember is of an older session. */
  startOver(carrier: string): void;
}
