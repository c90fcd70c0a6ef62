import { type Extent, makeExtent, widen } from "./capture/extent.ts";
import { mergeByTime } from "./capture/merge.ts";
import type { CaptureProblem } from "./capture/open.ts";
import { openCaptures } from "./capture/open.ts";
import { makeFrame } from "./capture/reader.ts";
import type { CaptureSummary } from "./capture/source.ts";
import type { Engine } from "./dissect/engine.ts";
import { hidesTraffic } from "./model/fault.ts";

/** What was read and what was not. */
export interface ReadCaptures {
  captures: CaptureSummary[];
  /** Per capture. */
  extents: Extent[];
  problems: CaptureProblem[];
  /** Frames of links that are not read, by LINKTYPE_ number, and frames whose end was not captured. */
  unreadLinks: { linkType: number; frames: number }[];
  cutFrames: number;
  /** Whether everything that was asked for could be read to its end. */
  whole: boolean;
}

/** Told now and then how far reading came: bytes consumed, bytes in all (0 when unknown) and frames. */
export type Progress = (consumed: number, size: number, frames: number) => void;

/** Reads captures, merged by time, into the engine; `hashed` takes the SHA-256 of each file on the way. */
export async function readCaptures(
  paths: readonly string[],
  engine: Engine,
  options: { hashed: boolean; progress?: Progress | undefined },
): Promise<ReadCaptures> {
  const { sources, problems } = await openCaptures(paths, { hashed: options.hashed });
  const merged = mergeByTime(sources);
  const frame = makeFrame();
  const extents = sources.map(makeExtent);
  do {
    while (merged.next(frame)) {
      widen(extents[frame.capture] as Extent, frame);
      engine.frame(frame);
    }
    options.progress?.(merged.consumed(), sizeOf(sources.map((source) => source.summary())), engine.counts.frames);
  } while (await merged.fill());
  merged.close();
  engine.finish();
  const captures = sources.map((source) => source.summary());
  const given = problems.every((problem) => problem.kind !== "missing" && problem.kind !== "unreadable");
  const unreadLinks = [...engine.counts.linkTypes]
    .map(([linkType, frames]) => ({ linkType, frames }))
    .sort((one, other) => one.linkType - other.linkType);
  const { cutFrames } = engine.counts;
  const sound = captures.every(({ faults }) => !faults.some(({ name }) => hidesTraffic(name)));
  const whole = given && sound && unreadLinks.length === 0 && cutFrames === 0;
  return { captures, extents, problems, unreadLinks, cutFrames, whole };
}

function sizeOf(summaries: readonly CaptureSummary[]): number {
  return summaries.reduce((sum, summary) => sum + summary.size, 0);
}
