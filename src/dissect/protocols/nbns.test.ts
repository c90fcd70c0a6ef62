import assert from "node:assert/strict";
import { test } from "node:test";
import { dissectExchange } from "../testing.ts";
import { nbns } from "./nbns.ts";
import { SAMPLES } from "./samples/nbns.ts";

test("a registration names its sender, a group its workgroup, and a conflict is refused", () => {
  const [host, refused, group] = dissectExchange(SAMPLES[0]!, [nbns]);
  assert.equal(host?.operation, "name_registration_request");
  assert.deepEqual([host?.claims[0]?.attribute, host?.claims[0]?.value], ["name", "HMI-7"]);
  assert.equal(refused?.outcome, "active_error");
  assert.equal(refused?.answers, 1);
  assert.deepEqual([group?.claims[0]?.attribute, group?.claims[0]?.value], ["domainName", "PLANT"]);
});

test("a node's status tells names, workgroup and hardware address", () => {
  const [, found, , status] = dissectExchange(SAMPLES[1]!, [nbns]);
  assert.equal(found?.fields.answers[0].suffix_name, "file_server");
  assert.equal(status?.operation, "node_status_response");
  assert.equal(status?.fields.answers[0].names.length, 3);
  assert.deepEqual(
    status?.claims.map((claim) => claim.value),
    ["HIST-01", "PLANT", "HIST-01"],
  );
  assert.deepEqual(status?.notes[0]?.remark, {
    kind: "binding",
    method: "NBNS node status",
    mac: "020000000002",
    ip: "192.0.2.2",
  });
});

test("wrong names and missing questions are faults", () => {
  const [name, missing] = dissectExchange(SAMPLES[2]!, [nbns]);
  assert.equal(name?.faults[0]?.name, "bad name");
  assert.equal(missing?.faults[0]?.name, "short");
});
