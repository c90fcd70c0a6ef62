// Builds TLS records and a certificate in hexadecimal digits, for samples and tests.

/** `value` as big-endian digits of `octets` octets. */
export function be(value: number, octets: number): string {
  return value.toString(16).padStart(octets * 2, "0");
}

/** Octets in a text of hexadecimal digits. */
export function sizeOf(hex: string): number {
  return hex.replace(/\s+/g, "").length / 2;
}

/** The digits behind their length in `octets` octets. */
export function sized(octets: number, hex: string): string {
  return be(sizeOf(hex), octets) + hex;
}

/** ASCII text as digits. */
export function ascii(text: string): string {
  return Array.from(text, (character) => be(character.charCodeAt(0), 1)).join("");
}

/** One record. */
export function record(type: number, body: string, version = 0x0303): string {
  return be(type, 1) + be(version, 2) + sized(2, body);
}

/** One handshake message. */
export function handshake(type: number, body: string): string {
  return be(type, 1) + sized(3, body);
}

/** One extension of a hello. */
export function extension(type: number, body: string): string {
  return be(type, 2) + sized(2, body);
}

export const RANDOM = "5f".repeat(32);

/** A hello of a client with the given suites and extensions. */
export function clientHello(version: number, suites: string, extensions: string, session = ""): string {
  const tail = extensions === "" ? "" : sized(2, extensions);
  return handshake(1, be(version, 2) + RANDOM + sized(1, session) + sized(2, suites) + sized(1, "00") + tail);
}

/** The hello of a server that chose one suite. */
export function serverHello(version: number, suite: string, extensions: string, random = RANDOM): string {
  const tail = extensions === "" ? "" : sized(2, extensions);
  return handshake(2, `${be(version, 2)}${random}00${suite}00${tail}`);
}

/** A DER element. */
export function der(tag: number, ...parts: string[]): string {
  const body = parts.join("");
  const length = sizeOf(body);
  const octets = length < 0x80 ? be(length, 1) : length < 0x100 ? `81${be(length, 1)}` : `82${be(length, 2)}`;
  return be(tag, 1) + octets + body.replace(/\s+/g, "");
}

const COUNTRY = "550406";
const ORGANIZATION = "55040a";
const SERIAL_NUMBER = "550405";
const COMMON_NAME = "550403";

/** A distinguished name of country, organization, common name and, if told, serial number. */
export function distinguishedName(organization: string, commonName: string, serial = ""): string {
  const part = (identifier: string, tag: number, text: string): string =>
    der(0x31, der(0x30, der(0x06, identifier), der(tag, ascii(text))));
  return der(
    0x30,
    part(COUNTRY, 0x13, "CH"),
    part(ORGANIZATION, 0x0c, organization),
    part(COMMON_NAME, 0x0c, commonName),
    serial === "" ? "" : part(SERIAL_NUMBER, 0x13, serial),
  );
}

/** A certificate with an RSA key of 1024 bits, or an elliptic one; its signature is invented. */
export function certificate(issuer: string, subject: string, key: "rsa" | "ec" = "rsa", names = ""): string {
  const sha1 = der(0x30, der(0x06, "2a864886f70d010105"), "0500");
  const validity = der(0x30, der(0x17, ascii("200102030405Z")), der(0x18, ascii("20991231235959Z")));
  const rsa = der(
    0x30,
    der(0x30, der(0x06, "2a864886f70d010101"), "0500"),
    der(0x03, "00", der(0x30, der(0x02, `00c1${"35".repeat(127)}`), der(0x02, "010001"))),
  );
  const ec = der(
    0x30,
    der(0x30, der(0x06, "2a8648ce3d0201"), der(0x06, "2a8648ce3d030107")),
    der(0x03, `0004${"7a".repeat(64)}`),
  );
  const extensions = der(
    0xa3,
    der(
      0x30,
      der(0x30, der(0x06, "551d0f"), "0101ff", der(0x04, der(0x03, "05a0"))),
      der(0x30, der(0x06, "551d13"), der(0x04, der(0x30, "0101ff"))),
      names === "" ? "" : der(0x30, der(0x06, "551d11"), der(0x04, der(0x30, names))),
    ),
  );
  const body = der(
    0x30,
    "a003020102",
    der(0x02, "4d2a"),
    sha1,
    issuer,
    validity,
    subject,
    key === "rsa" ? rsa : ec,
    extensions,
  );
  return der(0x30, body, sha1, der(0x03, `00${"99".repeat(128)}`));
}
