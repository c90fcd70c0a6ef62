// ClientHello and ServerHello: RFC 8446 section 4.1, RFC 5246 section 7.4.1, their extensions (section 4.2, RFC 6066,
// 7301, 8422), and the hello of SSL 2.0 that RFC 5246 appendix E.2 keeps.
import type { Reader } from "../../reader.ts";
import { hexOf } from "../../reader.ts";
import * as names from "./names.ts";

/** An extension as it stood there. */
export interface Extension {
  type: number;
  length: number;
}

/** A hello of either side; lists that its sender did not send are empty. */
export interface Hello {
  /** The version field, which TLS 1.3 leaves at 0x0303. */
  version: number;
  random: string;
  sessionId: string;
  /** Offered cipher suites, or the one chosen; three-byte kinds in an SSL 2.0 hello. */
  suites: number[];
  compressions: number[];
  extensions: Extension[];
  serverName: string;
  /** Where the server name stands in the reader's bytes. */
  serverNameAt: number;
  applicationProtocols: string[];
  groups: number[];
  pointFormats: number[];
  signatureSchemes: number[];
  /** Content of supported_versions: all that a client offers, or the one that a server chose. */
  versions: number[];
  pskModes: number[];
  keyShares: number[];
}

const RETRY_RANDOM = "cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c";

function emptyHello(): Hello {
  return {
    version: 0,
    random: "",
    sessionId: "",
    suites: [],
    compressions: [],
    extensions: [],
    serverName: "",
    serverNameAt: 0,
    applicationProtocols: [],
    groups: [],
    pointFormats: [],
    signatureSchemes: [],
    versions: [],
    pskModes: [],
    keyShares: [],
  };
}

/** Reads the body of a ClientHello up to the reader's end. */
export function readClientHello(reader: Reader): Hello {
  const hello = emptyHello();
  hello.version = reader.u16();
  hello.random = reader.hex(32);
  hello.sessionId = reader.hex(reader.u8());
  let outer = reader.narrow(reader.u16());
  while (reader.left() > 0) hello.suites.push(reader.u16());
  reader.widen(outer);
  outer = reader.narrow(reader.u8());
  while (reader.left() > 0) hello.compressions.push(reader.u8());
  reader.widen(outer);
  // A hello without extensions ends here.
  if (reader.left() > 0) readExtensions(reader, hello, true);
  return hello;
}

/** Reads the body of a ServerHello up to the reader's end. */
export function readServerHello(reader: Reader): Hello {
  const hello = emptyHello();
  hello.version = reader.u16();
  hello.random = reader.hex(32);
  // The drafts of TLS 1.3 up to 21 had neither session nor compression.
  const isOldDraft = hello.version >> 8 === 0x7f && (hello.version & 0xff) < 22;
  if (!isOldDraft) hello.sessionId = reader.hex(reader.u8());
  hello.suites.push(reader.u16());
  if (!isOldDraft) hello.compressions.push(reader.u8());
  if (reader.left() > 0) readExtensions(reader, hello, false);
  return hello;
}

/** Reads an SSL 2.0 CLIENT-HELLO behind its message type. */
export function readVersion2Hello(reader: Reader): Hello {
  const hello = emptyHello();
  hello.version = reader.u16();
  const kinds = reader.u16();
  const session = reader.u16();
  const challenge = reader.u16();
  const outer = reader.narrow(kinds);
  while (reader.left() > 0) hello.suites.push(reader.u24());
  reader.widen(outer);
  hello.sessionId = reader.hex(session);
  hello.random = reader.hex(challenge);
  return hello;
}

/** Whether a ServerHello asks for another ClientHello (RFC 8446 section 4.1.3). */
export function isRetryRequest(hello: Hello): boolean {
  return hello.random === RETRY_RANDOM;
}

/** The version that a server chose, or the highest that a client offers. */
export function effectiveVersion(hello: Hello): number {
  let best = 0;
  for (const version of hello.versions) {
    if (names.isGrease(version)) continue;
    // Drafts of 1.3 count as 1.3.
    const known = version >> 8 === 0x7f ? 0x0304 : version;
    if (known > best) best = known;
  }
  if (best > 0) return best;
  return hello.version >> 8 === 0x7f ? 0x0304 : hello.version;
}

function readExtensions(reader: Reader, hello: Hello, isClient: boolean): void {
  const outer = reader.narrow(reader.u16());
  while (reader.left() > 0 && reader.ok) {
    const type = reader.u16();
    const length = reader.u16();
    if (!reader.ok) break;
    hello.extensions.push({ type, length });
    const whole = reader.narrow(length);
    readExtension(reader, hello, type, isClient);
    reader.widen(whole);
  }
  reader.widen(outer);
}

function readExtension(reader: Reader, hello: Hello, type: number, isClient: boolean): void {
  switch (type) {
    case names.SERVER_NAME: {
      // A server answers with nothing in it.
      if (reader.left() < 5) return;
      reader.skip(2);
      const kind = reader.u8();
      const length = reader.u16();
      if (kind !== 0) return;
      hello.serverNameAt = reader.position;
      hello.serverName = reader.text(length);
      return;
    }
    case names.APPLICATION_PROTOCOLS: {
      const outer = reader.narrow(reader.u16());
      while (reader.left() > 0 && reader.ok) {
        const length = reader.u8();
        if (length <= reader.left()) hello.applicationProtocols.push(protocolText(reader, length));
        else reader.skip(length);
      }
      reader.widen(outer);
      return;
    }
    case names.SUPPORTED_GROUPS:
      return readNumbers(reader, reader.u16(), hello.groups);
    case names.SIGNATURE_ALGORITHMS:
      return readNumbers(reader, reader.u16(), hello.signatureSchemes);
    case names.EC_POINT_FORMATS: {
      const outer = reader.narrow(reader.u8());
      while (reader.left() > 0) hello.pointFormats.push(reader.u8());
      reader.widen(outer);
      return;
    }
    case names.SUPPORTED_VERSIONS:
      if (isClient) readNumbers(reader, reader.u8(), hello.versions);
      else hello.versions.push(reader.u16());
      return;
    case names.PSK_MODES: {
      const outer = reader.narrow(reader.u8());
      while (reader.left() > 0) hello.pskModes.push(reader.u8());
      reader.widen(outer);
      return;
    }
    case names.KEY_SHARE: {
      if (!isClient) {
        hello.keyShares.push(reader.u16());
        return;
      }
      const outer = reader.narrow(reader.u16());
      while (reader.left() > 0 && reader.ok) {
        hello.keyShares.push(reader.u16());
        reader.skip(reader.u16());
      }
      reader.widen(outer);
      return;
    }
  }
}

function readNumbers(reader: Reader, length: number, into: number[]): void {
  const outer = reader.narrow(length);
  while (reader.left() > 1) into.push(reader.u16());
  // An odd length is one byte too many.
  if (reader.left() > 0) reader.ok = false;
  reader.widen(outer);
}

/** A protocol name as text when it is printable ASCII, else its hexadecimal digits: GREASE names are not. */
function protocolText(reader: Reader, length: number): string {
  const start = reader.position;
  for (let at = start; at < start + length; at++) {
    const code = reader.bytes[at] as number;
    if (code < 0x20 || code > 0x7e) {
      reader.skip(length);
      return `0x${hexOf(reader.bytes, start, start + length)}`;
    }
  }
  return reader.text(length);
}
