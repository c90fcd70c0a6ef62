import { createHash, randomUUID } from "node:crypto";
import { type FileHandle, link, mkdir, open, readdir, rename, rm, stat, statfs, unlink } from "node:fs/promises";
import { join } from "node:path";
import { IntakeProblem } from "../serve/surroundings.ts";
import { formatOfBeginning } from "./beginning.ts";

/** Ceilings of a spool. */
export interface SpoolLimits {
  /** Most bytes of one upload. */
  largest: number;
  /** Bytes that stay free on the disk. */
  reserve: number;
  /** Free bytes of the disk that holds a folder; asks the file system when left out. */
  room?: (folder: string) => Promise<number>;
}

/** An upload that lies on disk for good. */
export interface Spooled {
  path: string;
  /** Bytes. */
  size: number;
  /** Lower-case hex. */
  sha256: string;
  /** "pcap", "pcapng", "gzip", "zstd", by the first bytes. */
  format: string;
}

/** Bytes written between two looks at the room on disk. */
const LOOK_AFTER = 16 * 1024 * 1024;
const PART = ".part";
const WHOLE = /^[0-9a-f]{64}-\d{1,6}\.capture$/;
const MOST_COPIES = 1000;

/** Keeps uploads as files, named by what they hold: each is whole and durable, or it is not there. */
export class UploadSpool {
  private readonly folder: string;
  private readonly limits: SpoolLimits;

  constructor(folder: string, limits: SpoolLimits) {
    this.folder = folder;
    this.limits = limits;
  }

  /** Removes what a crash left half written, and lists the uploads that are whole. Call once, before the first upload. */
  async recover(): Promise<Spooled[]> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const found: Spooled[] = [];
    for (const name of (await readdir(this.folder)).sort()) {
      const path = join(this.folder, name);
      if (name.endsWith(PART)) await rm(path, { force: true });
      else if (WHOLE.test(name)) {
        const { size } = await stat(path);
        const file = await open(path, "r");
        try {
          const head = Buffer.alloc(4);
          const { bytesRead } = await file.read(head, 0, 4, 0);
          found.push({ path, size, sha256: name.slice(0, 64), format: formatOfBeginning(head.subarray(0, bytesRead)) });
        } finally {
          await file.close();
        }
      }
    }
    return found;
  }

  /**
   * Writes an upload to disk. `expected` is its size in bytes where it is known, else 0. Rejects with an `IntakeProblem`,
   * or with what `content` or `signal` failed with; then nothing is left of it.
   */
  async receive(
    content: AsyncIterable<Uint8Array>,
    options: { expected?: number; signal?: AbortSignal } = {},
  ): Promise<Spooled> {
    const expected = options.expected ?? 0;
    this.checkSize(expected);
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    await this.checkRoom(expected);
    const part = join(this.folder, `${randomUUID()}${PART}`);
    const file = await open(part, "wx", 0o600);
    let closed = false;
    try {
      const { size, sha256, format } = await this.write(file, content, options.signal);
      await file.sync();
      await file.close();
      closed = true;
      options.signal?.throwIfAborted();
      const path = await this.place(part, sha256);
      return { path, size, sha256, format };
    } catch (error) {
      if (!closed) await file.close();
      await rm(part, { force: true });
      throw wordsFor(error);
    }
  }

  private async write(
    file: FileHandle,
    content: AsyncIterable<Uint8Array>,
    signal: AbortSignal | undefined,
  ): Promise<Omit<Spooled, "path">> {
    const hash = createHash("sha256");
    let head: Uint8Array = new Uint8Array(0);
    let format = "";
    let size = 0;
    let looked = 0;
    for await (const chunk of content) {
      signal?.throwIfAborted();
      if (format === "") {
        head = Buffer.concat([head, chunk.subarray(0, 4)]);
        if (head.length >= 4) format = checkFormat(head);
      }
      this.checkSize(size + chunk.length);
      if (size + chunk.length - looked >= LOOK_AFTER) {
        await this.checkRoom(chunk.length);
        looked = size;
      }
      hash.update(chunk);
      let done = 0;
      while (done < chunk.length) done += (await file.write(chunk, done)).bytesWritten;
      size += chunk.length;
    }
    if (format === "") format = checkFormat(head);
    return { size, sha256: hash.digest("hex"), format };
  }

  /** Gives a whole file its name; the same content twice lies there twice, so that each can be dropped alone. */
  private async place(part: string, sha256: string): Promise<string> {
    for (let copy = 1; copy <= MOST_COPIES; copy++) {
      const path = join(this.folder, `${sha256}-${copy}.capture`);
      try {
        // Unlike a rename, a link never replaces what another upload has just put there.
        await link(part, path);
        await unlink(part);
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code === "EEXIST") continue;
        // A file system without links: the name is then free by all that is known.
        if (code !== "EPERM" && code !== "ENOTSUP" && code !== "ENOSYS") throw error;
        await rename(part, path);
      }
      await syncFolder(this.folder);
      return path;
    }
    throw new IntakeProblem("no room", `This capture is kept ${MOST_COPIES} times already.`);
  }

  private checkSize(size: number): void {
    if (size <= this.limits.largest) return;
    const most = `${Math.floor(this.limits.largest / 1_000_000)} MB`;
    throw new IntakeProblem("too large", `The file is larger than ${most}; split it (editcap -c), or raise the limit.`);
  }

  private async checkRoom(wanted: number): Promise<void> {
    const room = await (this.limits.room ?? roomOf)(this.folder);
    if (room - wanted >= this.limits.reserve) return;
    const free = Math.floor(room / 1_000_000);
    const reserve = Math.floor(this.limits.reserve / 1_000_000);
    const message = `The disk has ${free} MB free, of which ${reserve} MB are held back; remove captures or enlarge it.`;
    throw new IntakeProblem("no room", message);
  }
}

function checkFormat(head: Uint8Array): string {
  const format = formatOfBeginning(head);
  if (format !== "") return format;
  throw new IntakeProblem(
    "not a capture",
    "The file does not begin like pcap, pcapng, gzip or zstd; if it is a capture of another kind, convert it to pcapng (editcap).",
  );
}

function wordsFor(error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException).code ?? "";
  if (code === "ENOSPC" || code === "EDQUOT") {
    return new IntakeProblem(
      "no room",
      "The disk was full before the file was written; remove captures or enlarge it.",
    );
  }
  return error;
}

async function roomOf(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
