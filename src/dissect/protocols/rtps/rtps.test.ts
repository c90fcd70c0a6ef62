import assert from "node:assert/strict";
import { test } from "node:test";
import { CERTAIN, NO } from "../../dissector.ts";
import type { SeenMessage } from "../../testing.ts";
import { dissectExchange, likenessOf } from "../../testing.ts";
import { SAMPLES } from "../samples/rtps.ts";
import { rtps } from "./rtps.ts";

const one = (hex: string): SeenMessage[] =>
  dissectExchange({ name: "one", over: "udp", port: 7400, messages: [{ from: "client", hex }] }, [rtps]);
const HEAD = "52545053 0203 0101 0102030405060708090a0b0c";

test("a participant announces itself, its topics, and publishes", () => {
  const messages = dissectExchange(SAMPLES[0]!, [rtps]);
  assert.deepEqual(
    messages.map(({ operation, act, objects }) => [operation, act, ...objects]),
    [
      ["ping", "other"],
      ["announce_participant", "identify"],
      ["announce_publication", "identify", "joint"],
      ["announce_subscription", "identify", "stop"],
      ["data", "write"],
      ["heartbeat", "other"],
      ["acknack", "other"],
      ["dispose_announcement", "other"],
      ["info", "other"],
      ["data", "write"],
      ["srtps_prefix", "other"],
      ["announce_participant", "identify"],
    ],
  );
  assert.deepEqual(
    messages.slice(0, 2).flatMap(({ claims }) => claims.map(({ attribute, value }) => [attribute, value])),
    [
      ["software", "RTI Connext DDS"],
      ["software", "RTI Connext DDS 6.0.3.0"],
      ["name", "robot-1"],
      ["operatingSystem", "x64Linux"],
      ["user", "op"],
    ],
  );
  assert.equal(messages[1]?.fields.default_unicast_locator, "192.168.1.5:7411");
  assert.deepEqual(messages[1]?.fields.info, [9]);
  assert.deepEqual(
    messages.flatMap(({ notes }) => notes.map(({ remark }) => remark)),
    [
      { kind: "session", protocol: "DDS", anonymous: true, name: "arm" },
      { kind: "session", protocol: "DDS", anonymous: false },
    ],
  );
});

test("cut submessages and hostile lengths are faults, and loops end", () => {
  const faults = (hex: string): string[] => one(hex).flatMap((message) => message.faults.map(({ name }) => name));
  assert.deepEqual(faults(`${HEAD} 15 05 ffff 0000 1000 00000000 000100c2`), ["bad length", "short"]);
  assert.deepEqual(faults(`${HEAD} 15 05 1400 0000 ffff 00000000 000100c2 00000000 01000000`), ["bad length"]);
  assert.equal(one(`${HEAD} ${"07 01 0000".repeat(300)}`).length, 1, "a submessage without length is the last");
  assert.ok(one(`${HEAD} ${"07 01 0100 00".repeat(300)}`).length <= 128);
});

test("only the magic is taken", () => {
  const likeness = (hex: string): number => likenessOf(rtps, hex);
  assert.equal(likeness(HEAD), CERTAIN);
  assert.equal(likeness("52545350 0203 0101 0102030405060708090a0b0c"), NO);
  assert.equal(likeness("52545053"), NO);
});
