import assert from "node:assert/strict";
import { test } from "node:test";
import { Echo } from "./echo.ts";

const source = (at: number): { capture: number; frame: number; start: number; end: number; time: number } => ({
  capture: 0,
  frame: at + 1,
  start: 54,
  end: 58,
  time: 1000 + at,
});

/** Values that tremble without ever coming again, the same on every run. */
function trembling(count: number): number[] {
  let state = 1;
  return Array.from({ length: count }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return Math.fround(50 + state / 0x7fffffff);
  });
}

function heard(values: readonly number[], echo = new Echo()): Echo {
  for (const [at, value] of values.entries()) echo.hear(value, source(at));
  return echo;
}

test("what trembles has no echo", () => {
  assert.ok((heard(trembling(20_000)).best?.run ?? 0) <= 1);
});

test("a recording is heard with its length, how far back it was, and where it begins", () => {
  const live = trembling(200);
  const tape = live.slice(100, 130);
  const best = heard([...live.slice(0, 130), ...tape, ...live.slice(130)]).best;
  // A value that another one's place was given to is heard as new.
  assert.ok(best !== undefined && best.run >= 25 && best.run <= 30, String(best?.run));
  assert.equal(best.lag, 30);
  assert.ok(best.fresh >= 130 && best.fresh <= 133, String(best.fresh));
  assert.ok(best.evidence.frame >= 131 && best.evidence.frame <= 134, String(best.evidence.frame));
});

test("the same values in another order are no recording", () => {
  const live = trembling(120);
  const shuffled = Array.from({ length: 60 }, (_, at) => live[60 + ((at * 23) % 60)] as number);
  assert.ok((heard([...live, ...shuffled]).best?.run ?? 0) <= 3);
});

test("a copy goes on apart from what it was copied from", () => {
  const live = trembling(60);
  const echo = heard([...live, ...live.slice(40, 50)]);
  const before = echo.best?.run ?? 0;
  assert.ok(before >= 7);
  const copy = echo.copy();
  for (const [at, value] of live.slice(50, 60).entries()) copy.hear(value, source(70 + at));
  assert.ok((copy.best?.run ?? 0) >= before + 7, String(copy.best?.run));
  assert.equal(echo.best?.run, before);
});

test("what was kept as text has the longest row, and goes on with how many values were new", () => {
  const live = trembling(100);
  const echo = heard([...live, ...live.slice(70, 90), ...live.slice(0, 5)]);
  const again = Echo.from(JSON.parse(JSON.stringify(echo.plain())));
  assert.deepEqual(again.plain(), echo.plain());
  assert.ok((again.best?.run ?? 0) >= 15);
});
