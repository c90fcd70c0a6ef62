import assert from "node:assert/strict";
import { test } from "node:test";
import type { SeenMessage } from "../../testing.ts";
import { dissectExchange } from "../../testing.ts";
import { block, SAMPLES as DCP_SAMPLES, dcp } from "../samples/profinet_dcp.ts";
import { SAMPLES as PTCP_SAMPLES } from "../samples/profinet_ptcp.ts";
import { SAMPLES as RT_SAMPLES } from "../samples/profinet_rt.ts";
import { profinetDcp } from "./dcp.ts";
import { profinetPtcp } from "./ptcp.ts";
import { profinetRt } from "./rt.ts";

function read(...hexes: string[]): SeenMessage[] {
  const messages = hexes.map((hex) => ({ from: "client", hex }) as const);
  return dissectExchange({ name: "one", over: "ethernet", port: 0x8892, messages }, [profinetRt, profinetDcp]);
}

function faultsOf(message: SeenMessage | undefined): string[] {
  return (message?.faults ?? []).map((fault) => fault.name);
}

test("a station says its name, type, maker, role and address when it is found", () => {
  const answer = dissectExchange(DCP_SAMPLES[0]!, [profinetDcp])[3];
  assert.deepEqual(
    answer?.claims.map(({ attribute, value, confidence }) => [attribute, value, confidence]),
    [
      ["name", "pump-7", 0.95],
      ["model", "ET200SP", 0.85],
      ["vendor", "Siemens", 0.95],
      ["kind", "PROFINET IO device", 0.8],
    ],
  );
  assert.deepEqual(
    answer.notes.map(({ remark }) => remark),
    [
      { kind: "binding", method: "PROFINET DCP", mac: "020000000002", ip: "192.0.2.7" },
      { kind: "name", method: "PROFINET DCP", name: "pump-7", ip: "192.0.2.7" },
    ],
  );
  const blocks = answer.fields.blocks;
  assert.deepEqual(blocks[0].options, ["mac_address", "ip_parameter", "type_of_station", "signal"]);
  assert.deepEqual([blocks[3].vendor_id, blocks[3].device_id], [42, 0x0313]);
  assert.deepEqual([blocks[6].oem_vendor_id, blocks[6].oem_device_id], [176, 1]);
  assert.equal(blocks[8].rsi_properties, 63);
  assert.equal(blocks[9].mac_address, "02:00:00:00:00:01");
  assert.deepEqual(
    [blocks[10].ip_state, blocks[10].ip_address, blocks[10].subnet_mask, blocks[10].standard_gateway],
    ["ip_set", "192.0.2.7", "255.255.255.0", "192.0.2.1"],
  );
});

test("requests and answers are paired, and acts say what is done to the station", () => {
  const messages = dissectExchange(DCP_SAMPLES[0]!, [profinetDcp]);
  assert.deepEqual(
    messages.map(({ operation, act, direction, outcome, answers }) => [operation, act, direction, outcome, answers]),
    [
      ["identify", "identify", 1, "", 0],
      ["identify", "identify", 1, "", 0],
      ["identify", "identify", 1, "", 0],
      ["identify", "identify", 2, "", 1],
      ["get", "read", 1, "", 0],
      ["get", "read", 2, "suboption_not_supported", 5],
      ["set_name_of_station", "configure", 1, "", 0],
      ["set_name_of_station", "configure", 2, "", 7],
      ["set_ip_parameter", "configure", 1, "", 0],
      ["set_ip_parameter", "configure", 2, "", 9],
      ["signal", "control", 1, "", 0],
      ["signal", "control", 2, "", 11],
      ["reset_to_factory", "configure", 1, "", 0],
      ["reset_to_factory", "configure", 2, "in_operation_set_not_possible", 13],
      ["reset_factory_settings", "configure", 1, "", 0],
      ["reset_factory_settings", "configure", 2, "request_not_supported", 15],
      ["hello", "identify", 3, "", 0],
    ],
  );
  assert.deepEqual(messages[1]?.objects, ["station pump-7"]);
  assert.deepEqual(messages[2]?.objects, ["alias port-001.switch"]);
  assert.deepEqual(messages[8]?.objects, ["IP address 192.0.2.8"]);
  assert.equal(messages[12]?.fields.blocks[0].reset, "communication_parameter");
  assert.equal(messages[6]?.fields.blocks[0].permanent, true);
});

test("a name and an address count for the station once it accepted them", () => {
  const messages = dissectExchange(DCP_SAMPLES[0]!, [profinetDcp]);
  assert.deepEqual(messages[6]?.claims, []);
  assert.deepEqual(
    messages[7]?.claims.map(({ attribute, value }) => [attribute, value]),
    [["name", "pump-8"]],
  );
  assert.deepEqual(
    messages[9]?.notes.map(({ remark }) => remark.kind === "binding" && remark.ip),
    ["192.0.2.8"],
  );
});

test("a controller that says hello is a PLC", () => {
  const hello = dissectExchange(DCP_SAMPLES[0]!, [profinetDcp])[16];
  assert.deepEqual(
    hello?.claims.map(({ attribute, value }) => [attribute, value]),
    [
      ["name", "drive-1"],
      ["kind", "PROFINET IO controller"],
      ["role", "plc"],
    ],
  );
});

