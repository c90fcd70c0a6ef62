import assert from "node:assert/strict";
import { test } from "node:test";
import { CERTAIN, NO, POSSIBLE } from "../../dissector.ts";
import { dissectExchange, likenessOf } from "../../testing.ts";
import { SAMPLES } from "../samples/sbus.ts";
import { sbus } from "./sbus.ts";

test("a controller is identified, read, written, refused and stopped", () => {
  const messages = dissectExchange(SAMPLES[0]!, [sbus]);
  assert.deepEqual(
    messages.map(({ operation, act, direction, answers, outcome }) => [
      `${operation} ${act} ${direction} ${answers}`,
      outcome,
    ]),
    [
      ["read_firmware_version identify 1 0", ""],
      ["read_firmware_version identify 2 1", ""],
      ["read_register read 1 0", ""],
      ["read_register read 2 3", ""],
      ["read_flag read 1 0", ""],
      ["read_flag read 2 5", ""],
      ["write_register write 1 0", ""],
      ["write_register write 2 7", ""],
      ["write_output write 1 0", ""],
      ["write_output write 2 9", "password"],
      ["read_pcd_status_own read 1 0", ""],
      ["read_pcd_status_own read 2 11", ""],
      ["stop_procedure_all control 1 0", ""],
      ["stop_procedure_all control 2 13", ""],
      ["read_station_number identify 1 0", ""],
      ["read_station_number identify 2 15", ""],
      ["download_firmware program 1 0", ""],
      ["response other 2 0", ""],
    ],
  );
  assert.deepEqual(
    messages[1]?.claims.map(({ attribute, value }) => [attribute, value]),
    [
      ["vendor", "SAIA"],
      ["model", "PCD2.M48"],
      ["firmware", "020"],
    ],
  );
  const values = (at: number): unknown =>
    messages[at]?.samples.map(({ unit, index, value }) => [unit, index, value]).filter((row) => row[2] !== 0);
  assert.deepEqual(values(3), [
    [10, 100, 42],
    [10, 101, -1],
  ]);
  assert.deepEqual(values(5), [
    [10, 16, 1],
    [10, 23, 1],
    [10, 24, 1],
  ]);
  assert.deepEqual(values(6), [[10, 100, 7]]);
  assert.deepEqual(values(8), [
    [10, 32, 1],
    [10, 33, 1],
  ]);
  assert.equal(messages[11]?.fields.status, "run");
});

test("wrong checksums and lengths are faults; only what fits is taken", () => {
  const read = (hex: string): string[] | undefined =>
    dissectExchange({ name: "one", over: "udp", port: 5050, messages: [{ from: "client", hex }] }, [
      sbus,
    ])[0]?.faults.map(({ name }) => name);
  assert.deepEqual(read("0000000d01000001000a205319"), ["bad checksum"]);
  assert.deepEqual(read("ffffffff01000001000a205318"), ["bad length"]);
  assert.deepEqual(read("0000000d010000"), ["bad length", "short"]);
  assert.equal(likenessOf(sbus, "0000000d01000001000a205318"), CERTAIN);
  assert.equal(likenessOf(sbus, "0000000d01000001000a205319"), POSSIBLE);
  assert.equal(likenessOf(sbus, "0000000e01000001000a205318"), NO);
  assert.equal(likenessOf(sbus, "0000000d07000001000a205318"), NO);
});
