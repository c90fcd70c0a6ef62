import assert from "node:assert/strict";
import { test } from "node:test";
import { createRandom } from "../random.ts";
import { Queue } from "./queue.ts";

test("what is due runs in order of time, and of asking where times are equal", () => {
  const random = createRandom(7);
  const queue = new Queue(0);
  const times = Array.from({ length: 5000 }, () => random.between(0, 300));
  const seen: [number, number][] = [];
  const actor = { due: (code: number) => seen.push([queue.now, code]) };
  times.forEach((time, code) => {
    queue.at(time, actor, code);
  });
  queue.run(1000);
  const expected = times.map((time, code): [number, number] => [time, code]);
  expected.sort((one, other) => one[0] - other[0] || one[1] - other[1]);
  assert.deepEqual(seen, expected);
  assert.equal(queue.now, 1000);
  assert.equal(queue.waiting, 0);
});

test("what is asked for while running comes in its place, and the past comes next", () => {
  const queue = new Queue(0);
  const seen: string[] = [];
  queue.call(10, () => {
    seen.push("ten");
    queue.call(3, () => seen.push(`late at ${queue.now}`));
    queue.call(20, () => seen.push("twenty"));
  });
  queue.call(15, () => seen.push("fifteen"));
  queue.run(15);
  assert.deepEqual(seen, ["ten", "late at 10", "fifteen"]);
  queue.run(30);
  assert.equal(seen.at(-1), "twenty");
});
