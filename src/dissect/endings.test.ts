import assert from "node:assert/strict";
import { test } from "node:test";
import { byBeginning, Endings, isClosed } from "./endings.ts";
import * as flows from "./flows.ts";
import { FlowTable } from "./flows.ts";

const TCP = (1 << 16) | 6;
const UDP = (1 << 16) | 17;

function opened(table: FlowTable, kind: number, client: number, time: number): number {
  const flow = table.find(kind, client, 1, 1000 + client, 502);
  table.numbers[table.numbersBase(flow) + flows.FIRST_TIME] = time;
  table.numbers[table.numbersBase(flow) + flows.LAST_TIME] = time;
  return flow;
}

function send(table: FlowTable, flow: number, flags: number, side: 0 | 1, time: number): void {
  table.cells[table.base(flow) + flows.FLAGS + side] |= flags;
  table.numbers[table.numbersBase(flow) + flows.LAST_TIME] = time;
}

test("a connection is closed when both sides finished or one reset it", () => {
  const table = new FlowTable(100, 1, () => {});
  const flow = opened(table, TCP, 5, 0);
  send(table, flow, 0x11, 0, 1);
  assert.equal(isClosed(table, flow), false);
  send(table, flow, 0x11, 1, 1);
  assert.equal(isClosed(table, flow), true);
  const other = opened(table, TCP, 6, 0);
  send(table, other, 0x04, 1, 1);
  assert.equal(isClosed(table, other), true);
  const datagrams = opened(table, UDP, 7, 0);
  send(table, datagrams, 0x04, 1, 1);
  assert.equal(isClosed(table, datagrams), false);
});

test("closed connections end soon, in the order in which they began, and each once", () => {
  const table = new FlowTable(100, 1, () => {});
  const endings = new Endings(table);
  const later = opened(table, TCP, 5, 2);
  const earlier = opened(table, TCP, 6, 1);
  const open = opened(table, TCP, 7, 0);
  for (const flow of [later, earlier, later]) {
    send(table, flow, 0x04, 0, 3);
    endings.close(flow);
  }
  assert.deepEqual(endings.over(endings.next, 10), []);
  const over = endings.over(endings.next, 24);
  assert.deepEqual(over, [earlier, later]);
  for (const flow of over) table.remove(flow);
  assert.deepEqual(endings.over(endings.next, 50), []);
  assert.equal(table.isLive(open), true);
});

test("what goes on after a reset waits, and holds up nobody", () => {
  const table = new FlowTable(1000, 1, () => {});
  const endings = new Endings(table);
  const restless = Array.from({ length: 40 }, (_, index) => opened(table, TCP, 10 + index, 0));
  const quiet = opened(table, TCP, 900, 1);
  for (const flow of [...restless, quiet]) {
    send(table, flow, 0x04, 0, 1);
    endings.close(flow);
  }
  for (const flow of restless) send(table, flow, 0x10, 1, 29);
  const over = [...endings.over(endings.next, 30), ...endings.over(endings.next, 30)];
  assert.deepEqual(over, [quiet]);
});

test("silent flows end at the next look at all: datagrams after a quarter of an hour, connections after two hours", () => {
  const table = new FlowTable(100, 1, () => {});
  const endings = new Endings(table);
  const datagrams = opened(table, UDP, 5, 0);
  const connection = opened(table, TCP, 6, 0);
  const fresh = opened(table, UDP, 7, 890);
  assert.deepEqual(endings.over(100, 901), []);
  assert.deepEqual(endings.over(100_000, 901), [datagrams]);
  table.remove(datagrams);
  assert.deepEqual(endings.over(200_000, 1800), [fresh]);
  table.remove(fresh);
  assert.deepEqual(endings.over(300_000, 7200), [connection]);
});

test("flows stand in the order in which they began", () => {
  const table = new FlowTable(100, 1, () => {});
  const list = [5, 1, 3].map((time) => opened(table, UDP, time, time));
  const times = byBeginning(table, list).map((flow) => table.numbers[table.numbersBase(flow) + flows.FIRST_TIME]);
  assert.deepEqual(times, [1, 3, 5]);
});
