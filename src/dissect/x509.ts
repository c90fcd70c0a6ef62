// X.509 certificates: RFC 5280 section 4.1, key algorithms by RFC 3279, 5480 and 8410.
// Not decoded: extensions other than alternative names, basic constraints and key usage; no signature is verified.
import type { Remark } from "../model/remark.ts";
import * as ber from "./ber.ts";
import { sha256 } from "./digest.ts";
import { hexOf, textOf } from "./reader.ts";

/** What a certificate says; no statement about whether it is to be believed. */
export interface Certificate {
  /** 1, 2 or 3. */
  version: number;
  /** Hexadecimal digits. */
  serialNumber: string;
  /** Name of the algorithm it was signed with, or its object identifier. */
  signature: string;
  issuer: DistinguishedName;
  subject: DistinguishedName;
  /** Seconds since 1970-01-01 UTC, NaN when unreadable. */
  notBefore: number;
  notAfter: number;
  /** "RSA", "EC", "DSA", "Ed25519" and others, or the object identifier. */
  keyType: string;
  keyBits: number;
  /** Name of the curve of an elliptic key, else "". */
  curve: string;
  /** Alternative names: DNS names, IP addresses, URIs, mail addresses; at most 64. */
  names: string[];
  isAuthority: boolean;
  keyUsage: string[];
  /** Whether issuer and subject are the same name. */
  selfSigned: boolean;
  /** SHA-256 of the whole certificate in hexadecimal digits. */
  fingerprint: string;
}

/** A name as its parts say, in the order of the certificate. */
export interface DistinguishedName {
  /** "C=DE, O=Example, CN=plc-7". */
  text: string;
  commonName: string;
  organization: string;
  organizationalUnit: string;
  serialNumber: string;
}

/** What is noted of a certificate that a message showed; `names` are those of the host it stands for. */
export function certificateRemark(certificate: Certificate, names: string[]): Remark {
  return {
    kind: "certificate",
    subject: certificate.subject.text,
    issuer: certificate.issuer.text,
    names,
    serialNumber: certificate.serialNumber,
    notBefore: certificate.notBefore,
    notAfter: certificate.notAfter,
    keyType: certificate.keyType,
    keyBits: certificate.keyBits,
    signature: certificate.signature,
    selfSigned: certificate.selfSigned,
    fingerprint: certificate.fingerprint,
  };
}

const MOST_NAMES = 64;
const MOST_PARTS = 32;

const ATTRIBUTE_NAMES: Readonly<Record<string, string>> = {
  "2.5.4.3": "CN",
  "2.5.4.4": "SN",
  "2.5.4.5": "serialNumber",
  "2.5.4.6": "C",
  "2.5.4.7": "L",
  "2.5.4.8": "ST",
  "2.5.4.9": "street",
  "2.5.4.10": "O",
  "2.5.4.11": "OU",
  "2.5.4.12": "title",
  "2.5.4.13": "description",
  "2.5.4.17": "postalCode",
  "2.5.4.42": "GN",
  "2.5.4.46": "dnQualifier",
  "0.9.2342.19200300.100.1.1": "UID",
  "0.9.2342.19200300.100.1.25": "DC",
  "1.2.840.113549.1.9.1": "emailAddress",
};

const SIGNATURES: Readonly<Record<string, string>> = {
  "1.2.840.113549.1.1.2": "md2WithRSAEncryption",
  "1.2.840.113549.1.1.4": "md5WithRSAEncryption",
  "1.2.840.113549.1.1.5": "sha1WithRSAEncryption",
  "1.3.14.3.2.29": "sha1WithRSAEncryption",
  "1.2.840.113549.1.1.10": "rsassaPss",
  "1.2.840.113549.1.1.11": "sha256WithRSAEncryption",
  "1.2.840.113549.1.1.12": "sha384WithRSAEncryption",
  "1.2.840.113549.1.1.13": "sha512WithRSAEncryption",
  "1.2.840.113549.1.1.14": "sha224WithRSAEncryption",
  "1.2.840.10040.4.3": "dsa-with-sha1",
  "2.16.840.1.101.3.4.3.2": "dsa-with-sha256",
  "1.2.840.10045.4.1": "ecdsa-with-SHA1",
  "1.2.840.10045.4.3.1": "ecdsa-with-SHA224",
  "1.2.840.10045.4.3.2": "ecdsa-with-SHA256",
  "1.2.840.10045.4.3.3": "ecdsa-with-SHA384",
  "1.2.840.10045.4.3.4": "ecdsa-with-SHA512",
  "1.3.101.112": "Ed25519",
  "1.3.101.113": "Ed448",
};

const CURVES: Readonly<Record<string, readonly [string, number]>> = {
  "1.2.840.10045.3.1.1": ["secp192r1", 192],
  "1.2.840.10045.3.1.7": ["secp256r1", 256],
  "1.3.132.0.10": ["secp256k1", 256],
  "1.3.132.0.33": ["secp224r1", 224],
  "1.3.132.0.34": ["secp384r1", 384],
  "1.3.132.0.35": ["secp521r1", 521],
  "1.3.36.3.3.2.8.1.1.7": ["brainpoolP256r1", 256],
  "1.3.36.3.3.2.8.1.1.11": ["brainpoolP384r1", 384],
  "1.3.36.3.3.2.8.1.1.13": ["brainpoolP512r1", 512],
};

