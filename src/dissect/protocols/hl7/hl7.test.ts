import assert from "node:assert/strict";
import { test } from "node:test";
import { CERTAIN, NO } from "../../dissector.ts";
import { Reader } from "../../reader.ts";
import { bytesOf, dissectExchange, play } from "../../testing.ts";
import { SAMPLES } from "../samples/hl7.ts";
import { hl7 } from "./hl7.ts";

const [dialog, long, faults] = SAMPLES as [(typeof SAMPLES)[0], (typeof SAMPLES)[0], (typeof SAMPLES)[0]];

function likeness(hex: string): number {
  const bytes = bytesOf(hex);
  const reader = new Reader();
  reader.open(bytes, 0, bytes.length, false);
  return hl7.probe(reader, { memory: hl7.remember?.(), side: 0 } as never);
}

test("acknowledgments are paired with their messages, and refusals are told in the standard's words", () => {
  assert.deepEqual(
    dissectExchange(dialog, [hl7]).map((message) => [
      message.operation,
      message.act,
      message.direction,
      message.answers,
      message.outcome,
    ]),
    [
      ["unsolicited_observation", "write", 1, 0, ""],
      ["general_acknowledgment", "other", 2, 1, ""],
      ["adt_message", "write", 1, 0, ""],
      ["general_acknowledgment", "other", 2, 3, "unknown_key_identifier"],
      ["query_by_parameter", "read", 1, 0, ""],
      ["commit_acknowledgment", "other", 2, 5, ""],
      ["segment_pattern_response", "other", 2, 5, "application_reject"],
      ["batch", "write", 1, 0, ""],
      ["commit_acknowledgment", "other", 2, 8, "negative_commit_acknowledgment"],
    ],
  );
});

test("the head tells applications and version, the software segment its maker, and nothing tells a patient", () => {
  const messages = dissectExchange(dialog, [hl7]);
  const first = messages[0]!;
  assert.equal(first.fields.sending_application, "MONITOR7");
  assert.equal(first.fields.trigger_event, "R01");
  assert.equal(first.fields.message_profile, "IHE_PCD_001");
  assert.deepEqual(first.fields.segments, ["SFT", "PID", "OBR", "OBX"]);
  assert.deepEqual(first.objects, ["equipment MON7^^0012210000000007^EUI-64"]);
  assert.deepEqual(
    first.claims.map(({ attribute, value }) => [attribute, value]),
    [
      ["vendor", "Example Medical"],
      ["software", "Bedside 4.2.1"],
      ["software", "MONITOR7"],
      ["location", "ICU"],
      ["software", "ENGINE"],
      ["kind", "patient monitor"],
    ],
  );
  assert.equal(messages[4]?.notes[0]?.remark.kind, "credential");
  const all = JSON.stringify(messages);
  for (const secret of ["HIDDEN", "Hidden", "token", '"72"']) assert.ok(!all.includes(secret), secret);
});

test("a long message is read in part and the next one whole", () => {
  assert.deepEqual(
    dissectExchange(long, [hl7]).map((message) => [message.operation, message.fields.read_in_part ?? false]),
    [
      ["medical_document_management", true],
      ["automated_equipment_status_update", false],
    ],
  );
});

test("defects are named, and a cut message waits", () => {
  assert.deepEqual(
    dissectExchange(faults, [hl7]).map((message) => message.faults.map(({ name }) => name)),
    [["no carriage return after the block"], ["message without type or version", "illegal segment name"]],
  );
  const bytes = bytesOf(dialog.messages[0]!.hex).slice(0, 60);
  const played = play(dialog, [{ from: "client", bytes }], [hl7]);
  assert.equal(played.waiting, 60);
});

test("only a framed header is taken", () => {
  assert.equal(likeness("0b4d53487c5e7e5c26"), CERTAIN);
  assert.equal(likeness("4d53487c5e7e5c26"), NO);
  assert.equal(likeness("0b4d534820202020"), NO);
  assert.equal(likeness("0b0600000000"), NO);
});

test("what a device reports says what it is, unless it passes on reports of others", () => {
  const report = (from: string, type: string, ...observed: string[]): string => {
    const lines = [
      `MSH|^~\\&|${from}|WARD|ENGINE|H|20260309||${type}|${from}1|P|2.6`,
      ...observed.map((one) => `OBX|1|NM|${one}||1`),
    ];
    return Buffer.from(`\x0b${lines.join("\r")}\r\x1c\r`, "latin1").toString("hex");
  };
  const kinds = (...messages: string[]): string[] =>
    dissectExchange(
      { name: "reports", over: "tcp", port: 2575, messages: messages.map((hex) => ({ from: "client", hex })) },
      [hl7],
    ).flatMap(({ claims }) => claims.filter(({ attribute }) => attribute === "kind").map(({ value }) => value));
  assert.deepEqual(kinds(report("P1", "ORU^R01", "157784^MDC_FLOW_FLUID_PUMP^MDC")), ["infusion pump"]);
  assert.deepEqual(kinds(report("M1", "ORU^R01", "147842^^MDC", "8867-4^Heart rate^LN")), ["patient monitor"]);
  assert.deepEqual(kinds(report("V1", "ORU^R01", "1^MDC_VENT_MODE^MDC")), ["ventilator"]);
  assert.deepEqual(kinds(report("L1", "OUL^R22", "2345-7^Glucose^LN")), ["laboratory analyzer"]);
  assert.deepEqual(kinds(report("X1", "ORU^R01", "2345-7^Glucose^LN")), []);
  assert.deepEqual(kinds(report("X1", "ORU^R01", "1^MDC_VENT_MODE^MDC", "147842^^MDC")), [], "several kinds");
  assert.deepEqual(
    kinds(report("M1", "ORU^R01", "147842^^MDC"), report("M2", "ORU^R01", "147842^^MDC")),
    ["patient monitor"],
    "the second sends under another name",
  );
});
