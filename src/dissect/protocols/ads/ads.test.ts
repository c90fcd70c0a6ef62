import assert from "node:assert/strict";
import { test } from "node:test";
import { dissectExchange } from "../../testing.ts";
import { SAMPLES } from "../samples/ads.ts";
import type { Exchange } from "../samples/sample.ts";
import { ads } from "./ads.ts";

function one(hex: string, over: "tcp" | "udp" = "tcp") {
  const exchange: Exchange = { name: "one", over, port: 48898, messages: [{ from: "client", hex }] };
  return dissectExchange(exchange, [ads])[0];
}

test("devices say who they are, and services of the system are told apart", () => {
  const messages = dissectExchange(SAMPLES[0]!, [ads]);
  assert.deepEqual(
    messages.map(
      ({ operation, act, direction, answers, outcome }) => `${operation} ${act} ${direction} ${answers} ${outcome}`,
    ),
    [
      "read_device_info identify 1 0 ",
      "read_device_info identify 2 1 ",
      "read_state read 1 0 ",
      "read_state read 2 3 ",
      "write_control control 1 0 ",
      "write_control control 2 5 access_not_permitted",
      "read_device_info identify 1 0 ",
      "read_device_info identify 2 7 target_port_not_found",
      "target_description_read identify 1 0 ",
      "target_description_read identify 2 9 ",
      "file_delete file 1 0 ",
      "registry_local_machine_write configure 1 0 ",
      "start_process program 1 0 ",
    ],
  );
  const claims = messages.flatMap(({ claims }) => claims.map(({ attribute, value }) => `${attribute} ${value}`));
  assert.deepEqual(claims, [
    "software Plc30 App 3.1.4014",
    "vendor Beckhoff",
    "vendor Beckhoff",
    "model CX1020-CE",
    "serial 12345",
    "operatingSystem Win CE",
  ]);
  assert.equal(messages[3]?.fields.ads_state_name, "run");
  assert.deepEqual(messages[4]?.objects, ["state reset"]);
  assert.deepEqual(messages[10]?.objects, ["C:\\Boot.wbp"]);
});

test("values stand under the names that their handles were asked by", () => {
  const messages = dissectExchange(SAMPLES[1]!, [ads]);
  const told = messages.map(({ samples }) =>
    samples.map(({ space, name, index, value }) => `${space.type} ${name || space.space} ${index} ${value}`),
  );
  assert.deepEqual(told[5], ["REAL MAIN.Level -1 25"]);
  assert.deepEqual(told[6], ["REAL MAIN.Level -1 10"], "written");
  assert.deepEqual(told[10], ["REAL MAIN.Level -1 24"], "notified");
  assert.deepEqual(told[14], ["WORD input word at byte 16 4660"]);
  assert.deepEqual(told[15], ["BOOL output bit 8 1"]);
  assert.deepEqual(told[17], ["REAL MAIN.Level -1 25"], "by name");
  assert.equal(messages[19]?.outcome, "symbol_not_found");
  assert.equal(messages[20]?.act, "write", "a sum of writes");
  assert.equal(messages[10]?.direction, 3);
});

test("discovery names hosts and versions, and passwords of routes are noted and not shown", () => {
  const messages = dissectExchange(SAMPLES[3]!, [ads]);
  assert.deepEqual(
    messages[1]?.claims.map(({ attribute, value }) => `${attribute} ${value}`),
    ["name CX-0D7560", "operatingSystem Windows CE 7.0.0", "software TwinCAT 3.1.4014", "vendor Beckhoff"],
  );
  assert.equal(messages[2]?.operation, "add_route");
  assert.deepEqual(messages[2]?.notes[0]?.remark, {
    kind: "credential",
    method: "TwinCAT route password",
    user: "Guest",
    exposure: "clear",
  });
  assert.equal(messages[3]?.outcome, "access_not_permitted");
  assert.equal(messages[3]?.answers, 3);
});

test("cut messages and wrong lengths are faults or refused", () => {
  const head = "050d756001015303 c0a8016301010f80 0200 0400";
  assert.equal(
    one(`0000 2c000000 ${head} ff000000 00000000 01000000 20400000 00000000 01000000`)?.faults[0]?.name,
    "bad length",
  );
  assert.equal(one("0000 ffffffff 050d75600101"), undefined);
  assert.equal(one("0000 04000000 00000000"), undefined);
  assert.equal(one("0366147101000000", "udp"), undefined);
});

test("another port's traffic is taken only when its lengths and flags fit", () => {
  const sent = (hex: string) => [{ from: "client" as const, hex }];
  const other = { name: "other", over: "tcp" as const, port: 5000 };
  // Modbus/TCP: transaction 0, then a length that would be far too long.
  assert.equal(dissectExchange({ ...other, messages: sent("0000 0000 0006 01 03 0000 0001") }, [ads]).length, 0);
});
