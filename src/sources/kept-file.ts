import { closeSync, openSync, readSync, statSync } from "node:fs";
import { CaptureReader, makeFrame } from "../capture/reader.ts";
import type { CapturedFrame, CaptureInterface } from "../capture/source.ts";
import type { ByteSupply } from "../capture/supply.ts";

/** One frame out of what is kept; its bytes are its own. */
export interface KeptFrame {
  /** 1-based number within its capture. */
  number: number;
  bytes: Uint8Array;
  originalLength: number;
  linkType: number;
  interfaceIndex: number;
  /** Whole seconds since 1970-01-01 UTC, and nanoseconds. */
  seconds: number;
  nanoseconds: number;
  direction: 0 | 1 | 2;
  comment: string;
}

/** Frames between two places at which reading can begin. */
export const CHECKPOINT_STEP = 1000;
const CHUNK = 262_144;

/**
 * A capture file on disk, of which any frame is found quickly: while it is read, the place of every thousandth frame is
 * remembered. Compressed files have no such places and are read from their start. Frames count from 1 within the file.
 */
export class KeptFile {
  readonly path: string;
  /** Interfaces as far as the file was read. */
  interfaces: CaptureInterface[] = [];
  /** Bytes up to the end of the first frame: all that a reader must have seen before it can go on elsewhere. */
  private headEnd = -1;
  /** Offset of frame `1 + (index + 1) * CHECKPOINT_STEP`. */
  private readonly offsets: number[] = [];
  private checkpointing = true;
  private identity = "";

  constructor(path: string) {
    this.path = path;
  }

  /** Places remembered so far. */
  get checkpoints(): number {
    return this.offsets.length;
  }

  /** Frames `from` (1-based) and on, in the order of the file. Throws when the file cannot be read. */
  async *frames(from: number): AsyncGenerator<KeptFrame> {
    this.forgetOnChange();
    const step = Math.min(Math.floor((from - 1) / CHECKPOINT_STEP), this.offsets.length);
    const start = step === 0 ? -1 : (this.offsets[step - 1] as number);
    const reader = this.open(start);
    const frame = makeFrame();
    try {
      do {
        while (reader.next(frame)) {
          // Reading from a place goes through the first frame again, for what comes before it.
          const number = start < 0 ? frame.number : frame.number === 1 ? 1 : step * CHECKPOINT_STEP + frame.number - 1;
          if (start < 0) this.remember(reader, number, 0);
          else if (frame.number > 1) this.remember(reader, number, start - this.headEnd);
          if (number >= from && (start < 0 || frame.number > 1)) yield copyOf(frame, number);
        }
      } while (await reader.fill());
    } finally {
      reader.close();
    }
  }

  /** `skipped` is how many bytes of the file the reader did not see. */
  private remember(reader: CaptureReader, number: number, skipped: number): void {
    if (!this.checkpointing) return;
    if (number === 1) {
      const summary = reader.summary();
      this.interfaces = summary.interfaces;
      if (summary.compression === "none") this.headEnd = reader.position();
      else this.checkpointing = false;
      return;
    }
    if (number % CHECKPOINT_STEP !== 0 || number / CHECKPOINT_STEP !== this.offsets.length + 1) return;
    const { interfaces } = reader.summary();
    // An interface described later would be unknown to a reader that begins behind it.
    if (interfaces.length === this.interfaces.length) this.offsets.push(reader.position() + skipped);
    else this.checkpointing = false;
  }

  /** A file that shrank or was replaced is another one; one that grew is the same. */
  private forgetOnChange(): void {
    const stats = statSync(this.path);
    const identity = `${stats.dev}:${stats.ino}`;
    const last = this.offsets.at(-1) ?? this.headEnd;
    if (identity === this.identity && stats.size >= last) return;
    this.identity = identity;
    this.offsets.length = 0;
    this.headEnd = -1;
    this.checkpointing = true;
    this.interfaces = [];
  }

  private open(start: number): CaptureReader {
    return new CaptureReader({
      name: this.path,
      capture: 0,
      size: 0,
      chunkSize: CHUNK,
      hashed: false,
      open: () => supplyFrom(this.path, start < 0 ? 0 : this.headEnd, Math.max(start, 0)),
    });
  }
}

/** The first `head` bytes of a file, then those from `start` on. */
function supplyFrom(path: string, head: number, start: number): ByteSupply {
  const file = openSync(path, "r");
  let at = 0;
  let open = true;
  return {
    read(target, from, to) {
      if (at === head && at < start) at = start;
      const most = at < head ? Math.min(to - from, head - at) : to - from;
      const count = readSync(file, target, from, most, at);
      at += count;
      return count;
    },
    close() {
      if (open) closeSync(file);
      open = false;
    },
  };
}

function copyOf(frame: CapturedFrame, number: number): KeptFrame {
  return {
    number,
    bytes: frame.bytes.slice(frame.start, frame.end),
    originalLength: frame.originalLength,
    linkType: frame.linkType,
    interfaceIndex: frame.interfaceIndex,
    seconds: frame.seconds,
    nanoseconds: frame.nanoseconds,
    direction: frame.direction,
    comment: frame.comment,
  };
}
