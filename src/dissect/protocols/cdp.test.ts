import assert from "node:assert/strict";
import { test } from "node:test";
import { dissectExchange } from "../testing.ts";
import { cdp } from "./cdp.ts";
import { ascii } from "./samples/ber-bytes.ts";
import { announcement, SAMPLES, tlv } from "./samples/cdp.ts";

test("a switch says its name, software, model, place and neighbors", () => {
  const switched = dissectExchange(SAMPLES[0]!, [cdp])[0]!;
  assert.deepEqual(
    switched.claims.map((claim) => [claim.attribute, claim.value]).filter(([attribute]) => attribute !== "description"),
    [
      ["name", "sw-01"],
      ["serial", "ABC1234X0YZ"],
      ["kind", "router, switch, igmp_capable"],
      ["domainName", "ot"],
      ["name", "sw-01"],
      ["location", "hall 2"],
      ["model", "WS-X100-8"],
      ["vendor", "Cisco"],
      ["firmware", "15.2(7)E1"],
      ["operatingSystem", "Cisco IOS"],
      ["software", "X100-BASE-M"],
    ],
  );
  assert.deepEqual(switched.fields.addresses, ["192.0.2.1", "fe80::1"]);
  assert.deepEqual(switched.fields.ip_prefixes, ["198.51.100.0/24"]);
  assert.equal(switched.fields.duplex, "full");
  assert.equal(switched.fields.voip_vlan_reply, 10);
  assert.equal(switched.fields.system_object_id, "1.3.6.1.4.1.9.12.1");
  assert.deepEqual(switched.fields.other, [{ type: 8, value: "00000c0112" }]);
  assert.deepEqual(switched.notes.at(-1), {
    about: "sender",
    remark: { kind: "neighbor", method: "CDP", port: "FastEthernet0/1", remoteName: "sw-01" },
  });
  assert.deepEqual(switched.notes[0]?.remark, {
    kind: "binding",
    method: "CDP address",
    mac: "020000000001",
    ip: "192.0.2.1",
  });
});

test("a maker that carries Cisco's software under its own order number is told by its number", () => {
  const claims = dissectExchange(SAMPLES[0]!, [cdp])[1]!.claims;
  assert.deepEqual(
    claims.filter((claim) => claim.attribute === "vendor").map((claim) => claim.value),
    ["Rockwell Automation"],
  );
  assert.equal(claims.find((claim) => claim.attribute === "orderNumber")?.value, "1783-XX8");
});

test("a phone says its load and power", () => {
  const phone = dissectExchange(SAMPLES[0]!, [cdp])[2]!;
  assert.equal(phone.fields.power_consumption_mw, 6300);
  assert.equal(phone.fields.voip_vlan_query, 512);
  assert.equal(phone.claims.find((claim) => claim.attribute === "firmware")?.value, "sipxx.9-4-2");
  assert.equal(phone.claims.find((claim) => claim.attribute === "model")?.value, "IP Phone 0000");
});

test("a computer that tells its kernel as the platform names no model by it", () => {
  const hex = announcement("02", tlv(1, ascii("pc1")), tlv(6, ascii("Linux")));
  const [computer] = dissectExchange({ ...SAMPLES[0]!, messages: [{ from: "client", hex }] }, [cdp]);
  assert.deepEqual(computer?.faults, []);
  assert.deepEqual(
    computer?.claims.map(({ attribute, value }) => `${attribute} ${value}`),
    ["name pc1", "operatingSystem Linux"],
  );
});

test("wrong lengths, checksums and missing names are faults", () => {
  const read = (hex: string): string[] | undefined =>
    dissectExchange({ name: "one", over: "llc", port: 0xc2000, messages: [{ from: "client", hex }] }, [
      cdp,
    ])[0]?.faults.map((fault) => fault.name);
  assert.deepEqual(read("02b4 0000 0001 0005 61"), ["bad checksum"]);
  // The odd byte at the end: as the low half of a word, and as a negative number.
  assert.deepEqual(read("02b4 fce4 0001 0005 61"), []);
  assert.deepEqual(read("02b4 fd64 0001 0005 e1"), []);
  assert.deepEqual(read("02b4 8fe4 0001 0005 61 0003 0009 61"), ["bad length"]);
  assert.deepEqual(read("02b4 fd3c 000b 0004"), ["bad TLV length", "missing TLV"]);
  assert.deepEqual(read("0300 fcff"), ["unknown version", "missing TLV"]);
  assert.deepEqual(read("02b4 fd4b"), ["missing TLV"]);
});

test("what the capture cut is no fault of the sender", () => {
  const exchange = {
    name: "cut",
    over: "llc" as const,
    port: 0xc2000,
    messages: [{ from: "client" as const, hex: "02b4 1234 0001 0006 6162 0003 0009 61" }],
  };
  const faults = (cutByCapture: boolean): string[] | undefined =>
    dissectExchange(exchange, [cdp], { cutByCapture })[0]?.faults.map((fault) => fault.name);
  assert.deepEqual(faults(true), ["cut by capture"]);
  assert.deepEqual(faults(false), ["bad checksum", "bad length"]);
});
