import assert from "node:assert/strict";
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { assessCaptures } from "./assess.ts";
import type { Assessment } from "./model/assessment.ts";
import type { Change } from "./model/journal.ts";
import { idOfThing, KINDS } from "./model/journal.ts";
import { isSame } from "./model/same.ts";
import { SiteHost } from "./operate/site-host.ts";
import type { FileOrder, IntakeProgress } from "./operate/site-runner.ts";
import { simulateSite } from "./simulate/write.ts";
import { openMemoryStore, type SqliteStore } from "./store/sqlite/store.ts";

const samples = join(dirname(dirname(fileURLToPath(import.meta.url))), "samples");
const thread = new URL("./keeper-thread.ts", import.meta.url);

describe("a site in a thread of its own", () => {
  const directory = mkdtempSync(join(tmpdir(), "bulkhead-operate-"));
  const water = join(directory, "water.pcapng");
  const plant = join(directory, "plant-cell.pcapng");
  let store: SqliteStore;
  let host: SiteHost;
  const changes: Change[] = [];
  const progress = new Map<number, IntakeProgress>();
  before(() => {
    copyFileSync(join(samples, "plant-cell.pcapng"), plant);
    simulateSite({ site: "water", out: water, duration: 240_000_000_000, scale: 1, truth: "" });
  });
  after(async () => {
    await host?.stop();
    await store?.close();
    rmSync(directory, { recursive: true });
  });

  function newStore(): void {
    store = openMemoryStore(() => 1_800_000_000);
    changes.length = 0;
  }
  function newHost(): SiteHost {
    return new SiteHost("plant", store, {
      thread,
      threadChoices: { packs: [], wires: { ring: join(directory, "ring"), ringBytes: 1e8, buffer: 4, user: "" } },
      onWireState: () => undefined,
      onBroken: () => undefined,
      onChanges: (told) => changes.push(...told),
      onProgress: (capture, told) => progress.set(capture, told),
      onTrouble: () => undefined,
    });
  }
  function order(number: number, path: string, more: Partial<FileOrder> = {}): FileOrder {
    const name = path.split("/").at(-1) ?? "";
    return { number, sensor: "upload", name, path, file: name, toldFrames: 0, ...more };
  }
  async function differences(assessment: Assessment): Promise<string[]> {
    const lists = {
      device: "devices",
      link: "links",
      point: "points",
      finding: "findings",
      blindSpot: "blindSpots",
      protocol: "protocols",
    } as const;
    const told: string[] = [];
    for (const kind of KINDS) {
      const expected = new Map(assessment[lists[kind]].map((thing) => [idOfThing(thing), thing]));
      for await (const thing of store.things.all("plant", kind)) {
        const id = idOfThing(thing);
        if (!isSame(thing, expected.get(id))) told.push(`${kind} ${id}`);
        expected.delete(id);
      }
      told.push(...Array.from(expected.keys(), (id) => `${kind} ${id} is missing`));
    }
    return told;
  }

  test("what is stored of a capture is what an assessment tells of it", async () => {
    newStore();
    host = newHost();
    const record = await host.read(order(0, water));
    const { assessment } = await assessCaptures([water], "0");
    assert.equal(record.state, "read");
    assert.equal(record.frames, assessment.captures[0]?.frames);
    assert.equal(record.sha256, assessment.captures[0]?.sha256);
    assert.deepEqual(await differences(assessment), []);
    assert.deepEqual(await store.check(), []);
    assert.equal(changes.length, (await store.journal.head("plant")).sequence);
    assert.ok(new Set(changes.map(({ time }) => time)).size > 2, "it was told in steps");
    assert.equal(progress.get(0)?.frames, record.frames);
    const point = assessment.points.find((candidate) => candidate.changes > 20);
    assert.ok(point);
    const history = await store.points.detail("plant", point.id, 0, 1e12, 10_000);
    assert.equal(history.values.at(-1), point.last);
    assert.equal(history.times.length, point.changes + 1);
    assert.equal(Math.max(...history.values), point.maximum);
  });

  test("the same after a restart, and a second capture adds to it", async () => {
    await host.stop();
    const { sequence } = await store.journal.head("plant");
    host = newHost();
    await host.read(order(1, plant));
    const { assessment } = await assessCaptures([water, plant], "0");
    assert.deepEqual(await differences(assessment), []);
    const since = await store.journal.after("plant", sequence, 10_000);
    assert.deepEqual(
      since
        .filter(({ kind, what }) => what === "gone" && kind !== "blindSpot")
        .map(({ kind, label }) => `${kind} ${label}`),
      [],
    );
  });

  test("the same journal whenever it is read", async () => {
    const first = JSON.stringify(await store.journal.after("plant", 0, 100_000));
    await host.stop();
    await store.close();
    newStore();
    host = newHost();
    const [one, other] = [host.read(order(0, water)), host.read(order(1, plant))];
    await Promise.all([one, other]);
    assert.equal(JSON.stringify(await store.journal.after("plant", 0, 100_000)), first);
  });

  test("an interrupted reading goes on without taking anything back", async () => {
    await host.stop();
    await store.close();
    newStore();
    host = newHost();
    const reading = host.read(order(0, water)).catch(() => undefined);
    while ((await store.journal.head("plant")).sequence < 30) await new Promise((resolve) => setTimeout(resolve, 2));
    await host.stop();
    await reading;
    const capture = await store.captures.get("plant", 0);
    assert.equal(capture?.state, "reading");
    const told = (await store.journal.head("plant")).sequence;
    host = newHost();
    await host.read(order(0, water, { toldFrames: capture.frames }));
    const after = await store.journal.after("plant", told, 10_000);
    assert.deepEqual(
      after
        .filter(({ kind, what }) => what === "gone" && kind === "device")
        .map(({ kind, label }) => `${kind} ${label}`),
      [],
    );
    const { assessment } = await assessCaptures([water], "0");
    assert.deepEqual(await differences(assessment), []);
  });

  test("a correction is stored as a change by its person", async () => {
    const { rows } = await store.things.list("plant", "device", { limit: 1, where: { role: ["plc"] } });
    const address = rows[0]?.ips[0] ?? "";
    await store.settings.putCorrection("plant", {
      id: "c",
      address,
      attribute: "owner",
      value: "ada",
      who: "ada",
      when: 1,
      why: "",
    });
    await host.correct("ada");
    assert.equal((await store.things.get("plant", "device", rows[0]?.id ?? ""))?.owner, "ada");
    assert.equal(changes.at(-1)?.by, "ada");
  });

  test("files that are no captures, or gone, end in words", async () => {
    const rubbish = join(directory, "rubbish.pcap");
    writeFileSync(rubbish, "this is no capture");
    const one = await host.read(order(2, rubbish));
    assert.equal(one.state, "cut short");
    assert.notEqual(one.remark, "");
    const other = await host.read(order(3, join(directory, "nowhere.pcap")));
    assert.equal(other.state, "cut short");
    assert.match(other.remark, /does not exist/);
    assert.deepEqual(await store.check(), []);
  });
});
