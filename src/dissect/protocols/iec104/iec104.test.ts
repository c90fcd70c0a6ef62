import assert from "node:assert/strict";
import { test } from "node:test";
import { CERTAIN, LIKELY, NO, POSSIBLE } from "../../dissector.ts";
import { BAD, GOOD, UNCERTAIN } from "../../points.ts";
import { Reader } from "../../reader.ts";
import { NOTICE, REQUEST, RESPONSE, UNDIRECTED } from "../../talk.ts";
import { bytesOf, dissectExchange, type SeenMessage } from "../../testing.ts";
import { SAMPLES } from "../samples/iec104.ts";
import { type Counter, control, data } from "../samples/iec104-bytes.ts";
import type { Exchange } from "../samples/sample.ts";
import { iec104 } from "./iec104.ts";

function sample(words: string): SeenMessage[] {
  const exchange = SAMPLES.find((entry) => entry.name.includes(words));
  assert.ok(exchange, words);
  return dissectExchange(exchange, [iec104]);
}

function said(messages: Exchange["messages"]): SeenMessage[] {
  return dissectExchange({ name: "", over: "tcp", port: 2404, messages }, [iec104]);
}

function likeness(hex: string, complete = false): number {
  const bytes = bytesOf(hex);
  const reader = new Reader();
  reader.open(bytes, 0, bytes.length, complete);
  return iec104.probe(reader, { memory: iec104.remember?.() } as never);
}

function operationsOf(messages: readonly SeenMessage[]): string[] {
  return messages.map((message) => message.operation);
}

test("control functions and acknowledgments are messages, and confirmations know what they confirm", () => {
  const messages = sample("start");
  const named = messages.filter((message) => message.fields.format !== "I");
  assert.deepEqual(operationsOf(named), [
    "startdt_act",
    "startdt_con",
    "supervisory",
    "testfr_act",
    "testfr_con",
    "testfr_act",
    "testfr_con",
    "stopdt_act",
    "stopdt_con",
  ]);
  assert.deepEqual(
    named.map((message) => message.direction),
    [REQUEST, RESPONSE, UNDIRECTED, UNDIRECTED, UNDIRECTED, UNDIRECTED, UNDIRECTED, REQUEST, RESPONSE],
  );
  assert.equal(named[2]?.fields.receive_sequence_number, 6);
  for (const index of [1, 4, 6, 8]) {
    assert.equal(named[index]?.answers, named[index - 1]?.frame);
  }
});

test("an interrogation's confirmation, answers and termination all answer it", () => {
  const messages = sample("start");
  const asked = messages.find((message) => message.operation === "interrogation_command" && message.answers === 0);
  assert.equal(asked?.act, "read");
  assert.equal(asked?.fields.information_objects[0].interrogated, "station");
  const answers = messages.filter((message) => message.answers === asked?.frame);
  assert.deepEqual(operationsOf(answers), [
    "interrogation_command",
    "single_point_information",
    "double_point_information",
    "measured_value_short_floating_point",
    "interrogation_command",
  ]);
  assert.ok(answers.every((message) => message.direction === RESPONSE));
});

test("a sequence counts its addresses up, single objects carry theirs", () => {
  const messages = sample("start");
  const points = messages.find((message) => message.operation === "single_point_information");
  assert.deepEqual(points?.targets, [{ space: "station 5 information object", first: 100, count: 3 }]);
  assert.deepEqual(points?.fields.information_objects[2], {
    information_object_address: 102,
    value: 1,
    quality: ["invalid"],
  });
  assert.deepEqual(
    points?.samples.map((entry) => [entry.space.type, entry.unit, entry.index, entry.value, entry.quality]),
    [
      ["M_SP_NA_1", 5, 100, 1, GOOD],
      ["M_SP_NA_1", 5, 101, 0, GOOD],
      ["M_SP_NA_1", 5, 102, 1, BAD],
    ],
  );
  const doubles = messages.find((message) => message.operation === "double_point_information");
  assert.deepEqual(
    doubles?.targets.map((target) => [target.first, target.count]),
    [
      [200, 1],
      [203, 1],
    ],
  );
  assert.deepEqual(
    doubles?.samples.map((entry) => [entry.value, entry.quality]),
    [
      [2, GOOD],
      [1, UNCERTAIN],
    ],
  );
});

test("a read command is answered by the object it asks for", () => {
  const messages = sample("start");
  const asked = messages.find((message) => message.operation === "read_command");
  const answer = messages.find((message) => message.fields.cause === "request" && message !== asked);
  assert.equal(answer?.answers, asked?.frame);
  assert.deepEqual(
    answer?.samples.map((entry) => [entry.index, entry.value, entry.quality]),
    [[300, -1, UNCERTAIN]],
  );
});

