import assert from "node:assert/strict";
import { test } from "node:test";
import { dissectExchange } from "../testing.ts";
import { lldp } from "./lldp.ts";
import { SAMPLES } from "./samples/lldp.ts";

test("a switch says its name, description, capabilities, address and inventory", () => {
  const [announcement, farewell] = dissectExchange(SAMPLES[0]!, [lldp]);
  const claims = Object.fromEntries(announcement!.claims.map((claim) => [claim.attribute, claim.value]));
  assert.deepEqual(claims, {
    name: "sw-01",
    description: "Managed 8 px",
    kind: "bridge",
    serial: "S1234",
    model: "MODEL1",
  });
  assert.equal(announcement?.fields.chassis_id, "02:00:00:00:00:01");
  assert.equal(announcement?.fields.management_addresses[0].address, "192.0.2.1");
  assert.equal(announcement?.fields.organizational[1].vlan_name, "OT1");
  assert.deepEqual(
    announcement?.notes.map((note) => note.remark.kind),
    ["binding", "neighbor"],
  );
  assert.equal(farewell?.operation, "shutdown");
});

test("a PROFINET station is known by its chassis or port id, also at the address of its interface", () => {
  const [older, newer] = dissectExchange(SAMPLES[1]!, [lldp]);
  assert.deepEqual(
    older?.claims.map(({ about, attribute, value, confidence }) => [about, attribute, value, confidence]),
    [
      ["sender", "description", older.fields.system_description, 0.9],
      ["sender", "vendor", "Siemens", 0.85],
      ["sender", "model", "CPU-1200", 0.85],
      ["sender", "orderNumber", "6ES7 212-1XX40-0XB0", 0.85],
      ["sender", "hardware", "4", 0.85],
      ["sender", "firmware", "V.4.2.1", 0.85],
      ["sender", "serial", "C-X0X0X0X0X0", 0.85],
      ["sender", "name", "press-3", 0.9],
      [{ mac: "02000000000a" }, "name", "press-3", 0.9],
    ],
  );
  const byOui = older.fields.organizational.filter((entry: { oui: string }) => entry.oui === "000ecf");
  assert.equal(byOui[1].chassis_mac, "02:00:00:00:00:0a");
  assert.equal(byOui[3].mrp_domain_uuid, "ff".repeat(16));
  assert.equal(byOui[4].length_of_period, 0x800003e8);
  assert.deepEqual(
    newer?.claims.map(({ attribute, value, method }) => [attribute, value, method]),
    [["name", "press-4", "LLDP port id"]],
  );
  assert.equal(newer.fields.organizational[1].alias_name, "port-001.press-3");
});

test("missing and overlong TLVs are faults", () => {
  const read = (hex: string): string[] | undefined =>
    dissectExchange({ name: "one", over: "ethernet", port: 0x88cc, messages: [{ from: "client", hex }] }, [
      lldp,
    ])[0]?.faults.map((fault) => fault.name);
  assert.deepEqual(read("0207 04 020000000001 0602 0078 0000"), ["missing TLV"]);
  assert.deepEqual(read("0207 04 020000000001 0406 05 706f727431 0602 0078 0aff 61"), ["bad length"]);
  assert.deepEqual(read("0602 0078 0207 04 020000000001 0406 05 706f727431 0000"), ["TLV out of order"]);
});
