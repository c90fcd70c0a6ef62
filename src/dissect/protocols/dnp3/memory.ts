// What one DNP3 conversation remembers: IEEE 1815-2012 sections 8.2 (transport reassembly) and 4.4 (sequence numbers).
// Ceilings: 16 open requests, 8 fragments in assembly of at most 16,384 octets each, one outstation address per side.

const MOST_REQUESTS = 16;
const MOST_REASSEMBLIES = 8;

/** A request whose response has not been seen. */
export interface OpenRequest {
  /** Addresses of master and outstation. */
  key: number;
  /** Application sequence that the next response fragment carries; -1 when the slot is free. */
  sequence: number;
  frame: number;
  /** Index of its operation. */
  operation: number;
  /** Counts up with every request. */
  order: number;
}

/** A fragment of which some segments came. */
export interface Reassembly {
  side: number;
  key: number;
  /** Transport sequence expected next. */
  next: number;
  /** Segments so far; 0 when none is open. */
  segments: number;
  length: number;
  octets: Uint8Array;
}

/** One conversation's memory. */
export interface Memory {
  readonly requests: OpenRequest[];
  order: number;
  readonly reassemblies: Reassembly[];
  nextReassembly: number;
  /** Per side, the first outstation address seen there, or -1; and whether others followed. */
  readonly outstation: [number, number];
  readonly several: [boolean, boolean];
}

/** Empty memory. */
export function newMemory(): Memory {
  return {
    requests: [],
    order: 0,
    reassemblies: [],
    nextReassembly: 0,
    outstation: [-1, -1],
    several: [false, false],
  };
}

/** One number for two link addresses, each 0 to 65,535. */
export function pairKey(source: number, destination: number): number {
  return (source << 16) | destination;
}

/**
 * Remembers a request. Masters may send several before the first is answered, even with the same sequence again; only
 * the newest one's own sequence sent once more is a repetition and takes its place.
 */
export function openRequest(memory: Memory, key: number, sequence: number, frame: number, operation: number): void {
  const { requests } = memory;
  let free: OpenRequest | undefined;
  let newest: OpenRequest | undefined;
  let oldest = requests[0];
  for (let at = 0; at < requests.length; at++) {
    const known = requests[at] as OpenRequest;
    if (known.order < (oldest as OpenRequest).order) oldest = known;
    if (known.sequence < 0) free = known;
    else if (known.key === key && (newest === undefined || known.order > newest.order)) newest = known;
  }
  memory.order++;
  let slot = newest?.sequence === sequence ? newest : free;
  if (slot === undefined && requests.length < MOST_REQUESTS) {
    requests.push({ key, sequence, frame, operation, order: memory.order });
    return;
  }
  slot ??= oldest as OpenRequest;
  slot.key = key;
  slot.sequence = sequence;
  slot.frame = frame;
  slot.operation = operation;
  slot.order = memory.order;
}

/**
 * The request that a response fragment answers: the oldest with its sequence; older ones between the same stations go
 * unanswered. A response of several fragments counts its sequence up from the request's.
 */
export function pairResponse(memory: Memory, key: number, sequence: number, final: boolean): OpenRequest | undefined {
  const { requests } = memory;
  let found: OpenRequest | undefined;
  for (let at = 0; at < requests.length; at++) {
    const known = requests[at] as OpenRequest;
    if (known.key === key && known.sequence === sequence && (found === undefined || known.order < found.order))
      found = known;
  }
  if (found === undefined) return undefined;
  for (let at = 0; at < requests.length; at++) {
    const known = requests[at] as OpenRequest;
    if (known.key === key && known.order < found.order) known.sequence = -1;
  }
  found.sequence = final ? -1 : (sequence + 1) & 15;
  return found;
}

/** The fragment in assembly from this side between these stations; a fresh one if `open` and there is none. */
export function reassemblyOf(memory: Memory, side: number, key: number, open: boolean): Reassembly | undefined {
  const { reassemblies } = memory;
  for (let at = 0; at < reassemblies.length; at++) {
    const known = reassemblies[at] as Reassembly;
    if (known.key === key && known.side === side) return known;
  }
  if (!open) return undefined;
  if (reassemblies.length < MOST_REASSEMBLIES) {
    const fresh: Reassembly = { side, key, next: 0, segments: 0, length: 0, octets: new Uint8Array(0) };
    reassemblies.push(fresh);
    return fresh;
  }
  const oldest = reassemblies[memory.nextReassembly] as Reassembly;
  memory.nextReassembly = (memory.nextReassembly + 1) % MOST_REASSEMBLIES;
  oldest.side = side;
  oldest.key = key;
  oldest.segments = 0;
  oldest.length = 0;
  return oldest;
}

/** Notes that an outstation of this address spoke from this side; a second address marks the side as holding several. */
export function sawOutstation(memory: Memory, side: number, address: number): void {
  const first = memory.outstation[side] as number;
  if (first < 0) memory.outstation[side] = address;
  else if (first !== address) memory.several[side] = true;
}
