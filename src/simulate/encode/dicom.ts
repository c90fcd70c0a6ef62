// DICOM PS3.8 section 9.3 (upper layer), PS3.7 sections 9.3 and E (command sets, implicit little-endian).
import { type ByteWriter, writer } from "../bytes.ts";

/** The kind of object that is stored: an image of computed tomography. */
export const CT_IMAGE = "1.2.840.10008.5.1.4.1.1.2";
const APPLICATION_CONTEXT = "1.2.840.10008.3.1.1.1";
const IMPLICIT_LITTLE = "1.2.840.10008.1.2";
const IMPLEMENTATION = "1.2.826.0.1.3680043.10.1234";

function item(out: ByteWriter, type: number, content: ByteWriter): ByteWriter {
  return out.u8(type, 0).u16(content.length).add(content);
}

function unit(out: ByteWriter, type: number, body: ByteWriter): void {
  out.u8(type, 0).u32(body.length).add(body);
}

/** Asks for (1) or grants (2) an association for one kind of object. */
export function associate(out: ByteWriter, type: 1 | 2, called: string, calling: string): void {
  const body = writer().u16(1, 0).field(called, 16, 0x20).field(calling, 16, 0x20).zeros(32);
  item(body, 0x10, writer().text(APPLICATION_CONTEXT));
  const context = writer().u8(1, 0, 0, 0);
  if (type === 1) item(context, 0x30, writer().text(CT_IMAGE));
  item(context, 0x40, writer().text(IMPLICIT_LITTLE));
  item(body, type === 1 ? 0x20 : 0x21, context);
  const user = item(writer(), 0x51, writer().u32(16384));
  item(user, 0x52, writer().text(IMPLEMENTATION));
  item(user, 0x55, writer().text("BULKHEAD_SIM"));
  item(body, 0x50, user);
  unit(out, type, body);
}

function field(out: ByteWriter, element: number, content: ByteWriter): void {
  out.u16le(0, element).u32le(content.length).add(content);
}

function identifier(value: string): ByteWriter {
  const out = writer().text(value);
  return value.length % 2 === 1 ? out.u8(0) : out;
}

function command(out: ByteWriter, fields: (body: ByteWriter) => void): void {
  const body = writer();
  fields(body);
  const set = writer();
  field(set, 0, writer().u32le(body.length));
  set.add(body);
  values(out, 3, set);
}

/** One value: flags 3 last of a command, 2 last of data, 0 more data follows. */
function values(out: ByteWriter, flags: number, content: ByteWriter): void {
  unit(
    out,
    4,
    writer()
      .u32(content.length + 2)
      .u8(1, flags)
      .add(content),
  );
}

/** Announces an object to store. */
export function storeRequest(out: ByteWriter, message: number, instance: string): void {
  command(out, (body) => {
    field(body, 0x0002, identifier(CT_IMAGE));
    field(body, 0x0100, writer().u16le(0x0001));
    field(body, 0x0110, writer().u16le(message));
    field(body, 0x0700, writer().u16le(0));
    field(body, 0x0800, writer().u16le(1));
    field(body, 0x1000, identifier(instance));
  });
}

/** A piece of the object; it begins with its class and instance. */
export function objectPiece(out: ByteWriter, content: ByteWriter, last: boolean): void {
  values(out, last ? 2 : 0, content);
}

/** The object's own first fields, and pixel data of a length. */
export function objectHead(instance: string, pixels: number): ByteWriter {
  const out = writer();
  const put = (group: number, element: number, content: ByteWriter) =>
    out.u16le(group, element).u32le(content.length).add(content);
  put(0x0008, 0x0016, identifier(CT_IMAGE));
  put(0x0008, 0x0018, identifier(instance));
  return out.u16le(0x7fe0, 0x0010).u32le(pixels);
}

/** Says that an object was stored. */
export function storeResponse(out: ByteWriter, message: number, instance: string): void {
  command(out, (body) => {
    field(body, 0x0002, identifier(CT_IMAGE));
    field(body, 0x0100, writer().u16le(0x8001));
    field(body, 0x0120, writer().u16le(message));
    field(body, 0x0800, writer().u16le(0x0101));
    field(body, 0x0900, writer().u16le(0));
    field(body, 0x1000, identifier(instance));
  });
}

/** Asks for (5) or grants (6) the end. */
export function release(out: ByteWriter, type: 5 | 6): void {
  unit(out, type, writer().u32(0));
}
