// The handshake protocol: RFC 8446 section 4, RFC 5246 section 7.4. Messages may span records and share them.
import type { Operation } from "../../operation.ts";
import { Reader } from "../../reader.ts";
import type { Direction, Talk } from "../../talk.ts";
import { REQUEST, RESPONSE, UNDIRECTED } from "../../talk.ts";
import { readCertificates } from "./certificates.ts";
import { ja3, ja3s, ja4 } from "./fingerprint.ts";
import type { Hello } from "./hello.ts";
import { effectiveVersion, isRetryRequest, readClientHello, readServerHello } from "./hello.ts";
import type { TlsMemory } from "./memory.ts";
import { gather, LONGEST_HANDSHAKE, noteVersion } from "./memory.ts";
import * as names from "./names.ts";
import { isWeakSuite, suiteName } from "./suites.ts";
import { handWords } from "./words.ts";

const HEADER = 4;
const RECORD_HEADER = 5;
/** Diffie-Hellman groups below this many bits are weak (RFC 9325 section 4.4). */
const STRONG_GROUP = 2048;

type Fields = Record<string, unknown>;

/** One reader for all bodies: a body is read to its end before the next begins. */
const inner = new Reader();

/** Reads the handshake messages of one record, whose fence is set, and gathers the one that goes on in the next. */
export function readHandshakes(reader: Reader, talk: Talk<TlsMemory>, version: number, length: number): void {
  const side = talk.memory.sides[talk.side];
  const { bytes, position, end } = reader;
  const unsure = side.unsure || talk.memory.helloFrame === 0;
  if (side.heldLength === 0 && isEncrypted(bytes, position, end, length, side.encrypted, unsure)) {
    reader.skipRest();
    talk.emit(
      names.ENCRYPTED_HANDSHAKE,
      UNDIRECTED,
      talk.detailed ? { content_type: names.HANDSHAKE, record_version: version, length } : undefined,
    );
    return;
  }
  const inPlace = side.heldLength === 0;
  let emitted = 0;
  let source = bytes;
  let at = position;
  let limit = end;
  if (!inPlace) {
    if (!gather(side, bytes, position, end)) {
      talk.fault("handshake message too long", RECORD_HEADER);
      limit = at;
    } else {
      source = side.held;
      at = 0;
      limit = side.heldLength;
    }
  }
  while (at + HEADER <= limit) {
    const type = source[at] as number;
    const bodyLength =
      ((source[at + 1] as number) << 16) | ((source[at + 2] as number) << 8) | (source[at + 3] as number);
    const offset = inPlace ? at - reader.start : RECORD_HEADER;
    if (!names.HANDSHAKES.has(type) || bodyLength + HEADER > LONGEST_HANDSHAKE) {
      talk.fault(names.HANDSHAKES.has(type) ? "handshake message too long" : "unknown handshake type", offset);
      emitHandshake(talk, names.HANDSHAKES.of(type), UNDIRECTED, version, type, bodyLength, undefined);
      emitted++;
      at = limit;
      break;
    }
    const next = at + HEADER + bodyLength;
    if (next > limit) break;
    readMessage(talk, source, at + HEADER, next, type, version, inPlace, offset);
    emitted++;
    at = next;
  }
  if (!inPlace) {
    if (at > 0 && source === side.held) side.held.copyWithin(0, at, limit);
    if (source === side.held) side.heldLength = limit - at;
  } else if (at < limit && !reader.cut) gather(side, bytes, at, limit);
  reader.skipRest();
  if (emitted > 0) return;
  if (length === 0) talk.fault("empty record", 3);
  talk.emit(
    names.HANDSHAKE_FRAGMENT,
    UNDIRECTED,
    talk.detailed ? { content_type: names.HANDSHAKE, record_version: version, length } : undefined,
  );
}

/**
 * Whether a record starts no message in the clear. After a change of cipher only hellos are clear: those around a
 * HelloRetryRequest (RFC 8446 appendix D.4). When `unsure`, the change itself may have been missed.
 */
function isEncrypted(
  bytes: Uint8Array,
  at: number,
  end: number,
  length: number,
  changed: boolean,
  unsure: boolean,
): boolean {
  if (!changed && !unsure) return false;
  if (at + HEADER > end) return changed;
  const type = bytes[at] as number;
  const bodyLength = ((bytes[at + 1] as number) << 16) | ((bytes[at + 2] as number) << 8) | (bytes[at + 3] as number);
  const isHello = type === names.CLIENT_HELLO || type === names.SERVER_HELLO;
  if (isHello && at + HEADER < end && bytes[at + HEADER] !== 3 && bytes[at + HEADER] !== 0x7f) return true;
  if (changed) return !isHello || bodyLength + HEADER !== length;
  // An explicit nonce often starts with zeros, which read like a HelloRequest.
  if (type === 0) return length !== HEADER || bodyLength !== 0;
  return !names.HANDSHAKES.has(type) || bodyLength + HEADER > LONGEST_HANDSHAKE;
}

