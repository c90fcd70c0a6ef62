import assert from "node:assert/strict";
import { test } from "node:test";
import { join, pcapHeader, pcapRecord, readAll, someBytes } from "./made-captures.ts";

const one = someBytes(60, 1);
const other = someBytes(61, 2);

for (const little of [true, false]) {
  const order = little ? "little-endian" : "big-endian";
  test(`a ${order} file of microseconds gives its frames and times`, async () => {
    const seen = await readAll(
      join(
        pcapHeader(little),
        pcapRecord(1, 2, one, { little }),
        pcapRecord(3, 999_999, other, { little, original: 900 }),
      ),
    );
    assert.deepEqual(
      seen.frames.map((frame) => [frame.number, frame.time, frame.bytes, frame.originalLength, frame.linkType]),
      [
        [1, "1.000002000", Buffer.from(one).toString("hex"), 60, 1],
        [2, "3.999999000", Buffer.from(other).toString("hex"), 900, 1],
      ],
    );
    assert.deepEqual(seen.summary.faults, []);
    assert.equal(seen.summary.format, "pcap");
    assert.equal(seen.summary.interfaces[0].frames, 2);
    assert.equal(seen.summary.interfaces[0].resolution, 1000);
  });

  test(`a ${order} file of nanoseconds gives its times exactly`, async () => {
    const seen = await readAll(
      join(pcapHeader(little, 0xa1b23c4d), pcapRecord(4_000_000_000, 123_456_789, one, { little })),
    );
    assert.equal(seen.frames[0].time, "4000000000.123456789");
  });

  test(`${order} record headers of the patched libpcap are eight bytes longer and tell the direction`, async () => {
    const extra = Uint8Array.of(0, 0, 0, 0, 0, 0, 4, 0);
    const records = [1, 2, 3].map((second) => pcapRecord(second, 0, one, { little, extra }));
    const seen = await readAll(join(pcapHeader(little, 0xa1b2cd34), ...records));
    assert.deepEqual(
      seen.frames.map((frame) => frame.direction),
      [2, 2, 2],
    );
    assert.equal(seen.frames[2].bytes, Buffer.from(one).toString("hex"));
  });

  test(`${order} record headers of the patched libpcap are found under the usual magic`, async () => {
    const extra = new Uint8Array(8);
    const records = [1, 2, 3].map((second) => pcapRecord(1_600_000_000 + second, 5, one, { little, extra }));
    const seen = await readAll(join(pcapHeader(little), ...records));
    assert.deepEqual(
      seen.frames.map((frame) => frame.bytes),
      Array(3).fill(Buffer.from(one).toString("hex")),
    );
    assert.deepEqual(seen.summary.faults, []);
  });
}

test("a record cut by the end of the file is reported and not handed out", async () => {
  const whole = join(pcapHeader(), pcapRecord(1, 0, one), pcapRecord(2, 0, other));
  for (const cut of [1, 30, 61, 62, 76]) {
    const seen = await readAll(whole.slice(0, whole.length - cut));
    assert.equal(seen.frames.length, 1, `cut by ${cut}`);
    const fault = seen.summary.faults[0];
    assert.deepEqual([fault.name, fault.frame, fault.offset], ["cut record", 2, 100]);
  }
});

test("a file cut within its header is reported", async () => {
  const seen = await readAll(pcapHeader().slice(0, 20));
  assert.deepEqual(
    seen.summary.faults.map((fault) => fault.name),
    ["cut record"],
  );
});

test("an absurd length ends the file and keeps what came before", async () => {
  for (const captured of [262_145, 0x7fffffff, 0xffffffff]) {
    const seen = await readAll(join(pcapHeader(), pcapRecord(1, 0, one), pcapRecord(2, 0, one, { captured }), one));
    assert.equal(seen.frames.length, 1);
    const fault = seen.summary.faults[0];
    assert.deepEqual([fault.name, fault.frame, fault.offset], ["absurd length", 2, 100]);
    assert.match(seen.summary.sha256, /^[0-9a-f]{64}$/);
  }
});

test("links with long records may be longer than the others", async () => {
  const long = someBytes(300_000);
  const seen = await readAll(join(pcapHeader(true, 0xa1b2c3d4, 231), pcapRecord(1, 0, long)));
  assert.equal(seen.frames[0].bytes.length, 600_000);
});

test("lengths stand the other way round before version 2.3", async () => {
  const seen = await readAll(
    join(pcapHeader(true, 0xa1b2c3d4, 1, 2), pcapRecord(1, 0, one, { captured: 100, original: 60 })),
  );
  assert.equal(seen.frames[0].originalLength, 100);
  assert.equal(seen.frames[0].bytes.length, 120);
});

test("a frame check sequence that the header announces is taken off", async () => {
  const network = 0x24000001;
  const seen = await readAll(
    join(pcapHeader(true, 0xa1b2c3d4, network), pcapRecord(1, 0, one), pcapRecord(2, 0, one, { original: 62 })),
  );
  assert.deepEqual(
    seen.frames.map((frame) => [frame.bytes.length / 2, frame.originalLength]),
    [
      [56, 56],
      [58, 58],
    ],
  );
});

test("a fraction above a second is carried over and reported", async () => {
  const seen = await readAll(join(pcapHeader(), pcapRecord(1, 2_500_000, one)));
  assert.equal(seen.frames[0].time, "3.500000000");
  assert.deepEqual(
    seen.summary.faults.map((fault) => [fault.name, fault.frame, fault.offset]),
    [["broken time", 1, 24]],
  );
});

test("an unknown version is not guessed at", async () => {
  const header = pcapHeader();
  header[4] = 7;
  const seen = await readAll(join(header, pcapRecord(1, 0, one)));
  assert.equal(seen.frames.length, 0);
  assert.deepEqual(
    seen.summary.faults.map((fault) => fault.name),
    ["unsupported version"],
  );
});
