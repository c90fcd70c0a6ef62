import assert from "node:assert/strict";
import { test } from "node:test";
import { createRandom } from "./random.ts";

const draw = (seed: number, count: number) => {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => random.next());
};

test("the same seed gives the same numbers, another seed others", () => {
  assert.deepEqual(draw(7, 50), draw(7, 50));
  assert.notDeepEqual(draw(7, 50), draw(8, 50));
});

test("a fork depends on its name and the seed, not on what was drawn before", () => {
  const early = createRandom(7).fork("mirror").next();
  const random = createRandom(7);
  for (let index = 0; index < 9; index++) random.next();
  assert.equal(random.fork("mirror").next(), early);
  assert.notEqual(random.fork("stage").next(), early);
});

test("numbers fill their range evenly enough", () => {
  const random = createRandom(20260310);
  const counts = new Array<number>(10).fill(0);
  for (let index = 0; index < 20_000; index++) counts[random.between(0, 9)]++;
  for (const count of counts) assert.ok(count > 1800 && count < 2200, `${counts}`);
  let hits = 0;
  for (let index = 0; index < 20_000; index++) if (random.chance(0.1)) hits++;
  assert.ok(hits > 1800 && hits < 2200, `${hits}`);
});