function readMessage(
  talk: Talk<TlsMemory>,
  bytes: Uint8Array,
  start: number,
  end: number,
  type: number,
  version: number,
  inPlace: boolean,
  offset: number,
): void {
  inner.open(bytes, start, end, true);
  let entry = names.HANDSHAKES.of(type);
  let direction: Direction = UNDIRECTED;
  let words = "";
  const fields: Fields | undefined = talk.detailed ? {} : undefined;
  switch (type) {
    case names.CLIENT_HELLO: {
      direction = REQUEST;
      const hello = readClientHello(inner);
      tellClientHello(talk, hello, inPlace, fields);
      if (hello.serverName !== "") words = `server name: ${hello.serverName}`;
      break;
    }
    case names.SERVER_HELLO: {
      direction = RESPONSE;
      const hello = readServerHello(inner);
      if (isRetryRequest(hello)) entry = names.HANDSHAKES.of(6);
      tellServerHello(talk, hello, isRetryRequest(hello), fields);
      break;
    }
    case names.CERTIFICATE:
      words = readCertificates(inner, talk, inPlace, fields);
      break;
    case names.SERVER_KEY_EXCHANGE:
      direction = RESPONSE;
      readServerKeyExchange(talk, fields);
      inner.skipRest();
      break;
    case names.CERTIFICATE_REQUEST:
      direction = RESPONSE;
      readCertificateRequest(fields);
      inner.skipRest();
      break;
    case names.NEW_SESSION_TICKET: {
      direction = RESPONSE;
      const lifetime = inner.u32();
      const ticketLength = inner.u16();
      if (fields !== undefined) Object.assign(fields, { ticket_lifetime: lifetime, ticket_length: ticketLength });
      inner.skip(ticketLength);
      break;
    }
    case names.SERVER_HELLO_DONE:
      direction = RESPONSE;
      break;
    case names.CLIENT_KEY_EXCHANGE:
      direction = REQUEST;
      inner.skipRest();
      break;
    case names.CERTIFICATE_STATUS: {
      direction = RESPONSE;
      const kind = inner.u8();
      const length = inner.u24();
      if (fields !== undefined) Object.assign(fields, { status_type: kind, response_length: length });
      inner.skip(length);
      break;
    }
    default:
      inner.skipRest();
  }
  if (!inner.ok) talk.fault("short handshake message", offset);
  else if (inner.left() > 0) talk.fault("leftover in handshake message", offset);
  emitHandshake(talk, entry, direction, version, type, end - start, fields);
  handWords(talk, words);
}

function emitHandshake(
  talk: Talk<TlsMemory>,
  entry: Operation,
  direction: Direction,
  version: number,
  type: number,
  length: number,
  fields: Fields | undefined,
): void {
  talk.emit(
    entry,
    direction,
    talk.detailed
      ? {
          content_type: names.HANDSHAKE,
          record_version: version,
          handshake_type: type,
          handshake_length: length,
          ...fields,
        }
      : undefined,
  );
}

/** What a ClientHello tells of its sender and of the server it asks for. */
function tellClientHello(talk: Talk<TlsMemory>, hello: Hello, inPlace: boolean, fields: Fields | undefined): void {
  const memory = talk.memory;
  memory.helloFrame = talk.frame;
  if (!inner.ok) {
    if (fields !== undefined) Object.assign(fields, helloFields(hello));
    return;
  }
  const ja3Value = ja3(hello);
  const ja4Value = ja4(hello);
  talk.note("sender", { kind: "fingerprint", method: "JA3", value: ja3Value });
  talk.note("sender", { kind: "fingerprint", method: "JA4", value: ja4Value });
  // A client that can do no better than a withdrawn version is told also when the answer is not seen.
  const best = effectiveVersion(hello);
  if (best < 0x0303) noteVersion(talk, best, "sender");
  if (hello.serverName !== "") {
    const start = inPlace ? hello.serverNameAt : 0;
    const end = inPlace ? start + hello.serverName.length : 0;
    // Addresses are not allowed here (RFC 6066 section 3), but some clients send them.
    if (/[A-Za-z]/.test(hello.serverName) && !hello.serverName.includes(":")) {
      talk.claim("receiver", "name", hello.serverName, 0.3, "TLS server name that a client asked for", start, end);
    }
    talk.object(hello.serverName);
  }
  if (fields === undefined) return;
  Object.assign(fields, helloFields(hello), {
    ja3: ja3Value,
    ja4: ja4Value,
    server_name: hello.serverName || undefined,
    supported_versions: hello.versions.length > 0 ? hello.versions.map(names.versionName) : undefined,
    psk_key_exchange_modes: hello.pskModes.length > 0 ? hello.pskModes : undefined,
  });
}

