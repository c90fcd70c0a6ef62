import assert from "node:assert/strict";
import { test } from "node:test";
import { seededRandom } from "./laws.ts";
import {
  CARRIES_FRAGMENT,
  CARRIES_IP,
  CARRIES_LINK,
  CARRIES_TCP,
  CARRIES_UDP,
  ENCRYPTED_RADIO_TYPE,
  FLAW_CUT,
  FLAW_DAMAGED_RADIO,
  FLAW_ENCRYPTED_RADIO,
  FLAW_LINK_TYPE,
  FLAW_NONE,
  FLAW_NOT_DATA,
  LLC,
  Packet,
} from "./packet.ts";
import { bytesOf } from "./testing.ts";
import { TUNNEL_NAMES } from "./tunnels.ts";

const MACS = "020000000002 020000000001";
const UDP = "c350 0035 000c 0000 aabbccdd";
const IP_UDP = `4500 0020 1234 0000 40 11 0000 c0000201 c0000202 ${UDP}`;
const TCP = "c350 01f6 00000001 00000002 50 18 2000 0000 0000 aabb";
const IP_TCP = `4500 002a 1234 4000 80 06 0000 c0000201 c0000202 ${TCP}`;
const IP6_UDP = `60000000 000c 11 40 20010db8000000000000000000000001 20010db8000000000000000000000002 ${UDP}`;

function decode(hex: string, linkType = 1, lost = 0): Packet {
  const frame = bytesOf(hex);
  const padded = new Uint8Array(frame.length + 20).fill(0xee);
  padded.set(frame, 10);
  const packet = new Packet();
  packet.decode(padded, 10, 10 + frame.length, linkType, lost);
  return packet;
}

function payload(packet: Packet): string {
  return Buffer.from(packet.bytes.subarray(packet.payloadStart, packet.payloadEnd)).toString("hex");
}

function expectUdp(packet: Packet): void {
  assert.equal(packet.flaw, FLAW_NONE);
  assert.equal(packet.carries, CARRIES_UDP);
  assert.equal(packet.sourcePort, 50000);
  assert.equal(packet.destinationPort, 53);
  assert.equal(payload(packet), "aabbccdd");
}

test("Ethernet with IPv4 and UDP is read, padding left out", () => {
  const packet = decode(`${MACS} 0800 ${IP_UDP} 000000000000`);
  expectUdp(packet);
  assert.equal(packet.ipVersion, 4);
  assert.equal(packet.source >>> 0, 0xc0000201);
  assert.equal(packet.ttl, 64);
  assert.equal(packet.macSource - 10, 6);
});

test("TCP fields, options and flags are read", () => {
  const packet = decode(`${MACS} 0800 ${IP_TCP}`);
  assert.equal(packet.carries, CARRIES_TCP);
  assert.equal(packet.sequence, 1);
  assert.equal(packet.acknowledgment, 2);
  assert.equal(packet.tcpFlags, 0x18);
  assert.equal(payload(packet), "aabb");
});

test("one and two VLAN tags are passed and the inner one kept", () => {
  const one = decode(`${MACS} 8100 000a 0800 ${IP_UDP}`);
  expectUdp(one);
  assert.equal(one.vlan, 10);
  const two = decode(`${MACS} 88a8 0064 8100 e00b 0800 ${IP_UDP}`);
  expectUdp(two);
  assert.equal(two.vlan, 11);
  assert.equal(two.vlanDepth, 2);
});

test("IPv6 with extension headers is read", () => {
  expectUdp(decode(`${MACS} 86dd ${IP6_UDP}`));
  const options = "60000000 0014 00 40 20010db8000000000000000000000001 20010db8000000000000000000000002";
  expectUdp(decode(`${MACS} 86dd ${options} 1100 000000000000 ${UDP}`));
});

