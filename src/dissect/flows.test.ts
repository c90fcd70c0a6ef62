import assert from "node:assert/strict";
import { test } from "node:test";
import { AddressTable, v6TextOf } from "./addresses.ts";
import { FlowTable, LAST_TIME } from "./flows.ts";
import { FragmentTable } from "./fragments.ts";
import { seededRandom } from "./laws.ts";
import { Packet } from "./packet.ts";
import { bytesOf } from "./testing.ts";

test("both directions are one flow, and the direction is told", () => {
  const table = new FlowTable(100, 1, () => {});
  const there = table.find(6, 10, 20, 5000, 502);
  assert.equal(table.isNew, true);
  const forward = table.reversed;
  const back = table.find(6, 20, 10, 502, 5000);
  assert.equal(table.isNew, false);
  assert.equal(back, there);
  assert.notEqual(table.reversed, forward);
  assert.notEqual(table.find(17, 10, 20, 5000, 502), there);
  assert.notEqual(table.find(6, 10, 20, 5001, 502), there);
});

test("negative addresses (signed 32-bit) and equal endpoints are found again", () => {
  const table = new FlowTable(100, 1, () => {});
  const one = table.find(6, -1062731519, 5, 1, 2);
  assert.equal(table.find(6, 5, -1062731519, 2, 1), one);
  const self = table.find(17, 7, 7, 9, 3);
  assert.equal(table.find(17, 7, 7, 3, 9), self);
});

test("the table grows, agrees with a plain map, and survives removals", () => {
  const random = seededRandom(3);
  const table = new FlowTable(1_000_000, 99, () => {});
  const known = new Map<string, number>();
  for (let round = 0; round < 60_000; round++) {
    const a = Math.floor(random() * 300) - 150;
    const b = 1000 + Math.floor(random() * 100);
    const port = Math.floor(random() * 20);
    const key = `${a} ${b} ${port}`;
    const flow = table.find(6, a, b, port, 80);
    const before = known.get(key);
    assert.equal(table.isNew, before === undefined);
    if (before !== undefined) assert.equal(flow, before);
    known.set(key, flow);
    if (round % 7 === 0) {
      table.remove(flow);
      known.delete(key);
    }
    assert.equal(table.live, known.size);
  }
});

test("at the ceiling a flow that was silent for long is closed and told", () => {
  const closed: number[] = [];
  const table = new FlowTable(50, 1, (flow) => closed.push(flow));
  for (let index = 0; index < 200; index++) {
    const flow = table.find(6, index, 1000, 1, 2);
    table.numbers[table.numbersBase(flow) + LAST_TIME] = index;
  }
  assert.equal(table.live, 50);
  assert.equal(table.evicted, 150);
  assert.equal(closed.length, 150);
  assert.equal(table.opened, 200);
});

test("addresses get one number each, up to the ceiling", () => {
  const table = new AddressTable(6, 5000);
  const random = seededRandom(5);
  const numbers = new Map<string, number>();
  for (let round = 0; round < 20_000; round++) {
    const bytes = bytesOf("02000000").slice();
    const mac = new Uint8Array(6);
    mac.set(bytes);
    mac[4] = Math.floor(random() * 12);
    mac[5] = Math.floor(random() * 256);
    const number = table.numberOf(mac, 0);
    const key = Buffer.from(mac).toString("hex");
    assert.equal(numbers.get(key) ?? number, number);
    numbers.set(key, number);
    assert.equal(table.hex(number), key);
  }
  const small = new AddressTable(4, 3);
  const given = [1, 2, 3, 4].map((value) => small.numberOf(new Uint8Array([0, 0, 0, value]), 0));
  assert.deepEqual(given, [1, 2, 0, 0]);
  assert.equal(small.overflow, 2);
});

test("IPv6 text follows RFC 5952", () => {
  const text = (hex: string): string => v6TextOf(bytesOf(hex), 0);
  assert.equal(text("20010db8000000000000000000000001"), "2001:db8::1");
  assert.equal(text("00000000000000000000000000000000"), "::");
  assert.equal(text("00000000000000000000000000000001"), "::1");
  assert.equal(text("fe800000000000000000000000000000"), "fe80::");
  assert.equal(text("20010db8000100000001000000000001"), "2001:db8:1:0:1::1");
  assert.equal(text("20010db8000000010001000100010001"), "2001:db8:0:1:1:1:1:1");
});

