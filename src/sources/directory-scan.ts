import { createHash } from "node:crypto";
import { constants } from "node:fs";
import { lstat, open, opendir } from "node:fs/promises";
import { join } from "node:path";
import { formatOfBeginning } from "./beginning.ts";

/** A file that was seen; the list of them is all that must survive a restart. */
export interface SeenFile {
  name: string;
  /** Bytes. */
  size: number;
  /** Milliseconds since 1970-01-01 UTC. */
  modified: number;
  /** Lower-case hex; "" for what is no capture. */
  sha256: string;
}

/** A capture that was written fully and not seen before. */
export interface FoundFile extends SeenFile {
  path: string;
  /** "pcap", "pcapng", "gzip", "zstd". */
  format: string;
}

/** What one look at a directory showed. */
export interface Look {
  /** By the time of writing, then by name. */
  found: FoundFile[];
  /** Files that are still being written. */
  growing: number;
  /** What a person should know; "" when all is well. */
  remark: string;
}

/** Most entries of a directory that are looked at, and most files that are remembered. */
const MOST_ENTRIES = 20_000;
const MOST_PROBLEMS = 5;
const TEMPORARY = /^\.|~$|\.(part|partial|tmp|temp|filepart|crdownload|download|swp|lock)$/i;

/**
 * Finds captures in one directory (not below it), each content once: a file counts when two looks, at least `settle` seconds
 * apart, showed the same size and time. Links are never followed. Knows no timer: whoever holds it looks when he likes.
 */
export class DirectoryScan {
  private readonly folder: string;
  private readonly settle: number;
  private readonly seen = new Map<string, SeenFile>();
  /** Files that wait until they rest: as they were, and since when (seconds). */
  private readonly waiting = new Map<string, { size: number; modified: number; since: number }>();

  constructor(folder: string, settle: number, seen: readonly SeenFile[]) {
    this.folder = folder;
    this.settle = settle;
    for (const file of seen) this.seen.set(file.name, file);
  }

  /** Takes back that a file was seen, where reading it failed: it is found again once it rests. */
  forget(name: string): void {
    this.seen.delete(name);
  }

  /** Everything to be remembered. */
  state(): SeenFile[] {
    return [...this.seen.values()];
  }

  /** Looks at the directory; `now` is in seconds and only ever compared with itself. */
  async look(now: number): Promise<Look> {
    const entries: { name: string; size: number; modified: number; inode: number }[] = [];
    const problems: string[] = [];
    let count = 0;
    try {
      for await (const entry of await opendir(this.folder)) {
        if (++count > MOST_ENTRIES) {
          problems.push(
            `More than ${MOST_ENTRIES} entries; the rest is not looked at. Move files that were read away.`,
          );
          break;
        }
        if (TEMPORARY.test(entry.name) || !entry.isFile()) continue;
        const stats = await lstat(join(this.folder, entry.name)).catch(() => undefined);
        if (stats?.isFile() !== true) continue;
        entries.push({ name: entry.name, size: stats.size, modified: stats.mtimeMs, inode: stats.ino });
      }
    } catch (error) {
      return { found: [], growing: 0, remark: folderRemark(this.folder, error) };
    }
    if (count <= MOST_ENTRIES) this.forgetGone(new Set(entries.map(({ name }) => name)));
    entries.sort((one, other) => one.modified - other.modified || (one.name < other.name ? -1 : 1));
    const found: FoundFile[] = [];
    let growing = 0;
    for (const entry of entries) {
      const known = this.seen.get(entry.name);
      if (known !== undefined && known.size === entry.size && known.modified === entry.modified) continue;
      if (!this.rests(entry, now)) {
        growing++;
        continue;
      }
      try {
        const file = await this.read(entry);
        if (file === undefined) {
          growing++;
          continue;
        }
        this.waiting.delete(entry.name);
        const { name, size, modified, sha256 } = file;
        // Renamed, copied or touched: the same traffic must not count twice.
        const isKnown = sha256 !== "" && [...this.seen.values()].some((other) => other.sha256 === sha256);
        this.seen.delete(name);
        this.seen.set(name, { name, size, modified, sha256 });
        if (file.format !== "" && !isKnown) found.push(file);
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        // Gone again, or replaced by a link: nothing to tell.
        if (code === "ENOENT" || code === "ELOOP") this.waiting.delete(entry.name);
        else if (problems.length < MOST_PROBLEMS)
          problems.push(`${entry.name} cannot be read (${code ?? String(error)}).`);
      }
    }
    return { found, growing, remark: problems.join(" ") };
  }

  private rests(entry: { name: string; size: number; modified: number }, now: number): boolean {
    const before = this.waiting.get(entry.name);
    if (before === undefined || before.size !== entry.size || before.modified !== entry.modified) {
      this.waiting.set(entry.name, { size: entry.size, modified: entry.modified, since: now });
      return false;
    }
    return entry.size > 0 && now - before.since >= this.settle;
  }

  /** Takes the hash of a file; undefined when it moved in the meantime. */
  private async read(entry: {
    name: string;
    size: number;
    modified: number;
    inode: number;
  }): Promise<FoundFile | undefined> {
    const path = join(this.folder, entry.name);
    const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      const stats = await file.stat();
      if (!stats.isFile() || stats.ino !== entry.inode || stats.size !== entry.size) return undefined;
      const hash = createHash("sha256");
      const buffer = Buffer.alloc(262_144);
      let at = 0;
      let format = "";
      while (at < entry.size) {
        const { bytesRead } = await file.read(buffer, 0, Math.min(buffer.length, entry.size - at), at);
        if (bytesRead === 0) return undefined;
        if (at === 0) {
          format = formatOfBeginning(buffer.subarray(0, bytesRead));
          if (format === "") break;
        }
        hash.update(buffer.subarray(0, bytesRead));
        at += bytesRead;
      }
      const after = await file.stat();
      if (after.size !== entry.size || after.mtimeMs !== entry.modified) return undefined;
      const sha256 = format === "" ? "" : hash.digest("hex");
      return { name: entry.name, size: entry.size, modified: entry.modified, sha256, path, format };
    } finally {
      await file.close();
    }
  }

  private forgetGone(there: ReadonlySet<string>): void {
    // What is gone may come back (a share that was away), so it is forgotten only for room, the oldest first.
    for (const name of this.seen.keys()) {
      if (this.seen.size <= MOST_ENTRIES) break;
      if (!there.has(name)) this.seen.delete(name);
    }
    for (const name of this.waiting.keys()) if (!there.has(name)) this.waiting.delete(name);
  }
}

function folderRemark(folder: string, error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === "ENOENT") return `${folder} does not exist; it is looked for again.`;
  if (code === "ENOTDIR") return `${folder} is no directory.`;
  if (code === "EACCES" || code === "EPERM")
    return `${folder} may not be read; give the user of Bulkhead the right to.`;
  return `${folder} cannot be read (${code ?? String(error)}).`;
}