const FIXED_KEYS: Readonly<Record<string, readonly [string, number]>> = {
  "1.3.101.110": ["X25519", 256],
  "1.3.101.111": ["X448", 448],
  "1.3.101.112": ["Ed25519", 256],
  "1.3.101.113": ["Ed448", 456],
};

const KEY_USAGES = [
  "digitalSignature",
  "nonRepudiation",
  "keyEncipherment",
  "dataEncipherment",
  "keyAgreement",
  "keyCertSign",
  "cRLSign",
  "encipherOnly",
  "decipherOnly",
];

/** A place in the encoding that goes from element to element of one level, and never past its end. */
interface Walk {
  bytes: Uint8Array;
  at: number;
  end: number;
}

/** Reads the certificate that fills `bytes[start..end)`; undefined when the bytes are none. */
export function readCertificate(bytes: Uint8Array, start: number, end: number): Certificate | undefined {
  const outer = into({ bytes, at: start, end });
  const body = outer === undefined ? undefined : into(outer);
  if (outer === undefined || body === undefined) return undefined;
  let version = 1;
  let element = step(body);
  if (element !== undefined && ber.identifierOf(element) === 0xa0) {
    version = ber.integerOf(bytes, Math.min(element.content + 2, element.end), element.end) + 1;
    element = step(body);
  }
  if (element === undefined || ber.identifierOf(element) !== ber.INTEGER) return undefined;
  const serialNumber = hexOf(bytes, element.content, Math.min(element.end, element.content + 64));
  const signature = objectIdentifierIn(into(body));
  const issuer = step(body);
  const validity = into(body);
  const subject = step(body);
  if (issuer === undefined || validity === undefined || subject === undefined) return undefined;
  const key = { keyType: "", keyBits: 0, curve: "" };
  readKey(into(body), key);
  const certificate: Certificate = {
    version: version >= 1 && version <= 3 ? version : 0,
    serialNumber,
    signature: SIGNATURES[signature] ?? signature,
    issuer: nameOf(bytes, issuer),
    subject: nameOf(bytes, subject),
    notBefore: timeIn(validity),
    notAfter: timeIn(validity),
    ...key,
    names: [],
    isAuthority: false,
    keyUsage: [],
    selfSigned: isSame(bytes, issuer, subject),
    fingerprint: sha256(bytes, start, end),
  };
  readExtensions(body, certificate);
  return certificate;
}

function step(walk: Walk): ber.Element | undefined {
  const element = ber.newElement();
  if (!ber.readElement(walk.bytes, walk.at, walk.end, element)) return undefined;
  walk.at = element.next;
  return element;
}

/** The level below the next element, if it is a sequence or set. */
function into(walk: Walk): Walk | undefined {
  const element = step(walk);
  if (element === undefined || !element.constructed) return undefined;
  return { bytes: walk.bytes, at: element.content, end: element.end };
}

function objectIdentifierIn(walk: Walk | undefined): string {
  const element = walk === undefined ? undefined : step(walk);
  if (walk === undefined || element === undefined || element.tag !== ber.OBJECT_IDENTIFIER) return "";
  return ber.objectIdentifierOf(walk.bytes, element.content, element.end);
}

function timeIn(walk: Walk): number {
  const element = step(walk);
  return element === undefined ? Number.NaN : ber.timeOf(walk.bytes, element.content, element.end, element.tag);
}

function isSame(bytes: Uint8Array, one: ber.Element, other: ber.Element): boolean {
  const length = one.end - one.content;
  if (length !== other.end - other.content) return false;
  for (let at = 0; at < length; at++) if (bytes[one.content + at] !== bytes[other.content + at]) return false;
  return true;
}

/** The distinguished name that an element holds; empty parts where it holds none. */
export function nameOf(bytes: Uint8Array, element: ber.Element): DistinguishedName {
  const name: DistinguishedName = {
    text: "",
    commonName: "",
    organization: "",
    organizationalUnit: "",
    serialNumber: "",
  };
  const sets: Walk = { bytes, at: element.content, end: element.end };
  const texts: string[] = [];
  for (let set = into(sets); set !== undefined && texts.length < MOST_PARTS; set = into(sets)) {
    for (let pair = into(set); pair !== undefined && texts.length < MOST_PARTS; pair = into(set)) {
      const identifier = objectIdentifierIn(pair);
      const value = step(pair);
      if (value === undefined) continue;
      const text = printable(ber.stringOf(bytes, value.content, value.end, value.tag));
      const key = ATTRIBUTE_NAMES[identifier] ?? identifier;
      texts.push(`${key}=${text}`);
      if (key === "CN") name.commonName ||= text;
      else if (key === "O") name.organization ||= text;
      else if (key === "OU") name.organizationalUnit ||= text;
      else if (key === "serialNumber") name.serialNumber ||= text;
    }
  }
  name.text = texts.join(", ");
  return name;
}

