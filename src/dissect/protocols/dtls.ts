// DTLS 1.0 (RFC 4347), 1.2 (RFC 6347) and heads of 1.3 (RFC 9147): records and the handshake in clear.
// Not decoded: what is encrypted; handshake messages that go on in another datagram; records with connection identifiers
// but for their type.
import { type Answer, CERTAIN, DONE, dissector, LIKELY, type Likeness, NO, REFUSE } from "../dissector.ts";
import { type Operation, operation, operationTable } from "../operation.ts";
import { Reader } from "../reader.ts";
import { type Direction, REQUEST, RESPONSE, type Talk, UNDIRECTED } from "../talk.ts";
import { readCertificates } from "./tls/certificates.ts";
import { effectiveVersion, type Hello, readClientHello, readServerHello } from "./tls/hello.ts";
import { newMemory, type TlsMemory } from "./tls/memory.ts";
import { ALERTS } from "./tls/names.ts";
import { isWeakSuite, suiteName } from "./tls/suites.ts";

const CHANGE_CIPHER_SPEC = 20;
const ALERT = 21;
const HANDSHAKE = 22;
const APPLICATION_DATA = 23;
const HEARTBEAT = 24;
const WITH_CONNECTION_ID = 25;
const HEAD = 13;
const HANDSHAKE_HEAD = 12;
const LONGEST_RECORD = 16_384 + 2048;
const CLIENT_HELLO = 1;
const SERVER_HELLO = 2;
const HELLO_VERIFY_REQUEST = 3;
const CERTIFICATE = 11;
const CLIENT_KEY_EXCHANGE = 16;
const FATAL = 2;
const MOST_MESSAGES = 16;

const HANDSHAKES = operationTable("dtls", [
  [0, "hello_request", "other"],
  [CLIENT_HELLO, "client_hello", "identify"],
  [SERVER_HELLO, "server_hello", "identify"],
  [HELLO_VERIFY_REQUEST, "hello_verify_request", "other"],
  [4, "new_session_ticket", "authenticate"],
  [CERTIFICATE, "certificate", "authenticate"],
  [12, "server_key_exchange", "authenticate"],
  [13, "certificate_request", "authenticate"],
  [14, "server_hello_done", "other"],
  [15, "certificate_verify", "authenticate"],
  [CLIENT_KEY_EXCHANGE, "client_key_exchange", "authenticate"],
  [20, "finished", "authenticate"],
]);
const FRAGMENT = operation("dtls", "handshake_fragment", "other");
const ENCRYPTED_HANDSHAKE = operation("dtls", "encrypted_handshake_message", "authenticate");
const CHANGE = operation("dtls", "change_cipher_spec", "other");
const ALERT_MESSAGE = operation("dtls", "alert", "other");
const ENCRYPTED_ALERT = operation("dtls", "encrypted_alert", "other");
const APPLICATION = operation("dtls", "application_data", "other");
const HEARTBEAT_MESSAGE = operation("dtls", "heartbeat", "other");
const ENCRYPTED_RECORD = operation("dtls", "encrypted_record", "other");
const VERSIONS: Readonly<Record<number, string>> = { 65279: "1.0", 65277: "1.2", 65276: "1.3", 256: "1.0 draft" };

/** Bodies are read apart from records, for a cookie is taken out of hellos. */
const inner = new Reader();

/** Encrypted datagrams: CoAP, management of access points, telephony. */
export const dtls = dissector<TlsMemory>({
  name: "dtls",
  title: "DTLS",
  standard: "RFC 6347",
  world: "it",
  encrypted: true,
  carriage: [{ over: "udp", ports: [5684, 4433, 5247, 5246] }],
  remember: newMemory,
  probe: likenessOf,
  read(reader, talk) {
    const type = reader.u8();
    // Version 1.3 has heads of its own for what is encrypted.
    if (type >> 5 === 1) return readRest(reader, talk, type);
    const version = reader.u16();
    const epoch = reader.u16();
    reader.skip(6);
    if (type === WITH_CONNECTION_ID && VERSIONS[version] !== undefined) return readRest(reader, talk, type);
    const length = reader.u16();
    if (!reader.ok || type < CHANGE_CIPHER_SPEC || type > HEARTBEAT || VERSIONS[version] === undefined) return REFUSE;
    if (length > LONGEST_RECORD) return REFUSE;
    reader.fence(HEAD + length);
    readRecord(reader, talk, type, version, epoch, length);
    reader.skipRest();
    return DONE;
  },
});

