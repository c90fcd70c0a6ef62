/** A kind of process point that a protocol knows: the same for all points of one table, type or address space. */
export interface PointSpace {
  /** Protocol name, e.g. "modbus". */
  readonly protocol: string;
  /** The standard's word, e.g. "holding register", "analog input"; "" where points are named. */
  readonly space: string;
  /** Type of the value as the standard calls it, e.g. "uint16", "REAL", "M_ME_NC_1". */
  readonly type: string;
  /** What `Sample.unit` counts, e.g. "unit", "outstation"; "" where there is none. */
  readonly unitWord: string;
  /** Dense number given at creation; an index for tables, not stable between versions. */
  readonly number: number;
}

let spaces = 0;

/** Registers a kind of process point; call it at module level only, never per message. */
export function pointSpace(protocol: string, space: string, type: string, unitWord = ""): PointSpace {
  return { protocol, space, type, unitWord, number: spaces++ };
}

/** How far the sender itself trusts a value: what the standard's quality flags say, in three steps. */
export type Quality = 0 | 1 | 2;
/** The value is valid, or the protocol says nothing about it. */
export const GOOD: Quality = 0;
/** Old, substituted, forced, in test or otherwise doubtful. */
export const UNCERTAIN: Quality = 1;
/** Invalid, offline, failed. */
export const BAD: Quality = 2;
