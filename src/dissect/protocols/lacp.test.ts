import assert from "node:assert/strict";
import { test } from "node:test";
import { NO } from "../dissector.ts";
import { dissectExchange, likenessOf } from "../testing.ts";
import { lacp } from "./lacp.ts";
import { SAMPLES } from "./samples/lacp.ts";

test("aggregation, markers, links and clocks", () => {
  const messages = dissectExchange(SAMPLES[0]!, [lacp]);
  assert.deepEqual(
    messages.map(({ operation, act, objects }) => [operation, act, ...objects]),
    [
      ["lacpdu", "other"],
      ["lacpdu", "other"],
      ["marker", "other"],
      ["marker_response", "other"],
      ["oam_information", "other"],
      ["oam_loopback_control", "control", "dying gasp", "loopback on"],
      ["synchronization_message", "time"],
      ["organization_specific", "other"],
    ],
  );
  assert.deepEqual(
    messages.flatMap(({ notes }) => notes.map(({ remark }) => remark)),
    [{ kind: "neighbor", method: "LACP", port: "7", remoteName: "02:00:00:00:00:02" }],
  );
  assert.deepEqual(messages[0]?.fields.actor.states, [
    "activity",
    "aggregation",
    "synchronization",
    "collecting",
    "distributing",
  ]);
  assert.equal(messages[6]?.fields.quality_level, 2);
});

test("wrong lengths are faults or not taken", () => {
  const read = (hex: string): string[] | undefined =>
    dissectExchange({ name: "one", over: "ethernet", port: 0x8809, messages: [{ from: "client", hex }] }, [
      lacp,
    ])[0]?.faults.map(({ name }) => name);
  assert.deepEqual(read("01 01 01 14 8000 020000000001 0001 8000 0003 3d 000000 02 ff 8000"), ["bad length"]);
  assert.equal(likenessOf(lacp, "01 01 01 ff 8000 020000000001"), NO);
  assert.equal(likenessOf(lacp, "07 01 01 14"), NO);
});
