import assert from "node:assert/strict";
import { test } from "node:test";
import { dissectExchange } from "../../testing.ts";
import { SAMPLES } from "../samples/icmpv6.ts";
import { icmpv6 } from "./icmpv6.ts";

test("echo replies and neighbor advertisements are paired with what asked for them", () => {
  const [request, reply, solicitation, advertisement] = dissectExchange(SAMPLES[0]!, [icmpv6]);
  assert.equal(request?.operation, "echo_request");
  assert.equal(reply?.answers, 1);
  assert.equal(reply?.fields.data_length, 4);
  assert.equal(solicitation?.fields.target_address, "fe80::2");
  assert.equal(advertisement?.answers, 3);
});

test("neighbor discovery binds hardware addresses", () => {
  const messages = dissectExchange(SAMPLES[0]!, [icmpv6]);
  const bindings = messages.flatMap((message) => message.notes.map((note) => note.remark));
  assert.deepEqual(bindings, [
    { kind: "binding", method: "NDP", mac: "020000000001", ip: "192.0.2.1", asks: "fe80::2" },
    { kind: "binding", method: "NDP", mac: "020000000002", ip: "fe80::2", to: "192.0.2.1" },
    { kind: "binding", method: "NDP", mac: "020000000001", ip: "192.0.2.1" },
    { kind: "binding", method: "NDP", mac: "020000000002", ip: "192.0.2.2" },
  ]);
});

test("a router says what its network is", () => {
  const router = dissectExchange(SAMPLES[0]!, [icmpv6])[5]!;
  assert.deepEqual(
    router.claims.map((claim) => [claim.attribute, claim.value]),
    [["role", "router"]],
  );
  assert.equal(router.fields.router_lifetime, 1800);
  assert.equal(router.fields.managed, true);
  assert.equal(router.fields.router_preference, 1);
  assert.equal(router.fields.router_preference_name, "high");
  assert.deepEqual(router.fields.options.slice(1), [
    { type: 5, name: "mtu", mtu: 1500 },
    {
      type: 3,
      name: "prefix_information",
      prefix_length: 64,
      on_link: true,
      autonomous: true,
      router_address: false,
      valid_lifetime: 86400,
      preferred_lifetime: 14400,
      prefix: "2001:db8::",
    },
    { type: 25, name: "recursive_dns_server", lifetime: 3600, recursive_dns_servers: ["fe80::2"] },
    { type: 31, name: "dns_search_list", lifetime: 3600, search_list: ["plant.example"] },
    {
      type: 24,
      name: "route_information",
      prefix_length: 64,
      preference: 1,
      route_lifetime: 3600,
      prefix: "2001:db8::/64",
    },
    { type: 37, name: "captive_portal", captive_portal: "https://portal.example/api" },
    { type: 38, name: "pref64", scaled_lifetime: 75, prefix_length: 96, prefix: "64:ff9b::/96" },
    {
      type: 144,
      name: "encrypted_dns",
      service_priority: 1,
      lifetime: 3600,
      authentication_domain_name: "dns",
    },
    { type: 26, name: "flags_extension", value: "000000000000" },
    { type: 7, name: "advertisement_interval", advertisement_interval: 1000 },
    { type: 8, name: "home_agent_information", home_agent_preference: 1, home_agent_lifetime: 1800 },
  ]);
});

test("a link-layer address that is no Ethernet address binds nothing", () => {
  const solicitation = dissectExchange(SAMPLES[0]!, [icmpv6])[6]!;
  assert.equal(solicitation.fields.options[0].link_layer_address, "0201020304050607");
  assert.deepEqual(solicitation.notes, []);
});

test("errors name the packet they are about", () => {
  const [unreachable, tooBig, exceeded, problem, redirect] = dissectExchange(SAMPLES[1]!, [icmpv6]);
  assert.equal(unreachable?.outcome, "port_unreachable");
  assert.equal(unreachable?.fields.quoted_destination_port, 161);
  assert.equal(tooBig?.fields.mtu, 1280);
  assert.equal(exceeded?.fields.quoted_source, "fe80::1");
  assert.equal(problem?.fields.pointer, 40);
  assert.equal(redirect?.act, "configure");
  assert.equal(redirect?.fields.options[1].quoted_source_port, 50_000);
  assert.deepEqual(redirect?.notes, [
    {
      about: { mac: "020000000003" },
      remark: { kind: "binding", method: "NDP", mac: "020000000003", ip: "fe80::1" },
    },
  ]);
});