function readRest(reader: Reader, talk: Talk<TlsMemory>, type: number): Answer {
  if (talk.memory.helloFrame === 0 || reader.left() < 16) return REFUSE;
  reader.skipRest();
  talk.emit(ENCRYPTED_RECORD, UNDIRECTED, talk.detailed ? { content_type: type } : undefined);
  return DONE;
}

function readRecord(
  reader: Reader,
  talk: Talk<TlsMemory>,
  type: number,
  version: number,
  epoch: number,
  length: number,
): void {
  const fields: Record<string, unknown> | undefined = talk.detailed
    ? { content_type: type, record_version: VERSIONS[version], epoch, length }
    : undefined;
  if (type === HANDSHAKE && epoch === 0) {
    readHandshakes(reader, talk, fields);
    return;
  }
  let what: Operation = APPLICATION;
  if (type === HANDSHAKE) what = ENCRYPTED_HANDSHAKE;
  else if (type === CHANGE_CIPHER_SPEC) what = CHANGE;
  else if (type === HEARTBEAT) what = HEARTBEAT_MESSAGE;
  else if (type === ALERT) {
    what = epoch === 0 && length === 2 ? ALERT_MESSAGE : ENCRYPTED_ALERT;
    if (what === ALERT_MESSAGE) {
      const level = reader.u8();
      const description = reader.u8();
      if (level === FATAL) talk.refused(ALERTS[description] ?? `alert_${description}`);
      if (fields !== undefined) Object.assign(fields, { level, description: ALERTS[description] ?? description });
    }
  } else if (type === APPLICATION_DATA && epoch === 0) talk.fault("application data before keys", 0);
  talk.emit(what, UNDIRECTED, fields);
}

function readHandshakes(reader: Reader, talk: Talk<TlsMemory>, fields: Record<string, unknown> | undefined): void {
  for (let count = 0; count < MOST_MESSAGES && reader.left() >= HANDSHAKE_HEAD; count++) {
    const type = reader.u8();
    const length = reader.u24();
    const sequence = reader.u16();
    const offset = reader.u24();
    const fragment = reader.u24();
    const at = reader.position;
    const fits = fragment <= reader.left() && offset + fragment <= length;
    if (!fits) talk.fault("bad fragment", at - reader.start);
    reader.skip(Math.min(fragment, reader.left()));
    const head = fields === undefined ? undefined : { ...fields, handshake_type: type, message_sequence: sequence };
    if (!HANDSHAKES.has(type)) talk.fault("unknown handshake type", at - reader.start);
    if (fits && offset === 0 && fragment === length) readMessage(reader, talk, type, at, at + length, head);
    else {
      if (type === CLIENT_HELLO) talk.memory.helloFrame = talk.frame;
      const shown =
        head === undefined
          ? undefined
          : { ...head, handshake_length: length, fragment_offset: offset, fragment_length: fragment };
      talk.emit(FRAGMENT, UNDIRECTED, shown);
    }
  }
}

