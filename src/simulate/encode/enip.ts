// CIP Volume 2 (EtherNet/IP) sections 2-3, 2-4, 2-6; Volume 1 sections 3-5, 5-2 and Appendix C; Logix data access.
import { type ByteWriter, writer } from "../bytes.ts";

/** An encapsulation message. */
export function encodeEnip(command: number, session: number, context: number, body: Uint8Array): Uint8Array {
  const out = writer().u16le(command, body.length).u32le(session, 0).u32le(context, 0).u32le(0);
  return out.bytes(body).done();
}

/** Opens a session (0x65); the answer carries the session number. */
export function encodeRegisterSession(session: number): Uint8Array {
  return encodeEnip(0x65, session, 0, writer().u16le(1, 0).done());
}

/** An unconnected message (SendRRData, 0x6f). */
export function encodeUnconnected(session: number, context: number, message: Uint8Array): Uint8Array {
  const out = writer()
    .u32le(0)
    .u16le(answersIn(message) ? 0 : 10, 2, 0, 0, 0xb2, message.length)
    .bytes(message);
  return encodeEnip(0x6f, session, context, out.done());
}

function answersIn(message: Uint8Array): boolean {
  return (message[0] & 0x80) !== 0;
}

/** What an identity object says. */
export interface CipIdentity {
  vendor: number;
  deviceType: number;
  productCode: number;
  major: number;
  minor: number;
  status: number;
  serial: number;
  name: string;
  state: number;
}

function identity(out: ByteWriter, value: CipIdentity): void {
  out.u16le(value.vendor, value.deviceType, value.productCode).u8(value.major, value.minor).u16le(value.status);
  out.u32le(value.serial).u8(value.name.length).text(value.name);
}

/** Asks who is there (0x63). */
export function encodeListIdentityRequest(): Uint8Array {
  return encodeEnip(0x63, 0, 0, new Uint8Array(0));
}

/** Answers who is there, with socket address and identity. */
export function encodeListIdentityResponse(ip: number, value: CipIdentity): Uint8Array {
  const item = writer().u16le(1).u16(2, 44818).u32(ip).zeros(8);
  identity(item, value);
  item.u8(value.state);
  return encodeEnip(0x63, 0, 0, writer().u16le(1, 0x0c, item.length).bytes(item.done()).done());
}

/** A request to an object: service, path of class and instance, body. */
export function objectRequest(
  service: number,
  classCode: number,
  instance: number,
  body: ArrayLike<number> = [],
): Uint8Array {
  return writer().u8(service, 2, 0x20, classCode, 0x24, instance).bytes(body).done();
}

/** Reads a tag by its name (Logix service 0x4c); `path` such as "Pump.Speed". */
export function readTagRequest(path: string, elements: number): Uint8Array {
  const segments = writer();
  for (const name of path.split(".")) {
    segments.u8(0x91, name.length).text(name);
    if (name.length % 2 === 1) segments.u8(0);
  }
  return writer()
    .u8(0x4c, segments.length / 2)
    .bytes(segments.done())
    .u16le(elements)
    .done();
}

/** Writes a REAL tag (Logix service 0x4d). */
export function writeRealTagRequest(path: string, value: number): Uint8Array {
  const read = readTagRequest(path, 1);
  const head = read.slice(0, read.length - 2);
  head[0] = 0x4d;
  return writer().bytes(head).u16le(0x00ca, 1).f32le(value).done();
}

/** Success to a service, with what it returns. */
export function serviceResponse(service: number, body: ArrayLike<number> = []): Uint8Array {
  return writer()
    .u8(service | 0x80, 0, 0, 0)
    .bytes(body)
    .done();
}

/** What a tag of REAL type returns. */
export function realTagValue(value: number): Uint8Array {
  return writer().u16le(0x00ca).f32le(value).done();
}

/** All attributes of the identity object. */
export function identityAttributes(value: CipIdentity): Uint8Array {
  const out = writer();
  identity(out, value);
  return out.done();
}

/** A cyclic connection of class 1, point to point. */
export interface CyclicConnection {
  toTarget: number;
  toOriginator: number;
  serial: number;
  originatorVendor: number;
  originatorSerial: number;
  /** Requested packet interval in microseconds. */
  interval: number;
  /** Bytes of process values each way. */
  sizeToTarget: number;
  sizeToOriginator: number;
}

/** Opens a cyclic connection to assemblies (Forward Open, 0x54). */
export function forwardOpenRequest(connection: CyclicConnection, assemblies: [number, number, number]): Uint8Array {
  const out = writer().u8(0x0a, 0x0e).u32le(0, connection.toOriginator);
  out.u16le(connection.serial, connection.originatorVendor).u32le(connection.originatorSerial).u8(2, 0, 0, 0);
  // Sizes count the sequence word, and towards the target the run/idle header.
  out.u32le(connection.interval).u16le(0x4800 | (connection.sizeToTarget + 6));
  out.u32le(connection.interval).u16le(0x4800 | (connection.sizeToOriginator + 2));
  out.u8(0x01, 4, 0x20, 0x04, 0x24, assemblies[0], 0x2c, assemblies[1], 0x2c, assemblies[2]);
  return objectRequest(0x54, 6, 1, out.done());
}

/** Grants a cyclic connection. */
export function forwardOpenResponse(connection: CyclicConnection): Uint8Array {
  const out = writer().u32le(connection.toTarget, connection.toOriginator);
  out.u16le(connection.serial, connection.originatorVendor).u32le(connection.originatorSerial);
  out.u32le(connection.interval, connection.interval).u8(0, 0);
  return serviceResponse(0x54, out.done());
}

/** One cyclic message on UDP 2222. */
export function encodeCyclic(connectionId: number, sequence: number, values: ArrayLike<number>): Uint8Array {
  const out = writer()
    .u16le(2, 0x8002, 8)
    .u32le(connectionId, sequence)
    .u16le(0xb1, values.length + 2);
  return out
    .u16le(sequence & 0xffff)
    .bytes(values)
    .done();
}
