// RFC 1952 (gzip, several members), RFC 8878 (zstd, several and skippable frames).
import type { Transform } from "node:stream";
import { crc32, createInflateRaw, createZstdDecompress } from "node:zlib";
import { memberHeaderLength, memberTrailerLength, trailerFits } from "./gzip.ts";
import type { ByteSupply } from "./supply.ts";

/** A way in which whole files are compressed, recognized by their first four bytes as a big-endian number. */
export interface Compression {
  name: "gzip" | "zstd";
  recognizes(magic: number): boolean;
  /** Starts a decompressor, which stops after each frame and must be started anew for the next one. */
  open(): Transform;
  /** Whether frames have a header and a trailer that are read here, so that what lies behind the last one does no harm. */
  isFramed: boolean;
}

const outputChunk = 262_144;

/** Every compression that is undone. */
export const compressions: readonly Compression[] = [
  {
    name: "gzip",
    recognizes(magic) {
      return magic >>> 16 === 0x1f8b;
    },
    open() {
      return createInflateRaw({ chunkSize: outputChunk });
    },
    isFramed: true,
  },
  {
    name: "zstd",
    recognizes(magic) {
      // A zstd frame, or a skippable one, which seekable files may begin with.
      return magic === 0x28b52ffd || (magic & 0xf0ffffff) >>> 0 === 0x502a4d18;
    },
    open() {
      return createZstdDecompress({ chunkSize: outputChunk });
    },
    isFramed: false,
  },
];

/** Decompressed bytes that may wait to be read. */
const mostQueued = 4 * outputChunk;
const inputChunk = 65_536;
/** Each start costs some 100 microseconds: a file made of nothing but tiny frames must not take hours. */
const mostStarts = 65_536;
/** Frames larger than this on average may be as many as there are. */
const smallFrame = 4096;
/** A gzip header that is longer has names or comments that no program writes. */
const longestHeader = 262_144;

/** The decompressed bytes of a compressed supply; ends early with `fault` set when the compressed bytes are broken. */
export class InflatedSupply implements ByteSupply {
  /** Why the bytes ended early, or "". */
  fault = "";
  private readonly compressed: ByteSupply;
  private readonly compression: Compression;
  private stream: Transform | null = null;
  private starts = 0;
  /** Decompressed bytes in all, and of the present frame with their checksum. */
  private produced = 0;
  private inFrame = 0;
  private checksum = 0;
  /** Bytes given to the present decompressor. */
  private given = 0;
  /** The chunk given last. */
  private chunk: Uint8Array = new Uint8Array(0);
  private readonly input = new Uint8Array(inputChunk);
  /** Compressed bytes that were read already, to recognize the compression. */
  private head: Uint8Array;
  private readonly queue: Uint8Array[] = [];
  private queued = 0;
  /** Bytes of the queue's first chunk that were read. */
  private used = 0;
  private writing = false;
  private inputEnded = false;
  private finished = false;
  private wake: (() => void) | null = null;

  constructor(compression: Compression, head: Uint8Array, compressed: ByteSupply) {
    this.head = head;
    this.compressed = compressed;
    this.compression = compression;
    if (!compression.isFramed) this.stream = this.start();
  }

  async read(target: Uint8Array, from: number, to: number): Promise<number> {
    while (this.queue.length === 0 && !this.finished) await this.pump();
    const chunk = this.queue[0];
    if (chunk === undefined) return 0;
    const count = Math.min(to - from, chunk.length - this.used);
    target.set(chunk.subarray(this.used, this.used + count), from);
    this.used += count;
    this.queued -= count;
    if (this.used === chunk.length) {
      this.queue.shift();
      this.used = 0;
    }
    return count;
  }

  close(): void {
    this.finished = true;
    this.stream?.destroy();
    this.compressed.close();
  }

