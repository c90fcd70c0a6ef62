import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { randomFrom } from "../capture/made-captures.ts";
import type { ShownLayer } from "../serve/surroundings.ts";
import { KeptFile, type KeptFrame } from "./kept-file.ts";
import { layersOf } from "./layers.ts";
import { interfaceBlock, packetBlock, sectionBlock } from "./pcapng.ts";

const sample = join(dirname(dirname(dirname(fileURLToPath(import.meta.url)))), "samples", "plant-cell.pcapng");

const hex = (text: string): number[] => [...Buffer.from(text.replaceAll(/\s/g, ""), "hex")];
const word = (value: number): number[] => [(value >> 8) & 255, value & 255];
const link = "0200000000aa 0200000000bb";

function ip4(protocol: number, body: readonly number[], more = "4000"): number[] {
  return [
    ...hex("4500"),
    ...word(20 + body.length),
    ...hex(`1234 ${more} 40`),
    protocol,
    ...hex("beef 0a000001 0a000002"),
    ...body,
  ];
}
function ip6(next: number, body: readonly number[]): number[] {
  return [
    ...hex("6abcdef1"),
    ...word(body.length),
    next,
    63,
    ...hex("fd000000000000000000000000000001 fd000000000000000000000000000002"),
    ...body,
  ];
}
const udp = (to: number, body: readonly number[]) => [
  ...word(40_000),
  ...word(to),
  ...word(8 + body.length),
  0x12,
  0x34,
  ...body,
];
const ethernet = (type: string, body: readonly number[]) => [...hex(`${link} ${type}`), ...body];
const tcp = hex("c000 01f6 80000001 90000002 a0c2 1000 abcd 0007 020405b4 0103 0307 0402 080a 00000001 00000002");
const echo = hex("0800 4d5a 0001 0002 6162636465666768");
const inner = ethernet("0800", ip4(1, echo));

/** Frames of every kind of header, by link type. */
const FRAMES: readonly (readonly [string, number, readonly number[]])[] = [
  ["TCP with options", 1, ethernet("0800", ip4(6, tcp))],
  ["TCP in IPv6", 1, ethernet("86dd", ip6(6, tcp))],
  ["two VLAN tags", 1, ethernet("8100", hex("e064 8100 3065 0800").concat(ip4(17, udp(9, [1, 2, 3]))))],
  ["ARP", 1, ethernet("0806", hex("0001 0800 06 04 0001 0200000000bb 0a000001 000000000000 0a000002"))],
  ["ICMPv6 in extension headers", 1, ethernet("86dd", ip6(0, hex("3a00 0502 0000 0100 8000 4d5a 0001 0002 6162")))],
  ["MPLS", 1, ethernet("8847", hex("0001 003f 0002 0140").concat(ip4(17, udp(9, [1]))))],
  ["GRE with key", 1, ethernet("0800", ip4(47, hex("2000 0800 00000005").concat(ip4(1, echo))))],
  ["ERSPAN II", 1, ethernet("0800", ip4(47, hex("1000 88be 00000009 1064 0007 00000003").concat(inner)))],
  ["VXLAN", 1, ethernet("0800", ip4(17, udp(4789, hex("08000000 00002a00").concat(inner))))],
  ["Geneve", 1, ethernet("0800", ip4(17, udp(6081, hex("0000 6558 00002a00").concat(inner))))],
  [
    "GTP-U",
    1,
    ethernet(
      "0800",
      ip4(17, udp(2152, [...hex("30ff"), ...word(20 + echo.length), ...hex("00000007"), ...ip4(1, echo)])),
    ),
  ],
  [
    "SCTP",
    1,
    ethernet("0800", ip4(132, hex("0b59 0b5a 11223344 55667788 0003 0014 00000001 0002 0003 00000000 61626364"))),
  ],
  ["a fragment", 1, ethernet("0800", ip4(17, hex("0102030405060708"), "20b9"))],
  ["Linux cooked", 113, hex("0000 0001 0006 0200000000bb 0000 0800").concat(ip4(1, echo))],
  ["Linux cooked 2", 276, hex("0800 0000 00000003 0001 00 06 0200000000bb 0000").concat(ip4(1, echo))],
  [
    "an error that quotes",
    1,
    ethernet("0800", ip4(1, hex("0303 1234 00000000").concat(ip4(17, udp(9, [1, 2, 3, 4]))))),
  ],
  ["raw IP", 101, ip4(1, echo)],
  ["802.11", 105, hex("0801 3000 0200000000aa 0200000000bb 0200000000cc 1000 aaaa03000000 0800").concat(ip4(1, echo))],
];

