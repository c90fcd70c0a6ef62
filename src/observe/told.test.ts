import assert from "node:assert/strict";
import { test } from "node:test";
import { sampledValues } from "../dissect/protocols/iec61850/sampled-values.ts";
import { netflow } from "../dissect/protocols/netflow.ts";
import { profinetRt } from "../dissect/protocols/profinet/rt.ts";
import { ipfix, set } from "../dissect/protocols/samples/netflow.ts";
import { text, word } from "../dissect/protocols/samples/oncrpc-bytes.ts";
import { SAMPLES as profinet } from "../dissect/protocols/samples/profinet_rt.ts";
import { datagram, datagramOf, flowSample, framed, raw } from "../dissect/protocols/samples/sflow.ts";
import { SAMPLES as samples } from "../dissect/protocols/samples/sv.ts";
import { sflow } from "../dissect/protocols/sflow/sflow.ts";
import { bytesOf } from "../dissect/testing.ts";
import type { AttributeValue } from "../model/assessment.ts";
import { assembleSite } from "./assemble.ts";
import { joinLedger } from "./join.ts";
import { Ledger } from "./ledger.ts";
import { LedgerReader, rowsOf } from "./ledger-rows.ts";
import { ACK, ethernet, observe, SYN, type TimedFrame, tcp, udp } from "./testing.ts";

const ROUTER = ["020000000001", "10.0.0.254"] as const;
const COLLECTOR = ["020000000002", "10.0.0.9"] as const;
const SWITCH = ["020000000003", "10.0.0.253"] as const;
const TEMPLATE = set("0002", "0100 0007 0008 0004 000c 0004 0007 0002 000b 0002 0004 0001 0001 0004 0002 0004");

const address = (text: string): string =>
  text
    .split(".")
    .map((part) => Number(part).toString(16).padStart(2, "0"))
    .join("");
const port = (number: number): string => number.toString(16).padStart(4, "0");
/** A record of a flow over TCP, unless another protocol is given. */
const flow = (from: string, fromPort: number, to: string, toPort: number, octets: number, protocol = "06"): string =>
  `${address(from)}${address(to)}${port(fromPort)}${port(toPort)}${protocol}${word(octets)}${word(octets / 100)}`;
const exported = (time: number, by: readonly [string, string], ...flows: string[]): TimedFrame => ({
  time,
  bytes: udp(
    [by[0], by[1], 40_000],
    [COLLECTOR[0], COLLECTOR[1], 4739],
    [...bytesOf(ipfix(TEMPLATE, set("0100", flows.join(""))))],
  ),
});
const sampled = (time: number, rate: number, header: string): TimedFrame => ({
  time,
  bytes: udp(
    [SWITCH[0], SWITCH[1], 40_001],
    [COLLECTOR[0], COLLECTOR[1], 6343],
    [...bytesOf(datagram(flowSample(rate, raw(header, 100))))],
  ),
});

