import assert from "node:assert/strict";
import { test } from "node:test";
import { CERTAIN, LIKELY, NO } from "../../dissector.ts";
import { dissectExchange, likenessOf } from "../../testing.ts";
import { SAMPLES } from "../samples/dpws.ts";
import { asked, envelope } from "../samples/http-view.ts";
import { dpws } from "./dpws.ts";

const [session, faults] = SAMPLES as [(typeof SAMPLES)[0], (typeof SAMPLES)[0]];

test("operations are told with their acts, and answers are paired", () => {
  assert.deepEqual(
    dissectExchange(session, [dpws]).map(({ operation, act, direction, answers, outcome }) =>
      [operation, act, direction, answers, outcome].join(" ").trim(),
    ),
    [
      "get_mdib identify 1 0",
      "get_mdib identify 2 1",
      "subscribe read 1 0",
      "subscribe read 2 3",
      "episodic_metric_report read 3 0",
      "episodic_alert_report alarm 3 0",
      "set_value control 1 0",
      "set_value control 2 7 inv",
      "activate control 1 0",
      "activate control 2 9",
      "get identify 1 0",
      "get identify 2 11",
      "unnamed_operation other 1 0",
      "unnamed_operation other 2 13 receiver",
    ],
  );
});

test("the description tells the device and its place, states tell values, and nothing tells a patient", () => {
  const messages = dissectExchange(session, [dpws]);
  assert.deepEqual(
    messages[1]!.claims.map(({ attribute, value }) => `${attribute}: ${value}`),
    [
      "role: medical device",
      "vendor: Example Medical",
      "model: Monitor 9",
      "serial: 77-A",
      "kind: multi-parameter monitor",
      "firmware: 3.1.4",
      "location: North / ICU / 12",
    ],
  );
  assert.deepEqual(
    messages[4]!.samples.map(({ name, value, quality }) => [name, value, quality]),
    [
      ["hr", 72, 0],
      ["spo2", 97.5, 1],
    ],
  );
  assert.deepEqual(
    messages[6]!.samples.map(({ name, value }) => [name, value]),
    [["set_limit", 120]],
  );
  assert.deepEqual(messages[5]!.objects, ["alert hr_high"]);
  assert.deepEqual(messages[2]!.objects, ["EpisodicMetricReport"]);
  assert.deepEqual(
    messages.flatMap(({ notes }) => notes.map(({ remark }) => remark.kind)),
    ["session", "personal"],
  );
  assert.ok(!JSON.stringify(messages).includes("HIDDEN"));
});

test("defects are named", () => {
  assert.deepEqual(
    dissectExchange(faults, [dpws]).map(({ operation, faults: found, outcome }) => [
      operation,
      found[0]?.name ?? "",
      outcome,
    ]),
    [
      ["unnamed_operation", "missing part of the envelope", ""],
      ["fault", "", "fault"],
    ],
  );
});

test("only envelopes of devices are taken", () => {
  assert.equal(likenessOf(dpws, session.messages[0]!.hex), CERTAIN);
  assert.equal(likenessOf(dpws, session.messages[10]!.hex), LIKELY);
  assert.equal(likenessOf(dpws, asked("POST", "/x", envelope('xmlns:t="urn:other"', "<t:X/>"))), NO);
});
