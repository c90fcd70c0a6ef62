const NOTHING = new Uint8Array(0);

/**
 * A cursor over the bytes of one message. It never throws and never sees a byte beyond the message: reading past the
 * fence gives 0 and clears `ok`. One reader is reused for every message, so nothing it lends may be kept.
 */
export class Reader {
  /** The buffer the message lies in; read only through the methods unless `position`..`end` were checked. */
  bytes: Uint8Array = NOTHING;
  /** Where the message starts. */
  start = 0;
  /** The next byte to read. */
  position = 0;
  /** One past the last byte that may be read now: the fence once set, else the last byte at hand. */
  end = 0;
  /** False once something was read past the fence. */
  ok = true;
  /** Whether the message's length is known. */
  fenced = false;
  /** Where the message ends, once fenced; narrowing a field does not move it. */
  boundary = 0;
  /** Whether no more bytes will follow (a datagram, or a stream that ended or has a hole here). */
  complete = true;
  /** Whether the fence had to be set before the message's real end because bytes are missing. */
  cut = false;
  /** Whether the capture cut bytes off behind the end, so that nothing that covers them (a checksum) can be verified. */
  cutByCapture = false;

  /** Starts over `bytes[start..end)`; `complete` says that waiting for more is useless. */
  open(bytes: Uint8Array, start: number, end: number, complete: boolean): void {
    if (this.bytes !== bytes) this.bytes = bytes;
    this.start = start;
    this.position = start;
    this.end = end;
    this.ok = true;
    this.fenced = false;
    this.complete = complete;
    this.cut = false;
    this.cutByCapture = false;
  }

  /**
   * Declares that the message is `length` bytes long, counted from its start. Answers false when bytes that may still
   * come are needed (answer MORE then). In a datagram that is too short the fence goes to the end and `cut` is set.
   */
  fence(length: number): boolean {
    const wanted = this.start + length;
    if (length < 0 || wanted < this.position) {
      this.ok = false;
      this.fenced = true;
      this.end = this.position;
      this.boundary = this.position;
      return true;
    }
    if (wanted <= this.end) {
      this.end = wanted;
      this.boundary = wanted;
      this.fenced = true;
      return true;
    }
    if (!this.complete) return false;
    this.cut = true;
    this.fenced = true;
    this.boundary = this.end;
    return true;
  }

  /**
   * Narrows to the next `length` bytes, for a field with its own length; answers the old end, to be given to `widen`.
   * A length beyond the end clears `ok` and narrows to what is there.
   */
  narrow(length: number): number {
    const outer = this.end;
    const inner = this.position + length;
    if (length < 0 || inner > outer) this.ok = false;
    else this.end = inner;
    return outer;
  }

  /** Skips what is left of a narrowed field and widens to the end that `narrow` answered. */
  widen(outer: number): void {
    this.position = this.end;
    this.end = outer;
  }

  /** Bytes left before the end. */
  left(): number {
    return this.end - this.position;
  }

  u8(): number {
    if (this.position >= this.end) return this.fail();
    return this.bytes[this.position++] as number;
  }

  u16(): number {
    const p = this.position;
    if (p + 2 > this.end) return this.fail();
    this.position = p + 2;
    return ((this.bytes[p] as number) << 8) | (this.bytes[p + 1] as number);
  }

  u24(): number {
    const p = this.position;
    if (p + 3 > this.end) return this.fail();
    this.position = p + 3;
    return ((this.bytes[p] as number) << 16) | ((this.bytes[p + 1] as number) << 8) | (this.bytes[p + 2] as number);
  }

  /** 0 to 4,294,967,295. */
  u32(): number {
    return this.i32() >>> 0;
  }

  i32(): number {
    const p = this.position;
    if (p + 4 > this.end) return this.fail();
    const b = this.bytes;
    this.position = p + 4;
    return ((b[p] as number) << 24) | ((b[p + 1] as number) << 16) | ((b[p + 2] as number) << 8) | (b[p + 3] as number);
  }

