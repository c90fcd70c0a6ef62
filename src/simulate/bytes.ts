const scratch = new DataView(new ArrayBuffer(8));

/** Builds a message byte by byte; grows as needed. Suffix `le` is least significant byte first. */
export class ByteWriter {
  /** What is written so far lies in front of `length`; valid until the next write. */
  buffer: Uint8Array;
  length = 0;
  /** Whether the buffer goes back to `spare` when the message is done. */
  isBorrowed = false;

  constructor(buffer: Uint8Array) {
    this.buffer = buffer;
  }

  private grow(least: number): void {
    const larger = new Uint8Array(Math.max(this.buffer.length * 2, least, 256));
    larger.set(this.buffer);
    this.buffer = larger;
  }

  private put(value: number): void {
    if (this.length >= this.buffer.length) this.grow(0);
    this.buffer[this.length++] = value;
  }

  private put2(high: number, low: number): void {
    if (this.length + 2 > this.buffer.length) this.grow(0);
    this.buffer[this.length] = high;
    this.buffer[this.length + 1] = low;
    this.length += 2;
  }

  u8(...values: number[]): this {
    for (let index = 0; index < values.length; index++) this.put(values[index]);
    return this;
  }

  u16(...values: number[]): this {
    for (let index = 0; index < values.length; index++) this.put2(values[index] >>> 8, values[index]);
    return this;
  }

  u24(value: number): this {
    this.put(value >>> 16);
    this.put2(value >>> 8, value);
    return this;
  }

  u32(value: number): this {
    this.put2(value >>> 24, value >>> 16);
    this.put2(value >>> 8, value);
    return this;
  }

  u16le(...values: number[]): this {
    for (let index = 0; index < values.length; index++) this.put2(values[index], values[index] >>> 8);
    return this;
  }

  u32le(...values: number[]): this {
    for (let index = 0; index < values.length; index++) {
      this.put2(values[index], values[index] >>> 8);
      this.put2(values[index] >>> 16, values[index] >>> 24);
    }
    return this;
  }

  /** A whole number of up to 53 bits in eight bytes. */
  u64(value: number): this {
    return this.u32(Math.floor(value / 4294967296)).u32(value % 4294967296);
  }

  u64le(value: number): this {
    return this.u32le(value % 4294967296, Math.floor(value / 4294967296));
  }

  /** IEEE 754 single precision, most significant byte first. */
  f32(value: number): this {
    scratch.setFloat32(0, value);
    return this.u32(scratch.getUint32(0));
  }

  f32le(value: number): this {
    scratch.setFloat32(0, value);
    return this.u32le(scratch.getUint32(0));
  }

  /** IEEE 754 double precision. */
  f64le(value: number): this {
    scratch.setFloat64(0, value);
    return this.u32le(scratch.getUint32(4), scratch.getUint32(0));
  }

  /** One byte per character; characters must be below 256. */
  text(value: string): this {
    for (let index = 0; index < value.length; index++) this.put(value.charCodeAt(index));
    return this;
  }

  /** A number with two decimals, as `toFixed(2)` writes it, without making a string of it. */
  hundredths(value: number): this {
    const exact = Math.abs(value) * 100;
    const whole = Math.round(exact);
    // At the very middle between two only the exact binary value decides; that and large numbers are left to the language.
    if (!(whole < 2 ** 31) || Math.abs(Math.abs(exact - whole) - 0.5) < 1e-5) return this.text(value.toFixed(2));
    if (value < 0) this.put(0x2d);
    this.decimal(Math.floor(whole / 100)).put(0x2e);
    this.put2(0x30 + (Math.floor(whole / 10) % 10), 0x30 + (whole % 10));
    return this;
  }

  /** A whole number from 0 to 2^53 in decimal digits. */
  decimal(value: number): this {
    let unit = 1;
    while (unit * 10 <= value) unit *= 10;
    for (; unit >= 1; unit = Math.floor(unit / 10)) this.put(0x30 + (Math.floor(value / unit) % 10));
    return this;
  }

