// TCP reassembly (RFC 9293 section 3.10): as much as a passive reader needs.
import type { Conversation } from "./conversation.ts";
import { POSSIBLE } from "./dissector.ts";

const DEFAULT_LONGEST = 65_536;
const MOST_PENDING_BYTES = 262_144;
const MOST_PENDING = 48;
/** Seconds a segment waits for an earlier one before the hole is taken as lost. */
const PATIENCE = 1;

interface Segment {
  sequence: number;
  bytes: Uint8Array;
  missing: number;
  frame: number;
  time: number;
}

const NOTHING = new Uint8Array(0);

/** Holes that are remembered, so that octets which come after all are read: mirrors and merged captures mix the order. */
const MOST_HOLES = 8;
/** Octets before the first one seen that may still come, when the connection began before the capture. */
const BEFORE_START = 65_536;

/** Octets from `from` up to `to` (sequence numbers) that were passed over. */
interface Hole {
  from: number;
  to: number;
  /** Whether it counts as a gap: what lies before the first octet seen does not. */
  counted: boolean;
}

/** One direction of a TCP connection whose protocol is known. */
class Side {
  started = false;
  /** Next sequence number, modulo 2^32, signed. */
  next = 0;
  /** Whether bytes were lost, so that the next message start must be found anew. */
  lost = false;
  /** Whether the next message is the first behind such a hole. */
  resumed = false;
  /** Bytes of a message that is not complete yet. */
  held: Uint8Array = NOTHING;
  heldLength = 0;
  /** Frame and time of the last byte held. */
  heldFrame = 0;
  heldTime = Number.NaN;
  pending: Segment[] = [];
  pendingBytes = 0;
  holes: Hole[] = [];
}

/** Counters of one stream, both directions. */
export interface StreamCounts {
  retransmitted: number;
  gaps: number;
  lostBytes: number;
}

/**
 * Both directions of one TCP connection: hands contiguous bytes to the conversation, straight from the packet when it
 * is in order, from a small held buffer otherwise; tells holes and never waits without a bound.
 */
export class Stream {
  readonly counts: StreamCounts = { retransmitted: 0, gaps: 0, lostBytes: 0 };
  private readonly sides: [Side, Side] = [new Side(), new Side()];
  private readonly conversation: Conversation;
  private readonly longest: number;

  constructor(conversation: Conversation) {
    this.conversation = conversation;
    this.longest = conversation.dissector.longest ?? DEFAULT_LONGEST;
  }

  /** A SYN: the next byte of this side has sequence number `next`. */
  open(which: 0 | 1, next: number): void {
    const side = this.sides[which];
    side.started = true;
    side.next = next;
    side.lost = false;
    side.resumed = false;
    side.heldLength = 0;
    side.pending.length = 0;
    side.pendingBytes = 0;
    side.holes.length = 0;
  }

  /** The other side acknowledged up to `acknowledgment`: what this side sent before it and is not here was lost by the capture. */
  acknowledged(which: 0 | 1, acknowledgment: number): void {
    const side = this.sides[which];
    if (side.pending.length === 0) return;
    const first = side.pending[0] as Segment;
    if (((acknowledgment - first.sequence) | 0) > 0) this.skipTo(which, first.sequence);
  }

  /** A segment of payload `bytes[start..end)`; `missing` payload bytes after `end` were on the wire but not captured. */
  segment(which: 0 | 1, sequence: number, bytes: Uint8Array, start: number, end: number, missing: number): void {
    const side = this.sides[which];
    if (!side.started) {
      side.started = true;
      side.next = sequence;
      side.holes.push({ from: (sequence - BEFORE_START) | 0, to: sequence, counted: false });
    }
    const ahead = (sequence - side.next) | 0;
    if (ahead === 0) {
      this.consume(which, bytes, start, end, missing);
      side.next = (sequence + (end - start) + missing) | 0;
      if (side.pending.length > 0) this.drain(which);
      return;
    }
    if (ahead < 0) {
      const known = -ahead;
      const length = end - start + missing;
      if (side.holes.length > 0 && this.isLate(side, sequence, length)) {
        this.readLate(which, bytes, start, end);
        return;
      }
      this.counts.retransmitted++;
      // A jump far back is a new connection whose handshake was not seen.
      if (known > 0x1000000) {
        this.resume(which, sequence, bytes, start, end, missing);
        return;
      }
      if (known >= length) return;
      this.consume(which, bytes, Math.min(end, start + known), end, missing);
      side.next = (sequence + length) | 0;
      if (side.pending.length > 0) this.drain(which);
      return;
    }
    if (ahead > 0x1000000) {
      this.resume(which, sequence, bytes, start, end, missing);
      return;
    }
    this.keep(side, sequence, bytes, start, end, missing);
    const first = side.pending[0] as Segment;
    const waited = this.conversation.time - first.time;
    if (side.pending.length >= MOST_PENDING || side.pendingBytes > MOST_PENDING_BYTES || waited > PATIENCE) {
      this.skipTo(which, first.sequence);
    }
  }