  u16le(): number {
    const p = this.position;
    if (p + 2 > this.end) return this.fail();
    this.position = p + 2;
    return (this.bytes[p] as number) | ((this.bytes[p + 1] as number) << 8);
  }

  u24le(): number {
    const p = this.position;
    if (p + 3 > this.end) return this.fail();
    this.position = p + 3;
    return (this.bytes[p] as number) | ((this.bytes[p + 1] as number) << 8) | ((this.bytes[p + 2] as number) << 16);
  }

  /** 0 to 4,294,967,295. */
  u32le(): number {
    return this.i32le() >>> 0;
  }

  i32le(): number {
    const p = this.position;
    if (p + 4 > this.end) return this.fail();
    const b = this.bytes;
    this.position = p + 4;
    return (b[p] as number) | ((b[p + 1] as number) << 8) | ((b[p + 2] as number) << 16) | ((b[p + 3] as number) << 24);
  }

  i8(): number {
    return (this.u8() << 24) >> 24;
  }

  i16(): number {
    return (this.u16() << 16) >> 16;
  }

  i16le(): number {
    return (this.u16le() << 16) >> 16;
  }

  /** Unsigned 64 bits as a number; exact up to 2^53, rounded beyond. */
  u64(): number {
    const high = this.u32();
    return high * 4294967296 + this.u32();
  }

  /** Unsigned 64 bits as a number; exact up to 2^53, rounded beyond. */
  u64le(): number {
    const low = this.u32le();
    return this.u32le() * 4294967296 + low;
  }

  f32(): number {
    return floatOf(this.i32());
  }

  f32le(): number {
    return floatOf(this.i32le());
  }

  f64(): number {
    const high = this.i32();
    return doubleOf(high, this.i32());
  }

  f64le(): number {
    const low = this.i32le();
    return doubleOf(this.i32le(), low);
  }

  /** The byte `ahead` of the position without moving; -1 beyond the end, which is no fault. */
  peek(ahead = 0): number {
    const p = this.position + ahead;
    return p < this.end ? (this.bytes[p] as number) : -1;
  }

  /** The two bytes `ahead` of the position, big-endian, without moving; -1 beyond the end, which is no fault. */
  peek16(ahead = 0): number {
    const p = this.position + ahead;
    return p + 2 <= this.end ? ((this.bytes[p] as number) << 8) | (this.bytes[p + 1] as number) : -1;
  }

  skip(count: number): void {
    if (count < 0 || this.position + count > this.end) this.fail();
    else this.position += count;
  }

  /** Takes everything before the end, when the rest has no meaning here. */
  skipRest(): void {
    this.position = this.end;
  }

  /** A copy of the next `count` bytes; empty and not `ok` when they are not there. */
  take(count: number): Uint8Array {
    const p = this.position;
    if (count < 0 || p + count > this.end) {
      this.fail();
      return new Uint8Array(0);
    }
    this.position = p + count;
    return this.bytes.slice(p, p + count);
  }

  /** The next `count` bytes as lower-case hexadecimal digits. */
  hex(count: number): string {
    const p = this.position;
    if (count < 0 || p + count > this.end) {
      this.fail();
      return "";
    }
    this.position = p + count;
    return hexOf(this.bytes, p, p + count);
  }

  /** The next `count` bytes as Latin-1 text, ending at the first NUL; see `textOf`. */
  text(count: number): string {
    const p = this.position;
    if (count < 0 || p + count > this.end) {
      this.fail();
      return "";
    }
    this.position = p + count;
    return textOf(this.bytes, p, p + count);
  }

  /** The next `count` bytes as UTF-8, wrong sequences replaced. */
  utf8(count: number): string {
    const p = this.position;
    if (count < 0 || p + count > this.end) {
      this.fail();
      return "";
    }
    this.position = p + count;
    return utf8Of(this.bytes, p, p + count);
  }

