import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { join, madeCaptures, pcapHeader, pcapRecord, randomFrom, readAll, someBytes } from "./made-captures.ts";
import { CaptureReader, makeFrame } from "./reader.ts";

for (const { name, bytes } of madeCaptures()) {
  test(`what is read does not depend on how the bytes arrive (${name})`, async () => {
    const whole = await readAll(bytes);
    assert.ok(whole.frames.length > 0);
    for (const step of [1, 2, 3, 7, 16, 61, 100, 333]) {
      assert.deepEqual(await readAll(bytes, step), whole, `steps of ${step}`);
      assert.deepEqual(await readAll(bytes, step, 1), whole, `steps of ${step} into a buffer that must grow`);
      assert.deepEqual(await readAll(bytes, bytes.length, step), whole, `a buffer of ${step}`);
    }
  });

  test(`compression changes nothing but its name, the size and the hash (${name})`, async () => {
    const plain = await readAll(bytes);
    const half = bytes.length >> 1;
    const skippable = Uint8Array.of(0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3);
    const cases: [string, Uint8Array][] = [
      ["gzip", gzipSync(bytes)],
      ["gzip", join(gzipSync(bytes.slice(0, half)), gzipSync(bytes.slice(half)))],
      ["zstd", zstdCompressSync(bytes)],
      ["zstd", join(zstdCompressSync(bytes.slice(0, half)), zstdCompressSync(bytes.slice(half)))],
      ["zstd", join(skippable, zstdCompressSync(bytes))],
    ];
    for (const [compression, compressed] of cases) {
      for (const step of [1, 50, compressed.length]) {
        const seen = await readAll(compressed, step);
        assert.deepEqual(seen.frames, plain.frames, `${compression} in steps of ${step}`);
        assert.deepEqual(seen.summary, {
          ...plain.summary,
          compression,
          size: compressed.length,
          sha256: createHash("sha256").update(compressed).digest("hex"),
        });
      }
    }
  });
}

/** A capture of several megabytes that does not compress away. */
function longCapture(): Uint8Array {
  const random = randomFrom(7);
  const records: Uint8Array[] = [];
  for (let index = 0; index < 4000; index++) {
    records.push(
      pcapRecord(
        index,
        0,
        Uint8Array.from({ length: 1000 }, () => random(64)),
      ),
    );
  }
  return join(pcapHeader(), ...records);
}

test("compressed captures that are cut or broken give all that comes before the damage", async () => {
  const plain = longCapture();
  const whole = await readAll(plain);
  for (const compress of [gzipSync, zstdCompressSync]) {
    const compressed = new Uint8Array(compress(plain));
    const cut = await readAll(compressed.slice(0, compressed.length >> 1));
    // A decompressor works in blocks of at most some 128 KiB: no more than that may be lost.
    assert.ok(cut.frames.length > 1700 && cut.frames.length < 2300, `${compress.name}: ${cut.frames.length}`);
    assert.deepEqual(cut.frames, whole.frames.slice(0, cut.frames.length));
    assert.ok(cut.summary.faults.some((fault) => fault.name === "broken compression"));
    const broken = compressed.slice();
    broken.fill(0xff, compressed.length >> 1, (compressed.length >> 1) + 400);
    const seen = await readAll(broken);
    assert.ok(seen.frames.length > 1700, `${compress.name}: ${seen.frames.length}`);
    assert.deepEqual(seen.frames.slice(0, 1700), whole.frames.slice(0, 1700));
    assert.equal(seen.summary.sha256, createHash("sha256").update(broken).digest("hex"));
  }
});

test("what follows a compressed capture takes nothing of it away, however small it is", async () => {
  const plain = join(pcapHeader(), pcapRecord(1, 0, someBytes(60)), pcapRecord(2, 0, someBytes(60)));
  const whole = await readAll(plain);
  const garbage = [[...Buffer.from("garbage")], [0x1f], [0x1f, 0x8b, 1, 2, 3, 4], [0, 0, 7]];
  for (const bytes of garbage) {
    const seen = await readAll(join(gzipSync(plain), Uint8Array.from(bytes)));
    assert.deepEqual(seen.frames, whole.frames, String(bytes));
    assert.deepEqual(
      seen.summary.faults.map((fault) => fault.name),
      ["broken compression"],
    );
  }
  const padded = await readAll(join(gzipSync(plain), new Uint8Array(512)));
  assert.deepEqual([padded.frames.length, padded.summary.faults], [2, []]);
});

test("a compressed capture with a wrong checksum is told", async () => {
  const compressed = new Uint8Array(gzipSync(join(pcapHeader(), pcapRecord(1, 0, someBytes(60)))));
  compressed[compressed.length - 8] = (compressed[compressed.length - 8] as number) ^ 1;
  const seen = await readAll(compressed);
  assert.equal(seen.frames.length, 1);
  assert.match(seen.summary.faults[0]?.detail ?? "", /incorrect data check/);
});

