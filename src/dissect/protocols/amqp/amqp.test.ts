import assert from "node:assert/strict";
import { test } from "node:test";
import { CERTAIN, LIKELY, NO } from "../../dissector.ts";
import { Reader } from "../../reader.ts";
import { bytesOf, dissectExchange, play, type SeenMessage } from "../../testing.ts";
import { SAMPLES } from "../samples/amqp.ts";
import type { Exchange } from "../samples/sample.ts";
import { amqp } from "./amqp.ts";

const seen = (index: number): SeenMessage[] => dissectExchange(SAMPLES[index] as Exchange, [amqp]);

function likeness(hex: string): number {
  const bytes = bytesOf(hex);
  const reader = new Reader();
  reader.open(bytes, 0, bytes.length, false);
  return amqp.probe(reader, { memory: amqp.remember?.(), side: 0 } as never);
}

test("methods of 0-9-1 are told and paired", () => {
  assert.deepEqual(
    seen(0).map((message) => [message.operation, message.act, message.direction, message.answers]),
    [
      ["protocol_header", "other", 1, 0],
      ["connection_start", "identify", 3, 0],
      ["connection_start_ok", "authenticate", 1, 2],
      ["connection_tune", "other", 3, 0],
      ["connection_tune_ok", "other", 1, 4],
      ["connection_open", "other", 1, 0],
      ["connection_open_ok", "other", 2, 6],
      ["channel_open", "other", 1, 0],
      ["channel_open_ok", "other", 2, 8],
      ["exchange_declare", "configure", 1, 0],
      ["exchange_declare_ok", "other", 2, 10],
      ["queue_declare", "configure", 1, 0],
      ["queue_declare_ok", "other", 2, 12],
      ["queue_bind", "configure", 1, 0],
      ["queue_bind_ok", "other", 2, 14],
      ["basic_consume", "read", 1, 0],
      ["basic_consume_ok", "other", 2, 16],
      ["basic_publish", "write", 1, 0],
      ["content_header", "other", 0, 0],
      ["content_body", "other", 0, 0],
      ["basic_deliver", "read", 3, 0],
      ["basic_ack", "other", 1, 0],
      ["basic_get", "read", 1, 0],
      ["basic_get_empty", "other", 2, 21],
      ["heartbeat", "other", 0, 0],
      ["queue_purge", "write", 1, 0],
      ["channel_close", "other", 0, 0],
      ["channel_close_ok", "other", 0, 25],
      ["connection_close", "other", 0, 0],
      ["connection_close_ok", "other", 0, 27],
    ],
  );
});

test("broker and client say what they are, and a shipped password is known without being told", () => {
  const messages = seen(0);
  assert.deepEqual(
    messages[1]?.claims.map(({ attribute, value }) => [attribute, value]),
    [
      ["software", "RabbitMQ 3.12.1"],
      ["kind", "message broker"],
      ["name", "broker-1"],
    ],
  );
  assert.deepEqual(
    messages[2]?.notes.map(({ remark }) => remark),
    [
      { kind: "session", protocol: "AMQP", anonymous: false, name: "line-7" },
      { kind: "credential", method: "AMQP PLAIN", user: "guest", exposure: "clear", wellKnown: "guest/guest" },
    ],
  );
  assert.deepEqual(messages[17]?.objects, ["events", "line.7.speed"]);
  assert.equal(messages[18]?.fields.content_type, "text/plain");
  assert.equal(messages[26]?.outcome, "access_refused");
});

test("version 1.0 tells containers, links and transfers", () => {
  const messages = seen(1);
  assert.deepEqual(
    messages.map((message) => [message.operation, message.direction, message.objects.join()]),
    [
      ["protocol_header", 1, ""],
      ["protocol_header", 3, ""],
      ["sasl_mechanisms", 3, ""],
      ["sasl_init", 1, ""],
      ["sasl_outcome", 2, ""],
      ["protocol_header", 1, ""],
      ["open", 1, ""],
      ["open", 2, ""],
      ["begin", 0, ""],
      ["attach", 0, "queue/speed"],
      ["transfer", 1, "queue/speed"],
      ["disposition", 0, ""],
      ["attach", 0, "queue/set"],
      ["transfer_delivery", 3, "queue/set"],
      ["heartbeat", 0, ""],
      ["close", 0, ""],
    ],
  );
  assert.deepEqual(messages[3]?.notes[1]?.remark, {
    kind: "credential",
    method: "AMQP PLAIN",
    user: "pump",
    exposure: "clear",
  });
  assert.equal(messages[6]?.claims[0]?.value, "qpid 1.39");
  assert.equal(messages[15]?.outcome, "amqp_unauthorized_access");
  assert.ok(!JSON.stringify(messages).includes("hidden"));
  const [long, anonymous, refused] = seen(2);
  assert.equal(long?.fields.frame_size, 8216);
  assert.equal(anonymous?.notes[0]?.remark.kind, "session");
  assert.equal(refused?.outcome, "auth");
});

test("defects are named, cut frames wait, and hostile lengths are refused", () => {
  assert.deepEqual(
    seen(3).map((message) => message.faults.map(({ name }) => name)),
    [["no frame end"], ["unknown method"]],
  );
  const sent = (hex: string) => play({ over: "tcp", port: 5672 }, [{ from: "client", bytes: bytesOf(hex) }], [amqp]);
  assert.equal(sent("010001 00000020 003c0028").waiting, 11);
  assert.equal(sent("010001 7fffffff 003c0028").messages.length, 0);
  assert.equal(sent("010001 00000004 003c0028 cd").messages.length, 0);
});

test("only frames with their end octet or a known performative are taken", () => {
  assert.equal(likeness("414d515000000901"), CERTAIN);
  assert.equal(likeness("010001 00000004 0014000a ce"), CERTAIN);
  assert.equal(likeness("0000000c 02000000 00531045"), LIKELY);
  // Modbus, and a TLS record's start.
  assert.equal(likeness("0001 0000 0006 01 03 0000 000a"), NO);
  assert.equal(likeness("010001 00000004 0014000a 00"), NO);
});
