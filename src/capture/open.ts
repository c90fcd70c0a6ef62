import type { Dirent, Stats } from "node:fs";
import { createReadStream, readdirSync, realpathSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { CaptureReader, makeFrame } from "./reader.ts";
import { supplyFile, supplyStream } from "./supply.ts";

/** Something that was asked for and cannot be read as a capture. */
export interface CaptureProblem {
  path: string;
  /** "missing" and "unreadable" are the user's to mend; "skipped", "empty directory" and "given twice" are remarks. */
  kind: "missing" | "unreadable" | "skipped" | "empty directory" | "given twice";
  message: string;
  /** What to do about it. */
  remedy: string;
}

/** The captures found, in the order given, and what could not be used. */
export interface OpenedCaptures {
  sources: CaptureReader[];
  problems: CaptureProblem[];
}

/** What `openCaptures` may be told besides the paths. */
export interface OpenOptions {
  /** Stream behind "-"; the process's own by default. */
  standardInput?: Readable;
  /** Whether to take SHA-256 of the files; true by default. */
  hashed?: boolean;
}

interface Candidate {
  path: string;
  stats: Stats | null;
  /** Found in a directory: then it is no fault not to be a capture. */
  found: boolean;
}

const usualChunk = 1_048_576;
/** Chunk of each file when many are read at once. */
const sharedChunk = 262_144;
/** How far into a file its first frame is looked for. */
const probeChunk = 65_536;
const mostProbes = 4;

/**
 * Finds the captures behind paths: files, directories (searched through, by content and not by name) and "-". A file
 * that was named but is no capture is still handed out, and says so itself; files are opened when they are first read.
 */
export async function openCaptures(paths: readonly string[], options: OpenOptions = {}): Promise<OpenedCaptures> {
  const problems: CaptureProblem[] = [];
  const candidates = findCandidates(paths, problems);
  const sources: CaptureReader[] = [];
  const many = candidates.length > 16;
  for (const candidate of candidates) {
    const source = makeReader(candidate, sources.length, many ? sharedChunk : usualChunk, options, true);
    if (candidate.stats?.isFile() === true && (candidate.found || candidates.length > 1)) {
      const probed = await probe(candidate, options);
      if (candidate.found && !probed.capture) {
        problems.push({
          path: candidate.path,
          kind: "skipped",
          message: `${candidate.path} is not a capture and was skipped.`,
          remedy: "Nothing to do, unless it should be one: then name it by itself to see what is wrong with it.",
        });
        continue;
      }
      source.startsAt = probed.startsAt;
    }
    sources.push(source);
  }
  return { sources, problems };
}

function findCandidates(paths: readonly string[], problems: CaptureProblem[]): Candidate[] {
  const candidates: Candidate[] = [];
  const seen = new Set<string>();
  const add = (path: string, stats: Stats | null, found: boolean): void => {
    const key = stats?.isFile() === true ? realpathSync(path) : path;
    if (!seen.has(key)) candidates.push({ path, stats, found });
    else {
      problems.push({
        path,
        kind: "given twice",
        message: `${path} was given twice and is read once.`,
        remedy: "Name each capture, or the directory that holds it, once.",
      });
    }
    seen.add(key);
  };
  for (const path of paths) {
    if (path === "-") {
      add(path, null, false);
      continue;
    }
    try {
      const stats = statSync(path);
      if (stats.isDirectory()) addDirectory(path, add, problems);
      else add(path, stats, false);
    } catch (error) {
      problems.push(problemOf(path, error));
    }
  }
  return candidates;
}

function addDirectory(
  directory: string,
  add: (path: string, stats: Stats, found: boolean) => void,
  problems: CaptureProblem[],
): void {
  let any = false;
  const walk = (inside: string): void => {
    let entries: Dirent[];
    try {
      entries = readdirSync(inside, { withFileTypes: true });
    } catch (error) {
      problems.push(problemOf(inside, error));
      return;
    }
    // By code unit: the same on every machine, whatever its locale.
    entries.sort((one, other) => (one.name < other.name ? -1 : one.name > other.name ? 1 : 0));
    for (const entry of entries) {
      const path = join(inside, entry.name);
      if (entry.isDirectory()) {
        walk(path);
        continue;
      }
      try {
        // Links to files are followed, links to directories are not: they could lead in circles.
        const stats = statSync(path);
        if (!stats.isFile()) continue;
        any = true;
        add(path, stats, true);
      } catch (error) {
        problems.push(problemOf(path, error));
      }
    }
  };
  walk(directory);
  if (!any) {
    problems.push({
      path: directory,
      kind: "empty directory",
      message: `${directory} holds no files.`,
      remedy: "Name a directory that holds captures (pcap or pcapng, also compressed).",
    });
  }
}

function problemOf(path: string, error: unknown): CaptureProblem {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code === "ENOENT" || code === "ENOTDIR") {
    return {
      path,
      kind: "missing",
      message: `${path} does not exist.`,
      remedy: "Check the spelling and the directory that the command runs in.",
    };
  }
  const denied = code === "EACCES" || code === "EPERM";
  return {
    path,
    kind: "unreadable",
    message: denied ? `${path} may not be read.` : `${path} cannot be read (${code || String(error)}).`,
    remedy: denied ? "Give your user the right to read it, or copy it to where you may." : "Check the disk or share.",
  };
}

function makeReader(
  candidate: Candidate,
  capture: number,
  chunk: number,
  options: OpenOptions,
  forReal: boolean,
): CaptureReader {
  const { path, stats } = candidate;
  const regular = stats?.isFile() === true;
  return new CaptureReader({
    name: path,
    capture,
    size: regular ? stats.size : 0,
    chunkSize: regular ? Math.min(chunk, Math.max(4096, stats.size + 1)) : chunk,
    hashed: forReal && options.hashed !== false,
    open() {
      if (path === "-") return supplyStream(options.standardInput ?? process.stdin);
      return regular ? supplyFile(path) : supplyStream(createReadStream(path, { highWaterMark: probeChunk }));
    },
  });
}

/** Looks at the beginning of a file: whether it is a capture, and when its first frame was. */
async function probe(
  candidate: Candidate,
  options: OpenOptions,
): Promise<{ capture: boolean; startsAt: { seconds: number; nanoseconds: number } | null }> {
  const reader = makeReader(candidate, 0, probeChunk, options, false);
  const frame = makeFrame();
  let found = false;
  for (let tries = 0; tries < mostProbes && !found; tries++) {
    if (!(await reader.fill())) break;
    found = reader.next(frame);
  }
  const summary = reader.summary();
  reader.close();
  // What cannot be read at all stays in, so that the report says so.
  const unreadable = summary.faults.some((fault) => fault.name === "read error");
  const capture = summary.format !== "unknown" || unreadable;
  return { capture, startsAt: found ? { seconds: frame.seconds, nanoseconds: frame.nanoseconds } : null };
}
