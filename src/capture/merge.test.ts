import assert from "node:assert/strict";
import { test } from "node:test";
import { join, pcapHeader, pcapRecord, randomFrom, someBytes } from "./made-captures.ts";
import { mergeByTime } from "./merge.ts";
import { CaptureReader, makeFrame } from "./reader.ts";
import { supplyBytes } from "./supply.ts";

/** A capture with frames at these times (milliseconds), read in small steps. */
function sourceOf(
  capture: number,
  times: readonly number[],
  startsKnown = false,
  onOpen = (): void => {},
): CaptureReader {
  const records = times.map((time, index) =>
    pcapRecord(Math.floor(time / 1000), (time % 1000) * 1000, someBytes(20 + (index % 9), capture)),
  );
  const bytes = join(pcapHeader(), ...records);
  const reader = new CaptureReader({
    name: `capture ${capture}`,
    capture,
    size: bytes.length,
    chunkSize: 64,
    hashed: true,
    open() {
      onOpen();
      return supplyBytes(bytes, 37);
    },
  });
  const first = times[0];
  if (startsKnown && first !== undefined) {
    reader.startsAt = { seconds: Math.floor(first / 1000), nanoseconds: (first % 1000) * 1_000_000 };
  }
  return reader;
}

async function pullAll(sources: readonly CaptureReader[]): Promise<string[]> {
  const merged = mergeByTime(sources);
  const frame = makeFrame();
  const pulled: string[] = [];
  do {
    while (merged.next(frame)) {
      assert.deepEqual(
        frame.bytes.slice(frame.start, frame.end),
        someBytes(20 + ((frame.number - 1) % 9), frame.capture),
        "the bytes are those of the frame",
      );
      const time = frame.seconds * 1000 + frame.nanoseconds / 1e6;
      pulled.push(`${time}:${frame.capture}.${frame.number}`);
    }
  } while (await merged.fill());
  return pulled;
}

test("frames of several captures come earliest first, equal times in the order of the captures", async () => {
  const sources = [sourceOf(0, [10, 30, 30, 50]), sourceOf(1, [5, 30, 60]), sourceOf(2, [])];
  assert.deepEqual(await pullAll(sources), ["5:1.1", "10:0.1", "30:0.2", "30:0.3", "30:1.2", "50:0.4", "60:1.3"]);
  assert.ok(sources.every((source) => source.summary().sha256 !== ""));
});

test("a capture whose time runs backwards keeps its own order", async () => {
  assert.deepEqual(await pullAll([sourceOf(0, [10, 40, 20, 50]), sourceOf(1, [30, 45])]), [
    "10:0.1",
    "30:1.1",
    "40:0.2",
    "20:0.3",
    "45:1.2",
    "50:0.4",
  ]);
});

test("one capture alone is handed back as it is", () => {
  const only = sourceOf(0, [1]);
  assert.equal(mergeByTime([only]), only);
});

test("no capture is no frames", async () => {
  assert.deepEqual(await pullAll([]), []);
});

test("captures that follow one another are opened one after the other", async () => {
  let open = 0;
  let most = 0;
  const sources = [3, 1, 2, 0].map((part, capture) => {
    const source = sourceOf(capture, [part * 100, part * 100 + 50], true, () => {
      open++;
      most = Math.max(most, open);
    });
    const close = source.close.bind(source);
    let closed = false;
    source.close = () => {
      if (!closed) open--;
      closed = true;
      close();
    };
    return source;
  });
  assert.deepEqual(await pullAll(sources), [
    "0:3.1",
    "50:3.2",
    "100:1.1",
    "150:1.2",
    "200:2.1",
    "250:2.2",
    "300:0.1",
    "350:0.2",
  ]);
  assert.equal(most, 1);
});

test("merging is sorting, for random captures in time order", async () => {
  const seed = 20_250_101;
  const random = randomFrom(seed);
  for (let round = 0; round < 40; round++) {
    const expected: { time: number; capture: number; number: number }[] = [];
    const sources: CaptureReader[] = [];
    const count = 1 + random(9);
    for (let capture = 0; capture < count; capture++) {
      const times = Array.from({ length: random(30) }, () => random(500)).sort((one, other) => one - other);
      for (const [index, time] of times.entries()) expected.push({ time, capture, number: index + 1 });
      sources.push(sourceOf(capture, times, random(2) === 0));
    }
    expected.sort((one, other) => one.time - other.time || one.capture - other.capture || one.number - other.number);
    assert.deepEqual(
      await pullAll(sources),
      expected.map((frame) => `${frame.time}:${frame.capture}.${frame.number}`),
      `seed ${seed}, round ${round}`,
    );
  }
});
