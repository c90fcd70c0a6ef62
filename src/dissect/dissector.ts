import type { Reader } from "./reader.ts";
import type { Talk } from "./talk.ts";

/** What `read` answers: one message was read; bytes that have not come yet are needed; or these bytes are not this protocol. */
export type Answer = 0 | 1 | 2;
/** One message was read and emitted; the reader stands behind it. */
export const DONE: Answer = 0;
/** The message is not all here; the engine calls again with the same bytes and more. */
export const MORE: Answer = 1;
/** These bytes are not this protocol; the engine counts them as undissected and looks for the next boundary. */
export const REFUSE: Answer = 2;

/** How sure `probe` is, from the bytes alone. */
export type Likeness = 0 | 1 | 2 | 3;
/** Not this protocol. */
export const NO: Likeness = 0;
/** Not excluded: enough on a port that the protocol owns, never enough elsewhere. */
export const POSSIBLE: Likeness = 1;
/** Several fields fit: enough on any port when nothing fits better. */
export const LIKELY: Likeness = 2;
/** A magic number or checksum fits. */
export const CERTAIN: Likeness = 3;

/** Where a protocol is carried. Ports are hints; bytes decide (`probe`). */
export type Carriage =
  | { over: "tcp"; ports: readonly number[] }
  | { over: "udp"; ports: readonly number[] }
  | { over: "sctp"; ports: readonly number[] }
  /** Directly in an IP packet, by protocol number. */
  | { over: "ip"; protocols: readonly number[] }
  /**
   * Directly in an Ethernet frame, by EtherType. `returned`: the frame comes back to its sender, whose hardware address is
   * then marked as locally administered.
   */
  | { over: "ethernet"; types: readonly number[]; returned?: true }
  /** IEEE 802.2 SNAP by `oui * 65536 + pid`, or plain LLC by DSAP (below 256). */
  | { over: "llc"; types: readonly number[] }
  /** Inside another dissector's messages, by the carrier's name as given to `talk.hand`. */
  | { over: "inside"; carrier: string; keys?: readonly number[] };

/**
 * A protocol, described. The engine owns segmentation, truncation and safety: a dissector needs no try, no length
 * checks beyond asking the reader, and no state but its memory. The laws in `laws.ts` hold for every dissector.
 */
export interface Dissector<Memory = unknown> {
  /** Short name as analyzers use it, e.g. "modbus"; unique. */
  readonly name: string;
  /** Other names the command line accepts. */
  readonly aliases?: readonly string[];
  /** Name for people, e.g. "Modbus/TCP". */
  readonly title: string;
  /** Standard and section that the file follows. */
  readonly standard: string;
  readonly carriage: readonly Carriage[];
  /** What an OT protocol has at most: "none" when any sender may write; "optional" when the wire must be asked; undefined for IT protocols. */
  readonly authentication?: "none" | "optional" | "required";
  /** Whether this is a protocol of control systems, medicine, buildings, things, or none of them. */
  readonly world: "ot" | "iot" | "iomt" | "building" | "5g" | "it" | "network";
  /** Whether payload is encrypted by design, so that "undissected" would mislead. */
  readonly encrypted?: boolean;
  /** Whether the server of a connection commands its clients, which opened it to be reached. */
  readonly serverCommands?: boolean;
  /**
   * Whether the protocol is a stream of octets without messages of its own, so that each run of octets at hand is one.
   * What is learned must not depend on the cuts; what is counted may.
   */
  readonly unframed?: boolean;
  /** Most bytes of one message that may wait for their end in a stream; 65,536 when left out. */
  readonly longest?: number;
  /** What one conversation remembers; of bounded size. */
  readonly remember?: () => Memory;
  /** How much the bytes at the reader look like the start of a message of this protocol; consumes nothing that matters. */
  probe(reader: Reader, talk: Talk<Memory>): Likeness;
  /** Reads one message and emits it (or several for one chunk). Called again until the bytes are used up. */
  read(reader: Reader, talk: Talk<Memory>): Answer;
}

/**
 * Keeps a dissector's memory type while letting it stand in a list with others. All get the same fields in the same
 * order, for the engine reads them on every message and objects of one shape are read fastest.
 */
export function dissector<Memory>(description: Dissector<Memory>): Dissector {
  const {
    name,
    aliases,
    title,
    standard,
    carriage,
    authentication,
    world,
    encrypted,
    serverCommands,
    unframed,
    longest,
  } = description;
  const shaped = {
    name,
    aliases,
    title,
    standard,
    carriage,
    authentication,
    world,
    encrypted,
    serverCommands,
    unframed,
    longest,
    remember: description.remember,
    probe: description.probe,
    read: description.read,
  };
  return shaped as unknown as Dissector;
}