  /**
   * A FIN: nothing follows `sequence` on this side. A message that ends with the connection is read now, at the frame of
   * the FIN; one that was to be longer is short. While earlier bytes are still missing, nothing is decided.
   */
  close(which: 0 | 1, sequence: number): void {
    const side = this.sides[which];
    if (side.heldLength === 0 || side.next !== sequence) return;
    const conversation = this.conversation;
    conversation.side = which;
    const length = side.heldLength;
    side.heldLength = 0;
    for (let at = 0; at < length; ) {
      const next = conversation.readOne(side.held, at, length, true, false);
      if (next < 0) {
        conversation.undissected += length - at;
        return;
      }
      at = next;
    }
  }

  /** Nothing more will come: reads what waits. */
  finish(): void {
    for (const which of [0, 1] as const) {
      const side = this.sides[which];
      while (side.pending.length > 0) this.skipTo(which, (side.pending[0] as Segment).sequence);
      this.abandonHeld(which);
    }
  }

  /** Bytes that wait in both directions. */
  waiting(): number {
    let sum = 0;
    for (const side of this.sides) sum += side.heldLength + side.pendingBytes;
    return sum;
  }

  /** Whether a segment lies in a hole: then its octets were not seen before, and the hole shrinks. */
  private isLate(side: Side, sequence: number, length: number): boolean {
    // One octet before the next is a keep-alive, not data.
    if (length < 2) return false;
    const end = (sequence + length) | 0;
    const index = side.holes.findIndex((hole) => ((sequence - hole.from) | 0) >= 0 && ((hole.to - end) | 0) >= 0);
    if (index < 0) return false;
    const hole = side.holes[index] as Hole;
    const { to, counted } = hole;
    hole.to = sequence;
    if (counted) this.counts.lostBytes -= length;
    const before = hole.from !== sequence;
    if (!before) side.holes.splice(index, 1);
    if (end !== to) {
      if (before && counted) this.counts.gaps++;
      this.remember(side, { from: end, to, counted });
    } else if (!before && counted) this.counts.gaps--;
    return true;
  }

  /** Reads messages that begin in a late segment; parts of messages around it are gone. */
  private readLate(which: 0 | 1, bytes: Uint8Array, start: number, end: number): void {
    const conversation = this.conversation;
    conversation.side = which;
    for (let at = start; at < end; ) {
      const next =
        conversation.likeness(bytes, at, end, true) < POSSIBLE ? -1 : conversation.readOne(bytes, at, end, true, true);
      if (next < 0) {
        conversation.undissected += end - at;
        return;
      }
      at = next;
    }
  }

  private remember(side: Side, hole: Hole): void {
    if (side.holes.length >= MOST_HOLES) side.holes.shift();
    side.holes.push(hole);
  }

  private resume(which: 0 | 1, sequence: number, bytes: Uint8Array, start: number, end: number, missing: number): void {
    const side = this.sides[which];
    while (side.pending.length > 0) this.skipTo(which, (side.pending[0] as Segment).sequence);
    this.abandonHeld(which);
    side.lost = true;
    side.holes.length = 0;
    this.counts.gaps++;
    this.consume(which, bytes, start, end, missing);
    side.next = (sequence + (end - start) + missing) | 0;
  }

  private keep(side: Side, sequence: number, bytes: Uint8Array, start: number, end: number, missing: number): void {
    let index = side.pending.length;
    while (index > 0 && (((side.pending[index - 1] as Segment).sequence - sequence) | 0) > 0) index--;
    if (index > 0 && (side.pending[index - 1] as Segment).sequence === sequence) {
      this.counts.retransmitted++;
      return;
    }
    const copy = bytes.slice(start, end);
    side.pending.splice(index, 0, {
      sequence,
      bytes: copy,
      missing,
      frame: this.conversation.frame,
      time: this.conversation.time,
    });
    side.pendingBytes += copy.length;
  }

