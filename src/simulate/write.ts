import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseDocument } from "yaml";
import { simulatePlantCell } from "./plant-cell.ts";
import { CATALOG } from "./site/catalog.ts";
import { checkDocument } from "./site/check.ts";
import { joinSites, type SiteDescription } from "./site/describe.ts";
import { describeProblems, type PlayedTruth, playSite } from "./site/play.ts";

/** Seed of the samples that the repository keeps. */
export const SAMPLE_SEED = 20260310;

/** Where a sample was written, and how large it is. */
export interface WrittenSample {
  capture: string;
  truth: string;
  frames: number;
  bytes: number;
}

/** Writes the plant cell's capture and its truth into a directory, which is made if need be; file system errors throw. */
export function simulateSample(options: { seed: number; directory: string }): WrittenSample {
  const site = simulatePlantCell(options.seed);
  mkdirSync(options.directory, { recursive: true });
  const capture = join(options.directory, "plant-cell.pcapng");
  const truth = join(options.directory, "plant-cell.truth.json");
  writeFileSync(capture, site.capture);
  writeFileSync(truth, `${JSON.stringify(site.truth, null, 2)}\n`);
  return { capture, truth, frames: site.frames.length, bytes: site.capture.length };
}

/** How a site is simulated. */
export interface SiteOptions {
  /** A file, or the name of a site of the library. */
  site: string;
  /** A file, or "-" for standard output. */
  out: string;
  /** Nanoseconds; the site's own when left out. */
  duration?: number;
  seed?: number;
  scale?: number;
  /** Where the truth goes; "" leaves it out. */
  truth: string;
}

const TRUTH_CHUNK = 1 << 20;

/** Where the sites of the library lie. */
export const LIBRARY = fileURLToPath(new URL("../../samples/sites/", import.meta.url));

/** Reads a site and all that it includes; throws one error that lists every problem. */
export function loadSite(path: string): SiteDescription {
  const problems: string[] = [];
  const seen = new Set<string>();
  const documents: SiteDescription[] = [];
  const load = (file: string) => {
    const whole = resolve(file);
    if (seen.has(whole)) return;
    seen.add(whole);
    const name = basename(whole);
    const document = parseDocument(readFileSync(whole, "utf8"));
    const broken = document.errors.map((error) => `${name}: ${error.message.split("\n")[0]}`);
    problems.push(...broken);
    if (broken.length > 0) return;
    const checked = checkDocument(name, document.toJS(), CATALOG);
    problems.push(...checked.problems);
    documents.push(checked.site);
    for (const included of checked.site.include) {
      const next = join(dirname(whole), included);
      if (existsSync(next)) load(next);
      else problems.push(`${name}: include: ${included} does not exist beside it`);
    }
  };
  load(path);
  if (problems.length > 0) throw new Error(describeProblems(basename(path), problems));
  const [first, ...others] = documents;
  return joinSites(first, others);
}

/** The file of a site: a path as it is, or a name of the library. */
export function findSite(site: string): string {
  // A folder may well be called like a site of the library.
  if (existsSync(site) && statSync(site).isFile()) return site;
  const known = join(LIBRARY, `${site}.yaml`);
  if (existsSync(known)) return known;
  const names = readdirSync(LIBRARY).filter((file) => file.endsWith(".yaml"));
  const library = names.map((file) => file.slice(0, -5)).sort();
  throw new Error(`${site} is neither a file nor a site of the library (${library.join(", ")})`);
}

/** Simulates a site into a file or standard output; file system errors throw. */
export function simulateSite(options: SiteOptions): PlayedTruth {
  const site = loadSite(findSite(options.site));
  const target = options.out === "-" ? 1 : openSync(options.out, "w");
  try {
    const truth = playSite(
      site,
      CATALOG,
      {
        seed: options.seed ?? site.seed,
        duration: options.duration ?? site.duration,
        scale: options.scale ?? site.scale,
        file: options.out === "-" ? "" : basename(options.out),
      },
      (chunk) => writeAll(target, chunk),
    );
    if (options.truth !== "") writeTruth(options.truth, truth);
    return truth;
  } finally {
    if (target !== 1) closeSync(target);
  }
}

/** Writes the truth entry by entry: that of a large site as one text would take more memory than the site itself. */
function writeTruth(path: string, truth: PlayedTruth): void {
  const target = openSync(path, "w");
  let text = "{";
  const put = (part: string) => {
    text += part;
    if (text.length < TRUTH_CHUNK) return;
    writeAll(target, Buffer.from(text));
    text = "";
  };
  const indented = (value: unknown, by: string) => JSON.stringify(value, null, 2).replaceAll("\n", `\n${by}`);
  try {
    Object.entries(truth).forEach(([key, value], index) => {
      put(`${index === 0 ? "" : ","}\n  ${JSON.stringify(key)}: `);
      if (!Array.isArray(value) || value.length === 0) {
        put(indented(value, "  "));
        return;
      }
      value.forEach((entry, place) => {
        put(`${place === 0 ? "[" : ","}\n    ${indented(entry, "    ")}`);
      });
      put("\n  ]");
    });
    text += "\n}\n";
    writeAll(target, Buffer.from(text));
  } finally {
    closeSync(target);
  }
}

/** Writes a whole chunk; waits where a pipe is full. */
function writeAll(target: number, chunk: Uint8Array): void {
  let offset = 0;
  while (offset < chunk.length) {
    try {
      offset += writeSync(target, chunk, offset, chunk.length - offset);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2);
    }
  }
}
