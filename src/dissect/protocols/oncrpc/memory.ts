// What an ONC RPC conversation remembers: calls that wait for their reply, and where each side is within a record.
import type { Asked } from "../../pairing.ts";
import { nothingAsked } from "../../pairing.ts";
import type { Passing } from "../../passing.ts";
import type { Head, Wrapping } from "./head.ts";

/** Calls that wait for their reply at once: what clients of NFS have under way. */
const MOST_CALLS = 64;
const NOTHING = new Uint8Array(0);

/** The fragments of one side's record. */
export interface RecordSide {
  /** Fragments that are here, of a record that goes on. */
  held: Uint8Array;
  /** Whether the record goes on with another fragment. */
  continues: boolean;
  /** Whether the record was told already, so that what follows of it is passed over. */
  told: boolean;
}

/** All of bounded size. */
export interface Memory {
  /** With each call: program, version, procedure with wrapping, and what a mapper was asked for. */
  readonly asked: Asked;
  readonly passing: Passing;
  readonly records: readonly [RecordSide, RecordSide];
  /** Marks of the machine names that were told last, by side. */
  readonly machines: [number, number];
}

/** An empty memory. */
export function newMemory(): Memory {
  return {
    asked: nothingAsked(MOST_CALLS),
    passing: [0, 0],
    records: [newSide(), newSide()],
    machines: [0, 0],
  };
}

function newSide(): RecordSide {
  return { held: NOTHING, continues: false, told: false };
}

/** Forgets how far a record was read, when the next one is looked for. */
export function resetRecord(memory: Memory, side: 0 | 1): void {
  memory.passing[side] = 0;
  const record = memory.records[side];
  record.held = NOTHING;
  record.continues = false;
  record.told = false;
}

/** Adds a fragment to what is held. */
export function addFragment(record: RecordSide, bytes: Uint8Array): void {
  const joined = new Uint8Array(record.held.length + bytes.length);
  joined.set(record.held);
  joined.set(bytes, record.held.length);
  record.held = joined;
}

/** Procedure and wrapping of a call as one number. */
export function procedureMark(head: Head): number {
  return head.procedure * 4 + head.wrapping;
}

/** Takes the two apart again. */
export function procedureOf(mark: number): { procedure: number; wrapping: Wrapping } {
  return { procedure: Math.floor(mark / 4), wrapping: (mark % 4) as Wrapping };
}
