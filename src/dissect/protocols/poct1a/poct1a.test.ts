import assert from "node:assert/strict";
import { test } from "node:test";
import { CERTAIN, NO } from "../../dissector.ts";
import { bytesOf, dissectExchange, likenessOf, play } from "../../testing.ts";
import { hexText } from "../samples/dns-bytes.ts";
import { SAMPLES } from "../samples/poct1a.ts";
import { poct1a } from "./poct1a.ts";

const [visit, long, faults] = SAMPLES as [(typeof SAMPLES)[0], (typeof SAMPLES)[0], (typeof SAMPLES)[0]];

test("a visit is read message by message, and acknowledgments are paired", () => {
  assert.deepEqual(
    dissectExchange(visit, [poct1a]).map((message) => [
      message.operation,
      message.act,
      message.direction,
      message.answers,
      message.outcome,
    ]),
    [
      ["hello", "identify", 1, 0, ""],
      ["acknowledgment", "other", 2, 1, ""],
      ["device_status", "read", 1, 0, ""],
      ["acknowledgment", "other", 2, 3, ""],
      ["request", "read", 0, 0, ""],
      ["observations", "write", 1, 0, ""],
      ["acknowledgment", "other", 2, 6, "application_error_206"],
      ["end_of_topic", "other", 1, 0, ""],
      ["device_events", "alarm", 1, 0, ""],
      ["set_time", "time", 0, 0, ""],
      ["acknowledgment", "other", 0, 10, ""],
      ["lock", "control", 0, 0, ""],
      ["directive", "control", 0, 0, ""],
      ["operator_list", "configure", 0, 0, ""],
      ["keep_alive", "other", 1, 0, ""],
      ["terminate", "other", 1, 0, ""],
    ],
  );
});

test("a hello tells the device, and nothing tells a patient or an operator", () => {
  const messages = dissectExchange(visit, [poct1a]);
  assert.deepEqual(
    messages[0]!.claims.map(({ attribute, value }) => [attribute, value]),
    [
      ["vendor", "Example Medical"],
      ["model", "Gas 7"],
      ["serial", "SN-0007"],
      ["firmware", "4.2.1"],
      ["hardware", "2"],
      ["name", "ICU blood gas"],
      ["role", "medical device"],
      ["kind", "point-of-care analyzer"],
    ],
  );
  assert.deepEqual(
    messages[5]!.notes.map(({ remark }) => remark.kind),
    ["personal"],
  );
  assert.deepEqual(
    messages[13]!.notes.map(({ remark }) => remark.kind),
    ["credential"],
  );
  assert.deepEqual(
    messages[2]!.samples.map(({ name, value }) => [name, value]),
    [
      ["new_observations_qty", 3],
      ["new_events_qty", 0],
    ],
  );
  const all = JSON.stringify(messages);
  for (const secret of ["HIDDEN", "Hidden", "mmHg"]) assert.ok(!all.includes(secret), secret);
});

test("a long message is read in part, and the next one whole", () => {
  assert.deepEqual(
    dissectExchange(long, [poct1a]).map(({ operation, fields, answers }) => [
      operation,
      fields.read_in_part ?? false,
      answers,
    ]),
    [
      ["patient_list", true, 0],
      ["acknowledgment", false, 1],
    ],
  );
});

test("defects are named, and a cut message waits", () => {
  assert.deepEqual(
    dissectExchange(faults, [poct1a]).map((message) => message.faults.map(({ name }) => name)),
    [["message without control identifier"], ["unclosed element"]],
  );
  const bytes = bytesOf(visit.messages[2]!.hex).slice(0, 90);
  assert.equal(play(visit, [{ from: "client", bytes }], [poct1a]).waiting, 90);
});

test("only messages of the standard are taken", () => {
  assert.equal(likenessOf(poct1a, hexText("<HEL.R01><HDR>")), CERTAIN);
  assert.equal(likenessOf(poct1a, hexText('<?xml version="1.0"?>\n<OBS.R02>')), CERTAIN);
  assert.equal(likenessOf(poct1a, hexText("<html><head>")), NO);
  assert.equal(likenessOf(poct1a, hexText("<ABC.R01><HDR>")), NO);
  assert.equal(likenessOf(poct1a, hexText("<?xml version='1.0'?><stream:stream xmlns='jabber:client'>0123456789")), NO);
});
