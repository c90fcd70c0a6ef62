import assert from "node:assert/strict";
import { test } from "node:test";
import { randomFrom } from "./made-captures.ts";
import { clockOf, readTicks } from "./ticks.ts";

test("ticks become seconds and nanoseconds exactly, whatever the resolution", () => {
  const seed = 20_240_611;
  const random = randomFrom(seed);
  const resolutions = [
    0,
    1,
    3,
    6,
    9,
    10,
    11,
    12,
    15,
    19,
    0x80,
    0x80 | 10,
    0x80 | 20,
    0x80 | 23,
    0x80 | 24,
    0x80 | 32,
    0x80 | 63,
  ];
  for (const resolution of resolutions) {
    const clock = clockOf(resolution, 0);
    const perSecond = ((resolution & 0x80) === 0 ? 10n : 2n) ** BigInt(resolution & 0x7f);
    for (let round = 0; round < 2000; round++) {
      const high = round < 4 ? [0, 0xffffffff, 1, 0x7fffffff][round] : random(0x100000000);
      const low = round < 4 ? [0, 0xffffffff, 0, 0xffffffff][round] : random(0x100000000);
      const ticks = (BigInt(high) << 32n) | BigInt(low);
      const seconds = ticks / perSecond;
      const nanoseconds = ((ticks - seconds * perSecond) * 1_000_000_000n) / perSecond;
      const instant = { seconds: 0, nanoseconds: 0 };
      readTicks(clock, high, low, instant);
      assert.equal(instant.nanoseconds, Number(nanoseconds), `seed ${seed}, resolution ${resolution}, ticks ${ticks}`);
      assert.equal(instant.seconds, Number(seconds), `seed ${seed}, resolution ${resolution}, ticks ${ticks}`);
    }
  }
});

test("the offset of an interface is added", () => {
  const instant = { seconds: 0, nanoseconds: 0 };
  readTicks(clockOf(6, -100), 0, 500_000_007, instant);
  assert.deepEqual(instant, { seconds: 400, nanoseconds: 7000 });
});
