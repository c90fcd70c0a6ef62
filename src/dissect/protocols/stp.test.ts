import assert from "node:assert/strict";
import { test } from "node:test";
import { dissectExchange } from "../testing.ts";
import { SAMPLES } from "./samples/stp.ts";
import { stp } from "./stp.ts";

test("each version of the tree is told with its bridges", () => {
  const [configuration, change, rapid, multiple] = dissectExchange(SAMPLES[0]!, [stp]);
  assert.equal(configuration?.operation, "configuration_bpdu");
  assert.deepEqual(configuration?.fields.root, { priority: 0x8000, system_id: 1, mac: "02:00:00:00:00:01" });
  assert.equal(configuration?.fields.hello_time, 2);
  assert.equal(configuration?.fields.topology_change, true);
  assert.deepEqual(
    configuration?.claims.map((claim) => [claim.attribute, claim.value, claim.confidence]),
    [["kind", "bridge", 0.6]],
  );
  assert.equal(change?.operation, "topology_change_notification");
  assert.equal(rapid?.operation, "rapid_spanning_tree_bpdu");
  assert.equal(rapid?.fields.port_role, "designated");
  assert.equal(rapid?.fields.forwarding, true);
  assert.equal(multiple?.operation, "multiple_spanning_tree_bpdu");
  assert.equal(multiple?.fields.configuration_name, "plant");
  assert.equal(multiple?.fields.instances[0].regional_root.mac, "02:00:00:00:00:03");
  assert.equal(multiple?.fields.instances[0].remaining_hops, 19);
  assert.equal(multiple?.fields.instances[0].port_role, "designated");
  assert.equal(multiple?.fields.instances[0].master, false);
});

test("a tree per VLAN names its VLAN", () => {
  assert.equal(dissectExchange(SAMPLES[1]!, [stp])[0]?.fields.originating_vlan, 10);
});

test("unknown types, short trees and wrong lengths are faults", () => {
  const read = (hex: string): string[] | undefined =>
    dissectExchange({ name: "one", over: "llc", port: 0x42, messages: [{ from: "client", hex }] }, [
      stp,
    ])[0]?.faults.map((fault) => fault.name);
  assert.deepEqual(read("424203 0000 00 55"), ["unknown BPDU type"]);
  assert.deepEqual(read("424203 0001 00 80"), ["unknown protocol identifier"]);
  assert.deepEqual(read("424203 0000 00 00 01 8001"), ["short"]);
  const rapid = SAMPLES[0]!.messages[2]!.hex.replace("0000 02 02", "0000 03 02");
  assert.deepEqual(read(`${rapid} 0009 00`), ["bad length"]);
});
