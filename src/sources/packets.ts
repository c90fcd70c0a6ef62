import type { Registry } from "../dissect/registry.ts";
import type { Packets, ShownFrame } from "../serve/surroundings.ts";
import { type KeptPlace, KeptReader } from "./kept-capture.ts";
import type { KeptFrame } from "./kept-file.ts";
import { interfaceBlock, packetBlock, sectionBlock } from "./pcapng.ts";
import { isSameTalk, partiesOf, showFrame } from "./shown.ts";

/** How far around a frame its conversation is looked for. */
export interface Reach {
  /** Frames of the capture before and after. */
  before: number;
  after: number;
  /** Bytes of the conversation's frames that are held at most. */
  bytes: number;
}

/** Enough for what a person asks of a frame, within a few tenths of a second. */
export const USUAL_REACH: Reach = { before: 5000, after: 500, bytes: 8 * 1024 * 1024 };
/** Bytes of frames that an export sorts at once. */
const SORTED_AT_ONCE = 64 * 1024 * 1024;

/** Where the packets of a capture lie; undefined when they are not kept. */
export type Locate = (site: string, capture: number) => KeptPlace | undefined | Promise<KeptPlace | undefined>;

/** The packets behind evidence, read from uploads and rings as they lie on disk. */
export class KeptPackets implements Packets {
  private readonly registry: Registry;
  private readonly locate: Locate;
  private readonly reach: Reach;
  private readonly reader = new KeptReader();

  constructor(registry: Registry, locate: Locate, reach: Reach = USUAL_REACH) {
    this.registry = registry;
    this.locate = locate;
    this.reach = reach;
  }

  async frame(site: string, capture: number, number: number): Promise<ShownFrame | undefined> {
    if (!Number.isSafeInteger(number) || number < 1) return undefined;
    const place = await this.locate(site, capture);
    if (place === undefined) return undefined;
    const target = await this.one(place, number);
    if (target === undefined) return undefined;
    const wanted = partiesOf(target);
    const from = Math.max(1, number - this.reach.before);
    const frames: KeptFrame[] = [];
    let begunLater = from > 1;
    let bytes = 0;
    for await (const frame of this.reader.frames(place, from)) {
      if (frame.number > number + this.reach.after) break;
      if (frame.number !== number && !isSameTalk(partiesOf(frame), wanted)) continue;
      if (frame.number > number && bytes + frame.bytes.length > this.reach.bytes * 2) break;
      frames.push(frame);
      bytes += frame.bytes.length;
      while (frame.number <= number && bytes > this.reach.bytes && frames.length > 1) {
        bytes -= (frames.shift() as KeptFrame).bytes.length;
        begunLater = true;
      }
    }
    if ((place.files[0]?.first ?? 1) > 1) begunLater = true;
    return showFrame(this.registry, { capture, target: number, frames, begunLater });
  }

  async *pcapng(
    site: string,
    frames: readonly { capture: number; frame: number }[],
  ): AsyncGenerator<Uint8Array, void, undefined> {
    const byCapture = Map.groupBy(frames, ({ capture }) => capture);
    yield sectionBlock("Frames chosen out of what Bulkhead keeps; each names its capture.");
    const interfaces = new Map<string, number>();
    let waiting: Found[] = [];
    let bytes = 0;
    for (const capture of [...byCapture.keys()].sort((one, other) => one - other)) {
      const place = await this.locate(site, capture);
      if (place === undefined) continue;
      const numbers = (byCapture.get(capture) as { frame: number }[]).map(({ frame }) => frame);
      for await (const frame of this.chosen(place, numbers)) {
        waiting.push({ capture, name: place.name, frame });
        bytes += frame.bytes.length;
        if (bytes < SORTED_AT_ONCE) continue;
        yield* written(waiting, interfaces);
        waiting = [];
        bytes = 0;
      }
    }
    yield* written(waiting, interfaces);
  }

  private async one(place: KeptPlace, number: number): Promise<KeptFrame | undefined> {
    for await (const frame of this.reader.frames(place, number)) {
      return frame.number === number ? frame : undefined;
    }
    return undefined;
  }

  /** The frames of these numbers, each once, ascending. */
  private async *chosen(place: KeptPlace, numbers: readonly number[]): AsyncGenerator<NamedFrame> {
    const wanted = [...new Set(numbers)].filter((number) => number >= 1).sort((one, other) => one - other);
    let at = 0;
    while (at < wanted.length) {
      let again = false;
      for await (const frame of this.reader.frames(place, wanted[at] as number)) {
        while (at < wanted.length && (wanted[at] as number) < frame.number) at++;
        const next = wanted[at];
        if (next === undefined) return;
        if (next === frame.number) {
          yield { ...frame, interfaceName: frame.interfaces[frame.interfaceIndex]?.name ?? "" };
          at++;
        }
        const following = wanted[at];
        if (following === undefined) return;
        // Far ahead, a new start at a remembered place is cheaper than reading on.
        if (following > frame.number + 3000) {
          again = true;
          break;
        }
      }
      if (!again) return;
    }
  }
}

type NamedFrame = KeptFrame & { interfaceName: string };

interface Found {
  capture: number;
  name: string;
  frame: NamedFrame;
}

function* written(found: Found[], interfaces: Map<string, number>): Generator<Uint8Array> {
  found.sort(
    (one, other) =>
      one.frame.seconds - other.frame.seconds ||
      one.frame.nanoseconds - other.frame.nanoseconds ||
      one.capture - other.capture ||
      one.frame.number - other.frame.number,
  );
  for (const { capture, name, frame } of found) {
    if (frame.linkType < 0) continue;
    const key = `${capture}:${frame.interfaceIndex}:${frame.linkType}`;
    let number = interfaces.get(key);
    if (number === undefined) {
      number = interfaces.size;
      interfaces.set(key, number);
      yield interfaceBlock(frame.linkType, frame.interfaceName, `capture ${capture}: ${name}`);
    }
    const own = frame.comment === "" ? "" : `; ${frame.comment}`;
    const comment = `capture ${capture} (${name}), frame ${frame.number}${own}`;
    yield packetBlock(number, { ...frame, start: 0, end: frame.bytes.length, comment });
  }
}
