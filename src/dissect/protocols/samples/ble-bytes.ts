/** Both ends as they stand in packets, least significant byte first. */
export const CENTRAL = "0403020100c0";
export const PERIPHERAL = "3b2a19a05e00";
/** Access address of advertising, and one of a connection. */
export const ADVERTISING = "d6be898e";
export const CONNECTION = "78563412";

function byte(value: number): string {
  return value.toString(16).padStart(2, "0");
}

/** An advertising packet: the first byte of its header, then what follows its length. */
export function advertisement(head: string, body: string): string {
  const bytes = body.replaceAll(" ", "");
  return `${ADVERTISING}${head}${byte(bytes.length / 2)}${bytes}`;
}

/** A data packet: the first byte of its header, then what follows its length. */
export function dataPacket(head: string, body: string): string {
  const bytes = body.replaceAll(" ", "");
  return `${CONNECTION}${head}${byte(bytes.length / 2)}${bytes}`;
}

/** A whole L2CAP packet on a fixed channel. */
export function channelPacket(channel: number, body: string, head = "02"): string {
  const bytes = body.replaceAll(" ", "");
  return dataPacket(head, `${byte(bytes.length / 2)}00${byte(channel)}00${bytes}`);
}
