import assert from "node:assert/strict";
import { test } from "node:test";
import { CERTAIN, LIKELY, NO } from "../../dissector.ts";
import { Reader } from "../../reader.ts";
import { NOTICE, REQUEST, RESPONSE } from "../../talk.ts";
import { bytesOf, dissectExchange, type SeenMessage } from "../../testing.ts";
import { SAMPLES } from "../samples/mqtt.ts";
import type { Exchange } from "../samples/sample.ts";
import { mqtt } from "./mqtt.ts";

function sample(words: string): SeenMessage[] {
  const exchange = SAMPLES.find((entry) => entry.name.includes(words));
  assert.ok(exchange, words);
  return dissectExchange(exchange, [mqtt]);
}

function likeness(hex: string): number {
  const bytes = bytesOf(hex);
  const reader = new Reader();
  reader.open(bytes, 0, bytes.length, false);
  return mqtt.probe(reader, { memory: mqtt.remember?.(), side: 0 } as never);
}

test("an anonymous session, its subscriptions and its publishes at every quality", () => {
  const messages = sample("3.1.1");
  assert.deepEqual(messages[1]?.notes[0]?.remark, {
    kind: "session",
    protocol: "MQTT",
    anonymous: true,
    name: "pump-7",
  });
  assert.deepEqual(messages[2]?.fields.topics, [
    { topic_filter: "plant/+/level", qos: 1 },
    { topic_filter: "plant/alarm/#", qos: 2 },
  ]);
  assert.equal(messages[3]?.outcome, "unspecified_error");
  assert.deepEqual(
    messages.slice(4, 11).map((message) => [message.operation, message.act, message.direction, message.answers > 0]),
    [
      ["publish", "write", REQUEST, false],
      ["publish_delivery", "read", NOTICE, false],
      ["puback", "other", REQUEST, true],
      ["publish", "write", REQUEST, false],
      ["pubrec", "other", RESPONSE, true],
      ["pubrel", "other", REQUEST, false],
      ["pubcomp", "other", RESPONSE, true],
    ],
  );
  assert.equal(messages[4]?.fields.payload, "417.5");
  assert.equal(messages[4]?.fields.retain, true);
  assert.deepEqual(messages[4]?.objects, ["plant/tank1/level"]);
  assert.equal(messages[12]?.operation, "unsuback");
});

test("a session is told once the broker granted it or the client goes on, and not when it was refused", () => {
  const connect = { from: "client", hex: "100d 0004 4d515454 04 02 003c 0001 61" } as const;
  const sessions = (...rest: Exchange["messages"]): unknown[] =>
    dissectExchange({ name: "made up", over: "tcp", port: 1883, messages: [connect, ...rest] }, [mqtt]).flatMap(
      ({ notes, from }) =>
        notes.flatMap(({ about, remark }) => (remark.kind === "session" ? [[from, about, remark.anonymous]] : [])),
    );
  assert.deepEqual(sessions({ from: "server", hex: "2002 0000" }), [["server", "receiver", true]]);
  assert.deepEqual(sessions({ from: "server", hex: "2002 0005" }, { from: "client", hex: "e000" }), []);
  assert.deepEqual(sessions({ from: "client", hex: "3004 0001 61 31" }), [["client", "sender", true]]);
  assert.deepEqual(sessions({ from: "client", hex: "e000" }), []);
});

test("a password is told as seen, known as shipped, and never shown", () => {
  const [connect, answer] = sample("user, password");
  assert.deepEqual(connect?.notes[0]?.remark, { kind: "version", protocol: "MQTT", version: "3.1", obsolete: false });
  assert.deepEqual(connect?.notes[1]?.remark, {
    kind: "credential",
    method: "MQTT password",
    user: "admin",
    exposure: "clear",
    wellKnown: "admin/admin",
  });
  assert.equal(connect?.fields.will_topic, "plant/meter/state");
  assert.equal(answer?.outcome, "bad_user_name_or_password");
  assert.equal(answer?.claims[0]?.value, "mqtt broker");
});

test("version 5 properties, aliases and reasons are read and secrets are not told", () => {
  const messages = sample("5.0");
  assert.equal(JSON.stringify(messages).includes("correct horse"), false);
  assert.equal(JSON.stringify(messages).includes("hush"), false);
  assert.equal(JSON.stringify(messages).includes("6e2c2c6e"), false);
  assert.deepEqual(messages[0]?.fields.properties, {
    session_expiry_interval: 3600,
    receive_maximum: 20,
    user_property: { name: "site", value: "north" },
  });
  assert.equal(messages[1]?.fields.properties.server_reference, "other");
  assert.deepEqual(messages[3]?.objects, ["spBv1.0/Works/NBIRTH/Edge1"]);
  assert.equal(messages[2]?.claims[0]?.value, "Edge1");
  assert.deepEqual(messages[4]?.fields.topics[0], {
    topic_filter: "spBv1.0/Works/NCMD/Edge1",
    qos: 1,
    no_local: true,
    retain_as_published: true,
    retain_handling: 2,
  });
  assert.equal(messages[7]?.fields.reason, "no_matching_subscribers");
  assert.equal(messages[8]?.fields.properties.authentication_data_length, 9);
  assert.equal(messages[12]?.outcome, "server_shutting_down");
});

test("a long payload is read in chunks and told by its length", () => {
  const messages = sample("long payload");
  assert.equal(messages[0]?.fields.payload_length, 9000);
  assert.equal(messages[0]?.fields.payload, undefined);
  assert.deepEqual(
    messages.slice(1).map((message) => message.operation),
    ["pingreq", "pingreq", "pingresp", "pingresp"],
  );
});

test("in the middle of a connection version 5 is known by its properties", () => {
  const [bare, typed] = sample("middle");
  assert.equal(bare?.fields.payload, "42");
  assert.deepEqual(typed?.fields.properties, { payload_format_indicator: 1 });
});

test("every defect is named, and the packets around it are read", () => {
  assert.deepEqual(
    sample("faults").map((message) => message.faults.map((fault) => fault.name).join()),
    [
      "bad flags",
      "illegal quality of service",
      "illegal topic name",
      "bad flags",
      "illegal packet identifier",
      "empty topic",
      "bad flags,illegal packet identifier,no topic filter",
      "illegal packet type",
      "no topic filter,short",
      "short",
      "leftover",
    ],
  );
});

test("probing is certain of a connect, likes topics, and refuses other bytes", () => {
  assert.equal(likeness("10 12 0004 4d515454 04 02 003c 0006 70756d702d37"), CERTAIN);
  assert.equal(likeness("30 08 0005 612f622f63 31"), LIKELY);
  assert.equal(likeness("82 0a 0001 0005 612f622f63 01"), LIKELY);
  assert.equal(likeness("10 12 0004 48545450 04 02 003c 0006 70756d702d37"), NO);
  assert.equal(likeness("48545450 2f312e31 20323030"), NO);
  assert.equal(likeness("c0 ff ff ff ff"), NO);
});