test("freezing and resetting counters is more than reading them", () => {
  const counters = sample("start").filter((message) => message.operation.startsWith("counter"));
  assert.deepEqual(
    counters.map((message) => [message.operation, message.act]),
    [
      ["counter_interrogation_command", "read"],
      ["counter_interrogation_command", "read"],
      ["counter_interrogation_command", "read"],
      ["counter_freeze", "other"],
      ["counter_reset", "write"],
    ],
  );
});

test("every monitored type tells its value, its quality and its time", () => {
  const messages = sample("every monitored");
  assert.equal(messages.length, 32);
  assert.ok(messages.every((message) => message.direction === NOTICE && message.act === "read"));
  assert.deepEqual(
    messages.map((message) => [message.samples[0]?.value, message.samples[0]?.quality]),
    [
      [1, GOOD],
      [0, GOOD],
      [2, GOOD],
      [1, GOOD],
      [-2, GOOD],
      [63, UNCERTAIN],
      [0x8000_0001, GOOD],
      [0xdead_beef, BAD],
      [-0.5, GOOD],
      [32_767 / 32_768, UNCERTAIN],
      [-1000, GOOD],
      [1000, UNCERTAIN],
      [123, GOOD],
      [-123, UNCERTAIN],
      [1234, GOOD],
      [-1234, BAD],
      [2, GOOD],
      [0x23, GOOD],
      [9, BAD],
      [15, GOOD],
      [0.25, GOOD],
      [1, GOOD],
      [2, BAD],
      [5, GOOD],
      [0x1234_5678, UNCERTAIN],
      [0.5, GOOD],
      [100, GOOD],
      [Math.fround(1.1), GOOD],
      [10, GOOD],
      [1, GOOD],
      [1, GOOD],
      [1, GOOD],
    ],
  );
  const times = messages.map((message) => message.fields.information_objects[0].time);
  assert.equal(times[1], "20:30.400");
  assert.equal(times[21], "2026-11-23T10:20:30.400");
  assert.equal(messages[21]?.fields.information_objects[0].day_of_week, 1);
  assert.deepEqual(messages[17]?.fields.information_objects[0].start_events, [
    "general_start",
    "start_l1",
    "start_reverse_direction",
  ]);
  assert.equal(messages[16]?.fields.information_objects[0].elapsed_time, 100);
  assert.equal(messages[19]?.fields.information_objects[0].changes, 3);
  assert.deepEqual(
    [14, 28].map((index) => messages[index]?.fields.information_objects[0].sequence),
    [1, 7],
  );
});

test("commands control, and only those that are executed tell a value", () => {
  const messages = sample("commands");
  const requests = messages.filter((message) => message.direction === REQUEST);
  const [select, execute] = requests;
  assert.equal(select?.fields.information_objects[0].select, true);
  assert.deepEqual(select?.samples, []);
  assert.deepEqual(
    execute?.samples.map((entry) => [
      entry.space.protocol,
      entry.space.space,
      entry.space.type,
      entry.space.unitWord,
      entry.unit,
      entry.index,
    ]),
    [["iec104", "information object", "C_SC_NA_1", "common address", 5, 4001]],
  );
  const values = requests.flatMap((message) => message.samples.map((entry) => [entry.space.type, entry.value]));
  assert.deepEqual(values.slice(0, 14), [
    ["C_SC_NA_1", 1],
    ["C_DC_NA_1", 2],
    ["C_RC_NA_1", 1],
    ["C_SE_NA_1", 0.5],
    ["C_SE_NC_1", 1.5],
    ["C_BO_NA_1", 0x8000_0001],
    ["C_SC_TA_1", 1],
    ["C_DC_TA_1", 2],
    ["C_RC_TA_1", 2],
    ["C_SE_TA_1", 0.5],
    ["C_SE_TB_1", 1000],
    ["C_SE_TC_1", 1.5],
    ["C_BO_TA_1", 15],
    ["C_DC_NA_1", 1],
  ]);
  const acts = new Map(requests.map((message) => [message.operation, message.act]));
  assert.equal(acts.get("set_point_command_scaled"), "control");
  assert.equal(acts.get("clock_synchronization_command"), "time");
  assert.equal(acts.get("reset_process_command"), "control");
  assert.equal(acts.get("parameter_of_measured_value_normalized"), "configure");
  assert.equal(acts.get("parameter_activation"), "configure");
});

test("confirmation and termination answer the activation; refusals say what was refused", () => {
  const messages = sample("commands");
  const [select, selected, execute, executed, , terminated] = messages;
  assert.equal(selected?.answers, select?.frame);
  assert.equal(executed?.answers, execute?.frame);
  assert.equal(terminated?.answers, execute?.frame);
  assert.equal(terminated?.fields.cause, "activation_termination");
  const refused = messages.filter((message) => message.outcome !== "");
  assert.deepEqual(
    refused.map((message) => message.outcome),
    ["negative_confirmation", "unknown_information_object_address", "unknown_type_identification"],
  );
  assert.ok(refused.every((message) => message.answers === message.frame - 1));
  const deactivated = messages.find((message) => message.fields.cause === "deactivation_confirmation");
  assert.equal(deactivated?.answers, (deactivated?.frame ?? 0) - 1);
});

