import assert from "node:assert/strict";
import { test } from "node:test";
import { NO } from "../dissector.ts";
import { dissectExchange, likenessOf } from "../testing.ts";
import { prp } from "./prp.ts";
import { SAMPLES } from "./samples/prp.ts";

test("nodes, redundancy boxes and what is behind them are told once", () => {
  const messages = dissectExchange(SAMPLES[0]!, [prp]);
  assert.deepEqual(
    messages.map(({ operation }) => operation),
    [
      "prp_supervision_duplicate_discard",
      "prp_supervision_duplicate_discard",
      "prp_supervision_duplicate_accept",
      "hsr_supervision",
      "prp_supervision_duplicate_discard",
      "prp_supervision",
    ],
  );
  assert.deepEqual(
    messages.flatMap(({ claims }) => claims.map(({ about, value }) => [(about as { mac: string }).mac, value])),
    [
      ["020000000001", "PRP node"],
      ["020000000003", "HSR node"],
      ["020000000004", "PRP node"],
      ["020000000005", "redundancy box"],
      ["020000000006", "PRP node"],
      ["020000000007", "singly attached node"],
    ],
  );
  assert.equal(messages[0]?.fields.tlvs[0].mac_address_b, "02:00:00:00:00:02");
  assert.equal(messages[3]?.fields.path, 1);
});

test("cut parts are faults, other frames are not taken", () => {
  const read = (hex: string): string[] | undefined =>
    dissectExchange({ name: "one", over: "ethernet", port: 0x88fb, messages: [{ from: "client", hex }] }, [
      prp,
    ])[0]?.faults.map(({ name }) => name);
  assert.deepEqual(read("0001 0002 14 06 020000000001 1e 20 0200"), ["bad length"]);
  assert.deepEqual(read("0001 0002 14 0c 0200"), ["bad length", "no node"]);
  assert.equal(likenessOf(prp, "0007 0002 14 06 020000000001"), NO);
  assert.equal(likenessOf(prp, "0001 0002 44 06 020000000001"), NO);
});
