import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { SECOND } from "../schedule.ts";
import { CATALOG } from "../site/catalog.ts";
import { checkDocument } from "../site/check.ts";
import { playSite } from "../site/play.ts";

interface Shown {
  place: number;
  /** Nanoseconds since 1970. */
  time: bigint;
  bytes: Uint8Array;
}

/** The frames of a pcapng file as this project writes it, and what its statistics say was lost. */
function framesOf(capture: Uint8Array): { frames: Shown[]; dropped: number[] } {
  const view = new DataView(capture.buffer, capture.byteOffset, capture.byteLength);
  const frames: Shown[] = [];
  const dropped: number[] = [];
  for (let at = 0; at < capture.length; ) {
    const type = view.getUint32(at, true);
    const length = view.getUint32(at + 4, true);
    assert.equal(view.getUint32(at + length - 4, true), length);
    if (type === 6) {
      const time = (BigInt(view.getUint32(at + 12, true)) << 32n) | BigInt(view.getUint32(at + 16, true));
      const size = view.getUint32(at + 20, true);
      frames.push({ place: view.getUint32(at + 8, true), time, bytes: capture.subarray(at + 28, at + 28 + size) });
    } else if (type === 5) {
      dropped.push(view.getUint32(at + 36, true));
    }
    at += length;
  }
  return { frames, dropped };
}

function play(document: object, seconds: number): { frames: Shown[]; dropped: number[]; droppedByMirror: number } {
  const { site, problems } = checkDocument("test", document, CATALOG);
  assert.deepEqual(problems, []);
  const chunks: Uint8Array[] = [];
  const options = { seed: 1, duration: seconds * SECOND, scale: 1, file: "x" };
  const truth = playSite(site, CATALOG, options, (chunk) => chunks.push(chunk.slice()));
  return { ...framesOf(Buffer.concat(chunks)), droppedByMirror: truth.capture.droppedByMirror };
}

const word = (bytes: Uint8Array, at: number) => (bytes[at] << 8) | bytes[at + 1];
const long = (bytes: Uint8Array, at: number) => word(bytes, at) * 65536 + word(bytes, at + 2);

const cell = {
  zones: {
    a: { vlan: 5, subnet: "10.9.8.0/24", router: "router-1" },
    b: { vlan: 6, subnet: "10.9.9.0/24", router: "router-1" },
  },
  mirrors: { first: { zones: ["a"] }, second: { zones: ["b"] } },
  devices: {
    "router-1": { type: "ot-router", zone: "a" },
    asker: { type: "scada-server", zone: "a" },
    plc: { type: "modicon-m580", zone: "b" },
  },
  talks: [{ talk: "modbus", from: "asker", to: "plc", every: "100ms" }],
};

test("frames are written in order of time, and the time is that of the site", () => {
  const { frames } = play(cell, 5);
  assert.ok(frames.length > 200);
  for (let index = 1; index < frames.length; index++) assert.ok(frames[index].time >= frames[index - 1].time);
  assert.equal(frames[0].time / 1_000_000_000n, 1773036000n);
});

test("what two say to each other goes through the one who lies to them, and comes out with one hop less", () => {
  const devices = {
    asker: { type: "scada-server", zone: "a" },
    plc: { type: "modicon-m580", zone: "a" },
    thief: { type: "rogue-device", zone: "a" },
  };
  const { frames } = play(
    {
      zones: { a: { vlan: 5, subnet: "10.9.8.0/24" } },
      mirrors: { first: { zones: ["a"] } },
      devices,
      talks: [{ talk: "modbus", from: "asker", to: "plc", every: "100ms" }],
      scenarios: [{ scenario: "arp-spoof", from: "thief", to: ["asker", "plc"], at: "3s", rounds: 3 }],
    },
    20,
  );
  const spoken = frames.filter(({ bytes }) => word(bytes, 16) === 0x0800);
  // The frame of a pair of addresses and an identification, each time it is shown.
  const shown = new Map<string, Uint8Array[]>();
  for (const { bytes } of spoken) {
    const key = `${long(bytes, 30)} ${long(bytes, 34)} ${word(bytes, 22)}`;
    shown.set(key, [...(shown.get(key) ?? []), bytes]);
  }
  const through = [...shown.values()].filter((copies) => copies.length === 2);
  assert.ok(through.length > 50 && through.length < spoken.length / 2, `${through.length} of ${spoken.length}`);
  for (const [first, second] of through) {
    assert.deepEqual(first.subarray(0, 6), second.subarray(6, 12));
    assert.equal(second[26], first[26] - 1);
    assert.deepEqual(first.subarray(38), second.subarray(38));
  }
  assert.equal(through.length * 2 + [...shown.values()].filter((copies) => copies.length === 1).length, spoken.length);
});

