import assert from "node:assert/strict";
import { test } from "node:test";
import { CERTAIN, NO, POSSIBLE } from "../../dissector.ts";
import { dissectExchange, likenessOf } from "../../testing.ts";
import { SAMPLES as FORWARDER } from "../samples/gwmp.ts";
import { SAMPLES } from "../samples/lorawan.ts";
import { gwmp } from "./gwmp.ts";
import { lorawan } from "./lorawan.ts";

test("devices are parts behind their gateway; addresses and counters are told, payloads left alone", () => {
  const [join, , up, down, bare, , again] = dissectExchange(SAMPLES[0]!, [lorawan]);
  assert.deepEqual(
    [join?.fields.join_eui, join?.fields.dev_eui],
    ["70:00:00:00:00:00:00:01", "70:a3:00:00:de:ad:be:ef"],
  );
  assert.deepEqual(join?.claims[1], {
    about: { part: "LoRaWAN device 70:a3:00:00:de:ad:be:ef", of: "sender" },
    attribute: "serial",
    value: "70:a3:00:00:de:ad:be:ef",
    confidence: 0.7,
    method: "LoRaWAN join request, DevEUI",
    start: 0,
    end: 0,
  });
  assert.deepEqual(
    [up?.fields.dev_addr, up?.fields.frame_counter, up?.fields.port, up?.fields.payload_length],
    ["26011bda", 1, 2, 2],
  );
  assert.deepEqual([down?.act, down?.fields.options_length, down?.fields.port], ["write", 1, 10]);
  assert.equal(bare?.fields.port, undefined);
  assert.equal(again?.fields.dev_eui, "70:a3:00:00:de:ad:be:ef");
});

test("the forwarder names its gateway, pairs answers and hands on what the radio heard", () => {
  const messages = dissectExchange(FORWARDER[0]!, [gwmp, lorawan]);
  assert.deepEqual(
    messages.map(({ operation, answers, outcome }) => [operation, answers, outcome]),
    [
      ["push_data", 0, ""],
      ["join_request", 0, ""],
      ["unconfirmed_data_up", 0, ""],
      ["push_ack", 1, ""],
      ["pull_data", 0, ""],
      ["pull_ack", 3, ""],
      ["pull_resp", 0, ""],
      ["join_accept", 0, ""],
      ["tx_ack", 5, "too_late"],
      ["push_data", 0, ""],
      ["tx_ack", 0, ""],
      ["pull_resp", 0, ""],
      ["unconfirmed_data_down", 0, ""],
    ],
  );
  assert.deepEqual(messages[0]?.notes[0]?.remark, {
    kind: "session",
    protocol: "LoRa packet forwarder",
    anonymous: true,
    name: "00fedcba98765432",
  });
  assert.equal(messages[9]?.claims.find(({ attribute }) => attribute === "location")?.value, "46.24, 3.2523");
  assert.equal(dissectExchange(FORWARDER[1]!, [gwmp])[0]?.faults[0]?.name, "no JSON");
});

test("only what says so in its JSON is sure; four bytes are not enough without the port", () => {
  assert.equal(likenessOf(gwmp, FORWARDER[0]!.messages[0]!.hex), CERTAIN);
  assert.equal(likenessOf(gwmp, "02a1b201"), POSSIBLE);
  assert.equal(likenessOf(gwmp, "02a1b20100"), NO);
  assert.equal(likenessOf(gwmp, "03a1b201"), NO);
});
