import assert from "node:assert/strict";
import { test } from "node:test";
import { dissectExchange } from "../../testing.ts";
import { SAMPLES } from "../samples/mms.ts";
import type { Exchange } from "../samples/sample.ts";
import { mms } from "./mms.ts";

const session = SAMPLES.find(({ name }) => name.includes("ICCP")) as Exchange;
const messages = dissectExchange(session, [mms]);

test("services of TASE.2 are known by the names of its objects", () => {
  assert.deepEqual(
    messages.map(({ operation, act, answers }) => `${operation} ${act} ${answers}`),
    [
      "initiate other 0",
      "initiate other 1",
      "tase2_get_version identify 0",
      "tase2_get_version identify 3",
      "tase2_get_supported_features identify 0",
      "tase2_get_supported_features identify 5",
      "tase2_get_bilateral_table_id identify 0",
      "tase2_get_bilateral_table_id identify 7",
      "tase2_get_next_transfer_set read 0",
      "tase2_get_next_transfer_set read 9",
      "tase2_start_or_stop_transfer configure 0",
      "tase2_start_or_stop_transfer configure 11",
      "tase2_select control 0",
      "tase2_select control 13",
      "tase2_operate control 0",
      "tase2_operate control 15",
      "tase2_transfer_report read 0",
    ],
  );
});

test("version, blocks, table, transfer set and values are told", () => {
  assert.deepEqual(
    messages[3]!.notes.map(({ remark }) => remark),
    [{ kind: "version", protocol: "TASE.2", version: "2000-8", obsolete: false }],
  );
  assert.deepEqual(messages[5]!.fields.supported_features, ["block 1", "block 2", "block 5", "block 9"]);
  assert.deepEqual(messages[7]!.objects, ["bilateral table BLT-7"]);
  assert.deepEqual(messages[9]!.objects, ["transfer set Set_1"]);
  assert.deepEqual(
    messages[16]!.samples.map(({ name, value }) => [name, value]),
    [["ICC1/Line1_MW", 100]],
  );
  assert.deepEqual(
    messages[2]!.claims.map(({ about, attribute, value }) => `${about as string} ${attribute}: ${value}`),
    ["receiver role: scada server", "receiver kind: control center (ICCP/TASE.2)"],
  );
  assert.equal(messages[2]!.notes[0]?.remark.kind, "session");
});
