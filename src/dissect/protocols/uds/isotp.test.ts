import assert from "node:assert/strict";
import { test } from "node:test";
import { busFrame, CAN_DIAGNOSTIC_TYPE, CAN_EXTENDED_TYPE, CAN_TYPE, translateBus } from "../../buses.ts";
import { CERTAIN, LIKELY, NO, POSSIBLE } from "../../dissector.ts";
import { bytesOf, dissectExchange, likenessOf, type SeenMessage } from "../../testing.ts";
import { extendedFrame } from "../samples/can-bytes.ts";
import { frame } from "../samples/canopen.ts";
import { SAMPLES } from "../samples/isotp.ts";
import type { Exchange } from "../samples/sample.ts";
import { isotp } from "./isotp.ts";

const seen = (index: number): SeenMessage[] => dissectExchange(SAMPLES[index] as Exchange, [isotp]);

test("on-board diagnostics are told by service, and answers paired with requests to all", () => {
  const messages = seen(0);
  assert.deepEqual(
    messages.map(({ operation, act, answers, outcome }) => `${operation} ${act} ${answers} ${outcome}`.trim()),
    [
      "obd_request_current_powertrain_data read 0",
      "obd_request_current_powertrain_data read 1",
      "obd_request_current_powertrain_data read 1",
      "obd_request_current_powertrain_data read 0",
      "obd_request_current_powertrain_data read 4",
      "obd_request_vehicle_information identify 0",
      "first_frame other 0",
      "flow_control other 0",
      "consecutive_frame other 0",
      "consecutive_frame other 0",
      "obd_request_vehicle_information identify 6",
      "obd_request_emission_related_trouble_codes read 0",
      "obd_request_emission_related_trouble_codes read 11",
      "obd_clear_diagnostic_information write 0",
      "obd_clear_diagnostic_information write 13 conditions_not_correct",
      "obd_request_current_powertrain_data read 0",
      "obd_request_current_powertrain_data read 15",
    ],
  );
  assert.deepEqual(
    messages[10]?.claims.map(({ about, attribute, value }) => [about, attribute, value]),
    [["sender", "serial", "1EXAMPLE000000042"]],
  );
  assert.deepEqual(messages[12]?.objects, ["P0301", "U0100"]);
  assert.deepEqual(
    messages.flatMap(({ samples }) => samples).map(({ unit, name, value }) => [unit, name, Math.round(value)]),
    [
      [0x7e8, "engine speed (rpm)", 1726],
      [0x7e9, "engine speed (rpm)", 1724],
      [0x7e8, "engine coolant temperature (C)", 83],
      [0x7e8, "fuel level (%)", 50],
    ],
  );
});

test("services are those of DoIP, joined from their frames", () => {
  const messages = seen(1);
  const identity = messages[8];
  assert.deepEqual(
    [identity?.operation, identity?.answers, identity?.claims[0]?.value],
    ["uds_read_data_by_identifier", 4, "ECU00042"],
  );
  assert.deepEqual(identity?.claims[0]?.about, { part: "control unit 07e8", of: "sender" });
  assert.equal(messages[12]?.outcome, "invalid_key");
  assert.ok(!JSON.stringify(messages).includes("55667788"), "no key is kept");
});

test("identifiers of 29 bits name tester and control unit", () => {
  const [, speed, reset] = seen(2);
  assert.deepEqual([speed?.answers, speed?.samples[0]?.value], [1, 80]);
  assert.deepEqual([reset?.act, reset?.objects], ["control", ["control unit 0010"]]);
  assert.equal(seen(2).at(-1)?.outcome, "overflow");
});

test("defects are named", () => {
  assert.deepEqual(
    seen(3).map(({ faults }) => faults.map(({ name }) => name).join()),
    [
      "bad length,short",
      "unknown diagnostic service",
      "",
      "sequence number out of order",
      "bad length",
      "unknown frame type",
      "bad length",
    ],
  );
});

test("frames are known by their lengths and services", () => {
  assert.equal(likenessOf(isotp, frame(0x7df, "02010c5555555555")), CERTAIN);
  assert.equal(likenessOf(isotp, frame(0x7e8, "101449020131455e")), LIKELY);
  assert.equal(likenessOf(isotp, frame(0x7e8, "2141424344454647")), POSSIBLE);
  assert.equal(likenessOf(isotp, frame(0x7e0, "02b9010000000000")), NO);
});

test("diagnosis has a flow of its own beside whatever else is on the bus", () => {
  const typeOf = (hex: string): number => {
    const bytes = bytesOf(hex);
    translateBus(bytes, 0, bytes.length, 227);
    return ((busFrame[12] as number) << 8) | (busFrame[13] as number);
  };
  assert.equal(typeOf(frame(0x7df, "02010c5555555555")), CAN_DIAGNOSTIC_TYPE);
  assert.equal(typeOf(frame(0x7e4, "0322010100000000")), CAN_DIAGNOSTIC_TYPE);
  assert.equal(typeOf(frame(0x7e4, "0414000000000000")), CAN_DIAGNOSTIC_TYPE);
  assert.equal(typeOf(extendedFrame(0x18da10f1, "021101")), CAN_DIAGNOSTIC_TYPE);
  assert.equal(typeOf(extendedFrame(0x18fef100, "ff0050ffffffffff")), CAN_EXTENDED_TYPE);
  // Layer setting services of CANopen.
  assert.equal(typeOf(frame(0x7e5, "0401000000000000")), CAN_TYPE);
  assert.equal(typeOf(frame(0x7e4, "5a02000000000000")), CAN_TYPE);
  assert.equal(typeOf(frame(0x705, "05")), CAN_TYPE);
});
