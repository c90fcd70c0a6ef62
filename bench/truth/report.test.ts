import assert from "node:assert/strict";
import { test } from "node:test";
import type { Comparison } from "./compare.ts";
import { agreements, markdownReport, percent, totals } from "./report.ts";

function comparison(capture: string, both: number, onlyWireshark: number): Comparison {
  const differences = Array.from({ length: onlyWireshark }, (_, index) => ({
    frame: index + 1,
    side: "wireshark" as const,
    stack: "eth:ethertype:arp",
    cause: "" as const,
  }));
  return { capture, protocol: "arp", wireshark: both + onlyWireshark, bulkhead: both, both, differences };
}

test("a share is never rounded up to all of it", () => {
  assert.equal(percent(0.99999), "99.99");
  assert.equal(percent(1), "100.00");
});

test("totals add up, leave explained frames out, and tell sound captures from broken ones", () => {
  const sound = comparison("it/a.pcap", 98, 2);
  const broken = comparison("malformed/b.pcap", 50, 50);
  const [total] = totals([sound, broken], new Map([[sound, new Set([1, 2])]]));
  assert.equal(total.wireshark, 200);
  assert.equal(total.onlyWireshark, 52);
  assert.deepEqual(agreements(total), { raw: "74.00", explained: "74.74", sound: "100.00" });
});

test("the page lists what is not explained and why the rest is", () => {
  const sound = comparison("it/a.pcap", 98, 2);
  const broken = comparison("malformed/b.pcap", 50, 50);
  const explained = new Map([[sound, new Set([1, 2])]]);
  const explanation = {
    capture: "it/a.pcap",
    protocol: "arp",
    side: "wireshark",
    right: "bulkhead",
    reason: "RFC 826 says so.",
  } as const;
  const applied = [{ explanation, frames: 2, stale: false }];
  const page = markdownReport(
    "W",
    2,
    [],
    [sound, broken],
    totals([sound, broken], explained),
    applied,
    explained,
    ["COVERAGE"],
    ["FIELDS"],
    ["ROLES"],
    ["RECOGNITION"],
  );
  assert.match(page, /\| arp \| 2 \| 200 \| 148 \| 148 \| 52 \| 0 \| 74\.00 % \| 2 \| 74\.74 % \| 100\.00 % \|/);
  assert.match(page, /2 frames only in Wireshark\. Right: Bulkhead\. RFC 826 says so\./);
  assert.match(page, /\| malformed\/b\.pcap \| arp \| 50 \|/);
  assert.doesNotMatch(page, /\| it\/a\.pcap/);
});
