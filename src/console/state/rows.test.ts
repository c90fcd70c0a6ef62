import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate } from "node:timers/promises";
import { FIRST_PAGE, RowList } from "./rows.ts";

function numbers(count: number, asked: string[] = []) {
  return async (after: string, limit: number) => {
    asked.push(`${after}/${limit}`);
    const from = Number(after || 0);
    const rows = Array.from({ length: Math.min(limit, count - from) }, (_, index) => from + index);
    const end = from + rows.length;
    return { rows, total: count, next: end < count ? String(end) : "" };
  };
}

async function settle(list: RowList<number>, until: () => boolean): Promise<void> {
  for (let turn = 0; turn < 500 && !until(); turn++) await setImmediate();
  assert.ok(until(), `settled at ${list.rows.length} of ${list.total}`);
}

test("a list loads a first small page, then as far as it is looked at", async () => {
  const asked: string[] = [];
  const list = new RowList(numbers(9000, asked), () => {});
  list.want(0);
  await settle(list, () => list.ready);
  assert.equal(list.rows.length, FIRST_PAGE);
  assert.equal(list.total, 9000);
  list.want(5000);
  await settle(list, () => list.rows.length > 5000);
  assert.deepEqual(asked, ["/200", "200/1000", "1200/1000", "2200/1000", "3200/1000", "4200/1000"]);
  assert.ok(list.rows.every((value, index) => value === index));
});

test("renewing swaps everything that was loaded at once", async () => {
  let count = 3000;
  const seen: number[] = [];
  const list: RowList<number> = new RowList(
    (after, limit) => numbers(count)(after, limit),
    () => seen.push(list.rows.length),
  );
  list.want(2500);
  await settle(list, () => list.rows.length === 3000);
  count = 2900;
  list.renew();
  await settle(list, () => list.total === 2900);
  assert.equal(list.rows.length, 2900);
  assert.ok(!seen.slice(-1).includes(0));
});

test("a failure is told, and what was loaded stays", async () => {
  let broken = false;
  const list = new RowList(
    async (after: string, limit: number) => {
      if (broken) throw new Error("lost");
      return numbers(1000)(after, limit);
    },
    () => {},
  );
  list.want(0);
  await settle(list, () => list.ready);
  broken = true;
  list.want(900);
  await settle(list, () => list.error !== undefined);
  assert.equal(list.error?.message, "lost");
  assert.equal(list.rows.length, FIRST_PAGE);
});
