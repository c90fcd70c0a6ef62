import assert from "node:assert/strict";
import { test } from "node:test";
import { arp as arpDissector } from "../dissect/protocols/arp.ts";
import { arp, observe } from "./testing.ts";

const PLC = ["001b1b000001", "10.0.0.1"] as const;
const HMI = ["001b1b000002", "10.0.0.2"] as const;

/** A frame as Linux cooked captures of the first kind (LINKTYPE 113) show it: no destination, but the kind of it. */
function cooked(kind: number, frame: Uint8Array): Uint8Array {
  return Uint8Array.from([0, kind, 0, 1, 0, 6, ...frame.subarray(6, 12), 0, 0, ...frame.subarray(12)]);
}

/** The same of the second kind (LINKTYPE 276). */
function cookedTwo(kind: number, frame: Uint8Array): Uint8Array {
  const type = frame.subarray(12, 14);
  return Uint8Array.from([
    ...type,
    0,
    0,
    0,
    0,
    0,
    1,
    0,
    1,
    kind,
    6,
    ...frame.subarray(6, 12),
    0,
    0,
    ...frame.subarray(14),
  ]);
}

const BROADCAST = 1;
const TO_US = 0;

for (const [linkType, frame] of [
  [113, cooked],
  [276, cookedTwo],
] as const) {
  test(`a cooked capture (${linkType}) has no hardware address of zeros as a peer`, () => {
    const site = observe(
      [
        { time: 1, bytes: frame(BROADCAST, arp(1, HMI, PLC)) },
        { time: 2, bytes: frame(TO_US, arp(2, PLC, HMI)) },
      ],
      [arpDissector],
      linkType,
    );
    assert.deepEqual(
      site.links.map((link) => [link.clientAddress, link.server, link.serverAddress]),
      [
        ["00:1b:1b:00:00:01", "", ""],
        ["00:1b:1b:00:00:02", "", "ff:ff:ff:ff:ff:ff"],
      ],
    );
    assert.deepEqual(
      site.devices.map((device) => device.ips),
      [["10.0.0.1"], ["10.0.0.2"]],
    );
  });
}
