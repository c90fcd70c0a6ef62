// RFC 1952 (gzip, several members), RFC 8878 (zstd, several and skippable frames).
import type { Transform } from "node:stream";
import { createGunzip, createZstdDecompress } from "node:zlib";
import type { ByteSupply } from "./supply.ts";

/** A way in which whole files are compressed, recognized by their first four bytes as a big-endian number. */
export interface Compression {
  name: "gzip" | "zstd";
  recognizes(magic: number): boolean;
  open(): Transform;
  /** Whether the decompressor stops after each frame and must be started anew for the next one. */
  stopsAfterFrame: boolean;
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
      return createGunzip({ chunkSize: outputChunk });
    },
    stopsAfterFrame: false,
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
    stopsAfterFrame: true,
  },
];

/** Decompressed bytes that may wait to be read. */
const mostQueued = 4 * outputChunk;
const inputChunk = 65_536;
/** Each start costs some 100 microseconds: a file made of nothing but tiny frames must not take hours. */
const mostStarts = 65_536;

/** The decompressed bytes of a compressed supply; ends early with `fault` set when the compressed bytes are broken. */
export class InflatedSupply implements ByteSupply {
  /** Why the bytes ended early, or "". */
  fault = "";
  private readonly compressed: ByteSupply;
  private readonly compression: Compression;
  private stream: Transform;
  private starts = 0;
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
    this.stream = this.start();
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
    this.stream.destroy();
    this.compressed.close();
  }

  private start(): Transform {
    const stream = this.compression.open();
    this.starts++;
    this.given = 0;
    stream.on("data", (chunk: Uint8Array) => {
      this.queue.push(chunk);
      this.queued += chunk.length;
      if (this.queued >= mostQueued) stream.pause();
      this.signal();
    });
    stream.on("error", (error: Error) => {
      this.fault = error.message;
      this.finished = true;
      this.signal();
    });
    stream.on("end", () => {
      // The end may come before the call back of the write that led to it.
      this.writing = false;
      this.keepLeftover();
      if (this.head.length === 0 || !this.compression.stopsAfterFrame) this.finished = true;
      else if (this.starts < mostStarts) this.stream = this.start();
      else {
        this.fault = `more than ${mostStarts} frames`;
        this.finished = true;
      }
      this.signal();
    });
    return stream;
  }

  /** Gives the decompressor one more chunk once it has worked off the last, and waits until something happened. */
  private async pump(): Promise<void> {
    const stream = this.stream;
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
