import assert from "node:assert/strict";
import { test } from "node:test";
import { Climb } from "./climb.ts";

type Write = readonly [value: number, peer?: number];

function climbed(writes: readonly Write[], climb = new Climb()): Climb {
  for (const [at, [value, peer = 1]] of writes.entries()) {
    climb.write(value, { capture: 0, frame: at + 1, start: 54, end: 58, time: 1000 + at, peer });
  }
  return climb;
}

function told(climb: Climb): unknown[] {
  const { best } = climb;
  return best === undefined ? [] : [best.peer, best.first, best.last, best.steps, best.from, best.to];
}

test("the longest way in one direction is kept, with its ends and times; the same value again is no step", () => {
  assert.deepEqual(told(climbed([[10], [12], [12], [14], [9], [8], [7], [6], [20]])), [1, 14, 6, 4, 1004, 1007]);
});

test("another who writes in between does not stop it, and does not count", () => {
  assert.deepEqual(told(climbed([[10], [12], [99, 2], [14], [1, 2], [2, 2], [16]])), [1, 10, 16, 3, 1000, 1006]);
});

test("another who goes on writing is followed from then on", () => {
  assert.deepEqual(told(climbed([[10], [5, 2], [6, 2], [7, 2]])), [2, 5, 7, 2, 1001, 1003]);
  const later = climbed([[10], [11], [5, 2], [6, 2], [7, 2], [8, 2], [9, 2]]);
  assert.deepEqual(told(later), [2, 7, 9, 2, 1004, 1006]);
});

test("one value alone, and writers who are not told apart, are no way", () => {
  assert.deepEqual(told(climbed([[10], [10]])), []);
  assert.deepEqual(
    told(
      climbed([
        [10, 0],
        [11, 0],
        [12, 0],
      ]),
    ),
    [],
  );
});

test("what was kept as text goes on as if nothing had been", () => {
  const rows: Write[][] = [[[10]], [[10], [11]], [[10], [11], [12], [11]], [[1], [2], [50, 2]]];
  for (const writes of rows) {
    const climb = climbed(writes);
    const again = Climb.from(JSON.parse(JSON.stringify(climb.plain())));
    assert.deepEqual(again.plain(), climb.plain());
    const more: Write[] = [[13], [60, 2], [70, 2], [80, 2], [90, 2]];
    assert.deepEqual(told(climbed(more, again)), told(climbed(more, climb)));
  }
});

test("a copy goes on apart, and of two the longer way is kept", () => {
  const climb = climbed([[10], [11]]);
  const copy = climb.copy();
  climbed([[12], [13]], copy);
  assert.deepEqual([climb.best?.steps, copy.best?.steps], [1, 3]);
  climb.absorb(copy, (bits) => bits << 1);
  assert.deepEqual([climb.best?.steps, climb.best?.peer], [3, 2]);
});
