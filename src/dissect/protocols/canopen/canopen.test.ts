import assert from "node:assert/strict";
import { test } from "node:test";
import { LIKELY, NO, POSSIBLE } from "../../dissector.ts";
import { dissectExchange, likenessOf } from "../../testing.ts";
import { frame, SAMPLES } from "../samples/canopen.ts";
import { canopen } from "./canopen.ts";

const [drive, settings, faults] = SAMPLES as [(typeof SAMPLES)[0], (typeof SAMPLES)[0], (typeof SAMPLES)[0]];

test("services are told with their acts, and answers are paired", () => {
  assert.deepEqual(
    dissectExchange(drive, [canopen]).map(({ operation, act, answers, outcome }) =>
      [operation, act, answers, outcome].join(" ").trim(),
    ),
    [
      "boot_up alarm 0",
      "sdo_upload identify 0",
      "sdo_upload identify 2",
      "sdo_upload identify 0",
      "sdo_upload identify 4",
      "sdo_upload identify 0",
      "sdo_upload identify 6",
      "sdo_upload identify 0",
      "sdo_upload identify 8",
      "sdo_upload identify 0",
      "sdo_upload identify 10",
      "sdo_download control 0",
      "sdo_download control 12",
      "sdo_download configure 0",
      "sdo_abort other 14 object_does_not_exist",
      "sdo_download program 0",
      "sdo_download program 16",
      "sdo_download program 0",
      "sdo_download program 18",
      "nmt_start_remote_node control 0",
      "sync other 0",
      "tpdo_1 read 0",
      "rpdo_1 write 0",
      "heartbeat read 0",
      "remote_request read 0",
      "emergency alarm 0",
      "time_stamp time 0",
      "nmt_reset_node control 0",
      "sdo_download program 0",
    ],
  );
});

test("identity and values are told of the node", () => {
  const messages = dissectExchange(drive, [canopen]);
  const told = messages.flatMap(({ claims }) => claims.map(({ about, attribute, value }) => [about, attribute, value]));
  const about = { part: "node 5", of: "sender" };
  assert.deepEqual(told, [
    [about, "serial", "12345"],
    [about, "model", "Drive 7-AB"],
  ]);
  assert.deepEqual(
    messages[11]!.samples.map(({ unit, name, value }) => [unit, name, value]),
    [[5, "6040:00", 15]],
  );
  assert.deepEqual(messages[21]!.samples.map(({ unit, name, index, value }) => [unit, name, index, value])[1], [
    5,
    "TPDO1",
    1,
    18,
  ]);
  assert.deepEqual(
    messages[23]!.samples.map(({ unit, space, value }) => [unit, space.space, value]),
    [[5, "state", 5]],
  );
  assert.deepEqual(messages[25]!.objects, ["node 5 error 0x8110"]);
  assert.equal(messages[25]!.fields.error, "communication");
  assert.deepEqual(messages[27]!.objects, ["all nodes"]);
});

test("layer settings are told", () => {
  const messages = dissectExchange(settings, [canopen]);
  assert.deepEqual(
    messages.map(({ operation, act, answers, outcome }) => `${operation} ${act} ${answers} ${outcome}`.trim()),
    [
      "lss_switch_state_global configure 0",
      "lss_inquire_identity_vendor_id identify 0",
      "lss_inquire_identity_vendor_id identify 2",
      "lss_inquire_identity_serial_number identify 0",
      "lss_inquire_identity_serial_number identify 4",
      "lss_configure_node_id configure 0",
      "lss_configure_node_id configure 6 error_1",
    ],
  );
  assert.equal(messages[2]!.claims[0]?.value, "Beckhoff");
});

test("defects are named", () => {
  assert.deepEqual(
    dissectExchange(faults, [canopen]).map((message) => message.faults.map(({ name }) => name)),
    [["unknown command"], [], ["answer about another object"], ["unknown layer setting service"], ["short"]],
  );
});

test("services tell CANopen from other traffic of a bus", () => {
  assert.equal(likenessOf(canopen, frame(0x705, "05")), LIKELY);
  assert.equal(likenessOf(canopen, frame(0x605, "40181001 00000000")), LIKELY);
  assert.equal(likenessOf(canopen, frame(0x80)), POSSIBLE);
  assert.equal(likenessOf(canopen, frame(0x185, "3712")), NO);
  assert.equal(likenessOf(canopen, frame(0x705, "33")), NO);
});
