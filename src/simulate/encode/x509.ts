// RFC 5280 section 4.1, RFC 8017 appendix A.1, RFC 3279 section 2.2: a certificate. Its key and signature are numbers
// without a secret behind them: it looks as such a certificate looks, but nothing was ever signed with it.
import { asciiBytes, joinBytes } from "../bytes.ts";
import { derElement, derInteger, derObject, derUnsigned } from "./der.ts";

/** What a self-signed certificate says. */
export interface CertificateText {
  commonName: string;
  organization: string;
  country: string;
  /** DNS name among the alternative names. */
  name: string;
  serial: Uint8Array;
  /** UTCTime text, "140101000000Z". */
  notBefore: string;
  notAfter: string;
  /** Modulus and signature; 128 bytes each make 1024 bits. */
  modulus: Uint8Array;
  signature: Uint8Array;
}

const SHA1_WITH_RSA = "1.2.840.113549.1.1.5";
const NULL = Uint8Array.of(5, 0);

function attribute(object: string, tag: number, value: string): Uint8Array {
  return derElement(0x31, derElement(0x30, joinBytes(derObject(object), derElement(tag, asciiBytes(value)))));
}

/** A version 3 certificate whose issuer is its subject, with SHA-1 and RSA. */
export function encodeSelfSignedCertificate(text: CertificateText): Uint8Array {
  const algorithm = derElement(0x30, joinBytes(derObject(SHA1_WITH_RSA), NULL));
  const name = derElement(
    0x30,
    joinBytes(
      attribute("2.5.4.6", 0x13, text.country),
      attribute("2.5.4.10", 0x0c, text.organization),
      attribute("2.5.4.3", 0x0c, text.commonName),
    ),
  );
  const times = [text.notBefore, text.notAfter].map((time) => derElement(0x17, asciiBytes(time)));
  const key = derElement(0x30, joinBytes(derUnsigned(text.modulus), derInteger(65537)));
  const keyInfo = derElement(
    0x30,
    joinBytes(derElement(0x30, joinBytes(derObject("1.2.840.113549.1.1.1"), NULL)), derElement(3, joinBytes([0], key))),
  );
  const authority = derElement(0x30, derElement(1, [0xff]));
  const names = derElement(0x30, derElement(0x82, asciiBytes(text.name)));
  const extensions = derElement(
    0x30,
    joinBytes(
      derElement(0x30, joinBytes(derObject("2.5.29.19"), derElement(1, [0xff]), derElement(4, authority))),
      derElement(0x30, joinBytes(derObject("2.5.29.17"), derElement(4, names))),
    ),
  );
  const signed = derElement(
    0x30,
    joinBytes(
      derElement(0xa0, derInteger(2)),
      derUnsigned(text.serial),
      algorithm,
      name,
      derElement(0x30, joinBytes(...times)),
      name,
      keyInfo,
      derElement(0xa3, extensions),
    ),
  );
  return derElement(0x30, joinBytes(signed, algorithm, derElement(3, joinBytes([0], text.signature))));
}
