import assert from "node:assert/strict";
import { test } from "node:test";
import { CERTAIN, NO } from "../../dissector.ts";
import { Reader } from "../../reader.ts";
import { bytesOf, dissectExchange, play, type SeenMessage } from "../../testing.ts";
import { SAMPLES } from "../samples/knxnet.ts";
import type { Exchange } from "../samples/sample.ts";
import { knxnet } from "./knxnet.ts";

const seen = (index: number): SeenMessage[] => dissectExchange(SAMPLES[index] as Exchange, [knxnet]);

function likeness(hex: string, complete = true): number {
  const bytes = bytesOf(hex);
  const reader = new Reader();
  reader.open(bytes, 0, bytes.length, complete);
  return knxnet.probe(reader, {} as never);
}

test("a router says who it is", () => {
  const [, response, , extended] = seen(0);
  assert.deepEqual(
    response?.claims.map(({ attribute, value }) => [attribute, value]),
    [
      ["name", "Router east"],
      ["serial", "00a600001234"],
      ["vendor", "Enertex Bayern"],
      ["kind", "KNXnet/IP router"],
    ],
  );
  assert.equal(response?.answers, 1);
  assert.equal(response?.fields.device.individual_address, "1.1.1");
  assert.equal(response?.fields.device.programming_mode, true);
  assert.equal(response?.fields.endpoint, "udp 192.0.2.2:3671");
  assert.deepEqual(extended?.fields.knx_addresses, ["1.1.1"]);
  assert.deepEqual(extended?.fields.tunnelling, { max_apdu_length: 254, slots: ["1.1.2"] });
});

test("what is done through a tunnel is told by its application service, and acknowledgments are paired", () => {
  assert.deepEqual(
    seen(0)
      .slice(6)
      .map((message) => [message.operation, message.act, message.direction, message.answers, message.outcome]),
    [
      ["connect_request", "other", 1, 0, ""],
      ["connect_response", "other", 2, 7, ""],
      ["group_value_read", "read", 1, 0, ""],
      ["tunnelling_ack", "other", 0, 9, ""],
      ["group_value_response", "other", 3, 0, ""],
      ["group_value_write", "write", 1, 0, ""],
      ["l_data_con", "other", 3, 0, ""],
      ["group_value_write", "write", 1, 0, ""],
      ["t_connect", "other", 1, 0, ""],
      ["memory_write", "program", 1, 0, ""],
      ["property_value_write", "configure", 1, 0, ""],
      ["restart", "control", 1, 0, ""],
      ["connectionstate_request", "other", 1, 0, ""],
      ["connectionstate_response", "other", 2, 19, "connection_id"],
      ["disconnect_request", "other", 0, 0, ""],
      ["disconnect_response", "other", 0, 21, ""],
    ],
  );
});

test("groups have values, and devices on the bus are parts", () => {
  const messages = [...seen(0), ...seen(2)];
  assert.deepEqual(
    messages.flatMap(({ samples }) => samples.map(({ name, value, space }) => [name, value, space.type])),
    [
      ["1/2/1", 21, "DPT 9"],
      ["1/2/2", 1, "1 to 6 bits"],
      ["1/2/3", 15.625, "32 bits"],
      ["1/2/4", 128, "8 bits"],
      ["1/2/4", 258, "32 bits"],
    ],
  );
  const part = messages.flatMap(({ claims }) => claims).find(({ value }) => value === "KNX device");
  assert.deepEqual(part?.about, { part: "KNX 1.1.5", of: "sender" });
});

test("management of the interface is told, and what it refuses", () => {
  const messages = seen(1);
  assert.ok(messages.every(({ notes }) => notes.length === 0));
  assert.deepEqual(
    messages.map(({ operation, outcome }) => (outcome === "" ? operation : `${operation}: ${outcome}`)),
    [
      "connect_request",
      "connect_response: no_more_connections",
      "m_prop_read_req",
      "device_configuration_ack",
      "m_prop_read_con",
      "m_prop_read_con",
      "m_prop_read_con",
      "m_prop_write_req",
      "m_prop_write_con: error_07",
      "m_func_prop_command_req",
      "m_reset_req",
      "tunnelling_feature_get",
      "session_request",
      "session_response",
      "secure_wrapper",
    ],
  );
  assert.deepEqual(
    messages.flatMap(({ claims }) => claims.map(({ attribute, value }) => [attribute, value])),
    [
      ["vendor", "MDT technologies"],
      ["serial", "008300005678"],
      ["name", "Router east"],
    ],
  );
});

test("defects are named; cut and hostile frames are not read", () => {
  assert.deepEqual(
    seen(3).map((message) => message.faults.map(({ name }) => name)),
    [["bad data length"], ["unknown message code"], ["bad block length"], ["unknown application service"]],
  );
  const sent = (hex: string) => play({ over: "tcp", port: 3671 }, [{ from: "client", bytes: bytesOf(hex) }], [knxnet]);
  assert.equal(sent("0610 0420 ffff 0407").messages.length, 0);
  assert.equal(sent("0610 0420 0015 0407").waiting, 8);
});

test("only the head with a known service and its own length is taken", () => {
  assert.equal(likeness("0610 0207 0010 0700 0801 c0000201 c350"), CERTAIN);
  assert.equal(likeness("0610 7777 0010 0700 0801 c0000201 c350"), NO);
  assert.equal(likeness("0620 0207 0010 0700"), NO);
  // An RMCP head of IPMI.
  assert.equal(likeness("0600 ff06 0000 11be"), NO);
});
