import { createHash } from "node:crypto";
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { type LoadedCapture, loadCapture } from "./load.ts";
import { FIRST_SECOND, LEAST_FLOWS, LEAST_PACKETS, REPEATS, repeatsOf, WINDOW_SECONDS } from "./plan.ts";
import { NetworkPool, rewriteFrame, Site } from "./rewrite.ts";

/** What the mix holds. */
export interface MixCounts {
  packets: number;
  bytes: number;
  flows: number;
  sites: number;
  captures: number;
  /** Frames per folder of the captures, most first. */
  packetsPerArea: Record<string, number>;
  /** Frames left out because they cannot be told as Ethernet. */
  skipped: number;
}

/** Raised by a change of how the mix is made. */
const RECIPE = 1;
const OUTPUT_CHUNK = 4 * 1024 * 1024;
const LONGEST_FRAME = 262_144;

/** One repetition being played. */
interface Play {
  capture: LoadedCapture;
  area: number;
  site: Site;
  /** Microseconds since 1970 of the site's first frame. */
  begins: number;
  /** Playing speed: 1 or faster. */
  speed: number;
  at: number;
  /** Time of the next frame, never before the one before it. */
  time: number;
}

/** Builds the mix from the captures, or reuses the one that was built from the same; answers its path and counts. */
export async function buildMix(
  captures: string,
  file: string,
  progress: (text: string) => void,
): Promise<{ path: string; counts: MixCounts }> {
  const catalog = readFileSync(join(captures, "CATALOG.tsv"), "utf8");
  const key = createHash("sha256")
    .update(JSON.stringify([RECIPE, REPEATS, WINDOW_SECONDS, FIRST_SECOND]))
    .update(catalog)
    .digest("hex");
  const note = `${file}.json`;
  if (existsSync(file) && existsSync(note)) {
    const built = JSON.parse(readFileSync(note, "utf8")) as { key: string; size: number; counts: MixCounts };
    if (built.key === key && built.size === statSync(file).size) return { path: file, counts: built.counts };
  }
  mkdirSync(dirname(file), { recursive: true });
  const paths = catalog
    .split("\n")
    .slice(1)
    .filter((line) => line !== "")
    .map((line) => line.split("\t")[1])
    .sort();
  const counts = await writeMix(captures, paths, file, progress);
  writeFileSync(note, `${JSON.stringify({ key, size: statSync(file).size, counts }, null, 2)}\n`);
  if (counts.packets < LEAST_PACKETS || counts.flows < LEAST_FLOWS) {
    throw new Error(`the mix holds ${counts.packets} packets and ${counts.flows} flows, fewer than it should`);
  }
  return { path: file, counts };
}

