/** Fields of a flow record: offsets into `FlowTable.cells` from the record's base. */
export const KIND = 0;
export const ENDPOINT_A = 1;
export const ENDPOINT_B = 2;
export const PORTS = 3;
/** Frames sent by A; by B in the next cell, and so for every pair below. */
export const FRAMES = 4;
/** Hardware address number of the sender in its first frame. */
export const MAC = 6;
/** TTL or hop limit of the sender's first packet, 0 without IP. */
export const TTL = 8;
/** Union of TCP flags sent. */
export const FLAGS = 10;
/** Next TCP sequence number expected. */
export const NEXT = 12;
/** A mark of the content of each side's last packet, to tell duplicates from retransmissions. */
export const LAST_MARK = 14;
/** Packets with payload sent. */
export const PAYLOADS = 18;
/** VLAN of the first frame of each side, -1 untagged. */
export const VLAN = 20;
/** Counters of both sides together. */
export const RETRANSMITTED = 22;
export const DUPLICATED = 23;
export const GAPS = 24;
export const CUT = 25;
export const WRONG_CHECKSUMS = 26;
/** 1-based frame that opened the flow and its capture. */
export const FIRST_FRAME = 27;
export const CAPTURE = 28;
/** Number of the conversation, 0 for none. */
export const CONVERSATION = 29;
/** Tries left to recognize the protocol. */
export const TRIES = 30;
/** Bits of who the client is; see FROM_*. */
export const ROLES = 31;
/** Votes for "A is the client" minus votes for "B is the client". */
export const VOTES = 32;
/** Destination hardware address number of the flow's first frame, and the tunnel it came in. */
export const MAC_TO = 33;
export const TUNNEL = 34;
/** Checksums looked at. */
export const CHECKED = 35;
/** Payload length of each side's last packet. */
export const LAST_LENGTH = 36;
/** Hardware address number of the sender in its last frame. */
export const MAC_NOW = 38;
/** Key of the tunnel that its last frame came in: VNI, TEID, GRE key, ERSPAN session or label. */
export const KEY_NOW = 40;
/** How often hardware address or tunnel changed, both sides together; counted up to a ceiling. */
export const MOVES = 42;
const CELLS = 43;

/** Offsets into `FlowTable.numbers`. */
export const BYTES = 0;
export const FIRST_TIME = 2;
export const LAST_TIME = 3;
/** Payload bytes known to be missing. */
export const LOST_BYTES = 4;
/** Payload bytes seen. */
export const PAYLOAD_BYTES = 5;
/** Time of each side's last frame with payload, to tell a frame that is shown twice. */
export const LAST_PAYLOAD_TIME = 6;
const NUMBERS = 8;

/** Who is the client, in ROLES: the lower two bits name the side (1 for A, 2 for B), the rest how it is known. */
export const CLIENT_IS_A = 1;
export const CLIENT_IS_B = 2;
export const FROM_HANDSHAKE = 4;
export const FROM_PORT = 8;
export const FROM_FIRST = 16;

const FREE = -1;
/** A run of taken slots longer than this is no chance: then the table is laid out anew under another seed. */
const LONGEST_RUN = 192;
const MOST_SEEDS = 16;

/**
 * Two-way flows in one block of integers: found by open addressing, evicted by age with a count. The side that comes
 * first in a fixed order of addresses and ports is A, whoever speaks first.
 */
export class FlowTable {
  cells: Int32Array;
  numbers: Float64Array;
  /** Flows in use. */
  live = 0;
  /** Flows ever opened. */
  opened = 0;
  /** Flows closed early because the table was full. */
  evicted = 0;
  /** Set by `find`: whether the packet goes from B to A. */
  reversed = 0;
  /** Set by `find`: whether the flow is new. */
  isNew = false;
  private slots: Int32Array;
  private hashes: Int32Array;
  private high = 0;
  private readonly free: number[] = [];
  private readonly most: number;
  private seed: number;
  private seeds = 1;
  private readonly onEvict: (flow: number) => void;
  private hand = 0;

  /** `most` flows at once; `onEvict` is told before a flow is forgotten. The seed guards against chosen collisions. */
  constructor(most: number, seed: number, onEvict: (flow: number) => void) {
    this.most = most;
    this.seed = seed | 0;
    this.onEvict = onEvict;
    const room = Math.min(most, 1024);
    this.cells = new Int32Array(room * CELLS);
    this.numbers = new Float64Array(room * NUMBERS);
    this.hashes = new Int32Array(room);
    this.slots = new Int32Array(4096).fill(FREE);
  }

  /** First cell of a flow's record. */
  base(flow: number): number {
    return flow * CELLS;
  }

  /** First number of a flow's record. */
  numbersBase(flow: number): number {
    return flow * NUMBERS;
  }

  /** One past the highest flow index in use; indexes below it may be free (see `isLive`). */
  bound(): number {
    return this.high;
  }

  /** The longest run of taken slots: how far a look-up may have to go. Walks the whole table. */
  longestRun(): number {
    let longest = 0;
    let run = 0;
    for (const slot of this.slots) {
      run = slot === FREE ? 0 : run + 1;
      if (run > longest) longest = run;
    }
    return longest;
  }

  isLive(flow: number): boolean {
    return this.cells[flow * CELLS] !== FREE;
  }

