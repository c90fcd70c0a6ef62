import { FLAW_NAMES } from "./packet.ts";
import { TUNNEL_NAMES } from "./tunnels.ts";

/** Numbers of one engine run. */
export interface EngineCounts {
  frames: number;
  bytes: number;
  /** Frames that the capture cut short. */
  cutFrames: number;
  cutBytes: number;
  /** Per FLAW_NAMES, frames that could not be read further. */
  flaws: Int32Array;
  /** The first such frame and its capture. */
  flawFrames: Int32Array;
  flawCaptures: Int32Array;
  flawBytes: Float64Array;
  /** Per TUNNEL_NAMES. */
  tunnels: Int32Array;
  tunnelFrames: Int32Array;
  tunnelCaptures: Int32Array;
  fragments: number;
  messages: number;
  duplicates: number;
  /** Frames per unsupported link type. */
  linkTypes: Map<number, number>;
  /** Faults of our own code that were caught, by dissector. */
  bugs: Map<string, { count: number; error: string; capture: number; frame: number }>;
}

/** Numbers of a run that has not begun. */
export function engineCounts(): EngineCounts {
  return {
    frames: 0,
    bytes: 0,
    cutFrames: 0,
    cutBytes: 0,
    flaws: new Int32Array(FLAW_NAMES.length),
    flawFrames: new Int32Array(FLAW_NAMES.length),
    flawCaptures: new Int32Array(FLAW_NAMES.length),
    flawBytes: new Float64Array(FLAW_NAMES.length),
    tunnels: new Int32Array(TUNNEL_NAMES.length),
    tunnelFrames: new Int32Array(TUNNEL_NAMES.length),
    tunnelCaptures: new Int32Array(TUNNEL_NAMES.length),
    fragments: 0,
    messages: 0,
    duplicates: 0,
    linkTypes: new Map(),
    bugs: new Map(),
  };
}

/** A frame of `length` octets could not be read further; `flaw` is an index into FLAW_NAMES. */
export function countFlaw(counts: EngineCounts, flaw: number, length: number, capture: number, frame: number): void {
  counts.flaws[flaw]++;
  counts.flawBytes[flaw] += length;
  if (counts.flawFrames[flaw] === 0) {
    counts.flawFrames[flaw] = frame;
    counts.flawCaptures[flaw] = capture;
  }
}

/** A frame came through a tunnel; `tunnel` is an index into TUNNEL_NAMES. */
export function countTunnel(counts: EngineCounts, tunnel: number, capture: number, frame: number): void {
  counts.tunnels[tunnel]++;
  if (counts.tunnelFrames[tunnel] === 0) {
    counts.tunnelFrames[tunnel] = frame;
    counts.tunnelCaptures[tunnel] = capture;
  }
}

/** A dissector threw: a fault of our own code, told and not hidden. */
export function countBug(
  counts: EngineCounts,
  dissector: string,
  error: unknown,
  capture: number,
  frame: number,
): void {
  const known = counts.bugs.get(dissector);
  if (known !== undefined) {
    known.count++;
    return;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  counts.bugs.set(dissector, { count: 1, error: text, capture, frame });
}
