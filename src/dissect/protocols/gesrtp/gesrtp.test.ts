import assert from "node:assert/strict";
import { test } from "node:test";
import { dissectExchange } from "../../testing.ts";
import { SAMPLES } from "../samples/gesrtp.ts";
import type { Exchange } from "../samples/sample.ts";
import { gesrtp } from "./gesrtp.ts";

function one(hex: string, port = 18245) {
  const exchange: Exchange = { name: "one", over: "tcp", port, messages: [{ from: "client", hex }] };
  return dissectExchange(exchange, [gesrtp])[0];
}

test("services are named, answers take the service of their request", () => {
  const messages = dissectExchange(SAMPLES[0]!, [gesrtp]);
  assert.deepEqual(
    messages.map(
      ({ operation, act, direction, answers, outcome }) => `${operation} ${act} ${direction} ${answers} ${outcome}`,
    ),
    [
      "initialize other 1 0 ",
      "initialize other 2 1 ",
      "read_system_memory read 1 0 ",
      "read_system_memory read 2 3 ",
      "read_system_memory read 1 0 ",
      "read_system_memory read 2 5 ",
      "read_system_memory read 1 0 ",
      "read_system_memory read 2 7 ",
      "write_system_memory write 1 0 ",
      "write_system_memory write 2 9 ",
      "write_system_memory write 1 0 ",
      "write_system_memory write 2 11 error_0x05_0xf4",
      "return_controller_type_and_id identify 1 0 ",
      "return_controller_type_and_id identify 2 13 ",
      "set_plc_state control 1 0 ",
      "set_plc_state control 2 15 ",
      "change_plc_cpu_privilege_level authenticate 1 0 ",
      "program_load program 1 0 ",
      "response other 2 0 ",
    ],
  );
});

test("values stand under points counted from one", () => {
  const messages = dissectExchange(SAMPLES[0]!, [gesrtp]);
  const told = messages.map(({ samples }) =>
    samples.map(({ space, index, value }) => `${space.space}${index}=${value}`),
  );
  assert.deepEqual(told[3], ["%R1=42"]);
  assert.deepEqual(told[5], ["%AI100=1", "%AI101=2", "%AI102=3", "%AI103=4"]);
  assert.deepEqual(told[7], ["%I3=1", "%I4=0", "%I5=1"]);
  assert.deepEqual(told[8], ["%R10=7"]);
  assert.deepEqual(told[10], ["%Q byte1=255", "%Q byte2=1"]);
});

test("identity, states and passwords are told, the password is not", () => {
  const messages = dissectExchange(SAMPLES[0]!, [gesrtp]);
  assert.deepEqual(
    messages[13]?.claims.map(({ attribute, value }) => `${attribute} ${value}`),
    ["vendor GE", "name MAINCPU"],
  );
  assert.deepEqual(messages[14]?.objects, ["state run_outputs_enabled"]);
  assert.equal(messages[16]?.notes.length, 1);
  assert.ok(!JSON.stringify(messages[16]).includes("50415353"));
  assert.equal(messages[3]?.fields.privilege_level, 2);
});

test("cut messages, hostile lengths and look-alikes are refused or faults", () => {
  assert.equal(one("02000100ffff0000"), undefined);
  assert.equal(one("0200010000000000"), undefined);
  assert.equal(one("05".repeat(56)), undefined);
  assert.equal(one(`0200${"00".repeat(54)}`)?.faults[0]?.name, "unknown message type");
  assert.equal(one("00".repeat(56), 5000)?.operation, "initialize");
});