test("Linux cooked 1 and 2, raw IP, null, PPP and PPPoE are read", () => {
  expectUdp(decode(`0000 0001 0006 020000000001 0000 0800 ${IP_UDP}`, 113));
  expectUdp(decode(`0800 0000 00000002 0001 00 06 020000000001 0000 ${IP_UDP}`, 276));
  expectUdp(decode(IP_UDP, 101));
  expectUdp(decode(IP6_UDP, 101));
  expectUdp(decode(IP_UDP, 228));
  expectUdp(decode(`02000000 ${IP_UDP}`, 0));
  expectUdp(decode(`00000002 ${IP_UDP}`, 108));
  expectUdp(decode(`1e000000 ${IP6_UDP}`, 0));
  expectUdp(decode(`ff03 0021 ${IP_UDP}`, 9));
  expectUdp(decode(`21 ${IP_UDP}`, 9));
  expectUdp(decode(`${MACS} 8864 1100 0001 0022 0021 ${IP_UDP}`));
});

test("Linux cooked headers of GRE interfaces are passed, those of netlink hold no data", () => {
  expectUdp(decode(`0000 030a 0004 c0000201 00000000 0800 ${IP_UDP}`, 113));
  assert.equal(decode(`0004 0338 0000 0000000000000000 0010 ${"00".repeat(20)}`, 113).flaw, FLAW_NOT_DATA);
  assert.equal(decode(`0010 0000 00000002 0338 04 00 0000000000000000 ${"00".repeat(20)}`, 276).flaw, FLAW_NOT_DATA);
});

test("802.11 data frames with radiotap are read in all directions of the distribution system", () => {
  const radiotap = "0000 0800 00000000";
  const llc = "aaaa03 000000 0800";
  const addresses = "020000000001 020000000002 020000000003 0000";
  const toDistribution = decode(`${radiotap} 0801 0000 ${addresses} ${llc} ${IP_UDP}`, 127);
  expectUdp(toDistribution);
  assert.equal(toDistribution.bytes[toDistribution.macSource + 5], 2);
  const fromDistribution = decode(`${radiotap} 8802 0000 ${addresses} 0000 ${llc} ${IP_UDP}`, 127);
  expectUdp(fromDistribution);
  assert.equal(fromDistribution.bytes[fromDistribution.macSource + 5], 3);
  expectUdp(decode(`0801 0000 ${addresses} ${llc} ${IP_UDP}`, 105));
  const closed = decode(`${radiotap} 0841 0000 ${addresses} 00112233 44556677`, 127);
  assert.deepEqual([closed.flaw, closed.type], [FLAW_ENCRYPTED_RADIO, ENCRYPTED_RADIO_TYPE]);
  const withCheck = `0000 0900 02000000 10 0801 0000 ${addresses} ${llc} ${IP_UDP} deadbeef`;
  expectUdp(decode(withCheck, 127));
});

test("tunnels are opened: MPLS, GRE, ERSPAN, VXLAN, Geneve, GTP-U and IP in IP", () => {
  const inner = `${MACS} 0800 ${IP_UDP}`;
  const outer = (protocol: string): string => `${MACS} 0800 4500 0000 0000 0000 40 ${protocol} 0000 0a000001 0a000002`;
  const udp = (port: string): string => `${outer("11")} c000 ${port} 0000 0000`;
  const cases: [string, string][] = [
    ["mpls", `${MACS} 8847 00064 0 40 000651 40 ${IP_UDP}`.replace("00064 0 40 000651 40", "00064040 00065140")],
    ["gre", `${outer("2f")} 0000 0800 ${IP_UDP}`],
    ["gre", `${outer("2f")} 2000 6558 00000007 ${inner}`],
    ["erspan", `${outer("2f")} 1000 88be 00000001 10000064 00000000 ${inner}`],
    ["erspan", `${outer("2f")} 0000 88be ${inner}`],
    ["erspan", `${outer("2f")} 1000 22eb 00000001 20000064 00000000 00000000 ${inner}`],
    ["vxlan", `${udp("12b5")} 08000000 00000700 ${inner}`],
    ["geneve", `${udp("17c1")} 0000 6558 00000700 ${inner}`],
    ["gtp", `${udp("0868")} 30ff 0020 00000009 ${IP_UDP}`],
    ["gtp", `${udp("0868")} 34ff 0028 00000009 0000 00 85 01 0009 00 ${IP_UDP}`],
    ["ipip", `${outer("04")} ${IP_UDP}`],
  ];
  for (const [name, hex] of cases) {
    const packet = decode(hex);
    expectUdp(packet);
    assert.equal(TUNNEL_NAMES[packet.tunnel], name);
    assert.equal(packet.source >>> 0, 0xc0000201, name);
    if (name !== "mpls") assert.equal(packet.outerSource >>> 0, 0x0a000001, name);
  }
});

