import assert from "node:assert/strict";
import { test } from "node:test";
import { REQUEST, RESPONSE } from "../../talk.ts";
import { dissectExchange, type SeenMessage } from "../../testing.ts";
import { SAMPLES } from "../samples/umas.ts";
import { umas } from "./umas.ts";

function sample(words: string): SeenMessage[] {
  const exchange = SAMPLES.find((entry) => entry.name.includes(words));
  assert.ok(exchange, words);
  return dissectExchange(exchange, [umas]);
}

test("requests and answers are told apart by their code and paired by Modbus's transaction", () => {
  const messages = SAMPLES.slice(0, 4).flatMap((exchange) => dissectExchange(exchange, [umas]));
  for (const [index, message] of messages.entries()) {
    assert.equal(message.direction, index % 2 === 0 ? REQUEST : RESPONSE);
    if (index % 2 === 1) {
      assert.equal(message.answers, message.frame - 1);
      assert.equal(message.operation, messages[index - 1]?.operation);
    }
  }
});

test("the controller's identity, its program and who holds it are learned", () => {
  const messages = sample("identification");
  assert.deepEqual(
    messages.flatMap((message) => message.claims).map((claim) => [claim.attribute, claim.value, claim.about]),
    [
      ["vendor", "Schneider Electric", "sender"],
      ["model", "BX30 50001", "sender"],
      ["firmware", "3.10", "sender"],
      ["hardware", "9", "sender"],
      ["description", "project Mixer, version 2.1.8", "sender"],
    ],
  );
  assert.equal(messages[1]?.fields.reservation_holder, "STAT-1");
  assert.equal(messages[1]?.fields.max_frame_size, 1021);
  assert.equal(messages[3]?.fields.hardware_id, 0x0001_4321);
  assert.deepEqual(messages[3]?.fields.memory_banks, [{ block_type: 1, folio: 1, status: 0, length: 1_114_112 }]);
  assert.equal(messages[5]?.fields.modified, "2025-03-03T12:30:15");
  assert.deepEqual(messages[7]?.fields.check_values, [0x1111_1111, 0x2222_2222]);
  assert.equal(messages[7]?.fields.plc_state, "running");
});

test("acts say what a function does to the controller", () => {
  const acts = new Map(sample("reservation").map((message) => [message.operation, message.act]));
  assert.equal(acts.get("stop_plc"), "control");
  assert.equal(acts.get("upload_block"), "program");
  assert.equal(acts.get("download_block"), "file");
  // Anybody may take a reservation: it proves nothing.
  assert.equal(acts.get("take_plc_reservation"), "other");
});

test("a reservation is known by its session until it is released, and its secret is not told", () => {
  const messages = sample("reservation");
  assert.equal(messages[0]?.claims[0]?.value, "STAT-1");
  assert.deepEqual(messages[1]?.notes, [
    { about: "receiver", remark: { kind: "session", protocol: "UMAS", anonymous: true, name: "STAT-1" } },
  ]);
  assert.equal(messages[1]?.fields.content, undefined);
  assert.equal(messages[4]?.fields.reservation_holder, "STAT-1");
  assert.equal(messages.at(-2)?.fields.reservation_holder, undefined);
  assert.ok(!JSON.stringify(messages.map((message) => message.fields)).includes("2a"));
});

test("blocks of a program are targets", () => {
  const messages = sample("reservation");
  assert.deepEqual(
    messages.flatMap((message) => message.targets),
    [
      { space: "program block", first: 1, count: 1 },
      { space: "program block", first: 1, count: 1 },
    ],
  );
  const block = messages.find((message) => message.fields.last === true);
  assert.equal(block?.fields.block, 1);
  assert.equal(block?.fields.content, "41505800");
});

test("an error answer refuses and shows its code", () => {
  const refused = sample("reservation").filter((message) => message.outcome !== "");
  assert.deepEqual(
    refused.map((message) => [message.operation, message.outcome, message.fields.error_code]),
    [
      ["start_plc", "umas_error", "8081"],
      ["stop_plc", "umas_error", "8483"],
    ],
  );
});

test("memory, variables and the dictionary tell addresses and names", () => {
  const messages = sample("memory");
  assert.deepEqual(messages[0]?.targets, [{ space: "memory block 19", first: 0, count: 4 }]);
  assert.equal(messages[1]?.fields.content, "01020304");
  assert.deepEqual(messages[2]?.targets, [{ space: "memory block 19", first: 16, count: 2 }]);
  assert.deepEqual(messages[4]?.targets, [
    { space: "memory block 48", first: 20, count: 2 },
    { space: "memory block 48", first: 32, count: 12 },
  ]);
  assert.deepEqual(messages[6]?.fields.variables, [{ block: 48, offset: 20, size: 2, content: "0700" }]);
  // A list that does not end with the message is told as octets.
  assert.deepEqual(messages[8]?.targets, []);
  assert.equal(messages[8]?.fields.content, "010203040102");
  assert.deepEqual(messages[11]?.objects, ["LEVEL", "SPEED"]);
  assert.deepEqual(messages[11]?.fields.records[1], { name: "SPEED", data_type: 5, block: 48, offset: 18 });
  assert.equal(messages[13]?.fields.records[0].name, "LEVEL");
  assert.equal(messages[15]?.fields.records[0].name, "SPEED");
});

test("a signed message is the function it carries", () => {
  const messages = sample("signed");
  assert.deepEqual(
    messages.map((message) => [message.operation, message.act, message.fields.signed]),
    [
      ["exchange_reservation_nonces", "authenticate", false],
      ["exchange_reservation_nonces", "authenticate", false],
      ["take_plc_reservation", "other", false],
      ["take_plc_reservation", "other", false],
      ["stop_plc", "control", true],
      ["stop_plc", "control", true],
    ],
  );
  assert.equal(messages[3]?.notes[0]?.remark.kind === "session" && messages[3].notes[0].remark.anonymous, false);
  assert.ok(!/(11|22|33|5c){8}/.test(JSON.stringify(messages.map((message) => message.fields))));
});

test("an answer whose request was not seen keeps its content to itself", () => {
  const [unnamed, alone] = sample("faults");
  assert.deepEqual(
    unnamed?.faults.map((fault) => fault.name),
    ["unknown function"],
  );
  assert.equal(alone?.operation, "ok");
  assert.equal(alone?.fields.content_length, 3);
  assert.equal(alone?.fields.content, undefined);
});
