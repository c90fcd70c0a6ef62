// Parts of Kerberos messages: principal names (RFC 4120 section 5.2.2), tickets (5.3), encrypted data (5.2.9), addresses (5.2.5).
import type { Element } from "../../ber.ts";
import { GENERALIZED_TIME, newElement, timeOf } from "../../ber.ts";
import { numberIn, type Parts, readPart, textIn } from "../../ber-parts.ts";

const MOST_NAMES = 16;
const MOST_TYPES = 64;

/** A principal's name. */
export interface Principal {
  name_type: number;
  name_string: string[];
}

/** A ticket as far as it is not encrypted. */
export interface Ticket {
  realm: string;
  sname: Principal;
  etype: number;
  kvno: number;
}

const field = newElement();
const inner = newElement();
const item = newElement();
const outer = newElement();
const sealed = newElement();
const shell = newElement();
const piece = newElement();

/** The principal in `field`, an explicitly tagged PrincipalName. */
export function principalIn(parts: Parts, holder: Element): Principal {
  const principal: Principal = { name_type: Number.NaN, name_string: [] };
  if (!readPart(parts, holder.content, holder.end, inner)) return principal;
  const { content, end } = inner;
  for (let at = content; readPart(parts, at, end, field); at = field.next) {
    if (!readPart(parts, field.content, field.end, inner)) continue;
    if (field.tag === 0) principal.name_type = numberIn(parts, inner);
    else if (field.tag === 1) {
      const last = inner.end;
      for (let name = inner.content; readPart(parts, name, last, item); name = item.next) {
        if (principal.name_string.length >= MOST_NAMES) break;
        principal.name_string.push(textIn(parts, item));
      }
    }
  }
  return principal;
}

/** A principal as people write it: components with slashes. */
export function principalText(principal: Principal | undefined): string {
  return principal === undefined ? "" : principal.name_string.join("/");
}

/** Encrypted data: type and version of the key, NaN where not told, and how many octets. */
export interface Encrypted {
  etype: number;
  kvno: number;
  length: number;
}

/** The EncryptedData in `holder`, an explicitly tagged one. */
export function encryptedIn(parts: Parts, holder: Element): Encrypted {
  const found: Encrypted = { etype: Number.NaN, kvno: Number.NaN, length: 0 };
  if (!readPart(parts, holder.content, holder.end, inner)) return found;
  const { content, end } = inner;
  for (let at = content; readPart(parts, at, end, field); at = field.next) {
    if (!readPart(parts, field.content, field.end, inner)) continue;
    if (field.tag === 0) found.etype = numberIn(parts, inner);
    else if (field.tag === 1) found.kvno = numberIn(parts, inner);
    else if (field.tag === 2) found.length = inner.end - inner.content;
  }
  return found;
}

/** The ticket in `holder`, an explicitly tagged Ticket (APPLICATION 1); undefined when there is none. */
export function ticketIn(parts: Parts, holder: Element): Ticket | undefined {
  const ticket: Ticket = {
    realm: "",
    sname: { name_type: Number.NaN, name_string: [] },
    etype: Number.NaN,
    kvno: Number.NaN,
  };
  if (!readPart(parts, holder.content, holder.end, outer) || outer.tagClass !== 1 || outer.tag !== 1) return undefined;
  if (!readPart(parts, outer.content, outer.end, sealed)) return undefined;
  const { content, end } = sealed;
  for (let at = content; readPart(parts, at, end, sealed); at = sealed.next) {
    if (sealed.tag === 1) ticket.realm = taggedText(parts, sealed);
    else if (sealed.tag === 2) ticket.sname = principalIn(parts, sealed);
    else if (sealed.tag === 3) {
      const { etype, kvno } = encryptedIn(parts, sealed);
      ticket.etype = etype;
      ticket.kvno = kvno;
    }
  }
  return ticket;
}

