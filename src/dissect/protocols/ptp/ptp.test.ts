import assert from "node:assert/strict";
import { test } from "node:test";
import type { SeenMessage } from "../../testing.ts";
import { dissectExchange } from "../../testing.ts";
import { ptpMessage, SAMPLES, tlv } from "../samples/ptp.ts";
import { ptp } from "./ptp.ts";

function read(hex: string): SeenMessage | undefined {
  const messages = [{ from: "client", hex } as const];
  return dissectExchange({ name: "one", over: "udp", port: 320, messages }, [ptp])[0];
}

function faultsOf(message: SeenMessage | undefined): string[] {
  return (message?.faults ?? []).map((fault) => fault.name);
}

test("a grandmaster announces itself and is told once as a time server", () => {
  const messages = dissectExchange(SAMPLES[0]!, [ptp]);
  const announce = messages[0];
  assert.deepEqual(
    announce?.claims.map(({ attribute, value, confidence }) => [attribute, value, confidence]),
    [["role", "time server", 0.75]],
  );
  assert.deepEqual(announce.objects, ["grandmaster 020000fffe000001"]);
  const fields = announce.fields;
  assert.deepEqual(fields.flags, [
    "current_utc_offset_valid",
    "ptp_timescale",
    "time_traceable",
    "frequency_traceable",
  ]);
  assert.deepEqual(fields.grandmaster_clock_quality, {
    clock_class: 6,
    clock_accuracy: 0x21,
    within: "100 ns",
    offset_scaled_log_variance: 0x4e5d,
  });
  assert.deepEqual(
    [fields.grandmaster_priority1, fields.grandmaster_priority2, fields.current_utc_offset, fields.time_source],
    [128, 128, 37, "gnss"],
  );
  assert.deepEqual(fields.source_port_identity, { clock_identity: "020000fffe000001", port_number: 1 });
  assert.equal(fields.correction_field, 2.5);
  assert.deepEqual(fields.tlvs, [{ type: 8, name: "path_trace", length: 8, path_sequence: ["020000fffe000001"] }]);
  assert.deepEqual(messages[9]?.claims, [], "the same grandmaster again");
});

test("masters serve, slaves ask, and peers do neither", () => {
  assert.deepEqual(
    dissectExchange(SAMPLES[0]!, [ptp]).map(({ operation, direction }) => [operation, direction]),
    [
      ["announce", 3],
      ["sync", 3],
      ["follow_up", 3],
      ["delay_request", 1],
      ["delay_response", 2],
      ["peer_delay_request", 0],
      ["peer_delay_response", 0],
      ["peer_delay_response_follow_up", 0],
      ["follow_up", 3],
      ["announce", 3],
    ],
  );
});

test("TLVs of gPTP, of the power profile and of local time are read", () => {
  const messages = dissectExchange(SAMPLES[0]!, [ptp]);
  assert.equal(messages[8]?.fields.tlvs[0].gm_time_base_indicator, 2);
  assert.equal(messages[8]?.fields.tlvs[0].scaled_last_gm_freq_change, 3);
  const [power, newer, local] = messages[9]?.fields.tlvs ?? [];
  assert.deepEqual(
    [power.grandmaster_id, power.grandmaster_time_inaccuracy, power.network_time_inaccuracy],
    [254, 50, 100],
  );
  assert.deepEqual([newer.grandmaster_id, newer.total_time_inaccuracy], [254, 100]);
  assert.deepEqual([local.current_offset, local.time_of_next_jump, local.display_name], [3600, 0x66000000, "CET"]);
});

