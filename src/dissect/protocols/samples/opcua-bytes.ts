// Writes OPC UA messages as hexadecimal digits (OPC 10000-6 section 5.2), so that samples show fields and not lengths.
import { ascii, digits, le } from "./enip-bytes.ts";

const size = (hex: string): number => digits(hex).length / 2;
export const u8 = (value: number): string => le(value, 1);
export const u16 = (value: number): string => le(value, 2);
export const u32 = (value: number): string => le(value >>> 0, 4);
/** -1 stands for null. */
export const i32 = u32;

function view(length: number, write: (view: DataView) => void): string {
  const bytes = new DataView(new ArrayBuffer(length));
  write(bytes);
  let text = "";
  for (let at = 0; at < length; at++) text += bytes.getUint8(at).toString(16).padStart(2, "0");
  return text;
}

export const i64 = (value: bigint): string => view(8, (bytes) => bytes.setBigInt64(0, value, true));
export const f32 = (value: number): string => view(4, (bytes) => bytes.setFloat32(0, value, true));
export const f64 = (value: number): string => view(8, (bytes) => bytes.setFloat64(0, value, true));

/** A DateTime of seconds since 1970. */
export const date = (seconds: number): string =>
  i64((BigInt(Math.round(seconds * 1000)) + 11_644_473_600_000n) * 10_000n);
/** 2026-03-17 14:21:07.25 UTC. */
export const NOW = date(1_773_757_267.25);

/** A ByteString of digits, or null. */
export const bytes = (hex: string | null): string => (hex === null ? i32(-1) : i32(size(hex)) + digits(hex));
/** A String of ASCII text, or null. */
export const text = (value: string | null): string => bytes(value === null ? null : ascii(value));
export const NULL = i32(-1);

/** An array of encoded elements. */
export const list = (...elements: string[]): string => i32(elements.length) + elements.join("");

/** A NodeId of its text: "i=84", "ns=2;i=70000", "ns=2;s=Tank.Level", "ns=1;b=00ff" with digits. */
export function node(name: string): string {
  const [, space, kind, identifier] = /^(?:ns=(\d+);)?([isbg])=(.*)$/.exec(name) as unknown as [
    string,
    string,
    string,
    string,
  ];
  const namespace = Number(space ?? 0);
  if (kind === "s") return `03${u16(namespace)}${text(identifier)}`;
  if (kind === "b") return `05${u16(namespace)}${bytes(identifier)}`;
  if (kind === "g") return `04${u16(namespace)}${identifier}`;
  const number = Number(identifier);
  if (namespace === 0 && number < 256) return `00${u8(number)}`;
  if (namespace < 256 && number < 65_536) return `01${u8(namespace)}${u16(number)}`;
  return `02${u16(namespace)}${u32(number)}`;
}

export const qualified = (namespace: number, name: string | null): string => u16(namespace) + text(name);
export const localized = (value: string, locale?: string): string =>
  locale === undefined ? `02${text(value)}` : `03${text(locale)}${text(value)}`;
/** An ExtensionObject with a binary body. */
export const object = (id: number, body: string): string => `${node(`i=${id}`)}01${bytes(body)}`;
export const NO_OBJECT = "000000";

/** A scalar Variant of an encoded value. */
export const variant = (type: number, value: string): string => u8(type) + value;
/** An array in a Variant. */
export const variants = (type: number, ...values: string[]): string => u8(type | 0x80) + list(...values);

/** A DataValue of an encoded Variant, a status and both times. */
export const dataValue = (value: string, status = 0): string =>
  status === 0 ? `0d${value}${NOW}${NOW}` : `0f${value}${u32(status)}${NOW}${NOW}`;
/** A DataValue of a status alone. */
export const noValue = (status: number): string => `02${u32(status)}`;

export const TOKEN = node("ns=1;b=5ec4e75ec4e75ec4");

/** A RequestHeader; a token stands for a session. */
export const requestHeader = (handle: number, token = TOKEN): string =>
  token + NOW + u32(handle) + u32(0) + NULL + u32(10_000) + NO_OBJECT;
/** A ResponseHeader. */
export const responseHeader = (handle: number, status = 0, diagnostics = "00", table = NULL): string =>
  NOW + u32(handle) + u32(status) + diagnostics + table + NO_OBJECT;

/** A message of the connection protocol. */
export const frame = (type: string, body: string): string => ascii(type) + u32(size(body) + 8) + digits(body);

export const hello = (url: string): string =>
  frame("HELF", u32(0) + u32(65_535) + u32(65_535) + u32(0) + u32(0) + text(url));
export const acknowledge = (): string => frame("ACKF", u32(0) + u32(65_535) + u32(65_535) + u32(0) + u32(0));

export const POLICY = "http://opcfoundation.org/UA/SecurityPolicy#";
const CHANNEL = 6;
const SYMMETRIC_TOKEN = 9;

/** An open secure channel message without protection. */
export const open = (sequence: number, body: string): string =>
  frame("OPNF", u32(CHANNEL) + text(`${POLICY}None`) + NULL + NULL + u32(sequence) + u32(sequence) + body);
/** An open secure channel message under a policy; its body is invented noise. A new channel has no number yet. */
export const openSecured = (policy: string, certificate: string, channel = CHANNEL): string =>
  frame(
    "OPNF",
    u32(channel) + text(POLICY + policy) + bytes(certificate) + bytes("1d".repeat(20)) + "9f3c71e8".repeat(64),
  );

export const OPEN_REQUEST = node("i=446") + requestHeader(0, "0000") + u32(0) + u32(0) + u32(1) + NULL + u32(3_600_000);
export const OPEN_RESPONSE =
  node("i=449") + responseHeader(0) + u32(0) + u32(CHANNEL) + u32(SYMMETRIC_TOKEN) + NOW + u32(3_600_000) + bytes("01");

/** One chunk; `kind` is F, C or A, and what follows the body is a signature. */
export const chunk = (kind: string, sequence: number, request: number, body: string, signature = ""): string =>
  frame(`MSG${kind}`, u32(CHANNEL) + u32(SYMMETRIC_TOKEN) + u32(sequence) + u32(request) + body + signature);

/** A service message in one chunk: its encoding id and the fields behind it. */
export const message = (sequence: number, id: number, body: string, request = sequence): string =>
  chunk("F", sequence, request, node(`i=${id}`) + body);

export const close = (sequence: number): string =>
  frame(
    "CLOF",
    u32(CHANNEL) + u32(SYMMETRIC_TOKEN) + u32(sequence) + u32(sequence) + node("i=452") + requestHeader(99),
  );

/** An ApplicationDescription. */
export const application = (uri: string, product: string, name: string, type: number, url: string): string =>
  text(uri) + text(product) + localized(name, "en") + u32(type) + NULL + NULL + list(text(url));

/** An EndpointDescription with the given kinds of user. */
export const endpoint = (
  url: string,
  server: string,
  certificate: string | null,
  mode: number,
  policy: string,
  users: readonly number[],
): string =>
  text(url) +
  server +
  bytes(certificate) +
  u32(mode) +
  text(POLICY + policy) +
  list(...users.map((type) => text(`user-${type}`) + u32(type) + NULL + NULL + NULL)) +
  text("http://opcfoundation.org/UA-Profile/Transport/uatcp-uasc-uabinary") +
  u8(mode);
