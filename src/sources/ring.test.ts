import assert from "node:assert/strict";
import fs, { appendFileSync, mkdtempSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import { join as joined, pcapHeader, pcapRecord, randomFrom, someBytes } from "../capture/made-captures.ts";
import { makeFrame } from "../capture/reader.ts";
import type { CapturedFrame } from "../capture/source.ts";
import { KeptReader } from "./kept-capture.ts";
import { CHECKPOINT_STEP, KeptFile } from "./kept-file.ts";
import { PacketRing, segmentsIn } from "./ring.ts";

let directory: string;
before(() => {
  directory = mkdtempSync(join(tmpdir(), "bulkhead-ring-"));
});
after(() => rmSync(directory, { recursive: true }));

function frameOf(number: number, length = 100, more: Partial<CapturedFrame> = {}): CapturedFrame {
  const bytes = someBytes(length, number);
  return {
    ...makeFrame(),
    bytes,
    end: length,
    originalLength: length + 1,
    linkType: 1,
    seconds: 1000 + number,
    ...more,
  };
}

async function first<T>(items: AsyncIterable<T>): Promise<T | undefined> {
  for await (const item of items) return item;
  return undefined;
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

const placeOf = (folder: string, capture: number) => ({
  name: "made",
  files: segmentsIn(folder).filter((segment) => segment.capture === capture),
});

test("what was appended is read back, with its time, length, link, interface and way", async () => {
  const folder = join(directory, "back");
  const ring = new PacketRing(folder, { budget: 1e9, segment: 1e9 });
  const wanted = frameOf(2, 77, { nanoseconds: 123_456_789, direction: 2, comment: "seen", interfaceIndex: 3 });
  ring.append(5, frameOf(1), 1, "eth0");
  ring.append(5, wanted, 2, "eth1");
  ring.append(5, frameOf(3, 50, { linkType: 113 }), 3, "any");
  ring.flush();
  const frames = await all(new KeptReader().frames(placeOf(folder, 5), 1));
  assert.deepEqual(
    frames.map(({ number }) => number),
    [1, 2, 3],
  );
  const [, second, third] = frames as [unknown, (typeof frames)[0], (typeof frames)[0]];
  assert.deepEqual(second.bytes, wanted.bytes);
  assert.equal(second.originalLength, 78);
  assert.deepEqual([second.seconds, second.nanoseconds], [1002, 123_456_789]);
  assert.deepEqual([second.direction, second.comment], [2, "seen"]);
  assert.equal(second.interfaces[second.interfaceIndex]?.name, "eth1");
  assert.equal(third.linkType, 113);
  ring.closeAll();
});

test("the oldest segments go when the budget is used up, and the newest frames stay", async () => {
  const folder = join(directory, "budget");
  const dropped: number[] = [];
  const ring = new PacketRing(folder, { budget: 200_000, segment: 40_000 }, ({ first }) => dropped.push(first));
  for (let number = 1; number <= 10_000; number++) ring.append(1, frameOf(number), number);
  ring.closeAll();
  const onDisk = readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
  assert.ok(onDisk <= 200_000 && onDisk > 150_000, `${onDisk} bytes`);
  assert.equal(ring.size, onDisk);
  assert.equal(dropped[0], 1);
  const place = placeOf(folder, 1);
  const reader = new KeptReader();
  assert.equal((await first(reader.frames(place, 10_000)))?.number, 10_000);
  const oldest = await first(reader.frames(place, 1));
  assert.equal(oldest?.number, place.files[0]?.first);
  assert.ok((oldest?.number ?? 0) > 1000);
});

test("after a crash a torn end is cut off, wherever it was torn", async () => {
  const random = randomFrom(7);
  for (let round = 0; round < 20; round++) {
    const folder = join(directory, `torn-${round}`);
    const ring = new PacketRing(folder, { budget: 1e9, segment: 1e9 });
    for (let number = 1; number <= 20; number++) ring.append(1, frameOf(number), number);
    ring.flush();
    const path = join(folder, "1.1.part");
    const { size } = statSync(path);
    const kept = random(size);
    truncateSync(path, kept);
    if (round % 3 === 0) appendFileSync(path, someBytes(40, round));
    const again = new PacketRing(folder, { budget: 1e9, segment: 1e9 });
    const frames = readdirSync(folder).length === 0 ? [] : await all(new KeptReader().frames(placeOf(folder, 1), 1));
    // Each packet block takes 32 bytes around its padded 100.
    const most = Math.floor(kept / 132);
    assert.ok(frames.length <= most && frames.length >= most - 1, `${frames.length} of ${kept} bytes`);
    for (const { bytes, number } of frames) assert.deepEqual(bytes, someBytes(100, number));
    again.append(1, frameOf(50), 50);
    again.closeAll();
    assert.equal((await first(new KeptReader().frames(placeOf(folder, 1), 50)))?.number, 50);
  }
});

test("a full disk loses what waited, and nothing else", async (context) => {
  const folder = join(directory, "full");
  const ring = new PacketRing(folder, { budget: 1e9, segment: 1e9 });
  for (let number = 1; number <= 5; number++) ring.append(1, frameOf(number), number);
  ring.flush();
  const real = fs.writeSync;
  let wrote = 0;
  // A part of the bytes still fits.
  const mock = context.mock.method(fs, "writeSync", (file: number, bytes: Uint8Array) => {
    if (wrote++ > 0) throw Object.assign(new Error("no space left"), { code: "ENOSPC" });
    return real(file, bytes, 0, 70);
  });
  syncBuiltinESMExports();
  try {
    for (let number = 6; number <= 9; number++) ring.append(1, frameOf(number), number);
    assert.throws(() => ring.flush(), /no space/);
  } finally {
    mock.mock.restore();
    syncBuiltinESMExports();
  }
  assert.equal(wrote, 2);
  ring.append(1, frameOf(10), 10);
  ring.closeAll();
  const frames = await all(new KeptReader().frames(placeOf(folder, 1), 1));
  assert.deepEqual(
    frames.map(({ number, bytes }) => [number, bytes.join() === someBytes(100, number).join()]),
    [1, 2, 3, 4, 5, 10].map((number) => [number, true]),
  );
  assert.equal(
    ring.size,
    segmentsIn(folder).reduce((sum, { size }) => sum + size, 0),
  );
});

test("a capture's packets can be dropped, others stay", () => {
  const folder = join(directory, "drop");
  const ring = new PacketRing(folder, { budget: 1e9, segment: 1e9 });
  ring.append(1, frameOf(1), 1);
  ring.append(2, frameOf(1), 1);
  ring.drop(1);
  ring.closeAll();
  assert.deepEqual(readdirSync(folder), ["2.1.pcapng"]);
  writeFileSync(join(folder, "notes.txt"), "of somebody else");
  assert.equal(segmentsIn(folder).length, 1);
});

for (const compressed of [false, true]) {
  test(`any frame of a ${compressed ? "compressed " : ""}file is found, in any order of asking`, async () => {
    const path = join(directory, compressed ? "file.pcap.gz" : "file.pcap");
    const count = 5 * CHECKPOINT_STEP + 17;
    const records = Array.from({ length: count }, (_, index) =>
      pcapRecord(100 + index, 5, someBytes(30 + (index % 90), index)),
    );
    const bytes = joined(pcapHeader(), ...records);
    writeFileSync(path, compressed ? gzipSync(bytes) : bytes);
    const file = new KeptFile(path);
    for (const number of [1, 3000, 2001, 1, count, 2, 4999, 5000, 5001, 1000, 1001]) {
      const frame = await first(file.frames(number));
      assert.equal(frame?.number, number);
      assert.equal(frame?.seconds, 99 + number);
      assert.deepEqual(frame?.bytes, someBytes(30 + ((number - 1) % 90), number - 1));
    }
    assert.equal(await first(file.frames(count + 1)), undefined);
    assert.equal(file.checkpoints, compressed ? 0 : 5);
  });
}