async function writeMix(
  folder: string,
  paths: readonly string[],
  file: string,
  progress: (text: string) => void,
): Promise<MixCounts> {
  const pool = new NetworkPool();
  const plays: Play[] = [];
  const areas: string[] = [];
  let captures = 0;
  for (const path of paths) {
    const repeats = repeatsOf(path);
    if (repeats === 0) continue;
    progress(`mix: reading ${path}`);
    const capture = await loadCapture(join(folder, path));
    if (capture.frames === 0) continue;
    captures++;
    const area = areas.includes(path.split("/")[0])
      ? areas.indexOf(path.split("/")[0])
      : areas.push(path.split("/")[0]) - 1;
    for (let repeat = 0; repeat < repeats; repeat++) {
      const number = plays.length + 1;
      const window = WINDOW_SECONDS * 1e6;
      const speed = Math.max(1, capture.duration / window);
      // Golden-ratio hashing spreads the beginnings evenly and alike in every run.
      const share = (Math.imul(number, 0x9e3779b1) >>> 0) / 0x1_0000_0000;
      const begins = FIRST_SECOND * 1e6 + Math.floor(share * (window - capture.duration / speed));
      plays.push({ capture, area, site: new Site(number, pool), begins, speed, at: 0, time: begins });
    }
  }

  const part = `${file}.part`;
  const descriptor = openSync(part, "w");
  const chunk = new Uint8Array(OUTPUT_CHUNK);
  const view = new DataView(chunk.buffer);
  const out = new Uint8Array(LONGEST_FRAME + 64);
  let filled = 24;
  view.setUint32(0, 0xa1b2c3d4, true);
  view.setUint16(4, 2, true);
  view.setUint16(6, 4, true);
  view.setUint32(16, LONGEST_FRAME, true);
  view.setUint32(20, 1, true);

  const flows = new Set<string>();
  const perArea = areas.map(() => 0);
  const counts: MixCounts = {
    packets: 0,
    bytes: 0,
    flows: 0,
    sites: plays.length,
    captures,
    packetsPerArea: {},
    skipped: 0,
  };
  const heap = plays.slice();
  for (let index = (heap.length >> 1) - 1; index >= 0; index--) sink(heap, index);
  while (heap.length > 0) {
    const play = heap[0];
    const { capture } = play;
    const start = capture.offsets[play.at];
    const end = capture.offsets[play.at + 1];
    const length =
      end - start > LONGEST_FRAME
        ? -1
        : rewriteFrame(capture.bytes, start, end, capture.linkTypes[play.at], play.site, out);
    if (length < 0) counts.skipped++;
    else {
      if (filled + 16 + length > OUTPUT_CHUNK) {
        writeSync(descriptor, chunk, 0, filled);
        filled = 0;
      }
      const original = capture.originalLengths[play.at] + length - (end - start);
      view.setUint32(filled, Math.floor(play.time / 1e6), true);
      view.setUint32(filled + 4, play.time % 1e6, true);
      view.setUint32(filled + 8, length, true);
      view.setUint32(filled + 12, Math.max(length, original), true);
      chunk.set(out.subarray(0, length), filled + 16);
      filled += 16 + length;
      counts.packets++;
      counts.bytes += length;
      perArea[play.area]++;
      const flow = flowName(out, length);
      if (flow !== "") flows.add(flow);
      if (counts.packets % 100_000 === 0) progress(`mix: ${counts.packets} packets`);
    }
    play.at++;
    if (play.at === capture.frames) {
      const last = heap.pop();
      if (last !== undefined && heap.length > 0) heap[0] = last;
    } else play.time = Math.max(play.time, play.begins + Math.floor(capture.times[play.at] / play.speed));
    sink(heap, 0);
  }
  writeSync(descriptor, chunk, 0, filled);
  closeSync(descriptor);
  renameSync(part, file);
  counts.flows = flows.size;
  const order = areas.map((_, index) => index).sort((a, b) => perArea[b] - perArea[a] || a - b);
  counts.packetsPerArea = Object.fromEntries(order.map((index) => [areas[index], perArea[index]]));
  return counts;
}

function isEarlier(a: Play, b: Play): boolean {
  return a.time < b.time || (a.time === b.time && a.site.number < b.site.number);
}

/** Restores the heap of plays, earliest first, below `index`. */
function sink(heap: Play[], index: number): void {
  for (;;) {
    const left = index * 2 + 1;
    if (left >= heap.length) return;
    const child = left + 1 < heap.length && isEarlier(heap[left + 1], heap[left]) ? left + 1 : left;
    if (!isEarlier(heap[child], heap[index])) return;
    const held = heap[index];
    heap[index] = heap[child];
    heap[child] = held;
    index = child;
  }
}

/** The two-way flow of an Ethernet frame with TCP, UDP or SCTP directly over IP; "" for everything else. */
function flowName(frame: Uint8Array, length: number): string {
  let at = 12;
  while (frame[at] === 0x81 && frame[at + 1] === 0 && at + 6 < length) at += 4;
  const type = (frame[at] << 8) | frame[at + 1];
  at += 2;
  let protocol = 0;
  let addresses = 0;
  let width = 4;
  let ports = 0;
  if (type === 0x0800 && at + 24 <= length) {
    if ((((frame[at + 6] << 8) | frame[at + 7]) & 0x1fff) !== 0) return "";
    protocol = frame[at + 9];
    addresses = at + 12;
    ports = at + (frame[at] & 15) * 4;
  } else if (type === 0x86dd && at + 44 <= length) {
    protocol = frame[at + 6];
    addresses = at + 8;
    width = 16;
    ports = at + 40;
  } else return "";
  if ((protocol !== 6 && protocol !== 17 && protocol !== 132) || ports + 4 > length) return "";
  const text = String.fromCharCode;
  const a = text(...frame.subarray(addresses, addresses + width), frame[ports], frame[ports + 1]);
  const b = text(...frame.subarray(addresses + width, addresses + 2 * width), frame[ports + 2], frame[ports + 3]);
  return `${protocol}${a < b ? a + b : b + a}`;
}
