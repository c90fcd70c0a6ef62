import assert from "node:assert/strict";
import { test } from "node:test";
import { REQUEST, RESPONSE, UNDIRECTED } from "../../talk.ts";
import { bytesOf, dissectExchange, play } from "../../testing.ts";
import { element, identifier, integer, message, octets, pdu, SAMPLES, variable } from "../samples/snmp.ts";
import { snmp } from "./snmp.ts";

function named(part: string) {
  const exchange = SAMPLES.find(({ name }) => name.includes(part));
  assert.ok(exchange !== undefined);
  return dissectExchange(exchange, [snmp]);
}

function answered(...bindings: string[]) {
  const hex = message(1, "x", pdu(2, 1, bindings));
  return dissectExchange({ name: "test", over: "udp", port: 161, messages: [{ from: "server", hex }] }, [snmp])[0];
}

const said = (...bindings: string[]) => answered(...bindings)?.claims.map(({ attribute, value }) => [attribute, value]);

const SYSTEM = "1.3.6.1.2.1.1";

test("the system group says who the agent is", () => {
  const [ask, answer] = named("version 1");
  assert.equal(ask?.operation, "get_request");
  assert.equal(ask?.direction, REQUEST);
  assert.deepEqual(ask?.claims, []);
  assert.equal(answer?.direction, RESPONSE);
  assert.equal(answer?.answers, 1);
  assert.deepEqual(
    answer?.claims.slice(1).map(({ attribute, value }) => [attribute, value]),
    [
      ["vendor", "Siemens"],
      ["model", "SCALANCE X999-1"],
      ["orderNumber", "6GK5 999-1AA00-2AA3"],
      ["hardware", "7"],
      ["firmware", "V09.08.07"],
      ["vendor", "Siemens"],
    ],
  );
});

test("a community is told with its being a maker's default, and never shown otherwise", () => {
  const seen = named("version 1");
  assert.deepEqual(
    seen[0]?.notes.map(({ remark }) => remark),
    [
      { kind: "version", protocol: "SNMP", version: "1", obsolete: true },
      { kind: "credential", method: "SNMP community", exposure: "clear", wellKnown: "public" },
    ],
  );
  assert.deepEqual(seen[2]?.notes, [], "told once, until it changes");
  assert.deepEqual(seen[4]?.notes[0]?.remark, {
    kind: "credential",
    method: "SNMP community",
    exposure: "clear",
    wellKnown: "private",
  });
  const bulk = named("in bulk");
  assert.ok(!JSON.stringify(bulk).includes("plant-ro"));
});

test("a write is a write, names its object, and its refusal has the standard's name", () => {
  const seen = named("version 1");
  assert.equal(seen[4]?.act, "write");
  assert.deepEqual(seen[4]?.objects, ["1.3.6.1.2.1.1.5.0"]);
  assert.equal(seen[5]?.outcome, "read_only");
  assert.equal(seen[5]?.fields.error_index, 1);
});

test("every kind of value is shown", () => {
  const [ask, answer] = named("in bulk");
  assert.equal(ask?.fields.max_repetitions, 10);
  const values = new Map(
    answer?.fields.variable_bindings.map((entry: { name: string; type: string; value: unknown }) => [
      entry.name,
      [entry.type, entry.value],
    ]),
  );
  assert.deepEqual(values.get("1.3.6.1.2.1.2.2.1.10.1"), ["counter32", 4_294_967_295]);
  assert.deepEqual(values.get("1.3.6.1.2.1.2.2.1.5.1"), ["gauge32", 100_000_000]);
  assert.deepEqual(values.get("1.3.6.1.2.1.1.3.0"), ["timeticks", 66_303]);
  assert.deepEqual(values.get("1.3.6.1.2.1.31.1.1.1.6.1"), ["counter64", "9223372036854775807"]);
  assert.deepEqual(values.get("1.3.6.1.2.1.4.20.1.1.192.0.2.2"), ["ip_address", "192.0.2.2"]);
  assert.deepEqual(values.get("1.3.6.1.2.1.2.2.1.6.1"), ["octet_string", "02005e102030"]);
  assert.deepEqual(values.get("1.3.6.1.4.1.8072.1.1.0"), ["opaque", "9f780442280000"]);
  assert.deepEqual(values.get("1.3.6.1.6.3.18.1.1.1.2.1"), ["secret", undefined]);
  assert.equal(values.get("1.3.6.1.2.1.1.11.0")?.toString(), "end_of_mib_view,");
});

test("chassis, modules, printers and supplies are told apart", () => {
  const claims = named("in bulk")[1]?.claims ?? [];
  const about = (value: string) => claims.find((claim) => claim.value === value)?.about;
  assert.equal(about("EDS-999"), "sender");
  assert.equal(about("SN 4711"), "sender");
  assert.deepEqual(about("SN 4712"), { part: "entity 1003", of: "sender" });
  assert.deepEqual(about("Laser 1000"), { part: "device 1", of: "sender" });
  assert.equal(claims.find(({ attribute }) => attribute === "role")?.value, "printer");
  assert.equal(about("UPS 3000"), "sender");
});

