// RFC 9112 (HTTP/1.1), UPnP Device Architecture 1.1 section 1 (SSDP), RFC 959 (FTP), RFC 7617 (basic credentials).
import { asciiBytes } from "../bytes.ts";

/** Lines ended by CR LF, then `rest` as it is. */
export function lines(first: string[], rest = ""): Uint8Array {
  return asciiBytes(`${first.join("\r\n")}\r\n${rest}`);
}

/** An HTTP request or answer, or an SSDP message: start line, header fields, empty line, body. */
export function encodeHttp(start: string, fields: Record<string, string>, body = ""): Uint8Array {
  const head = Object.entries(fields).map(([name, value]) => `${name}: ${value}`);
  return lines([start, ...head, ""], body);
}

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Basic credentials as an Authorization value. */
export function basicCredentials(user: string, secret: string): string {
  const plain = asciiBytes(`${user}:${secret}`);
  let out = "";
  for (let index = 0; index < plain.length; index += 3) {
    const word = (plain[index] << 16) | ((plain[index + 1] ?? 0) << 8) | (plain[index + 2] ?? 0);
    out += LETTERS[word >> 18] + LETTERS[(word >> 12) & 63];
    out += index + 1 < plain.length ? LETTERS[(word >> 6) & 63] : "=";
    out += index + 2 < plain.length ? LETTERS[word & 63] : "=";
  }
  return `Basic ${out}`;
}
