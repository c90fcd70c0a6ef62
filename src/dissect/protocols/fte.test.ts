import assert from "node:assert/strict";
import { test } from "node:test";
import { LIKELY, NO } from "../dissector.ts";
import { Reader } from "../reader.ts";
import type { Talk } from "../talk.ts";
import { dissectExchange } from "../testing.ts";
import { fte } from "./fte.ts";
import { SAMPLES } from "./samples/fte.ts";

function likeness(group: string, sourcePort: number, destinationPort: number): number {
  const reader = new Reader();
  reader.open(new Uint8Array(16), 0, 16, true);
  const talk = { stream: false, sourcePort, destinationPort, receiverAddress: () => group };
  return fte.probe(reader, talk as unknown as Talk<never>);
}

test("nodes are known by group and both ports together, never by a port that anybody may pick", () => {
  assert.equal(likeness("234.5.6.7", 47_837, 51_966), LIKELY);
  assert.equal(likeness("10.0.0.7", 47_837, 51_966), NO);
  assert.equal(likeness("234.5.6.7", 50_000, 51_966), NO);
  assert.equal(likeness("234.5.6.7", 47_837, 502), NO);
});

test("messages are counted, and nothing is said of what they hold", () => {
  const seen = dissectExchange(SAMPLES[0] as (typeof SAMPLES)[number], [fte]);
  assert.deepEqual(
    seen.map(({ operation, fields }) => [operation, fields]),
    [
      ["diagnostic", { length: 16 }],
      ["diagnostic", { length: 16 }],
    ],
  );
});
