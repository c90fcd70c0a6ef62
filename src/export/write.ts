import { closeSync, existsSync, mkdirSync, openSync, renameSync, statSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Assessment } from "../model/assessment.ts";
import { devicesCsv, linksCsv, pointsCsv } from "./csv.ts";
import { assessmentJson } from "./json.ts";
import { renderReport } from "./report/report.ts";

/** Letters gathered before a write. */
const CHUNK = 256 * 1024;

/** What `writeAssessment` writes, the report first. */
export const REPORT_FILES = ["report.html", "assessment.json", "devices.csv", "links.csv", "points.csv"] as const;

/**
 * Writes report.html, assessment.json, devices.csv, links.csv and points.csv into `directory`, making it where needed, and returns
 * their paths. Each file appears whole or not at all. Throws the system's error when the directory cannot be written.
 */
export function writeAssessment(directory: string, assessment: Assessment): string[] {
  makeDirectory(directory);
  const pieces: Record<(typeof REPORT_FILES)[number], () => Iterable<string>> = {
    "report.html": () => [renderReport(assessment)],
    "assessment.json": () => assessmentJson(assessment),
    "devices.csv": () => devicesCsv(assessment),
    "links.csv": () => linksCsv(assessment),
    "points.csv": () => pointsCsv(assessment),
  };
  return REPORT_FILES.map((name) => {
    const path = join(directory, name);
    writePieces(path, pieces[name]());
    return path;
  });
}

/**
 * Makes a directory and those above it where they are missing. Throws the system's error. Node's own way, asked for a
 * directory that a file system refuses to hold (such as /proc/x), tries for ever.
 */
export function makeDirectory(directory: string): void {
  if (existsSync(directory) && statSync(directory).isDirectory()) return;
  const above = dirname(directory);
  if (above !== directory && !existsSync(above)) makeDirectory(above);
  mkdirSync(directory);
}

function writePieces(path: string, pieces: Iterable<string>): void {
  const partial = `${path}.partial`;
  const file = openSync(partial, "w");
  try {
    let gathered = "";
    for (const piece of pieces) {
      gathered += piece;
      if (gathered.length >= CHUNK) {
        writeWhole(file, gathered);
        gathered = "";
      }
    }
    writeWhole(file, gathered);
  } finally {
    closeSync(file);
  }
  renameSync(partial, path);
}

const encoder = new TextEncoder();
/** A UTF-16 letter takes at most three bytes of UTF-8. */
const encoded = new Uint8Array(CHUNK * 3);

function writeWhole(file: number, text: string): void {
  for (let from = 0; from < text.length; ) {
    const { read, written } = encoder.encodeInto(from === 0 ? text : text.slice(from), encoded);
    from += read;
    for (let at = 0; at < written; ) at += writeSync(file, encoded, at, written - at);
  }
}
