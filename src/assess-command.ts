import { closeSync, mkdirSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { assessCaptures } from "./assess.ts";
import { devicesCsv, linksCsv } from "./export/csv.ts";
import { assessmentJson } from "./export/json.ts";
import { renderReport } from "./export/report/report.ts";
import { summaryText } from "./export/summary.ts";
import type { Assessment } from "./model/assessment.ts";
import type { ReadCaptures } from "./read.ts";
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
  mkdirSync(options.out, { recursive: true });
  const files = {
    report: join(options.out, "report.html"),
    assessment: join(options.out, "assessment.json"),
    devices: join(options.out, "devices.csv"),
    links: join(options.out, "links.csv"),
  };
  writePieces(files.assessment, assessmentJson(assessment));
  writePieces(files.devices, devicesCsv(assessment));
  writePieces(files.links, linksCsv(assessment));
  writePieces(files.report, [renderReport(assessment)]);
  if (options.json === true) print(`${JSON.stringify(machineSummary(assessment, files, read))}\n`);
  else if (options.quiet !== true) {
    const color = process.stdout.isTTY === true && process.env["NO_COLOR"] === undefined;
    print(summaryText(assessment, { width: process.stdout.columns ?? 100, color, directory: options.out }));
  }
  return read.whole ? DONE : PARTLY;
}

function machineSummary(assessment: Assessment, files: Record<string, string>, read: ReadCaptures): object {
  return { ...assessment.summary, period: assessment.period, files, complete: read.whole };
}

/** Writes a text that comes in pieces without holding it whole. */
function writePieces(path: string, pieces: Iterable<string>): void {
  const file = openSync(path, "w");
  try {
    let waiting = "";
    for (const piece of pieces) {
      waiting += piece;
      if (waiting.length < 262_144) continue;
      writeSync(file, waiting);
      waiting = "";
    }
    if (waiting !== "") writeSync(file, waiting);
  } finally {
    closeSync(file);
  }
}
