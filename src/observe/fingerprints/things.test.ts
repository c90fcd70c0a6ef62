import assert from "node:assert/strict";
import { test } from "node:test";
import type { EvidenceKind } from "./evidence.ts";
import { OWN_RULES } from "./own-rules.ts";
import { RuleBook } from "./rules.ts";

const BOOK = new RuleBook([OWN_RULES]);

function given(kind: EvidenceKind, value: string): Record<string, string> {
  return Object.fromEntries(BOOK.given(kind, value).map((entry) => [entry.attribute, entry.value]));
}

test("things that nobody named tell maker, model and purpose by their names", () => {
  const rows: readonly (readonly [string, Record<string, string>])[] = [
    ["DCS-930LB1_000001", { vendor: "D-Link", model: "DCS-930LB", role: "camera" }],
    ["HS100(EU)", { vendor: "TP-Link", model: "HS100", role: "smart plug" }],
    ["LB130(US)", { vendor: "TP-Link", model: "LB130", role: "light" }],
    ["KEQ0000001", { vendor: "eQ-3", serial: "KEQ0000001", role: "iot hub" }],
    ["ESP_00AB01", { hardware: "Espressif module" }],
    ["hall3-x208-switch", { model: "SCALANCE X208", role: "switch" }],
  ];
  for (const [name, expected] of rows) assert.deepEqual(given("name", name), expected, name);
});

test("names that only look alike tell nothing", () => {
  for (const name of ["HS1000", "DCS-SERVER", "KEQ123", "ESP_OFFICE", "max208", "x2080", "LB1"]) {
    assert.deepEqual(given("name", name), {}, name);
  }
});

test("makers' own device types and models tell what a thing is for", () => {
  assert.equal(given("ssdp.device", "bridge (Belkin)").role, "iot hub");
  assert.equal(given("ssdp.device", "controllee (Belkin)").model, "WeMo Switch");
  assert.deepEqual(given("ssdp.device", "bridge"), {});
  assert.equal(given("model", "DCH-S160").role, "sensor");
  assert.equal(given("model", "DCH-S220").role, "appliance");
});

test("certificates and system descriptions tell numbers and versions", () => {
  assert.deepEqual(given("tls.subject", "CN=0200000000AB,OU=Sonos Devices,O=Sonos\\, Inc"), {
    vendor: "Sonos",
    serial: "0200000000AB",
    role: "speaker",
  });
  assert.deepEqual(given("snmp.sys_descr", "Hirschmann Railswitch RS30-0802T1T1SDAE - SW: L2E-07.1.02"), {
    vendor: "Hirschmann",
    model: "RS30-0802T1T1SDAE",
    firmware: "07.1.02",
  });
  const modelOf = (text: string): unknown =>
    BOOK.given("lldp.sys_descr", text).find((one) => one.attribute === "model");
  assert.deepEqual(modelOf("Siemens AG SIMATIC S7 SCALANCE X 200 FAMILY"), {
    attribute: "model",
    value: "SCALANCE X 200",
    confidence: 0.4,
    method: 'LLDP system description: rule "SCALANCE family"',
  });
  assert.deepEqual(modelOf("Siemens, SIMATIC NET, SCALANCE X208PRO, port 3"), {
    attribute: "model",
    value: "SCALANCE X208PRO",
    confidence: 0.8,
    method: 'LLDP system description: rule "SCALANCE description"',
  });
});

test("a Hue bridge tells the version of its interface, which is not that of its firmware", () => {
  const bridge = given("ssdp.server", "Linux/3.14.0 UPnP/1.0 IpBridge/1.16.0");
  assert.equal(bridge.vendor, "Signify");
  assert.equal(bridge.firmware, undefined);
});