test("wrong lengths, services and conflicts are faults", () => {
  const inner = (hex: string): string[] => faultsOf(read(hex)[1]);
  assert.deepEqual(inner(dcp("fefe", "0500", 1, block("ffff")).replace("0004ffff", "00ffffff")), ["short"]);
  assert.deepEqual(inner(dcp("fefe", "0500", 1, "02020009 7878")), ["short"]);
  assert.deepEqual(inner(dcp("fefd", "0500", 1, block("ffff"))), ["frame id does not fit the service"]);
  assert.deepEqual(inner(dcp("fefd", "0900", 1)), ["unknown service"]);
  assert.deepEqual(inner(dcp("fefd", "0307", 1)), ["unknown service type"]);
  assert.deepEqual(inner(dcp("feff", "0501", 1, block("0102", "0081", "c0000207 ffffff00 00000000"))), [
    "address conflict",
  ]);
  assert.deepEqual(faultsOf(read(`0005 ${"00".repeat(44)}`)[0]), ["reserved frame id"]);
});

test("cyclic frames tell their counter and status, and none of their values", () => {
  const messages = dissectExchange(RT_SAMPLES[0]!, [profinetRt, profinetDcp, profinetPtcp]);
  assert.deepEqual(messages[0]?.fields, {
    frame_id: 0xc000,
    class: "rt_class_1",
    length: 40,
    cycle_counter: 0xfd20,
    data_status: 0x35,
    primary: true,
    redundancy: false,
    data_valid: true,
    provider_runs: true,
    station_problem: false,
    ignore: false,
    transfer_status: 0,
  });
  assert.deepEqual([messages[1]?.fields.class, messages[1]?.fields.station_problem], ["rt_class_2", true]);
  assert.equal(messages[2]?.fields.class, "rt_class_3");
  assert.deepEqual(faultsOf(read(`c000 ${"00".repeat(40)} 0001 35 01`)[0]), ["transfer error"]);
});

test("alarms are told with place and kind", () => {
  const messages = dissectExchange(RT_SAMPLES[0]!, [profinetRt, profinetDcp, profinetPtcp]);
  const alarm = messages[3];
  assert.deepEqual(
    [alarm?.operation, alarm?.act, alarm?.objects],
    ["alarm_notification", "alarm", ["alarm diagnosis of slot 2"]],
  );
  const { slot, subslot, alarm_sequence_number, user_structure_identifier, user_data } = alarm?.fields ?? {};
  assert.deepEqual(
    [slot, subslot, alarm_sequence_number, user_structure_identifier, user_data],
    [2, 1, 1, 0x8002, "01020304"],
  );
  assert.deepEqual(
    messages.slice(4, 8).map(({ operation, outcome }) => [operation, outcome]),
    [
      ["rta_ack", ""],
      ["alarm_acknowledgment", ""],
      ["rta_ack", ""],
      ["rta_error", "rta_error_253_5"],
    ],
  );
});

test("every frame of the EtherType is told, with what it carries", () => {
  const messages = dissectExchange(RT_SAMPLES[0]!, [profinetRt, profinetDcp, profinetPtcp]);
  assert.deepEqual(
    messages.slice(8).map(({ protocol, operation }) => `${protocol} ${operation}`),
    [
      "profinet_rt discovery_frame",
      "profinet_dcp identify",
      "profinet_rt clock_frame",
      "profinet_ptcp delay_request",
      "profinet_rt fragment",
      "profinet_rt remote_service",
    ],
  );
});

test("clocks tell masters, times and delays", () => {
  const messages = dissectExchange(PTCP_SAMPLES[0]!, [profinetPtcp]);
  const [sync, , followUp, announce, request, response] = messages;
  assert.deepEqual(sync?.fields.tlvs[0], {
    type: "subdomain",
    master_source_address: "02:00:00:00:00:01",
    subdomain_uuid: "a1".repeat(16),
  });
  assert.deepEqual(sync?.fields.tlvs[1], { type: "time", epoch_number: 0, seconds: 0x65000000, nanoseconds: 10 });
  assert.deepEqual([sync?.fields.delay_10ns, sync?.fields.delay_1ns_byte, sync?.fields.delay_1ns], [100, 5, 3]);
  assert.deepEqual([sync?.direction, request?.direction, response?.direction], [3, 1, 2]);
  assert.equal(sync?.fields.tlvs[3].clock_accuracy, 0x21);
  assert.equal(followUp?.fields.delay_1ns_fup, -10);
  assert.equal(announce?.fields.tlvs[1].irdata_uuid, "b2".repeat(16));
  assert.deepEqual(request?.fields.tlvs, [{ type: "delay_parameter", port_mac_address: "02:00:00:00:00:02" }]);
  assert.deepEqual(response?.fields.tlvs[1], {
    type: "port_parameter",
    t2_port_rx_delay: 32,
    t3_port_tx_delay: 48,
  });
  const cut = dissectExchange(
    { ...PTCP_SAMPLES[0]!, messages: [{ from: "client", hex: `ff40 ${"00".repeat(12)} 001c 0000 00000000 0c3f 02` }] },
    [profinetPtcp],
  );
  assert.deepEqual(faultsOf(cut[0]), ["bad length"]);
});
