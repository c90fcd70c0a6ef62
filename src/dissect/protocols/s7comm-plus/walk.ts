// S7comm-plus: what reading the content of one message needs and finds.
import type { Reader } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import type { Memory, Point } from "./memory.ts";

/** Values and elements of one message that are read at most, and how deep they may nest. */
const MOST_VALUES = 20_000;
export const DEEPEST = 24;
/** Names of objects that one message tells. */
export const MOST_NAMES = 64;

export type Fields = Record<string, unknown>;

/** One record is reused for every message; nothing of it is kept. */
export interface Walk {
  reader: Reader;
  talk: Talk<Memory>;
  /** Whether values are built for people; without, only what is told to everybody is. */
  shown: boolean;
  /** Values that may still be read. */
  budget: number;
  depth: number;
  /** Whether numbers have a fixed length, as in system events. */
  plain: boolean;
  /** The process point that the value to be read belongs to. */
  point: Point | undefined;
  /** Number of the last single value; NaN when it was none. */
  number: number;
  /** The only number of the last array; NaN when it has more or none. */
  element: number;
  /** How far the session may go, as the controller says; 0 when the message does not tell. */
  protectionLevel: number;
  /** Texts and flags that were met on the way, by what they mean. */
  systemVersion: string;
  systemVersionAt: number;
  application: string;
  host: string;
  user: string;
  /** Whether an object being created changes values (a force or modify job). */
  isModifying: boolean;
  /** Class and relation of the first object in the message; -1 without one. */
  objectClass: number;
  objectRelation: number;
  /** Number of the block that the first object is; -1 for what is none. */
  blockNumber: number;
  /** Whether names of objects are to be told. */
  tellsNames: boolean;
  names: number;
  /** Addresses by reference number that a subscription in the message asks for. */
  references: Map<number, Point> | undefined;
  /** The existing subscription that they are for; 0 for one that is created. */
  changed: number;
}

/** Makes a walk ready for another message. */
export function startWalk(walk: Walk, shown: boolean): void {
  walk.shown = shown;
  walk.budget = MOST_VALUES;
  walk.depth = 0;
  walk.plain = false;
  walk.point = undefined;
  walk.number = Number.NaN;
  walk.element = Number.NaN;
  walk.protectionLevel = 0;
  walk.systemVersion = "";
  walk.systemVersionAt = 0;
  walk.application = "";
  walk.host = "";
  walk.user = "";
  walk.isModifying = false;
  walk.objectClass = -1;
  walk.objectRelation = -1;
  walk.blockNumber = -1;
  walk.tellsNames = false;
  walk.names = 0;
  walk.references = undefined;
  walk.changed = 0;
}

/** A walk over a reader, for the messages of a conversation. */
export function newWalk(reader: Reader, talk: Talk<Memory>): Walk {
  const walk = { reader, talk } as Walk;
  startWalk(walk, false);
  return walk;
}

/** Counts one more value; ends the reading of a message that has too many, as of one that ends too early. */
export function spend(walk: Walk): boolean {
  if (walk.budget-- > 0 && walk.reader.ok) return true;
  walk.reader.ok = false;
  walk.reader.skipRest();
  return false;
}