test("what an exporter tells becomes links and devices, marked as told and with the exporter's packet as evidence", () => {
  const site = observe(
    [
      exported(10, ROUTER, flow("10.1.0.7", 50_000, "10.1.0.50", 502, 1000)),
      exported(20, ROUTER, flow("10.1.0.50", 502, "10.1.0.7", 50_000, 3000)),
    ],
    [netflow],
  );
  assert.equal(site.toldLinks.length, 1, "both ways are one link");
  const [link] = site.toldLinks;
  const idOf = (ip: string): string | undefined => site.devices.find(({ ips }) => ips.includes(ip))?.id;
  assert.deepEqual(
    [link?.client, link?.server, link?.protocol, link?.transport, link?.port],
    [idOf("10.1.0.7"), idOf("10.1.0.50"), "tcp 502", "tcp", 502],
  );
  assert.deepEqual([link?.flows, link?.frames, link?.bytes, link?.bytesToServer], [2, 40, 4000, 1000]);
  assert.deepEqual(link?.told, {
    exporters: [{ device: idOf("10.0.0.254"), address: "10.0.0.254", by: "NetFlow, IPFIX" }],
    confidence: 0.6,
    sampling: 1,
  });
  assert.deepEqual([link?.evidence.frame, link?.firstSeen, link?.lastSeen, link?.oneSided], [1, 10, 20, false]);
  const told = site.devices.filter(({ presence }) => presence === "told by an exporter");
  assert.deepEqual(
    told.map(({ ips, framesSent, firstSeen, lastSeen }) => [ips[0], framesSent, firstSeen, lastSeen]),
    [
      ["10.1.0.7", 0, 10, 20],
      ["10.1.0.50", 0, 10, 20],
    ],
  );
  assert.ok(!site.links.some(({ serverAddress }) => serverAddress === "10.1.0.50"), "kept apart from what was seen");
  assert.ok(
    site.spots.some(({ reason, amount }) => /exporters/.test(reason) && amount === "1 conversation and 2 devices"),
  );
});

test("a link that was seen is not told a second time, whichever end asked", () => {
  const client = ["020000000011", "10.1.0.7", 50_000] as const;
  const server = ["020000000012", "10.1.0.50", 502] as const;
  const seen: TimedFrame[] = [
    { time: 1, bytes: tcp(client, server, ACK, 1) },
    { time: 2, bytes: tcp(server, client, ACK, 1) },
  ];
  const site = observe(
    [
      ...seen,
      exported(
        10,
        ROUTER,
        flow("10.1.0.7", 50_000, "10.1.0.50", 502, 1000),
        flow("10.1.0.50", 502, "10.1.0.7", 50_000, 1000),
      ),
    ],
    [netflow],
  );
  assert.equal(site.toldLinks.length, 0);
  assert.ok(site.devices.every(({ presence }) => presence !== "told by an exporter"));
  assert.ok(!site.spots.some(({ reason }) => /exporters/.test(reason)));
});

test("who was only written to, as far as all packets were counted, is no device", () => {
  const site = observe([exported(10, ROUTER, flow("10.1.0.7", 50_000, "10.1.0.99", 22, 100))], [netflow]);
  assert.equal(site.toldLinks.length, 0);
  assert.ok(!site.devices.some(({ ips }) => ips.includes("10.1.0.99")));
});

test("sampled counts are scaled and said to be, and one way is enough", () => {
  const modbus =
    "0200000000aa 0200000000bb 0800 4500 0034 0001 4000 40 06 0000 0a010007 0a010032 c350 01f6 00000001 00000001 50 18 ffff 0000 0000";
  const goose = "010ccd010001 020000000050 88b8 0001 0091 00000000 6181";
  const site = observe([sampled(1, 1000, modbus), sampled(2, 1000, modbus), sampled(3, 1000, goose)], [sflow]);
  const tcpLink = site.toldLinks.find(({ port: number }) => number === 502);
  assert.deepEqual(
    [tcpLink?.frames, tcpLink?.bytes, tcpLink?.told?.sampling, tcpLink?.told?.confidence],
    [2000, 200_000, 1000, 0.5],
  );
  assert.equal(tcpLink?.told?.exporters[0]?.by, "sFlow");
  const group = site.toldLinks.find(({ protocol }) => protocol === "goose");
  assert.deepEqual([group?.server, group?.serverAddress, group?.frames], ["", "01:0c:cd:01:00:01", 1000]);
  assert.ok(site.devices.some(({ macs }) => macs.includes("02:00:00:00:00:50")));
});

test("exporters on the way tell of the same packets: they are not added up, and surer together", () => {
  const told = flow("10.1.0.7", 50_000, "10.1.0.50", 502, 1000);
  const answer = flow("10.1.0.50", 502, "10.1.0.7", 50_000, 500);
  const site = observe([exported(10, ROUTER, told, answer), exported(11, SWITCH, told)], [netflow]);
  const [link] = site.toldLinks;
  assert.deepEqual(
    [link?.bytes, link?.told?.confidence, link?.told?.exporters.map(({ address: one }) => one)],
    [1500, 0.7, ["10.0.0.253", "10.0.0.254"]],
  );
});

