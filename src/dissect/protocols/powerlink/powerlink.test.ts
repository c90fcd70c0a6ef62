import assert from "node:assert/strict";
import { test } from "node:test";
import { LIKELY, NO, POSSIBLE } from "../../dissector.ts";
import type { SeenMessage } from "../../testing.ts";
import { dissectExchange, likenessOf } from "../../testing.ts";
import { SAMPLES } from "../samples/powerlink.ts";
import { powerlink } from "./powerlink.ts";

const one = (hex: string): SeenMessage[] =>
  dissectExchange({ name: "one", over: "ethernet", port: 0x88ab, messages: [{ from: "client", hex }] }, [powerlink]);

test("a managing node identifies, starts and polls a node", () => {
  const messages = dissectExchange(SAMPLES[0]!, [powerlink]);
  assert.deepEqual(
    messages.map(({ operation, act, direction }) => `${operation} ${act} ${direction}`),
    [
      "soc time 3",
      "ident_request identify 1",
      "ident_response identify 2",
      "status_request read 1",
      "status_response read 2",
      "start_node control 1",
      "net_host_name_set configure 1",
      "nmt_request control 1",
      "preq write 1",
      "pres read 3",
      "soa other 3",
    ],
  );
  assert.deepEqual(
    messages[2]?.claims.map(({ attribute, value }) => [attribute, value]),
    [
      ["kind", "drive"],
      ["vendor", "B&R"],
      ["orderNumber", "product code 0x00008235"],
      ["hardware", "revision 0x00010002"],
      ["serial", "1234"],
      ["name", "axis-1"],
      ["software", "application 14400.0"],
    ],
  );
  assert.deepEqual(messages[2]?.notes[0]?.remark, {
    kind: "binding",
    method: "POWERLINK",
    mac: "020000000002",
    ip: "192.168.100.5",
  });
  assert.deepEqual(messages[4]?.objects, ["state pre_operational_2", "error 0x8210"]);
  assert.deepEqual(messages[5]?.targets, [{ space: "node", first: 5, count: 1 }]);
  assert.deepEqual(messages[9]?.objects, ["state operational"]);
});

test("service data are paired, named and refused", () => {
  const messages = dissectExchange(SAMPLES[1]!, [powerlink]);
  assert.deepEqual(
    messages.map(({ operation, direction, outcome, answers }) => [operation, direction, outcome, answers]),
    [
      ["sdo_initialize", 1, "", 0],
      ["sdo_initialize", 2, "", 0],
      ["sdo_initialize", 1, "", 0],
      ["sdo_acknowledge", 0, "", 0],
      ["read_by_index", 1, "", 0],
      ["read_by_index", 2, "", 5],
      ["read_by_index", 1, "", 0],
      ["read_by_index", 2, "", 7],
      ["write_by_index", 1, "", 0],
      ["write_by_index", 2, "object_read_only", 9],
      ["file_write", 1, "", 0],
      ["read_multiple_parameter_by_index", 1, "", 0],
      ["write_multiple_parameter_by_index", 1, "", 0],
      ["sdo_acknowledge", 0, "", 0],
      ["sdo_close", 0, "", 0],
    ],
  );
  assert.deepEqual(
    messages.flatMap(({ claims }) => claims.map(({ attribute, value }) => [attribute, value])),
    [
      ["vendor", "B&R"],
      ["model", "X20BI"],
    ],
  );
  assert.deepEqual(
    messages[8]?.samples.map(({ unit, name, value }) => [unit, name, value]),
    [[32, "0x6000:01", 5]],
  );
  assert.deepEqual(messages[12]?.objects, ["0x6000:01", "0x6000:02"]);
});

test("cut frames and hostile lengths are faults", () => {
  assert.deepEqual(
    one("03 05 f0 00 01 00 10 00 ff04 1122").flatMap(({ faults }) => faults.map(({ name }) => name)),
    ["bad length"],
  );
  assert.deepEqual(
    one("06 20 f0 05 02 06 0000 00 07 00 02 ffff 0000 1810 01 00").flatMap(({ faults }) =>
      faults.map(({ name }) => name),
    ),
    ["bad length"],
  );
  assert.ok(one("06 ff 05 01 00 00 1d").every(({ claims }) => claims.every(({ attribute }) => attribute !== "vendor")));
});

test("only frames of the standard are taken", () => {
  const likeness = (hex: string): number => likenessOf(powerlink, hex);
  assert.equal(likeness("01 ff f0 00 80 00"), POSSIBLE);
  assert.equal(likeness("06 00 00 05 00 01 0000"), LIKELY);
  assert.equal(likeness("01 ff 05 00 80 00"), NO);
  assert.equal(likeness("0a ff f0 00 80 00"), NO);
  assert.equal(likeness("48 54 54 50"), NO);
});
