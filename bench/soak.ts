// A month of a simulated site through the monitor, faster than time: npm run soak [-- SITE DAYS]
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { findAll } from "../src/analyze/detections/list.ts";
import { CaptureReader, makeFrame } from "../src/capture/reader.ts";
import { supplyStream } from "../src/capture/supply.ts";
import { PROTOCOLS } from "../src/dissect/protocols/list.ts";
import { registryOf } from "../src/dissect/registry.ts";
import type { CaptureRecord } from "../src/model/journal.ts";
import { Keeper, type Step } from "../src/monitor/keeper.ts";
import { OWN_RULES } from "../src/observe/fingerprints/own-rules.ts";
import { RuleBook } from "../src/observe/fingerprints/rules.ts";
import { Cadence } from "../src/operate/cadence.ts";
import { defaultConfiguration } from "../src/operate/configuration.ts";
import { SiteRunner } from "../src/operate/site-runner.ts";
import { openSqliteStore } from "../src/store/sqlite/store.ts";
import { loadVendorLookup } from "../src/vendor-lookup.ts";

const BULKHEAD = fileURLToPath(new URL("../bin/bulkhead.js", import.meta.url));
const [site = "hospital", wantedDays = "30"] = process.argv.slice(2);
const days = Number(wantedDays);
const DAY = 86_400;
/** Seconds by the clock after which it ends, wherever it is. */
const LONGEST = 40 * 60;
/** Records per packet that cyclic traffic may take, and growth of memory after the first days that counts as flat. */
const MOST_RECORDS = 0.05;
const FLAT = 1.1;
const SETTLED_DAY = 3;
/**
 * Seconds of traffic between two looks at what changed. Live it is one second, which would take as long as the month; what is written
 * by counters alone, every 900 s, is the same.
 */
const LEAST_PAUSE = 300;
const BURST = 512;

const folder = mkdtempSync(join(tmpdir(), "bulkhead-soak-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;
process.exit(await main());

async function main(): Promise<number> {
  let time = 0;
  const store = openSqliteStore(folder, () => time);
  await store.sites.putSite({ id: "site", name: site, created: 0 });
  const keeper = new Keeper(registryOf(PROTOCOLS), {
    dissectors: PROTOCOLS,
    vendorOf: loadVendorLookup(),
    fingerprints: new RuleBook([OWN_RULES]),
    findAll,
  });
  const written = { changes: 0, things: 0, ledger: 0, history: 0, captures: 0 };
  const append = async (step: Step, captures: readonly CaptureRecord[]): Promise<void> => {
    const { changes, things, gone, ledger, history } = step;
    written.changes += changes.length;
    written.things += things.length;
    written.ledger += ledger.length;
    written.history += history.length;
    written.captures += captures.length;
    await store.journal.append({ site: "site", time: step.time, changes, things, gone, ledger, captures, history });
  };
  // The clock is the traffic's own: a month passes as fast as it can be read.
  const runner = new SiteRunner(keeper, { append, progress: () => undefined }, () => time, new Cadence(LEAST_PAUSE));
  const taker = runner.live({ number: await store.captures.reserve("site"), sensor: "soak", name: "soak" });
  const words = ["simulate", site, "--for", `${days}d`, "--out", "-", "--truth", join(folder, "truth.json")];
  const simulator = spawn(process.execPath, [BULKHEAD, ...words], { stdio: ["ignore", "pipe", "ignore"] });
  const reader = new CaptureReader({
    ...{ name: "soak", capture: 0, size: 0, chunkSize: 1 << 20, hashed: false },
    open: () => supplyStream(simulator.stdout),
  });
  console.log(`${days} days of the site ${site}, one look every ${LEAST_PAUSE} s of traffic.\n`);
  console.log("| day | packets | records | per packet | database MB | grown by MB | heap MB | resident MB | clock s |");
  console.log("|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
  const begun = performance.now();
  const frame = makeFrame();
  const { limits } = defaultConfiguration(folder);
  let [number, first, day, bytesBefore, settledHeap, isLong] = [0, 0, 0, 0, 0, false];
  const tell = async (): Promise<{ perPacket: number; heap: number }> => {
    await store.retain(limits, time);
    collectGarbage();
    const { heapUsed, rss } = process.memoryUsage();
    const { bytes } = await store.measure();
    const records = Object.values(written).reduce((sum, count) => sum + count, 0);
    const seconds = (performance.now() - begun) / 1000;
    const mega = (value: number): string => (value / 1e6).toFixed(1);
    const cells = [mega(bytes), mega(bytes - bytesBefore), mega(heapUsed), mega(rss), Math.round(seconds)];
    const perPacket = records / number;
    console.log(`| ${day} | ${number} | ${records} | ${perPacket.toFixed(4)} | ${cells.join(" | ")} |`);
    bytesBefore = bytes;
    isLong = seconds > LONGEST;
    return { perPacket, heap: heapUsed };
  };
  do {
    while (!isLong && reader.next(frame)) {
      number++;
      taker.frame(frame, number);
      time = frame.seconds + frame.nanoseconds / 1e9;
      if (first === 0) first = time;
      if (number % BURST === 0) await taker.batch();
      if (time - first >= (day + 1) * DAY) {
        day++;
        const { heap } = await tell();
        if (day === SETTLED_DAY) settledHeap = heap;
      }
    }
  } while (!isLong && (await reader.fill()));
  simulator.kill();
  await taker.end();
  day = Math.round((time - first) / DAY);
  const { perPacket, heap } = await tell();
  console.log(`\nRecords: ${JSON.stringify(written)}`);
  const problems = await store.check();
  for (const problem of problems) console.log(problem);
  await store.close();
  if (isLong) console.log(`Ended after ${LONGEST / 60} minutes, on day ${day} of ${days}.`);
  if (perPacket > MOST_RECORDS) console.log(`More than ${MOST_RECORDS} records per packet.`);
  const isFlat = settledHeap === 0 || heap <= settledHeap * FLAT;
  if (!isFlat) console.log(`Memory grew from ${settledHeap} to ${heap} bytes after day ${SETTLED_DAY}.`);
  return problems.length === 0 && perPacket <= MOST_RECORDS && isFlat ? 0 : 1;
}
