// Fingerprints of hellos: JA3 and JA3S (Salesforce, BSD-3-Clause method), JA4 of the client (FoxIO, BSD-3-Clause method).
// Not computed: JA4S, JA4X and the other JA4+ methods, which have another licence.
import { asciiBytes, md5, sha256 } from "../../digest.ts";
import type { Hello } from "./hello.ts";
import { APPLICATION_PROTOCOLS, isGrease, SERVER_NAME } from "./names.ts";

const EMPTY_HASH = "000000000000";

/** The text that JA3 digests: version, suites, extensions, groups and point formats in decimal, without GREASE. */
export function ja3Text(hello: Hello): string {
  return [
    `${hello.version}`,
    joined(hello.suites),
    joined(hello.extensions.map((extension) => extension.type)),
    joined(hello.groups),
    joined(hello.pointFormats),
  ].join(",");
}

/** JA3 of a ClientHello: 32 hexadecimal digits. */
export function ja3(hello: Hello): string {
  return md5(asciiBytes(ja3Text(hello)));
}

/** JA3S of a ServerHello: 32 hexadecimal digits of version, suite and extensions. */
export function ja3s(hello: Hello): string {
  const extensions = hello.extensions.map((extension) => extension.type).join("-");
  return md5(asciiBytes(`${hello.version},${hello.suites[0] ?? 0},${extensions}`));
}

/** JA4 of a ClientHello over TCP: what it offers, a digest of its suites, a digest of its extensions and schemes. */
export function ja4(hello: Hello): string {
  const suites = hello.suites.filter((suite) => !isGrease(suite));
  const extensions = hello.extensions.map((extension) => extension.type).filter((type) => !isGrease(type));
  const asked = extensions.filter((type) => type !== SERVER_NAME && type !== APPLICATION_PROTOCOLS);
  const schemes = hello.signatureSchemes.filter((scheme) => !isGrease(scheme));
  const kinds = sortedHex(asked);
  const tail = schemes.length > 0 ? `${kinds}_${schemes.map(fourDigits).join(",")}` : kinds;
  return [
    `t${versionDigits(highestVersion(hello))}`,
    extensions.includes(SERVER_NAME) ? "d" : "i",
    twoDigits(suites.length),
    twoDigits(extensions.length),
    firstAndLast(hello.applicationProtocols[0] ?? ""),
    "_",
    suites.length > 0 ? shortHash(sortedHex(suites)) : EMPTY_HASH,
    "_",
    asked.length > 0 || schemes.length > 0 ? shortHash(tail) : EMPTY_HASH,
  ].join("");
}

/** As the method has it: drafts stand above all versions and are then no known version. */
function highestVersion(hello: Hello): number {
  let best = 0;
  for (const version of hello.versions) if (!isGrease(version) && version > best) best = version;
  return best > 0 ? best : hello.version;
}

function joined(values: readonly number[]): string {
  return values.filter((value) => !isGrease(value)).join("-");
}

function sortedHex(values: readonly number[]): string {
  return values.map(fourDigits).sort().join(",");
}

function shortHash(text: string): string {
  return sha256(asciiBytes(text)).slice(0, 12);
}

function fourDigits(value: number): string {
  return value.toString(16).padStart(4, "0");
}

function twoDigits(count: number): string {
  return String(Math.min(count, 99)).padStart(2, "0");
}

function versionDigits(version: number): string {
  if (version >= 0x0301 && version <= 0x0304) return `1${version - 0x0301}`;
  if (version === 0x0300) return "s3";
  return version === 0x0002 ? "s2" : "00";
}

/** First and last character of the first application protocol; of its hexadecimal digits when they are no letters or digits. */
function firstAndLast(protocol: string): string {
  if (protocol === "") return "00";
  const first = protocol.charAt(0);
  const last = protocol.charAt(protocol.length - 1);
  const isPlain = /[0-9A-Za-z]/;
  if (protocol.startsWith("0x")) return protocol.charAt(2) + last;
  if (isPlain.test(first) && isPlain.test(last)) return first + last;
  return (
    first.charCodeAt(0).toString(16).padStart(2, "0").charAt(0) +
    last.charCodeAt(0).toString(16).padStart(2, "0").charAt(1)
  );
}
