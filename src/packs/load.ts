// Packs of fingerprint rules from files and folders.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import type { RuleSet } from "../observe/fingerprints/rules.ts";
import { readForm } from "./form.ts";
import { isRecog, type ReadPack, readRecog } from "./recog.ts";

const LARGEST = 16 * 1024 * 1024;
const MOST_FILES = 500;
const ENDINGS = /\.(xml|ya?ml|json)$/i;

/** What the packs gave. */
export interface LoadedPacks {
  sets: RuleSet[];
  /** Sentences for people: what was read and what was left out. */
  notices: string[];
  /** What is wrong: nothing may be used before these are mended. */
  problems: string[];
}

/** Reads packs from files, and from all files of folders by name; folders are not searched deeper. */
export function loadPacks(paths: readonly string[]): LoadedPacks {
  const loaded: LoadedPacks = { sets: [], notices: [], problems: [] };
  for (const path of paths) {
    const files = filesAt(path, loaded);
    const unused: string[] = [];
    for (const file of files) readFile(file, files.length > 1, unused, loaded);
    if (unused.length > 0) {
      const about = [...new Set(unused)].sort().join(", ");
      loaded.notices.push(`${path}: ${unused.length} left out, being about what is not collected: ${about}`);
    }
  }
  return loaded;
}

function filesAt(path: string, loaded: LoadedPacks): string[] {
  try {
    if (!statSync(path).isDirectory()) return [path];
    const names = readdirSync(path)
      .filter((name) => ENDINGS.test(name))
      .sort();
    if (names.length === 0) loaded.problems.push(`${path}: holds no file that ends in .xml, .yaml, .yml or .json`);
    if (names.length > MOST_FILES)
      loaded.problems.push(`${path}: holds more than ${MOST_FILES} files: name them one by one`);
    return names.slice(0, MOST_FILES).map((name) => join(path, name));
  } catch (error) {
    loaded.problems.push(`${path}: cannot be read (${reasonOf(error)}): check the path given to --fingerprints`);
    return [];
  }
}

function reasonOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? String(error);
}

function readFile(file: string, isOneOfMany: boolean, unused: string[], loaded: LoadedPacks): void {
  let text = "";
  try {
    const { size } = statSync(file);
    if (size > LARGEST) {
      loaded.problems.push(`${file}: is larger than ${LARGEST / 1024 / 1024} MiB: split it`);
      return;
    }
    text = readFileSync(file, "utf8");
  } catch (error) {
    loaded.problems.push(`${file}: cannot be read (${reasonOf(error)})`);
    return;
  }
  const source = basename(file);
  const isXml = /\.xml$/i.test(file) || text.trimStart().startsWith("<");
  // Folders of Recog hold other XML as well: a schema, lists.
  if (isXml && isOneOfMany && !isRecog(text)) {
    loaded.notices.push(`${file}: is no database of Recog; left out`);
    return;
  }
  const pack = isXml ? readRecog(text, source) : readForm(text, source);
  for (const problem of pack.problems) loaded.problems.push(`${file}: ${problem}`);
  if (pack.problems.length > 0) return;
  if (pack.unused !== "") {
    unused.push(pack.unused);
    return;
  }
  loaded.sets.push(pack.set);
  loaded.notices.push(noticeOf(file, pack));
}

function noticeOf(file: string, pack: ReadPack): string {
  const used = pack.set.rules.length;
  const left = [...pack.skipped].map(
    ([reason, times]) => `${times} left out: ${times === 1 ? "it" : "each"} ${reason}`,
  );
  return `${file}: ${used} rule${used === 1 ? "" : "s"}${left.length > 0 ? `; ${left.join("; ")}` : ""}`;
}
