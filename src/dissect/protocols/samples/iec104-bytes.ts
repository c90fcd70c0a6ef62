// Made-up APDUs in hexadecimal, so that samples need no lengths and sequence numbers by hand.

/** One endpoint's counting of what it sends; sequence numbers count up by themselves. */
export interface Counter {
  next: number;
}

/** A U or S format of four control octets. */
export function control(octets: string): string {
  return `6804 ${octets} `;
}

/** An S format that acknowledges. */
export function acknowledge(received: number): string {
  return control(`0100 ${low16(received << 1)}`);
}

/** An I format: type, structure qualifier with number, cause with its bits, then the objects; station 5. */
export function data(
  counter: Counter,
  received: number,
  type: number,
  structure: number,
  cause: number,
  objects: string,
  station = 5,
): string {
  const asdu = `${octet(type)}${octet(structure)}${octet(cause)}00 ${low16(station)} ${objects}`;
  return apdu(counter, received, asdu);
}

/** An I format around any octets. */
export function apdu(counter: Counter, received: number, asdu: string): string {
  const length = 4 + asdu.replace(/\s+/g, "").length / 2;
  const head = `68${octet(length)} ${low16(counter.next << 1)} ${low16(received << 1)} `;
  counter.next = (counter.next + 1) & 0x7fff;
  return `${head}${asdu} `;
}

function octet(value: number): string {
  return value.toString(16).padStart(2, "0");
}

function low16(value: number): string {
  return octet(value & 0xff) + octet((value >> 8) & 0xff);
}
