import assert from "node:assert/strict";
import { test } from "node:test";
import { LIKELY, NO } from "../../dissector.ts";
import { dissectExchange, likenessOf } from "../../testing.ts";
import { packet, SAMPLES } from "../samples/lonworks.ts";
import { lonworks } from "./lonworks.ts";

const [session, faults] = SAMPLES as [(typeof SAMPLES)[0], (typeof SAMPLES)[0]];

test("variables, management and authentication are told, and answers are paired", () => {
  assert.deepEqual(
    dissectExchange(session, [lonworks]).map(({ operation, act, answers, outcome }) =>
      [operation, act, answers, outcome].join(" ").trim(),
    ),
    [
      "network_variable_update write 0",
      "transport_acknowledgment other 0",
      "network_variable_poll read 0",
      "network_variable_poll read 3",
      "query_id identify 0",
      "query_id identify 5",
      "set_node_mode control 0",
      "challenge authenticate 0",
      "challenge_reply authenticate 0",
      "set_node_mode control 7 failure",
      "write_memory program 0",
      "write_memory program 11",
      "query_status read 0",
      "query_status read 13",
      "service_pin_message identify 0",
      "application_message other 0",
      "transport_reminder other 0",
      "device_configuration_request read 0",
      "device_configuration configure 0",
      "foreign_frame other 0",
      "respond_to_query configure 0",
    ],
  );
});

test("values, memory and the identity of nodes are told", () => {
  const messages = dissectExchange(session, [lonworks]);
  assert.deepEqual(
    messages[0]!.samples.map(({ unit, index, value }) => [unit, index, value]),
    [[133, 18, 3000]],
  );
  assert.deepEqual(
    messages[3]!.samples.map(({ unit, index, value }) => [unit, index, value]),
    [[137, 18, 25]],
  );
  assert.deepEqual(
    messages[5]!.claims.map(({ about, attribute, value }) => [about, attribute, value]),
    [
      [{ part: "subnet 1 node 9", of: "sender" }, "serial", "0500a1b2c3d4"],
      [{ part: "subnet 1 node 9", of: "sender" }, "model", "program 9000010102030405"],
    ],
  );
  assert.deepEqual(messages[14]!.claims[0]?.about, { part: "neuron 0500a1b2c3d4", of: "sender" });
  assert.deepEqual(messages[10]!.targets, [{ space: "memory", first: 0xf000, count: 2 }]);
  assert.equal(messages[6]!.fields.mode, "reset");
  assert.equal(messages[20]!.fields.destination_neuron_id, "0500a1b2c3d4");
});

test("defects are named", () => {
  assert.deepEqual(
    dissectExchange(faults, [lonworks]).map((message) => message.faults.map(({ name }) => name)),
    [["unknown packet type"], ["unknown transport PDU"], ["short"]],
  );
});

test("length, version and type tell a packet", () => {
  assert.equal(likenessOf(lonworks, packet("07")), LIKELY);
  assert.equal(likenessOf(lonworks, packet("07") + packet("07")), LIKELY);
  assert.equal(likenessOf(lonworks, `${packet("07")}00`), NO);
  assert.equal(likenessOf(lonworks, packet("0a")), NO);
});
