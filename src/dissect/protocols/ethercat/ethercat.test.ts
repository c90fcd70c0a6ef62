import assert from "node:assert/strict";
import { test } from "node:test";
import { LIKELY, NO } from "../../dissector.ts";
import type { SeenMessage } from "../../testing.ts";
import { dissectExchange, likenessOf } from "../../testing.ts";
import { SAMPLES } from "../samples/ethercat.ts";
import { ethercat } from "./ethercat.ts";

const claimsOf = (messages: readonly SeenMessage[]): unknown[] =>
  messages.flatMap(({ claims }) => claims.map(({ about, attribute, value }) => [about, attribute, value]));
const one = (hex: string): SeenMessage[] =>
  dissectExchange({ name: "one", over: "ethernet", port: 0x88a4, messages: [{ from: "client", hex }] }, [ethercat]);

test("a segment starts: states, addresses and slave information", () => {
  const messages = dissectExchange(SAMPLES[0]!, [ethercat]);
  assert.deepEqual(
    messages.map(({ operation, act, direction }) => `${operation} ${act} ${direction}`),
    [
      "read_al_status read 1",
      "read_al_status read 2",
      "set_station_address configure 1",
      "set_station_address configure 2",
      "sii_read identify 1",
      "sii_read identify 2",
      "sii_read identify 2",
      "sii_read identify 2",
      "sii_read identify 2",
      "sii_read identify 2",
      "request_operational control 1",
      "read_al_status read 2",
      "read_al_status read 2",
      "request_bootstrap program 1",
      "reset_device control 1",
      "configure_fmmu configure 1",
      "configure_sync_manager configure 1",
      "frmw time 1",
      "lrw write 1",
      "lrw write 2",
      "read_al_status read 1",
      "lrd read 1",
    ],
  );
  assert.deepEqual(
    messages.slice(0, 4).map(({ answers }) => answers),
    [0, 1, 0, 3],
  );
  const slave = { part: "slave 1002", of: "sender" };
  assert.deepEqual(claimsOf(messages), [
    [slave, "vendor", "Beckhoff"],
    [slave, "model", "EL1004"],
    [slave, "hardware", "revision 0x00120000"],
    [slave, "serial", "42"],
    [slave, "model", "EL1004"],
  ]);
  assert.deepEqual(
    messages.filter(({ outcome }) => outcome !== "").map(({ outcome }) => outcome),
    ["al_status_code_0x001d"],
    "once",
  );
  assert.deepEqual(messages[19]?.targets, [{ space: "logical address", first: 0x01000000, count: 4 }]);
  assert.equal(messages[19]?.fields.working_counter, 3);
});

test("mailboxes: objects, files, refusals and identity", () => {
  const messages = dissectExchange(SAMPLES[1]!, [ethercat]);
  assert.deepEqual(
    messages.map(({ operation, outcome, objects }) => [operation, outcome, ...objects]),
    [
      ["sdo_upload", "", "0x1018:01"],
      ["sdo_upload", "", "0x1018:01"],
      ["sdo_upload", "", "0x1018:04"],
      ["sdo_upload", "", "0x1008:00"],
      ["sdo_upload", "", "0x100a:00"],
      ["sdo_download", "", "0x6060:00"],
      ["sdo_abort", "present_device_state", "0x6060:00"],
      ["coe_emergency", "", "emergency 0x8030"],
      ["foe_write", "", "fw.ef"],
      ["foe_data", ""],
      ["foe_error", "access_denied"],
      ["soe_write", "", "S-0-0047"],
      ["eoe", ""],
      ["sdo_information", ""],
    ],
  );
  assert.deepEqual(
    claimsOf(messages).map((claim) => (claim as unknown[]).slice(1)),
    [
      ["vendor", "Beckhoff"],
      ["serial", "12345"],
      ["model", "EL3102"],
      ["firmware", "15"],
    ],
  );
  assert.deepEqual(
    messages[5]?.samples.map(({ name, value }) => [name, value]),
    [["0x6060:00", 8]],
  );
  assert.deepEqual(messages[8]?.notes, [
    { about: "receiver", remark: { kind: "credential", method: "FoE password", exposure: "clear" } },
  ]);
  assert.equal(messages[13]?.fields.name, "Id");
});

test("a mailbox gateway speaks for the device behind it", () => {
  const messages = dissectExchange(SAMPLES[2]!, [ethercat]);
  assert.deepEqual(claimsOf(messages), [
    [{ part: "slave 1002", of: "sender" }, "orderNumber", "product code 0x03ec3052"],
  ]);
});

test("cut frames, hostile lengths and unknown commands are faults", () => {
  assert.deepEqual(
    one("ff17 07 01 0000 3001 0200 0000 0000 0000")[0]?.faults.map(({ name }) => name),
    ["bad length"],
  );
  assert.deepEqual(
    one("0e10 07 01 0000 3001 ff07 0000 0000 0000")[0]?.faults.map(({ name }) => name),
    ["bad length"],
  );
  assert.deepEqual(
    one("0e10 20 01 0000 3001 0200 0000 0000 0000")[0]?.faults.map(({ name }) => name),
    ["unknown command"],
  );
  assert.deepEqual(
    one("0230 0000")[0]?.faults.map(({ name }) => name),
    ["unknown frame type"],
  );
});

test("a chain that does not end where the header says is not taken", () => {
  const likeness = (hex: string): number => likenessOf(ethercat, hex);
  assert.equal(likeness("0e10 07 01 0000 3001 0200 0000 0000 0000"), LIKELY);
  assert.equal(likeness("0f10 07 01 0000 3001 0200 0000 0000 0000 00"), NO);
  assert.equal(likeness("0e10 47 01 0000 3001 0200 0000 0000 0000"), NO);
  assert.equal(likeness("474554202f20485454502f312e310d0a"), NO);
});