  /**
   * The flow of a packet: `kind` holds address kind and protocol, endpoints are address numbers, ports are 0 without
   * ports. A flow not seen before is opened.
   */
  find(kind: number, source: number, destination: number, sourcePort: number, destinationPort: number): number {
    let a = source;
    let b = destination;
    let ports = (sourcePort << 16) | destinationPort;
    let reversed = 0;
    if (source > destination || (source === destination && sourcePort > destinationPort)) {
      a = destination;
      b = source;
      ports = (destinationPort << 16) | sourcePort;
      reversed = 1;
    }
    this.reversed = reversed;
    const hash = hashOf(this.seed, kind, a, b, ports);
    const slots = this.slots;
    const cells = this.cells;
    const mask = slots.length - 1;
    let slot = hash & mask;
    for (;;) {
      const flow = slots[slot] as number;
      if (flow === FREE) break;
      const base = flow * CELLS;
      if (
        cells[base + ENDPOINT_A] === a &&
        cells[base + ENDPOINT_B] === b &&
        cells[base + PORTS] === ports &&
        cells[base] === kind
      ) {
        this.isNew = false;
        return flow;
      }
      slot = (slot + 1) & mask;
    }
    return this.open(hash, kind, a, b, ports);
  }

  /** Forgets a flow; its index may be given out again. */
  remove(flow: number): void {
    const mask = this.slots.length - 1;
    let slot = (this.hashes[flow] as number) & mask;
    while (this.slots[slot] !== flow) {
      if (this.slots[slot] === FREE) return;
      slot = (slot + 1) & mask;
    }
    // Backward-shift deletion keeps every chain unbroken without tombstones.
    let hole = slot;
    let next = (slot + 1) & mask;
    for (;;) {
      const candidate = this.slots[next] as number;
      if (candidate === FREE) break;
      const home = (this.hashes[candidate] as number) & mask;
      if (((next - home) & mask) >= ((next - hole) & mask)) {
        this.slots[hole] = candidate;
        hole = next;
      }
      next = (next + 1) & mask;
    }
    this.slots[hole] = FREE;
    this.cells[flow * CELLS] = FREE;
    this.free.push(flow);
    this.live--;
  }

  private open(hash: number, kind: number, a: number, b: number, ports: number): number {
    if (this.live >= this.most) this.evictOne();
    if (this.live * 2 >= this.slots.length) this.rehash(this.slots.length * 2);
    const flow = this.free.pop() ?? this.high++;
    if ((flow + 1) * CELLS > this.cells.length) this.grow();
    const base = flow * CELLS;
    this.cells.fill(0, base, base + CELLS);
    this.numbers.fill(0, flow * NUMBERS, (flow + 1) * NUMBERS);
    this.cells[base] = kind;
    this.cells[base + ENDPOINT_A] = a;
    this.cells[base + ENDPOINT_B] = b;
    this.cells[base + PORTS] = ports;
    this.cells[base + VLAN] = -1;
    this.cells[base + VLAN + 1] = -1;
    this.hashes[flow] = hash;
    const mask = this.slots.length - 1;
    let slot = hash & mask;
    let run = 0;
    while (this.slots[slot] !== FREE) {
      slot = (slot + 1) & mask;
      run++;
    }
    this.slots[slot] = flow;
    this.live++;
    this.opened++;
    this.isNew = true;
    if (run > LONGEST_RUN && this.seeds < MOST_SEEDS) this.reseed();
    return flow;
  }

  /** Looks at the next 64 flows in turn and closes the one that was silent longest: close to least-recently-used, at a fixed cost. */
  private evictOne(): void {
    let oldest = -1;
    let oldestTime = Number.POSITIVE_INFINITY;
    for (let looked = 0; looked < 64; looked++) {
      this.hand = this.hand + 1 >= this.high ? 0 : this.hand + 1;
      if (!this.isLive(this.hand)) continue;
      const time = this.numbers[this.hand * NUMBERS + LAST_TIME] as number;
      if (time < oldestTime) {
        oldestTime = time;
        oldest = this.hand;
      }
    }
    if (oldest < 0) return;
    this.onEvict(oldest);
    this.evicted++;
    this.remove(oldest);
  }

  private grow(): void {
    const room = Math.min(this.most, (this.cells.length / CELLS) * 2);
    // Moved and not copied: a table of a million flows would lie in memory twice until the collector comes.
    this.cells = new Int32Array((this.cells.buffer as ArrayBuffer).transfer(room * CELLS * 4));
    this.numbers = new Float64Array((this.numbers.buffer as ArrayBuffer).transfer(room * NUMBERS * 8));
    this.hashes = new Int32Array((this.hashes.buffer as ArrayBuffer).transfer(room * 4));
  }

  /** Lays the table out under another seed; flow numbers stay, so nothing that is told depends on it. */
  private reseed(): void {
    this.seeds++;
    this.seed = Math.imul(this.seed ^ this.opened, 0x5bd1e995) ^ 0x27d4eb2f;
    const { cells } = this;
    for (let flow = 0; flow < this.high; flow++) {
      const base = flow * CELLS;
      const [kind, a, b] = [
        cells[base] as number,
        cells[base + ENDPOINT_A] as number,
        cells[base + ENDPOINT_B] as number,
      ];
      this.hashes[flow] = hashOf(this.seed, kind, a, b, cells[base + PORTS] as number);
    }
    this.rehash(this.slots.length);
  }

  private rehash(size: number): void {
    this.slots = new Int32Array(size).fill(FREE);
    const mask = size - 1;
    for (let flow = 0; flow < this.high; flow++) {
      if (!this.isLive(flow)) continue;
      let slot = (this.hashes[flow] as number) & mask;
      while (this.slots[slot] !== FREE) slot = (slot + 1) & mask;
      this.slots[slot] = flow;
    }
  }
}

function hashOf(seed: number, kind: number, a: number, b: number, ports: number): number {
  let hash = Math.imul(a ^ seed, 0x9e3779b1);
  hash = Math.imul(hash ^ (hash >>> 15) ^ b, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13) ^ ports, 0xc2b2ae35);
  return hash ^ (hash >>> 16) ^ kind;
}
