import assert from "node:assert/strict";
import { test } from "node:test";
import { dissectExchange } from "../../testing.ts";
import { SAMPLES } from "../samples/codesys2.ts";
import type { Exchange } from "../samples/sample.ts";
import { codesys2 } from "./codesys2.ts";

function one(hex: string, port = 2455) {
  const exchange: Exchange = { name: "one", over: "tcp", port, messages: [{ from: "client", hex }] };
  return dissectExchange(exchange, [codesys2])[0];
}

test("controllers of both byte orders say what they are", () => {
  for (const sample of SAMPLES) {
    const messages = dissectExchange(sample, [codesys2]);
    assert.equal(messages[1]?.answers, 1);
    assert.deepEqual(
      messages[1]?.claims.map(({ attribute, value }) => `${attribute} ${value}`),
      ["operatingSystem Linux 3.16.0", "model 3S PLCWinNT", "role plc"],
      sample.name,
    );
  }
});

test("services are named where they are public, answers take the name of their request", () => {
  const messages = dissectExchange(SAMPLES[0]!, [codesys2]);
  assert.deepEqual(
    messages.map(({ operation, act, direction }) => `${operation} ${act} ${direction}`),
    [
      "identification identify 1",
      "identification identify 2",
      "plc_shell_command control 1",
      "plc_shell_command control 2",
      "unnamed_function other 1",
      "unnamed_function other 2",
      "response other 2",
    ],
  );
});

test("cut messages are faults; hostile lengths and other magic numbers are refused", () => {
  assert.equal(one("bbbb 04000000 01")?.faults.at(-1)?.name, "cut by capture");
  assert.equal(one("bbbb ffffffff 01"), undefined);
  assert.equal(one("bbbb 00000000 01"), undefined);
  assert.equal(one("bbcc 01000000 01"), undefined);
});
