import type { Hash } from "node:crypto";
import { createHash } from "node:crypto";
import { closeSync, openSync, readSync } from "node:fs";
import type { Readable } from "node:stream";

/** Where bytes come from, in order. */
export interface ByteSupply {
  /** Writes at most `to - from` bytes to `target[from..)` and says how many; 0 at the end. Throws when reading fails. */
  read(target: Uint8Array, from: number, to: number): number | Promise<number>;
  close(): void;
}

/** The bytes of a regular file. */
export function supplyFile(path: string): ByteSupply {
  const file = openSync(path, "r");
  let open = true;
  return {
    read(target, from, to) {
      return readSync(file, target, from, to - from, null);
    },
    close() {
      if (open) closeSync(file);
      open = false;
    },
  };
}

/** The bytes of a stream such as standard input, pulled as they are needed. */
export function supplyStream(stream: Readable): ByteSupply {
  const chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  let chunk: Uint8Array = new Uint8Array(0);
  let used = 0;
  return {
    async read(target, from, to) {
      while (used === chunk.length) {
        const next = await chunks.next();
        if (next.done === true) return 0;
        chunk = next.value;
        used = 0;
      }
      const count = Math.min(to - from, chunk.length - used);
      target.set(chunk.subarray(used, used + count), from);
      used += count;
      return count;
    },
    close() {
      stream.destroy();
    },
  };
}

/** Bytes that are in memory already, handed out `step` at a time. */
export function supplyBytes(bytes: Uint8Array, step = bytes.length): ByteSupply {
  let used = 0;
  return {
    read(target, from, to) {
      const count = Math.min(to - from, bytes.length - used, step);
      target.set(bytes.subarray(used, used + count), from);
      used += count;
      return count;
    },
    close() {},
  };
}

/** A supply that counts what passes and, when asked, takes its SHA-256. */
export class MeteredSupply implements ByteSupply {
  /** Bytes handed out so far. */
  count = 0;
  /** Whether the end was reached. */
  ended = false;
  private readonly inner: ByteSupply;
  private readonly hash: Hash | null;

  constructor(inner: ByteSupply, hashed: boolean) {
    this.inner = inner;
    this.hash = hashed ? createHash("sha256") : null;
  }

  async read(target: Uint8Array, from: number, to: number): Promise<number> {
    const count = await this.inner.read(target, from, to);
    if (count === 0) this.ended = true;
    this.count += count;
    if (count > 0) this.hash?.update(target.subarray(from, from + count));
    return count;
  }

  /** SHA-256 of everything, lower-case hex; "" when it was not asked for or the end was not reached. Once only. */
  digest(): string {
    return this.hash !== null && this.ended ? this.hash.digest("hex") : "";
  }

  close(): void {
    this.inner.close();
  }
}
