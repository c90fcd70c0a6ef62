// RFC 1035 section 4, RFC 2782, RFC 6762 section 18, RFC 1002 section 4.2: DNS, multicast DNS and NetBIOS names.
import { type ByteWriter, writer } from "../bytes.ts";

/** Record types used here. */
export const A = 1;
export const PTR = 12;
export const TXT = 16;
export const SRV = 33;

/** One resource record; `content` is its RDATA. */
export interface DnsRecord {
  name: string;
  type: number;
  /** Class, with the top bit for multicast DNS's cache flush. */
  class: number;
  timeToLive: number;
  content: Uint8Array;
}

/** Labels of a name, not compressed. */
export function nameBytes(name: string): Uint8Array {
  const out = writer();
  for (const label of name.split(".")) out.u8(label.length).text(label);
  return out.u8(0).done();
}

function record(out: ByteWriter, each: DnsRecord): void {
  out.bytes(nameBytes(each.name)).u16(each.type, each.class).u32(each.timeToLive);
  out.u16(each.content.length).bytes(each.content);
}

/** A message with its questions and records; `flags` is the whole second word. */
export function encodeDns(
  identifier: number,
  flags: number,
  questions: { name: string; type: number; class: number }[],
  answers: DnsRecord[],
  additional: DnsRecord[] = [],
): Uint8Array {
  const out = writer().u16(identifier, flags, questions.length, answers.length, 0, additional.length);
  for (const question of questions) out.bytes(nameBytes(question.name)).u16(question.type, question.class);
  for (const each of answers) record(out, each);
  for (const each of additional) record(out, each);
  return out.done();
}

/** An address record. */
export function addressRecord(name: string, ip: number, timeToLive: number, unique = false): DnsRecord {
  return { name, type: A, class: unique ? 0x8001 : 1, timeToLive, content: writer().u32(ip).done() };
}

/** A NetBIOS name in its 32-letter form, filled up with spaces and ended by the suffix that tells the service. */
export function netbiosLabel(name: string, suffix: number): string {
  let out = "";
  for (let index = 0; index < 16; index++) {
    const code = index === 15 ? suffix : index < name.length ? name.charCodeAt(index) : 0x20;
    out += String.fromCharCode(0x41 + (code >> 4), 0x41 + (code & 15));
  }
  return out;
}

/** Asks all for a NetBIOS name. */
export function encodeNetbiosQuery(identifier: number, name: string, suffix: number): Uint8Array {
  return encodeDns(identifier, 0x0110, [{ name: netbiosLabel(name, suffix), type: 0x20, class: 1 }], []);
}

/** Answers with the name's address. */
export function encodeNetbiosAnswer(identifier: number, name: string, suffix: number, ip: number): Uint8Array {
  const content = writer().u16(0).u32(ip).done();
  const label = netbiosLabel(name, suffix);
  return encodeDns(identifier, 0x8500, [], [{ name: label, type: 0x20, class: 1, timeToLive: 300000, content }]);
}

/** Claims a NetBIOS name for an address. */
export function encodeNetbiosRegistration(identifier: number, name: string, suffix: number, ip: number): Uint8Array {
  const label = netbiosLabel(name, suffix);
  const content = writer().u16(0).u32(ip).done();
  const claim = { name: label, type: 0x20, class: 1, timeToLive: 300000, content };
  return encodeDns(identifier, 0x2910, [{ name: label, type: 0x20, class: 1 }], [], [claim]);
}
