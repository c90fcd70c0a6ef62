import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { simulate } from "./simulate-command.ts";

const directory = mkdtempSync(join(tmpdir(), "bulkhead-simulate-"));
after(() => rmSync(directory, { recursive: true }));

const sites = { out: join(directory, "site.pcapng") };

test("a site of the library is written with its truth beside it", () => {
  const truth = join(directory, "site.truth.json");
  simulate("substation", { ...sites, for: "5s", seed: "3" });
  const told = JSON.parse(readFileSync(truth, "utf8")) as { seed: number; capture: { file: string; frames: number } };
  assert.equal(told.seed, 3);
  assert.equal(told.capture.file, "site.pcapng");
  assert.ok(told.capture.frames > 30);
  assert.equal(readFileSync(sites.out).readUInt32LE(0), 0x0a0d0d0a);
});

test("a folder called like a site of the library does not stand in its way", () => {
  const here = process.cwd();
  mkdirSync(join(directory, "substation"));
  process.chdir(directory);
  try {
    simulate("substation", { ...sites, for: "2s" });
  } finally {
    process.chdir(here);
  }
  assert.ok(existsSync(sites.out));
});

test("what the command line says wrong is refused before anything is written", () => {
  const out = join(directory, "never.pcapng");
  assert.throws(() => simulate("water", { out, for: "soon" }), /--for must be a duration/);
  assert.throws(() => simulate("water", { out, seed: "1.5" }), /--seed must be a whole number/);
  assert.throws(() => simulate("water", { out, scale: "0" }), /--scale must be a number/);
  assert.throws(() => simulate(undefined, { out: directory, for: "1m" }), /need a site/);
  assert.throws(() => simulate("atlantis", { out }), /neither a file nor a site of the library \(.*water/);
  assert.ok(!existsSync(out));
});

test("a broken file, and one that includes what is not there, are told with their places", () => {
  const broken = join(directory, "broken.yaml");
  writeFileSync(broken, "zones: { a: { vlan: 1, subnet: 10.0.0.0/24 }\n");
  assert.throws(() => simulate(broken, sites), /site broken.yaml has .*\n {2}broken.yaml: /);
  const lonely = join(directory, "lonely.yaml");
  writeFileSync(lonely, "site: x\ninclude: [missing.yaml]\nsize: 3\n");
  assert.throws(
    () => simulate(lonely, sites),
    /2 problems[\s\S]*size: is not known here[\s\S]*missing.yaml does not exist/,
  );
});