  private start(): Transform {
    const stream = this.compression.open();
    this.starts++;
    this.given = 0;
    this.inFrame = 0;
    this.checksum = 0;
    stream.on("data", (chunk: Uint8Array) => {
      this.queue.push(chunk);
      this.queued += chunk.length;
      this.produced += chunk.length;
      this.inFrame += chunk.length;
      if (this.compression.isFramed) this.checksum = crc32(chunk, this.checksum);
      if (this.queued >= mostQueued) stream.pause();
      this.signal();
    });
    stream.on("error", (error: Error) => {
      this.fail(error.message);
      this.signal();
    });
    stream.on("end", () => {
      // The end may come before the call back of the write that led to it.
      this.writing = false;
      this.keepLeftover();
      if (this.starts >= mostStarts && this.produced < this.starts * smallFrame)
        this.fail(`more than ${mostStarts} frames`);
      else if (this.compression.isFramed) this.stream = null;
      else if (this.head.length === 0) this.finished = true;
      else this.stream = this.start();
      this.signal();
    });
    return stream;
  }

  /** Gives the decompressor one more chunk once it has worked off the last, and waits until something happened. */
  private async pump(): Promise<void> {
    const stream = this.stream;
    if (stream === null) return this.enterFrame();
    stream.resume();
    if (!this.writing && !this.inputEnded && (this.head.length === 0 || this.given === 0)) {
      let chunk: Uint8Array = this.head;
      if (chunk.length > 0) {
        this.head = new Uint8Array(0);
      } else {
        const count = await this.compressed.read(this.input, 0, this.input.length);
        chunk = this.input.subarray(0, count);
      }
      if (this.finished) return;
      if (chunk.length === 0) {
        this.inputEnded = true;
        stream.end();
      } else {
        // The decompressor has taken the whole chunk when it calls back, so the input buffer can be used again.
        this.writing = true;
        this.chunk = chunk;
        this.given += chunk.length;
        stream.write(chunk, () => {
          if (this.stream !== stream) return;
          this.writing = false;
          this.keepLeftover();
          this.signal();
        });
      }
    }
    if (this.queue.length > 0 || this.finished || this.stream !== stream) return;
    if (!this.writing && !this.inputEnded && this.head.length === 0) return;
    await new Promise<void>((resolve) => {
      this.wake = resolve;
    });
  }

  /** Reads the trailer of the frame before, and the header of the next one; ends where none follows. */
  private async enterFrame(): Promise<void> {
    const isFirst = this.starts === 0;
    if (!isFirst) {
      while (this.head.length < memberTrailerLength && (await this.readMore()));
      if (!trailerFits(this.head, this.checksum, this.inFrame)) return this.fail("incorrect data check");
      this.head = this.head.slice(memberTrailerLength);
      if (this.head.length === 0 && !(await this.readMore())) {
        this.finished = true;
        return;
      }
    }
    let length = memberHeaderLength(this.head);
    while (length === 0 && this.head.length < longestHeader && (await this.readMore()))
      length = memberHeaderLength(this.head);
    if (length > 0) {
      this.head = this.head.slice(length);
      this.stream = this.start();
      return;
    }
    if (isFirst || (length < 0 && !(await this.isPadding()))) {
      return this.fail(isFirst ? "incorrect header" : "something else follows the compressed data");
    }
    if (length === 0) return this.fail("unexpected end of file");
    this.finished = true;
  }

  /** Appends compressed bytes to the head; false at the end. */
  private async readMore(): Promise<boolean> {
    if (this.inputEnded) return false;
    const count = await this.compressed.read(this.input, 0, this.input.length);
    if (count === 0) this.inputEnded = true;
    const joined = new Uint8Array(this.head.length + count);
    joined.set(this.head);
    joined.set(this.input.subarray(0, count), this.head.length);
    this.head = joined;
    return count > 0;
  }

  /** Whether nothing but zeros follows, as on tapes and in blocks. */
  private async isPadding(): Promise<boolean> {
    do {
      if (this.head.some((byte) => byte !== 0)) return false;
      this.head = new Uint8Array(0);
    } while (await this.readMore());
    return true;
  }

  private fail(fault: string): void {
    this.fault = fault;
    this.finished = true;
  }

  /** What the decompressor did not take lies after its frame: the beginning of the next one, or padding. */
  private keepLeftover(): void {
    const taken = (this.stream as Transform & { bytesWritten: number }).bytesWritten;
    const left = this.given - taken;
    if (left > 0) this.head = this.chunk.slice(this.chunk.length - left);
  }

  private signal(): void {
    const wake = this.wake;
    this.wake = null;
    wake?.();
  }
}
