// OPC 10000-6 section 6.2.2: application instance certificates, X.509 in DER; chains follow each other without a frame.
import { formatInstant } from "../../../model/time.ts";
import type { Talk } from "../../talk.ts";
import type { Certificate } from "../../x509.ts";
import { certificateRemark, readCertificate } from "../../x509.ts";
import type { Memory } from "./memory.ts";
import { isNews } from "./memory.ts";

/** Certificates of a chain that are told. */
const MOST_CERTIFICATES = 8;
const HOST_NAME = /^(?=.*[A-Za-z])[A-Za-z0-9_][A-Za-z0-9_.-]*$/;
const ADDRESS = /^[0-9a-fA-F.:]+$/;

/** Where the certificate that begins at `start` ends: its outermost element says its length. */
function certificateEnd(bytes: Uint8Array, start: number, end: number): number {
  const first = start + 1 < end ? (bytes[start + 1] as number) : 0;
  if (bytes[start] !== 0x30 || first < 0x80) return end;
  const octets = first & 0x7f;
  if (octets > 4 || start + 2 + octets > end) return end;
  let length = 0;
  for (let at = 0; at < octets; at++) length = length * 256 + (bytes[start + 2 + at] as number);
  return Math.min(end, start + 2 + octets + length);
}

/** The certificates in `bytes[start..end)` for people: the first one whole, the rest of a chain by its subjects. */
export function certificateFields(bytes: Uint8Array, start: number, end: number): object {
  const next = certificateEnd(bytes, start, end);
  const certificate = readCertificate(bytes, start, next);
  if (certificate === undefined) return { length: end - start };
  const chain: string[] = [];
  let at = next;
  while (at < end && chain.length < MOST_CERTIFICATES) {
    const issuerEnd = certificateEnd(bytes, at, end);
    chain.push(readCertificate(bytes, at, issuerEnd)?.subject.text ?? "");
    at = issuerEnd;
  }
  return {
    length: end - start,
    subject: certificate.subject.text,
    issuer: certificate.issuer.text,
    serial_number: certificate.serialNumber,
    not_before: formatInstant(certificate.notBefore),
    not_after: formatInstant(certificate.notAfter),
    signature_algorithm: certificate.signature,
    public_key_algorithm: certificate.keyType,
    public_key_bits: certificate.keyBits,
    subject_alternative_names: certificate.names,
    self_signed: certificate.selfSigned,
    sha256: certificate.fingerprint,
    ...(chain.length > 0 ? { chain } : {}),
  };
}

/**
 * Notes the certificate that fills `bytes[start..end)` as its owner's and claims what it says of it, once in a
 * conversation. `placed` says that the positions are those of the message.
 */
export function tellCertificate(
  talk: Talk<Memory>,
  about: "sender" | "receiver",
  bytes: Uint8Array,
  start: number,
  end: number,
  placed: boolean,
): void {
  if (end <= start || !isNews(talk.memory, about === "sender" ? talk.side : 1 - talk.side, bytes, start, end)) return;
  const next = certificateEnd(bytes, start, end);
  const certificate = readCertificate(bytes, start, next);
  if (certificate === undefined) {
    talk.fault("bad certificate");
    return;
  }
  const { subject } = certificate;
  talk.note(about, certificateRemark(certificate, hostsOf(certificate)));
  const method = "OPC UA certificate";
  const from = placed ? start : 0;
  const to = placed ? next : 0;
  const host = hostsOf(certificate).find((name) => HOST_NAME.test(name) && !ADDRESS.test(name));
  if (host !== undefined && host !== "localhost") talk.claim(about, "name", host, 0.5, method, from, to);
  // Applications make their first certificate themselves, with the maker's name; sites put their own.
  talk.claim(about, "vendor", subject.organization, certificate.selfSigned ? 0.3 : 0.15, method, from, to);
  // By section 6.2.2 the common name is the name of the application, often with its host behind an @.
  const application = subject.commonName.split("@")[0] as string;
  if (/[A-Za-z]/.test(application)) talk.claim(about, "software", application, 0.4, method, from, to);
}

/** Alternative names without the application's URI, which is no host. */
function hostsOf(certificate: Certificate): string[] {
  return certificate.names.filter((name) => !name.includes(":") || ADDRESS.test(name));
}
