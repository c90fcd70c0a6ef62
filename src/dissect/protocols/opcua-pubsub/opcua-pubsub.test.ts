import assert from "node:assert/strict";
import { test } from "node:test";
import { LIKELY, NO, POSSIBLE } from "../../dissector.ts";
import { dissectExchange, likenessOf } from "../../testing.ts";
import { SAMPLES } from "../samples/opcua_pubsub.ts";
import { opcuaPubsub } from "./opcua-pubsub.ts";

test("a publisher sends values, keep-alives, discovery and protected messages", () => {
  const messages = dissectExchange(SAMPLES[0]!, [opcuaPubsub]);
  assert.deepEqual(
    messages.map(({ operation, act, direction }) => `${operation} ${act} ${direction}`),
    [
      "data_set_message write 3",
      "data_delta_frame write 3",
      "keep_alive other 3",
      "data_set_message write 3",
      "secured_message write 3",
      "discovery_probe identify 1",
      "application_information identify 3",
      "data_set_meta_data identify 3",
      "chunk other 3",
    ],
  );
  assert.deepEqual(
    messages[0]?.samples.map(({ unit, index, value }) => [unit, index, value]),
    [
      [62, 0, 1],
      [62, 1, 42],
      [62, 2, 3],
    ],
  );
  assert.equal(messages[0]?.fields.values[3].value, "hi");
  assert.equal(messages[0]?.fields.publisher_id, "1234");
  assert.equal(messages[0]?.fields.sequence_number, 7);
  assert.deepEqual(
    messages[1]?.samples.map(({ unit, index, value }) => [unit, index, value]),
    [[62, 2, -1]],
  );
  assert.deepEqual(
    messages[3]?.samples.map(({ unit, index, value }) => [unit, index, value]),
    [[-1, 0, 1]],
  );
  assert.deepEqual(
    messages[6]?.claims.map(({ attribute, value }) => [attribute, value]),
    [
      ["name", "Line 1"],
      ["software", "urn:p"],
    ],
  );
  assert.deepEqual(messages[0]?.notes[0]?.remark, {
    kind: "session",
    protocol: "OPC UA PubSub",
    anonymous: true,
    name: "1234",
  });
});

test("hostile lengths are faults; only messages that fill the frame are taken elsewhere", () => {
  const read = (hex: string): string[] | undefined =>
    dissectExchange({ name: "one", over: "udp", port: 4840, messages: [{ from: "client", hex }] }, [
      opcuaPubsub,
    ])[0]?.faults.map(({ name }) => name);
  assert.deepEqual(read("91 04 ffffff7f 41"), ["bad header", "short"]);
  assert.deepEqual(read("51 07 02 3e00 3f00 0500 ffff 81 03 0000 00"), []);
  assert.equal(likenessOf(opcuaPubsub, "51 07 02 3e00 3f00 0300 0200 010203 0102"), LIKELY);
  assert.equal(likenessOf(opcuaPubsub, "51 07 02 3e00 3f00 0300 0300 010203 0102"), POSSIBLE);
  assert.equal(likenessOf(opcuaPubsub, "52 07 02 3e00 3f00 0300 0200 010203 0102"), NO);
  assert.equal(likenessOf(opcuaPubsub, "91 05 02 3e00"), NO);
});
