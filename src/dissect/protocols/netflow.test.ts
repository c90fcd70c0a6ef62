import assert from "node:assert/strict";
import { test } from "node:test";
import { CERTAIN, NO } from "../dissector.ts";
import { dissectExchange, likenessOf } from "../testing.ts";
import { netflow } from "./netflow.ts";
import { FIVE, ipfix, ipfixOf, SAMPLES, set } from "./samples/netflow.ts";
import type { Exchange } from "./samples/sample.ts";

const seen = dissectExchange(SAMPLES[0] as Exchange, [netflow]);

test("flows of version 5 are told", () => {
  assert.equal(seen[0]?.operation, "export_version_5");
  assert.deepEqual(seen[0]?.fields.flows, [
    {
      ...{ source: "10.0.0.1", destination: "10.0.0.2", source_port: 50_000, destination_port: 502 },
      ...{ protocol: 6, octets: 1000, packets: 10 },
    },
  ]);
});

test("flows of version 9 and IPFIX are told by their templates", () => {
  assert.deepEqual([seen[1]?.fields.templates, seen[1]?.fields.flow_count], [[256], 2]);
  assert.deepEqual(seen[1]?.fields.flows[1], {
    ...{ source: "10.0.0.3", destination: "10.0.0.4", source_port: 50_001, destination_port: 80 },
    ...{ protocol: 6, octets: 100, packets: 2 },
  });
  assert.deepEqual([seen[2]?.operation, seen[2]?.fields.flow_count], ["ipfix", 1], "a maker's field and a name");
  assert.deepEqual([seen[3]?.fields.flow_count, seen[3]?.fields.sets_without_template], [0, 1]);
});

test("messages are recognized by how they fill up, others are not", () => {
  assert.equal(likenessOf(netflow, FIVE), CERTAIN);
  assert.equal(likenessOf(netflow, `${FIVE}00`), NO);
  assert.equal(likenessOf(netflow, ipfix(set("0100", "00"))), CERTAIN);
  assert.equal(likenessOf(netflow, "000a0008 00000000"), NO);
});

test("sets that do not fit, and templates without an end", () => {
  const play = (hex: string) =>
    dissectExchange({ name: "made up", over: "udp", port: 2055, messages: [{ from: "client", hex }] }, [netflow]);
  const lying = play(`000a0018 69aea000 00000001 00000007 0100ffff 00000000`);
  assert.deepEqual(
    lying[0]?.faults.map(({ name }) => name),
    ["set does not fit"],
  );
  assert.equal(play(ipfix(set("0002", "0100 ffff 0001"))).length, 1);
  assert.equal(
    play(ipfix(set("0002", "0100 0001 0001 0000"), set("0100", "00".repeat(40)))).length,
    1,
    "records of no length",
  );
});

test("flows are told with the rate of sampling, which the head or options tell", () => {
  const tell = (...messages: string[]) =>
    dissectExchange(
      { name: "made up", over: "udp", port: 2055, messages: messages.map((hex) => ({ from: "client", hex })) },
      [netflow],
    ).flatMap(({ flows }) => flows.map(({ source, packets, octets, sampling }) => [source, packets, octets, sampling]));
  assert.deepEqual(tell(FIVE), [["10.0.0.1", 10, 1000, 1]]);
  assert.deepEqual(tell(FIVE.replace("00 00 0000 0a", "00 00 4064 0a")), [["10.0.0.1", 10, 1000, 100]]);
  const template = set("0002", "0100 0004 0008 0004 000c 0004 0001 0004 0002 0004");
  const flow = set("0100", "0a000003 0a000004 00000064 00000002");
  const options = set("0003", "0101 0003 0001 0095 0004 0131 0004 0132 0004");
  const rate = set("0101", "00000007 00000001 000003e7");
  assert.deepEqual(tell(ipfix(template, flow), ipfix(options, rate), ipfix(flow)), [
    ["10.0.0.3", 2, 100, 1],
    ["10.0.0.3", 2, 100, 1000],
  ]);
  const options9 = set("0001", "0102 0004 0004 0001 0004 0022 0004");
  const nine = `0009 0002 00000001 69aea000 00000001 00000007 ${set("0000", "0100 0002 0008 0004 000c 0004")}`;
  assert.deepEqual(tell(`${nine}${options9}${set("0102", "00000001 00000040")}${set("0100", "0a000003 0a000004")}`), [
    ["10.0.0.3", 0, 0, 64],
  ]);
});

test("templates are those of the source id or observation domain that sent them", () => {
  const told = (...messages: string[]) =>
    dissectExchange(
      { name: "made up", over: "udp", port: 2055, messages: messages.map((hex) => ({ from: "client", hex })) },
      [netflow],
    ).map(({ fields, flows }) => [
      flows.map(({ source, destination }) => `${source} ${destination}`),
      fields.sets_without_template,
    ]);
  const there = set("0002", "0100 0002 0008 0004 000c 0004");
  const back = set("0002", "0100 0002 000c 0004 0008 0004");
  const flow = set("0100", "0a000003 0a000004");
  assert.deepEqual(
    told(ipfixOf(1, there), ipfixOf(2, flow), ipfixOf(2, back), ipfixOf(1, flow), ipfixOf(2, flow)),
    [
      [[], undefined],
      [[], 1],
      [[], undefined],
      [["10.0.0.3 10.0.0.4"], undefined],
      [["10.0.0.4 10.0.0.3"], undefined],
    ],
    "flows of IPFIX",
  );
  const nine = (source: number, ...sets: string[]) =>
    `0009 0001 00000001 69aea000 00000001 ${source.toString(16).padStart(8, "0")} ${sets.join("")}`;
  // What one source calls options are flows to the other.
  const options = set("0001", "0100 0004 0004 0001 0004 0022 0004");
  const flows = set("0000", "0100 0002 0008 0004 000c 0004");
  assert.deepEqual(
    told(nine(1, flows), nine(0x80000001, options), nine(1, flow), nine(0x80000001, flow)).map(([told]) => told),
    [[], [], ["10.0.0.3 10.0.0.4"], []],
    "options of version 9",
  );
});

test("of too many templates those that were not sent again go first, and withdrawals over UDP withdraw nothing", () => {
  const counts = (...messages: string[]) =>
    dissectExchange(
      { name: "made up", over: "udp", port: 2055, messages: messages.map((hex) => ({ from: "client", hex })) },
      [netflow],
    ).map(({ fields }) => [fields.flow_count, fields.sets_without_template]);
  const template = set("0002", "0100 0002 0008 0004 000c 0004");
  const flow = set("0100", "0a000003 0a000004");
  const domains = Array.from({ length: 127 }, (_, index) => ipfixOf(index + 10, template));
  assert.deepEqual(
    counts(
      ...[ipfixOf(1, template), ...domains, ipfixOf(1, template), ipfixOf(9, template)],
      ...[ipfixOf(1, flow), ipfixOf(10, flow), ipfixOf(11, flow)],
    ).slice(-3),
    [
      [1, undefined],
      [0, 1],
      [1, undefined],
    ],
  );
  const withdrawn = [set("0002", "0100 0000 0101 0000"), set("0003", "0100 0000")];
  assert.deepEqual(counts(ipfixOf(1, template), ipfixOf(1, ...withdrawn), ipfixOf(1, flow)).at(-1), [1, undefined]);
});