  private skipTo(which: 0 | 1, sequence: number): void {
    const side = this.sides[which];
    const lost = (sequence - side.next) | 0;
    if (lost > 0) {
      this.abandonHeld(which);
      this.counts.gaps++;
      this.counts.lostBytes += lost;
      this.remember(side, { from: side.next, to: sequence, counted: true });
      side.lost = true;
      side.next = sequence;
    }
    this.drain(which);
  }

  private drain(which: 0 | 1): void {
    const side = this.sides[which];
    const conversation = this.conversation;
    const frame = conversation.frame;
    const time = conversation.time;
    while (side.pending.length > 0) {
      const first = side.pending[0] as Segment;
      const ahead = (first.sequence - side.next) | 0;
      if (ahead > 0) break;
      side.pending.shift();
      side.pendingBytes -= first.bytes.length;
      const length = first.bytes.length + first.missing;
      // Not `-ahead`: a negative zero as offset would make every reader's numbers slow from then on.
      const known = 0 - ahead;
      if (known >= length) continue;
      conversation.frame = first.frame;
      conversation.time = first.time;
      this.consume(which, first.bytes, Math.min(first.bytes.length, known), first.bytes.length, first.missing);
      side.next = (first.sequence + length) | 0;
    }
    conversation.frame = frame;
    conversation.time = time;
  }

  private consume(which: 0 | 1, bytes: Uint8Array, start: number, end: number, missing: number): void {
    const side = this.sides[which];
    this.conversation.side = which;
    if (side.heldLength === 0) {
      const rest = this.run(side, bytes, start, end, missing > 0);
      if (rest < end) this.hold(side, bytes, rest, end);
    } else {
      this.hold(side, bytes, start, end);
      const length = side.heldLength;
      const rest = this.run(side, side.held, 0, length, missing > 0);
      if (rest >= length) side.heldLength = 0;
      else if (rest > 0) {
        side.held.copyWithin(0, rest, length);
        side.heldLength = length - rest;
      }
    }
    if (side.heldLength > this.longest) {
      this.conversation.undissected += side.heldLength;
      side.heldLength = 0;
      side.lost = true;
    }
    if (missing > 0) {
      side.heldLength = 0;
      side.lost = true;
      this.counts.gaps++;
      this.counts.lostBytes += missing;
    }
  }

  /** Reads messages; answers where the first one that needs more bytes begins. */
  private run(side: Side, bytes: Uint8Array, start: number, end: number, missing: boolean): number {
    const conversation = this.conversation;
    let at = start;
    while (at < end) {
      if (side.lost) {
        if (conversation.likeness(bytes, at, end, missing) < POSSIBLE) {
          conversation.undissected += end - at;
          return end;
        }
        side.lost = false;
        side.resumed = true;
      }
      conversation.resumed = side.resumed;
      const next = conversation.readOne(bytes, at, end, missing, missing);
      if (next === -2) return at;
      side.resumed = false;
      if (next < 0) {
        conversation.undissected += end - at;
        side.lost = true;
        return end;
      }
      at = next;
    }
    return end;
  }

  private hold(side: Side, bytes: Uint8Array, start: number, end: number): void {
    const wanted = side.heldLength + end - start;
    if (wanted > side.held.length) {
      const grown = new Uint8Array(Math.max(wanted, side.held.length * 2, 512));
      grown.set(side.held.subarray(0, side.heldLength));
      side.held = grown;
    }
    for (let at = start, to = side.heldLength; at < end; at++, to++) side.held[to] = bytes[at] as number;
    side.heldLength = wanted;
    side.heldFrame = this.conversation.frame;
    side.heldTime = this.conversation.time;
  }

  /** The rest of a message that began before a hole or the end: read what is there as a cut message. */
  private abandonHeld(which: 0 | 1): void {
    const side = this.sides[which];
    if (side.heldLength === 0) return;
    const conversation = this.conversation;
    conversation.side = which;
    const length = side.heldLength;
    const { frame, time } = conversation;
    side.heldLength = 0;
    conversation.frame = side.heldFrame;
    conversation.time = side.heldTime;
    const next = conversation.readOne(side.held, 0, length, true, true);
    if (next < length) conversation.undissected += length - Math.max(next, 0);
    conversation.frame = frame;
    conversation.time = time;
  }
}
