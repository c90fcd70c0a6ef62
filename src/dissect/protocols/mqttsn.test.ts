import assert from "node:assert/strict";
import { test } from "node:test";
import { LIKELY, NO, POSSIBLE } from "../dissector.ts";
import { Reader } from "../reader.ts";
import { bytesOf, dissectExchange, type SeenMessage } from "../testing.ts";
import { mqttsn } from "./mqttsn.ts";
import { SAMPLES } from "./samples/mqttsn.ts";
import type { Exchange } from "./samples/sample.ts";

const seen = (index: number): SeenMessage[] => dissectExchange(SAMPLES[index] as Exchange, [mqttsn]);

function likeness(hex: string): number {
  const bytes = bytesOf(hex);
  const reader = new Reader();
  reader.open(bytes, 0, bytes.length, true);
  return mqttsn.probe(reader, {} as never);
}

test("messages are told and paired, topics by their names", () => {
  const messages = seen(0);
  assert.deepEqual(
    messages
      .slice(7, 26)
      .map((message) => [message.operation, message.direction, message.answers, message.objects.join()]),
    [
      ["connack", 2, 3, ""],
      ["register", 1, 0, "plant/level"],
      ["regack", 2, 9, ""],
      ["publish", 1, 0, "plant/level"],
      ["puback", 2, 11, ""],
      ["subscribe", 1, 0, "plant/set"],
      ["suback", 2, 13, ""],
      ["publish_delivery", 3, 0, "plant/set"],
      ["publish", 1, 0, "ab"],
      ["publish", 1, 0, "predefined topic 153"],
      ["pubrec", 0, 17, ""],
      ["pubrel", 0, 0, ""],
      ["pubcomp", 0, 19, ""],
      ["register", 3, 0, "plant/other"],
      ["regack", 2, 21, ""],
      ["unsubscribe", 1, 0, "plant/set"],
      ["unsuback", 0, 23, ""],
      ["pingreq", 1, 0, ""],
      ["pingresp", 0, 25, ""],
    ],
  );
  assert.equal(messages[21]?.outcome, "rejected_invalid_topic_id");
  assert.deepEqual(
    messages.flatMap(({ samples }) => samples.map(({ name, value }) => [name, value])),
    [
      ["plant/level", 417.5],
      ["plant/set", 1],
      ["predefined topic 153", 2],
    ],
  );
  assert.deepEqual(messages[2]?.notes[0]?.remark, {
    kind: "session",
    protocol: "MQTT-SN",
    anonymous: true,
    name: "pump-7",
  });
  assert.equal(messages[1]?.claims[0]?.value, "MQTT-SN gateway");
});

test("an unknown protocol is a fault; cut messages and hostile lengths are refused", () => {
  assert.deepEqual(
    seen(1).map((message) => message.faults.map(({ name }) => name)),
    [["unknown protocol identifier"]],
  );
  const read = (hex: string) =>
    dissectExchange({ name: "one", over: "udp", port: 1884, messages: [{ from: "client", hex }] }, [mqttsn]).length;
  assert.equal(read("0a0c 00 0011"), 0);
  assert.equal(read("01ffff0c 00 0011 0000"), 0);
  assert.equal(read("030c00"), 0);
});

test("away from its ports only a connect is taken", () => {
  assert.equal(likeness(`0c04 04 01 003c ${Buffer.from("pump-7").toString("hex")}`), LIKELY);
  assert.equal(likeness("020c"), NO);
  assert.equal(likeness("0217"), POSSIBLE);
  assert.equal(likeness("0c04 04 02 003c 70756d702d37"), NO);
  // A DNS query.
  assert.equal(likeness("1234 0100 0001 0000 0000 0000 0161 00 0001 0001"), NO);
});
