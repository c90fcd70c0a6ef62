import assert from "node:assert/strict";
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, beforeEach, test } from "node:test";
import { join as joined, pcapHeader, pcapRecord, someBytes } from "../capture/made-captures.ts";
import { watchDirectory } from "./directory.ts";
import { DirectoryScan, type SeenFile } from "./directory-scan.ts";

let directory: string;
let folder: string;
let round = 0;
before(() => {
  directory = mkdtempSync(join(tmpdir(), "bulkhead-directory-"));
});
after(() => rmSync(directory, { recursive: true }));
beforeEach(() => {
  folder = join(directory, String(round++));
  mkdirSync(folder);
});

const captureOf = (seed: number) => joined(pcapHeader(), pcapRecord(1, 2, someBytes(60, seed)));

function put(name: string, seed: number, modified = 1000): void {
  writeFileSync(join(folder, name), captureOf(seed));
  utimesSync(join(folder, name), modified, modified);
}

const names = (files: readonly { name: string }[]) => files.map(({ name }) => name);

test("files count once they rest, in the order in which they were written", async () => {
  const scan = new DirectoryScan(folder, 2, []);
  put("b.pcap", 1, 1000);
  put("a.pcap", 2, 2000);
  put("c.pcap", 3, 1000);
  assert.deepEqual((await scan.look(10)).found, []);
  assert.deepEqual((await scan.look(11)).growing, 3);
  appendFileSync(join(folder, "a.pcap"), pcapRecord(2, 2, someBytes(60)));
  assert.deepEqual(names((await scan.look(12)).found), ["b.pcap", "c.pcap"]);
  assert.deepEqual((await scan.look(13)).found, []);
  assert.deepEqual(names((await scan.look(14)).found), ["a.pcap"]);
  assert.deepEqual((await scan.look(20)).found, []);
});

test("each content is told once, also after a restart; a name with new content is told again", async () => {
  put("a.pcap", 1);
  const scan = new DirectoryScan(folder, 0, []);
  await scan.look(0);
  assert.equal((await scan.look(1)).found.length, 1);
  const again = new DirectoryScan(folder, 0, JSON.parse(JSON.stringify(scan.state())) as SeenFile[]);
  await again.look(0);
  assert.deepEqual((await again.look(1)).found, []);
  // Touched but the same.
  utimesSync(join(folder, "a.pcap"), 5000, 5000);
  await again.look(2);
  assert.deepEqual((await again.look(3)).found, []);
  put("a.pcap", 9, 6000);
  await again.look(4);
  assert.deepEqual(names((await again.look(5)).found), ["a.pcap"]);
});

test("temporary files, links, folders and what is no capture are left alone", async () => {
  put("real.pcap", 1);
  put(".hidden.pcap", 2);
  put("b.pcap.part", 3);
  put("c.pcap.tmp", 4);
  put("d.pcap~", 5);
  writeFileSync(join(folder, "notes.txt"), "no capture at all");
  writeFileSync(join(folder, "empty.pcap"), "");
  mkdirSync(join(folder, "inside"));
  symlinkSync("/etc/passwd", join(folder, "link.pcap"));
  symlinkSync(join(folder, "real.pcap"), join(folder, "other.pcap"));
  symlinkSync(folder, join(folder, "circle"));
  const scan = new DirectoryScan(folder, 0, []);
  await scan.look(0);
  const look = await scan.look(1);
  assert.deepEqual(names(look.found), ["real.pcap"]);
  assert.equal(look.remark, "");
  renameSync(join(folder, "b.pcap.part"), join(folder, "b.pcap"));
  await scan.look(2);
  assert.deepEqual(names((await scan.look(3)).found), ["b.pcap"]);
});

test("files and folders that vanish do no harm", async () => {
  put("a.pcap", 1);
  put("b.pcap", 2);
  const scan = new DirectoryScan(folder, 0, []);
  await scan.look(0);
  unlinkSync(join(folder, "a.pcap"));
  symlinkSync("/etc/passwd", join(folder, "a.pcap"));
  assert.deepEqual(names((await scan.look(1)).found), ["b.pcap"]);
  rmSync(folder, { recursive: true });
  assert.match((await scan.look(2)).remark, /does not exist/);
  mkdirSync(folder);
  put("c.pcap", 3);
  await scan.look(3);
  const look = await scan.look(4);
  assert.deepEqual([names(look.found), look.remark], [["c.pcap"], ""]);
  assert.deepEqual(names(scan.state()), ["b.pcap", "c.pcap"]);
  // A share that was away for a while brings the same files again.
  put("b.pcap", 2, 9000);
  put("renamed.pcap", 3, 9000);
  await scan.look(5);
  assert.deepEqual((await scan.look(6)).found, []);
});

test("a file that could not be read is tried again, and holds no other up", async () => {
  put("a.pcap", 1, 1000);
  put("b.pcap", 2, 2000);
  const told: string[] = [];
  const remarks: string[] = [];
  await new Promise<void>((resolve) => {
    const watching = watchDirectory({
      folder,
      settle: 0,
      interval: 0.02,
      seen: [],
      clock: () => performance.now() / 1000,
      onFile: ({ name }) => {
        told.push(name);
        if (told.length === 1) throw new Error("the disk is tired");
      },
      onSeen: (seen) => {
        if (told.length === 2) assert.deepEqual(names(seen), ["b.pcap"]);
        if (told.length === 3) void watching.stop().then(resolve);
      },
      onRemark: (remark) => remarks.push(remark),
    });
  });
  assert.deepEqual(told, ["a.pcap", "b.pcap", "a.pcap"]);
  assert.match(remarks[0] ?? "", /a.pcap could not be read: the disk is tired/);
});

test("a watched directory tells files one after the other and ends cleanly", async () => {
  put("a.pcap", 1);
  const told: string[] = [];
  let seen: SeenFile[] = [];
  let busy = 0;
  await new Promise<void>((resolve) => {
    const watching = watchDirectory({
      folder,
      settle: 0.05,
      interval: 0.1,
      seen: [],
      clock: () => performance.now() / 1000,
      onFile: async ({ name }) => {
        assert.equal(++busy, 1);
        await new Promise((done) => setTimeout(done, 10));
        busy--;
        told.push(name);
        if (name === "a.pcap") {
          put("b.pcap", 2);
          put("c.pcap", 3, 2000);
        }
      },
      onSeen: (list) => {
        seen = list;
        if (told.length === 3) void watching.stop().then(resolve);
      },
      onRemark: (remark) => assert.equal(remark, ""),
    });
  });
  assert.deepEqual(told, ["a.pcap", "b.pcap", "c.pcap"]);
  assert.deepEqual(names(seen).sort(), told);
});
