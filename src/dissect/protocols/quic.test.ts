import assert from "node:assert/strict";
import { test } from "node:test";
import { CERTAIN, LIKELY, NO } from "../dissector.ts";
import { Reader } from "../reader.ts";
import { bytesOf, dissectExchange, type SeenMessage } from "../testing.ts";
import { quic } from "./quic.ts";
import { SAMPLES } from "./samples/quic.ts";
import type { Exchange } from "./samples/sample.ts";

const seen = (index: number): SeenMessage[] => dissectExchange(SAMPLES[index] as Exchange, [quic]);

function likeness(hex: string): number {
  const bytes = bytesOf(hex);
  const reader = new Reader();
  reader.open(bytes, 0, bytes.length, true);
  return quic.probe(reader, {} as never);
}

test("packets of a datagram are told one by one, the first sender is the client", () => {
  assert.deepEqual(
    seen(0).map((message) => [message.operation, message.direction, message.answers]),
    [
      ["initial", 1, 0],
      ["initial", 2, 1],
      ["handshake", 0, 0],
      ["handshake", 0, 0],
      ["one_rtt", 0, 0],
      ["zero_rtt", 1, 0],
      ["one_rtt", 0, 0],
    ],
  );
  assert.deepEqual(seen(0)[1]?.fields, {
    version: "1",
    destination_connection_id: "",
    source_connection_id: "5152535455565758",
    token_length: 0,
    length: 64,
  });
});

test("versions are told, and drafts are obsolete", () => {
  const messages = seen(1);
  assert.deepEqual(
    messages.map((message) => [message.operation, message.outcome]),
    [
      ["unknown_version", ""],
      ["version_negotiation", "version_not_supported"],
      ["initial", ""],
      ["retry", ""],
      ["initial", ""],
      ["initial", ""],
    ],
  );
  assert.deepEqual(messages[1]?.fields.supported_versions, ["1", "2", "Q046"]);
  assert.deepEqual(messages[2]?.notes[0]?.remark, { kind: "version", protocol: "QUIC", version: "2", obsolete: false });
  assert.equal(messages[5]?.fields.version, "draft-29");
});

test("a length beyond the datagram is a fault", () => {
  assert.deepEqual(
    seen(2).map((message) => message.faults.map(({ name }) => name)),
    [["bad length"]],
  );
});

test("only long heads of known versions whose lengths fit are taken", () => {
  assert.equal(likeness((SAMPLES[0] as Exchange).messages[0]!.hex), CERTAIN);
  assert.equal(likeness((SAMPLES[1] as Exchange).messages[1]!.hex), LIKELY);
  assert.equal(likeness((SAMPLES[2] as Exchange).messages[0]!.hex), NO);
  // RTP, and bytes of a short head.
  assert.equal(likeness(`80 00 0001 00000001 00000002 ${"55".repeat(40)}`), NO);
  assert.equal(likeness(`43 ${"55".repeat(60)}`), NO);
});
