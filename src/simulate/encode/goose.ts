// IEC 61850-8-1 section 18 and Annex A: GOOSE over Ethernet, in BER.
import { type ByteWriter, writer } from "../bytes.ts";

/** One state of a data set. */
export interface GooseState {
  application: number;
  control: string;
  dataSet: string;
  identifier: string;
  /** Second since 1970 UTC of the last change. */
  changed: number;
  state: number;
  sequence: number;
  /** Milliseconds that it is valid. */
  valid: number;
  entries: readonly (boolean | number)[];
}

/** Destination of all GOOSE of an application. */
export function gooseGroup(application: number): Uint8Array {
  return Uint8Array.of(0x01, 0x0c, 0xcd, 0x01, (application >> 8) & 1, application & 0xff);
}

function element(out: ByteWriter, tag: number, content: ByteWriter): void {
  out.u8(tag);
  if (content.length < 128) out.u8(content.length);
  else if (content.length < 256) out.u8(0x81, content.length);
  else out.u8(0x82).u16(content.length);
  out.add(content);
}

function unsigned(value: number): ByteWriter {
  const out = writer();
  if (value >= 0x80000000) out.u8(0).u32(value);
  else if (value >= 0x800000) out.u32(value);
  else if (value >= 0x8000) out.u24(value);
  else if (value >= 0x80) out.u16(value);
  else out.u8(value);
  return out;
}

/** A message: truth values are booleans, numbers single precision. */
export function goose(out: ByteWriter, state: GooseState): void {
  const all = writer();
  for (const entry of state.entries) {
    if (typeof entry === "boolean") all.u8(0x83, 1, entry ? 1 : 0);
    else all.u8(0x87, 5, 8).f32(entry);
  }
  const body = writer();
  element(body, 0x80, writer().text(state.control));
  element(body, 0x81, unsigned(state.valid));
  element(body, 0x82, writer().text(state.dataSet));
  element(body, 0x83, writer().text(state.identifier));
  element(body, 0x84, writer().u32(state.changed).u24(0).u8(0x0a));
  element(body, 0x85, unsigned(state.state));
  element(body, 0x86, unsigned(state.sequence));
  element(body, 0x87, writer().u8(0));
  element(body, 0x88, unsigned(1));
  element(body, 0x89, writer().u8(0));
  element(body, 0x8a, unsigned(state.entries.length));
  element(body, 0xab, all);
  const start = out.length;
  out.u16(state.application, 0, 0, 0);
  element(out, 0x61, body);
  out.patch16(start + 2, out.length - start);
}
