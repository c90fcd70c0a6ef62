import assert from "node:assert/strict";
import { test } from "node:test";
import { dissectExchange } from "../../testing.ts";
import { SAMPLES } from "../samples/rocplus.ts";
import type { Exchange } from "../samples/sample.ts";
import { rocplus } from "./rocplus.ts";

function one(hex: string, over: "tcp" | "udp" = "udp", port = 4000) {
  const exchange: Exchange = { name: "one", over, port, messages: [{ from: "client", hex }] };
  return dissectExchange(exchange, [rocplus])[0];
}

test("opcodes are named, answers and errors find their requests", () => {
  const messages = dissectExchange(SAMPLES[0]!, [rocplus]);
  assert.deepEqual(
    messages.map(({ operation, direction, answers, outcome }) => `${operation} ${direction} ${answers} ${outcome}`),
    [
      "system_configuration 1 0 ",
      "system_configuration 2 1 ",
      "read_real_time_clock 1 0 ",
      "read_real_time_clock 2 3 ",
      "set_real_time_clock 1 0 ",
      "set_real_time_clock 2 5 ",
      "login_request 1 0 ",
      "login_request 2 7 ",
      "login_request 1 0 ",
      "error_indicator 2 9 access_denied",
      "login_request 1 0 ",
      "request_single_point_parameters 1 0 ",
      "request_single_point_parameters 2 12 ",
      "set_single_point_parameters 1 0 ",
      "set_single_point_parameters 2 14 ",
      "request_parameters 1 0 ",
      "request_parameters 2 16 ",
      "write_parameters 1 0 ",
      "error_indicator 2 18 invalid_point_type",
      "read_configurable_opcode_point_data 1 0 ",
      "read_configurable_opcode_point_data 2 20 ",
      "general_file_transfer 1 0 ",
      "general_file_transfer 2 22 ",
      "request_alarm_data 1 0 ",
      "request_alarm_data 2 24 ",
    ],
  );
  assert.equal(messages[3]?.fields.clock, "2025-03-03 12:45:30");
  assert.deepEqual(messages[13]?.targets, [{ space: "point type 103", first: 517, count: 1 }]);
  assert.equal(messages[15]?.targets.length, 2);
  assert.deepEqual(messages[21]?.objects, ["file /flash/data/prog.bin"]);
});

test("controllers say what they are, and passwords are noted and not shown", () => {
  const messages = dissectExchange(SAMPLES[0]!, [rocplus]);
  assert.deepEqual(
    messages[1]?.claims.map(({ attribute, value }) => `${attribute} ${value}`),
    ["vendor Emerson", "model ROC800", "hardware series 2"],
  );
  assert.deepEqual(messages[8]?.notes[0]?.remark, {
    kind: "credential",
    method: "ROC Plus enhanced login",
    user: "OPERATOR",
    exposure: "clear",
  });
  assert.ok(!JSON.stringify(messages[8]).includes("534543524554"), "the password in no form");
  assert.equal(messages[10]?.notes.length, 0);
});

test("reports come from the device unasked", () => {
  const messages = dissectExchange(SAMPLES[1]!, [rocplus]);
  assert.deepEqual(
    messages.map(({ direction, answers }) => [direction, answers]),
    [
      [3, 0],
      [2, 1],
    ],
  );
});

test("cut messages, wrong checksums and unknown opcodes are faults or refused", () => {
  assert.equal(dissectExchange(SAMPLES[2]!, [rocplus])[0]?.faults[0]?.name, "bad checksum");
  assert.equal(one("01020301a704670203")?.faults[0]?.name, "short");
  assert.equal(one("0102030142001234"), undefined);
});
