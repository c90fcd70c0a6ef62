// What a SIP conversation remembers: requests that may get answers, and what was told already.

const RING = 32;

export interface Memory {
  /** Hashes of call, number and method, their frames, and which is overwritten next. */
  readonly keys: Int32Array;
  readonly frames: Int32Array;
  next: number;
  /** User-Agent or Server told last, by side. */
  readonly agents: [string, string];
  user: string;
  tool: string;
}

/** A memory of nothing. */
export function newMemory(): Memory {
  return { keys: new Int32Array(RING), frames: new Int32Array(RING), next: 0, agents: ["", ""], user: "", tool: "" };
}

/** Keeps a request; one that is sent again stands for the first. */
export function remember(memory: Memory, key: number, frame: number): void {
  if (frameOf(memory, key) > 0) return;
  memory.keys[memory.next] = key;
  memory.frames[memory.next] = frame;
  memory.next = (memory.next + 1) % RING;
}

/** The frame of the request with that key, or 0. It stays: a request may get several answers. */
export function frameOf(memory: Memory, key: number): number {
  for (let back = 1; back <= RING; back++) {
    const index = (memory.next - back + RING) % RING;
    if (memory.keys[index] === key && (memory.frames[index] as number) > 0) return memory.frames[index] as number;
  }
  return 0;
}

/** A number for a call's transaction. */
export function keyOf(call: string, sequence: string): number {
  let hash = call.length;
  for (let at = 0; at < call.length && at < 256; at++) hash = Math.imul(hash ^ call.charCodeAt(at), 0x01000193);
  for (let at = 0; at < sequence.length && at < 64; at++) hash = Math.imul(hash ^ sequence.charCodeAt(at), 0x01000193);
  return hash;
}