  /** Text filled up with `fill` (0 unless told) or cut to `width` bytes. */
  field(value: string, width: number, fill = 0): this {
    for (let index = 0; index < width; index++) this.put(index < value.length ? value.charCodeAt(index) : fill);
    return this;
  }

  /** UTF-16LE, no terminator. */
  wide(value: string): this {
    for (let index = 0; index < value.length; index++) this.u16le(value.charCodeAt(index));
    return this;
  }

  bytes(value: ArrayLike<number>, count = value.length): this {
    if (this.length + count > this.buffer.length) this.grow(this.length + count);
    if (count > 256 && value instanceof Uint8Array) this.buffer.set(value.subarray(0, count), this.length);
    else for (let index = 0; index < count; index++) this.buffer[this.length + index] = value[index];
    this.length += count;
    return this;
  }

  /** What a part holds, behind what is here; a part from `writer` is done with that. */
  add(part: ByteWriter): this {
    this.bytes(part.buffer, part.length);
    if (!part.isBorrowed) return this;
    spare.push(part.buffer);
    part.isBorrowed = false;
    part.buffer = NOTHING;
    return this;
  }

  zeros(count: number): this {
    for (let index = 0; index < count; index++) this.put(0);
    return this;
  }

  /** Overwrites one byte at an offset already written. */
  patch8(offset: number, value: number): this {
    this.buffer[offset] = value;
    return this;
  }

  /** Overwrites two bytes at an offset already written. */
  patch16(offset: number, value: number): this {
    this.buffer[offset] = value >>> 8;
    this.buffer[offset + 1] = value;
    return this;
  }

  patch16le(offset: number, value: number): this {
    this.buffer[offset] = value;
    this.buffer[offset + 1] = value >>> 8;
    return this;
  }

  patch32le(offset: number, value: number): this {
    return this.patch16le(offset, value).patch16le(offset + 2, value >>> 16);
  }

  /** Begins anew in the same buffer. */
  reset(): this {
    this.length = 0;
    return this;
  }

  /** A copy of what was written. */
  done(): Uint8Array {
    const copy = copyOf(this.buffer, this.length);
    if (this.isBorrowed) {
      spare.push(this.buffer);
      this.isBorrowed = false;
      // Whoever writes on writes into a buffer of his own.
      this.buffer = copy;
    }
    return copy;
  }
}

const NOTHING = new Uint8Array(0);

/** Buffers that no writer uses: making one anew for each short message takes longer than writing it. */
const spare: Uint8Array[] = [];

const SLAB = 1 << 15;
/** Larger copies get memory of their own, so that none keeps much more alive than itself. */
const LARGEST_IN_SLAB = 1 << 11;
let slab = new ArrayBuffer(SLAB);
let slabUsed = 0;

/** A copy that lies behind others in one piece of memory: asking the system for each short message takes longer than writing it. */
function copyOf(bytes: Uint8Array, length: number): Uint8Array {
  if (length > LARGEST_IN_SLAB) return bytes.slice(0, length);
  if (slabUsed + length > SLAB) {
    slab = new ArrayBuffer(SLAB);
    slabUsed = 0;
  }
  const copy = new Uint8Array(slab, slabUsed, length);
  slabUsed += length;
  for (let index = 0; index < length; index++) copy[index] = bytes[index];
  return copy;
}

/** An empty writer. */
export function writer(): ByteWriter {
  const made = new ByteWriter(spare.pop() ?? new Uint8Array(64));
  made.isBorrowed = true;
  return made;
}

/** One byte per character. */
export function asciiBytes(value: string): Uint8Array {
  const out = new Uint8Array(value.length);
  for (let index = 0; index < value.length; index++) out[index] = value.charCodeAt(index);
  return out;
}

/** The parts in one piece. */
export function joinBytes(...parts: ArrayLike<number>[]): Uint8Array {
  const out = writer();
  for (const part of parts) out.bytes(part);
  return out.done();
}

/** "10.20.10.11" as an unsigned 32-bit number. */
export function ipNumber(text: string): number {
  return text.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
}

/** "28:63:36:0a:00:11" as six bytes. */
export function macBytes(text: string): Uint8Array {
  return Uint8Array.from(text.split(":"), (part) => Number.parseInt(part, 16));
}
