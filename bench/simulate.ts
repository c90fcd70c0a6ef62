// How fast the simulator writes each site of the library, in a cold process each: npm run bench:simulate [-- SITE...]
import { rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { librarySites } from "./devices/sites.ts";
import { measure } from "./measure.ts";

const BULKHEAD = fileURLToPath(new URL("../bin/bulkhead.js", import.meta.url));
/** Packets per CPU-second that every site must reach. */
const FLOOR = 200_000;
/** Long enough that the start of the program weighs little; each takes a few seconds. */
const LENGTHS: Readonly<Record<string, string>> = {
  campus: "2h",
  refinery: "8h",
  water: "12h",
  substation: "6h",
  bottling: "12h",
  building: "12h",
};
const USUAL_LENGTH = "48h";
const RUNS = 2;

const asked = process.argv.slice(2);
let isMissed = false;
console.log("| site | length | packets | CPU s | packets per CPU s | peak MB |\n|---|---|--:|--:|--:|--:|");
const jobs = librarySites().map((site) => ({ site, words: ["--for", LENGTHS[site] ?? USUAL_LENGTH] }));
jobs.push({ site: "fleet", words: ["--for", "10m", "--scale", "1600"] });
for (const { site, words } of jobs) {
  if (asked.length > 0 && !asked.includes(site)) continue;
  const out = join(tmpdir(), `bulkhead-bench-${process.pid}.pcapng`);
  let cpuSeconds = Number.POSITIVE_INFINITY;
  let peakBytes = 0;
  let output = "";
  for (let run = 0; run < RUNS; run++) {
    // To nowhere: the speed of the disk is not asked.
    const command = [
      process.execPath,
      BULKHEAD,
      "simulate",
      site,
      ...words,
      "--out",
      "/dev/null",
      "--truth",
      `${out}.json`,
    ];
    const measured = await measure(command);
    cpuSeconds = Math.min(cpuSeconds, measured.cpuSeconds);
    peakBytes = Math.max(peakBytes, measured.peakBytes);
    ({ output } = measured);
    rmSync(`${out}.json`, { force: true });
  }
  const [, frames = "0", devices = "0"] = /: (\d+) frames of (\d+) devices/.exec(output) ?? [];
  const rate = Number(frames) / cpuSeconds;
  isMissed ||= rate < FLOOR;
  const round = (value: number): string => Math.round(value).toLocaleString("en-US");
  const name = words.includes("--scale") ? `${site}, ${round(Number(devices))} devices` : site;
  const cells = [
    name,
    words[1] ?? "",
    round(Number(frames)),
    cpuSeconds.toFixed(1),
    round(rate),
    round(peakBytes / 1e6),
  ];
  console.log(`| ${cells.join(" | ")} |`);
}
if (isMissed) {
  console.error(`Less than ${FLOOR} packets per CPU-second somewhere.`);
  process.exitCode = 1;
}