test("fragments, LLC, SNAP, HSR and other EtherTypes are told apart", () => {
  const fragment = decode(`${MACS} 0800 4500 0020 1234 2000 40 11 0000 c0000201 c0000202 ${UDP}`);
  assert.equal(fragment.carries, CARRIES_FRAGMENT);
  assert.equal(fragment.moreFragments, true);
  const later = decode(`${MACS} 0800 4500 0020 1234 0001 40 11 0000 c0000201 c0000202 ${UDP}`);
  assert.equal(later.fragmentAt, 8);
  const stp = decode(`0180c2000000 020000000001 0007 424203 00000000 0000`);
  assert.equal(stp.carries, CARRIES_LINK);
  assert.equal(stp.type, LLC + 0x42);
  assert.equal(payload(stp), "42420300000000");
  const cdp = decode(`01000ccccccc 020000000001 000a aaaa03 00000c 2000 0202`);
  assert.equal(cdp.type, LLC + 0x00000c * 65536 + 0x2000);
  assert.equal(payload(cdp), "0202");
  expectUdp(decode(`${MACS} 892f 0034 0001 0800 ${IP_UDP}`));
  assert.equal(decode(`${MACS} 88b8 00010203`).type, 0x88b8);
});

test("what was cut or is broken is told, and what is there is used", () => {
  assert.equal(decode(`${MACS} 88b8 00010203`, 1, 90).missing, 90, "what an EtherType carries ends with the frame");
  assert.equal(decode(`${MACS} 0004 424203 00`, 1, 42).missing, 0, "behind an LLC length there is only padding");
  const cut = decode(`${MACS} 0800 4500 0030 1234 0000 40 11 0000 c0000201 c0000202 c350 0035 001c 0000 aabb`);
  assert.equal(cut.carries, CARRIES_UDP);
  assert.equal(cut.missing, 18);
  assert.equal(payload(cut), "aabb");
  const noLength = decode(`${MACS} 0800 4500 0000 1234 4000 80 06 0000 c0000201 c0000202 ${TCP}`);
  assert.equal(payload(noLength), "aabb");
  assert.equal(decode("0102", 1).flaw, 2);
  assert.equal(decode("00", 147).flaw, FLAW_LINK_TYPE);
  const noHeader = decode(`${MACS} 0800 4500 0018 1234 4000 80 06 0000 c0000201 c0000202 c35001f6`);
  assert.equal(noHeader.carries, CARRIES_IP);
  assert.notEqual(noHeader.flaw, FLAW_NONE);
});

