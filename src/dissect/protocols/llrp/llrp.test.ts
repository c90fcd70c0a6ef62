import assert from "node:assert/strict";
import { test } from "node:test";
import { CERTAIN, LIKELY, NO, POSSIBLE } from "../../dissector.ts";
import { dissectExchange, likenessOf, type SeenMessage } from "../../testing.ts";
import { SAMPLES } from "../samples/llrp.ts";
import type { Exchange } from "../samples/sample.ts";
import { llrp } from "./llrp.ts";

const seen = (index: number): SeenMessage[] => dissectExchange(SAMPLES[index] as Exchange, [llrp]);

test("a reader says who it is, and is told as a sensor", () => {
  assert.deepEqual(
    seen(0).flatMap(({ claims }) => claims.map(({ about, attribute, value }) => [about, attribute, value])),
    [
      ["sender", "kind", "RFID reader"],
      ["sender", "role", "sensor"],
      ["sender", "vendor", "Impinj"],
      ["sender", "model", "Speedway R420"],
      ["sender", "firmware", "6.4.1.240"],
      ["sender", "description", "RFID reader 00162500ff112233"],
    ],
  );
});

test("requests are paired with their answers, and refusals told", () => {
  assert.deepEqual(
    seen(0).map(({ operation, direction, answers, outcome }) =>
      `${operation} ${direction} ${answers} ${outcome}`.trim(),
    ),
    [
      "reader_event_notification 3 0",
      "get_supported_version 1 0",
      "error_message 2 2 message_unsupported_version",
      "get_reader_capabilities 1 0",
      "get_reader_capabilities_response 2 4",
      "get_reader_config 1 0",
      "get_reader_config_response 2 6",
      "set_reader_config 1 0",
      "set_reader_config_response 2 8",
      "add_rospec 1 0",
      "add_rospec_response 2 10",
      "enable_rospec 1 0",
      "enable_rospec_response 2 12",
      "ro_access_report 3 0",
      "keepalive 3 0",
      "keepalive_ack 0 15",
      "reader_event_notification 3 0",
      "reader_event_notification 3 0",
      "reader_event_notification 3 0",
      "reader_event_notification 3 0",
      "add_accessspec 1 0",
      "add_accessspec_response 2 21 device_error",
      "delete_rospec 1 0",
      "delete_rospec_response 2 23",
      "custom_message 0 0",
      "close_connection 1 0",
      "close_connection_response 2 26",
    ],
  );
  assert.equal(seen(1)[0]?.outcome, "failed_client_initiated_connection_exists");
});

test("tags are counted, and never named; passwords of tags are not kept", () => {
  const messages = seen(0);
  const report = messages[13];
  assert.deepEqual(
    [report?.fields.tag_reports, report?.fields.tag_seen_count, report?.fields.antenna_ids],
    [3, 7, [1, 2]],
  );
  assert.deepEqual(
    report?.samples.map(({ name, value }) => [name, value]),
    [["tags in report", 3]],
  );
  assert.deepEqual(messages[20]?.objects, ["AccessSpec 7", "tag write", "tag kill"]);
  assert.ok(!/300833b2ddd9014|12345678|305419896/.test(JSON.stringify(messages)));
});

test("antennas, inputs and outputs are told", () => {
  const messages = seen(0);
  assert.deepEqual(
    messages.flatMap(({ samples }) =>
      samples.filter(({ index }) => index >= 0).map(({ space, index, value }) => [space.space, index, value]),
    ),
    [
      ["general purpose input", 1, 1],
      ["general purpose output", 1, 1],
      ["general purpose input", 1, 1],
    ],
  );
  assert.deepEqual(messages[16]?.objects, ["antenna 2 disconnected"]);
});

test("defects are named", () => {
  assert.deepEqual(
    seen(2).map(({ faults }) => faults.map(({ name }) => name).join()),
    ["", "unknown message type", "bad length", "unknown parameter", "short"],
  );
});

test("messages are known by version, type and what they begin with", () => {
  const [event] = (SAMPLES[0] as Exchange).messages;
  assert.equal(likenessOf(llrp, event?.hex ?? ""), CERTAIN);
  assert.equal(likenessOf(llrp, "043e0000000a00000001"), LIKELY);
  assert.equal(likenessOf(llrp, "04010000000b0000000100"), POSSIBLE);
  assert.equal(likenessOf(llrp, "043e0000000b0000000100"), NO);
  assert.equal(likenessOf(llrp, "0c3e0000000a00000001"), NO);
  assert.equal(likenessOf(llrp, "043f0000000e0000000100f70004"), NO);
});
