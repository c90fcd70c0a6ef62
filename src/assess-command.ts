import { assessCaptures } from "./assess.ts";
import { summaryText } from "./export/summary.ts";
import { writeAssessment } from "./export/write.ts";
import { clearProgress, DONE, FAILED, PARTLY, print, progressLine, tellProblems } from "./terminal.ts";

/** What `bulkhead assess` was told. */
export interface AssessOptions {
  out: string;
  json?: boolean;
  quiet?: boolean;
}

/** Assesses captures and writes the results; answers the exit code. */
export async function assess(paths: readonly string[], options: AssessOptions, version: string): Promise<number> {
  const { assessment, read } = await assessCaptures(paths, version, progressLine(options.quiet === true));
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
