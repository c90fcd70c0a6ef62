import type { FaultLog } from "./faults.ts";
import type { CapturedFrame, CaptureSummary } from "./source.ts";
import type { Window } from "./window.ts";

/** A file format of captures: how it is recognized and read. */
export interface CaptureFormat {
  name: string;
  /** Whether a file that begins with these four bytes (as a big-endian number) is of this format. */
  recognizes(magic: number): boolean;
  read(window: Window, faults: FaultLog): RecordReader;
}

/** Reads the records of one file out of a window that others keep filled. */
export interface RecordReader {
  /** Puts the next record into `frame`; false when the window must hold `needed` bytes first, or when it stopped. */
  next(frame: CapturedFrame): boolean;
  /** Told that no more bytes will come: true when `next` can still get something out of those at hand, else reports what was cut off. */
  finish(): boolean;
  /** Writes into the summary what the file said of itself. */
  describe(summary: CaptureSummary): void;
  /** Whether the file cannot be followed any further. */
  stopped: boolean;
  /** Whether the last frame came without a time. */
  timeless: boolean;
  /** Frames handed out. */
  frames: number;
}

/** Longest record of which a reader still waits for the end; what claims to be longer is broken. */
export const longestRecord = 64 * 1024 * 1024;
