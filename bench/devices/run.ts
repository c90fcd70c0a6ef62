import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { assessCaptures } from "../../src/assess.ts";
import type { JudgedDevice } from "./compare.ts";
import { judge } from "./compare.ts";
import type { Label, TrueDevice } from "./labels.ts";
import { labelsOfTruth, readLabels } from "./labels.ts";
import { markdownReport, textReport } from "./report.ts";
import { siteChapter, siteText } from "./site-report.ts";
import { compareSite, librarySites } from "./sites.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const USAGE = `npm run devices -- [options]

Assesses labeled captures and synthetic sites, and holds what is stated against what is true.

  --captures DIR      folder of the captures (default: ../shared/captures beside the repository)
  --only TEXT         only captures and sites whose path or name contains TEXT
  --write             write docs/devices.md (needs every capture)`;

const { values } = parseArgs({
  options: {
    captures: { type: "string", default: join(ROOT, "../shared/captures") },
    only: { type: "string", default: "" },
    write: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

const SAMPLE = "plant-cell.pcapng";

async function main(): Promise<number> {
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const truth = JSON.parse(readFileSync(join(ROOT, "samples/plant-cell.truth.json"), "utf8")) as {
    devices: TrueDevice[];
  };
  const labels = [...labelsOfTruth(SAMPLE, truth.devices), ...readLabels(new URL("labels.tsv", import.meta.url))];
  const byCapture = new Map<string, Label[]>();
  for (const label of labels) {
    if (!label.capture.includes(values.only)) continue;
    const known = byCapture.get(label.capture);
    if (known === undefined) byCapture.set(label.capture, [label]);
    else known.push(label);
  }
  const judged: JudgedDevice[] = [];
  const absent: string[] = [];
  for (const [capture, ofCapture] of byCapture) {
    const path = capture === SAMPLE ? join(ROOT, "samples", SAMPLE) : join(values.captures, capture);
    if (!existsSync(path)) {
      absent.push(capture);
      continue;
    }
    const { assessment } = await assessCaptures([path], "");
    for (const label of ofCapture) judged.push(judge(label, assessment.devices));
  }
  console.log(textReport(judged));
  const sites = [];
  for (const name of librarySites()) if (name.includes(values.only)) sites.push(await compareSite(name));
  console.log(siteText(sites));
  if (absent.length > 0) console.log(`\nNot there: ${absent.join(", ")}`);
  if (values.write) {
    if (values.only !== "" || absent.length > 0) {
      console.error("devices: docs/devices.md is written from all captures only");
      return 2;
    }
    mkdirSync(join(ROOT, "docs"), { recursive: true });
    writeFileSync(
      join(ROOT, "docs/devices.md"),
      `${markdownReport(judged, absent).trimEnd()}\n\n${siteChapter(sites)}`,
    );
    console.log("\nWritten: docs/devices.md");
  }
  return 0;
}

process.exitCode = await main();