test("random bytes never throw, never loop and never lead outside the frame", () => {
  const random = seededRandom(7);
  const packet = new Packet();
  const seeds = [`${MACS} 8100 000a 0800 ${IP_UDP}`, `${MACS} 86dd ${IP6_UDP}`, `${MACS} 8847 00064140 ${IP_TCP}`].map(
    bytesOf,
  );
  for (let round = 0; round < 40_000; round++) {
    const frame = new Uint8Array(seeds[round % seeds.length] as Uint8Array);
    for (let change = 0; change < 6; change++) frame[Math.floor(random() * frame.length)] = Math.floor(random() * 256);
    const end = Math.floor(random() * (frame.length + 1));
    const linkType = [1, 0, 9, 51, 101, 105, 113, 127, 276, 104][Math.floor(random() * 10)] as number;
    packet.decode(frame, 0, end, linkType);
    const shown = `round ${round}: ${linkType} ${packet.payloadStart} ${packet.payloadEnd} ${packet.macSource} of ${end}`;
    assert.ok(packet.payloadStart >= 0 && packet.payloadEnd <= end, shown);
    assert.ok(packet.macSource < 0 || packet.macSource + 6 <= end, shown);
  }
});

test("what a tunnel carries has neither the ports nor the VLAN of the tunnel", () => {
  const icmp = "4500 001c 0001 0000 40 01 0000 0a000001 0a000002 0800f7ff00000000";
  const inside = `${MACS} 0800 ${icmp}`.replace(/\s+/g, "");
  const length = (8 + 8 + inside.length / 2).toString(16).padStart(4, "0");
  const total = (20 + 16 + inside.length / 2).toString(16).padStart(4, "0");
  const vxlan = `c350 12b5 ${length} 0000 08000000 00000500 ${inside}`;
  const packet = decode(`${MACS} 8100 0007 0800 4500 ${total} 0001 0000 40 11 0000 c0000201 c0000202 ${vxlan}`);
  assert.equal(TUNNEL_NAMES[packet.tunnel], "vxlan");
  assert.equal(packet.carries, CARRIES_IP);
  assert.deepEqual([packet.sourcePort, packet.destinationPort, packet.vlan], [0, 0, -1]);
  assert.deepEqual([packet.outerVlan, packet.outerTtl, packet.outerMacSource - 10], [7, 64, 6]);
  const gre = decode(`${MACS} 8100 0007 0800 4500 0034 0001 0000 40 2f 0000 c0000201 c0000202 00000800 ${icmp}`);
  assert.equal(TUNNEL_NAMES[gre.tunnel], "gre");
  assert.deepEqual([gre.vlan, gre.outerVlan], [-1, 7]);
});

test("options that the capture cut are not counted as payload", () => {
  const options = "c350 01f6 00000001 00000002 80 18 2000 0000 0000";
  const cut = decode(`${MACS} 0800 4500 0064 1234 4000 80 06 0000 c0000201 c0000202 ${options} 0101`);
  assert.equal(cut.carries, CARRIES_TCP);
  // 100 bytes of IP packet: 20 of IP and 32 of TCP header leave 48 of payload.
  assert.equal(cut.missing, 48);
});

test("a UDP length beyond its IP packet is the sender's flaw, not a cut of the capture", () => {
  const lie = decode(`${MACS} 0800 4500 0020 1234 0000 40 11 0000 c0000201 c0000202 c350 0035 00ff 0000 aabbccdd`);
  assert.equal(lie.missing, 0);
  assert.notEqual(lie.flaw, FLAW_NONE);
  assert.equal(payload(lie), "aabbccdd");
});

test("LLC under Linux cooked headers is whole", () => {
  const stp = decode("0000 0001 0006 0200000000010000 0004 424203 0000000000", 113);
  assert.equal(stp.type, LLC + 0x42);
  assert.equal(payload(stp), "4242030000000000");
});

test("the first frame of an 802.11 aggregate is read, and padded headers are skipped", () => {
  const snap = `aaaa03 000000 0800 ${IP_UDP}`;
  const radio = "8801 0000 020000000009 020000000001 020000000002 0000";
  const aggregate = decode(`${radio} 8000 020000000004 020000000003 0028 ${snap} 0000`, 105);
  expectUdp(aggregate);
  assert.equal(
    Buffer.from(aggregate.bytes.subarray(aggregate.macSource, aggregate.macSource + 6)).toString("hex"),
    "020000000003",
  );
  expectUdp(decode(`00000900 02000000 20 ${radio} 0000 0000 ${snap}`, 127));
});

