/** Builds a message byte by byte; grows as needed. Suffix `le` is least significant byte first. */
export interface ByteWriter {
  readonly length: number;
  u8(...values: number[]): ByteWriter;
  u16(...values: number[]): ByteWriter;
  u24(value: number): ByteWriter;
  u32(value: number): ByteWriter;
  u16le(...values: number[]): ByteWriter;
  u32le(...values: number[]): ByteWriter;
  /** IEEE 754 single precision, most significant byte first. */
  f32(value: number): ByteWriter;
  f32le(value: number): ByteWriter;
  /** One byte per character; characters must be below 256. */
  text(value: string): ByteWriter;
  /** Text filled up with `fill` (0 unless told) or cut to `width` bytes. */
  field(value: string, width: number, fill?: number): ByteWriter;
  /** UTF-16LE, no terminator. */
  wide(value: string): ByteWriter;
  bytes(value: ArrayLike<number>): ByteWriter;
  zeros(count: number): ByteWriter;
  /** Overwrites two bytes at an offset already written. */
  patch16(offset: number, value: number): ByteWriter;
  done(): Uint8Array;
}

/** An empty writer. */
export function writer(): ByteWriter {
  let buffer = new Uint8Array(128);
  let length = 0;
  const scratch = new DataView(new ArrayBuffer(4));
  function put(value: number): void {
    if (length === buffer.length) {
      const larger = new Uint8Array(buffer.length * 2);
      larger.set(buffer);
      buffer = larger;
    }
    buffer[length++] = value;
  }
  const self: ByteWriter = {
    get length() {
      return length;
    },
    u8(...values) {
      for (const value of values) put(value);
      return self;
    },
    u16(...values) {
      for (const value of values) {
        put(value >>> 8);
        put(value);
      }
      return self;
    },
    u24(value) {
      put(value >>> 16);
      put(value >>> 8);
      put(value);
      return self;
    },
    u32(value) {
      put(value >>> 24);
      put(value >>> 16);
      put(value >>> 8);
      put(value);
      return self;
    },
    u16le(...values) {
      for (const value of values) {
        put(value);
        put(value >>> 8);
      }
      return self;
    },
    u32le(...values) {
      for (const value of values) {
        put(value);
        put(value >>> 8);
        put(value >>> 16);
        put(value >>> 24);
      }
      return self;
    },
    f32(value) {
      scratch.setFloat32(0, value);
      return self.u32(scratch.getUint32(0));
    },
    f32le(value) {
      scratch.setFloat32(0, value);
      return self.u32le(scratch.getUint32(0));
    },
    text(value) {
      for (let index = 0; index < value.length; index++) put(value.charCodeAt(index));
      return self;
    },
    field(value, width, fill = 0) {
      for (let index = 0; index < width; index++) put(index < value.length ? value.charCodeAt(index) : fill);
      return self;
    },
    wide(value) {
      for (let index = 0; index < value.length; index++) self.u16le(value.charCodeAt(index));
      return self;
    },
    bytes(value) {
      for (let index = 0; index < value.length; index++) put(value[index]);
      return self;
    },
    zeros(count) {
      for (let index = 0; index < count; index++) put(0);
      return self;
    },
    patch16(offset, value) {
      buffer[offset] = value >>> 8;
      buffer[offset + 1] = value;
      return self;
    },
    done: () => buffer.slice(0, length),
  };
  return self;
}

/** One byte per character. */
export function asciiBytes(value: string): Uint8Array {
  return Uint8Array.from(value, (character) => character.charCodeAt(0));
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
