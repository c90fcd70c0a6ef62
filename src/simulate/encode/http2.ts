// RFC 9113 sections 3.4, 4 and 6: HTTP/2 frames; RFC 7541 sections 5 and 6: header fields, by the numbers of Appendix A or written out.
import { type ByteWriter, writer } from "../bytes.ts";

const DATA = 0;
const HEADERS = 1;
const SETTINGS = 4;
const END_STREAM = 1;
const ACKNOWLEDGED = 1;
const END_HEADERS = 4;
const NAMED_METHODS: Readonly<Record<string, number>> = { GET: 0x82, POST: 0x83 };
const NAMED_STATUS: Readonly<Record<number, number>> = { 200: 0x88, 204: 0x89 };
/** Places in the table of fields whose names alone are used. */
const AUTHORITY = 1;
const METHOD = 2;
const PATH = 4;
const PLAIN_SCHEME = 0x86;
const STATUS = 8;

/** Fields besides those of the start line, by lower-case name. */
export type Fields = Readonly<Record<string, string>>;

function frame(out: ByteWriter, type: number, flags: number, stream: number, content: ByteWriter): void {
  out.u24(content.length).u8(type, flags).u32(stream).add(content);
}

function text(out: ByteWriter, value: string): void {
  if (value.length < 127) out.u8(value.length);
  else {
    const rest = value.length - 127;
    out.u8(127);
    if (rest < 128) out.u8(rest);
    else out.u8((rest & 127) | 128, rest >> 7);
  }
  out.text(value);
}

function others(block: ByteWriter, fields: Fields): void {
  for (const [name, value] of Object.entries(fields)) {
    block.u8(0);
    text(block, name);
    text(block, value);
  }
}

function message(out: ByteWriter, stream: number, block: ByteWriter, body: string): void {
  frame(out, HEADERS, END_HEADERS | (body === "" ? END_STREAM : 0), stream, block);
  if (body !== "") frame(out, DATA, END_STREAM, stream, writer().text(body));
}

/** How a client begins. */
export function preface(out: ByteWriter): void {
  out.text("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
  frame(out, SETTINGS, 0, 0, writer().u16(3).u32(250));
}

/** How a server begins, and takes note of what the client granted. */
export function settled(out: ByteWriter): void {
  frame(out, SETTINGS, 0, 0, writer().u16(3).u32(250));
  frame(out, SETTINGS, ACKNOWLEDGED, 0, writer());
}

/** The client takes note in turn. */
export function acknowledged(out: ByteWriter): void {
  frame(out, SETTINGS, ACKNOWLEDGED, 0, writer());
}

/** Asks for something. */
export function request(
  out: ByteWriter,
  stream: number,
  method: string,
  host: string,
  path: string,
  fields: Fields,
  body = "",
): void {
  const block = writer();
  const named = NAMED_METHODS[method];
  if (named !== undefined) block.u8(named);
  else text(block.u8(METHOD), method);
  block.u8(PLAIN_SCHEME);
  text(block.u8(AUTHORITY), host);
  text(block.u8(PATH), path);
  others(block, fields);
  message(out, stream, block, body);
}

/** Answers it. */
export function response(out: ByteWriter, stream: number, status: number, fields: Fields, body = ""): void {
  const block = writer();
  const named = NAMED_STATUS[status];
  if (named !== undefined) block.u8(named);
  else text(block.u8(STATUS), String(status));
  others(block, fields);
  message(out, stream, block, body);
}
