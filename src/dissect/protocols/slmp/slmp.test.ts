import assert from "node:assert/strict";
import { test } from "node:test";
import { dissectExchange } from "../../testing.ts";
import type { Exchange } from "../samples/sample.ts";
import { SAMPLES } from "../samples/slmp.ts";
import { slmp } from "./slmp.ts";

function one(hex: string, over: "tcp" | "udp" = "udp") {
  const exchange: Exchange = { name: "one", over, port: 5007, messages: [{ from: "client", hex }] };
  return dissectExchange(exchange, [slmp])[0];
}

test("commands are named, answers take the name of their request", () => {
  const messages = dissectExchange(SAMPLES[0]!, [slmp]);
  assert.deepEqual(
    messages.map(({ operation, act, answers, outcome }) => `${operation} ${act} ${answers} ${outcome}`),
    [
      "read_type_name identify 0 ",
      "read_type_name identify 1 ",
      "read read 0 ",
      "read read 3 ",
      "read read 0 ",
      "read read 5 ",
      "read read 0 ",
      "read read 7 ",
      "write write 0 ",
      "write write 9 ",
      "write write 0 ",
      "write write 11 device_not_accessible",
      "read_random read 0 ",
      "read_random read 13 ",
      "write_random write 0 ",
      "write_random write 0 ",
      "read_block read 0 ",
      "write_block write 0 ",
      "remote_run control 0 ",
      "remote_stop control 0 ",
      "password_unlock authenticate 0 ",
      "password_unlock authenticate 21 remote_password_error",
      "file_write program 0 ",
      "read read 0 ",
    ],
  );
  assert.deepEqual(
    messages[1]?.claims.map(({ attribute, value }) => `${attribute} ${value}`),
    ["vendor Mitsubishi Electric", "model Q03UDECPU"],
  );
  assert.equal(messages[20]?.notes.length, 1);
  assert.ok(!JSON.stringify(messages[20]).includes("3132"), "no password is told");
});

test("values stand under the devices that were asked for", () => {
  const messages = dissectExchange(SAMPLES[0]!, [slmp]);
  const told = messages.map(({ samples }) =>
    samples.map(({ space, index, value }) => `${space.space}${index}=${value}`),
  );
  assert.deepEqual(told[3], ["D100=4660", "D101=255"]);
  assert.deepEqual(told[5], ["M16=1", "M17=0", "M18=1"]);
  assert.equal(told[7]?.length, 16, "a word of bits");
  assert.deepEqual(told[7]?.slice(0, 3), ["Y32=1", "Y33=0", "Y34=1"]);
  assert.deepEqual(told[8], ["D10=7"]);
  assert.deepEqual(told[10], ["M1=1"]);
  assert.deepEqual(told[13], ["D10=7", "D20=22136", "D21=4660"]);
  assert.deepEqual(told[15], ["M5=1"]);
  assert.deepEqual(told[17], ["D0=9"]);
  assert.deepEqual(messages[16]?.targets, [
    { space: "D", first: 0, count: 4 },
    { space: "M", first: 0, count: 16 },
  ]);
});

test("4E frames are paired by serial number, other stations are told apart", () => {
  const messages = dissectExchange(SAMPLES[1]!, [slmp]);
  assert.equal(messages[1]?.answers, 1);
  assert.deepEqual(
    messages[1]?.samples.map(({ unit, index, value }) => [unit, index, value]),
    [[258, 100, 42]],
  );
  assert.equal(messages[3]?.outcome, "command_error");
});

test("cut messages, hostile lengths and look-alikes are faults or refused", () => {
  assert.equal(one("5000 00 ff ff03 00 0c00 1000 0104 0000 64")?.faults[0]?.name, "short");
  assert.equal(one("5000 00 ff ff03 00 ffff 1000 0104 0000", "tcp"), undefined);
  assert.equal(one("5000 00 ff ff03 00 0200 1000"), undefined);
  assert.deepEqual(
    dissectExchange(SAMPLES[2]!, [slmp]).map(({ faults }) => faults[0]?.name),
    ["unknown command", "fewer values than the count"],
  );
});
