import assert from "node:assert/strict";
import { test } from "node:test";
import { CERTAIN, NO } from "../../dissector.ts";
import { dissectExchange, likenessOf } from "../../testing.ts";
import { word } from "../samples/oncrpc-bytes.ts";
import type { Exchange } from "../samples/sample.ts";
import { datagram, flowSample, framed, raw, SAMPLES } from "../samples/sflow.ts";
import { sflow } from "./sflow.ts";

const [five, older] = SAMPLES as [Exchange, Exchange];
const seen = dissectExchange(five, [sflow]);
const sent = (hex: string) =>
  dissectExchange({ name: "made up", over: "udp", port: 6343, messages: [{ from: "client", hex }] }, [sflow]);

test("sampled packets tell addresses, protocol and ports, and for how many packets they stand", () => {
  const told = { exporter: "10.0.0.254", packets: 1 };
  assert.deepEqual(seen[0]?.flows, [
    {
      ...{ ...told, source: "10.0.0.7", destination: "10.0.0.50", sourcePort: 50_000, destinationPort: 502 },
      ...{ protocol: 6, octets: 70, sampling: 1000 },
    },
    {
      ...{ ...told, source: "020000000050", destination: "010ccd010001", sourcePort: 0, destinationPort: 0 },
      ...{ protocol: 0x88b8, octets: 145, sampling: 1000 },
    },
  ]);
  assert.deepEqual(
    seen[1]?.flows.map(({ source, destination, destinationPort, protocol, sampling }) => [
      ...[source, destination, destinationPort, protocol, sampling],
    ]),
    [
      ["10.0.0.8", "10.0.0.53", 53, 17, 400],
      ["2001:db8::7", "2001:db8::32", 502, 6, 1],
      ["020000000050", "0200000000ff", 0, 0x8892, 1],
    ],
  );
});

test("VLANs, next hops, counters of interfaces and hosts are told", () => {
  const [first, , third] = seen[0]?.fields.samples ?? [];
  assert.deepEqual(
    [first.source_vlan, first.destination_vlan, first.next_hop, first.destination_mask],
    [10, 20, "10.0.0.1", 16],
  );
  assert.deepEqual(
    [third.interface, third.speed, third.operational_up, third.in_octets, third.out_octets],
    [3, 1_000_000_000, true, 5000, 7000],
  );
  assert.deepEqual(
    seen[1]?.claims.map(({ attribute, value }) => [attribute, value]),
    [
      ["name", "switch-3"],
      ["operatingSystem", "Linux 5.10.0"],
      ["kind", "flow exporter"],
    ],
  );
});

test("versions 2 and 4 tell the same", () => {
  const [two, four] = dissectExchange(older, [sflow]);
  assert.deepEqual([two?.operation, two?.faults, two?.fields.samples.length], ["sample_datagram_v2", [], 2]);
  assert.deepEqual([two?.flows[0]?.destinationPort, two?.flows[0]?.sampling], [502, 256]);
  assert.deepEqual([four?.operation, four?.faults, four?.flows[0]?.source], ["sample_datagram_v4", [], "10.0.0.8"]);
});

test("samples that do not fit are a fault, and a packet that is cut tells what is there", () => {
  const faults = (hex: string) => sent(hex)[0]?.faults.map(({ name }) => name);
  assert.deepEqual(faults(datagram(flowSample(1, framed(1, word(1)).replace("00000004", "0000ffff")))), [
    "record does not fit",
  ]);
  assert.deepEqual(faults(datagram(framed(0x1000, word(0).repeat(4)), `000000010000ffff${word(0).repeat(2)}`)), [
    "sample does not fit",
  ]);
  const [cut] = sent(datagram(flowSample(10, raw("0200000000aa 0200000000bb 0800 4500", 1000))));
  assert.deepEqual([cut?.flows, cut?.faults], [[], []]);
});

test("datagrams are recognized by their fields, others are not", () => {
  assert.equal(likenessOf(sflow, five.messages[0]?.hex as string), CERTAIN);
  assert.equal(likenessOf(sflow, older.messages[0]?.hex as string), CERTAIN);
  assert.equal(likenessOf(sflow, datagram()), CERTAIN);
  assert.equal(likenessOf(sflow, `${datagram()}00000000`), NO);
  // NetFlow version 5, and a call of ONC RPC.
  assert.equal(likenessOf(sflow, `0005 0001 ${"00000001".repeat(17)}`), NO);
  assert.equal(likenessOf(sflow, "00000005 00000000 00000002 000186a0 00000002 00000000 00000000 00000000"), NO);
});
