import assert from "node:assert/strict";
import { test } from "node:test";
import { foldAttributes } from "./attributes.ts";
import { blockVendor, tidyVendor, vendorLookup, virtualMachineOf } from "./vendors.ts";

test("one maker has one name, however it is written", () => {
  const rows: readonly (readonly [string, string])[] = [
    ["Siemens AG", "Siemens"],
    ["SIEMENS AG,", "Siemens"],
    ["TELEMECANIQUE ELECTRIQUE", "Schneider Electric"],
    ["Schneider Electric ", "Schneider Electric"],
    ["Rockwell Automation/Allen-Bradley", "Rockwell Automation"],
    ["Allen-Bradley Company", "Rockwell Automation"],
    ["MOXA TECHNOLOGIES CORP., LTD.", "Moxa"],
    ["AXIS", "Axis"],
    ["HP Inc.", "Hewlett Packard"],
    ["Hewlett Packard Enterprise", "Hewlett Packard Enterprise"],
    ["Cisco-Linksys, LLC", "Linksys"],
    ["Cisco Systems, Inc", "Cisco"],
  ];
  for (const [raw, tidy] of rows) assert.equal(tidyVendor(raw), tidy, raw);
});

test("names that the table does not hold lose their legal form and their shouting", () => {
  assert.equal(tidyVendor("ACME WIDGETS CO., LTD."), "Acme Widgets");
  assert.equal(tidyVendor("Müller & Söhne GmbH & Co. KG"), "Müller & Söhne");
  assert.equal(tidyVendor("IBASE Technology, Inc."), "IBASE Technology");
  assert.equal(tidyVendor("NEC"), "NEC");
});

test("tidying twice changes nothing more", () => {
  for (const name of [
    "Siemens AG",
    "ACME WIDGETS CO., LTD.",
    "AG",
    "Co",
    "Delta Electronics, Inc.",
    "eQ-3 Entwicklung GmbH",
  ]) {
    assert.equal(tidyVendor(tidyVendor(name)), tidyVendor(name), name);
  }
});

test("what is no name gives none, and no length of nonsense takes long", () => {
  for (const name of ["", "  ", "Unknown", "N/A", "0000", "IEEE Registration Authority", "To Be Filled By O.E.M."]) {
    assert.equal(tidyVendor(name), "", name);
  }
  const before = process.hrtime.bigint();
  assert.ok(tidyVendor(`${"co. ".repeat(50_000)}ltd`).length <= 64);
  assert.ok(Number(process.hrtime.bigint() - before) < 1e9);
});

test("group, locally administered and broken addresses name no maker", () => {
  const lookup = vendorLookup(() => "Siemens AG");
  assert.equal(lookup("001b1b000001"), "Siemens");
  assert.equal(lookup("021b1b000001"), "");
  assert.equal(lookup("011b1b000001"), "");
  assert.equal(lookup("001b1b"), "");
});

test("virtual machines are told by their address block", () => {
  assert.equal(virtualMachineOf("525400aabbcc"), "QEMU");
  assert.equal(virtualMachineOf("000C29AABBCC"), "VMware");
  assert.equal(virtualMachineOf("001b1b000001"), "");
});

test("an address block and an identity answer agree on the maker", () => {
  const evidence = { capture: 0, frame: 1, start: 0, end: 6, time: 0 };
  const [vendor] = foldAttributes([
    {
      attribute: "vendor",
      value: "TELEMECANIQUE ELECTRIQUE",
      confidence: 0.45,
      method: "MAC block",
      times: 1,
      evidence,
    },
    {
      attribute: "vendor",
      value: "Schneider Electric",
      confidence: 0.95,
      method: "Modbus function 43",
      times: 1,
      evidence,
    },
    { attribute: "vendor", value: "unknown", confidence: 0.99, method: "a form left empty", times: 1, evidence },
  ]);
  assert.deepEqual(
    vendor?.candidates.map((candidate) => candidate.value),
    ["Schneider Electric", "Schneider Electric"],
  );
});

test("makers of modules, network cards and boards are told as that, with little trust", () => {
  for (const name of [
    "Espressif",
    "Murata Manufacturing",
    "Intel",
    "Texas Instruments",
    "AzureWave Technology",
    "Hon Hai Precision Ind",
  ]) {
    const { vendor, confidence } = blockVendor(tidyVendor(name));
    assert.equal(vendor, `${tidyVendor(name)} (network module)`);
    assert.ok(confidence < 0.3, name);
    assert.equal(tidyVendor(vendor), vendor, "the mark stays");
  }
  for (const name of ["Siemens", "D-Link", "Intelligent Platforms", "Usiminas", "Liteonic"]) {
    assert.deepEqual(blockVendor(name), { vendor: name, confidence: 0.45 });
  }
});

test("addresses that somebody typed name no maker", () => {
  const lookup = vendorLookup(() => "Cimsys");
  for (const typed of ["001122334455", "000102030405", "001a2b3c4d5e", "00ffeeddccbb"])
    assert.equal(lookup(typed), "", typed);
  for (const real of ["001122334456", "00102030405f", "0050569f0101"]) assert.equal(lookup(real), "Cimsys", real);
});