test("descriptions that makers write in a fixed order are taken apart", () => {
  const description = (text: string) => said(variable(`${SYSTEM}.1.0`, octets(text)))?.slice(1);
  assert.deepEqual(description("Linux gw7 5.10.0-28-amd64 #1 SMP x86_64"), [
    ["operatingSystem", "Linux 5.10.0-28-amd64"],
    ["name", "gw7"],
  ]);
  assert.deepEqual(description("Cisco IOS Software, C9999 Software (C9999-K9), Version 15.2(7)E3, RELEASE"), [
    ["vendor", "Cisco"],
    ["operatingSystem", "Cisco IOS"],
    ["firmware", "15.2(7)E3"],
  ]);
  assert.deepEqual(description("Hardware: x86 - Software: Windows Version 6.1 (Build 7601 Multiprocessor Free)"), [
    ["operatingSystem", "Windows 6.1"],
  ]);
  assert.deepEqual(description("an unknown thing"), []);
});

test("an agent of Net-SNMP says nothing of the machine's maker", () => {
  assert.deepEqual(said(variable(`${SYSTEM}.2.0`, identifier("1.3.6.1.4.1.8072.3.2.10"))), [["software", "Net-SNMP"]]);
});

test("traps are alarms that name no side, and an inform is answered", () => {
  const seen = named("traps");
  assert.equal(seen[0]?.act, "alarm");
  assert.equal(seen[0]?.direction, UNDIRECTED);
  assert.equal(seen[0]?.fields.generic_trap_name, "link_down");
  assert.equal(seen[0]?.fields.agent_addr, "192.0.2.1");
  assert.equal(seen[0]?.claims[0]?.value, "Moxa");
  assert.equal(seen[1]?.operation, "snmpv2_trap");
  assert.equal(seen[2]?.direction, REQUEST);
  assert.equal(seen[2]?.claims[0]?.value, "rtu-3");
  assert.equal(seen[3]?.answers, 3);
});

test("version 3 shows engine, user and what is protected", () => {
  const seen = named("version 3");
  assert.equal(seen[0]?.fields.msg_flags.reportable, true);
  assert.equal(seen[1]?.operation, "report");
  assert.equal(seen[1]?.outcome, "", "discovery is no refusal");
  assert.deepEqual(seen[1]?.fields.msg_authoritative_engine_id, {
    engine_id: "800010a104706c632d37",
    enterprise: 4257,
    format: 4,
    text: "plc-7",
  });
  assert.equal(seen[1]?.claims[0]?.value, "plc-7");
  assert.equal(seen[2]?.claims[0]?.about, "receiver");
  // Asking without proof is no session yet; the answer is.
  assert.deepEqual(seen[2]?.notes, []);
  assert.deepEqual(
    seen[3]?.notes.map(({ about, remark }) => [about, remark]),
    [["receiver", { kind: "session", protocol: "SNMP", anonymous: true, name: "viewer" }]],
  );
  assert.equal(seen[3]?.claims[0]?.value, "hall 2");
  assert.deepEqual(
    seen[4]?.notes.map(({ remark }) => remark),
    [{ kind: "credential", method: "SNMPv3 user", user: "operator", exposure: "hashed" }],
  );
  assert.equal(seen[5]?.outcome, "wrong_digest");
  assert.equal(seen[6]?.operation, "encrypted_pdu");
  assert.equal(seen[6]?.direction, REQUEST);
  assert.equal(seen[7]?.answers, 7);
});

test("an engine id shows the address inside", () => {
  const engine = element(0x04, "80001f8803", "02005e102030");
  const hex = element(
    0x30,
    integer(3),
    element(0x30, integer(1), integer(1500), element(0x04, "00"), integer(3)),
    element(0x04, element(0x30, engine, integer(1), integer(1), octets(""), octets(""), octets(""))),
    element(0x30, engine, octets(""), pdu(2, 1, [])),
  );
  const [seen] = dissectExchange({ name: "x", over: "udp", port: 161, messages: [{ from: "server", hex }] }, [snmp]);
  assert.equal(seen?.fields.msg_authoritative_engine_id.mac, "02005e102030");
  assert.equal(seen?.claims[0]?.value, "Net-SNMP");
});

test("wrong encodings are faults, and a datagram cut short says so", () => {
  assert.deepEqual(
    named("faults").map(({ faults }) => faults.map(({ name }) => name)),
    [["bad encoding"], ["bad encoding"], ["trailing octets"], ["short"]],
  );
});

test("other protocols on the port are refused", () => {
  for (const hex of ["00", "3003020105", "30", "160301", "300a02010004"]) {
    const played = play({ over: "udp", port: 161 }, [{ from: "client", bytes: bytesOf(hex) }], [snmp]);
    assert.equal(played.messages.filter(({ faults }) => faults.length === 0).length, 0, hex);
  }
});
