import assert from "node:assert/strict";
import { test } from "node:test";
import { LIKELY, NO } from "../dissector.ts";
import { Reader } from "../reader.ts";
import { bytesOf, dissectExchange, play, type SeenMessage } from "../testing.ts";
import type { Exchange } from "./samples/sample.ts";
import { SAMPLES } from "./samples/tplink_shp.ts";
import { tplinkShp } from "./tplink_shp.ts";

const seen = (index: number): SeenMessage[] => dissectExchange(SAMPLES[index] as Exchange, [tplinkShp]);

function likeness(hex: string, stream = false): number {
  const bytes = bytesOf(hex);
  const reader = new Reader();
  reader.open(bytes, 0, bytes.length, !stream);
  return tplinkShp.probe(reader, { stream } as never);
}

test("a plug says who it is, and not where it is", () => {
  const [request, response] = seen(0);
  assert.deepEqual([request?.operation, request?.direction], ["get_sysinfo", 1]);
  assert.deepEqual([response?.direction, response?.answers], [2, 1]);
  assert.deepEqual(
    response?.claims.map(({ attribute, value }) => [attribute, value]),
    [
      ["vendor", "TP-Link"],
      ["model", "HS110(EU)"],
      ["firmware", "1.5.6 Build 191114"],
      ["hardware", "2.1"],
      ["serial", "8006E0A1"],
      ["name", "Pump heater"],
      ["description", "Smart Wi-Fi Plug"],
      ["role", "smart plug"],
    ],
  );
  assert.equal(response?.fields.latitude_i, undefined);
});

test("switching, metering and setting up are told by what they do; keys are not", () => {
  const messages = seen(1);
  assert.deepEqual(
    messages.map((message) => [message.operation, message.act, message.direction, message.outcome]),
    [
      ["set_relay_state", "control", 1, ""],
      ["set_relay_state", "control", 2, ""],
      ["get_realtime", "read", 1, ""],
      ["get", "read", 1, ""],
      ["get_realtime", "read", 2, ""],
      ["get", "read", 2, "err_code_-1"],
      ["set_stainfo", "configure", 1, ""],
      ["bind", "authenticate", 1, ""],
      ["download_firmware", "program", 1, ""],
      ["unnamed_function", "other", 1, ""],
    ],
  );
  assert.deepEqual(
    messages.flatMap(({ samples }) => samples.map(({ name, value }) => [name, value])),
    [
      ["relay_state", 1],
      ["voltage_mv", 231000],
      ["power_mw", 417500],
    ],
  );
  assert.equal(messages.flatMap(({ notes }) => notes).length, 2);
  assert.ok(!JSON.stringify(messages).includes("secret-key"));
});

test("defects are named, cut messages wait, and hostile lengths are refused", () => {
  assert.deepEqual(
    seen(2).map((message) => message.faults.map(({ name }) => name)),
    [["no JSON"], ["no command"]],
  );
  const sent = (hex: string) =>
    play({ over: "tcp", port: 9999 }, [{ from: "client", bytes: bytesOf(hex) }], [tplinkShp]);
  assert.equal(sent("0000001d d0f281f88bff9af7").waiting, 12);
  assert.equal(sent("7fffffff d0f281f88bff9af7").messages.length, 0);
});

test("only hidden JSON is taken", () => {
  assert.equal(likeness((SAMPLES[0] as Exchange).messages[0]!.hex), LIKELY);
  assert.equal(likeness("d0f281f88bff9af7d5ef94b6"), NO);
  assert.equal(likeness(Buffer.from('{"system":{}}').toString("hex")), NO);
});
