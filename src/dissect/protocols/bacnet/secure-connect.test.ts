import assert from "node:assert/strict";
import { test } from "node:test";
import { LIKELY, NO } from "../../dissector.ts";
import { dissectExchange, likenessOf } from "../../testing.ts";
import { SAMPLES } from "../samples/bacnet_sc.ts";
import { bacnetSecureConnect } from "./secure-connect.ts";

const [session, faults] = SAMPLES as [(typeof SAMPLES)[0], (typeof SAMPLES)[0]];

test("the connection and what goes by way of the hub are read, and answers are paired", () => {
  assert.deepEqual(
    dissectExchange(session, [bacnetSecureConnect]).map(({ operation, direction, answers, outcome }) =>
      [operation, direction, answers, outcome].join(" ").trim(),
    ),
    [
      "connect_request 1 0",
      "connect_accept 2 1",
      "who_is 1 0",
      "i_am 2 0",
      "read_property 1 0",
      "read_property 2 5",
      "heartbeat_request 0 0",
      "heartbeat_ack 0 7",
      "address_resolution 0 0",
      "address_resolution_ack 0 9",
      "advertisement_solicitation 0 0",
      "advertisement 0 0",
      "proprietary_message 0 0",
      "bvlc_result 0 13 bvlc-function-unknown",
      "disconnect_request 0 0",
      "disconnect_ack 0 15",
    ],
  );
});

test("what a hub passes on is told of the node that it is from", () => {
  const messages = dissectExchange(session, [bacnetSecureConnect]);
  assert.deepEqual(messages[0]!.objects, ["device 00112233-4455-6677-8899-aabbccddeeff"]);
  assert.deepEqual(messages[3]!.claims[0]?.about, { part: "node 5a0000000009", of: "sender" });
  assert.deepEqual(
    messages[5]!.samples.map(({ value }) => value),
    [23],
  );
  assert.deepEqual(messages[5]!.fields.data_options, ["secure_path"]);
  assert.deepEqual(messages[9]!.objects, ["wss://192.0.2.9:4443/bsc"]);
  assert.equal(messages[11]!.fields.hub_connection_status, "connected to primary hub");
});

test("defects are named", () => {
  assert.deepEqual(
    dissectExchange(faults, [bacnetSecureConnect]).map((message) => message.faults.map(({ name }) => name)),
    [["unknown option that must be understood"], ["leftover"], ["short"]],
  );
});

test("lengths of payloads tell the messages of BACnet/SC from others", () => {
  assert.equal(likenessOf(bacnetSecureConnect, session.messages[0]!.hex), LIKELY);
  assert.equal(likenessOf(bacnetSecureConnect, session.messages[5]!.hex), LIKELY);
  assert.equal(likenessOf(bacnetSecureConnect, "0a00000400"), NO);
  assert.equal(likenessOf(bacnetSecureConnect, "0110000101"), NO);
  assert.equal(likenessOf(bacnetSecureConnect, "7b2261223a317d"), NO);
});
