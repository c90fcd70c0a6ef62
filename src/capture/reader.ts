import { FaultLog } from "./faults.ts";
import type { RecordReader } from "./format.ts";
import { captureFormats } from "./formats.ts";
import { compressions, InflatedSupply } from "./inflate.ts";
import type { CapturedFrame, CaptureSummary, FrameSource } from "./source.ts";
import type { ByteSupply } from "./supply.ts";
import { MeteredSupply } from "./supply.ts";
import type { Instant } from "./ticks.ts";
import { Window } from "./window.ts";

/** How a capture is read. */
export interface CaptureOptions {
  /** As the user knows it, "-" for standard input. */
  name: string;
  /** Index among the captures opened. */
  capture: number;
  /** Bytes on disk as far as known beforehand, else 0. */
  size: number;
  /** Bytes read at once; also the size of the buffer while records fit. */
  chunkSize: number;
  /** Whether to take the SHA-256. */
  hashed: boolean;
  /** Called once, when the first bytes are asked for; may throw. */
  open(): ByteSupply;
}

/** An empty frame for a source to fill. */
export function makeFrame(): CapturedFrame {
  return {
    capture: 0,
    number: 0,
    bytes: new Uint8Array(0),
    start: 0,
    end: 0,
    originalLength: 0,
    linkType: -1,
    interfaceIndex: 0,
    seconds: 0,
    nanoseconds: 0,
    direction: 0,
    comment: "",
  };
}

/** One capture of any format and compression; opened when it is first read, and never throwing on what it reads. */
export class CaptureReader implements FrameSource {
  /** Time of the first frame where it was looked up beforehand: nothing of the file is older unless time runs back. */
  startsAt: Instant | null = null;
  private readonly options: CaptureOptions;
  private readonly log = new FaultLog();
  private readonly window: Window;
  private records: RecordReader | null = null;
  private format = "unknown";
  private compression: CaptureSummary["compression"] = "none";
  private metered: MeteredSupply | null = null;
  private inflated: InflatedSupply | null = null;
  private sha256 = "";
  private ended = false;
  private failed = false;
  private lastSeconds = 0;
  private lastNanoseconds = 0;
  private backwardCount = 0;
  private backwardFrame = 0;
  /** Largest step back, in seconds. */
  private backwardStep = 0;

  constructor(options: CaptureOptions) {
    this.options = options;
    this.window = new Window(0);
  }

  next(frame: CapturedFrame): boolean {
    const records = this.records;
    if (records === null || !records.next(frame)) return false;
    frame.capture = this.options.capture;
    frame.number = records.frames;
    if (records.timeless) {
      frame.seconds = this.lastSeconds;
      frame.nanoseconds = this.lastNanoseconds;
    } else {
      const seconds = frame.seconds;
      const nanoseconds = frame.nanoseconds;
      if (seconds < this.lastSeconds || (seconds === this.lastSeconds && nanoseconds < this.lastNanoseconds)) {
        this.countBackwards(frame);
      }
      this.lastSeconds = seconds;
      this.lastNanoseconds = nanoseconds;
    }
    return true;
  }

  async fill(): Promise<boolean> {
    if (this.ended) return false;
    if (this.metered === null) await this.begin();
    while (this.records?.stopped !== true) {
      // A pipe may be silent for long after its head: what came with it is looked at now.
      if (this.records === null && this.inflated === null && this.window.end >= 4) {
        if (!this.recognize(false)) break;
        return true;
      }
      const count = await this.readMore();
      if (this.records === null) {
        if (!this.recognize(count === 0)) break;
        // Even at the end of the file: the first bytes were read ahead and nobody has looked at them.
        if (this.records !== null) return true;
      } else if (count > 0 || this.records.finish()) {
        return true;
      } else {
        break;
      }
    }
    this.reportCompression();
    await this.drain();
    this.sha256 = this.metered?.digest() ?? "";
    this.close();
    return false;
  }

  /** Offset in the decompressed file of the first byte after the record handed out last. */
  position(): number {
    return this.window.offset + this.window.position;
  }

  consumed(): number {
    return this.metered?.count ?? 0;
  }

