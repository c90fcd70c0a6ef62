import assert from "node:assert/strict";
import { test } from "node:test";
import { dissectExchange } from "../testing.ts";
import { genisys } from "./genisys.ts";
import { SAMPLES } from "./samples/genisys.ts";
import type { Exchange } from "./samples/sample.ts";

function one(hex: string, over: "tcp" | "udp" = "udp") {
  const exchange: Exchange = { name: "one", over, port: 10001, messages: [{ from: "client", hex }] };
  return dissectExchange(exchange, [genisys])[0];
}

test("polls, indications and controls are told and paired", () => {
  const messages = dissectExchange(SAMPLES[0]!, [genisys]);
  assert.deepEqual(
    messages.map(({ operation, act, direction, answers }) => `${operation} ${act} ${direction} ${answers}`),
    [
      "poll read 1 0",
      "acknowledge_client other 2 1",
      "poll read 1 0",
      "indication_data read 2 3",
      "acknowledge_indication_and_poll read 1 0",
      "acknowledge_client other 2 5",
      "control_data control 1 0",
      "control_data_checkback read 2 7",
      "execute_controls control 1 0",
      "acknowledge_client other 2 9",
      "recall_header read 1 0",
      "indication_data read 2 11",
      "common_control_data control 1 0",
    ],
  );
  const told = messages.map(({ samples }) =>
    samples.map(({ space, unit, index, value }) => `${unit} ${space.space} ${index}=${value}`),
  );
  assert.deepEqual(
    told[3],
    ["1 indication byte 0=5", "1 indication byte 1=244"],
    "escapes are taken out, modes left out",
  );
  assert.deepEqual(told[6], ["1 control byte 0=1", "1 control byte 1=128"]);
  assert.deepEqual(told[7], []);
});

test("wrong checksums are faults and tell no values; what is cut or hostile is refused", () => {
  const [wrong, bare] = dissectExchange(SAMPLES[2]!, [genisys]);
  assert.deepEqual(
    bare?.faults.map(({ name }) => name),
    ["bad escape"],
  );
  assert.equal(bare?.samples.length, 4);
  assert.equal(wrong?.faults[0]?.name, "bad checksum");
  assert.deepEqual(wrong?.samples, []);
  assert.equal(one("fc01000112"), undefined);
  assert.equal(one("fcf0f6"), undefined);
  assert.equal(one("f401f6"), undefined);
  assert.equal(one(`fc${"00".repeat(2000)}`, "tcp"), undefined);
});