test("what was told is kept as rows, and sums of several captures are joined", () => {
  const told = flow("10.1.0.7", 50_000, "10.1.0.50", 502, 1000);
  const ledgerOf = (): Ledger => observe([exported(10, ROUTER, told)], [netflow]).seen.ledger;
  const again = new Ledger();
  const reader = new LedgerReader(again);
  for (const { table, key, body } of rowsOf(ledgerOf())) reader.take(table, key, body);
  assert.deepEqual([...again.told], [...ledgerOf().told]);
  const view = again.view();
  joinLedger(view, ledgerOf());
  assert.deepEqual(
    [[...view.told.values()][0]?.shares[0]?.bytes, [...again.told.values()][0]?.shares[0]?.bytes],
    [2000, 1000],
    "those that were joined stay as they were",
  );
});

test("of two ports that nobody owns the lower one is the server's, whichever way is told first", () => {
  const site = observe(
    [
      exported(
        10,
        ROUTER,
        flow("10.1.0.50", 5450, "10.1.0.7", 17_654, 1000),
        flow("10.1.0.7", 17_654, "10.1.0.50", 5450, 3000),
      ),
    ],
    [netflow],
  );
  assert.deepEqual(
    site.toldLinks.map(({ serverAddress, port }) => [serverAddress, port]),
    [["10.1.0.50", 5450]],
  );
});

test("an agent of sFlow that names nobody is the one that sends", () => {
  const modbus =
    "0200000000aa 0200000000bb 0800 4500 0034 0001 4000 40 06 0000 0a010007 0a010032 c350 01f6 00000001 00000001 50 18 ffff 0000 0000";
  const host = framed(
    2,
    word(4) + word(3) + word(1) + framed(2000, `${text("switch-3")}${word(0).repeat(6)}${text("")}`),
  );
  const agents = [`${word(1)}00000000`, `${word(1)}7f000001`, `${word(1)}7f000101`];
  agents.push(`${word(2)}${"00".repeat(16)}`, `${word(2)}${"00".repeat(15)}01`);
  for (const agent of agents) {
    const bytes = [...bytesOf(datagramOf(agent, flowSample(1000, raw(modbus, 100)), host))];
    const site = observe(
      [{ time: 1, bytes: udp([SWITCH[0], SWITCH[1], 40_001], [COLLECTOR[0], COLLECTOR[1], 6343], bytes) }],
      [sflow],
    );
    const nameOf = (attributes: AttributeValue[]): string | undefined =>
      attributes.find(({ attribute }) => attribute === "name")?.candidates[0]?.value;
    assert.deepEqual(
      site.devices.map(({ ips, attributes }) => [ips[0], nameOf(attributes)]),
      [
        ["10.0.0.253", "switch-3"],
        ["10.1.0.7", undefined],
        ["10.1.0.50", undefined],
      ],
      agent,
    );
    assert.deepEqual(
      site.toldLinks.map(({ told }) => told?.exporters.map(({ address: one }) => one)),
      [["10.0.0.253"]],
      agent,
    );
  }
});