  summary(): CaptureSummary {
    const summary: CaptureSummary = {
      name: this.options.name,
      format: this.format,
      compression: this.compression,
      sha256: this.sha256,
      size: this.metered?.ended === true ? this.metered.count : Math.max(this.options.size, this.consumed()),
      frames: this.records?.frames ?? 0,
      interfaces: [],
      comments: [],
      names: [],
      hardware: "",
      operatingSystem: "",
      application: "",
      faults: this.log.faults.map((fault) => ({ ...fault })),
    };
    this.records?.describe(summary);
    if (this.backwardCount > 0) {
      const step = this.backwardStep.toFixed(6);
      summary.faults.push({
        name: "time runs backwards",
        detail: `Frames are earlier than the frame before them, by up to ${step} s; the order of the file was kept.`,
        frame: this.backwardFrame,
        offset: -1,
        count: this.backwardCount,
      });
    }
    return summary;
  }

  close(): void {
    this.ended = true;
    (this.inflated ?? this.metered)?.close();
    this.window.release();
  }

  /** Opens the file and looks at its first bytes for a compression. */
  private async begin(): Promise<void> {
    const window = this.window;
    try {
      this.metered = new MeteredSupply(this.options.open(), this.options.hashed);
    } catch (error) {
      this.fail(error);
      return;
    }
    const mostAtOnce = Math.min(this.options.chunkSize, 65_536);
    while (window.end < 4) if ((await this.readMore(mostAtOnce)) === 0) return;
    const magic = window.view.getUint32(0);
    const compression = compressions.find((candidate) => candidate.recognizes(magic));
    if (compression === undefined) return;
    this.compression = compression.name;
    this.inflated = new InflatedSupply(compression, window.bytes.slice(0, window.end), this.metered);
    window.end = 0;
  }

  /** Reads more into the window and says how much; 0 at the end and after a failure. */
  private async readMore(most = this.options.chunkSize): Promise<number> {
    const supply = this.inflated ?? this.metered;
    if (supply === null || this.failed) return 0;
    const window = this.window;
    window.makeRoom(this.options.chunkSize);
    try {
      const count = await supply.read(window.bytes, window.end, Math.min(window.bytes.length, window.end + most));
      window.end += count;
      return count;
    } catch (error) {
      this.fail(error);
      return 0;
    }
  }

  private fail(error: unknown): void {
    this.failed = true;
    const reason = error instanceof Error ? error.message : String(error);
    this.log.add(
      "read error",
      `Reading stopped: ${reason}.`,
      this.records?.frames ?? 0,
      this.window.offset + this.window.end,
    );
  }

  /** Chooses the format once four bytes are there; false when there is none or the file ended before. */
  private recognize(atEnd: boolean): boolean {
    const window = this.window;
    if (window.end < 4) {
      if (!atEnd) return true;
      if (this.failed) return false;
      const detail = this.consumed() === 0 ? "The file is empty." : "The file is too short to be a capture.";
      this.log.add(this.consumed() === 0 ? "empty file" : "not a capture", detail, 0, 0);
      return false;
    }
    const magic = window.view.getUint32(0);
    const format = captureFormats.find((candidate) => candidate.recognizes(magic));
    if (format === undefined) {
      const start = magic.toString(16).padStart(8, "0");
      const remedy = "if it is a capture of another kind, convert it to pcapng first (Wireshark's editcap does)";
      this.log.add(
        "not a capture",
        `The file begins with ${start} (hexadecimal), unlike pcap or pcapng; ${remedy}.`,
        0,
        0,
      );
      return false;
    }
    this.format = format.name;
    this.records = format.read(window, this.log);
    return true;
  }

  /** Says so when the compressed bytes ended early. */
  private reportCompression(): void {
    const fault = this.inflated?.fault ?? "";
    if (fault === "") return;
    const offset = this.window.offset + this.window.end;
    const detail = `The ${this.compression} data is cut or broken (${fault}); what came before was used.`;
    this.log.add("broken compression", detail, this.records?.frames ?? 0, offset);
  }

  /** Reads on to the end for the hash and the size, where the file was a capture after all. */
  private async drain(): Promise<void> {
    const metered = this.metered;
    if (metered === null || metered.ended || this.failed || !this.options.hashed) return;
    if (this.records === null && this.options.size === 0) return;
    const bytes = new Uint8Array(65_536);
    try {
      while ((await metered.read(bytes, 0, bytes.length)) > 0);
    } catch (error) {
      this.fail(error);
    }
  }

  private countBackwards(frame: CapturedFrame): void {
    const step = this.lastSeconds - frame.seconds + (this.lastNanoseconds - frame.nanoseconds) / 1e9;
    if (this.backwardCount === 0) this.backwardFrame = frame.number;
    this.backwardCount++;
    this.backwardStep = Math.max(this.backwardStep, step);
  }
}
