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

test("missing and overlong TLVs are faults", () => {
  const read = (hex: string): string[] | undefined =>
    dissectExchange({ name: "one", over: "ethernet", port: 0x88cc, messages: [{ from: "client", hex }] }, [
      lldp,
    ])[0]?.faults.map((fault) => fault.name);
  assert.deepEqual(read("0207 04 020000000001 0602 0078 0000"), ["missing TLV"]);
  assert.deepEqual(read("0207 04 020000000001 0406 05 706f727431 0602 0078 0aff 61"), ["bad length"]);
  assert.deepEqual(read("0602 0078 0207 04 020000000001 0406 05 706f727431 0000"), ["TLV out of order"]);
});
