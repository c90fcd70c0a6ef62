import assert from "node:assert/strict";
import { test } from "node:test";
import { CERTAIN, NO, POSSIBLE } from "../dissector.ts";
import { dissectExchange, likenessOf } from "../testing.ts";
import { mle } from "./mle.ts";
import { SAMPLES as THREAD } from "./samples/mle.ts";
import { SAMPLES } from "./samples/zep.ts";
import { wpan } from "./wpan.ts";
import { zep } from "./zep.ts";

test("both versions hand the radio frame on, without its trailer", () => {
  assert.deepEqual(
    dissectExchange(SAMPLES[0]!, [zep, wpan]).map(({ protocol, operation }) => `${protocol} ${operation}`),
    ["zep data", "wpan data_request", "zep data", "wpan data_request", "zep ack"],
  );
  const damaged = dissectExchange(SAMPLES[1]!, [zep, wpan]);
  assert.deepEqual([damaged.length, damaged[0]?.faults[0]?.name], [1, "bad checksum"]);
  assert.equal(likenessOf(zep, SAMPLES[0]!.messages[2]!.hex), CERTAIN);
  assert.equal(likenessOf(zep, "455803010b0001"), NO);
});

test("discovery of Thread networks is in clear; all else tells only that it is there", () => {
  const [ask, answer, secured] = dissectExchange(THREAD[0]!, [mle]);
  assert.deepEqual([ask?.operation, answer?.operation], ["discovery_request", "discovery_response"]);
  assert.deepEqual(
    [answer?.fields.network_name, answer?.fields.extended_pan_id, answer?.objects],
    ["Home1", "dead00beef00cafe", ["Thread network Home1"]],
  );
  assert.deepEqual([secured?.operation, secured?.fields.frame_counter], ["secured_command", 1]);
  assert.equal(likenessOf(mle, THREAD[0]!.messages[2]!.hex), POSSIBLE);
  assert.equal(likenessOf(mle, "0012"), NO);
});
