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
