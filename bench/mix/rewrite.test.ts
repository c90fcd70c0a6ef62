import assert from "node:assert/strict";
import { test } from "node:test";
import { fold, sumWords } from "./checksum.ts";
import { canBecomeEthernet, NetworkPool, rewriteFrame, Site } from "./rewrite.ts";

/** Ethernet II, IPv4 192.168.1.5 > 8.8.8.8, UDP 40000 > 53, four bytes of payload, right checksums. */
function udpFrame(): Uint8Array {
  const frame = new Uint8Array(46);
  frame.set([0x00, 0x80, 0xf4, 1, 2, 3, 0x00, 0x1d, 0x9c, 4, 5, 6, 0x08, 0x00]);
  frame.set([0x45, 0, 0, 32, 0, 1, 0, 0, 64, 17, 0, 0, 192, 168, 1, 5, 8, 8, 8, 8], 14);
  frame.set([0x9c, 0x40, 0, 53, 0, 12, 0, 0, 0xde, 0xad, 0xbe, 0xef], 34);
  const header = ~sumWords(frame, 14, 34) & 0xffff;
  frame.set([header >>> 8, header & 0xff], 24);
  const transport = ~udpSum(frame) & 0xffff;
  frame.set([transport >>> 8, transport & 0xff], 40);
  return frame;
}

function udpSum(frame: Uint8Array): number {
  return fold(sumWords(frame, 26, 34) + 17 + 12 + sumWords(frame, 34, 46));
}

test("addresses move, vendor halves stay, right checksums stay right", () => {
  const out = new Uint8Array(100);
  assert.equal(rewriteFrame(udpFrame(), 0, 46, 1, new Site(7, new NetworkPool()), out), 46);
  const frame = out.slice(0, 46);
  assert.deepEqual([...frame.slice(26, 34)], [10, 0, 0, 5, 20, 0, 0, 8]);
  assert.deepEqual([...frame.slice(0, 3)], [0x00, 0x80, 0xf4]);
  assert.notDeepEqual([...frame.slice(3, 6)], [1, 2, 3]);
  assert.equal(sumWords(frame, 14, 34), 0xffff);
  assert.equal(udpSum(frame), 0xffff);
});

test("a wrong checksum stays wrong and an absent one absent", () => {
  const wrong = udpFrame();
  wrong[41] ^= 0x55;
  const out = new Uint8Array(100);
  rewriteFrame(wrong, 0, 46, 1, new Site(7, new NetworkPool()), out);
  assert.notEqual(udpSum(out.slice(0, 46)), 0xffff);
  const absent = udpFrame();
  absent.fill(0, 40, 42);
  rewriteFrame(absent, 0, 46, 1, new Site(7, new NetworkPool()), out);
  assert.deepEqual([...out.slice(40, 42)], [0, 0]);
});

test("two sites of one pool never share a network", () => {
  const pool = new NetworkPool();
  const first = new Site(1, pool);
  const second = new Site(2, pool);
  const network = (192 << 16) | (168 << 8) | 1;
  assert.equal(first.network(network), first.network(network));
  assert.notEqual(first.network(network), second.network(network));
});

test("a loopback conversation becomes one of two hosts with MAC addresses", () => {
  const ethernet = udpFrame();
  ethernet.set([127, 0, 0, 1, 127, 0, 0, 1], 26);
  const loopback = new Uint8Array(36);
  loopback.set([2, 0, 0, 0]);
  loopback.set(ethernet.subarray(14), 4);
  const out = new Uint8Array(100);
  assert.equal(rewriteFrame(loopback, 0, 36, 0, new Site(1, new NetworkPool()), out), 46);
  assert.deepEqual([...out.slice(26, 34)], [10, 0, 0, 0x81, 10, 0, 0, 1]);
  assert.deepEqual([...out.slice(0, 14)], [2, 4, 10, 0, 0, 1, 2, 4, 10, 0, 0, 0x81, 8, 0]);
});

test("frames of every length are rewritten without a throw", () => {
  const whole = udpFrame();
  const out = new Uint8Array(100);
  for (const linkType of [0, 1, 101, 108, 113, 228, 229, 276]) {
    assert.ok(canBecomeEthernet(linkType));
    for (let end = 0; end <= whole.length; end++) {
      const length = rewriteFrame(whole.slice(0, end), 0, end, linkType, new Site(1, new NetworkPool()), out);
      assert.ok(length >= -1 && length <= end + 14);
    }
  }
});
