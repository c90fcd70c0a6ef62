import assert from "node:assert/strict";
import { test } from "node:test";
import { dissectExchange } from "../../testing.ts";
import { SAMPLES } from "../samples/bsap.ts";
import type { Exchange } from "../samples/sample.ts";
import { bsap } from "./bsap.ts";

function one(hex: string, port = 1234) {
  const exchange: Exchange = { name: "one", over: "udp", port, messages: [{ from: "client", hex }] };
  return dissectExchange(exchange, [bsap])[0];
}

test("functions are named, and each answer of a datagram finds its request", () => {
  const messages = dissectExchange(SAMPLES[0]!, [bsap]);
  assert.deepEqual(
    messages.map(
      ({ operation, act, direction, answers, outcome }) => `${operation} ${act} ${direction} ${answers} ${outcome}`,
    ),
    [
      "read_signal_by_name read 1 0 ",
      "read_signal_by_name read 2 1 ",
      "poll other 0 0 ",
      "read_signal_by_address read 1 0 ",
      "read_signal_by_name read 1 0 ",
      "read_signal_by_address read 2 4 ",
      "read_signal_by_name read 2 5 ",
      "write_signal_by_address write 1 0 ",
      "write_signal_by_address write 2 7 ",
      "write_signal_by_name write 1 0 ",
      "write_signal_by_name write 2 9 error_code_0x80",
      "write_signal_by_address write 1 0 ",
      "read_signal_by_list_start read 1 0 ",
      "reset_system control 1 0 ",
      "other_application_function other 1 0 ",
      "response other 2 0 ",
    ],
  );
});

test("values stand under names, and addresses learn their names", () => {
  const messages = dissectExchange(SAMPLES[0]!, [bsap]);
  const told = messages.map(({ samples }) =>
    samples.map(({ space, name, index, value }) => `${name || space.space} ${index} ${value}`),
  );
  assert.deepEqual(told[1], ["@GV.Level -1 80", "@GV.Manual -1 1"]);
  assert.deepEqual(told[5], ["@GV.Level -1 80", "logical signal address 7 0"]);
  assert.deepEqual(told[6], ["@GV.Manual -1 1"]);
  assert.deepEqual(told[7], ["@GV.Manual -1 0"], "written by address");
  assert.deepEqual(told[9], ["@GV.Pump -1 1"]);
  assert.deepEqual(messages[0]?.objects, ["@GV.Level", "@GV.Manual"]);
});

test("cut messages, wrong lengths and unknown functions are faults, look-alikes are refused", () => {
  assert.equal(one("0e00 0100 0600 64000000 63000000 ff000000 0c 64000000 a0 00 04")?.faults[0]?.name, "bad length");
  assert.equal(
    one("0e00 0100 0600 64000000 63000000 0c000000 0c 64000000 a0 00 44")?.faults[0]?.name,
    "unknown function",
  );
  assert.equal(one("0e00 0100 0600 64000000 63000000 0b000000 0c 64000000 a0 00")?.faults.at(-1)?.name, "short");
  assert.equal(one("0e00 0100 0900 64000000 63000000 0b000000 0c 64000000 a0 00"), undefined);
  assert.equal(one("0e00 0000 0000 01000000 64000000"), undefined);
});
