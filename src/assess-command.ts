import { assessCaptures } from "./assess.ts";
import { summaryText } from "./export/summary.ts";
import { writeAssessment } from "./export/write.ts";
import { loadPacks } from "./packs/load.ts";
import { clearProgress, DONE, FAILED, MISUSED, PARTLY, print, progressLine, tellProblems } from "./terminal.ts";

/** What `bulkhead assess` was told. */
export interface AssessOptions {
  out: string;
  /** Files and folders with fingerprint rules. */
  fingerprints?: string[];
  json?: boolean;
  quiet?: boolean;
}

/** Assesses captures and writes the results; answers the exit code. */
export async function assess(paths: readonly string[], options: AssessOptions, version: string): Promise<number> {
  const packs = loadPacks(options.fingerprints ?? []);
  for (const problem of packs.problems) process.stderr.write(`bulkhead: ${problem}\n`);
  if (packs.problems.length > 0) {
    process.stderr.write("bulkhead: nothing was assessed: mend the packs of fingerprints, or leave them out\n");
    return MISUSED;
  }
  if (options.quiet !== true) for (const notice of packs.notices) process.stderr.write(`bulkhead: ${notice}\n`);
  const progress = progressLine(options.quiet === true);
  const { assessment, read } = await assessCaptures(paths, version, progress, packs.sets);
  clearProgress();
  tellProblems(read);
  if (read.captures.every((capture) => capture.frames === 0) && !read.whole) {
    process.stderr.write("bulkhead: no frame could be read; nothing was written\n");
    return FAILED;
  }
  const files = writeAssessment(options.out, assessment);
  if (options.json === true) {
    print(`${JSON.stringify({ ...assessment.summary, period: assessment.period, files, complete: read.whole })}\n`);
  } else if (options.quiet !== true) {
    const color = process.stdout.isTTY === true && process.env["NO_COLOR"] === undefined;
    print(summaryText(assessment, { width: process.stdout.columns ?? 100, color, files }));
  }
  return read.whole ? DONE : PARTLY;
}
