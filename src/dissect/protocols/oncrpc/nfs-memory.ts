// What a conversation of NFS remembers: calls that wait for their reply, and which file a handle stands for.
import type { Asked } from "../../pairing.ts";
import { nothingAsked } from "../../pairing.ts";
import { markOf } from "../../xdr.ts";

const MOST_CALLS = 64;
const MOST_FILES = 256;
/** Callers that are noted; of more nobody learns anything. */
const MOST_CALLERS = 16;
/** Numbers of each call in `Asked`. */
const NUMBERS = 4;

/** All of bounded size. */
export interface Memory {
  /** With each call: version, procedure, wrapping, and the operations of a compound. */
  readonly asked: Asked;
  /** By place in `asked`: what the call looks up or makes, "" for nothing. */
  readonly wanted: string[];
  /** Names by the mark of their handle; the oldest gives way. */
  readonly files: Map<number, string>;
  readonly callers: Set<number>;
}

/** An empty memory. */
export function newMemory(): Memory {
  return {
    asked: nothingAsked(MOST_CALLS),
    wanted: new Array<string>(MOST_CALLS).fill(""),
    files: new Map(),
    callers: new Set(),
  };
}

/** Keeps what the call asked last looks up. */
export function keepWanted(memory: Memory, name: string): void {
  memory.wanted[(memory.asked.next + MOST_CALLS - 1) % MOST_CALLS] = name;
}

/** What a call looked up, by where its numbers lie. */
export function wantedAt(memory: Memory, at: number): string {
  return memory.wanted[at / NUMBERS] ?? "";
}

/** Keeps which file the handle `bytes[start..end)` stands for. */
export function keepFile(memory: Memory, bytes: Uint8Array, start: number, end: number, name: string): void {
  if (name === "" || end <= start) return;
  const mark = markOf(bytes, start, end);
  const { files } = memory;
  if (files.size >= MOST_FILES && !files.has(mark)) files.delete(files.keys().next().value as number);
  files.set(mark, name);
}

/** The file that a handle stands for, "" where nobody said. */
export function fileOf(memory: Memory, bytes: Uint8Array, start: number, end: number): string {
  return memory.files.size === 0 ? "" : (memory.files.get(markOf(bytes, start, end)) ?? "");
}

/** Whether a caller is to be noted: the first time that it is seen. */
export function isNewCaller(memory: Memory, uid: number): boolean {
  const { callers } = memory;
  if (callers.size >= MOST_CALLERS || callers.has(uid)) return false;
  callers.add(uid);
  return true;
}
