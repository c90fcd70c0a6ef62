import assert from "node:assert/strict";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { findAll } from "./analyze/detections/list.ts";
import { type Palette, type Picture, pictureOf } from "./analyze/picture.ts";
import { assessCaptures } from "./assess.ts";
import { assessedCapture, makeExtent, widen } from "./capture/extent.ts";
import { openCaptures } from "./capture/open.ts";
import { makeFrame } from "./capture/reader.ts";
import { Engine } from "./dissect/engine.ts";
import { PROTOCOLS } from "./dissect/protocols/list.ts";
import { registryOf } from "./dissect/registry.ts";
import type { Assessment } from "./model/assessment.ts";
import { KINDS, type Kind, type Thing } from "./model/journal.ts";
import { isSame } from "./model/same.ts";
import { Keeper, type Step, thingsOf } from "./monitor/keeper.ts";
import { Collector } from "./observe/collector.ts";
import { OWN_RULES } from "./observe/fingerprints/own-rules.ts";
import { RuleBook } from "./observe/fingerprints/rules.ts";
import { Ledger } from "./observe/ledger.ts";
import { readingOf } from "./observe/reading.ts";
import { simulateSite } from "./simulate/write.ts";
import { loadVendorLookup } from "./vendor-lookup.ts";

const samples = join(dirname(dirname(fileURLToPath(import.meta.url))), "samples");
const registry = registryOf(PROTOCOLS);
const palette: Palette = {
  dissectors: PROTOCOLS,
  vendorOf: loadVendorLookup(),
  fingerprints: new RuleBook([OWN_RULES]),
  findAll,
};

/** What a reader of the journal knows: the fold of all steps so far. */
class Fold {
  readonly things = new Map<string, Thing["body"]>();
  readonly ledger = new Map<string, { table: string; key: string; body: string }>();
  changes = 0;

  take(step: Step): void {
    for (const { kind, id, body } of step.things) this.things.set(`${kind} ${id}`, structuredClone(body));
    for (const { kind, id } of step.gone)
      assert.ok(this.things.delete(`${kind} ${id}`), `${kind} ${id} was never told`);
    for (const { table, key, body } of step.ledger) {
      if (body === null) this.ledger.delete(`${table} ${key}`);
      else this.ledger.set(`${table} ${key}`, { table, key, body });
    }
    this.changes += step.changes.length;
  }

  of(kind: Kind): Map<string, Thing["body"]> {
    const prefix = `${kind} `;
    const entries = [...this.things].filter(([name]) => name.startsWith(prefix));
    return new Map(entries.map(([name, body]) => [name.slice(prefix.length), body]));
  }
}

/** Says how what was folded differs from a picture, kind by kind. */
function differences(
  fold: Fold,
  picture: Pick<Assessment, "devices" | "links" | "points" | "findings" | "blindSpots" | "protocols">,
): string[] {
  const told: string[] = [];
  for (const kind of KINDS) {
    const expected = new Map(thingsOf(kind, picture as Picture).map(({ id, body }) => [id, body]));
    const got = fold.of(kind);
    for (const [id, body] of expected) {
      const other = got.get(id);
      if (other === undefined) told.push(`${kind} ${id} is missing: ${JSON.stringify(body)}`);
      else if (!isSame(other, body)) told.push(`${kind} ${id}: ${JSON.stringify(other)} where ${JSON.stringify(body)}`);
    }
    for (const [id, body] of got)
      if (!expected.has(id)) told.push(`${kind} ${id} is too much: ${JSON.stringify(body)}`);
  }
  return told;
}

/** Streams a capture through a keeper with a step after every `every` frames; `seen` is told of each. */
async function stream(
  keeper: Keeper,
  path: string,
  {
    lasting,
    every,
    number = 0,
    seen,
  }: { lasting: boolean; every: number; number?: number; seen?: (step: Step, frames: number) => void },
): Promise<Step> {
  const source = (await openCaptures([path])).sources[0];
  assert.ok(source);
  const track = keeper.open(lasting);
  const frame = makeFrame();
  const extent = makeExtent();
  let frames = 0;
  do {
    while (source.next(frame)) {
      frame.capture = number;
      widen(extent, frame);
      track.engine.frame(frame);
      frames++;
      if (frames % every === 0) seen?.(keeper.step({ whole: frames % (2 * every) === 0, by: "traffic" }), frames);
    }
  } while (await source.fill());
  const summary = source.summary();
  keeper.describe(number, assessedCapture(summary, path.split("/").at(-1) ?? "", extent));
  keeper.close(
    track,
    summary.names.map((name) => ({ ...name, capture: number })),
  );
  const last = keeper.step({ whole: true, by: "traffic" });
  seen?.(last, frames);
  return last;
}

/** What an assessment of the first frames of a capture shows. */
async function pictureAfter(path: string, most: number): Promise<Picture> {
  const source = (await openCaptures([path])).sources[0];
  assert.ok(source);
  const ledger = new Ledger();
  const collector = new Collector(ledger);
  const engine = new Engine(registry, collector, { detailed: false });
  collector.attach(engine);
  const frame = makeFrame();
  let frames = 0;
  do
    while (frames < most && source.next(frame)) {
      engine.frame(frame);
      frames++;
    }
  while (frames < most && (await source.fill()));
  source.close();
  engine.finish();
  return pictureOf(ledger, readingOf(engine), [], palette);
}

