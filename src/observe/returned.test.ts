import assert from "node:assert/strict";
import { test } from "node:test";
import { PROTOCOLS } from "../dissect/protocols/list.ts";
import { ethernet, observe } from "./testing.ts";

const TYPE = 0x88a4;
/** A read of the vendor from the slave information of station 1002, with its working counter. */
const read = (counter: number): number[] => [
  ...[0x1a, 0x10, 4, 1, 0xea, 3, 0x02, 0x05, 14, 0, 0, 0],
  ...[0x40, 0, 8, 0, 0, 0, 2, 0, 0, 0, 0x52, 0x30, 0xec, 3, counter, 0],
  ...Array<number>(16).fill(0),
];

test("a frame that comes back under a marked address belongs to its sender", () => {
  const site = observe(
    [
      { time: 1, bytes: ethernet("001122334455", "ffffffffffff", TYPE, read(0)) },
      { time: 2, bytes: ethernet("021122334455", "ffffffffffff", TYPE, read(1)) },
    ],
    PROTOCOLS,
  );
  assert.deepEqual(
    site.devices.map(({ macs, parts }) => [macs, parts.map(({ part }) => part)]),
    [[["00:11:22:33:44:55"], ["slave 1002"]]],
  );
});

test("a sender whose own address is marked stays itself", () => {
  const site = observe([{ time: 1, bytes: ethernet("021122334455", "ffffffffffff", TYPE, read(1)) }], PROTOCOLS);
  assert.deepEqual(
    site.devices.map(({ macs }) => macs),
    [["02:11:22:33:44:55"]],
  );
});
