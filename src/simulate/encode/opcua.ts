// OPC 10000-6 sections 5.2 and 7 (binary encoding, secure conversation over TCP), OPC 10000-4 section 5 (services);
// security policy None.
import { type ByteWriter, writer } from "../bytes.ts";

const POLICY = "http://opcfoundation.org/UA/SecurityPolicy#None";
const TRANSPORT_PROFILE = "http://opcfoundation.org/UA-Profile/Transport/uatcp-uasc-uabinary";

/** Encoding numbers of requests; answers are three higher. */
export const CREATE_SESSION = 461;
export const ACTIVATE_SESSION = 467;
export const READ = 631;
export const WRITE = 673;

/** What a secure channel counts. */
export interface ChannelState {
  channel: number;
  token: number;
  sequence: number;
  request: number;
}

function text(out: ByteWriter, value: string | null): ByteWriter {
  return value === null ? out.u32le(0xffffffff) : out.u32le(value.length).text(value);
}

/** 100 nanoseconds since 1601. */
function moment(out: ByteWriter, seconds: number): ByteWriter {
  return out.u64le((seconds + 11644473600) * 10_000_000);
}

function whole(out: ByteWriter, type: string, body: ByteWriter): void {
  out
    .text(type)
    .u32le(body.length + 8)
    .add(body);
}

/** The client's buffers and where it wants to go. */
export function hello(out: ByteWriter, endpoint: string): void {
  whole(out, "HELF", text(writer().u32le(0, 65535, 65535, 0, 0), endpoint));
}

/** The server's buffers. */
export function acknowledge(out: ByteWriter): void {
  whole(out, "ACKF", writer().u32le(0, 65535, 65535, 0, 0));
}

function requestHead(out: ByteWriter, seconds: number, handle: number, token: number): ByteWriter {
  if (token === 0) out.u8(0, 0);
  else out.u8(2).u16le(1).u32le(token);
  moment(out, seconds).u32le(handle, 0);
  return text(out, null).u32le(10000).u8(0, 0, 0);
}

function answerHead(out: ByteWriter, seconds: number, handle: number): ByteWriter {
  return moment(out, seconds).u32le(handle, 0).u8(0).u32le(0xffffffff).u8(0, 0, 0);
}

/** Opens a secure channel without security; the answer grants a token. */
export function openChannel(out: ByteWriter, state: ChannelState, answers: boolean, seconds: number): void {
  const body = writer().u32le(answers ? state.channel : 0);
  text(body, POLICY);
  text(text(body, null), null);
  body
    .u32le(state.sequence, state.request)
    .u8(1, 0)
    .u16le(answers ? 449 : 446);
  if (answers) {
    answerHead(body, seconds, state.request).u32le(0, state.channel, state.token);
    moment(body, seconds).u32le(3_600_000);
    text(body, null);
  } else {
    requestHead(body, seconds, state.request, 0).u32le(0, 0, 1);
    text(body, null).u32le(3_600_000);
  }
  whole(out, "OPNF", body);
}

/** Begins a service message; `send` ends it. */
export function service(state: ChannelState, type: number): ByteWriter {
  return writer().u32le(state.channel, state.token, state.sequence, state.request).u8(1, 0).u16le(type);
}

/** Ends a message: its size goes in front. */
export function send(out: ByteWriter, body: ByteWriter, final = "MSGF"): void {
  whole(out, final, body);
}

/** Begins a request or an answer with its head. */
export function request(state: ChannelState, type: number, seconds: number, session: number): ByteWriter {
  return requestHead(service(state, type), seconds, state.request, session);
}

/** Begins an answer with its head; `type` is the request's. */
export function response(state: ChannelState, type: number, seconds: number): ByteWriter {
  return answerHead(service(state, type + 3), seconds, state.request);
}

function application(out: ByteWriter, uri: string, product: string, name: string, type: number): void {
  text(text(out, uri), product).u8(2);
  text(out, name).u32le(type);
  text(text(out, null), null).u32le(0xffffffff);
}

/** The client asks for a session. */
export function createSession(out: ByteWriter, client: string, endpoint: string): void {
  application(out, `urn:${client}:client`, "urn:example:client", client, 1);
  text(text(text(out, null), endpoint), `session of ${client}`);
  text(text(out, null), null).f64le(60000).u32le(0);
}

/** The server grants a session and tells its one endpoint. */
export function sessionCreated(out: ByteWriter, session: number, server: string, endpoint: string): void {
  out.u8(2).u16le(1).u32le(session).u8(2).u16le(1).u32le(session).f64le(60000);
  text(text(out, null), null).u32le(1);
  text(out, endpoint);
  application(out, `urn:${server}:server`, "urn:example:server", server, 0);
  text(out, null).u32le(1);
  text(out, POLICY).u32le(1);
  text(out, "anonymous").u32le(0);
  text(text(text(out, null), null), null);
  text(out, TRANSPORT_PROFILE).u8(0).u32le(0xffffffff);
  text(text(out, null), null).u32le(0);
}

/** The client is nobody in particular. */
export function activateSession(out: ByteWriter): void {
  text(text(out, null), null).u32le(0xffffffff, 0xffffffff);
  out.u8(1, 0).u16le(321).u8(1).u32le(13);
  text(text(text(out, "anonymous"), null), null);
}

/** The server takes the client as it is. */
export function sessionActivated(out: ByteWriter): void {
  text(out, null).u32le(0, 0);
}

function node(out: ByteWriter, name: string): void {
  out.u8(3).u16le(2);
  text(out, name);
}

/** Asks for values of nodes named in namespace 2. */
export function readNodes(out: ByteWriter, names: readonly string[]): void {
  out.f64le(0).u32le(0, names.length);
  for (const name of names) {
    node(out, name);
    text(out.u32le(13), null).u16le(0);
    text(out, null);
  }
}

/** Values as single precision, with the moment they were measured. */
export function readValues(out: ByteWriter, values: readonly number[], seconds: number): void {
  out.u32le(values.length);
  for (const value of values) moment(out.u8(0x05, 10).f32le(value), seconds);
  out.u32le(0);
}

/** Writes a value of single precision. */
export function writeNode(out: ByteWriter, name: string, value: number): void {
  out.u32le(1);
  node(out, name);
  text(out.u32le(13), null).u8(0x01, 10).f32le(value);
}

/** Says that one value was written. */
export function written(out: ByteWriter): void {
  out.u32le(1, 0, 0);
}
