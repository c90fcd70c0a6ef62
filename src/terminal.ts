import { linkTypeName } from "./capture/linktypes.ts";
import type { Progress, ReadCaptures } from "./read.ts";

/** Exit codes of the command line; README.md tells users. */
export const DONE = 0;
export const FAILED = 1;
export const MISUSED = 2;
export const PARTLY = 3;

/** Text under the help of commands that read captures. */
export const EXIT_HELP = `
Exit codes: 0 all was read; 1 nothing could be done; 2 the command was not understood;
3 done, but part of the input could not be read: it is cut, broken, or of a link that is not read
(the report and standard error say what).`;

/** Says on standard error what could not be read. */
export function tellProblems(read: ReadCaptures): void {
  for (const problem of read.problems) process.stderr.write(`bulkhead: ${problem.message} ${problem.remedy}\n`);
  for (const capture of read.captures) {
    for (const fault of capture.faults) {
      const times = fault.count > 1 ? ` (${fault.count} times)` : "";
      process.stderr.write(`bulkhead: ${capture.name}: ${fault.name}${times}: ${fault.detail}\n`);
    }
  }
  for (const { linkType, frames } of read.unreadLinks) {
    process.stderr.write(`bulkhead: ${framesText(frames)} of a link that is not read (${linkTypeName(linkType)})\n`);
  }
  if (read.cutFrames > 0)
    process.stderr.write(
      `bulkhead: ${framesText(read.cutFrames)} cut short when captured: capture without a snap length\n`,
    );
}

function framesText(frames: number): string {
  return frames === 1 ? "1 frame" : `${frames} frames`;
}

/** Progress on a terminal, none in a pipe. */
export function progressLine(quiet: boolean): Progress | undefined {
  if (quiet || process.stderr.isTTY !== true) return undefined;
  return (consumed, size, frames) => {
    const share =
      size > 0 ? `${Math.min(100, Math.floor((consumed / size) * 100))} %` : `${Math.floor(consumed / 1e6)} MB`;
    process.stderr.write(`\r\x1b[KReading ${share}, ${frames} frames`);
  };
}

/** Takes the progress line away. */
export function clearProgress(): void {
  if (process.stderr.isTTY === true) process.stderr.write("\r\x1b[K");
}

/** Prints to standard output. */
export function print(text: string): void {
  process.stdout.write(text);
}
