import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { simulatePlantCell } from "./plant-cell.ts";

/** Seed of the samples that the repository keeps. */
export const SAMPLE_SEED = 20260310;

/** Where a sample was written, and how large it is. */
export interface WrittenSample {
  capture: string;
  truth: string;
  frames: number;
  bytes: number;
}

/** Writes the plant cell's capture and its truth into a directory, which is made if need be; file system errors throw. */
export function simulateSample(options: { seed: number; directory: string }): WrittenSample {
  const site = simulatePlantCell(options.seed);
  mkdirSync(options.directory, { recursive: true });
  const capture = join(options.directory, "plant-cell.pcapng");
  const truth = join(options.directory, "plant-cell.truth.json");
  writeFileSync(capture, site.capture);
  writeFileSync(truth, `${JSON.stringify(site.truth, null, 2)}\n`);
  return { capture, truth, frames: site.frames.length, bytes: site.capture.length };
}