function readMessage(
  reader: Reader,
  talk: Talk<TlsMemory>,
  type: number,
  start: number,
  end: number,
  fields: Record<string, unknown> | undefined,
): void {
  const { memory } = talk;
  let direction: Direction = UNDIRECTED;
  if (type === CLIENT_HELLO) {
    direction = REQUEST;
    const cookie = openHello(reader.bytes, start, end);
    const hello = readClientHello(inner);
    memory.helloFrame = talk.frame;
    if (inner.ok && hello.serverName !== "") talk.object(hello.serverName);
    tellHello(talk, hello, fields);
    if (fields !== undefined)
      Object.assign(fields, { cookie_length: cookie, cipher_suites: hello.suites, server_name: hello.serverName });
  } else if (type === SERVER_HELLO) {
    direction = RESPONSE;
    inner.open(reader.bytes, start, end, true);
    const hello = readServerHello(inner);
    if (memory.helloFrame > 0) talk.answersFrame(memory.helloFrame);
    tellHello(talk, hello, fields);
    const suite = hello.suites[0] ?? -1;
    memory.suite = suite;
    if (inner.ok) {
      const cipher = suiteName(suite);
      talk.note("sender", { kind: "cipher", protocol: "DTLS", cipher, weak: isWeakSuite(suite) });
      if (fields !== undefined) fields["cipher_suite"] = cipher;
    }
  } else if (type === HELLO_VERIFY_REQUEST) {
    direction = RESPONSE;
    inner.open(reader.bytes, start, end, true);
    inner.skip(2);
    const length = inner.u8();
    if (memory.helloFrame > 0) talk.answersFrame(memory.helloFrame);
    if (fields !== undefined) fields["cookie_length"] = length;
  } else if (type === CERTIFICATE) {
    inner.open(reader.bytes, start, end, true);
    readCertificates(inner, talk, false, fields);
  } else if (type === CLIENT_KEY_EXCHANGE) {
    direction = REQUEST;
    tellIdentity(reader.bytes, talk, start, end, fields);
  } else if (type === 12 || type === 13 || type === 14 || type === 4) direction = RESPONSE;
  talk.emit(HANDSHAKES.of(type), direction, fields);
}

/** Opens the body of a ClientHello without its cookie, as TLS has it; answers the cookie's length. */
function openHello(bytes: Uint8Array, start: number, end: number): number {
  const sessionAt = Math.min(end, start + 34);
  const cookieAt = Math.min(end, sessionAt + 1 + (sessionAt < end ? (bytes[sessionAt] as number) : 0));
  const length = cookieAt < end ? (bytes[cookieAt] as number) : 0;
  const behind = Math.min(end, cookieAt + 1 + length);
  const body = new Uint8Array(cookieAt - start + (end - behind));
  for (let at = start; at < cookieAt; at++) body[at - start] = bytes[at] as number;
  for (let at = behind; at < end; at++) body[cookieAt - start + at - behind] = bytes[at] as number;
  inner.open(body, 0, body.length, true);
  return length;
}

function tellHello(talk: Talk<TlsMemory>, hello: Hello, fields: Record<string, unknown> | undefined): void {
  const version = effectiveVersion(hello);
  if (!inner.ok) talk.fault("short handshake message", HEAD);
  if (fields !== undefined) fields["version"] = VERSIONS[version] ?? version;
  const { memory } = talk;
  if (memory.notedVersion === version || VERSIONS[version] === undefined) return;
  memory.notedVersion = version;
  const text = VERSIONS[version] as string;
  talk.note("sender", { kind: "version", protocol: "DTLS", version: text, obsolete: text.startsWith("1.0") });
}

/** With pre-shared keys the client's identity stands first (RFC 4279 section 2). */
function tellIdentity(
  bytes: Uint8Array,
  talk: Talk<TlsMemory>,
  start: number,
  end: number,
  fields: Record<string, unknown> | undefined,
): void {
  if (!suiteName(talk.memory.suite).includes("PSK")) return;
  inner.open(bytes, start, end, true);
  const identity = inner.text(inner.u16());
  if (!inner.ok || identity === "") return;
  talk.note("sender", { kind: "credential", method: "DTLS pre-shared key", user: identity, exposure: "challenge" });
  if (fields !== undefined) fields["psk_identity"] = identity;
}

function likenessOf(reader: Reader): Likeness {
  const type = reader.peek();
  const version = reader.peek16(1);
  if (type < CHANGE_CIPHER_SPEC || type > HEARTBEAT || reader.left() < HEAD) return NO;
  if (version !== 0xfeff && version !== 0xfefd && version !== 0x0100) return NO;
  const length = reader.peek16(11);
  if (length === 0 || length > LONGEST_RECORD) return NO;
  const left = reader.left() - HEAD;
  if (length > left && !reader.cutByCapture) return NO;
  const epoch = reader.peek16(3);
  if (type !== HANDSHAKE || epoch !== 0) return epoch > 0 && epoch < 16 && version !== 0x0100 ? LIKELY : NO;
  const body = reader.peek(14) * 65536 + reader.peek16(15);
  const fragment = reader.peek(22) * 65536 + reader.peek16(23);
  return HANDSHAKES.has(reader.peek(HEAD)) && fragment <= body && fragment + HANDSHAKE_HEAD <= length ? CERTAIN : NO;
}
