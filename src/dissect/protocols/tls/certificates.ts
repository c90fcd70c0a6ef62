// The certificate message: RFC 5246 section 7.4.2. That of TLS 1.3 is encrypted and never seen.
import { formatTime } from "../../../model/time.ts";
import type { Reader } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import type { Certificate } from "../../x509.ts";
import { certificateRemark, readCertificate } from "../../x509.ts";
import type { TlsMemory } from "./memory.ts";

/** Longest chain that is read; real ones have up to five. */
const MOST_CERTIFICATES = 16;
const HOST_NAME = /^(?=.*[A-Za-z])[A-Za-z0-9_][A-Za-z0-9_.-]*$/;

/** Reads a chain; the first certificate is its sender's own and tells who that is. Answers whose it is and who gave it, in words. */
export function readCertificates(
  inner: Reader,
  talk: Talk<TlsMemory>,
  inPlace: boolean,
  fields: Record<string, unknown> | undefined,
): string {
  let words = "";
  const outer = inner.narrow(inner.u24());
  const list: object[] = [];
  for (let count = 0; inner.left() > 0 && inner.ok; count++) {
    const length = inner.u24();
    if (length > inner.left()) {
      inner.ok = false;
      break;
    }
    const start = inner.position;
    inner.skip(length);
    if (count >= MOST_CERTIFICATES || (count > 0 && fields === undefined)) continue;
    const certificate = readCertificate(inner.bytes, start, start + length);
    if (certificate === undefined) {
      // Chains are only read whole for people, so only the own certificate may be found bad.
      if (count === 0) talk.fault("bad certificate", 0);
      if (fields !== undefined) list.push({ length });
      continue;
    }
    if (count === 0) {
      tellCertificate(talk, certificate, inPlace ? start : 0, inPlace ? start + length : 0);
      words = `subject: ${certificate.subject.text}\nissuer: ${certificate.issuer.text}`;
    }
    if (fields !== undefined) list.push(certificateFields(certificate, length));
  }
  inner.widen(outer);
  if (fields !== undefined) fields["certificates"] = list;
  return words;
}

function tellCertificate(talk: Talk<TlsMemory>, certificate: Certificate, start: number, end: number): void {
  const { subject } = certificate;
  const own = subject.commonName === "" ? [] : [subject.commonName];
  talk.note("sender", certificateRemark(certificate, certificate.names.length > 0 ? certificate.names : own));
  const method = "TLS certificate subject";
  const isHost = HOST_NAME.test(subject.commonName);
  if (isHost) talk.claim("sender", "name", subject.commonName, 0.45, method, start, end);
  // Makers put themselves into the certificates that devices make for themselves; others name their owner.
  talk.claim("sender", "vendor", subject.organization, certificate.selfSigned ? 0.35 : 0.15, method, start, end);
  talk.claim("sender", "serial", subject.serialNumber, 0.5, method, start, end);
  if (certificate.selfSigned && !isHost && /[A-Za-z]/.test(subject.commonName) && !/[*@:]/.test(subject.commonName)) {
    talk.claim("sender", "model", subject.commonName, 0.25, method, start, end);
  }
}

function certificateFields(certificate: Certificate, length: number): object {
  return {
    length,
    version: certificate.version,
    serial_number: certificate.serialNumber,
    signature_algorithm: certificate.signature,
    issuer: certificate.issuer.text,
    subject: certificate.subject.text,
    not_before: timeText(certificate.notBefore),
    not_after: timeText(certificate.notAfter),
    public_key_algorithm: certificate.keyType,
    public_key_bits: certificate.keyBits,
    curve: certificate.curve || undefined,
    subject_alternative_names: certificate.names.length > 0 ? certificate.names : undefined,
    is_authority: certificate.isAuthority,
    key_usage: certificate.keyUsage.length > 0 ? certificate.keyUsage : undefined,
    self_signed: certificate.selfSigned,
    sha256: certificate.fingerprint,
  };
}

function timeText(seconds: number): string {
  return Number.isNaN(seconds) ? "" : `${formatTime(seconds).replace(" ", "T")}Z`;
}
