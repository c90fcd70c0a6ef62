// What a UMAS conversation remembers. Ceilings: 16 open requests, 8 reservations, 64 names of memory blocks.

const SLOTS = 16;
const MOST_RESERVATIONS = 8;
const MOST_SPACES = 64;

/** One outstanding request; the record is reused. */
export interface Request {
  transaction: number;
  /** Sending side; -1 when it was answered. */
  side: -1 | 0 | 1;
  frame: number;
  code: number;
  /** Memory block or block of a program, dictionary record type; -1 where the function has none. */
  first: number;
  /** Offset in it, block of a dictionary; -1 where the function has none. */
  second: number;
  /** Name of the computer in a request for the reservation, "" else; whether anything follows it that may be a secret. */
  name: string;
  guarded: boolean;
}

/** One conversation's memory. */
export interface Memory {
  readonly pending: (Request | undefined)[];
  /** Sessions given with reservations, newest last, and the computers that hold them. */
  readonly reservations: { session: number; name: string }[];
  readonly spaces: Map<number, string>;
}

/** Empty memory. */
export function newMemory(): Memory {
  return { pending: new Array<Request | undefined>(SLOTS).fill(undefined), reservations: [], spaces: new Map() };
}

/** Remembers a request in its transaction's slot and answers the record, to be filled. */
export function openRequest(memory: Memory, transaction: number, side: 0 | 1, frame: number, code: number): Request {
  const at = transaction & (SLOTS - 1);
  let slot = memory.pending[at];
  if (slot === undefined) {
    slot = { transaction, side, frame, code, first: -1, second: -1, name: "", guarded: false };
    memory.pending[at] = slot;
    return slot;
  }
  slot.transaction = transaction;
  slot.side = side;
  slot.frame = frame;
  slot.code = code;
  slot.first = -1;
  slot.second = -1;
  slot.name = "";
  slot.guarded = false;
  return slot;
}

/** The other side's outstanding request of this transaction, which is closed by this. */
export function closeRequest(memory: Memory, transaction: number, side: 0 | 1): Request | undefined {
  const known = memory.pending[transaction & (SLOTS - 1)];
  if (known === undefined || known.transaction !== transaction || known.side !== 1 - side) return undefined;
  known.side = -1;
  return known;
}

/** Remembers who holds the reservation that goes by this session. */
export function reserve(memory: Memory, session: number, name: string): void {
  release(memory, session);
  const { reservations } = memory;
  if (reservations.length >= MOST_RESERVATIONS) reservations.shift();
  reservations.push({ session, name });
}

/** Forgets a reservation. */
export function release(memory: Memory, session: number): void {
  const at = memory.reservations.findIndex((known) => known.session === session);
  if (at >= 0) memory.reservations.splice(at, 1);
}

/** Name of the computer that holds the reservation of this session; "" when it was not seen taken. */
export function holderOf(memory: Memory, session: number): string {
  if (session === 0) return "";
  return memory.reservations.find((known) => known.session === session)?.name ?? "";
}

/** The address space of a memory block, as a target names it. */
export function spaceOf(memory: Memory, block: number): string {
  const known = memory.spaces.get(block);
  if (known !== undefined) return known;
  const name = `memory block ${block}`;
  if (memory.spaces.size < MOST_SPACES) memory.spaces.set(block, name);
  return name;
}
