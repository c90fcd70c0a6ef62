import assert from "node:assert/strict";
import { test } from "node:test";
import { CERTAIN, NO } from "../../dissector.ts";
import { dissectExchange, likenessOf } from "../../testing.ts";
import { SAMPLES } from "../samples/rgoose.ts";
import { goose } from "./goose.ts";
import { rgoose } from "./rgoose.ts";
import { sampledValues } from "./sampled-values.ts";

const [routed, faults] = SAMPLES as [(typeof SAMPLES)[0], (typeof SAMPLES)[0]];

test("the session is read, and its payloads by their own dissectors", () => {
  const messages = dissectExchange(routed, [rgoose, goose, sampledValues]);
  assert.deepEqual(
    messages.map(({ protocol, operation, frame }) => `${frame} ${protocol} ${operation}`),
    [
      "1 rgoose goose_spdu",
      "1 goose goose_pdu",
      "2 rgoose goose_spdu",
      "2 goose goose_pdu",
      "3 rgoose sv_spdu",
      "3 sv sampled_values",
      "3 sv sampled_values",
      "4 rgoose goose_spdu",
      "5 rgoose management_spdu",
    ],
  );
  assert.ok(messages.every(({ faults: found }) => found.length === 0));
  assert.equal(messages[0]!.fields.spdu_number, 7);
  assert.equal(messages[0]!.fields.signature_length, 16);
  assert.equal(messages[2]!.fields.signature, "HMAC-SHA256-128");
  assert.equal(messages[1]!.fields.appid, 0x1007);
  assert.deepEqual(messages[0]!.notes[0]?.remark, { kind: "session", protocol: "R-GOOSE", anonymous: false });
  assert.equal(messages[7]!.fields.initialization_vector_length, 12);
});

test("defects are named, and a cut datagram is short", () => {
  assert.deepEqual(
    dissectExchange(faults, [rgoose, goose])
      .filter(({ protocol }) => protocol === "rgoose")
      .map((message) => message.faults.map(({ name }) => name)),
    [[], ["unknown version", "SPDU number went back"], ["bad length", "SPDU number jumped"]],
  );
});

test("a session header is certain behind its transport header", () => {
  assert.equal(likenessOf(rgoose, routed.messages[0]!.hex), CERTAIN);
  assert.equal(likenessOf(rgoose, "0140a1188016"), NO);
  assert.equal(likenessOf(rgoose, `0140a1188016${"00".repeat(40)}`), NO);
});
