// Writes encapsulation packets as hexadecimal digits, so that samples show their CIP bytes and not lengths.

/** `value` as `bytes` little-endian bytes. */
export function le(value: number, bytes: number): string {
  let text = "";
  for (let rest = value, left = bytes; left > 0; left--) {
    text += (rest & 0xff).toString(16).padStart(2, "0");
    rest = Math.floor(rest / 256);
  }
  return text;
}

/** Digits without blanks. */
export function digits(hex: string): string {
  return hex.replace(/\s+/g, "");
}

function size(hex: string): number {
  return digits(hex).length / 2;
}

/** Text as hexadecimal digits of its Latin-1 bytes. */
export function ascii(text: string): string {
  return Array.from(text, (letter) => le(letter.charCodeAt(0), 1)).join("");
}

/** An encapsulation packet. */
export function packet(
  command: number,
  session: number,
  body: string,
  context = "0102030405060708",
  status = 0,
): string {
  return `${le(command, 2)}${le(size(body), 2)}${le(session, 4)}${le(status, 4)}${context}00000000${digits(body)}`;
}

/** One item of the common packet format. */
export function item(type: number, body: string): string {
  return `${le(type, 2)}${le(size(body), 2)}${digits(body)}`;
}

const SESSION = 0x00250117;

/** SendRRData with an unconnected CIP message. */
export function unconnected(cip: string, context = "a1a2a3a4a5a6a7a8"): string {
  return packet(0x6f, SESSION, `00000000 0a00 0200 ${item(0, "")} ${item(0xb2, cip)}`, context);
}

/** SendUnitData with a connected CIP message. */
export function connected(connection: number, sequence: number, cip: string): string {
  return packet(
    0x70,
    SESSION,
    `00000000 0000 0200 ${item(0xa1, le(connection, 4))} ${item(0xb1, `${le(sequence, 2)}${cip}`)}`,
    "0000000000000000",
  );
}

/** What EtherNet/IP hands to CIP: the packet from its sender context on. */
export function handed(whole: string): string {
  return digits(whole).slice(24);
}

/** Unconnected_Send of a request to a slot of the backplane. */
export function routed(request: string, slot: number): string {
  const length = size(request);
  return `52 02 2006 2401 07f9 ${le(length, 2)} ${digits(request)} ${length % 2 === 1 ? "00" : ""} 01 00 01 ${le(slot, 1)}`;
}

/** Multiple_Service_Packet of requests (to the Message Router) or of replies. */
export function multiple(head: string, parts: readonly string[]): string {
  let offset = 2 + parts.length * 2;
  let offsets = "";
  for (const part of parts) {
    offsets += le(offset, 2);
    offset += size(part);
  }
  return `${head} ${le(parts.length, 2)} ${offsets} ${parts.join(" ")}`;
}

/** The symbolic segment of a tag name. */
export function symbol(name: string): string {
  return `91 ${le(name.length, 1)} ${ascii(name)} ${name.length % 2 === 1 ? "00" : ""}`;
}