test("extension headers behind the fragment header are walked once the packet is whole", () => {
  const addresses = "20010db8000000000000000000000001 20010db8000000000000000000000002";
  const packet = decode(
    `${MACS} 86dd 60000000 0018 2c 40 ${addresses} 3c000001 00000007 1100010400000000 ${UDP.slice(0, 9)}`,
  );
  assert.equal(packet.carries, CARRIES_FRAGMENT);
  const whole = bytesOf(`1100010400000000 ${UDP}`);
  packet.decodeAssembled(whole, whole.length);
  expectUdp(packet);
});

test("every part of an aggregated radio frame is read, with the addresses of each", () => {
  const snap = `aaaa03 000000 0800 ${IP_UDP}`;
  const radio = "8801 0000 020000000009 020000000001 020000000002 0000 8000";
  const one = `020000000004 020000000003 0028 ${snap}`;
  const other = `020000000006 020000000005 0028 ${snap}`;
  const packet = decode(`${radio} ${one} 0000 ${other}`, 105);
  expectUdp(packet);
  assert.equal(packet.bytes[packet.macSource + 5], 3);
  assert.equal(packet.following, 54);
  assert.equal(packet.decodeNext(), true);
  expectUdp(packet);
  assert.equal(packet.bytes[packet.macSource + 5], 5);
  assert.equal(packet.following, 0);
  assert.equal(packet.decodeNext(), false);
});

test("a radio frame whose check failed is not believed", () => {
  const radio = "0801 0000 020000000009 020000000001 020000000002 0000 aaaa03 000000 0800";
  expectUdp(decode(`00000900 02000000 10 ${radio} ${IP_UDP} deadbeef`, 127));
  const damaged = decode(`00000900 02000000 50 ${radio} ${IP_UDP} deadbeef`, 127);
  assert.equal(damaged.flaw, FLAW_DAMAGED_RADIO);
  assert.equal(damaged.macSource, -1);
});

test("PPP with a direction, and Cisco HDLC on a PPP link, are read", () => {
  expectUdp(decode(`01 ff03 0021 ${IP_UDP}`, 204));
  expectUdp(decode(`00 ff03 0021 ${IP_UDP}`, 166));
  expectUdp(decode(`0f00 0800 ${IP_UDP}`, 50));
  expectUdp(decode(`ff03 0021 ${IP_UDP}`, 50));
});

test("ERSPAN of type III that mirrored IP packets is opened without an Ethernet header", () => {
  const erspan = `1000 22eb 00000001 2064 0003 00000000 0000 0800 ${IP_UDP}`;
  const packet = decode(`${MACS} 0800 4500 004c 0001 0000 40 2f 0000 c6336401 c6336402 ${erspan}`);
  expectUdp(packet);
  assert.equal(packet.source >>> 0, 0xc0000201);
  assert.equal(TUNNEL_NAMES[packet.tunnel], "erspan");
});

test("frames of field buses go on in the form of Ethernet", () => {
  const token = decode("55ff 00 05 04 0000 8c", 165);
  assert.equal(token.carries, CARRIES_LINK);
  assert.equal(token.type, 165);
  assert.equal(Buffer.from(token.bytes.subarray(0, 12)).toString("hex"), "024d53545005024d53545004");
  assert.equal(payload(token), "55ff00050400008c");
  assert.equal(decode("55ff 06 ff 04", 165).flaw, FLAW_CUT);
  const heartbeat = decode("00000705 01 00 0000 05", 227);
  assert.equal(heartbeat.type, 0x000c);
  assert.equal(Buffer.from(heartbeat.bytes.subarray(0, 12)).toString("hex"), "ffffffffffff0243414e0000");
  assert.equal(payload(heartbeat), "000007050100000005");
  assert.equal(decode("98eafff9 03 00 0000 00ee00", 227).type, 0x010c);
});
