import { CommanderError } from "commander";
import { makeDirectory } from "./export/write.ts";
import { readDuration } from "./simulate/site/check.ts";
import { SAMPLE_SEED, simulateSample, simulateSite } from "./simulate/write.ts";
import { MISUSED, print } from "./terminal.ts";

/** What `bulkhead simulate` was told. */
export interface SimulateOptions {
  out: string;
  for?: string;
  seed?: string;
  scale?: string;
  truth?: string;
}

/** Writes a simulated site, or without one the sample plant cell. */
export function simulate(site: string | undefined, options: SimulateOptions): void {
  const seed = numberOf("seed", options.seed, 0, 4294967295);
  if (seed !== undefined && !Number.isInteger(seed)) misused("--seed must be a whole number");
  if (site === undefined) {
    if (options.for !== undefined || options.scale !== undefined) misused("--for and --scale need a site");
    makeDirectory(options.out);
    const written = simulateSample({ directory: options.out, seed: seed ?? SAMPLE_SEED });
    print(`${written.capture}: ${written.frames} frames, ${written.bytes} bytes\n${written.truth}\n`);
    return;
  }
  const duration = options.for === undefined ? undefined : readDuration(options.for);
  if (options.for !== undefined && duration === undefined) misused("--for must be a duration such as 10m, 8h or 7d");
  const out = options.out === "samples" ? "site.pcapng" : options.out;
  const truthPath = options.truth ?? (out === "-" ? "" : `${out.replace(/\.pcapng$/, "")}.truth.json`);
  const scale = numberOf("scale", options.scale, 0.01, 10000);
  const truth = simulateSite({ site, out, duration, seed, scale, truth: truthPath });
  if (out !== "-") {
    print(`${out}: ${truth.capture.frames} frames of ${truth.devices.length} devices\n${truthPath}\n`);
  }
}

function numberOf(name: string, text: string | undefined, low: number, high: number): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!(value >= low && value <= high)) misused(`--${name} must be a number from ${low} to ${high}`);
  return value;
}

function misused(text: string): never {
  throw new CommanderError(MISUSED, "bulkhead.simulate", `error: ${text}`);
}
