import assert from "node:assert/strict";
import { test } from "node:test";
import { dissectExchange } from "../../testing.ts";
import { SAMPLES } from "../samples/hartip.ts";
import type { Exchange } from "../samples/sample.ts";
import { hartip } from "./hartip.ts";

function one(hex: string, over: "tcp" | "udp" = "udp") {
  const exchange: Exchange = { name: "one", over, port: 5094, messages: [{ from: "client", hex }] };
  return dissectExchange(exchange, [hartip])[0];
}

test("every command is named, and answers find their requests", () => {
  const messages = dissectExchange(SAMPLES[0]!, [hartip]);
  assert.deepEqual(
    messages.map(({ operation, direction, answers }) => `${operation} ${direction} ${answers}`),
    [
      "session_initiate 1 0",
      "session_initiate 2 1",
      "read_unique_identifier 1 0",
      "read_unique_identifier 2 3",
      "read_unique_identifier 1 0",
      "read_unique_identifier 2 5",
      "read_primary_variable 1 0",
      "read_primary_variable 2 7",
      "read_loop_current_and_percent_of_range 1 0",
      "read_loop_current_and_percent_of_range 2 9",
      "read_dynamic_variables_and_loop_current 1 0",
      "read_dynamic_variables_and_loop_current 2 11",
      "read_device_variables_with_status 1 0",
      "read_device_variables_with_status 2 13",
      "read_message 1 0",
      "read_message 2 15",
      "read_tag_descriptor_date 1 0",
      "read_tag_descriptor_date 2 17",
      "read_long_tag 1 0",
      "read_long_tag 2 19",
      "read_additional_device_status 1 0",
      "read_additional_device_status 2 21",
      "enter_exit_fixed_current_mode 1 0",
      "enter_exit_fixed_current_mode 2 23",
      "write_join_key 1 0",
      "send_command_to_subdevice 1 0",
      "read_primary_variable 3 0",
      "keep_alive 1 0",
      "keep_alive 2 28",
      "read_unique_identifier 1 0",
      "session_close 1 0",
      "session_close 2 31",
    ],
  );
  assert.equal(messages[23]?.outcome, "in_write_protect_mode");
  assert.equal(messages[31]?.outcome, "nak");
  assert.deepEqual(messages[25]?.objects, ["I/O card 0 channel 1", "read_primary_variable"]);
});

test("a gateway is told apart from the devices behind it", () => {
  const messages = dissectExchange(SAMPLES[0]!, [hartip]);
  const told = (index: number) =>
    messages[index]?.claims.map(({ about, attribute, value }) => [about, attribute, value]);
  assert.deepEqual(told(3)?.slice(0, 2), [
    ["sender", "vendor", "Rosemount"],
    ["sender", "model", "HART device type 0x264e"],
  ]);
  const device = { part: "HART device 11ca-54321", of: "sender" };
  assert.deepEqual(told(5), [
    [device, "vendor", "Endress+Hauser"],
    [device, "model", "HART device type 0x11ca"],
    [device, "firmware", "3"],
    [device, "hardware", "2"],
    [device, "serial", "54321"],
  ]);
  assert.deepEqual(told(17), [[device, "name", "TT-101"]]);
  assert.deepEqual(told(19), [[device, "name", "REAC_TT101"]]);
});

test("values are told with their quality, and what is no number is left out", () => {
  const messages = dissectExchange(SAMPLES[0]!, [hartip]);
  const told = messages.map(({ samples }) =>
    samples.map(({ space, unit, index, value, quality }) => `${unit} ${space.space} ${index} ${value} ${quality}`),
  );
  assert.deepEqual(told[7], ["54321 primary variable -1 25 0"]);
  assert.deepEqual(told[9], ["54321 loop current -1 12 0", "54321 percent of range -1 50 0"]);
  assert.deepEqual(told[11], ["54321 loop current -1 12 0", "54321 primary variable -1 25 0"]);
  assert.deepEqual(told[13], ["54321 device variable 0 25 0", "54321 device variable 1 10 2"]);
});

test("a join key in clear is noted and not shown, and refused sessions are told", () => {
  const messages = dissectExchange(SAMPLES[0]!, [hartip]);
  assert.equal(messages[24]?.notes.length, 1);
  assert.ok(!JSON.stringify(messages[24]).includes("0011223344"));
  assert.equal(dissectExchange(SAMPLES[2]!, [hartip])[1]?.outcome, "response_code_15");
});

test("cut messages, wrong checksums and counts are faults, wrong lengths are refused", () => {
  assert.deepEqual(
    one("01 00 03 00 0001 000d 02 80 00 00 83")?.faults.map(({ name }) => name),
    ["bad checksum"],
  );
  assert.deepEqual(
    one("01 00 03 00 0001 000d 02 80 00 ff 7d")?.faults.map(({ name }) => name),
    ["bad byte count", "missing checksum"],
  );
  assert.equal(one("01 00 00 00 0001 000d 01 00")?.faults.at(-1)?.name, "short");
  assert.equal(one("01 00 03 00 0001 ffff 02 80 00 00 82", "tcp"), undefined);
  assert.equal(one("03 00 03 00 0001 000d 02 80 00 00 82"), undefined);
});