/** What Wireshark calls our fields; those without a range are parts of bytes, whose ranges are counted otherwise. */
const NAMES: readonly (readonly [theirs: string, layer: string, field: string, ranged?: false])[] = [
  ["eth.dst", "ethernet", "destination"],
  ["eth.src", "ethernet", "source"],
  ["eth.type", "ethernet", "type"],
  ["vlan.priority", "vlan", "priority", false],
  ["vlan.id", "vlan", "id", false],
  ["vlan.etype", "vlan", "type"],
  ["arp.opcode", "arp", "operation"],
  ["arp.src.hw_mac", "arp", "sender_mac"],
  ["arp.src.proto_ipv4", "arp", "sender_ip"],
  ["arp.dst.proto_ipv4", "arp", "target_ip"],
  ["ip.hdr_len", "ipv4", "header_length"],
  ["ip.dsfield.dscp", "ipv4", "dscp"],
  ["ip.len", "ipv4", "total_length"],
  ["ip.id", "ipv4", "identification"],
  ["ip.ttl", "ipv4", "ttl"],
  ["ip.proto", "ipv4", "protocol"],
  ["ip.checksum", "ipv4", "header_checksum"],
  ["ip.src", "ipv4", "source"],
  ["ip.dst", "ipv4", "destination"],
  ["ipv6.flow", "ipv6", "flow_label", false],
  ["ipv6.plen", "ipv6", "payload_length"],
  ["ipv6.nxt", "ipv6", "next_header"],
  ["ipv6.hlim", "ipv6", "hop_limit"],
  ["ipv6.src", "ipv6", "source"],
  ["ipv6.dst", "ipv6", "destination"],
  ["tcp.srcport", "tcp", "source_port"],
  ["tcp.dstport", "tcp", "destination_port"],
  ["tcp.seq_raw", "tcp", "sequence"],
  ["tcp.ack_raw", "tcp", "acknowledgment"],
  ["tcp.hdr_len", "tcp", "header_length"],
  ["tcp.window_size_value", "tcp", "window"],
  ["tcp.checksum", "tcp", "checksum"],
  ["tcp.urgent_pointer", "tcp", "urgent_pointer"],
  ["udp.srcport", "udp", "source_port"],
  ["udp.dstport", "udp", "destination_port"],
  ["udp.length", "udp", "length"],
  ["udp.checksum", "udp", "checksum"],
  ["icmp.type", "icmp", "type"],
  ["icmp.code", "icmp", "code"],
  ["icmp.checksum", "icmp", "checksum"],
  ["icmpv6.type", "icmpv6", "type"],
  ["icmpv6.checksum", "icmpv6", "checksum"],
  ["mpls.label", "mpls", "label", false],
  ["mpls.exp", "mpls", "traffic_class", false],
  ["mpls.bottom", "mpls", "bottom_of_stack", false],
  ["mpls.ttl", "mpls", "ttl", false],
  ["gre.proto", "gre", "protocol"],
  ["gre.key", "gre", "key"],
  ["vxlan.vni", "vxlan", "vni"],
  ["geneve.vni", "geneve", "vni"],
  ["gtp.teid", "gtp", "teid"],
  ["erspan.spanid", "erspan", "session", false],
  ["sctp.srcport", "sctp", "source_port"],
  ["sctp.verification_tag", "sctp", "verification_tag"],
  ["sctp.data_tsn_raw", "sctp-chunk", "tsn"],
  ["sll.pkttype", "cooked", "packet_type"],
  ["wlan.seq", "802.11", "sequence", false],
];

interface Node {
  filter: string;
  start: number;
  length: number;
  data_source_idx: number;
  tree: { size(): number; get(index: number): Node };
}

interface Wireshark {
  FS: { writeFile(path: string, content: Uint8Array): void };
  init(): void;
  DissectSession: new (
    path: string,
  ) => { load(): { code: number }; getFrame(number: number): { tree: Node["tree"] }; delete(): void };
}

let wireshark: Wireshark | undefined;
try {
  const script = createRequire(import.meta.url).resolve("@goodtools/wiregasm/dist/wiregasm.js");
  const { default: load } = await import(pathToFileURL(script).href);
  wireshark = await load({
    locateFile: (name: string) => script.replace(/wiregasm\.js$/, name),
    print: () => {},
    printErr: () => {},
    handleStatus: () => {},
  });
  wireshark?.init();
} catch {
  // Told as skipped below.
}
const skip = wireshark === undefined ? "@goodtools/wiregasm is not installed" : false;

/** Fields of one of Wireshark's frames that have a name of ours, as "layer.field value start end". */
function theirs(tree: Node["tree"], found: Map<string, string[]> = new Map()): Map<string, string[]> {
  for (let index = 0; index < tree.size(); index++) {
    const node = tree.get(index);
    const [name = "", value = ""] = node.filter.split(" == ");
    const known = NAMES.find(([their]) => their === name);
    if (known !== undefined && node.data_source_idx === 0 && node.length > 0) {
      const key = `${known[1]}.${known[2]}`;
      const range = known[3] === false ? "" : ` ${node.start}..${node.start + node.length}`;
      found.set(key, [...(found.get(key) ?? []), `${plain(value)}${range}`]);
    }
    theirs(node.tree, found);
  }
  return found;
}

