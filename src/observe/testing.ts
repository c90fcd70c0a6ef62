// Frames made by hand and the site that they show, for tests of this room.
import type { Dissector } from "../dissect/dissector.ts";
import { Engine } from "../dissect/engine.ts";
import { registryOf } from "../dissect/registry.ts";
import type { AssembledSite } from "./assemble.ts";
import { assembleSite } from "./assemble.ts";
import type { SeenTraffic } from "./blind-spots.ts";
import { blindSpots } from "./blind-spots.ts";
import { Collector } from "./collector.ts";
import { readingOf } from "./reading.ts";
import { protocolShares } from "./shares.ts";

/** One frame with its time in seconds. */
export interface TimedFrame {
  time: number;
  bytes: Uint8Array;
}

/** A site with everything that led to it. */
export interface ObservedSite extends AssembledSite {
  seen: SeenTraffic;
  spots: ReturnType<typeof blindSpots>;
}

/** What a frame is made of where it does not matter to the test. */
export interface FrameOptions {
  vlan?: number;
  ttl?: number;
}

const LINK_ETHERNET = 1;

/** Reads frames as one capture and assembles the site; makers are not looked up. */
export function observe(
  frames: readonly TimedFrame[],
  dissectors: readonly Dissector[] = [],
  linkType = LINK_ETHERNET,
): ObservedSite {
  const collector = new Collector();
  const engine = new Engine(registryOf(dissectors), collector, { detailed: false });
  collector.attach(engine);
  frames.forEach(({ time, bytes }, index) => {
    engine.frame({
      capture: 0,
      number: index + 1,
      bytes,
      start: 0,
      end: bytes.length,
      originalLength: bytes.length,
      linkType,
      interfaceIndex: 0,
      seconds: Math.floor(time),
      nanoseconds: Math.round((time - Math.floor(time)) * 1e9),
    });
  });
  engine.finish();
  const site = assembleSite(collector.ledger, dissectors, () => "");
  const seen: SeenTraffic = {
    site,
    ledger: collector.ledger,
    reading: readingOf(engine),
    shares: protocolShares(collector.ledger, site.protocols),
    captures: [],
  };
  return { ...site, seen, spots: blindSpots(seen) };
}

/** An Ethernet II frame; hardware addresses as 12 hex digits. */
export function ethernet(
  from: string,
  to: string,
  type: number,
  payload: readonly number[],
  vlan?: number,
): Uint8Array {
  const tag = vlan === undefined ? [] : [0x81, 0, ...word(vlan)];
  return Uint8Array.from([...hex(to), ...hex(from), ...tag, ...word(type), ...payload]);
}

/** An ARP request (1) or reply (2); asked addresses have the hardware address 0 in requests. */
export function arp(
  operation: 1 | 2,
  sender: readonly [mac: string, ip: string],
  target: readonly [mac: string, ip: string],
  options: FrameOptions = {},
): Uint8Array {
  const to = operation === 1 ? "ffffffffffff" : target[0];
  const asked = operation === 1 ? "000000000000" : target[0];
  const body = [0, 1, 8, 0, 6, 4, 0, operation, ...hex(sender[0]), ...v4(sender[1]), ...hex(asked), ...v4(target[1])];
  return ethernet(sender[0], to, 0x0806, body, options.vlan);
}

/** A UDP datagram in IPv4, or in IPv6 where the addresses have colons; the checksum is left out. */
export function udp(
  from: readonly [mac: string, ip: string, port: number],
  to: readonly [mac: string, ip: string, port: number],
  payload: readonly number[] = [1, 2, 3, 4],
  options: FrameOptions = {},
): Uint8Array {
  const segment = [...word(from[2]), ...word(to[2]), ...word(8 + payload.length), 0, 0, ...payload];
  return packet(from, to, 17, segment, options);
}

/** Flags of TCP. */
export const SYN = 0x02;
export const RST = 0x04;
export const ACK = 0x10;

/** A TCP segment in IPv4; the checksum is left out. */
export function tcp(
  from: readonly [mac: string, ip: string, port: number],
  to: readonly [mac: string, ip: string, port: number],
  flags: number,
  sequence: number,
  payload: readonly number[] = [],
  options: FrameOptions = {},
): Uint8Array {
  const numbers = [...word(sequence >>> 16), ...word(sequence & 0xffff), 0, 0, 0, 1];
  const segment = [...word(from[2]), ...word(to[2]), ...numbers, 0x50, flags, 0xff, 0xff, 0, 0, 0, 0, ...payload];
  return packet(from, to, 6, segment, options);
}

function packet(
  from: readonly [mac: string, ip: string, port: number],
  to: readonly [mac: string, ip: string, port: number],
  protocol: number,
  segment: readonly number[],
  { vlan, ttl = 64 }: FrameOptions,
): Uint8Array {
  if (from[1].includes(":")) {
    const header = [0x60, 0, 0, 0, ...word(segment.length), protocol, ttl, ...v6(from[1]), ...v6(to[1])];
    return ethernet(from[0], to[0], 0x86dd, [...header, ...segment], vlan);
  }
  const header = [0x45, 0, ...word(20 + segment.length), 0, 0, 0, 0, ttl, protocol, 0, 0, ...v4(from[1]), ...v4(to[1])];
  return ethernet(from[0], to[0], 0x0800, [...header, ...segment], vlan);
}

function word(value: number): number[] {
  return [(value >> 8) & 255, value & 255];
}

function hex(digits: string): number[] {
  return (digits.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));
}

function v4(ip: string): number[] {
  return ip.split(".").map(Number);
}

function v6(ip: string): number[] {
  const [head = "", tail = ""] = ip.split("::");
  const front = head === "" ? [] : head.split(":");
  const back = tail === "" ? [] : tail.split(":");
  const zeros = Array<string>(8 - front.length - back.length).fill("0");
  return [...front, ...zeros, ...back].flatMap((group) => word(Number.parseInt(group, 16)));
}
