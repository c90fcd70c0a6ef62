import assert from "node:assert/strict";
import { test } from "node:test";
import { NO } from "../dissector.ts";
import { dissectExchange, likenessOf } from "../testing.ts";
import { esio } from "./esio.ts";
import { SAMPLES } from "./samples/esio.ts";

test("data and status of a station", () => {
  const [data, status] = dissectExchange(SAMPLES[0]!, [esio]);
  assert.deepEqual([data?.operation, data?.act, status?.operation], ["data_transfer", "write", "status"]);
  assert.deepEqual(data?.targets, [
    { space: "transfer", first: 92, count: 1 },
    { space: "transfer", first: 93, count: 1 },
  ]);
  assert.deepEqual(
    data?.samples.map(({ unit, name, index, value }) => [unit, name, index, value]),
    [
      [13, "transfer 92", 0, 0],
      [13, "transfer 92", 1, 11],
      [13, "transfer 92", 2, 48],
      [13, "transfer 92", 3, 1],
      [13, "transfer 93", 0, 255],
      [13, "transfer 93", 1, 0],
    ],
  );
  assert.deepEqual(status?.objects, ["station 13"]);
});

test("hostile lengths are faults, and only the magic is taken", () => {
  const read = (hex: string): string[] | undefined =>
    dissectExchange({ name: "one", over: "udp", port: 6060, messages: [{ from: "client", hex }] }, [
      esio,
    ])[0]?.faults.map(({ name }) => name);
  assert.deepEqual(read("4553494f 0001 0000 ffff 7616 00000018 0000000d 01 00 0000005c 00000001 ffff 00"), [
    "bad length",
    "bad length",
  ]);
  assert.deepEqual(read("4553494f 0009 0000 000c 7616"), ["unknown telegram type"]);
  assert.equal(likenessOf(esio, "4553494e 0001 0000 0031 7616"), NO);
});
