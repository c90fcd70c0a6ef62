import assert from "node:assert/strict";
import { test } from "node:test";
import { dissectExchange } from "../testing.ts";
import { igmp } from "./igmp.ts";
import { SAMPLES } from "./samples/igmp.ts";

test("queries and reports of all versions tell their groups", () => {
  const messages = dissectExchange(SAMPLES[0]!, [igmp]);
  assert.deepEqual(
    messages.map((message) => message.operation),
    [
      "membership_query",
      "membership_query",
      "membership_report_v1",
      "membership_report_v2",
      "leave_group",
      "membership_report_v3",
    ],
  );
  assert.deepEqual(
    messages.map((message) => message.fields.version),
    [2, 3, 1, 2, 2, 3],
  );
  assert.equal(messages[1]?.fields.query_interval, 125);
  assert.equal(messages[0]?.fields.group_address, "0.0.0.0");
  assert.deepEqual(messages[1]?.fields.sources, ["192.0.2.1"]);
  assert.equal(messages[3]?.fields.group_address, "225.0.0.5");
  assert.deepEqual(messages[5]?.fields.records, [
    { record_type: 4, group_address: "225.0.0.5", source_count: 0, sources: [] },
    { record_type: 1, group_address: "225.0.0.6", source_count: 1, sources: ["192.0.2.1"] },
  ]);
});

test("wrong checksums, unknown types and short messages are faults", () => {
  const read = (hex: string): string[] | undefined =>
    dissectExchange({ name: "one", over: "ip", port: 2, messages: [{ from: "client", hex }] }, [igmp])[0]?.faults.map(
      (fault) => fault.name,
    );
  assert.deepEqual(read("1164 0000 00000000"), ["bad checksum"]);
  assert.deepEqual(read("7700 88ff 00000000"), ["unknown type"]);
  assert.deepEqual(read("1600 e9ff"), ["short"]);
});