test("listeners tell their groups", () => {
  const [query, , , report] = dissectExchange(SAMPLES[1]!, [icmpv6]).slice(5);
  assert.deepEqual(query?.fields.sources, ["fe80::1"]);
  assert.equal(query?.fields.version, 2);
  assert.equal(query?.fields.maximum_response_delay, 10_000);
  assert.equal(query?.fields.query_interval, 125);
  assert.deepEqual(
    report?.fields.records.map((record: { record_type: number; sources: string[] }) => [
      record.record_type,
      record.sources,
    ]),
    [
      [4, []],
      [1, ["fe80::1"]],
    ],
  );
});

test("a node that is asked tells its names and addresses", () => {
  const messages = dissectExchange(SAMPLES[2]!, [icmpv6]);
  const [, named, , addressed, older, refused] = messages;
  assert.equal(named?.answers, 1);
  assert.deepEqual(
    named?.claims.map((claim) => [claim.attribute, claim.value]),
    [["name", "plc-7.plant"]],
  );
  assert.deepEqual(addressed?.fields.addresses, ["fe80::2"]);
  assert.deepEqual(older?.fields.addresses, ["192.0.2.7"]);
  assert.equal(refused?.outcome, "refused");
});

test("an echo about an interface is paired although its last byte differs", () => {
  const [query, answer] = dissectExchange(SAMPLES[2]!, [icmpv6]).slice(6);
  assert.equal(query?.fields.interface_name, "eth0");
  assert.equal(query?.fields.sequence_number, 5);
  assert.equal(answer?.answers, 7);
  assert.deepEqual([answer?.fields.state, answer?.fields.ipv4, answer?.fields.active], [2, true, false]);
});

test("inverse discovery and mobile nodes are paired", () => {
  const messages = dissectExchange(SAMPLES[2]!, [icmpv6]).slice(8);
  assert.deepEqual(
    messages.slice(0, 8).map((message) => [message.operation, message.answers]),
    [
      ["inverse_neighbor_solicitation", 0],
      ["inverse_neighbor_advertisement", 9],
      ["home_agent_discovery_request", 0],
      ["home_agent_discovery_reply", 11],
      ["mobile_prefix_solicitation", 0],
      ["mobile_prefix_advertisement", 13],
      ["certification_path_solicitation", 0],
      ["certification_path_advertisement", 15],
    ],
  );
  assert.deepEqual(messages[3]?.fields.home_agents, ["fe80::2"]);
});

test("messages of a sensor mesh are told by their names", () => {
  const messages = dissectExchange(SAMPLES[3]!, [icmpv6]);
  assert.deepEqual(
    messages.slice(0, 4).map((message) => message.operation),
    [
      "rpl_dodag_information_solicitation",
      "rpl_dodag_information_object",
      "rpl_destination_advertisement_object",
      "rpl_destination_advertisement_acknowledgment",
    ],
  );
  assert.equal(messages[1]?.fields.dodag_id, "fe80::2");
  assert.equal(messages[2]?.fields.acknowledgment_wanted, true);
  assert.equal(messages[6]?.fields.options[0].eui64, "0001020304050607");
  assert.deepEqual(messages[7]?.claims, []);
  assert.equal(messages[7]?.fields.options[1].version, 0x20001);
});

test("unknown types, empty options and short messages are faults", () => {
  const read = (hex: string): string[] | undefined =>
    dissectExchange({ name: "one", over: "ip", port: 58, messages: [{ from: "client", hex }] }, [
      icmpv6,
    ])[0]?.faults.map((fault) => fault.name);
  assert.deepEqual(read("c800 0000"), ["unknown type"]);
  assert.deepEqual(read("8500 0000 00000000 01 00 020000000001"), ["bad option length"]);
  assert.deepEqual(read("8500 0000 00000000 05 02 0000"), ["bad option length"]);
  assert.deepEqual(read("8500 0000 00000000 03 01 000000000000"), ["bad option length"]);
  assert.deepEqual(read("8700 0000 00000000 fe80"), ["short"]);
  assert.deepEqual(read("8f00 0000 0000 0002 04 00 0000 ff02 0000 0000 0000 0000 0000 0000 00fb"), ["short"]);
});
