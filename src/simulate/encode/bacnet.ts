// ANSI/ASHRAE 135-2020 clauses 6, 15, 16, 20 and 21, Annex J: BACnet/IP.
import { type ByteWriter, writer } from "../bytes.ts";

/** Object types. */
export const ANALOG_INPUT = 0;
export const ANALOG_VALUE = 2;
export const DEVICE = 8;
/** Properties. */
export const PRESENT_VALUE = 85;
export const MODEL_NAME = 70;
export const VENDOR_NAME = 121;
export const FIRMWARE_REVISION = 44;
export const OBJECT_NAME = 77;

function whole(out: ByteWriter, broadcast: boolean, expecting: boolean, body: ByteWriter): void {
  out
    .u8(0x81, broadcast ? 0x0b : 0x0a)
    .u16(body.length + 6)
    .u8(1, expecting ? 4 : 0)
    .add(body);
}

function objectId(type: number, instance: number): number {
  return type * 0x400000 + instance;
}

/** Says who it is. */
export function iAm(out: ByteWriter, instance: number, vendor: number): void {
  const body = writer().u8(0x10, 0, 0xc4).u32(objectId(DEVICE, instance)).u8(0x22).u16(1476).u8(0x91, 3);
  whole(out, true, false, vendor > 255 ? body.u8(0x22).u16(vendor) : body.u8(0x21, vendor));
}

/** Asks all who they are. */
export function whoIs(out: ByteWriter): void {
  whole(out, true, false, writer().u8(0x10, 8));
}

function target(out: ByteWriter, type: number, instance: number, property: number): ByteWriter {
  return out.u8(0x0c).u32(objectId(type, instance)).u8(0x19, property);
}

/** Asks for a property. */
export function readProperty(out: ByteWriter, invoke: number, type: number, instance: number, property: number): void {
  whole(out, false, true, target(writer().u8(0, 5, invoke, 12), type, instance, property));
}

/** Answers with a number of type REAL. */
export function propertyNumber(
  out: ByteWriter,
  invoke: number,
  type: number,
  instance: number,
  property: number,
  value: number,
): void {
  const body = target(writer().u8(0x30, invoke, 12), type, instance, property);
  whole(out, false, false, body.u8(0x3e, 0x44).f32(value).u8(0x3f));
}

/** Answers with a character string. */
export function propertyText(
  out: ByteWriter,
  invoke: number,
  type: number,
  instance: number,
  property: number,
  value: string,
): void {
  const body = target(writer().u8(0x30, invoke, 12), type, instance, property).u8(0x3e);
  if (value.length + 1 < 5) body.u8(0x70 | (value.length + 1), 0);
  else body.u8(0x75, value.length + 1, 0);
  whole(out, false, false, body.text(value).u8(0x3f));
}

/** Writes a present value at a priority. */
export function writeProperty(
  out: ByteWriter,
  invoke: number,
  type: number,
  instance: number,
  value: number,
  priority: number,
): void {
  const body = target(writer().u8(0, 5, invoke, 15), type, instance, PRESENT_VALUE);
  whole(out, false, true, body.u8(0x3e, 0x44).f32(value).u8(0x3f, 0x49, priority));
}

/** Says that a confirmed service was done. */
export function simpleAcknowledgment(out: ByteWriter, invoke: number, service: number): void {
  whole(out, false, false, writer().u8(0x20, invoke, service));
}
