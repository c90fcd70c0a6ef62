import assert from "node:assert/strict";
import { test } from "node:test";
import { agreement, applyExplanations, compareProtocol, membership, type OracleAnswer } from "./compare.ts";

const DNS = { name: "dns", layers: ["dns"] };

const ANSWER: OracleAnswer = {
  oracle: "made by hand",
  frames: 5,
  stacks: ["eth:ethertype:ip:udp:dns", "eth:ethertype:ip:tcp", "eth:ethertype:ip:icmp:ip:udp:dns"],
  stackOf: [0, 1, 2, 0, 0],
  retransmitted: [4],
  malformed: [],
};

test("a protocol in the quote of an ICMP error is told from one on the wire", () => {
  assert.equal(membership("eth:ethertype:ip:udp:dns", ["dns"]), "direct");
  assert.equal(membership("eth:ethertype:ip:icmp:ip:udp:dns", ["dns"]), "quoted");
  assert.equal(membership("eth:ethertype:ip:icmp:ip:udp:dns", ["icmp"]), "direct");
  assert.equal(membership("eth:ethertype:ip:udp:quic:tls", ["tls"]), "inside");
  assert.equal(membership("eth:ethertype:ip:tcp:mdns", ["dns"]), "none");
});

test("frames of both sides, of one side and outside of the capture are told apart", () => {
  const comparison = compareProtocol("a.pcap", DNS, ANSWER, new Set([1, 2, 9]));
  assert.equal(comparison.wireshark, 4);
  assert.equal(comparison.bulkhead, 3);
  assert.equal(comparison.both, 1);
  assert.deepEqual(
    comparison.differences.map((difference) => [difference.frame, difference.side, difference.cause]),
    [
      [2, "bulkhead", ""],
      [3, "wireshark", "quoted"],
      [4, "wireshark", "retransmitted"],
      [5, "wireshark", ""],
      [9, "bulkhead", ""],
    ],
  );
});

test("an explanation covers what it names, and nothing once its count no longer holds", () => {
  const comparison = compareProtocol("a.pcap", DNS, ANSWER, new Set([1]));
  const quoted = {
    capture: "*",
    protocol: "dns",
    side: "wireshark",
    cause: "quoted",
    right: "both",
    reason: "r",
  } as const;
  const wrong = {
    capture: "a.pcap",
    protocol: "dns",
    side: "wireshark",
    count: 7,
    right: "bulkhead",
    reason: "r",
  } as const;
  const { applied, explained } = applyExplanations([comparison], [quoted, wrong]);
  assert.deepEqual(
    applied.map((one) => [one.frames, one.stale]),
    [
      [1, false],
      [2, true],
    ],
  );
  assert.deepEqual([...(explained.get(comparison) ?? [])], [3]);
});

test("an explanation that finds the oracle right does not count as agreement", () => {
  const comparison = compareProtocol("a.pcap", DNS, ANSWER, new Set([1]));
  const { explained } = applyExplanations(
    [comparison],
    [{ capture: "*", protocol: "*", side: "wireshark", right: "wireshark", reason: "not built yet" }],
  );
  assert.equal(explained.size, 0);
});

test("agreement is the shared part of all named frames", () => {
  assert.equal(agreement(99, 100), 0.99);
  assert.equal(agreement(0, 0), 1);
});
