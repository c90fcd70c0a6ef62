import { Conversation, type Surroundings } from "./conversation.ts";
import { type Dissector, LIKELY, POSSIBLE } from "./dissector.ts";
import type { Registry } from "./registry.ts";

/** What bytes may ride on. */
export type Over = "tcp" | "udp" | "sctp" | "ip" | "ethernet" | "llc";

/**
 * Finds the protocol of a flow from the first bytes of a message. Who owns the port or number is asked first and
 * believed sooner; else every protocol that rides there is asked, and the one that is surest is taken.
 */
export class Recognizer {
  private readonly registry: Registry;
  private readonly around: Surroundings;
  private readonly stand: (trial: Conversation, flow: number, side: 0 | 1) => void;
  /** A conversation of each dissector to try bytes on; nothing is remembered in it. */
  private readonly trials = new Map<Dissector, Conversation>();

  /** `stand` tells a conversation where it is: the frame, the side and the ports at hand. */
  constructor(
    registry: Registry,
    around: Surroundings,
    stand: (trial: Conversation, flow: number, side: 0 | 1) => void,
  ) {
    this.registry = registry;
    this.around = around;
    this.stand = stand;
  }

  /** The protocol of `bytes[start..end)`, sent by `side` to port, type or number `key` from `otherKey`. */
  find(
    flow: number,
    side: 0 | 1,
    over: Over,
    key: number,
    otherKey: number,
    bytes: Uint8Array,
    start: number,
    end: number,
  ): Dissector | undefined {
    let best: Dissector | undefined;
    let bestLikeness = 0;
    const isStream = over === "tcp";
    for (let round = 0; round < 2; round++) {
      const owners = this.registry.owners(over, round === 0 ? key : otherKey);
      for (let index = 0; index < owners.length; index++) {
        const candidate = owners[index] as Dissector;
        const likeness = this.likeness(candidate, flow, side, bytes, start, end, isStream);
        if (likeness >= POSSIBLE && likeness > bestLikeness) {
          best = candidate;
          bestLikeness = likeness;
        }
      }
      if (best !== undefined) return best;
      if (key === otherKey) break;
    }
    if (over === "ip" || over === "ethernet" || over === "llc") return undefined;
    return this.findByBytes(flow, side, over, bytes, start, end);
  }

  /** The protocol that the bytes look like most, whoever owns the ports. */
  findByBytes(
    flow: number,
    side: 0 | 1,
    over: Over,
    bytes: Uint8Array,
    start: number,
    end: number,
  ): Dissector | undefined {
    let best: Dissector | undefined;
    let bestLikeness = 0;
    const riders = this.registry.riders(over);
    for (let index = 0; index < riders.length; index++) {
      const candidate = riders[index] as Dissector;
      const likeness = this.likeness(candidate, flow, side, bytes, start, end, over === "tcp");
      if (likeness >= LIKELY && likeness > bestLikeness) {
        best = candidate;
        bestLikeness = likeness;
      }
    }
    return best;
  }

  private likeness(
    dissector: Dissector,
    flow: number,
    side: 0 | 1,
    bytes: Uint8Array,
    start: number,
    end: number,
    isStream: boolean,
  ): number {
    let trial = this.trials.get(dissector);
    if (trial === undefined || trial.stream !== isStream) {
      trial = new Conversation(this.around, dissector, 0, flow, isStream, undefined);
      this.trials.set(dissector, trial);
    }
    this.stand(trial, flow, side);
    return trial.likeness(bytes, start, end, !isStream);
  }
}
