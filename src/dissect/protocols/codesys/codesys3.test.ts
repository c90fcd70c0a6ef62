import assert from "node:assert/strict";
import { test } from "node:test";
import { dissectExchange } from "../../testing.ts";
import { SAMPLES } from "../samples/codesys3.ts";
import type { Exchange } from "../samples/sample.ts";
import { codesys3 } from "./codesys3.ts";

function one(hex: string, over: "tcp" | "udp" = "udp", port = 1740) {
  const exchange: Exchange = { name: "one", over, port, messages: [{ from: "client", hex }] };
  return dissectExchange(exchange, [codesys3])[0];
}

test("controllers answer discovery with names, maker, version and serial number", () => {
  const messages = dissectExchange(SAMPLES[0]!, [codesys3]);
  assert.deepEqual(
    messages.map(({ operation, direction, answers }) => `${operation} ${direction} ${answers}`),
    [
      "resolve_name 1 0",
      "device_information 2 1",
      "resolve_address 1 0",
      "address_notification 0 0",
      "address_notification_response 2 0",
      "open_channel 1 0",
      "open_channel_response 2 6",
    ],
  );
  assert.deepEqual(
    messages[1]?.claims.map(({ attribute, value }) => `${attribute} ${value}`),
    ["name LINE", "model CX200", "vendor Vendor", "firmware 6.3.5.0", "serial A123", "role plc"],
  );
});

test("services are named by component and number, unknown ones by their component", () => {
  const messages = dissectExchange(SAMPLES[1]!, [codesys3]);
  assert.deepEqual(
    messages.map(
      ({ operation, act, direction, answers, outcome }) => `${operation} ${act} ${direction} ${answers} ${outcome}`,
    ),
    [
      "open_channel other 1 0 ",
      "open_channel_response other 2 1 ",
      "get_target_identification identify 1 0 ",
      "get_target_identification identify 2 3 ",
      "application_acknowledge other 0 0 ",
      "login authenticate 1 0 ",
      "login authenticate 2 6 ",
      "stop_application control 1 0 ",
      "download program 1 0 ",
      "application_block other 1 0 ",
      "plc_shell_service control 1 0 ",
      "file_transfer_service file 1 0 ",
      "secure_service other 1 0 ",
      "channel_keep_alive other 0 0 ",
      "close_channel other 0 0 ",
      "open_channel_response other 2 0 reason_2",
    ],
  );
  assert.deepEqual(messages[5]?.notes[0]?.remark, {
    kind: "credential",
    method: "CODESYS V3 login",
    user: "admin",
    exposure: "challenge",
  });
  assert.ok(!JSON.stringify(messages[5]).includes("5a5a5a5a"), "no password in any form");
});

test("cut messages and wrong lengths are faults or refused", () => {
  assert.equal(one("c56b 40 40 00 11 0065 0003 0000 c3 00 0101")?.faults.at(-1)?.name, "short");
  assert.equal(one("c56b 40 40 00 11 0065 0003 0000 55 00")?.faults[0]?.name, "unknown channel type");
  assert.equal(one("c56b 40 40 00 ff 0065"), undefined);
  assert.equal(one("000117e8 ffffffff c56b", "tcp", 11740), undefined);
  assert.equal(one("000117e8 08000000", "tcp", 11740), undefined);
  assert.equal(one("c56c 40 40 00 11 0065 0003 0000 03 00"), undefined);
});
