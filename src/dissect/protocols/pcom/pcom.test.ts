import assert from "node:assert/strict";
import { test } from "node:test";
import { dissectExchange } from "../../testing.ts";
import { SAMPLES } from "../samples/pcom.ts";
import type { Exchange } from "../samples/sample.ts";
import { pcom } from "./pcom.ts";

function one(hex: string, port = 20256) {
  const exchange: Exchange = { name: "one", over: "tcp", port, messages: [{ from: "client", hex }] };
  return dissectExchange(exchange, [pcom])[0];
}

test("ASCII commands are named, answers take the name of their request", () => {
  const messages = dissectExchange(SAMPLES[0]!, [pcom]);
  assert.deepEqual(
    messages.map(({ operation, act, direction, answers }) => `${operation} ${act} ${direction} ${answers}`),
    [
      "identification identify 1 0",
      "identification identify 2 1",
      "read_system_double_words read 1 0",
      "read_system_double_words read 2 3",
      "read_memory_integers read 1 0",
      "read_memory_integers read 2 5",
      "read_memory_bits read 1 0",
      "read_memory_bits read 2 7",
      "write_memory_integers write 1 0",
      "write_memory_integers write 2 9",
      "write_outputs write 1 0",
      "stop_device control 1 0",
      "stop_device control 2 12",
      "read_clock time 1 0",
      "read_clock time 2 14",
      "read_inputs read 1 0",
      "read_inputs read 2 16",
    ],
  );
  const claims = messages.flatMap(({ claims }) => claims.map(({ attribute, value }) => `${attribute} ${value}`));
  assert.deepEqual(claims, [
    "vendor Unitronics",
    "model V130-33-T38",
    "hardware A",
    "firmware 3.9 (41)",
    "role plc",
    "serial 54321",
  ]);
  const told = messages.map(({ samples }) =>
    samples.map(({ space, unit, index, value }) => `${unit} ${space.space}${index}=${value}`),
  );
  assert.deepEqual(told[5], ["1 MI10=7", "1 MI11=-2"]);
  assert.deepEqual(told[7], ["1 MB0=1", "1 MB1=0", "1 MB2=1"]);
  assert.deepEqual(told[8], ["1 MI10=17"]);
  assert.deepEqual(told[10], ["1 O1=1"]);
  assert.deepEqual(told[16], ["161 I0=1"], "a unit whose number begins with A");
});

test("binary commands tell names and refusals, and note passwords without showing them", () => {
  const messages = dissectExchange(SAMPLES[1]!, [pcom]);
  assert.deepEqual(
    messages.map(({ operation, act, answers, outcome }) => `${operation} ${act} ${answers} ${outcome}`),
    [
      "get_plc_name identify 0 ",
      "get_plc_name identify 1 ",
      "read_operands read 0 ",
      "read_operands read 3 ",
      "write_memory program 0 ",
      "write_memory program 5 error",
      "check_password authenticate 0 ",
    ],
  );
  assert.equal(messages[1]?.claims[0]?.value, "Pump 1");
  assert.equal(messages[6]?.notes.length, 1);
  assert.ok(!JSON.stringify(messages[6]).includes("31323334"));
});

test("wrong checksums, unknown commands, cut and hostile messages are faults or refused", () => {
  assert.deepEqual(
    dissectExchange(SAMPLES[2]!, [pcom]).map(({ faults }) => faults[0]?.name),
    ["bad checksum", "unknown command", "unknown command"],
  );
  assert.equal(one("0100 65 00 0a00 2f3030")?.faults.at(-1)?.name, "cut by capture");
  assert.equal(one("0100 65 00 ffff 2f3030"), undefined);
  assert.equal(one("0100 67 00 0800 2f30304944303030"), undefined);
});