test("a clock's description is its identity", () => {
  const answer = dissectExchange(SAMPLES[1]!, [ptp])[1];
  assert.deepEqual(
    answer?.claims.map(({ attribute, value, confidence }) => [attribute, value, confidence]),
    [
      ["kind", "ordinary clock", 0.8],
      ["vendor", "Maker", 0.95],
      ["model", "Clock 1", 0.95],
      ["serial", "SN7", 0.85],
      ["hardware", "A", 0.95],
      ["firmware", "1.2", 0.95],
      ["software", "3.4", 0.95],
      ["name", "gm-1", 0.8],
      ["location", "hall 2", 0.8],
    ],
  );
  const description = answer.fields.tlvs[0];
  assert.deepEqual(
    [description.physical_address, description.protocol_address, description.manufacturer_identity],
    ["02:00:00:00:00:01", "192.0.2.1", "1c129d"],
  );
});

test("management tells what is asked, changed and refused", () => {
  const messages = dissectExchange(SAMPLES[1]!, [ptp]);
  assert.deepEqual(
    messages
      .slice(0, 6)
      .map(({ operation, act, direction, outcome, objects }) => [operation, act, direction, outcome, objects[0]]),
    [
      ["management_get", "read", 1, "", "clock_description"],
      ["management_response", "read", 2, "", "clock_description"],
      ["management_set", "configure", 1, "", "priority1"],
      ["management_response", "read", 2, "not_setable", "priority1"],
      ["management_command", "configure", 1, "", "disable_port"],
      ["management_acknowledge", "other", 2, "", "disable_port"],
    ],
  );
  const sets = messages[6]?.fields.tlvs;
  assert.equal(sets[0].clock_identity, "020000fffe000001");
  assert.deepEqual([sets[1].offset_from_master, sets[1].mean_path_delay], [1, 2]);
  assert.equal(sets[2].grandmaster_identity, "020000fffe000001");
  assert.equal(sets[4].port_state, "master");
  assert.equal(sets[5].user_description, "gm-2;yard");
  const signaling = messages[7]?.fields.tlvs;
  assert.deepEqual([signaling[0].message_type, signaling[0].duration], [11, 300]);
  assert.equal(signaling[1].renewal_invited, true);
  assert.equal(signaling[3].time_sync_interval, -2);
});

test("version 1 is read with its grandmaster and identity", () => {
  const messages = dissectExchange(SAMPLES[2]!, [ptp]);
  assert.deepEqual(
    messages.map(({ operation, direction }) => [operation, direction]),
    [
      ["version1_sync", 3],
      ["version1_follow_up", 3],
      ["version1_delay_response", 2],
      ["version1_management_read", 2],
      ["version1_management", 1],
    ],
  );
  const sync = messages[0]?.fields;
  assert.deepEqual(
    [sync.subdomain, sync.grandmaster_clock_identifier, sync.grandmaster_clock_stratum, sync.utc_reasonable],
    ["_DFLT", "GPS", 2, true],
  );
  assert.equal(messages[1]?.fields.associated_sequence_id, 7);
  assert.deepEqual(
    messages[3]?.claims.map(({ attribute, value }) => [attribute, value]),
    [["description", "Maker Clock 1"]],
  );
});

test("wrong lengths and types are faults", () => {
  const time = "0000 65000000 0000000a";
  const sync = ptpMessage("00", "0000", "020000fffe000001", 1, time).replace(/\s/g, "");
  assert.deepEqual(faultsOf(read(sync)), []);
  assert.deepEqual(faultsOf(read(sync.slice(0, -8))), ["short"]);
  assert.deepEqual(faultsOf(read(ptpMessage("05", "0000", "020000fffe000001", 1))), ["unknown message type"]);
  assert.deepEqual(faultsOf(read(sync.replace("002c", "0004"))), ["bad length"]);
  const long = ptpMessage(
    "00",
    "0000",
    "020000fffe000001",
    1,
    time,
    tlv("0008", "00".repeat(8)).replace("0008", "00ff"),
  );
  assert.deepEqual(faultsOf(read(long.replace("00ff0008", "000800ff"))), ["bad length"]);
  assert.equal(read(`0001 0001 ${"00".repeat(28)} 09 ${"00".repeat(30)}`)?.faults[0]?.name, "unknown message type");
});