function ours(layers: readonly ShownLayer[], key: string): string[] {
  const known = NAMES.find(([, layer, field]) => key === `${layer}.${field}`);
  return layers.flatMap(({ protocol, fields }) =>
    fields
      .filter(({ name }) => `${protocol}.${name}` === key)
      .map(({ value, start, end }) => `${plain(value)}${known?.[3] === false ? "" : ` ${start}..${end}`}`),
  );
}

function plain(value: string): string {
  const bare = value.replace(/ \(.*\)$/, "");
  if (bare === "True") return "1";
  if (bare === "False") return "0";
  return /^(0x[0-9a-f]+|\d+)$/.test(bare) ? String(Number(bare)) : bare;
}

function compare(name: string, tree: Node["tree"], layers: readonly ShownLayer[]): number {
  const fields = theirs(tree);
  for (const [key, values] of fields) assert.deepEqual(ours(layers, key), values, `${name}: ${key}`);
  return fields.size;
}

function open(bytes: Uint8Array): InstanceType<Wireshark["DissectSession"]> {
  const library = wireshark as Wireshark;
  library.FS.writeFile("/uploads/layers", bytes);
  const session = new library.DissectSession("/uploads/layers");
  session.load();
  return session;
}

for (const [name, linkType, octets] of FRAMES) {
  test(`${name}: the same values at the same bytes as Wireshark`, { skip }, () => {
    const bytes = Uint8Array.from(octets);
    const frame = { bytes, start: 0, end: bytes.length, originalLength: bytes.length, seconds: 1, nanoseconds: 2 };
    const packet = packetBlock(0, { ...frame, direction: 0, comment: "" });
    const session = open(Buffer.concat([sectionBlock(""), interfaceBlock(linkType, "", ""), packet]));
    const fields = compare(name, session.getFrame(1).tree, layersOf(bytes, linkType));
    assert.ok(fields >= 4, `${fields} fields`);
    session.delete();
  });
}

test("the sample: the same values at the same bytes as Wireshark", { skip }, async () => {
  const session = open(readFileSync(sample));
  let fields = 0;
  for await (const frame of new KeptFile(sample).frames(1)) {
    if (frame.number % 61 !== 0) continue;
    fields += compare(
      `frame ${frame.number}`,
      session.getFrame(frame.number).tree,
      layersOf(frame.bytes, frame.linkType),
    );
  }
  assert.ok(fields > 2000, `${fields} fields`);
  session.delete();
});

test("layers of hostile frames stay within the frame, and are few", async () => {
  const frames: Pick<KeptFrame, "bytes" | "linkType">[] = FRAMES.map(([, linkType, octets]) => ({
    bytes: Uint8Array.from(octets),
    linkType,
  }));
  const random = randomFrom(11);
  for (let round = 0; round < 4000; round++) {
    const { bytes, linkType } = frames[random(frames.length)] as (typeof frames)[0];
    const broken = bytes.slice(0, random(bytes.length + 1));
    for (let count = random(6); count > 0 && broken.length > 0; count--) broken[random(broken.length)] = random(256);
    const kinds = [0, 9, 50, 51, 104, 105, 108, 113, 127, 166, 276, linkType, linkType, linkType];
    const layers = layersOf(broken, kinds[random(kinds.length)] as number);
    assert.ok(layers.length <= 60, `${layers.length} layers`);
    for (const { start, end, fields, title } of layers) {
      assert.ok(
        start >= 0 && end <= broken.length,
        `${title}: ${start}..${end} of ${broken.length}, seed 11 round ${round}`,
      );
      for (const field of fields) assert.ok(field.end - field.start >= 0, `${title}, ${field.name}`);
      assert.ok(fields.length < 100);
    }
  }
});

test("flags are told in words, and every byte of a frame lies in a layer", () => {
  const layers = layersOf(Uint8Array.from(ethernet("0800", ip4(6, [...tcp, 1, 2, 3]))), 1);
  const flags = layers.find(({ protocol }) => protocol === "tcp")?.fields.find(({ name }) => name === "flags");
  assert.equal(flags?.value, "SYN, ECE, CWR");
  const [, , fragmented] = FRAMES.find(([name]) => name === "a fragment") as (typeof FRAMES)[0];
  const offset = layersOf(Uint8Array.from(fragmented), 1)[1]?.fields.find(({ name }) => name === "fragment_offset");
  assert.equal(offset?.value, String(0xb9 * 8));
  assert.deepEqual(
    layers.map(({ protocol, start, end }) => [protocol, start, end]),
    [
      ["ethernet", 0, 14],
      ["ipv4", 14, 34],
      ["tcp", 34, 74],
      ["payload", 74, 77],
    ],
  );
});