/** A request to be let in, with a ticket (section 5.5.1). */
export interface Application {
  ap_options: number;
  ticket: Ticket | undefined;
  authenticator: Encrypted;
}

/** The AP-REQ (APPLICATION 14) in `holder`, an explicitly tagged OCTET STRING; undefined when there is none. */
export function applicationIn(parts: Parts, holder: Element): Application | undefined {
  if (!readPart(parts, holder.content, holder.end, shell)) return undefined;
  if (!readPart(parts, shell.content, shell.end, shell) || shell.tagClass !== 1 || shell.tag !== 14) return undefined;
  if (!readPart(parts, shell.content, shell.end, shell)) return undefined;
  const application: Application = {
    ap_options: 0,
    ticket: undefined,
    authenticator: { etype: Number.NaN, kvno: Number.NaN, length: 0 },
  };
  const { content, end } = shell;
  for (let at = content; readPart(parts, at, end, piece); at = piece.next) {
    if (piece.tag === 2) application.ap_options = taggedFlags(parts, piece);
    else if (piece.tag === 3) application.ticket = ticketIn(parts, piece);
    else if (piece.tag === 4) application.authenticator = encryptedIn(parts, piece);
  }
  return application;
}

/** The numbers of an explicitly tagged SEQUENCE OF Int32. */
export function numbersIn(parts: Parts, holder: Element): number[] {
  const numbers: number[] = [];
  if (!readPart(parts, holder.content, holder.end, inner)) return numbers;
  const { content, end } = inner;
  for (let at = content; readPart(parts, at, end, item); at = item.next) {
    if (numbers.length >= MOST_TYPES) break;
    numbers.push(numberIn(parts, item));
  }
  return numbers;
}

/** The number in an explicitly tagged INTEGER; NaN without one. */
export function taggedNumber(parts: Parts, holder: Element): number {
  return readPart(parts, holder.content, holder.end, inner) ? numberIn(parts, inner) : Number.NaN;
}

/** The text in an explicitly tagged string. */
export function taggedText(parts: Parts, holder: Element): string {
  return readPart(parts, holder.content, holder.end, inner) ? textIn(parts, inner) : "";
}

/** The moment in an explicitly tagged KerberosTime, seconds since 1970-01-01 UTC; null when it is none. */
export function taggedTime(parts: Parts, holder: Element): number | null {
  if (!readPart(parts, holder.content, holder.end, inner)) return null;
  const seconds = timeOf(parts.bytes, inner.content, inner.end, GENERALIZED_TIME);
  return Number.isNaN(seconds) ? null : seconds;
}

/** The flags in an explicitly tagged BIT STRING, the first bit highest; 0 without one. */
export function taggedFlags(parts: Parts, holder: Element): number {
  if (!readPart(parts, holder.content, holder.end, inner)) return 0;
  let flags = 0;
  for (let at = 0; at < 4; at++) {
    const from = inner.content + 1 + at;
    flags = flags * 256 + (from < inner.end ? (parts.bytes[from] as number) : 0);
  }
  return flags;
}

/** Addresses of the client: types by number, and the NetBIOS name among them (type 20), "" without one. */
export function addressesIn(parts: Parts, holder: Element): { types: number[]; netbios: string } {
  const found = { types: [] as number[], netbios: "" };
  if (!readPart(parts, holder.content, holder.end, outer)) return found;
  const { content, end } = outer;
  for (let at = content; found.types.length < MOST_NAMES && readPart(parts, at, end, outer); at = outer.next) {
    let type = Number.NaN;
    for (let part = outer.content; readPart(parts, part, outer.end, field); part = field.next) {
      if (!readPart(parts, field.content, field.end, inner)) continue;
      if (field.tag === 0) type = numberIn(parts, inner);
      else if (field.tag === 1 && type === 20) found.netbios = textIn(parts, inner).trim();
    }
    found.types.push(type);
  }
  return found;
}
