// Messages of SCTP: RFC 9260 section 3.3.1. A message fills one DATA chunk, or several whose numbers follow each other.

const HEAD = 16;
const BEGINNING = 2;
const ENDING = 1;
const LARGEST_MESSAGE = 262_144;
/** Numbers of chunks that are known to have been seen, to tell what was sent or mirrored again. */
const RECENT = 64;

/** One sender of an association. */
interface Sender {
  recent: Int32Array;
  /** How many of `recent` are in use, and which is overwritten next. */
  count: number;
  next: number;
  /** Octets of a message that is not whole yet, and the number of the chunk that goes on with it. */
  bytes: Uint8Array;
  length: number;
  wanted: number;
  isOpen: boolean;
}

const NOTHING = new Uint8Array(0);

/** Puts messages together that were split over chunks, with a ceiling on how many senders are remembered. */
export class SctpTable {
  private readonly senders = new Map<number, Sender>();
  private readonly most: number;
  /** Messages that were given up because a chunk of them is missing, they grew too long or their sender was forgotten. */
  abandoned = 0;

  /** `most` senders may be remembered at once; the one that is remembered longest is forgotten for a new one. */
  constructor(most = 8192) {
    this.most = most;
  }

  /**
   * Takes the DATA chunk of a sender, which lies whole in `bytes[at..at + length)`. Answers true when it is a whole message in
   * place, false when there is nothing to read now, and else the octets of a message that it completed.
   */
  take(key: number, bytes: Uint8Array, at: number, length: number): Uint8Array | boolean {
    const sender = this.senderOf(key);
    const number =
      ((bytes[at + 4] as number) << 24) |
      ((bytes[at + 5] as number) << 16) |
      ((bytes[at + 6] as number) << 8) |
      (bytes[at + 7] as number);
    if (isKnown(sender, number)) return false;
    const flags = (bytes[at + 1] as number) & (BEGINNING | ENDING);
    if (flags === (BEGINNING | ENDING)) return length > HEAD;
    if (flags === BEGINNING) {
      if (sender.isOpen) this.abandoned++;
      sender.isOpen = true;
      sender.length = 0;
    } else if (!sender.isOpen) return false;
    else if (number !== sender.wanted) {
      // Another message may begin and end between; a chunk that comes out of order is not waited for.
      this.giveUp(sender);
      return false;
    }
    sender.wanted = (number + 1) | 0;
    if (!append(sender, bytes, at + HEAD, at + length)) {
      this.giveUp(sender);
      return false;
    }
    if (flags !== ENDING) return false;
    sender.isOpen = false;
    return sender.bytes.slice(0, sender.length);
  }

  /** Forgets both senders of a flow. */
  release(flow: number): void {
    for (const key of [flow * 2, flow * 2 + 1]) {
      if (this.senders.get(key)?.isOpen === true) this.abandoned++;
      this.senders.delete(key);
    }
  }

  private giveUp(sender: Sender): void {
    this.abandoned++;
    sender.isOpen = false;
  }

  private senderOf(key: number): Sender {
    const known = this.senders.get(key);
    if (known !== undefined) return known;
    if (this.senders.size >= this.most) {
      const oldest = this.senders.entries().next().value as [number, Sender];
      if (oldest[1].isOpen) this.abandoned++;
      this.senders.delete(oldest[0]);
    }
    const made: Sender = {
      recent: new Int32Array(RECENT),
      count: 0,
      next: 0,
      bytes: NOTHING,
      length: 0,
      wanted: 0,
      isOpen: false,
    };
    this.senders.set(key, made);
    return made;
  }
}

/** Whether the chunk of that number was seen lately; it is remembered now. */
function isKnown(sender: Sender, number: number): boolean {
  for (let index = 0; index < sender.count; index++) if (sender.recent[index] === number) return true;
  sender.recent[sender.next] = number;
  sender.next = (sender.next + 1) % RECENT;
  if (sender.count < RECENT) sender.count++;
  return false;
}

function append(sender: Sender, bytes: Uint8Array, start: number, end: number): boolean {
  const wanted = sender.length + end - start;
  if (wanted > LARGEST_MESSAGE) return false;
  if (wanted > sender.bytes.length) {
    const larger = new Uint8Array(Math.min(LARGEST_MESSAGE, Math.max(4096, wanted * 2)));
    larger.set(sender.bytes);
    sender.bytes = larger;
  }
  for (let at = start; at < end; at++) sender.bytes[sender.length++] = bytes[at] as number;
  return true;
}
