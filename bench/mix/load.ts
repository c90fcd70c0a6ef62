import { openCaptures } from "../../src/capture/open.ts";
import { makeFrame } from "../../src/capture/reader.ts";
import { canBecomeEthernet } from "./rewrite.ts";

/** The frames of one capture in memory, those alone that can be told as Ethernet. */
export interface LoadedCapture {
  frames: number;
  bytes: Uint8Array;
  /** Frame `n` is `bytes[offsets[n]..offsets[n + 1])`. */
  offsets: number[];
  originalLengths: number[];
  linkTypes: number[];
  /** Microseconds since the first frame, never falling. */
  times: number[];
  /** Microseconds from the first to the last frame. */
  duration: number;
}

/** Reads a whole capture. */
export async function loadCapture(path: string): Promise<LoadedCapture> {
  const opened = await openCaptures([path]);
  const loaded: LoadedCapture = {
    frames: 0,
    bytes: new Uint8Array(1 << 16),
    offsets: [0],
    originalLengths: [],
    linkTypes: [],
    times: [],
    duration: 0,
  };
  const frame = makeFrame();
  let first = 0;
  for (const source of opened.sources) {
    do {
      while (source.next(frame)) {
        if (!canBecomeEthernet(frame.linkType)) continue;
        const from = loaded.offsets[loaded.frames];
        const to = from + frame.end - frame.start;
        if (to > loaded.bytes.length) {
          const larger = new Uint8Array(Math.max(to, loaded.bytes.length * 2));
          larger.set(loaded.bytes);
          loaded.bytes = larger;
        }
        loaded.bytes.set(frame.bytes.subarray(frame.start, frame.end), from);
        const time = frame.seconds * 1e6 + Math.floor(frame.nanoseconds / 1000);
        if (loaded.frames === 0) first = time;
        loaded.times.push(Math.max(time - first, loaded.duration));
        loaded.duration = loaded.times[loaded.frames];
        loaded.originalLengths.push(frame.originalLength);
        loaded.linkTypes.push(frame.linkType);
        loaded.offsets.push(to);
        loaded.frames++;
      }
    } while (await source.fill());
    source.close();
  }
  return loaded;
}
