import assert from "node:assert/strict";
import { test } from "node:test";
import { LIKELY, NO } from "../dissector.ts";
import { dissectExchange, likenessOf } from "../testing.ts";
import { arubaRtls } from "./aruba-rtls.ts";
import { SAMPLES } from "./samples/aruba_rtls.ts";

test("access points report how many tags and stations they hear, never which", () => {
  const messages = dissectExchange(SAMPLES[0]!, [arubaRtls]);
  assert.deepEqual(
    messages.map(({ operation, act, answers, outcome }) => `${operation} ${act} ${answers} ${outcome}`.trim()),
    [
      "ar_as_config_set configure 0",
      "ar_ack other 1",
      "ar_ap_notification identify 0",
      "ar_ack other 3",
      "ar_tag_report read 0",
      "ar_compound_message_report read 0",
      "ar_station_request read 0",
      "ar_nack other 7 station_not_found",
    ],
  );
  assert.deepEqual(
    messages[5]?.samples.map(({ name, value }) => [name, value]),
    [
      ["tags in report", 1],
      ["stations in report", 2],
    ],
  );
  assert.ok(!/000ccc5e0001|02aabbccdd/.test(JSON.stringify(messages)));
});

test("the access point is known by its hardware address, whoever sends for it", () => {
  const [first] = dissectExchange(SAMPLES[0]!, [arubaRtls]);
  assert.deepEqual(
    first?.claims.map(({ about, attribute, value }) => [about, attribute, value]),
    [
      [{ mac: "000b86112233" }, "role", "access point"],
      [{ mac: "000b86112233" }, "vendor", "Aruba"],
    ],
  );
});

test("defects are named, and only messages whose length fits are taken", () => {
  assert.deepEqual(
    dissectExchange(SAMPLES[1]!, [arubaRtls]).map(({ faults }) => faults.map(({ name }) => name)),
    [["unknown message type"], ["short"]],
  );
  const hex = SAMPLES[0]!.messages[4]!.hex;
  assert.equal(likenessOf(arubaRtls, hex), LIKELY);
  assert.equal(likenessOf(arubaRtls, hex.slice(0, -2)), NO);
});