function printable(text: string): string {
  let clean = "";
  for (let at = 0; at < text.length && at < 256; at++) {
    const code = text.charCodeAt(at);
    clean += code < 32 || (code >= 127 && code < 160) ? " " : text.charAt(at);
  }
  return clean.trim();
}

function readKey(walk: Walk | undefined, key: { keyType: string; keyBits: number; curve: string }): void {
  const algorithm = walk === undefined ? undefined : into(walk);
  if (walk === undefined || algorithm === undefined) return;
  const identifier = objectIdentifierIn(algorithm);
  const bits = step(walk);
  key.keyType = identifier;
  const fixed = FIXED_KEYS[identifier];
  if (fixed !== undefined) {
    [key.keyType, key.keyBits] = fixed;
  } else if (identifier === "1.2.840.113549.1.1.1" || identifier === "1.2.840.113549.1.1.10") {
    key.keyType = "RSA";
    if (bits === undefined) return;
    const inner = into({ bytes: walk.bytes, at: bits.content + 1, end: bits.end });
    key.keyBits = inner === undefined ? 0 : integerBits(inner);
  } else if (identifier === "1.2.840.10045.2.1") {
    key.keyType = "EC";
    const curve = objectIdentifierIn({ bytes: algorithm.bytes, at: algorithm.at, end: algorithm.end });
    const known = CURVES[curve];
    key.curve = known?.[0] ?? curve;
    // An uncompressed point is one octet and two coordinates.
    const octets = bits === undefined ? 0 : bits.end - bits.content - 2;
    key.keyBits = known?.[1] ?? Math.max(0, octets >> 1) * 8;
  } else if (identifier === "1.2.840.10040.4.1") {
    key.keyType = "DSA";
    const parameters = into(algorithm);
    key.keyBits = parameters === undefined ? 0 : integerBits(parameters);
  }
}

function integerBits(walk: Walk): number {
  const element = step(walk);
  if (element === undefined || element.tag !== ber.INTEGER) return 0;
  let at = element.content;
  while (at < element.end && walk.bytes[at] === 0) at++;
  return at >= element.end ? 0 : (element.end - at) * 8 - Math.clz32(walk.bytes[at] as number) + 24;
}

function readExtensions(body: Walk, certificate: Certificate): void {
  for (let element = step(body); element !== undefined; element = step(body)) {
    if (ber.identifierOf(element) !== 0xa3) continue;
    const list = into({ bytes: body.bytes, at: element.content, end: element.end });
    if (list === undefined) return;
    for (let entry = into(list), count = 0; entry !== undefined && count < 64; entry = into(list), count++) {
      const identifier = objectIdentifierIn(entry);
      let value = step(entry);
      if (value !== undefined && value.tag === ber.BOOLEAN) value = step(entry);
      if (value === undefined || value.tag !== ber.OCTET_STRING) continue;
      const inner: Walk = { bytes: body.bytes, at: value.content, end: value.end };
      if (identifier === "2.5.29.17") readNames(into(inner), certificate);
      else if (identifier === "2.5.29.19") {
        const constraints = into(inner);
        const flag = constraints === undefined ? undefined : step(constraints);
        certificate.isAuthority =
          flag !== undefined && flag.tag === ber.BOOLEAN && flag.end > flag.content && body.bytes[flag.content] !== 0;
      } else if (identifier === "2.5.29.15") readKeyUsage(inner, certificate);
    }
    return;
  }
}

function readKeyUsage(walk: Walk, certificate: Certificate): void {
  const bits = step(walk);
  if (bits === undefined || bits.tag !== ber.BIT_STRING) return;
  for (let index = 0; index < KEY_USAGES.length; index++) {
    const at = bits.content + 1 + (index >> 3);
    if (at < bits.end && ((walk.bytes[at] as number) & (0x80 >> (index & 7))) !== 0) {
      certificate.keyUsage.push(KEY_USAGES[index] as string);
    }
  }
}

/** Alternative names by the choices of GeneralName, RFC 5280 section 4.2.1.6. */
function readNames(walk: Walk | undefined, certificate: Certificate): void {
  if (walk === undefined) return;
  const { bytes } = walk;
  for (let name = step(walk); name !== undefined && certificate.names.length < MOST_NAMES; name = step(walk)) {
    if (name.tagClass !== ber.CONTEXT) continue;
    if (name.tag === 1 || name.tag === 2 || name.tag === 6) {
      const text = textOf(bytes, name.content, Math.min(name.end, name.content + 256));
      if (text !== "") certificate.names.push(text);
    } else if (name.tag === 7) {
      const text = addressOf(bytes, name.content, name.end);
      if (text !== "") certificate.names.push(text);
    }
  }
}

function addressOf(bytes: Uint8Array, start: number, end: number): string {
  if (end - start === 4) return Array.from(bytes.slice(start, end)).join(".");
  if (end - start !== 16) return "";
  const groups: string[] = [];
  for (let at = start; at < end; at += 2) {
    groups.push((((bytes[at] as number) << 8) | (bytes[at + 1] as number)).toString(16));
  }
  return groups.join(":");
}
