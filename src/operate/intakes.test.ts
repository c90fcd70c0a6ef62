import assert from "node:assert/strict";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import type { CaptureRecord } from "../model/journal.ts";
import { putPause } from "../serve/pauses.ts";
import { openMemoryStore } from "../store/sqlite/store.ts";
import type { SensorRecord } from "../store/store.ts";
import { MonitorIntakes } from "./intakes.ts";
import type { SiteHost } from "./site-host.ts";
import type { FileOrder } from "./site-runner.ts";

const SAMPLE = fileURLToPath(new URL("../../samples/plant-cell.pcapng", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "bulkhead-intakes-"));
after(() => rmSync(folder, { recursive: true }));

const clock = (): number => Date.now() / 1000;

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let round = 0; round < 1500; round++) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error("it did not come to hold");
}

test("a paused folder stays paused over a restart, and what came meanwhile is read once it is resumed", async () => {
  const store = openMemoryStore(clock);
  const watched = join(folder, "watched");
  mkdirSync(watched);
  await store.sites.putSite({ id: "plant", name: "Plant", created: 1 });
  const sensor: SensorRecord = {
    id: "s",
    site: "plant",
    name: "Folder",
    kind: "directory",
    target: watched,
    created: 1,
  };
  await store.sites.putSensor(sensor);
  const read: string[] = [];
  const host = {
    async read({ number, sensor: by, name, file }: FileOrder): Promise<CaptureRecord> {
      read.push(name);
      const record: CaptureRecord = {
        ...{ number, sensor: by, name, format: "pcapng", sha256: "", size: 1, frames: 1, from: 1, to: 1, file },
        ...{ state: "read", remark: "" },
      };
      await store.captures.put("plant", record);
      return record;
    },
  } as unknown as SiteHost;
  const make = (): MonitorIntakes =>
    new MonitorIntakes({
      ...{
        store,
        clock,
        folder,
        hostOf: () => host,
        onRead: () => {},
        interfaces: async () => await Promise.resolve([]),
      },
      limits: { upload: 0, kept: 1e9, reserve: 0 },
      watchInterface: async () => await Promise.reject(new Error("none is watched")),
    });
  const stateOf = (intakes: MonitorIntakes): string | undefined => intakes.sensors("plant")[0]?.state;

  const first = make();
  await first.resume();
  assert.equal(stateOf(first), "watching");
  await first.stop("s");
  await putPause(store, "plant", "s", { who: "ada", when: 1 });
  assert.equal(stateOf(first), "stopped");
  await first.close();

  const second = make();
  await second.resume();
  assert.equal(stateOf(second), undefined, "nobody resumed it");
  copyFileSync(SAMPLE, join(watched, "meanwhile.pcapng"));
  await second.start(sensor);
  await putPause(store, "plant", "s", null);
  await until(() => read.length > 0);
  await second.close();

  const third = make();
  await third.resume();
  assert.equal(stateOf(third), "watching");
  await third.close();
  assert.deepEqual(read, ["meanwhile.pcapng"]);
  await store.close();
});
