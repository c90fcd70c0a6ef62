// Messages over several frames of a WebSocket: RFC 6455 section 5.4.

/** Octets of a message that are kept until its last frame; longer ones are counted and not read, as single frames are. */
export const LONGEST_MESSAGE = 32_768;
const CONTINUATION = 0;
const NOTHING = new Uint8Array(0);

/** Where a side stands: between messages, in one, or nobody knows, for what came before was not seen. */
type State = "between" | "within" | "unknown";

/** What one side is in the middle of. */
export interface Joining {
  state: State;
  /** Whether the first frame of the message said that it is compressed. */
  isCompressed: boolean;
  frames: number;
  /** Octets of the message so far, and how many of them are kept: the same, or fewer of one that is not to be read. */
  length: number;
  kept: number;
  buffer: Uint8Array;
}

/** A frame of data; control frames may stand between those of a message, and are no matter of it. */
export interface Part {
  opcode: number;
  isLast: boolean;
  isCompressed: boolean;
  /** Octets of the payload, and how many are at hand, from where. */
  length: number;
  size: number;
  bytes: Uint8Array;
  start: number;
  /** Where the mask's key begins; -1 where there is none. */
  keyAt: number;
}

/** What a frame of data made of its message. */
export interface Joined {
  /** Whether it belongs to a message whose begin was seen. */
  belongs: boolean;
  /** What is wrong with the order of frames, or "". */
  defect: string;
  /** Octets of a message over several frames that ends with this one; 0 otherwise. */
  length: number;
  /** The message that ends here, unmasked. */
  message: Uint8Array | undefined;
  /** Whether it ends here and is not read, because it is too long. */
  isTooLong: boolean;
}

/** A side of which nothing was seen. */
export function newJoining(): Joining {
  return { state: "unknown", isCompressed: false, frames: 0, length: 0, kept: 0, buffer: NOTHING };
}

/** Drops what was kept. */
export function forgetMessage(joining: Joining, state: State): void {
  joining.state = state;
  joining.isCompressed = false;
  joining.frames = 0;
  joining.length = 0;
  joining.kept = 0;
  joining.buffer = NOTHING;
}

/** Takes a frame of data into its message; `keeps` says whether that is to be read as a whole. */
export function join(joining: Joining, part: Part, keeps: boolean): Joined {
  const joined: Joined = { belongs: true, defect: "", length: 0, message: undefined, isTooLong: false };
  if (part.opcode !== CONTINUATION) {
    if (joining.state === "within") joined.defect = "message inside of a message";
    forgetMessage(joining, "within");
    joining.isCompressed = part.isCompressed;
  } else if (joining.state !== "within") {
    joined.belongs = false;
    if (joining.state === "between") joined.defect = "continuation of no message";
    if (part.isLast) joining.state = "between";
    return joined;
  }
  keep(joining, part, keeps);
  if (!part.isLast) return joined;
  if (joining.frames > 1) joined.length = joining.length;
  if (keeps && joining.kept === joining.length) joined.message = joining.buffer.subarray(0, joining.kept);
  else joined.isTooLong = keeps && !joining.isCompressed;
  forgetMessage(joining, "between");
  return joined;
}

/** Puts the payload behind what is kept, without its mask; keeps nothing of a message that will not be read. */
function keep(joining: Joining, { bytes, start, length, size, keyAt }: Part, keeps: boolean): void {
  const { kept } = joining;
  const isKept = keeps && kept === joining.length && !joining.isCompressed;
  const wanted = kept + size;
  joining.frames++;
  joining.length += length;
  if (!isKept || size < length || wanted > LONGEST_MESSAGE) {
    joining.kept = 0;
    joining.buffer = NOTHING;
    return;
  }
  if (wanted > joining.buffer.length) {
    // Most messages are one frame, and then no more is taken than that.
    const grown = new Uint8Array(kept === 0 ? wanted : Math.min(LONGEST_MESSAGE, wanted * 2));
    grown.set(joining.buffer.subarray(0, kept));
    joining.buffer = grown;
  }
  unmask(bytes, start, size, keyAt, joining.buffer, kept);
  joining.kept = wanted;
}

/** Copies `size` octets of a payload to `to` in `target`, without the mask whose key begins at `keyAt`; -1 where there is none. */
export function unmask(
  bytes: Uint8Array,
  start: number,
  size: number,
  keyAt: number,
  target: Uint8Array,
  to: number,
): void {
  for (let at = 0; at < size; at++) {
    const mask = keyAt < 0 ? 0 : (bytes[keyAt + (at & 3)] as number);
    target[to + at] = (bytes[start + at] as number) ^ mask;
  }
}