describe("the monitor tells the truth that an assessment tells", () => {
  const directory = mkdtempSync(join(tmpdir(), "bulkhead-monitor-"));
  const water = join(directory, "water.pcapng");
  const plant = join(directory, "plant-cell.pcapng");
  const assessed = new Map<string, Assessment>();
  before(async () => {
    copyFileSync(join(samples, "plant-cell.pcapng"), plant);
    simulateSite({ site: "water", out: water, duration: 240_000_000_000, scale: 1, truth: "" });
    for (const path of [plant, water]) assessed.set(path, (await assessCaptures([path], "0")).assessment);
  });
  after(() => rmSync(directory, { recursive: true }));

  for (const [name, path] of [
    ["plant cell", plant],
    ["water", water],
  ] as const) {
    for (const lasting of [true, false]) {
      test(`${name}, streamed as ${lasting ? "an interface" : "a file"}`, async () => {
        const keeper = new Keeper(registry, palette);
        const fold = new Fold();
        const last = await stream(keeper, path, { lasting, every: 1500, seen: (step) => fold.take(step) });
        const assessment = assessed.get(path) as Assessment;
        assert.deepEqual(differences(fold, assessment), []);
        assert.deepEqual(last.summary, assessment.summary);
        assert.ok(fold.changes > fold.things.size, "more than additions");
      });
    }

    test(`${name}, at a moment on the way`, async () => {
      const moment = name === "water" ? 6000 : 3000;
      const picture = await pictureAfter(path, moment);
      const keeper = new Keeper(registry, palette);
      const fold = new Fold();
      let told: string[] | undefined;
      await stream(keeper, path, {
        lasting: false,
        every: moment / 2,
        seen: (step, frames) => {
          fold.take(step);
          if (frames === moment) told = differences(fold, picture);
        },
      });
      assert.deepEqual(told, []);
    });

    test(`${name}, made again from its rows`, async () => {
      const before = new Keeper(registry, palette);
      const fold = new Fold();
      await stream(before, path, { lasting: true, every: 4000, seen: (step) => fold.take(step) });
      const again = new Keeper(registry, palette);
      for (const { table, key, body } of fold.ledger.values()) again.restoreRow(table, key, body);
      for (const kind of KINDS) for (const [id, body] of fold.of(kind)) again.restoreThing(kind, id, body);
      const step = again.step({ whole: true, by: "traffic" });
      assert.deepEqual(step.changes, []);
      assert.deepEqual(step.things, []);
      assert.deepEqual(step.gone, []);
      assert.deepEqual(step.ledger, []);
    });
  }

  test("a second capture after the first counts as both", async () => {
    const keeper = new Keeper(registry, palette);
    const fold = new Fold();
    await stream(keeper, plant, { lasting: false, every: 2000, seen: (step) => fold.take(step) });
    await stream(keeper, water, { lasting: false, every: 5000, number: 1, seen: (step) => fold.take(step) });
    const { assessment } = await assessCaptures([plant, water], "0");
    assert.deepEqual(differences(fold, assessment), []);
  });

  test("a file that was given up leaves nothing", async () => {
    const keeper = new Keeper(registry, palette);
    const fold = new Fold();
    await stream(keeper, plant, { lasting: false, every: 100_000, seen: (step) => fold.take(step) });
    const track = keeper.open(false);
    const source = (await openCaptures([water])).sources[0];
    assert.ok(source);
    const frame = makeFrame();
    await source.fill();
    for (let frames = 0; frames < 3000; frames++) if (source.next(frame)) track.engine.frame(frame);
    source.close();
    fold.take(keeper.step({ whole: false, by: "traffic" }));
    assert.ok(differences(fold, assessed.get(plant) as Assessment).length > 0);
    keeper.discard(track);
    fold.take(keeper.step({ whole: true, by: "traffic" }));
    assert.deepEqual(differences(fold, assessed.get(plant) as Assessment), []);
  });

  test("a correction is told as a change by its person, and taken back", async () => {
    const keeper = new Keeper(registry, palette);
    const fold = new Fold();
    await stream(keeper, plant, { lasting: false, every: 100_000, seen: (step) => fold.take(step) });
    const device = (assessed.get(plant) as Assessment).devices.find((candidate) => candidate.role === "plc");
    assert.ok(device);
    const address = device.ips[0] ?? "";
    const common = { id: "c1", address, who: "ada", when: 1, why: "nameplate" };
    keeper.correct([{ ...common, attribute: "role", value: "safety controller" }]);
    const step = keeper.step({ whole: true, by: "ada" });
    fold.take(step);
    const change = step.changes.find(({ kind, id }) => kind === "device" && id === device.id);
    assert.equal(change?.by, "ada");
    assert.ok(change.fields.includes("role"));
    keeper.correct([]);
    fold.take(keeper.step({ whole: true, by: "ada" }));
    assert.deepEqual(differences(fold, assessed.get(plant) as Assessment), []);
  });
});