function tellServerHello(talk: Talk<TlsMemory>, hello: Hello, isRetry: boolean, fields: Fields | undefined): void {
  const memory = talk.memory;
  const suite = hello.suites[0] ?? -1;
  if (memory.helloFrame !== 0) talk.answersFrame(memory.helloFrame);
  let ja3sValue = "";
  if (inner.ok && !isRetry) {
    const version = effectiveVersion(hello);
    noteVersion(talk, version, "sender");
    ja3sValue = ja3s(hello);
    talk.note("sender", { kind: "fingerprint", method: "JA3S", value: ja3sValue });
    if (suite !== memory.suite) {
      const protocol = version < 0x0301 ? "SSL" : "TLS";
      talk.note("sender", { kind: "cipher", protocol, cipher: suiteName(suite), weak: isWeakSuite(suite) });
    }
    memory.suite = suite;
  }
  if (fields === undefined) return;
  const chosen = hello.versions[0];
  Object.assign(fields, {
    ...helloFields(hello),
    cipher_suites: undefined,
    cipher_suite: suite,
    cipher_suite_name: suiteName(suite),
    compression_methods: undefined,
    compression_method: hello.compressions[0],
    selected_version: chosen === undefined ? undefined : names.versionName(chosen),
    ja3s: ja3sValue || undefined,
  });
}

function helloFields(hello: Hello): Fields {
  return {
    version: hello.version,
    version_name: names.versionName(hello.version),
    random: hello.random,
    session_id: hello.sessionId,
    cipher_suites: hello.suites.map(suiteName),
    compression_methods: hello.compressions,
    extensions: hello.extensions.map((extension) => ({
      type: extension.type,
      name: names.extensionName(extension.type),
      length: extension.length,
    })),
    application_layer_protocols: hello.applicationProtocols.length > 0 ? hello.applicationProtocols : undefined,
    supported_groups: hello.groups.length > 0 ? hello.groups.map(names.groupName) : undefined,
    ec_point_formats: hello.pointFormats.length > 0 ? hello.pointFormats : undefined,
    signature_algorithms: hello.signatureSchemes.length > 0 ? hello.signatureSchemes.map(names.schemeName) : undefined,
    key_share_groups: hello.keyShares.length > 0 ? hello.keyShares.map(names.groupName) : undefined,
  };
}

/** RFC 8422 section 5.4 and RFC 5246 section 7.4.3: the group that the server picked for the exchange of keys. */
function readServerKeyExchange(talk: Talk<TlsMemory>, fields: Fields | undefined): void {
  const suite = talk.memory.suite < 0 ? "" : suiteName(talk.memory.suite);
  if (suite.includes("PSK") || suite.includes("SRP")) return;
  if (suite.includes("ECDH")) {
    const kind = inner.u8();
    if (kind !== 3) return;
    const group = inner.u16();
    const length = inner.u8();
    if (fields !== undefined && inner.ok) {
      Object.assign(fields, { curve_type: kind, named_curve: names.groupName(group), public_key_length: length });
    }
    return;
  }
  if (!/_DHE?_/.test(suite)) return;
  const length = inner.u16();
  const first = inner.peek();
  if (length > inner.left() || first < 0) {
    inner.ok = false;
    return;
  }
  // A leading zero octet is no part of the number.
  const bits = length * 8 - (first === 0 ? 8 : Math.clz32(first) - 24);
  if (bits < STRONG_GROUP) {
    talk.note("sender", { kind: "cipher", protocol: "TLS", cipher: `Diffie-Hellman of ${bits} bits`, weak: true });
  }
  if (fields !== undefined) fields["prime_bits"] = bits;
}

function readCertificateRequest(fields: Fields | undefined): void {
  if (fields === undefined) return;
  const types: number[] = [];
  for (let count = inner.u8(); count > 0 && inner.ok; count--) types.push(inner.u8());
  fields["certificate_types"] = types;
  fields["rest_length"] = inner.left();
}