test("what decompresses to a thousand times its size is read within bounded memory", async () => {
  const zeros = new Uint8Array(128 * 1024 * 1024);
  const bomb = gzipSync(join(pcapHeader(), zeros));
  const reader = new CaptureReader({
    name: "bomb",
    capture: 0,
    size: bomb.length,
    chunkSize: 65_536,
    hashed: false,
    open: () => ({
      read(target, from, to) {
        const count = Math.min(to - from, bomb.length - used);
        target.set(bomb.subarray(used, used + count), from);
        used += count;
        return count;
      },
      close() {},
    }),
  });
  let used = 0;
  const frame = makeFrame();
  const before = process.memoryUsage().arrayBuffers;
  let most = 0;
  do {
    while (reader.next(frame));
    most = Math.max(most, process.memoryUsage().arrayBuffers - before);
  } while (await reader.fill());
  assert.equal(reader.summary().frames, zeros.length / 16);
  assert.ok(most < 96 * 1024 * 1024, `${most} bytes`);
});

test("time that runs backwards is counted, and the order of the file stands", async () => {
  const bytes = someBytes(60);
  const times: [number, number][] = [
    [10, 0],
    [9, 500_000],
    [9, 600_000],
    [12, 0],
    [5, 0],
  ];
  const records = times.map(([seconds, fraction]) => pcapRecord(seconds, fraction, bytes));
  const seen = await readAll(join(pcapHeader(), ...records));
  assert.deepEqual(
    seen.frames.map((frame) => frame.time),
    ["10.000000000", "9.500000000", "9.600000000", "12.000000000", "5.000000000"],
  );
  const fault = seen.summary.faults[0];
  assert.deepEqual([fault.name, fault.frame, fault.count], ["time runs backwards", 2, 2]);
  assert.match(fault.detail, /7\.000000 s/);
});

test("empty files and files that are no captures say so", async () => {
  const names = async (bytes: Uint8Array): Promise<string[]> =>
    (await readAll(bytes)).summary.faults.map((fault) => fault.name);
  assert.deepEqual(await names(new Uint8Array(0)), ["empty file"]);
  assert.deepEqual(await names(Uint8Array.of(0xd4, 0xc3)), ["not a capture"]);
  assert.deepEqual(await names(new Uint8Array(100)), ["not a capture"]);
  assert.deepEqual(await names(gzipSync(new Uint8Array(100))), ["not a capture"]);
  assert.deepEqual(await names(gzipSync(new Uint8Array(0))), ["not a capture"]);
});

test("a failing disk is a fault, and what was read before it stands", async () => {
  const bytes = join(pcapHeader(), pcapRecord(1, 0, someBytes(60)), pcapRecord(2, 0, someBytes(60)));
  let used = 0;
  const reader = new CaptureReader({
    name: "failing",
    capture: 0,
    size: 1000,
    chunkSize: 50,
    hashed: true,
    open: () => ({
      read(target, from, to) {
        if (used >= 100) throw new Error("EIO: i/o error, read");
        const count = Math.min(to - from, 100 - used);
        target.set(bytes.subarray(used, used + count), from);
        used += count;
        return count;
      },
      close() {},
    }),
  });
  const frame = makeFrame();
  let frames = 0;
  do {
    while (reader.next(frame)) frames++;
  } while (await reader.fill());
  assert.equal(frames, 1);
  assert.ok(reader.summary().faults.some((fault) => fault.name === "read error"));
  assert.equal(reader.summary().sha256, "");
});

test("no mutation of a capture throws, hangs, or reads outside what was captured", async () => {
  const seed = Number(process.env.FUZZ_SEED ?? 20_260_723);
  const rounds = Number(process.env.FUZZ_ROUNDS ?? 3000);
  const random = randomFrom(seed);
  const made = madeCaptures();
  for (let round = 0; round < rounds; round++) {
    const bytes = made[random(made.length)].bytes.slice();
    for (let count = random(6); count >= 0; count--) {
      const at = random(bytes.length);
      const kind = random(4);
      if (kind === 0) bytes[at] = random(256);
      else if (kind === 1) bytes[at] ^= 1 << random(8);
      else if (kind === 2) bytes.fill(random(2) * 255, at, at + 4);
      else bytes.copyWithin(at, random(bytes.length), random(bytes.length));
    }
    const cut = random(4) === 0 ? bytes.slice(0, random(bytes.length)) : bytes;
    const label = `seed ${seed}, round ${round}`;
    try {
      const seen = await readAll(cut, 1 + random(200), 1 + random(500));
      assert.ok(seen.frames.length <= cut.length / 12, label);
      assert.equal(seen.summary.frames, seen.frames.length, label);
      const total = seen.frames.reduce((sum, frame) => sum + frame.bytes.length / 2, 0);
      assert.ok(total <= cut.length, label);
      for (const frame of seen.frames) assert.match(frame.time, /^-?\d+\.\d{9}$/, label);
    } catch (error) {
      throw new Error(`${label}: ${Buffer.from(cut).toString("hex")}`, { cause: error });
    }
  }
});
