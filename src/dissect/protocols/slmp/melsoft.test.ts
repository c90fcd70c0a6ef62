import assert from "node:assert/strict";
import { test } from "node:test";
import { dissectExchange } from "../../testing.ts";
import { SAMPLES } from "../samples/melsoft.ts";
import type { Exchange } from "../samples/sample.ts";
import { melsoft } from "./melsoft.ts";

function one(hex: string, over: "tcp" | "udp" = "udp") {
  const exchange: Exchange = { name: "one", over, port: 5560, messages: [{ from: "client", hex }] };
  return dissectExchange(exchange, [melsoft])[0];
}

test("commands are named and paired, controllers say what they are", () => {
  const messages = dissectExchange(SAMPLES[0]!, [melsoft]);
  assert.deepEqual(
    messages.map(
      ({ operation, act, direction, answers, outcome }) => `${operation} ${act} ${direction} ${answers} ${outcome}`,
    ),
    [
      "discovery identify 1 0 ",
      "discovery identify 2 1 ",
      "open_initial identify 1 0 ",
      "open_initial identify 2 3 ",
      "file_information_read file 1 0 ",
      "file_information_read file 2 5 ",
      "file_write program 1 0 ",
      "file_write program 2 7 status_0x4080",
      "remote_stop control 1 0 ",
      "remote_stop control 2 9 ",
      "password_login authenticate 1 0 ",
      "unnamed_function other 1 0 ",
    ],
  );
  assert.deepEqual(
    messages[3]?.claims.map(({ attribute, value }) => `${attribute} ${value}`),
    ["vendor Mitsubishi Electric", "model FX5U-32MT/ES", "role plc"],
  );
  assert.deepEqual(messages[4]?.objects, ["file $MELPRJ$\\CPU.PRM"]);
  assert.equal(messages[10]?.notes.length, 1);
  assert.equal(messages[10]?.fields.data, undefined);
});

test("cut messages and hostile sizes are faults or refused, as are look-alikes", () => {
  const head = `57 01 00 ${"00".repeat(16)}`;
  assert.equal(one(`${head} 2000 1c 0a 16 14 0000`)?.faults.at(-1)?.name, "short");
  assert.equal(one(`${head} ffff 1c 0a 16 14`, "tcp"), undefined);
  assert.equal(one(`${head} 0400 1c 0a ff 14`)?.faults[0]?.name, "bad command header");
  assert.equal(one("57 02 00"), undefined);
  assert.equal(one("5a 01 00 01"), undefined);
});
