// IEEE 1815-2012 sections 9.2 (data link layer), 8.2 (transport function), 4.2 and Annex A (application layer objects).
import { type ByteWriter, writer } from "../bytes.ts";

/** Application function codes. */
export const READ = 1;
export const DIRECT_OPERATE = 5;
export const COLD_RESTART = 13;
export const RESPONSE = 129;

const TABLE = Uint16Array.from({ length: 256 }, (_, value) => {
  let rest = value;
  for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ 0xa6bc : rest >>> 1;
  return rest;
});

function check(bytes: Uint8Array, from: number, to: number): number {
  let rest = 0;
  for (let at = from; at < to; at++) rest = (rest >>> 8) ^ TABLE[(rest ^ bytes[at]) & 0xff];
  return ~rest & 0xffff;
}

/** One link frame of up to 249 bytes of application data, unconfirmed, with a whole transport segment. */
export function dnp3Frame(
  out: ByteWriter,
  fromMaster: boolean,
  destination: number,
  source: number,
  sequence: number,
  application: ByteWriter,
): void {
  const start = out.length;
  const count = application.length + 1;
  out.u8(0x05, 0x64, count + 5, fromMaster ? 0xc4 : 0x44).u16le(destination, source);
  out.u16le(check(out.buffer, start, start + 8));
  for (let at = 0; at < count; at += 16) {
    const block = out.length;
    for (let index = at; index < Math.min(count, at + 16); index++) {
      out.u8(index === 0 ? 0xc0 | (sequence & 0x3f) : application.buffer[index - 1]);
    }
    out.u16le(check(out.buffer, block, out.length));
  }
}

/** Asks for classes 1, 2, 3 and 0. */
export function readClasses(sequence: number): ByteWriter {
  return writer()
    .u8(0xc0 | (sequence & 15), READ)
    .u8(60, 2, 6, 60, 3, 6, 60, 4, 6, 60, 1, 6);
}

/** Asks for a device attribute, e.g. 252 the maker's name, 250 the model, 242 the firmware, 248 the serial number. */
export function readAttribute(sequence: number, variation: number): ByteWriter {
  return writer()
    .u8(0xc0 | (sequence & 15), READ)
    .u8(0, variation, 0, 0, 0);
}

/** Begins an answer without internal indications. */
export function answerHead(sequence: number, indications = 0): ByteWriter {
  return writer()
    .u8(0xc0 | (sequence & 15), RESPONSE)
    .u16(indications);
}

/** A device attribute of text. */
export function attribute(out: ByteWriter, variation: number, value: string): void {
  out.u8(0, variation, 0, 0, 0, 1, value.length).text(value);
}

/** Binary inputs with flags from index 0 on (group 1 variation 2). */
export function binaryInputs(out: ByteWriter, values: readonly boolean[]): void {
  out.u8(1, 2, 0, 0, values.length - 1);
  for (const value of values) out.u8(value ? 0x81 : 0x01);
}

/** Analog inputs of single precision with flags from index 0 on (group 30 variation 5). */
export function analogInputs(out: ByteWriter, values: readonly number[]): void {
  out.u8(30, 5, 0, 0, values.length - 1);
  for (const value of values) out.u8(0x01).f32le(value);
}

/** Operates an output at once: control relay output block (group 12 variation 1), 3 latch on, 4 latch off. */
export function operateRelay(sequence: number, index: number, code: 3 | 4): ByteWriter {
  const out = writer().u8(0xc0 | (sequence & 15), DIRECT_OPERATE);
  return relayBlock(out, index, code);
}

/** The same block as it stands in request and answer. */
export function relayBlock(out: ByteWriter, index: number, code: 3 | 4): ByteWriter {
  return out.u8(12, 1, 0x17, 1, index, code, 1).u32le(100, 100).u8(0);
}

/** A function without objects. */
export function plainFunction(sequence: number, code: number): ByteWriter {
  return writer().u8(0xc0 | (sequence & 15), code);
}
