// A publisher sends its last state again and again (IEC 61850-8-1 section 18.1.2.5): only sqNum moves. Such a copy is
// recognized by its octets, so that the bulk of all GOOSE traffic is not taken apart each time.
import type { PointSpace, Quality } from "../../points.ts";
import type { Sample, Talk } from "../../talk.ts";

/** Longer messages are always read in full. */
const LONGEST = 1024;
const MOST_VALUES = 128;

/** Where something lies in a message, counted from its first octet, and what is known of the message as a whole. */
export interface Layout {
  counterAt: number;
  counterEnd: number;
  /** timeAllowedtoLive and stNum. */
  liveAt: number;
  stateAt: number;
  stNum: number;
}

/** A message as it was read, and the values it told. */
export interface Repeat {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  layout: Layout;
  values: { readonly samples: Sample[]; kept: unknown };
}

// The values of the message now read: the first `count` of one list for all, as only one message is read at a time.
let told: Sample[] = [];
let count = 0;

/** Forgets the values of the message before. */
export function beginValues(): void {
  count = 0;
}

/** Tells a value of the message now read, and keeps it for its repeats. */
export function tellValue(
  talk: Talk,
  space: PointSpace,
  name: string,
  index: number,
  value: number,
  quality: Quality,
): void {
  // Numbers that are none are not told again either.
  if (!talk.detailed && count <= MOST_VALUES && value - value === 0) keepValue(space, name, index, value, quality);
  talk.sample(space, -1, name, index, value, quality);
}

function keepValue(space: PointSpace, name: string, index: number, value: number, quality: Quality): void {
  const known = told[count];
  if (known === undefined) told.push({ space, unit: -1, name, index, value, quality });
  else {
    known.space = space;
    known.name = name;
    known.index = index;
    known.value = value;
    known.quality = quality;
  }
  count++;
}

/**
 * Keeps the message `bytes[start..end)` with the values just told, in the room of the one before where it fits; undefined
 * when it is too long for that.
 */
export function keepMessage(
  before: Repeat | undefined,
  bytes: Uint8Array,
  start: number,
  end: number,
  layout: Layout,
): Repeat | undefined {
  const length = end - start;
  if (length > LONGEST || count > MOST_VALUES) return undefined;
  while (told.length > count) told.pop();
  const values = { samples: told, kept: undefined };
  told = before?.values.samples ?? [];
  if (before === undefined || before.bytes.length !== length) {
    const copy = bytes.slice(start, end);
    return { bytes: copy, view: new DataView(copy.buffer), layout, values };
  }
  const kept = before.bytes;
  for (let at = 0; at < length; at++) kept[at] = bytes[start + at] as number;
  before.layout = layout;
  before.values = values;
  return before;
}

let viewed: Uint8Array = new Uint8Array(0);
let view = new DataView(viewed.buffer);

/** Whether `bytes[start..end)` is the kept message but for its sqNum. */
export function isRepeat(repeat: Repeat, bytes: Uint8Array, start: number, end: number): boolean {
  if (repeat.bytes.length !== end - start) return false;
  if (bytes !== viewed) {
    viewed = bytes;
    view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }
  const { counterAt, counterEnd } = repeat.layout;
  return (
    isSame(repeat.view, view, start, 0, counterAt) && isSame(repeat.view, view, start, counterEnd, repeat.bytes.length)
  );
}

function isSame(one: DataView, other: DataView, start: number, from: number, to: number): boolean {
  let at = from;
  for (; at + 16 <= to; at += 16) {
    const there = start + at;
    const differs =
      (one.getInt32(at) ^ other.getInt32(there)) |
      (one.getInt32(at + 4) ^ other.getInt32(there + 4)) |
      (one.getInt32(at + 8) ^ other.getInt32(there + 8)) |
      (one.getInt32(at + 12) ^ other.getInt32(there + 12));
    if (differs !== 0) return false;
  }
  for (; at < to; at++) if (one.getUint8(at) !== other.getUint8(start + at)) return false;
  return true;
}