test("a routed packet is shown in both zones, with the router's address and one hop less in the second", () => {
  const { frames } = play(cell, 5);
  const requests = frames.filter(({ bytes }) => word(bytes, 16) === 0x0800 && long(bytes, 30) === 0x0a09080a);
  const one = requests.filter((frame) => frame.place === 0);
  const two = requests.filter((frame) => frame.place === 1);
  assert.equal(one.length, two.length);
  assert.ok(one.length > 50);
  assert.ok(one.every(({ bytes }) => word(bytes, 14) === 5 && bytes[26] === 128));
  assert.ok(two.every(({ bytes }) => word(bytes, 14) === 6 && bytes[26] === 127));
  assert.notDeepEqual(one[0].bytes.subarray(6, 12), two[0].bytes.subarray(6, 12));
});

test("a mirror can take tags off, show frames twice, lose frames, and not show what a port sends", () => {
  const plain = { ...cell, mirrors: { first: { zones: ["a"], tagged: false } } };
  assert.ok(play(plain, 2).frames.every(({ bytes }) => word(bytes, 12) !== 0x8100));
  const once = play({ ...cell, mirrors: { first: { zones: ["a"] } } }, 2);
  const twice = play({ ...cell, mirrors: { first: { zones: ["a"], twice: true } } }, 2);
  assert.equal(twice.frames.length, once.frames.length * 2);
  const losing = play({ ...cell, mirrors: { first: { zones: ["a"], loss: 0.1 } } }, 2);
  assert.ok(losing.droppedByMirror > 5);
  assert.deepEqual(losing.dropped, [losing.droppedByMirror]);
  assert.equal(losing.frames.length + losing.droppedByMirror, once.frames.length);
  const blind = play({ ...cell, mirrors: { second: { zones: ["b"], unseen: ["plc"] } } }, 2);
  assert.ok(blind.frames.length > 0);
  assert.ok(blind.frames.every(({ bytes }) => word(bytes, 16) !== 0x0800 || long(bytes, 30) !== 0x0a09090a));
});

describe("TCP with loss", () => {
  const lossy = {
    ...cell,
    loss: 0.05,
    mirrors: { first: { zones: ["a"] } },
    devices: { ...cell.devices, files: { type: "web-server", zone: "a" } },
    talks: [
      { talk: "modbus", from: "asker", to: "plc", every: "100ms" },
      { talk: "dicom", from: "asker", to: "files", every: "2s" },
    ],
  };
  const { frames } = play(lossy, 60);
  const segments = frames.filter(({ bytes }) => word(bytes, 16) === 0x0800 && bytes[27] === 6);
  const key = (bytes: Uint8Array) => `${long(bytes, 30)}:${word(bytes, 38)} ${long(bytes, 34)}:${word(bytes, 40)}`;

  test("some segments are sent again, with the same bytes", () => {
    const seen = new Map<string, Uint8Array>();
    let again = 0;
    for (const { bytes } of segments) {
      const head = 38 + (bytes[50] >> 4) * 4;
      const payload = bytes.subarray(head, 18 + word(bytes, 20));
      if (payload.length === 0) continue;
      const place = `${key(bytes)} ${long(bytes, 42)}`;
      const before = seen.get(place);
      if (before !== undefined) {
        again++;
        assert.deepEqual(payload, before);
      }
      seen.set(place, payload);
    }
    assert.ok(again > 10, `${again}`);
  });

  test("every byte is sent in the end, and nothing is acknowledged that was never sent", () => {
    const sent = new Map<string, { first: number; ranges: [number, number][] }>();
    const reverse = (text: string) => text.split(" ").reverse().join(" ");
    for (const { bytes } of segments) {
      const name = key(bytes);
      const sequence = long(bytes, 42);
      const length = 18 + word(bytes, 20) - 38 - (bytes[50] >> 4) * 4;
      const extra = bytes[51] & 3 ? 1 : 0;
      const entry = sent.get(name) ?? { first: sequence, ranges: [] };
      if ((bytes[51] & 2) !== 0) sent.set(name, { first: sequence, ranges: [[sequence, 1]] });
      else if (length + extra > 0) entry.ranges.push([sequence, length + extra]);
      if ((bytes[51] & 2) === 0) sent.set(name, entry);
      const other = sent.get(reverse(name));
      if ((bytes[51] & 16) !== 0 && other !== undefined) {
        const acknowledged = (long(bytes, 46) - other.first) >>> 0;
        const most = Math.max(...other.ranges.map(([from, count]) => (((from - other.first) >>> 0) + count) >>> 0));
        // What the mirror did not show is sent all the same; no more than a window.
        assert.ok(acknowledged <= most + 70_000, `${name}: ${acknowledged} of ${most}`);
      }
    }
    let gaps = 0;
    for (const { first, ranges } of sent.values()) {
      const ordered = ranges.map(([from, count]): [number, number] => [(from - first) >>> 0, count]);
      ordered.sort((one, other) => one[0] - other[0]);
      let next = 0;
      for (const [from, count] of ordered) {
        if (from > next) gaps++;
        next = Math.max(next, from + count);
      }
    }
    // At most the very last message of a connection may still wait to be sent again.
    assert.ok(gaps <= 2, `${gaps} gaps`);
  });
});
