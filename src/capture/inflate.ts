// RFC 1952 (gzip, several members), RFC 8878 (zstd, several and skippable frames).
import type { Transform } from "node:stream";
import { createGunzip, createZstdDecompress } from "node:zlib";
import type { ByteSupply } from "./supply.ts";

/** A way in which whole files are compressed, recognized by their first four bytes as a big-endian number. */
export interface Compression {
  name: "gzip" | "zstd";
  recognizes(magic: number): boolean;
  open(): Transform;
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
  },
];

/** Decompressed bytes that may wait to be read. */
const mostQueued = 4 * outputChunk;
const inputChunk = 65_536;

/** The decompressed bytes of a compressed supply; ends early with `fault` set when the compressed bytes are broken. */
export class InflatedSupply implements ByteSupply {
  /** Why the bytes ended early, or "". */
  fault = "";
  private readonly compressed: ByteSupply;
  private readonly stream: Transform;
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
    this.stream = compression.open();
    this.stream.on("data", (chunk: Uint8Array) => {
      this.queue.push(chunk);
      this.queued += chunk.length;
      if (this.queued >= mostQueued) this.stream.pause();
      this.signal();
    });
    this.stream.on("error", (error: Error) => {
      this.fault = error.message;
      this.finished = true;
      this.signal();
    });
    this.stream.on("end", () => {
      this.finished = true;
      this.signal();
    });
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

  /** Gives the decompressor one more chunk once it has worked off the last, and waits until something happened. */
  private async pump(): Promise<void> {
    this.stream.resume();
    if (!this.writing && !this.inputEnded) {
      let chunk = this.head;
      if (chunk.length > 0) {
        this.head = new Uint8Array(0);
      } else {
        const count = await this.compressed.read(this.input, 0, this.input.length);
        chunk = this.input.subarray(0, count);
      }
      if (this.finished) return;
      if (chunk.length === 0) {
        this.inputEnded = true;
        this.stream.end();
      } else {
        // The decompressor has taken the whole chunk when it calls back, so the input buffer can be used again.
        this.writing = true;
        this.stream.write(chunk, () => {
          this.writing = false;
          this.signal();
        });
      }
    }
    if (this.queue.length > 0 || this.finished || (!this.writing && !this.inputEnded)) return;
    await new Promise<void>((resolve) => {
      this.wake = resolve;
    });
  }

  private signal(): void {
    const wake = this.wake;
    this.wake = null;
    wake?.();
  }
}