test("fragments are put together in any order, and ceilings hold", () => {
  const table = new FragmentTable(2, 30);
  const packet = new Packet();
  const add = (id: number, at: number, more: boolean, hex: string, seconds = 0): string | undefined => {
    const bytes = bytesOf(hex);
    packet.bytes = bytes;
    packet.payloadStart = 0;
    packet.payloadEnd = bytes.length;
    packet.missing = 0;
    packet.ipVersion = 4;
    packet.protocol = 17;
    packet.fragmentId = id;
    packet.fragmentAt = at;
    packet.moreFragments = more;
    const whole = table.add(packet, 1, 2, seconds);
    return whole === undefined ? undefined : Buffer.from(whole).toString("hex");
  };
  assert.equal(add(1, 8, false, "aabb"), undefined);
  assert.equal(add(1, 0, true, "0001020304050607"), "0001020304050607aabb");
  assert.equal(add(2, 0, true, "0001020304050607"), undefined);
  assert.equal(add(2, 0, true, "ffffffffffffffff"), undefined);
  assert.equal(add(2, 8, false, "cc"), "0001020304050607cc", "the first bytes seen stand");
  assert.equal(add(2, 8, false, "cc", 0.001), undefined);
  assert.equal(table.pending(), 0, "a copy of the last fragment, as a mirror shows it, waits for nothing");
  for (let id = 10; id < 15; id++) assert.equal(add(id, 0, true, "0001020304050607"), undefined);
  assert.equal(table.pending(), 2);
  assert.equal(table.abandoned, 3);
  assert.equal(add(14, 8, false, "cc", 100), undefined, "too late");
});

test("chosen addresses and ports that fall into one slot do not slow the tables down", () => {
  // Collisions with the first seed are found by trying, as an attacker would with the published source.
  const clash = (size: number, hash: (value: number) => number): number[] => {
    const found: number[] = [];
    for (let value = 1; found.length < size; value++) if ((hash(value) & 0xfff) === 0) found.push(value);
    return found;
  };
  const seed = 0x5bd1e995;
  const flowHash = (value: number): number => {
    let hash = Math.imul(5 ^ seed, 0x9e3779b1);
    hash = Math.imul(hash ^ (hash >>> 15) ^ (value + 10), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13) ^ ((9 << 16) | 80), 0xc2b2ae35);
    return hash ^ (hash >>> 16) ^ 6;
  };
  const table = new FlowTable(100_000, seed, () => {});
  const hosts = clash(1500, flowHash);
  const flows = hosts.map((host) => table.find(6, 5, host + 10, 9, 80));
  assert.ok(table.longestRun() < 400, `a run of ${table.longestRun()}`);
  hosts.forEach((host, index) => {
    assert.equal(table.find(6, 5, host + 10, 9, 80), flows[index]);
    assert.equal(table.isNew, false);
  });
});

test("fragments that cannot be of one packet are given up, never filled with zeros", () => {
  const table = new FragmentTable();
  const packet = new Packet();
  packet.ipVersion = 4;
  packet.protocol = 17;
  packet.fragmentId = 7;
  const add = (at: number, text: string, more: boolean): Uint8Array | undefined => {
    packet.bytes = bytesOf(text);
    packet.payloadStart = 0;
    packet.payloadEnd = packet.bytes.length;
    packet.fragmentAt = at;
    packet.moreFragments = more;
    return table.add(packet, 1, 2, 0);
  };
  // A block far behind the end must not stand in for the one that is missing.
  assert.equal(add(64, "aaaaaaaaaaaaaaaa", true), undefined);
  assert.equal(add(8, "bbbbbbbbbbbbbbbb", false), undefined);
  assert.equal(table.pending(), 0);
  // Only the last fragment may end within a block of eight bytes.
  assert.equal(add(0, "aabbcc", true), undefined);
  assert.equal(add(8, "bb", false), undefined);
  assert.equal(table.assembled, 0);
  assert.equal(table.abandoned, 2);
});
