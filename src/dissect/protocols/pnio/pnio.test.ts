import assert from "node:assert/strict";
import { test } from "node:test";
import { NOTICE, REQUEST, RESPONSE, UNDIRECTED } from "../../talk.ts";
import { dissectExchange, type SeenMessage } from "../../testing.ts";
import { dcerpc } from "../dcerpc/dcerpc.ts";
import { SAMPLES } from "../samples/pnio.ts";
import { pnio } from "./pnio.ts";

function said(message: SeenMessage | undefined): unknown[] {
  return (message?.claims ?? []).map((claim) => [claim.about, claim.attribute, claim.value]);
}

test("a connect names the controller, the maker of the device and the frames to come", () => {
  const [connect, answer, write, end, ready, confirmed] = dissectExchange(SAMPLES[0]!, [pnio]);
  assert.deepEqual(said(connect), [
    ["receiver", "vendor", "Siemens"],
    ["receiver", "kind", "PROFINET device 42:769"],
    ["sender", "name", "plc-line-1"],
    ["sender", "role", "plc"],
    ["sender", "vendor", "Siemens"],
    ["sender", "kind", "PROFINET device 42:269"],
  ]);
  assert.deepEqual(connect?.fields.blocks[1], {
    block_type: 258,
    block_type_name: "iocr_block_req",
    iocr_type: 1,
    iocr_reference: 1,
    data_length: 40,
    frame_id: 0x8001,
    send_clock_factor: 32,
    reduction_ratio: 64,
  });
  assert.deepEqual([connect?.direction, answer?.direction], [REQUEST, RESPONSE]);
  assert.equal(answer?.fields.blocks[0].cm_responder_mac, "020000000002");
  assert.deepEqual(
    [write?.act, write?.targets],
    ["write", [{ space: "slot 0 subslot 1 record", first: 0x8000, count: 1 }]],
  );
  assert.equal(end?.fields.blocks[0].block_type_name, "iod_control_req_prm_end");
  assert.deepEqual(
    [ready?.direction, confirmed?.direction],
    [NOTICE, UNDIRECTED],
    "a device that reports is no client of its controller",
  );
});

test("identification and maintenance is an identity", () => {
  const [ask, answer, places, refused, , released] = dissectExchange(SAMPLES[1]!, [pnio]);
  assert.equal(ask?.fields.blocks[0].index_name, "i_and_m_0");
  assert.deepEqual(said(answer).slice(2), [
    ["sender", "vendor", "Siemens"],
    ["sender", "orderNumber", "6ES7 155-6AU01-0BN0"],
    ["sender", "serial", "S C-X4U812345678"],
    ["sender", "hardware", "3"],
    ["sender", "firmware", "V4.2.1"],
  ]);
  assert.deepEqual(said(places).slice(2), [
    ["sender", "siteCode", "=A1+K2"],
    ["sender", "location", "Hall 3"],
    ["sender", "description", "Infeed"],
  ]);
  assert.equal(refused?.outcome, "invalid_index");
  assert.equal(released?.outcome, "pnio_3_7");
});

test("its calls ride in remote calls on their port", () => {
  const exchange = { ...SAMPLES[0]!, over: "udp" as const, port: 34_964 };
  const seen = dissectExchange(exchange, [dcerpc, pnio]);
  assert.deepEqual(
    seen.slice(0, 4).map((message) => `${message.protocol} ${message.operation}`),
    ["dcerpc pnio_device_call", "pnio connect", "dcerpc pnio_device_call", "pnio connect"],
  );
  assert.ok(seen.every((message) => message.faults.length === 0));
});
