import assert from "node:assert/strict";
import { test } from "node:test";
import { dissectExchange } from "../testing.ts";
import { icmpv6 } from "./icmpv6.ts";
import { SAMPLES } from "./samples/icmpv6.ts";

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
    { kind: "binding", method: "NDP", mac: "020000000001", ip: "192.0.2.1" },
    { kind: "binding", method: "NDP", mac: "020000000002", ip: "fe80::2" },
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
  assert.deepEqual(router.fields.options.slice(1), [
    { type: 5, mtu: 1500 },
    {
      type: 3,
      prefix_length: 64,
      on_link: true,
      autonomous: true,
      valid_lifetime: 86400,
      preferred_lifetime: 14400,
      prefix: "2001:db8::",
    },
    { type: 25, lifetime: 3600, recursive_dns_servers: ["fe80::2"] },
    { type: 31, lifetime: 3600, search_list: ["plant.example"] },
    { type: 24, prefix_length: 64, preference: 1, route_lifetime: 3600, prefix: "20010db800000000" },
  ]);
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
  assert.equal(query?.fields.query_interval_code, 125);
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
});
