import { resolve, sep } from "node:path";
import { findAll } from "./analyze/detections/list.ts";
import { pictureOf } from "./analyze/picture.ts";
import { assessedCapture, type Extent } from "./capture/extent.ts";
import type { CaptureSummary } from "./capture/source.ts";
import { Engine } from "./dissect/engine.ts";
import { PROTOCOLS } from "./dissect/protocols/list.ts";
import { registryOf } from "./dissect/registry.ts";
import type { AssessedCapture, Assessment, Period } from "./model/assessment.ts";
import { Collector } from "./observe/collector.ts";
import { OWN_RULES } from "./observe/fingerprints/own-rules.ts";
import { RuleBook, type RuleSet } from "./observe/fingerprints/rules.ts";
import { Ledger } from "./observe/ledger.ts";
import { readingOf } from "./observe/reading.ts";
import type { Progress, ReadCaptures } from "./read.ts";
import { readCaptures } from "./read.ts";
import { loadVendorLookup } from "./vendor-lookup.ts";

/** Version of the form of assessment.json. */
export const SCHEMA_VERSION = "1.0";

/** An assessment with what reading it met. */
export interface AssessedSite {
  assessment: Assessment;
  read: ReadCaptures;
}

/**
 * Reads captures and assesses the site that they show; `packs` are fingerprint rules beside our own. The same captures
 * and packs give the same assessment, byte for byte.
 */
export async function assessCaptures(
  paths: readonly string[],
  version: string,
  progress?: Progress,
  packs: readonly RuleSet[] = [],
): Promise<AssessedSite> {
  const ledger = new Ledger();
  const collector = new Collector(ledger);
  const engine = new Engine(registryOf(PROTOCOLS), collector, { detailed: false });
  collector.attach(engine);
  const read = await readCaptures(paths, engine, { hashed: true, progress });
  addCaptureNames(ledger, read.captures);
  const names = namesBelowCommonDirectory(read.captures.map((capture) => capture.name));
  const captures = read.captures.map((capture, index) =>
    assessedCapture(capture, names[index] as string, read.extents[index] as Extent),
  );
  const picture = pictureOf(ledger, readingOf(engine), captures, {
    dissectors: PROTOCOLS,
    vendorOf: loadVendorLookup(),
    fingerprints: new RuleBook([OWN_RULES, ...packs]),
    findAll,
  });
  const assessment: Assessment = {
    schema: SCHEMA_VERSION,
    generator: { name: "bulkhead", version },
    captures,
    period: periodOf(captures),
    ...picture,
  };
  return { assessment, read };
}

/** Names that a capture file itself gives to addresses. */
function addCaptureNames(ledger: Ledger, captures: readonly CaptureSummary[]): void {
  captures.forEach((capture, index) => {
    for (const { address, name } of capture.names) ledger.addFileName(address, name, index);
  });
}

/**
 * Paths without the directory that all of them share: the same captures have the same names wherever they lie and
 * wherever the command runs, and a report tells nothing of the machine it was made on.
 */
export function namesBelowCommonDirectory(paths: readonly string[]): string[] {
  const parts = paths.map((path) => (path === "-" ? ["-"] : resolve(path).split(sep)));
  const files = parts.filter((path) => path.length > 1);
  const first = files[0] ?? [];
  let shared = 0;
  while (files.every((path) => shared < path.length - 1 && path[shared] === first[shared]) && files.length > 0)
    shared++;
  return parts.map((path) => (path.length > 1 ? path.slice(shared).join("/") : "-"));
}

function periodOf(captures: readonly AssessedCapture[]): Period {
  const filled = captures.filter((capture) => capture.period.to > 0);
  if (filled.length === 0) return { from: 0, to: 0 };
  return {
    from: Math.min(...filled.map((capture) => capture.period.from)),
    to: Math.max(...filled.map((capture) => capture.period.to)),
  };
}
