import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { arp as arpDissector } from "../dissect/protocols/arp.ts";
import type { TimedFrame } from "./testing.ts";
import { arp, observe, udp } from "./testing.ts";

const PLC = ["001b1b000001", "10.0.0.1"] as const;
const HMI = ["001b1b000002", "10.0.0.2"] as const;
const INTRUDER = ["001b1b000666", "10.0.0.66"] as const;

const at = (host: readonly [string, string], port = 5000): [string, string, number] => [host[0], host[1], port];

/** Frames one second apart. */
function inTurn(...frames: Uint8Array[]): TimedFrame[] {
  return frames.map((bytes, index) => ({ time: 1000 + index, bytes }));
}

describe("conversations that change their hardware address", () => {
  const impostor = [INTRUDER[0], PLC[1]] as const;

  test("are told with both cards, whose packets they are and where it began", () => {
    const { moves } = observe(
      inTurn(udp(at(PLC), at(HMI)), udp(at(HMI), at(PLC)), udp(at(impostor), at(HMI)), udp(at(impostor), at(HMI))),
    );
    assert.equal(moves.length, 1);
    const [move] = moves;
    assert.deepEqual([move?.from, move?.to, move?.times, move?.addresses], [PLC[0], INTRUDER[0], 1, [PLC[1]]]);
    assert.deepEqual([move?.evidence.frame, move?.firstSeen], [3, 1002]);
  });

  test("do not fill the memory where a mirror shows both sides of a router", () => {
    const { moves } = observe(
      inTurn(...Array.from({ length: 100 }, (_, index) => udp(at(index % 2 === 0 ? PLC : impostor), at(HMI)))),
    );
    assert.deepEqual(
      moves.map((move) => move.times),
      [8, 8],
    );
  });

  test("are none where every conversation keeps its card", () => {
    assert.deepEqual(observe(inTurn(udp(at(PLC), at(HMI)), udp(at(impostor, 5001), at(HMI)))).moves, []);
  });
});

describe("answers that nobody asked for", () => {
  const unasked = (...frames: Uint8Array[]) =>
    observe(inTurn(...frames), [arpDissector]).bindings.map(({ mac, ip, unasked: times }) => [mac, ip, times]);

  test("are counted with the station that was told", () => {
    const site = observe(inTurn(arp(2, [INTRUDER[0], PLC[1]], HMI)), [arpDissector]);
    const [binding] = site.bindings;
    assert.deepEqual([binding?.unasked, binding?.unaskedTo, binding?.unaskedEvidence?.frame], [1, [HMI[1]], 1]);
  });

  test("are none after a question, a question to all included", () => {
    assert.deepEqual(unasked(arp(1, HMI, PLC), arp(2, PLC, HMI)), [
      [PLC[0], PLC[1], 0],
      [HMI[0], HMI[1], 0],
    ]);
  });

  test("are not what a station tells all others of itself", () => {
    assert.deepEqual(unasked(arp(2, PLC, PLC), arp(1, PLC, PLC)), [[PLC[0], PLC[1], 0]]);
  });
});

/** A frame inside of VXLAN (RFC 7348). */
function vxlan(network: number, frame: Uint8Array): Uint8Array {
  const header = [8, 0, 0, 0, (network >> 16) & 255, (network >> 8) & 255, network & 255, 0];
  return udp(["020000000a01", "192.0.2.1", 4000], ["020000000a02", "192.0.2.2", 4789], [...header, ...frame]);
}

/** A packet inside of GTP-U (3GPP TS 29.281): the frame without its Ethernet header. */
function gtp(tunnel: number, frame: Uint8Array): Uint8Array {
  const inner = frame.subarray(14);
  const header = [0x30, 255, inner.length >> 8, inner.length & 255, 0, 0, tunnel >> 8, tunnel & 255];
  return udp(["020000000b01", "192.0.2.3", 2152], ["020000000b02", "192.0.2.4", 2152], [...header, ...inner]);
}

describe("the same addresses in several tunnels", () => {
  const shared = (...frames: Uint8Array[]) =>
    observe(inTurn(...frames))
      .spots.filter((spot) => spot.reason === "The same addresses in several tunnels")
      .map((spot) => [spot.amount, spot.where, spot.evidence?.frame]);
  const other = ["001b1b000077", PLC[1]] as const;

  test("are a blind spot where another card has the address in another VXLAN", () => {
    assert.deepEqual(
      shared(vxlan(10, udp(at(PLC, 5001), at(HMI, 6000))), vxlan(20, udp(at(other, 5002), at(HMI, 6000)))),
      [["1 address", "10.0.0.1", 2]],
    );
  });

  test("are one as well where the ports are alike, so that there is one flow only", () => {
    assert.deepEqual(shared(vxlan(10, udp(at(PLC), at(HMI))), vxlan(20, udp(at(other), at(HMI)))), [
      ["1 address", "10.0.0.1", 2],
    ]);
  });

  test("are one where VLANs have them", () => {
    assert.deepEqual(
      shared(
        udp(at(PLC, 5001), at(HMI, 6000), [1], { vlan: 10 }),
        udp(at(other, 5002), at(HMI, 6000), [1], { vlan: 20 }),
      ),
      [["1 address", "10.0.0.1", 2]],
    );
  });

  test("are none where a router took the packets from one network to the other", () => {
    assert.deepEqual(
      shared(
        vxlan(10, udp(at(PLC, 5001), at(HMI, 6000))),
        vxlan(20, udp(at(other, 5001), at(HMI, 6000), [1], { ttl: 63 })),
      ),
      [],
    );
  });

  test("are none where one card speaks in both, and none in one network alone", () => {
    assert.deepEqual(shared(vxlan(10, udp(at(PLC, 1), at(HMI, 2))), vxlan(20, udp(at(PLC, 3), at(HMI, 4)))), []);
    assert.deepEqual(shared(vxlan(10, udp(at(PLC, 1), at(HMI, 2))), vxlan(10, udp(at(other, 3), at(HMI, 4)))), []);
  });

  test("are one where two phones of one address speak with one server at once", () => {
    const server = ["001b1b0000aa", "198.51.100.1"] as const;
    assert.deepEqual(
      shared(
        gtp(1, udp(at(PLC, 1000), at(server, 53))),
        gtp(2, udp(at(PLC, 1001), at(server, 53))),
        gtp(1, udp(at(PLC, 1000), at(server, 53))),
        gtp(2, udp(at(PLC, 1001), at(server, 53))),
      ).map(([amount, where]) => [amount, where]),
      [["1 address", "10.0.0.1"]],
    );
  });

  test("are none where a phone moves to another cell, and none of a server that answers each phone in another tunnel", () => {
    const server = ["001b1b0000aa", "10.9.9.9"] as const;
    const phone = ["001b1b0000bb", "10.0.0.3"] as const;
    assert.deepEqual(
      shared(
        gtp(1, udp(at(PLC, 1000), at(server, 53))),
        gtp(1, udp(at(PLC, 1000), at(server, 53))),
        gtp(2, udp(at(PLC, 1001), at(server, 53))),
        gtp(3, udp(at(server, 53), at(PLC, 1001))),
        gtp(4, udp(at(server, 53), at(phone, 1000))),
        gtp(3, udp(at(server, 53), at(PLC, 1001))),
      ),
      [],
    );
  });
});