test("frames that were seen are not told a second time, however what is in them is called", () => {
  const header = (from: string, to: string, type: number): string => `${to} ${from} ${word(type).slice(4)} 80 00`;
  const [one, other] = ["020000000021", "020000000022"];
  const group = "010ccd040001";
  const site = observe(
    [
      { time: 1, bytes: ethernet(one, other, 0x8892, [...bytesOf(profinet[0]?.messages[0]?.hex as string)]) },
      { time: 2, bytes: ethernet(one, group, 0x88ba, [...bytesOf(samples[0]?.messages[0]?.hex as string)]) },
      sampled(3, 1000, header(one, other, 0x8892)),
      sampled(4, 1000, header(other, one, 0x8892)),
      sampled(5, 1000, header(one, group, 0x88ba)),
      sampled(6, 1000, header(one, other, 0x88a4)),
    ],
    [sflow, profinetRt, sampledValues],
  );
  assert.deepEqual(
    site.links.filter(({ transport }) => transport === "ethernet").map(({ protocol }) => protocol),
    ["sv", "profinet_rt"],
  );
  assert.deepEqual(
    site.toldLinks.map(({ protocol }) => protocol),
    ["ethercat"],
    "what was not seen is told",
  );
});

test("a link that was seen is not told a second time where ports mislead about who serves", () => {
  const seen = (clientPort: number, serverPort: number): TimedFrame[] => {
    const client = ["020000000011", "10.1.0.7", clientPort] as const;
    const server = ["020000000012", "10.1.0.50", serverPort] as const;
    return [
      { time: 1, bytes: tcp(client, server, SYN, 1) },
      { time: 2, bytes: tcp(server, client, SYN | ACK, 1) },
      { time: 3, bytes: tcp(client, server, ACK, 2) },
    ];
  };
  const told = (clientPort: number, serverPort: number): string[] => [
    flow("10.1.0.50", serverPort, "10.1.0.7", clientPort, 1000),
    flow("10.1.0.7", clientPort, "10.1.0.50", serverPort, 1000),
  ];
  // Two ports that nobody owns, and a client of NFS, which takes its port from those of servers.
  for (const [clientPort, serverPort] of [
    [5450, 17_654],
    [1020, 2049],
  ] as const) {
    const [answer, request] = told(clientPort, serverPort) as [string, string];
    for (const order of [[answer, request], [request, answer], [answer], [request]]) {
      const site = observe([...seen(clientPort, serverPort), exported(10, ROUTER, ...order)], [netflow]);
      assert.deepEqual(
        site.links.filter(({ transport }) => transport === "tcp").map(({ port: one }) => one),
        [serverPort],
      );
      assert.equal(site.toldLinks.length, 0);
    }
    // Another service of the same two is told.
    const other = told(clientPort + 1, serverPort + 1);
    assert.equal(
      observe([...seen(clientPort, serverPort), exported(10, ROUTER, ...other)], [netflow]).toldLinks.length,
      1,
    );
  }
});

test("where neither end looks like the server, both ways are one link in the way that was told of first", () => {
  const header = (from: string, to: string): string => `${to} ${from} 88b5 0000`;
  const [one, other] = ["020000000021", "020000000022"];
  const site = observe([sampled(1, 10, header(other, one)), sampled(2, 10, header(one, other))], [sflow]);
  assert.deepEqual(
    site.toldLinks.map(({ clientAddress, frames, bytes, bytesToServer }) => [
      ...[clientAddress, frames, bytes, bytesToServer],
    ]),
    [["02:00:00:00:00:22", 20, 2000, 1000]],
  );
  const asked = exported(10, ROUTER, flow("10.1.0.7", 47_808, "10.1.0.50", 47_808, 1000));
  const answered = exported(20, ROUTER, flow("10.1.0.50", 47_808, "10.1.0.7", 47_808, 3000));
  const apart = [asked, answered].map((frame) => observe([frame], [netflow]).seen.ledger);
  for (const ledgers of [apart, apart.toReversed()]) {
    const whole = new Ledger();
    for (const ledger of ledgers) joinLedger(whole, ledger);
    assert.deepEqual(
      assembleSite(whole, [netflow], () => "").toldLinks.map(
        ({ clientAddress, flows, bytes, bytesToServer, oneSided }) => [
          ...[clientAddress, flows, bytes, bytesToServer, oneSided],
        ],
      ),
      [["10.1.0.7", 2, 4000, 1000, false]],
    );
  }
});
