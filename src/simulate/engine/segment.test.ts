import assert from "node:assert/strict";
import { test } from "node:test";
import { SECOND } from "../schedule.ts";
import { CATALOG } from "../site/catalog.ts";
import { checkDocument } from "../site/check.ts";
import { playSite } from "../site/play.ts";

/** Working counters of the last datagram of frames that come back, every second, and how many frames go out. */
function counters(seconds: number, scenarios: object[]): { back: number[]; sent: number } {
  const { site, problems } = checkDocument(
    "segment",
    {
      zones: { motion: { vlan: 5, subnet: "10.9.8.0/24" } },
      mirrors: { tap: { zones: ["motion"], tagged: false } },
      devices: { axis: { type: "ethercat-master", zone: "motion" } },
      talks: [{ talk: "ethercat", from: "axis", every: "50ms" }],
      scenarios,
    },
    CATALOG,
  );
  assert.deepEqual(problems, []);
  const chunks: Uint8Array[] = [];
  const options = { seed: 1, duration: seconds * SECOND, scale: 1, file: "x" };
  playSite(site, CATALOG, options, (chunk) => chunks.push(chunk.slice()));
  const capture = Buffer.concat(chunks);
  const back: number[] = [];
  let sent = 0;
  for (let at = 0; at < capture.length; at += capture.readUInt32LE(at + 4)) {
    if (capture.readUInt32LE(at) !== 6) continue;
    const frame = capture.subarray(at + 28, at + 28 + capture.readUInt32LE(at + 20));
    if ((frame[6] & 2) === 0) {
      sent++;
      continue;
    }
    const end = 16 + (frame.readUInt16LE(14) & 0x7ff);
    back.push(frame.readUInt16LE(end - 2));
  }
  return { back, sent };
}

test("each frame goes out and comes back, and all five devices count", () => {
  const { back, sent } = counters(12, []);
  assert.equal(back.length, sent);
  assert.equal(back.at(-1), 5);
});

test("the counter falls while devices are lost, and rises when they are back", () => {
  const { back } = counters(20, [{ scenario: "segment-break", to: "axis", at: "12s", seconds: 4, position: 3 }]);
  const at = (second: number) => back[Math.floor((back.length * second) / 20)];
  assert.deepEqual([at(11), at(14), at(19)], [5, 2, 5]);
});
