import assert from "node:assert/strict";
import { test } from "node:test";
import { CERTAIN, LIKELY, NO } from "../dissector.ts";
import { Reader } from "../reader.ts";
import { bytesOf, dissectExchange, type SeenMessage } from "../testing.ts";
import { dtls } from "./dtls.ts";
import { SAMPLES } from "./samples/dtls.ts";
import type { Exchange } from "./samples/sample.ts";

const seen = (index: number): SeenMessage[] => dissectExchange(SAMPLES[index] as Exchange, [dtls]);

function likeness(hex: string): number {
  const bytes = bytesOf(hex);
  const reader = new Reader();
  reader.open(bytes, 0, bytes.length, true);
  return dtls.probe(reader, {} as never);
}

test("a handshake is told message by message, with the identity of a pre-shared key", () => {
  const messages = seen(0);
  assert.deepEqual(
    messages.map((message) => [message.operation, message.direction, message.answers]),
    [
      ["client_hello", 1, 0],
      ["hello_verify_request", 2, 1],
      ["client_hello", 1, 0],
      ["server_hello", 2, 3],
      ["server_hello_done", 2, 0],
      ["client_key_exchange", 1, 0],
      ["change_cipher_spec", 0, 0],
      ["encrypted_handshake_message", 0, 0],
      ["application_data", 0, 0],
      ["encrypted_record", 0, 0],
      ["encrypted_alert", 0, 0],
    ],
  );
  assert.equal(messages[2]?.fields.server_name, "lwm2m.example");
  assert.equal(messages[2]?.fields.cookie_length, 4);
  assert.equal(messages[3]?.fields.cipher_suite, "TLS_PSK_WITH_AES_128_CCM_8");
  assert.deepEqual(messages[5]?.notes[0]?.remark, {
    kind: "credential",
    method: "DTLS pre-shared key",
    user: "meter-7",
    exposure: "challenge",
  });
});

test("fragments and alerts are told", () => {
  assert.deepEqual(
    seen(1).map((message) => [message.operation, message.outcome]),
    [
      ["handshake_fragment", ""],
      ["alert", "handshake_failure"],
    ],
  );
});

test("defects are named", () => {
  assert.deepEqual(
    seen(2).map((message) => message.faults.map(({ name }) => name)),
    [["short handshake message"], ["bad fragment"], ["application data before keys"], ["unknown handshake type"]],
  );
});

test("only records of known versions whose lengths fit are taken", () => {
  assert.equal(likeness((SAMPLES[0] as Exchange).messages[0]!.hex), CERTAIN);
  assert.equal(likeness((SAMPLES[0] as Exchange).messages[5]!.hex), LIKELY);
  // TLS over a stream, a record longer than its datagram, and early data.
  assert.equal(likeness(`160303 0040 01 00003c 0303 ${"11".repeat(40)}`), NO);
  assert.equal(likeness("16fefd 0000 000000000000 0040 01"), NO);
  assert.equal(likeness("17fefd 0000 000000000000 0002 1111"), NO);
});
