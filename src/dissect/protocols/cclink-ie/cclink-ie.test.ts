import assert from "node:assert/strict";
import { test } from "node:test";
import { CERTAIN, LIKELY, NO } from "../../dissector.ts";
import { dissectExchange, likenessOf } from "../../testing.ts";
import { SAMPLES } from "../samples/cclink_ie.ts";
import { cclinkIe } from "./cclink-ie.ts";

test("cyclic data are values, identity and refusals", () => {
  const messages = dissectExchange(SAMPLES[0]!, [cclinkIe]);
  assert.deepEqual(
    messages.map(({ operation, direction, answers, outcome }) => [operation, direction, answers, outcome]),
    [
      ["cyclic_data", 1, 0, ""],
      ["cyclic_data", 2, 1, ""],
      ["cyclic_data", 2, 0, "master_duplication"],
    ],
  );
  const set = (at: number): unknown =>
    messages[at]?.samples
      .filter(({ value }) => value !== 0)
      .map(({ space, unit, index, value }) => [space.space, unit, index, value]);
  assert.deepEqual(set(0), [
    ["RWw", 101, 0, 42],
    ["RY", 101, 0, 5],
  ]);
  assert.deepEqual(set(1), [
    ["RWr", 1, 0, 7],
    ["RX", 1, 0, 1],
  ]);
  assert.equal(messages[0]?.fields.master, "192.168.3.1");
  assert.deepEqual(
    messages[1]?.claims.map(({ attribute, value }) => [attribute, value]),
    [
      ["orderNumber", "model code 0x12345678"],
      ["hardware", "version 2"],
    ],
  );
});

test("nodes are found and get addresses", () => {
  const messages = dissectExchange(SAMPLES[1]!, [cclinkIe]);
  assert.deepEqual(
    messages.map(({ operation, act, answers, outcome }) => [operation, act, answers, outcome]),
    [
      ["node_search", "identify", 0, ""],
      ["node_search", "identify", 1, ""],
      ["ip_address_set", "configure", 0, ""],
      ["ip_address_set", "configure", 3, ""],
      ["ip_address_set", "configure", 0, "slave_error"],
    ],
  );
  assert.deepEqual(messages[1]?.notes[0]?.remark, {
    kind: "binding",
    method: "SLMP node search",
    mac: "020000000003",
    ip: "192.168.3.2",
  });
  assert.deepEqual(messages[2]?.objects, ["02:00:00:00:00:03 192.168.3.9"]);
  assert.equal(dissectExchange(SAMPLES[2]!, [cclinkIe])[0]?.operation, "frame");
});

test("only frames whose length and fixed places fit are taken", () => {
  const [request, response] = SAMPLES[0]!.messages;
  assert.equal(likenessOf(cclinkIe, request!.hex), CERTAIN);
  assert.equal(likenessOf(cclinkIe, response!.hex), LIKELY);
  assert.equal(likenessOf(cclinkIe, `${request!.hex}00`), NO);
  assert.equal(likenessOf(cclinkIe, "5000 00ff ff03 00 0600 0000 0104 0000"), NO, "a read of SLMP");
  const cut = { name: "cut", over: "udp", port: 61450, messages: [{ from: "client", hex: "5000 00ff ff" }] } as const;
  assert.equal(dissectExchange(cut, [cclinkIe])[0]?.operation, "frame");
});
