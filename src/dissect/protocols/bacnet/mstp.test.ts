import assert from "node:assert/strict";
import { test } from "node:test";
import { CERTAIN, LIKELY, NO } from "../../dissector.ts";
import { dissectExchange, likenessOf } from "../../testing.ts";
import { frame, SAMPLES } from "../samples/bacnet_mstp.ts";
import { bacnet } from "./bacnet.ts";
import { bacnetMstp } from "./mstp.ts";

const [bus, faults] = SAMPLES as [(typeof SAMPLES)[0], (typeof SAMPLES)[0]];

test("frames are told, and their data by BACnet", () => {
  const messages = dissectExchange(bus, [bacnetMstp, bacnet]);
  assert.deepEqual(
    messages.map(({ protocol, operation }) => `${protocol} ${operation}`),
    [
      "bacnet_mstp poll_for_master",
      "bacnet_mstp reply_to_poll_for_master",
      "bacnet_mstp token",
      "bacnet_mstp bacnet_data_not_expecting_reply",
      "bacnet who_is",
      "bacnet_mstp bacnet_data_expecting_reply",
      "bacnet read_property",
      "bacnet_mstp bacnet_data_not_expecting_reply",
      "bacnet read_property",
      "bacnet_mstp test_request",
      "bacnet_mstp test_response",
      "bacnet_mstp reply_postponed",
      "bacnet_mstp unnamed_function",
    ],
  );
  assert.equal(messages[8]!.answers, messages[6]!.frame);
  assert.deepEqual(
    messages[8]!.samples.map(({ value }) => value),
    [23],
  );
});

test("defects are named", () => {
  assert.deepEqual(
    dissectExchange(faults, [bacnetMstp]).map((message) => message.faults.map(({ name }) => name)),
    [["bad header check"], ["bad data check"], ["unknown frame type"], ["short"]],
  );
});

test("a header is certain by its check", () => {
  assert.equal(likenessOf(bacnetMstp, frame(0, 5, 4)), CERTAIN);
  assert.equal(likenessOf(bacnetMstp, `${frame(0, 5, 4).slice(0, -2)}00`), LIKELY);
  assert.equal(likenessOf(bacnetMstp, "5500000000000000"), NO);
});
