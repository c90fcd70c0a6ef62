// RFC 2131 section 2 and RFC 2132.
import { asciiBytes, writer } from "../bytes.ts";

/** Option 53. */
export const DISCOVER = 1;
export const OFFER = 2;
export const REQUEST = 3;
export const ACKNOWLEDGE = 5;

/** What one message says; addresses are 0 where unknown. */
export interface DhcpMessage {
  type: number;
  transaction: number;
  clientMac: Uint8Array;
  yourIp: number;
  serverIp: number;
  /** Options after the message type, in order. */
  options: { code: number; value: Uint8Array }[];
}

/** A message, filled up to the 300 bytes that old relays expect. */
export function encodeDhcp(message: DhcpMessage): Uint8Array {
  const answers = message.type === OFFER || message.type === ACKNOWLEDGE;
  const out = writer()
    .u8(answers ? 2 : 1, 1, 6, 0)
    .u32(message.transaction)
    .u16(0, 0x8000);
  out
    .u32(0)
    .u32(message.yourIp)
    .u32(answers ? message.serverIp : 0)
    .u32(0);
  out
    .bytes(message.clientMac)
    .zeros(10 + 64 + 128)
    .u32(0x63825363)
    .u8(53, 1, message.type);
  for (const { code, value } of message.options) out.u8(code, value.length).bytes(value);
  out.u8(255);
  if (out.length < 300) out.zeros(300 - out.length);
  return out.done();
}

/** An option of text. */
export function textOption(code: number, value: string): { code: number; value: Uint8Array } {
  return { code, value: asciiBytes(value) };
}

/** An option of one address or 32-bit number. */
export function wordOption(code: number, value: number): { code: number; value: Uint8Array } {
  return { code, value: writer().u32(value).done() };
}
