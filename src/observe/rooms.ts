import type { Engine } from "../dissect/engine.ts";
import * as flows from "../dissect/flows.ts";
import type { Evidence } from "../model/evidence.ts";
import { INITIAL_TTLS } from "./resolve.ts";

const MOST_PATHS = 100_000;
const MOST_SHARED = 20_000;
/** Changes of tunnel in one conversation that are more than a station that moved to another cell. */
const WAVERS = 3;

/** When packets went from one address to another in one tunnel. */
export interface Passage {
  /** Key of the tunnel. */
  key: number;
  firstSeen: number;
  lastSeen: number;
  /** Its first packet. */
  evidence: Evidence;
}

/** Watches for networks that use the same addresses, each in tunnels of its own; what they do is not told apart. */
export class Rooms {
  /** Addresses that speak in several tunnels at once. */
  readonly shared = new Map<string, Evidence>();
  private readonly passages = new Map<string, Passage>();

  /**
   * Packets of an address in a tunnel that carries no hardware addresses: only its key tells rooms apart. `pair` is
   * sender and receiver, for a server answers each client in another tunnel.
   */
  add(pair: string, address: string, passage: Passage): void {
    const known = this.passages.get(pair);
    if (known === undefined) {
      if (this.passages.size < MOST_PATHS) this.passages.set(pair, passage);
    } else if (known.key === passage.key) {
      known.firstSeen = Math.min(known.firstSeen, passage.firstSeen);
      known.lastSeen = Math.max(known.lastSeen, passage.lastSeen);
    } else if (passage.firstSeen <= known.lastSeen && known.firstSeen <= passage.lastSeen) {
      this.share(address, passage.evidence);
    }
  }

  /** Takes over what other rooms saw; those stay as they are. */
  absorb(other: Rooms): void {
    for (const [address, evidence] of other.shared) this.share(address, evidence);
    for (const [pair, passage] of other.passages) {
      this.add(pair, pair.slice(0, pair.indexOf(" ")), { ...passage });
    }
  }

  /** A flow went on in another tunnel: several with the same addresses and ports look like one that moves. */
  moved(engine: Engine, flow: number, side: 0 | 1, otherCard: boolean): void {
    const { cells } = engine.flows;
    const base = engine.flows.base(flow);
    const isUnrouted =
      INITIAL_TTLS.has(engine.packet.ttl) && INITIAL_TTLS.has(cells[base + flows.TTL + side] as number);
    const wavers = cells[base + flows.MAC + side] === 0 && (cells[base + flows.MOVES] as number) >= WAVERS;
    if (!(otherCard && isUnrouted) && !wavers) return;
    const { capture, time, frameNumber: frame } = engine;
    this.share(engine.addressText(flow, side), { capture, frame, start: 0, end: 0, time });
  }

  private share(address: string, evidence: Evidence): void {
    if (!this.shared.has(address) && this.shared.size < MOST_SHARED) this.shared.set(address, evidence);
  }
}
