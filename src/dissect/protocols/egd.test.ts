import assert from "node:assert/strict";
import { test } from "node:test";
import { dissectExchange } from "../testing.ts";
import { egd } from "./egd.ts";
import { SAMPLES } from "./samples/egd.ts";
import type { Exchange } from "./samples/sample.ts";

function one(hex: string, port = 18246) {
  const exchange: Exchange = { name: "one", over: "udp", port, messages: [{ from: "client", hex }] };
  return dissectExchange(exchange, [egd])[0];
}

test("productions tell their exchange once, and the state of their producer", () => {
  const messages = dissectExchange(SAMPLES[0]!, [egd]);
  assert.deepEqual(
    messages.map(({ operation, direction, objects }) => [operation, direction, objects]),
    [
      ["data_production", 3, ["exchange 192.0.2.10/7"]],
      ["data_production", 3, []],
      ["data_production", 3, ["exchange 192.0.2.10/8"]],
    ],
  );
  assert.equal(messages[1]?.fields.status_name, "refresh_period_exceeded");
  assert.equal(messages[0]?.fields.producer_id, "192.0.2.10");
  assert.equal(messages[0]?.claims.length, 1);
  assert.equal(messages[1]?.claims.length, 0);
});

test("broken timestamps are faults; cut headers and other types are refused", () => {
  assert.equal(dissectExchange(SAMPLES[1]!, [egd])[0]?.faults[0]?.name, "bad timestamp");
  assert.equal(one("0d01 0100 c000020a 07000000 80977565"), undefined);
  assert.equal(one(`0e01 ${"00".repeat(40)}`), undefined);
  assert.equal(
    one(`0d01 0100 c000020a 07000000 80977565 0065cd1d 00000000 00000000 00000000 ${"00".repeat(1500)}`)?.faults[0]
      ?.name,
    "too much data",
  );
});