test("what was asked of every station is answered by each, and two of them are parts of a gateway", () => {
  const messages = sample("commands").slice(-4);
  assert.deepEqual(
    messages.map((message) => message.answers > 0),
    [false, true, true, true],
  );
  assert.deepEqual(
    messages.flatMap((message) => message.claims).map((claim) => [claim.attribute, claim.about]),
    [
      ["role", "sender"],
      ["kind", { part: "station 5", of: "sender" }],
      ["kind", { part: "station 6", of: "sender" }],
    ],
  );
});

test("files, security and private types are told as far as the standard goes", () => {
  const messages = sample("files");
  assert.ok(messages.slice(0, 14).every((message) => message.act === "file"));
  assert.equal(messages[1]?.fields.information_objects[0].length_of_file, 100);
  assert.equal(messages[7]?.fields.information_objects[0].octets, "01020304");
  assert.equal(messages[11]?.outcome, "checksum_failed");
  assert.equal(messages[13]?.outcome, "file_not_ready");
  assert.deepEqual(messages[2]?.targets, [{ space: "file", first: 2, count: 1 }]);
  assert.equal(messages[14]?.act, "authenticate");
  assert.deepEqual(messages[14]?.fields.information_objects, [{ information_object_address: 0, length: 9 }]);
  assert.equal(messages[15]?.operation, "unnamed_type");
  assert.deepEqual(messages[15]?.fields.information_objects, [{ information_object_address: 1, octets: "0102" }]);
});

test("other field sizes are taken only where nothing else fits", () => {
  const [several, single] = sample("other field sizes");
  assert.deepEqual(several?.fields.octets_of_cause_common_address_object_address, [1, 2, 2]);
  assert.deepEqual(
    several?.samples.map((entry) => [entry.unit, entry.index, entry.value]),
    [
      [5, 1, 1],
      [5, 2, 2],
      [5, 3, 3],
    ],
  );
  assert.equal(single?.samples[0]?.value, 4);
  // One object alone could be read in several ways: then it is a fault.
  const [alone] = said([{ from: "server", hex: "680e 0000 0000 0b 01 03 0500 0100 0400 00" }]);
  assert.deepEqual(
    alone?.faults.map((fault) => fault.name),
    ["missing information objects"],
  );
});

test("sequence numbers that jump or come again are faults, also past their end", () => {
  const messages = sample("every monitored");
  assert.equal(messages[1]?.fields.send_sequence_number, 32_767);
  assert.equal(messages[2]?.fields.send_sequence_number, 0);
  assert.ok(messages.every((message) => message.faults.length === 0));
  assert.deepEqual(
    sample("faults").map((message) => message.faults.map((fault) => fault.name).join()),
    [
      "",
      "sequence gap",
      "sequence repeated",
      "missing information objects",
      "leftover",
      "no information objects",
      "unknown cause",
      "unexpected cause",
      "bad time",
      "unknown type",
      "common address not used",
      "several objects in a command",
      "acknowledgment goes back",
      "bad control field",
      "bad control field",
      "",
      "",
      "data while stopped",
      "data while stopped,short",
      "leftover",
    ],
  );
});

test("an APDU behind stray octets is read, with a fault", () => {
  const server: Counter = { next: 0 };
  const [, stray] = said([
    { from: "client", hex: control("07000000") },
    { from: "server", hex: `0102 68 00 ${data(server, 0, 1, 1, 3, "640000 01")}` },
  ]);
  assert.equal(stray?.operation, "single_point_information");
  assert.deepEqual(
    stray?.faults.map((fault) => fault.name),
    ["octets between APDUs"],
  );
});

test("messages in test are doubted", () => {
  const server: Counter = { next: 0 };
  const [message] = said([{ from: "server", hex: data(server, 0, 1, 1, 0x83, "640000 01") }]);
  assert.equal(message?.fields.test, true);
  assert.equal(message?.samples[0]?.quality, UNCERTAIN);
});

test("probing knows control functions by their bytes and data by their exact size", () => {
  const server: Counter = { next: 0 };
  assert.equal(likeness(control("07000000")), CERTAIN);
  assert.equal(likeness(control("07000001")), NO);
  assert.equal(likeness(data(server, 0, 1, 1, 3, "640000 01")), LIKELY);
  assert.equal(likeness("6801"), NO);
  assert.equal(likeness("68"), POSSIBLE);
  // M-Bus and IEC 60870-5-103 begin with the same octet.
  assert.equal(likeness("6803 0368 0801 7216"), NO);
});
