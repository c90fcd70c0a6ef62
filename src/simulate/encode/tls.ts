// RFC 2246 section 7.4, RFC 5246, RFC 6066 section 3, RFC 7301, RFC 8446 section 4: records and handshake messages; no real secrets.
import { type ByteWriter, joinBytes, writer } from "../bytes.ts";

/** A record of a content type: 20 change cipher spec, 21 alert, 22 handshake, 23 application. */
export function encodeRecord(type: number, version: number, fragment: ArrayLike<number>): Uint8Array {
  return writer().u8(type).u16(version, fragment.length).bytes(fragment).done();
}

function handshake(type: number, body: ByteWriter): Uint8Array {
  return writer().u8(type).u24(body.length).bytes(body.done()).done();
}

function extension(out: ByteWriter, type: number, content: Uint8Array): void {
  out.u16(type, content.length).bytes(content);
}

/** What a client offers. */
export interface ClientOffer {
  version: number;
  random: Uint8Array;
  ciphers: number[];
  /** Server name, "" to leave it out. */
  serverName: string;
  /** Application protocols, e.g. "h2". */
  protocols: string[];
  /** Versions in the supported-versions extension; empty to leave it out. */
  versions: number[];
  groups: number[];
  signatures: number[];
  /** Session id to offer; empty for none. */
  session: Uint8Array;
  /** Key for group x25519; empty to leave the key share out. */
  keyShare: Uint8Array;
}

/** A client hello in its record. */
export function encodeClientHello(offer: ClientOffer): Uint8Array {
  const body = writer().u16(offer.version).bytes(offer.random).u8(offer.session.length).bytes(offer.session);
  body
    .u16(offer.ciphers.length * 2)
    .u16(...offer.ciphers)
    .u8(1, 0);
  const extensions = writer();
  if (offer.serverName !== "") {
    const length = offer.serverName.length;
    extension(
      extensions,
      0,
      writer()
        .u16(length + 3)
        .u8(0)
        .u16(length)
        .text(offer.serverName)
        .done(),
    );
  }
  if (offer.groups.length > 0) {
    extension(
      extensions,
      10,
      writer()
        .u16(offer.groups.length * 2, ...offer.groups)
        .done(),
    );
    extension(extensions, 11, Uint8Array.of(1, 0));
  }
  if (offer.signatures.length > 0) {
    extension(
      extensions,
      13,
      writer()
        .u16(offer.signatures.length * 2, ...offer.signatures)
        .done(),
    );
  }
  if (offer.protocols.length > 0) {
    const names = writer();
    for (const protocol of offer.protocols) names.u8(protocol.length).text(protocol);
    extension(extensions, 16, writer().u16(names.length).bytes(names.done()).done());
  }
  if (offer.versions.length > 0) {
    extension(
      extensions,
      43,
      writer()
        .u8(offer.versions.length * 2)
        .u16(...offer.versions)
        .done(),
    );
  }
  if (offer.keyShare.length > 0) {
    const length = offer.keyShare.length;
    extension(
      extensions,
      51,
      writer()
        .u16(length + 4, 0x001d, length)
        .bytes(offer.keyShare)
        .done(),
    );
  }
  if (extensions.length > 0) body.u16(extensions.length).bytes(extensions.done());
  return encodeRecord(22, offer.versions.length > 0 ? 0x0301 : offer.version, handshake(1, body));
}

/** A server hello up to TLS 1.2, as a handshake message without its record. */
export function serverHello(version: number, random: Uint8Array, session: Uint8Array, cipher: number): Uint8Array {
  return handshake(2, writer().u16(version).bytes(random).u8(session.length).bytes(session).u16(cipher).u8(0));
}

/** A server hello that chooses TLS 1.3 and answers an x25519 key, as a handshake message without its record. */
export function serverHello13(
  random: Uint8Array,
  session: Uint8Array,
  cipher: number,
  keyShare: Uint8Array,
): Uint8Array {
  const body = writer().u16(0x0303).bytes(random).u8(session.length).bytes(session).u16(cipher).u8(0);
  const extensions = writer();
  extension(extensions, 43, writer().u16(0x0304).done());
  extension(extensions, 51, writer().u16(0x001d, keyShare.length).bytes(keyShare).done());
  return handshake(2, body.u16(extensions.length).bytes(extensions.done()));
}

/** A certificate message of one certificate. */
export function certificateMessage(certificate: Uint8Array): Uint8Array {
  return handshake(
    11,
    writer()
      .u24(certificate.length + 3)
      .u24(certificate.length)
      .bytes(certificate),
  );
}

/** A server hello done. */
export function serverHelloDone(): Uint8Array {
  return handshake(14, writer());
}

/** A client's key exchange by RSA, its change of cipher and its finish, all sealed but their heads. */
export function clientFinish(version: number, sealedKey: Uint8Array, sealedFinish: Uint8Array): Uint8Array {
  const exchange = handshake(16, writer().u16(sealedKey.length).bytes(sealedKey));
  return joinBytes(encodeRecord(22, version, exchange), changeCipher(version), encodeRecord(22, version, sealedFinish));
}

/** A server's change of cipher and finish. */
export function serverFinish(version: number, sealedFinish: Uint8Array): Uint8Array {
  return joinBytes(changeCipher(version), encodeRecord(22, version, sealedFinish));
}

function changeCipher(version: number): Uint8Array {
  return encodeRecord(20, version, [1]);
}
