import assert from "node:assert/strict";
import { test } from "node:test";
import { dissectExchange } from "../testing.ts";
import { ntp } from "./ntp.ts";
import { SAMPLES } from "./samples/ntp.ts";

test("times, stratum and reference are read", () => {
  const [request, answer, refusal, keyed, control, reply, secret] = dissectExchange(SAMPLES[0]!, [ntp]);
  assert.equal(request?.operation, "client");
  assert.equal(request?.fields.reference_timestamp, null);
  assert.equal(answer?.fields.stratum, 2);
  assert.equal(answer?.fields.reference_id, "192.0.2.99");
  // 0xe8f00000 is 3,908,042,752 s after 1900-01-01.
  assert.equal(answer?.fields.receive_timestamp, 1_699_053_952.5);
  assert.deepEqual(refusal?.objects, ["kiss code RATE"]);
  assert.equal(keyed?.fields.key_id, 1);
  assert.equal(control?.operation, "control");
  assert.equal(reply?.fields.response, true);
  assert.equal(secret?.fields.request_code, 42);
});

test("a short packet is a fault", () => {
  const [short] = dissectExchange(
    { name: "short", over: "udp", port: 123, messages: [{ from: "client", hex: "23000000 00000000" }] },
    [ntp],
  );
  assert.ok(short?.faults.some((fault) => fault.name === "short"));
});
