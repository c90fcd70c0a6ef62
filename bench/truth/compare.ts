import type { ComparedProtocol } from "./protocols.ts";

/** What the oracle says of every frame of one capture. */
export interface OracleAnswer {
  /** Product and version, e.g. "Wireshark 4.4.5 (wiregasm)". */
  oracle: string;
  /** Number of frames, or -1 when the oracle could not open the capture. */
  frames: number;
  /** The distinct values of `frame.protocols`. */
  stacks: string[];
  /** Per frame (index 0 is frame 1): index into `stacks`. */
  stackOf: number[];
  /** Frames that Wireshark's sequence analysis marks as retransmitted, ascending. */
  retransmitted: number[];
  /** Frames in which Wireshark found a malformed message, ascending. */
  malformed: number[];
}

/** Why a frame is rightly told differently, as far as the oracle's own layers say so. */
export type Cause = "quoted" | "inside another protocol" | "retransmitted" | "malformed" | "";

/** A frame that only one side names. */
export interface Difference {
  frame: number;
  side: "wireshark" | "bulkhead";
  /** The oracle's layers of that frame, "" when the frame is unknown to it. */
  stack: string;
  cause: Cause;
}

/** How the two sides tell one protocol in one capture. */
export interface Comparison {
  capture: string;
  protocol: string;
  wireshark: number;
  bulkhead: number;
  both: number;
  differences: Difference[];
}

const QUOTING = ["icmp", "icmpv6"];
const QUOTED = ["ip", "ipv6"];
/** Carriers that hide a protocol of the same name: the messages belong to the carrier's own dissector. */
const CARRIERS = ["quic", "dtls", "eap", "http2", "coap"];

/** Whether the stack holds one of the layers, and whether that is so outside of a quoted packet and a foreign carrier. */
export function membership(stack: string, layers: readonly string[]): "none" | "direct" | "quoted" | "inside" {
  let found: "none" | "quoted" | "inside" = "none";
  let quoting = false;
  let quoted = false;
  let carried = false;
  for (const layer of stack.split(":")) {
    if (quoting && QUOTED.includes(layer)) quoted = true;
    if (layers.includes(layer)) {
      if (!quoted && !carried) return "direct";
      if (found === "none") found = quoted ? "quoted" : "inside";
    }
    if (QUOTING.includes(layer)) quoting = true;
    if (CARRIERS.includes(layer)) carried = true;
  }
  return found;
}

/** Share of frames that both sides name among those that any names; 1 when none does. */
export function agreement(both: number, union: number): number {
  return union === 0 ? 1 : both / union;
}

/** Compares the frames of one protocol; `seen` holds the 1-based frames in which Bulkhead shows a message. */
export function compareProtocol(
  capture: string,
  protocol: ComparedProtocol,
  answer: OracleAnswer,
  seen: ReadonlySet<number>,
): Comparison {
  const memberships = answer.stacks.map((stack) => membership(stack, protocol.layers));
  const retransmitted = new Set(answer.retransmitted);
  const malformed = new Set(answer.malformed);
  const differences: Difference[] = [];
  let wireshark = 0;
  let both = 0;
  for (let index = 0; index < answer.stackOf.length; index++) {
    const frame = index + 1;
    const stackIndex = answer.stackOf[index];
    const there = memberships[stackIndex];
    const here = seen.has(frame);
    if (there !== "none") wireshark++;
    if (there !== "none" && here) both++;
    if ((there !== "none") === here) continue;
    let cause: Cause = "";
    if (there === "quoted") cause = "quoted";
    else if (there === "inside") cause = "inside another protocol";
    else if (retransmitted.has(frame)) cause = "retransmitted";
    else if (malformed.has(frame)) cause = "malformed";
    differences.push({ frame, side: here ? "bulkhead" : "wireshark", stack: answer.stacks[stackIndex], cause });
  }
  for (const frame of [...seen].sort((a, b) => a - b)) {
    if (frame < 1 || frame > answer.stackOf.length) {
      differences.push({ frame, side: "bulkhead", stack: "", cause: "" });
    }
  }
  return { capture, protocol: protocol.name, wireshark, bulkhead: seen.size, both, differences };
}

/** A reviewed judgment on differences of one protocol in one capture or in all. */
export interface Explanation {
  /** Path of the capture below the captures folder, or "*" for every capture. */
  capture: string;
  protocol: string;
  side: "wireshark" | "bulkhead";
  /** Only frames with this cause; any when left out. */
  cause?: Exclude<Cause, "">;
  /** Only frames whose oracle layers contain this text, e.g. "enip:cipio". */
  stack?: string;
  /** Only these 1-based frames; all frames of the protocol and side when left out. */
  frames?: number[];
  /** How many frames it must explain exactly, so that it cannot hide new ones; any number when left out. */
  count?: number;
  /** Who is right by bytes and standard; "both" when the question is one of convention. */
  right: "wireshark" | "bulkhead" | "both";
  /** Why, in sentences, with the standard's section. */
  reason: string;
}

/** One explanation at work. */
export interface AppliedExplanation {
  explanation: Explanation;
  frames: number;
  /** Set when `count` is given and does not hold: the explanation is stale and explains nothing. */
  stale: boolean;
}

/**
 * Which differences the explanations cover: per comparison the set of explained frames. Explanations where Wireshark
 * is right are shown but never count as agreement.
 */
export function applyExplanations(
  comparisons: readonly Comparison[],
  explanations: readonly Explanation[],
): { applied: AppliedExplanation[]; explained: Map<Comparison, Set<number>> } {
  const explained = new Map<Comparison, Set<number>>();
  const applied: AppliedExplanation[] = [];
  for (const explanation of explanations) {
    const covered: { comparison: Comparison; frame: number }[] = [];
    for (const comparison of comparisons) {
      if (explanation.protocol !== "*" && comparison.protocol !== explanation.protocol) continue;
      if (explanation.capture !== "*" && comparison.capture !== explanation.capture) continue;
      for (const difference of comparison.differences) {
        if (difference.side !== explanation.side) continue;
        if (explanation.cause !== undefined && difference.cause !== explanation.cause) continue;
        if (explanation.stack !== undefined && !difference.stack.includes(explanation.stack)) continue;
        if (explanation.frames !== undefined && !explanation.frames.includes(difference.frame)) continue;
        if (explained.get(comparison)?.has(difference.frame)) continue;
        covered.push({ comparison, frame: difference.frame });
      }
    }
    const stale = explanation.count !== undefined && explanation.count !== covered.length;
    if (!stale && explanation.right !== "wireshark") {
      for (const { comparison, frame } of covered) {
        const frames = explained.get(comparison) ?? new Set<number>();
        frames.add(frame);
        explained.set(comparison, frames);
      }
    }
    applied.push({ explanation, frames: covered.length, stale });
  }
  return { applied, explained };
}
