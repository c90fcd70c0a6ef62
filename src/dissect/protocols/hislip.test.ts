import assert from "node:assert/strict";
import { test } from "node:test";
import { CERTAIN, NO } from "../dissector.ts";
import { dissectExchange, likenessOf } from "../testing.ts";
import { hislip } from "./hislip.ts";
import { SAMPLES } from "./samples/hislip.ts";

test("an instrument is opened, identified, commanded and refuses", () => {
  const messages = dissectExchange(SAMPLES[0]!, [hislip]);
  assert.deepEqual(
    messages.map(({ operation, act, direction, outcome, answers, objects }) => [
      `${operation} ${act} ${direction} ${answers}`,
      outcome,
      ...objects,
    ]),
    [
      ["initialize other 1 0", "", "hislip0"],
      ["initialize_response other 2 1", ""],
      ["identification_query identify 1 0", "", "*IDN?"],
      ["data_end other 2 3", ""],
      ["reset control 1 0", "", "*RST"],
      ["command write 1 0", "", "SYST:PASS"],
      ["query read 1 0", "", "MEAS:VOLT?"],
      ["data other 2 7", ""],
      ["data_end other 2 7", ""],
      ["error alarm 3 0", "message_too_large"],
      ["fatal_error alarm 3 0", "invalid_initialization_sequence"],
    ],
  );
  assert.deepEqual(
    messages[3]?.claims.map(({ attribute, value }) => [attribute, value]),
    [
      ["vendor", "Maker"],
      ["model", "Model 5"],
      ["serial", "123"],
      ["firmware", "V1.02"],
    ],
  );
  assert.ok(!JSON.stringify(messages).includes("secret"));
});

test("locks, status, clears, and payloads too long to look at", () => {
  const messages = dissectExchange(SAMPLES[1]!, [hislip]);
  assert.deepEqual(
    messages.map(({ operation, outcome, answers }) => [operation, outcome, answers]),
    [
      ["async_initialize", "", 0],
      ["async_initialize_response", "", 1],
      ["async_lock", "", 0],
      ["async_lock_response", "lock_failure", 3],
      ["async_status_query", "", 0],
      ["async_status_response", "", 5],
      ["async_device_clear", "", 0],
      ["async_device_clear_acknowledge", "", 7],
      ["async_service_request", "", 0],
      ["command", "", 0],
      ["trigger", "", 0],
    ],
  );
  assert.deepEqual(messages[1]?.claims[0]?.value, "Rohde & Schwarz");
});

test("only the prologue with a known type and a length that can be is taken", () => {
  assert.equal(likenessOf(hislip, "4853 00 00 01005858 0000000000000007"), CERTAIN);
  assert.equal(likenessOf(hislip, "4853 00 00 01005858 ffffffff00000007"), NO);
  assert.equal(likenessOf(hislip, "4853 50 00 01005858 0000000000000007"), NO);
  assert.equal(likenessOf(hislip, "4854 00 00 01005858 0000000000000007"), NO);
  const cut = { name: "cut", over: "tcp", port: 4880, messages: [{ from: "client", hex: "4853 00 00 0100" }] } as const;
  assert.deepEqual(dissectExchange(cut, [hislip]), []);
});
