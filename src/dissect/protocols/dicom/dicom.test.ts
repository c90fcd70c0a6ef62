import assert from "node:assert/strict";
import { test } from "node:test";
import { CERTAIN, NO, POSSIBLE } from "../../dissector.ts";
import { Reader } from "../../reader.ts";
import { bytesOf, dissectExchange, play } from "../../testing.ts";
import { SAMPLES } from "../samples/dicom.ts";
import type { Exchange } from "../samples/sample.ts";
import { dicom } from "./dicom.ts";

const [dialog, others, faults] = SAMPLES as [Exchange, Exchange, Exchange];

function likeness(hex: string): number {
  const bytes = bytesOf(hex);
  const reader = new Reader();
  reader.open(bytes, 0, bytes.length, false);
  return dicom.probe(reader, { memory: dicom.remember?.(), side: 0 } as never);
}

test("associations, commands and data are told, and responses are paired by message identifier", () => {
  assert.deepEqual(
    dissectExchange(dialog, [dicom]).map((message) => [
      message.operation,
      message.act,
      message.direction,
      message.answers,
      message.outcome,
    ]),
    [
      ["a_associate_rq", "authenticate", 1, 0, ""],
      ["a_associate_ac", "authenticate", 2, 1, ""],
      ["c_echo", "other", 1, 0, ""],
      ["c_echo", "other", 2, 3, ""],
      ["c_store", "file", 1, 0, ""],
      ["data_set", "other", 0, 0, ""],
      ["data_set", "other", 0, 0, ""],
      ["c_store", "file", 2, 5, "out_of_resources"],
      ["c_find", "read", 1, 0, ""],
      ["data_set", "other", 0, 0, ""],
      ["c_find", "read", 2, 8, ""],
      ["c_find", "read", 2, 8, ""],
      ["c_echo", "other", 1, 0, ""],
      ["a_release_rq", "other", 1, 0, ""],
      ["a_release_rp", "other", 2, 12, ""],
    ],
  );
});

test("an association that the capture cut says nothing of who asks without proof", () => {
  const whole = bytesOf(dialog.messages[0]!.hex);
  const [cut] = play(dialog, [{ from: "client", bytes: whole.subarray(0, 100) }], [dicom]).messages;
  assert.equal(cut?.fields.calling_ae_title, "CTROOM1");
  assert.deepEqual(cut?.notes, []);
});

test("an association tells titles, implementation and objects, and never a passcode", () => {
  const messages = dissectExchange(dialog, [dicom]);
  const first = messages[0]!;
  assert.equal(first.fields.calling_ae_title, "CTROOM1");
  assert.equal(first.fields.maximum_length, 16384);
  assert.deepEqual(first.objects, ["Verification", "CT Image Storage", "Study Root Query/Retrieve - FIND"]);
  assert.deepEqual(
    first.claims.map(({ about, attribute, value }) => [about, attribute, value]),
    [
      ["sender", "software", "DCMTK"],
      ["sender", "software", "OFFIS_DCMTK_367"],
      ["sender", "name", "CTROOM1"],
      ["receiver", "name", "ARCHIVE"],
    ],
  );
  assert.deepEqual(first.notes[0]?.remark, {
    kind: "credential",
    method: "DICOM user name and passcode",
    user: "admin",
    exposure: "clear",
  });
  assert.equal(messages[10]?.fields.status_name, "pending");
  assert.equal(messages[10]?.claims[0]?.value, "pacs");
  assert.ok(!JSON.stringify(messages).includes("hidden"));
});

test("rejections, aborts, moves and events are told", () => {
  assert.deepEqual(
    dissectExchange(others, [dicom]).map((message) => [message.operation, message.direction, message.outcome]),
    [
      ["a_associate_rq", 1, ""],
      ["a_associate_rj", 2, "called_ae_title_not_recognized"],
      ["a_abort", 0, "invalid_pdu_parameter_value"],
      ["c_move", 1, ""],
      ["n_event_report", 3, ""],
      ["n_event_report", 0, ""],
      ["n_action", 1, ""],
    ],
  );
  assert.ok(
    dissectExchange(others, [dicom]).every(({ notes }) => notes.every(({ remark }) => remark.kind !== "session")),
  );
  assert.deepEqual(dissectExchange(others, [dicom])[3]?.objects, ["Study Root Query/Retrieve - MOVE", "to WS1"]);
});

test("defects are named; hostile lengths are refused and a cut unit waits", () => {
  assert.deepEqual(
    dissectExchange(faults, [dicom]).map((message) => message.faults.map(({ name }) => name)),
    [["bad item length", "leftover"], ["command set without command field"], ["unknown command"]].map((names) =>
      names.filter((name) => name !== "leftover"),
    ),
  );
  const sent = (hex: string) => play(dialog, [{ from: "client", bytes: bytesOf(hex) }], [dicom]);
  assert.equal(sent("0100 7fffffff 0001 0000").messages.length, 0);
  assert.equal(sent("0400 0000000a 7fffffff 0103").messages.length, 0);
  assert.equal(sent(dialog.messages[0]!.hex.slice(0, 120)).waiting, 60);
});

test("only units of DICOM are taken", () => {
  assert.equal(likeness(dialog.messages[0]!.hex), CERTAIN);
  assert.equal(likeness(dialog.messages[2]!.hex), CERTAIN);
  assert.equal(likeness("0500 00000004 00000000"), POSSIBLE);
  // TPKT with COTP, and MQTT.
  assert.equal(likeness("0300 0016 11e00000 00010000"), NO);
  assert.equal(likeness("1012 0004 4d515454 0402"), NO);
});