  /** `count` bytes of UTF-16 little-endian text, ending at the first NUL character. */
  utf16le(count: number): string {
    const p = this.position;
    if (count < 0 || p + count > this.end) {
      this.fail();
      return "";
    }
    this.position = p + count;
    let text = "";
    for (let at = p; at + 1 < p + count; at += 2) {
      const unit = (this.bytes[at] as number) | ((this.bytes[at + 1] as number) << 8);
      if (unit === 0) break;
      text += String.fromCharCode(unit);
    }
    return text;
  }

  /**
   * Latin-1 text up to a line feed (CR LF or LF, not part of the text), at most `limit` bytes; undefined when no line
   * feed is at hand, and then the position stays.
   */
  line(limit = 8192): string | undefined {
    const last = Math.min(this.end, this.position + limit);
    for (let at = this.position; at < last; at++) {
      if (this.bytes[at] !== 10) continue;
      const textEnd = at > this.position && this.bytes[at - 1] === 13 ? at - 1 : at;
      const text = latinOf(this.bytes, this.position, textEnd);
      this.position = at + 1;
      return text;
    }
    return undefined;
  }

  private fail(): number {
    this.ok = false;
    this.position = this.end;
    return 0;
  }
}

const scratch = new DataView(new ArrayBuffer(8));

function floatOf(bits: number): number {
  scratch.setInt32(0, bits);
  return scratch.getFloat32(0);
}

function doubleOf(high: number, low: number): number {
  scratch.setInt32(0, high);
  scratch.setInt32(4, low);
  return scratch.getFloat64(0);
}

const HEX = Array.from({ length: 256 }, (_, value) => value.toString(16).padStart(2, "0"));

/** `bytes[start..end)` as lower-case hexadecimal digits without separators. */
export function hexOf(bytes: Uint8Array, start: number, end: number): string {
  let text = "";
  for (let at = start; at < end; at++) text += HEX[bytes[at] as number];
  return text;
}

/** `bytes[start..end)` as Latin-1 text up to the first NUL; control characters become spaces, blanks at both ends go. */
export function textOf(bytes: Uint8Array, start: number, end: number): string {
  let text = "";
  for (let at = start; at < end; at++) {
    const code = bytes[at] as number;
    if (code === 0) break;
    text += code < 32 || (code > 126 && code < 160) ? " " : String.fromCharCode(code);
  }
  return text.trim();
}

/** `bytes[start..end)` as Latin-1, every byte one character. */
export function latinOf(bytes: Uint8Array, start: number, end: number): string {
  let text = "";
  for (let at = start; at < end; at++) text += String.fromCharCode(bytes[at] as number);
  return text;
}

const REPLACEMENT = "\ufffd";

/** `bytes[start..end)` as UTF-8; each byte that starts no valid sequence becomes U+FFFD. Written out because pure rooms have no TextDecoder. */
export function utf8Of(bytes: Uint8Array, start: number, end: number): string {
  let text = "";
  let at = start;
  while (at < end) {
    const first = bytes[at] as number;
    if (first < 0x80) {
      text += String.fromCharCode(first);
      at++;
      continue;
    }
    const length =
      first >= 0xf0 && first < 0xf5 ? 4 : first >= 0xe0 && first < 0xf0 ? 3 : first >= 0xc2 && first < 0xe0 ? 2 : 0;
    let code = length === 4 ? first & 7 : length === 3 ? first & 15 : first & 31;
    let valid = length > 0 && at + length <= end;
    for (let index = 1; valid && index < length; index++) {
      const next = bytes[at + index] as number;
      if ((next & 0xc0) !== 0x80) valid = false;
      else code = (code << 6) | (next & 0x3f);
    }
    if (
      valid &&
      ((length === 3 && (code < 0x800 || (code >= 0xd800 && code < 0xe000))) ||
        (length === 4 && (code < 0x10000 || code > 0x10ffff)))
    ) {
      valid = false;
    }
    text += valid ? String.fromCodePoint(code) : REPLACEMENT;
    at += valid ? length : 1;
  }
  return text;
}
