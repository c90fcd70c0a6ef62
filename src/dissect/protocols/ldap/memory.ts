// What an LDAP conversation remembers, within the ceilings below.

const MOST_PENDING = 64;

/** The memory of a conversation: about a kilobyte. */
export interface Memory {
  ids: Float64Array;
  frames: Float64Array;
  next: number;
  /** Message number of a StartTLS that waits for its answer, -1 without one. */
  startTls: number;
  /** Whether both sides agreed on TLS. */
  isTls: boolean;
}

/** An empty memory. */
export function ldapMemory(): Memory {
  return {
    ids: new Float64Array(MOST_PENDING),
    frames: new Float64Array(MOST_PENDING),
    next: 0,
    startTls: -1,
    isTls: false,
  };
}

/** Keeps a request by its message number; the oldest gives way. */
export function keepRequest(memory: Memory, id: number, frame: number): void {
  memory.ids[memory.next] = id;
  memory.frames[memory.next] = frame;
  memory.next = (memory.next + 1) % MOST_PENDING;
}

/** Frame of the newest request with this message number, 0 when it was not seen; searches have many answers, so it stays. */
export function requestFrame(memory: Memory, id: number): number {
  for (let back = 1; back <= MOST_PENDING; back++) {
    const slot = (memory.next - back + MOST_PENDING) % MOST_PENDING;
    if (memory.ids[slot] === id && (memory.frames[slot] as number) > 0) return memory.frames[slot] as number;
  }
  return 0;
}
