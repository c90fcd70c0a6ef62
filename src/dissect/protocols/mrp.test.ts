import assert from "node:assert/strict";
import { test } from "node:test";
import { dissectExchange } from "../testing.ts";
import { mrp } from "./mrp.ts";
import { SAMPLES } from "./samples/mrp.ts";

test("a manager's tests tell the ring and its changes once", () => {
  const messages = dissectExchange(SAMPLES[0]!, [mrp]);
  assert.deepEqual(
    messages.slice(0, 4).map(({ operation, act, objects }) => [operation, act, objects]),
    [
      ["test", "other", [`ring ${"ff".repeat(16)}`, "ring closed"]],
      ["test", "other", []],
      ["test", "other", ["ring open"]],
      ["topology_change", "alarm", []],
    ],
  );
  assert.deepEqual(
    messages[0]?.claims.map(({ attribute, value, confidence }) => [attribute, value, confidence]),
    [["kind", "media redundancy manager", 0.7]],
  );
  assert.deepEqual(messages[0].fields.tlvs, [
    {
      type: 2,
      length: 18,
      prio: 0x8000,
      sa: "02:00:00:00:00:01",
      port_role: "primary_ring_port",
      ring_state: "closed",
      transition: 1,
      time_stamp: 100,
    },
    { type: 1, length: 18, sequence_id: 7, domain_uuid: "ff".repeat(16) },
  ]);
});

test("links, interconnections and options are told", () => {
  const messages = dissectExchange(SAMPLES[0]!, [mrp]);
  assert.deepEqual(
    messages.slice(4).map(({ operation }) => operation),
    [
      "link_down",
      "link_up",
      "interconnection_test",
      "interconnection_topology_change",
      "interconnection_link_down",
      "interconnection_link_up",
      "interconnection_link_status_poll",
      "test_manager_nack",
      "test_propagate",
      "auto_manager",
    ],
  );
  assert.equal(messages[4]?.fields.tlvs[0].blocked, 1);
  assert.equal(messages[5]?.fields.tlvs[1].sequence_id, 7, "behind padding");
  assert.equal(messages[8]?.fields.tlvs[0].link_info, 0x0100);
  assert.equal(messages[11]?.fields.tlvs[0].sub_tlv.other_mrm_sa, "02:00:00:00:00:02");
});

test("wrong versions, lengths and a missing end are faults", () => {
  const read = (hex: string): string[] | undefined =>
    dissectExchange({ name: "one", over: "ethernet", port: 0x88e3, messages: [{ from: "client", hex }] }, [
      mrp,
    ])[0]?.faults.map((fault) => fault.name);
  assert.deepEqual(read("0002 0a 0a 020000000002 0002 0005 00 00"), ["unknown version"]);
  assert.deepEqual(read("0001 0a ff 020000000002 0002 0005 00 00"), ["bad length", "missing end"]);
  assert.deepEqual(read("0001 0a 0a 020000000002 0002 0005"), ["missing end"]);
  assert.deepEqual(read("0001 40 02 0001 00 00"), ["unknown TLV type"]);
  assert.deepEqual(read("0001 02 04 8000 0200 00 00"), ["short"]);
});
