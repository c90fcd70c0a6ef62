// What a DCE RPC conversation remembers, within the ceilings below: each named pipe of an SMB connection by itself.
import type { Interface } from "./interfaces.ts";

const MOST_CONTEXTS = 32;
const MOST_CALLS = 32;
const MOST_PIPES = 16;
/** Most octets of one packet that wait for the next write to, or read from, a pipe. */
export const MOST_HELD = 16_384;

/** One call that waits for its answer. */
interface Call {
  id: number;
  known: Interface | undefined;
  opnum: number;
  frame: number;
}

/** What is known of one connection or pipe. */
export interface Session {
  /** Mark of the pipe; 0 for a connection of its own. */
  mark: number;
  contextIds: Int32Array;
  contexts: (Interface | undefined)[];
  nextContext: number;
  calls: Call[];
  nextCall: number;
  /** Octets of a packet that is not all there, for each side. */
  held: [Uint8Array, Uint8Array];
}

/** The memory of a conversation. */
export interface Memory {
  sessions: Session[];
  next: number;
}

/** An empty memory. */
export function rpcMemory(): Memory {
  return { sessions: [], next: 0 };
}

const NOTHING = new Uint8Array(0);

/** What is known of a pipe by its mark, or of the connection itself by 0; the oldest pipe gives way. */
export function sessionOf(memory: Memory, mark: number): Session {
  for (const session of memory.sessions) if (session.mark === mark) return session;
  const made: Session = {
    mark,
    contextIds: new Int32Array(MOST_CONTEXTS).fill(-1),
    contexts: [],
    nextContext: 0,
    calls: [],
    nextCall: 0,
    held: [NOTHING, NOTHING],
  };
  if (memory.sessions.length < MOST_PIPES) memory.sessions.push(made);
  else {
    memory.sessions[memory.next] = made;
    memory.next = (memory.next + 1) % MOST_PIPES;
  }
  return made;
}

/** Whether a pipe is known and waits for more of a packet of this side. */
export function isWaiting(memory: Memory, mark: number, side: 0 | 1): boolean {
  return memory.sessions.some((session) => session.mark === mark && session.held[side].length > 0);
}

/** Keeps which interface a context stands for; the oldest gives way. */
export function keepContext(session: Session, id: number, known: Interface | undefined): void {
  let slot = session.contextIds.indexOf(id);
  if (slot < 0) {
    slot = session.nextContext;
    session.nextContext = (slot + 1) % MOST_CONTEXTS;
  }
  session.contextIds[slot] = id;
  session.contexts[slot] = known;
}

/** The interface of a context, undefined when it is unknown. */
export function contextOf(session: Session, id: number): Interface | undefined {
  const slot = session.contextIds.indexOf(id);
  return slot < 0 ? undefined : session.contexts[slot];
}

/** Keeps a call; the oldest gives way. */
export function keepCall(
  session: Session,
  id: number,
  known: Interface | undefined,
  opnum: number,
  frame: number,
): Call {
  const call: Call = { id, known, opnum, frame };
  session.calls[session.nextCall] = call;
  session.nextCall = (session.nextCall + 1) % MOST_CALLS;
  return call;
}

/** The newest call with this number, undefined when it was not seen. */
export function callOf(session: Session, id: number): Call | undefined {
  for (let back = 1; back <= session.calls.length; back++) {
    const call = session.calls[(session.nextCall - back + MOST_CALLS) % MOST_CALLS];
    if (call !== undefined && call.id === id) return call;
  }
  return undefined;
}
