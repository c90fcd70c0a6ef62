import { v6TextOf } from "../dissect/addresses.ts";
import type { ShownField, ShownLayer } from "../serve/surroundings.ts";

/** Writes layers with fields over the bytes of one frame; never reads outside `[0, bytes.length)`. */
export class LayerWriter {
  readonly bytes: Uint8Array;
  readonly layers: ShownLayer[] = [];
  private fields: ShownField[] = [];

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /** Begins a layer over `[start, end)`; the fields that follow are its own. */
  open(protocol: string, title: string, start: number, end: number): ShownLayer {
    const layer: ShownLayer = { protocol, title, start, end: Math.min(end, this.bytes.length), fields: [] };
    this.fields = layer.fields;
    this.layers.push(layer);
    return layer;
  }

  field(name: string, value: string | number, start: number, end: number): void {
    this.fields.push({ name, value: String(value), start, end });
  }

  byte(at: number): number {
    return this.bytes[at] ?? 0;
  }

  word(at: number): number {
    return (this.byte(at) << 8) | this.byte(at + 1);
  }

  long(at: number): number {
    return this.word(at) * 65_536 + this.word(at + 2);
  }

  /** Fields of one, two and four bytes; `known` names what a value stands for. */
  byteField(name: string, at: number, known?: ReadonlyMap<number, string>): number {
    const value = this.byte(at);
    this.field(name, named(value, known), at, at + 1);
    return value;
  }

  wordField(name: string, at: number, known?: ReadonlyMap<number, string>): number {
    const value = this.word(at);
    this.field(name, named(value, known), at, at + 2);
    return value;
  }

  longField(name: string, at: number): number {
    const value = this.long(at);
    this.field(name, value, at, at + 4);
    return value;
  }

  /** A number in hexadecimal, as checksums and types are written. */
  hexField(name: string, at: number, length: 1 | 2 | 4, known?: ReadonlyMap<number, string>): number {
    const value = length === 1 ? this.byte(at) : length === 2 ? this.word(at) : this.long(at);
    const text = `0x${value.toString(16).padStart(length * 2, "0")}`;
    const name2 = known?.get(value);
    this.field(name, name2 === undefined ? text : `${text} (${name2})`, at, at + length);
    return value;
  }

  mac(name: string, at: number): string {
    const text = hexOf(this.bytes, at, at + 6, ":");
    this.field(name, text, at, at + 6);
    return text;
  }

  ip4(name: string, at: number): string {
    const text = `${this.byte(at)}.${this.byte(at + 1)}.${this.byte(at + 2)}.${this.byte(at + 3)}`;
    this.field(name, text, at, at + 4);
    return text;
  }

  ip6(name: string, at: number): string {
    const text = v6TextOf(this.bytes, at);
    this.field(name, text, at, at + 16);
    return text;
  }

  /** Bytes in hexadecimal, at most `most` of them. */
  octets(name: string, start: number, end: number, most = 64): void {
    if (start >= end) return;
    const text = hexOf(this.bytes, start, Math.min(end, start + most), " ");
    this.field(name, end - start > most ? `${text} ... (${end - start} bytes)` : text, start, end);
  }

  /** What was captured of a header that is cut, or bytes that are not read further. */
  rest(protocol: string, title: string, start: number, end: number): void {
    if (start >= end) return;
    this.open(protocol, title, start, end);
    this.octets("bytes", start, end);
  }
}

/** "value (name)" where the value has one. */
export function named(value: number, known: ReadonlyMap<number, string> | undefined): string {
  const name = known?.get(value);
  return name === undefined ? String(value) : `${value} (${name})`;
}

/** The words of the bits that are set in `value`, "none" without any; `bits` pairs masks with words. */
export function flagWords(value: number, bits: readonly (readonly [number, string])[]): string {
  const words = bits.filter(([mask]) => (value & mask) !== 0).map(([, word]) => word);
  return words.length === 0 ? "none" : words.join(", ");
}

function hexOf(bytes: Uint8Array, start: number, end: number, separator: string): string {
  return Array.from(bytes.subarray(start, end), (byte) => byte.toString(16).padStart(2, "0")).join(separator);
}
