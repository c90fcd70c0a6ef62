import { hexText, hexWide } from "./dns-bytes.ts";
import { little, sizeOf } from "./smb-bytes.ts";

/** A UUID as it lies in a little-endian packet. */
export function uuidBytes(uuid: string): string {
  const [first = "", second = "", third = "", fourth = "", fifth = ""] = uuid.split("-");
  return `${turned(first)}${turned(second)}${turned(third)}${fourth}${fifth}`;
}

function turned(digits: string): string {
  return (digits.match(/../g) ?? []).reverse().join("");
}

const NDR = "8a885d04-1ceb-11c9-9fe8-08002b104860";

/** A packet of version 5; `verifier` is what stands behind the padded body, its token's length is told. */
export function packet(type: number, call: number, body: string, flags = 3, verifier = ""): string {
  const token = verifier === "" ? 0 : sizeOf(verifier) - 8;
  const length = 16 + sizeOf(body) + sizeOf(verifier);
  return `0500 ${little(type, 1)} ${little(flags, 1)} 10000000 ${little(length, 2)} ${little(token, 2)} ${little(call, 4)} ${body} ${verifier}`;
}

/** The body of a bind with one context for each interface. */
export function bindBody(...interfaces: readonly string[]): string {
  const contexts = interfaces.map(
    (uuid, index) => `${little(index, 2)} 01 00 ${uuidBytes(uuid)} 01000000 ${uuidBytes(NDR)} 02000000`,
  );
  return `b810 b810 00000000 ${little(interfaces.length, 1)} 000000 ${contexts.join(" ")}`;
}

/** The body of an answer to a bind: results as pairs of result and reason. */
export function bindAnswerBody(address: string, results: readonly (readonly [number, number])[]): string {
  const head = `b810 b810 34120000 ${little(address.length + 1, 2)} ${hexText(address)}00`;
  const padding = "00".repeat((4 - ((16 + sizeOf(head)) % 4)) % 4);
  const rows = results.map(
    ([result, reason]) =>
      `${little(result, 2)} ${little(reason, 2)} ${result === 0 ? `${uuidBytes(NDR)} 02000000` : "00".repeat(20)}`,
  );
  return `${head} ${padding} ${little(results.length, 1)} 000000 ${rows.join(" ")}`;
}

/** The body of a request. */
export function requestBody(context: number, opnum: number, stub: string): string {
  return `${little(sizeOf(stub), 4)} ${little(context, 2)} ${little(opnum, 2)} ${stub}`;
}

/** The body of an answer. */
export function answerBody(context: number, stub: string): string {
  return `${little(sizeOf(stub), 4)} ${little(context, 2)} 0000 ${stub}`;
}

/** A conformant and varying string with its NUL, padded to four octets. */
export function wideString(text: string): string {
  const count = text.length + 1;
  return `${little(count, 4)} 00000000 ${little(count, 4)} ${hexWide(`${text}\0`)}${count % 2 === 1 ? "0000" : ""}`;
}

/** A packet of version 4. */
export function datagram(
  type: number,
  object: string,
  wanted: string,
  opnum: number,
  body: string,
  flags = 0x20,
  sequence = 1,
): string {
  return `04 ${little(type, 1)} ${little(flags, 1)} 00 100000 00 ${uuidBytes(object)} ${uuidBytes(wanted)}
    ${uuidBytes("11223344-5566-1777-8899-aabbccddeeff")} 00000000 01000000 ${little(sequence, 4)} ${little(opnum, 2)} ffff ffff
    ${little(sizeOf(body), 2)} 0000 00 00 ${body}`;
}
