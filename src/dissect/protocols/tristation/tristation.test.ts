import assert from "node:assert/strict";
import { test } from "node:test";
import { dissectExchange } from "../../testing.ts";
import type { Exchange } from "../samples/sample.ts";
import { SAMPLES } from "../samples/tristation.ts";
import { tristation } from "./tristation.ts";

function one(hex: string, port = 1502) {
  const exchange: Exchange = { name: "one", over: "udp", port, messages: [{ from: "client", hex }] };
  return dissectExchange(exchange, [tristation])[0];
}

test("functions are named, answers take the name of what they answer", () => {
  const messages = dissectExchange(SAMPLES[0]!, [tristation]);
  assert.deepEqual(
    messages.map(
      ({ operation, act, direction, answers, outcome }) => `${operation} ${act} ${direction} ${answers} ${outcome}`,
    ),
    [
      "connection_request other 1 0 ",
      "connection_response other 2 1 ",
      "ping other 0 0 ",
      "get_cp_status read 1 0 ",
      "get_cp_status read 2 4 ",
      "start_download_change program 1 0 ",
      "start_download_change program 2 6 key_setting_prohibits_operation",
      "allocate_program program 1 0 ",
      "allocate_program program 2 8 ",
      "halt_program control 1 0 ",
      "halt_program control 2 10 key_setting_prohibits_operation",
      "get_io_point_values read 1 0 ",
      "get_io_point_values read 2 12 ",
      "program_is_running other 2 0 ",
      "disconnection_request other 1 0 ",
      "disconnection_response other 2 15 ",
      "access_denied other 2 0 access_denied",
    ],
  );
  assert.deepEqual(
    messages.flatMap(({ claims }) => claims.map(({ attribute, value }) => `${attribute} ${value}`)),
    ["vendor Schneider Electric (Triconex)", "role safety controller"],
  );
  assert.equal(messages[1]?.notes.length, 1);
});

test("unknown functions, cut commands and wrong lengths are faults, look-alikes are refused", () => {
  assert.deepEqual(
    dissectExchange(SAMPLES[1]!, [tristation]).map(({ faults }) => faults[0]?.name),
    ["unknown function", "unknown function"],
  );
  assert.equal(one("0500 0a00 0000 13")?.faults.at(-1)?.name, "short");
  assert.equal(one("0500 0400 0000 1301 abcd")?.faults[0]?.name, "bad length");
  assert.equal(one("0500 ffff 0000 1301"), undefined);
  assert.equal(one("0c00 0000 abcd"), undefined);
});
