// What an MQTT connection remembers: version, who is the client, outstanding packets, topics.
import { utf8Of } from "../../reader.ts";

const SLOTS = 32;
const MOST_ALIASES = 256;
const CACHED_TOPICS = 64;
const LONGEST_CACHED = 512;

/** A topic seen before, so that cyclic publishing builds no text. */
export interface Topic {
  readonly bytes: Uint8Array;
  readonly text: string;
  /** Sparkplug B: the edge node that gives its birth certificate under this topic, else "". */
  readonly bornNode: string;
  /** Names of members of its payloads, at most 32: "topic/member". */
  readonly members: { readonly bytes: Uint8Array; readonly text: string }[];
}

/** A publish whose payload is still coming. */
export interface HeldPublish {
  left: number;
  topic: Topic | undefined;
  first: number;
  packetId: number;
  payloadLength: number;
  remaining: number;
  properties: object | undefined;
  faults: string[];
}

/** A packet that wants an answer; the record is reused. */
export interface Packet {
  key: number;
  /** Sending side; -1 when it was answered. */
  side: -1 | 0 | 1;
  frame: number;
}

/** A session that was asked for and is not granted yet. */
export interface AskedSession {
  side: 0 | 1;
  anonymous: boolean;
  clientId: string;
}

/** All of bounded size: 32 outstanding packets, 256 aliases per side, 64 topics, one held publish per side. */
export interface Memory {
  /** Protocol level: 3, 4 or 5; 0 before a CONNECT was seen. */
  version: number;
  /** Which side is the client; -1 while unknown. */
  client: -1 | 0 | 1;
  /** Undefined once the broker answered, or the client went on as if it had. */
  asked: AskedSession | undefined;
  /** Made on first use: most short connections need few. */
  readonly pending: (Packet | undefined)[];
  readonly aliases: readonly [Map<number, Topic>, Map<number, Topic>];
  readonly topics: (Topic | undefined)[];
  readonly held: [HeldPublish | undefined, HeldPublish | undefined];
}

/** An empty memory. */
export function newMemory(): Memory {
  return {
    version: 0,
    client: -1,
    asked: undefined,
    pending: [],
    aliases: [new Map(), new Map()],
    topics: [],
    held: [undefined, undefined],
  };
}

function slotOf(type: number, packetId: number): number {
  return (type * 5 + packetId) & (SLOTS - 1);
}

/** Remembers a packet that wants an answer. */
export function openPacket(memory: Memory, type: number, packetId: number, side: 0 | 1, frame: number): void {
  const at = slotOf(type, packetId);
  const key = (type << 16) | packetId;
  const known = memory.pending[at];
  if (known === undefined) {
    while (memory.pending.length < at) memory.pending.push(undefined);
    memory.pending[at] = { key, side, frame };
    return;
  }
  known.key = key;
  known.side = side;
  known.frame = frame;
}

/** Frame of the other side's packet that is answered now, which is then forgotten; 0 without one. */
export function closePacket(memory: Memory, type: number, packetId: number, side: 0 | 1): number {
  const known = memory.pending[slotOf(type, packetId)];
  if (known === undefined || known.key !== ((type << 16) | packetId) || known.side !== 1 - side) return 0;
  known.side = -1;
  return known.frame;
}

/** The topic named by `bytes[start..end)`. */
export function topicOf(memory: Memory, bytes: Uint8Array, start: number, end: number): Topic {
  let hash = 0x811c9dc5;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ (bytes[at] as number), 0x01000193);
  const slot = (hash >>> 16) % CACHED_TOPICS;
  const known = memory.topics[slot];
  if (known !== undefined && isSame(known.bytes, bytes, start, end)) return known;
  const text = utf8Of(bytes, start, end);
  const made: Topic = { bytes: bytes.slice(start, end), text, bornNode: bornNodeOf(text), members: [] };
  if (end - start <= LONGEST_CACHED) memory.topics[slot] = made;
  return made;
}

/** Remembers what a topic alias stands for; MQTT 5.0 section 3.3.2.3.4. */
export function setAlias(memory: Memory, side: 0 | 1, alias: number, topic: Topic): void {
  const aliases = memory.aliases[side];
  if (aliases.size < MOST_ALIASES || aliases.has(alias)) aliases.set(alias, topic);
}

/** Sparkplug 3.0 section 4.1: spBv1.0/group/NBIRTH/edge node. */
function bornNodeOf(topic: string): string {
  if (!topic.startsWith("spBv1.0/")) return "";
  const levels = topic.split("/");
  return levels[2] === "NBIRTH" && levels.length === 4 ? (levels[3] as string) : "";
}

function isSame(known: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (known.length !== end - start) return false;
  for (let at = 0; at < known.length; at++) if (known[at] !== bytes[start + at]) return false;
  return true;
}
