// Messages of the client in a running session: RFC 6143 section 7.5, and the extensions in the community's protocol document.
// Keys and texts are secrets more often than not: that they were sent is told, never which.
import type { Answer } from "../../dissector.ts";
import { DONE, MORE } from "../../dissector.ts";
import type { Reader } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import { REQUEST } from "../../talk.ts";
import type { Memory } from "./memory.ts";
import { CLIENT_MESSAGES } from "./names.ts";

/** Lengths of messages that have always the same. */
const FIXED: Readonly<Record<number, number>> = {
  0: 20,
  3: 10,
  4: 8,
  5: 6,
  8: 4,
  9: 4,
  10: 6,
  13: 1,
  15: 4,
  20: 4,
  150: 10,
  250: 4,
};
/** RFC 6143 sets no limit to a text; what is longer is no text that a client sends. */
const LONGEST_TEXT = 1 << 20;
const MOST_ENCODINGS = 1024;
const XVP: Readonly<Record<number, string>> = { 2: "shutdown", 3: "reboot", 4: "reset" };

/** Whether a message may begin with that byte. */
export function isClientMessage(type: number): boolean {
  return CLIENT_MESSAGES.has(type);
}

/** Reads one message; answers undefined when the bytes are no message that is known. */
export function readClientMessage(reader: Reader, talk: Talk<Memory>): Answer | undefined {
  const type = reader.peek();
  if (!isClientMessage(type)) return undefined;
  const length = lengthOf(reader, type);
  if (length === 0) return MORE;
  if (length < 0) return undefined;
  // Texts and files are passed over, not held: only their head waits for its end.
  const head = Math.min(length, headOf(type));
  if (!reader.fence(head)) return MORE;
  const fields = talk.detailed ? fieldsOf(reader, type, length) : undefined;
  reader.skipRest();
  talk.memory.rest = length - head;
  talk.emit(CLIENT_MESSAGES.of(type), REQUEST, fields);
  return DONE;
}

/** Length of the message in octets; 0 when more bytes are needed to tell, -1 when it cannot be. */
function lengthOf(reader: Reader, type: number): number {
  const fixed = FIXED[type];
  if (fixed !== undefined) return fixed;
  switch (type) {
    case 2: {
      const count = reader.peek16(2);
      return count < 0 ? 0 : count > MOST_ENCODINGS ? -1 : 4 + count * 4;
    }
    case 6:
    case 11: {
      const high = reader.peek16(4);
      const low = reader.peek16(6);
      if (high < 0 || low < 0) return 0;
      // The extended clipboard counts downwards; a chat opens, closes and ends with -1 to -3.
      const signed = (high << 16) | low;
      const size = signed < 0 ? (type === 6 ? -signed : 0) : signed;
      return size > LONGEST_TEXT ? -1 : 8 + size;
    }
    case 7: {
      const high = reader.peek16(8);
      const low = reader.peek16(10);
      if (high < 0 || low < 0) return 0;
      const size = high * 65536 + low;
      return size > LONGEST_TEXT ? -1 : 12 + size;
    }
    case 127: {
      const size = reader.peek16(2);
      return size < 0 ? 0 : size < 4 ? -1 : size;
    }
    case 248: {
      const size = reader.peek(8);
      return size < 0 ? 0 : 9 + size;
    }
    case 251: {
      const screens = reader.peek(6);
      return screens < 0 ? 0 : 8 + screens * 16;
    }
    case 253: {
      const size = reader.peek16(2);
      return size < 0 ? 0 : 4 + size;
    }
    case 255: {
      const kind = reader.peek(1);
      if (kind < 0) return 0;
      if (kind === 0) return 12;
      if (kind !== 1) return -1;
      const audio = reader.peek16(2);
      return audio < 0 ? 0 : audio === 2 ? 10 : 4;
    }
    default:
      return -1;
  }
}

/** Octets in front of what a message carries. */
function headOf(type: number): number {
  return type === 6 || type === 11 ? 8 : type === 7 ? 12 : type === 253 || type === 127 ? 4 : 65_536;
}

function fieldsOf(reader: Reader, type: number, length: number): object {
  reader.skip(1);
  switch (type) {
    case 0:
      reader.skip(3);
      return { pixel_format: pixelFormat(reader) };
    case 2: {
      reader.skip(1);
      const count = reader.u16();
      const encodings: number[] = [];
      while (reader.left() >= 4 && encodings.length < MOST_ENCODINGS) encodings.push(reader.i32());
      return { encoding_count: count, encodings };
    }
    case 3:
      return { incremental: reader.u8() !== 0, ...area(reader) };
    case 4:
      return { down: reader.u8() !== 0 };
    case 5:
      return { button_mask: reader.u8(), x: reader.u16(), y: reader.u16() };
    case 6:
    case 11:
      return { text_length: length - 8 };
    case 7:
      return { content_type: reader.u8(), content_parameter: reader.u8(), length: length - 12 };
    case 150:
      return { enable: reader.u8() !== 0, ...area(reader) };
    case 248:
      reader.skip(3);
      return { flags: reader.u32(), payload_length: reader.u8() };
    case 250: {
      reader.skip(1);
      const version = reader.u8();
      const code = reader.u8();
      return { version, code, code_name: XVP[code] ?? "" };
    }
    case 251:
      reader.skip(1);
      return { width: reader.u16(), height: reader.u16(), screens: reader.u8() };
    case 255: {
      const kind = reader.u8();
      return kind === 0
        ? { submessage: "extended_key_event", down: reader.u16() !== 0 }
        : { submessage: "audio", operation: reader.u16() };
    }
    default:
      return { length };
  }
}

function area(reader: Reader): object {
  return { x: reader.u16(), y: reader.u16(), width: reader.u16(), height: reader.u16() };
}

/** RFC 6143 section 7.4: 16 octets. */
export function pixelFormat(reader: Reader): object {
  const format = {
    bits_per_pixel: reader.u8(),
    depth: reader.u8(),
    big_endian: reader.u8() !== 0,
    true_color: reader.u8() !== 0,
    red_max: reader.u16(),
    green_max: reader.u16(),
    blue_max: reader.u16(),
    red_shift: reader.u8(),
    green_shift: reader.u8(),
    blue_shift: reader.u8(),
  };
  reader.skip(3);
  return format;
}
