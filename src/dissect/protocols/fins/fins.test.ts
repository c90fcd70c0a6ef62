import assert from "node:assert/strict";
import { test } from "node:test";
import { dissectExchange } from "../../testing.ts";
import { SAMPLES } from "../samples/fins.ts";
import type { Exchange } from "../samples/sample.ts";
import { fins } from "./fins.ts";

function one(hex: string, over: "tcp" | "udp" = "udp") {
  const exchange: Exchange = { name: "one", over, port: 9600, messages: [{ from: "client", hex }] };
  return dissectExchange(exchange, [fins])[0];
}

test("memory is read and written, values stand under the addresses that were asked for", () => {
  const messages = dissectExchange(SAMPLES[0]!, [fins]);
  assert.deepEqual(
    messages.slice(0, 7).map(({ operation, answers, outcome }) => [operation, answers, outcome]),
    [
      ["memory_area_read", 0, ""],
      ["memory_area_read", 1, ""],
      ["memory_area_read", 0, ""],
      ["memory_area_read", 3, ""],
      ["memory_area_write", 0, ""],
      ["memory_area_write", 5, "read_only"],
      ["memory_area_fill", 0, ""],
    ],
  );
  const told = messages.map(({ samples }) =>
    samples.map(({ space, index, value }) => `${space.space} ${index}=${value}`),
  );
  assert.deepEqual(told[1], ["DM 100=4660", "DM 101=255"]);
  assert.deepEqual(told[3], ["CIO bit 163=1", "CIO bit 164=0"], "an error of the CPU is no refusal");
  assert.deepEqual(told[4], ["WR 16=43981"]);
  assert.deepEqual(told[6], ["DM 0=0", "DM 1=0", "DM 2=0"]);
  assert.deepEqual(told[8], ["DM 5=7"]);
  assert.deepEqual(told[10], [], "several items at once are not told");
  assert.deepEqual(messages[0]?.targets, [{ space: "DM", first: 100, count: 2 }]);
});

test("controllers and their units say who they are", () => {
  const messages = dissectExchange(SAMPLES[1]!, [fins]);
  const claims = messages.flatMap(({ claims }) => claims.map(({ attribute, value }) => `${attribute} ${value}`));
  assert.deepEqual(claims, [
    "vendor OMRON",
    "model CJ2M-CPU31",
    "firmware 02.01",
    "role plc",
    "model CJ1W-ETN21",
    "model CJ1W-SCU41",
    "name LINE1",
  ]);
  assert.equal(messages[5]?.fields.mode_name, "run");
  assert.equal(messages[9]?.fields.clock, "25-03-03 12:30:15");
});

test("modes, forced bits, passwords and files are told", () => {
  const messages = dissectExchange(SAMPLES[2]!, [fins]);
  assert.deepEqual(
    messages.map(({ operation, act }) => `${operation} ${act}`),
    [
      "run control",
      "stop control",
      "clock_write time",
      "forced_set_reset control",
      "program_area_protect_clear configure",
      "program_area_protect_clear configure",
      "parameter_area_write configure",
      "program_area_write program",
      "file_name_read file",
      "single_file_read file",
      "file_delete file",
      "file_copy file",
      "memory_area_file_transfer file",
      "access_right_forced_acquire control",
      "name_set configure",
    ],
  );
  assert.deepEqual(messages[3]?.targets, [{ space: "CIO bit", first: 20, count: 1 }]);
  assert.equal(messages[4]?.notes.length, 1);
  assert.ok(!JSON.stringify(messages[4]).includes("1234"), "no password is told");
  assert.equal(messages[5]?.outcome, "incorrect_password");
  assert.deepEqual(messages[10]?.objects, ["file DATA.BIN"]);
});

test("over TCP node addresses are exchanged first, and a node behind a gateway is told apart", () => {
  const messages = dissectExchange(SAMPLES[3]!, [fins]);
  assert.deepEqual(
    messages.map(({ operation, direction, answers, outcome }) => [operation, direction, answers, outcome]),
    [
      ["tcp_node_address_data_send_client", 1, 0, ""],
      ["tcp_node_address_data_send_server", 2, 1, ""],
      ["memory_area_read", 1, 0, ""],
      ["memory_area_read", 2, 3, ""],
      ["tcp_frame_send_error_notification", 2, 0, "command_not_supported"],
    ],
  );
  assert.equal(messages[3]?.samples[0]?.unit, 5 * 256 + 1);
});

test("cut messages, counts that promise too much, and wrong lengths are faults or refused", () => {
  const header = "80 00 02 00 01 00 00 64 00 01";
  assert.deepEqual(
    one(`${header} 0102 82 0064 00 ffff 0001`)?.faults.map(({ name }) => name),
    ["fewer values than the count"],
  );
  assert.equal(one(`${header} 0101 82 00`)?.faults[0]?.name, "short");
  assert.equal(one("46494e53 ffffffff 00000002 00000000", "tcp"), undefined);
  assert.equal(one("46494e53 00000009 00000002 00000000 80", "tcp"), undefined);
});

test("only headers that fit are taken on other ports", () => {
  const sent = (hex: string) => [{ from: "client" as const, hex }];
  const other = { name: "other", over: "udp" as const, port: 5000 };
  // A DNS query begins as loosely.
  const query = "8000 0100 0001 0000 0000 0000 03777777 00 0001 0001";
  assert.equal(dissectExchange({ ...other, messages: sent(query) }, [fins]).length, 0);
});
