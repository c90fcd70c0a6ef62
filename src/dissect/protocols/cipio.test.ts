import assert from "node:assert/strict";
import { test } from "node:test";
import { dissectExchange } from "../testing.ts";
import { cipio } from "./cipio.ts";
import { SAMPLES } from "./samples/cipio.ts";
import { item } from "./samples/enip-bytes.ts";
import type { Exchange } from "./samples/sample.ts";

test("implicit messages tell their connection, sequence number and bytes", () => {
  const messages = dissectExchange(SAMPLES[0] as Exchange, [cipio]);
  assert.deepEqual(messages[0]?.fields, {
    connection_id: 0x12340001,
    sequence_number: 41,
    length: 8,
    io_data: "290001000000ff00",
  });
  assert.equal(messages[0]?.operation, "implicit_io");
  assert.equal(messages.length, 3);
});

test("data longer than the datagram is short, and other first items are refused", () => {
  const sent = (hex: string) =>
    dissectExchange({ name: "one", over: "udp", port: 2222, messages: [{ from: "client", hex }] }, [cipio]);
  assert.equal(sent(`0200 ${item(0x8002, "0100000002000000")} b100 0900 01`)[0]?.faults[0]?.name, "short");
  assert.equal(sent(`0200 ${item(0xa1, "01000000")} ${item(0xb1, "01")}`).length, 0);
});
