import assert from "node:assert/strict";
import { test } from "node:test";
import { dissectExchange, type SeenMessage } from "../../testing.ts";
import { SAMPLES } from "../samples/zigbee.ts";
import { wpan } from "../wpan.ts";
import { zigbee } from "./zigbee.ts";

const seen = (index: number): SeenMessage[] => dissectExchange(SAMPLES[index]!, [zigbee]);

function said(message: SeenMessage | undefined): unknown[] {
  return (message?.claims ?? []).map(({ about, attribute, value }) => [
    typeof about === "string" ? about : about.mac,
    attribute,
    value,
  ]);
}

test("a network key in clear is noted, and never kept", () => {
  const key = seen(0)[1];
  assert.deepEqual(
    key?.notes.map(({ remark }) => remark),
    [
      { kind: "cipher", protocol: "Zigbee network layer", cipher: "none", weak: true },
      { kind: "credential", method: "Zigbee network key", exposure: "clear" },
    ],
  );
  assert.ok(!JSON.stringify(key).includes("5a5a"));
  assert.deepEqual(key?.fields.key_destination, "00:17:ff:ee:dd:cc:bb:aa");
});

test("descriptors say what a device is", () => {
  const messages = seen(0);
  assert.deepEqual(said(messages[4]), [
    ["02151a2b1234", "kind", "Zigbee mesh device"],
    ["02151a2b1234", "vendor", "IKEA"],
  ]);
  assert.deepEqual(said(messages[6]), [
    ["02151a2b1234", "kind", "Zigbee dimmable light"],
    ["02151a2b1234", "role", "light"],
  ]);
  assert.deepEqual([messages[6]?.answers, messages[8]?.outcome], [6, "device_not_found"]);
  assert.deepEqual([messages[9]?.operation, messages[9]?.act], ["mgmt_permit_joining_req", "configure"]);
});

test("the basic cluster is an identity", () => {
  const answer = seen(1)[1];
  assert.equal(answer?.answers, 1);
  assert.deepEqual(said(answer), [
    ["02151a2b1234", "vendor", "IKEA of Sweden"],
    ["02151a2b1234", "model", "LAMP E27"],
    ["02151a2b1234", "firmware", "2.3.087"],
  ]);
  assert.deepEqual(answer?.fields.values[3], { attribute: 10, status: "unsupported_attribute" });
});

test("commands of clusters have their acts, reports their values, refusals their words", () => {
  const messages = seen(1);
  assert.deepEqual(
    messages.slice(2, 10).map(({ operation, act, outcome }) => [operation, act, outcome]),
    [
      ["toggle", "control", ""],
      ["default_response", "other", ""],
      ["report_attributes", "read", ""],
      ["write_attributes", "write", ""],
      ["write_attributes_response", "write", "read_only"],
      ["unlock_door", "control", ""],
      ["unlock_door_response", "control", "failure"],
      ["zone_status_change_notification", "alarm", ""],
    ],
  );
  assert.deepEqual(
    messages[4]?.samples.map(({ unit, name, index, value }) => [unit, name, index, value]),
    [
      [0x1234, "temperature measurement", 0, 2330],
      [0x1234, "temperature measurement", 2, -256],
    ],
  );
  assert.deepEqual(messages[7]?.notes[0]?.remark, {
    kind: "credential",
    method: "Zigbee door lock code",
    exposure: "clear",
  });
  assert.ok(!JSON.stringify(messages[7]).includes("1234341"));
});

test("what is encrypted tells only who speaks; what is broken is a fault", () => {
  const messages = seen(2);
  assert.deepEqual(
    [messages[0]?.operation, messages[0]?.fields.nwk_key_name, messages[0]?.fields.nwk_encrypted_length],
    ["secured_data", "network key", 16],
  );
  assert.deepEqual(messages[2]?.notes.at(-1)?.remark, {
    kind: "credential",
    method: "Zigbee key transport",
    exposure: "encrypted",
  });
  assert.deepEqual(
    messages.slice(6).map(({ faults }) => faults[0]?.name),
    ["short", "short", "short"],
  );
});

test("it rides on IEEE 802.15.4", () => {
  const exchange = { ...SAMPLES[1]!, over: "ethernet" as const, port: 0x809a };
  const both = dissectExchange(exchange, [wpan, zigbee]);
  assert.deepEqual(
    both.slice(0, 4).map(({ protocol, operation }) => `${protocol} ${operation}`),
    ["wpan data", "zigbee read_attributes", "wpan data", "zigbee read_attributes_response"],
  );
});
