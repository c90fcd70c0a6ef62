// IPv4 fragmentation: RFC 791 section 3.2; IPv6: RFC 8200 section 4.5. Overlaps: the first bytes seen stand.
import type { Packet } from "./packet.ts";

const LARGEST_PACKET = 65_535;
const MOST_RECENT = 8;
/** Seconds after its end in which a fragment of the same packet is a copy. */
const REPEATED_WITHIN = 0.02;

interface Assembly {
  source: number;
  destination: number;
  version: number;
  id: number;
  protocol: number;
  bytes: Uint8Array;
  /** One flag per 8-byte block that has arrived. */
  blocks: Uint8Array;
  arrived: number;
  /** One past the last byte that has arrived. */
  highest: number;
  /** Bytes of the whole payload, or -1 until the last fragment is seen. */
  length: number;
  seconds: number;
}

/** Puts IP fragments together, with a ceiling on how many packets may wait and for how long. */
export class FragmentTable {
  private readonly waiting: Assembly[] = [];
  /** The packets put together last: what a mirror shows of them once more is no new packet. */
  private readonly recent: Assembly[] = [];
  private readonly most: number;
  private readonly patience: number;
  /** Packets given up because their fragments never all came, or the ceiling was reached. */
  abandoned = 0;
  /** Packets put together. */
  assembled = 0;

  /** `most` packets may wait at once, for `patience` seconds of packet time. */
  constructor(most = 256, patience = 30) {
    this.most = most;
    this.patience = patience;
  }

  /** Packets that still wait. */
  pending(): number {
    return this.waiting.length;
  }

  /**
   * Takes the fragment that `packet` stands on; `source` and `destination` are comparable address numbers. Answers the
   * bytes of the whole payload when it was the last one missing, else undefined.
   */
  add(packet: Packet, source: number, destination: number, seconds: number): Uint8Array | undefined {
    const length = packet.payloadEnd - packet.payloadStart;
    if (
      length <= 0 ||
      packet.missing > 0 ||
      packet.fragmentAt + length > LARGEST_PACKET ||
      (packet.moreFragments && (length & 7) !== 0)
    ) {
      this.abandoned++;
      return undefined;
    }
    const isOf = (entry: Assembly): boolean =>
      entry.id === packet.fragmentId &&
      entry.source === source &&
      entry.destination === destination &&
      entry.version === packet.ipVersion &&
      entry.protocol === packet.protocol;
    let index = this.waiting.findIndex(isOf);
    if (index >= 0 && seconds - (this.waiting[index] as Assembly).seconds > this.patience) {
      this.waiting.splice(index, 1);
      this.abandoned++;
      index = -1;
    }
    if (index < 0) {
      if (this.recent.some((entry) => isOf(entry) && Math.abs(seconds - entry.seconds) < REPEATED_WITHIN))
        return undefined;
      if (this.waiting.length >= this.most) {
        this.waiting.shift();
        this.abandoned++;
      }
      index = this.waiting.length;
      this.waiting.push({
        source,
        destination,
        version: packet.ipVersion,
        id: packet.fragmentId,
        protocol: packet.protocol,
        bytes: new Uint8Array(2048),
        blocks: new Uint8Array(8192),
        arrived: 0,
        highest: 0,
        length: -1,
        seconds,
      });
    }
    const entry = this.waiting[index] as Assembly;
    const end = packet.fragmentAt + length;
    if (!packet.moreFragments && entry.length < 0) entry.length = end;
    if (end > entry.highest) entry.highest = end;
    if (entry.length >= 0 && entry.highest > entry.length) {
      // Bytes behind the end: one of the fragments is not of this packet, and nobody can tell which.
      this.waiting.splice(index, 1);
      this.abandoned++;
      return undefined;
    }
    if (end > entry.bytes.length) {
      const grown = new Uint8Array(Math.min(LARGEST_PACKET + 1, Math.max(end, entry.bytes.length * 4)));
      grown.set(entry.bytes);
      entry.bytes = grown;
    }
    for (let at = packet.fragmentAt; at < end; at += 8) {
      const block = at >> 3;
      if (entry.blocks[block] === 1) continue;
      entry.blocks[block] = 1;
      const stop = Math.min(end, at + 8);
      for (let byte = at; byte < stop; byte++) {
        entry.bytes[byte] = packet.bytes[packet.payloadStart + byte - packet.fragmentAt] as number;
      }
      entry.arrived++;
    }
    if (entry.length < 0 || entry.arrived < (entry.length + 7) >> 3) return undefined;
    this.waiting.splice(index, 1);
    this.assembled++;
    entry.seconds = seconds;
    if (this.recent.length >= MOST_RECENT) this.recent.shift();
    this.recent.push(entry);
    return entry.bytes.subarray(0, entry.length);
  }
}
