import type { EngineCounts } from "../dissect/counts.ts";
import type { Engine } from "../dissect/engine.ts";
import { FLAW_NAMES } from "../dissect/packet.ts";
import { TUNNEL_NAMES } from "../dissect/tunnels.ts";

/** What reading the traffic itself met: frames, flaws, tunnels, tables that were full. */
export interface Reading {
  counts: EngineCounts;
  /** Flows that were opened. */
  flows: number;
  /** Flows closed early because the table was full. */
  evictedFlows: number;
  /** Packets whose fragments, and messages whose chunks never all came. */
  abandonedFragments: number;
}

/** What an engine met so far; its counts are lent, not copied. */
export function readingOf(engine: Engine): Reading {
  return {
    counts: engine.counts,
    flows: engine.flows.opened,
    evictedFlows: engine.flows.evicted,
    abandonedFragments: engine.fragments.abandoned + engine.fragments.pending() + engine.sctpMessages.abandoned,
  };
}

/** A reading of nothing. */
export function emptyReading(): Reading {
  const flaws = FLAW_NAMES.length;
  const tunnels = TUNNEL_NAMES.length;
  return {
    counts: {
      frames: 0,
      bytes: 0,
      cutFrames: 0,
      cutBytes: 0,
      flaws: new Int32Array(flaws),
      flawFrames: new Int32Array(flaws),
      flawCaptures: new Int32Array(flaws),
      flawBytes: new Float64Array(flaws),
      tunnels: new Int32Array(tunnels),
      tunnelFrames: new Int32Array(tunnels),
      tunnelCaptures: new Int32Array(tunnels),
      fragments: 0,
      messages: 0,
      duplicates: 0,
      linkTypes: new Map(),
      bugs: new Map(),
    },
    flows: 0,
    evictedFlows: 0,
    abandonedFragments: 0,
  };
}

/** Several readings as one; the first that met something tells where. */
export function sumReadings(readings: readonly Reading[]): Reading {
  const sum = emptyReading();
  for (const reading of readings) {
    sum.flows += reading.flows;
    sum.evictedFlows += reading.evictedFlows;
    sum.abandonedFragments += reading.abandonedFragments;
    addCounts(sum.counts, reading.counts);
  }
  return sum;
}

function addCounts(sum: EngineCounts, counts: EngineCounts): void {
  for (const field of ["frames", "bytes", "cutFrames", "cutBytes", "fragments", "messages", "duplicates"] as const) {
    sum[field] += counts[field];
  }
  for (let flaw = 0; flaw < sum.flaws.length; flaw++) {
    if (sum.flaws[flaw] === 0) {
      sum.flawFrames[flaw] = counts.flawFrames[flaw] as number;
      sum.flawCaptures[flaw] = counts.flawCaptures[flaw] as number;
    }
    sum.flaws[flaw] += counts.flaws[flaw] as number;
    sum.flawBytes[flaw] += counts.flawBytes[flaw] as number;
  }
  for (let tunnel = 0; tunnel < sum.tunnels.length; tunnel++) {
    if (sum.tunnels[tunnel] === 0) {
      sum.tunnelFrames[tunnel] = counts.tunnelFrames[tunnel] as number;
      sum.tunnelCaptures[tunnel] = counts.tunnelCaptures[tunnel] as number;
    }
    sum.tunnels[tunnel] += counts.tunnels[tunnel] as number;
  }
  for (const [type, frames] of counts.linkTypes) sum.linkTypes.set(type, (sum.linkTypes.get(type) ?? 0) + frames);
  for (const [name, bug] of counts.bugs) {
    const known = sum.bugs.get(name);
    if (known === undefined) sum.bugs.set(name, { ...bug });
    else known.count += bug.count;
  }
}

/** A reading as JSON text; `readingFrom` takes it back. */
export function readingText(reading: Reading): string {
  const { counts, ...rest } = reading;
  const flat: Record<string, unknown> = { ...rest };
  for (const [name, value] of Object.entries(counts) as [string, unknown][]) {
    flat[name] =
      value instanceof Map ? [...value] : ArrayBuffer.isView(value) ? [...(value as unknown as number[])] : value;
  }
  return JSON.stringify(flat);
}

/** The reading of a text by `readingText`; what an older version did not know is zero. */
export function readingFrom(text: string): Reading {
  const flat = JSON.parse(text) as Record<string, unknown>;
  const reading = emptyReading();
  for (const field of ["flows", "evictedFlows", "abandonedFragments"] as const)
    reading[field] = Number(flat[field] ?? 0);
  const counts = reading.counts as unknown as Record<string, unknown>;
  for (const [name, value] of Object.entries(counts)) {
    const stored = flat[name];
    if (stored === undefined) continue;
    if (value instanceof Map) for (const [key, entry] of stored as [unknown, unknown][]) value.set(key, entry);
    else if (ArrayBuffer.isView(value))
      (value as Float64Array).set((stored as number[]).slice(0, (value as Float64Array).length));
    else counts[name] = stored;
  }
  return reading;
}
