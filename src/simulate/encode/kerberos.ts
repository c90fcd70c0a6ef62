// RFC 4120 section 5, in the distinguished encoding rules; over TCP with four bytes of length (section 7.2.2).
import { asciiBytes, joinBytes, writer } from "../bytes.ts";
import { derElement, derInteger } from "./der.ts";

const VERSION = 5;
const AES256 = 18;
const AES128 = 17;
const ENCRYPTED_TIME = 2;
const AP_REQ = 1;
const PRINCIPAL = 1;
const SERVICE = 2;
/** Forwardable, renewable, canonicalize. */
const OPTIONS = [0x00, 0x40, 0x81, 0x00, 0x10];

/** Who asks for what, where. */
export interface KerberosAsk {
  realm: string;
  client: string;
  /** Parts of the service's name, such as "cifs" and the host. */
  service: readonly string[];
  nonce: number;
}

function field(number: number, content: Uint8Array): Uint8Array {
  return derElement(0xa0 | number, content);
}

function sequence(...parts: Uint8Array[]): Uint8Array {
  return derElement(0x30, joinBytes(...parts));
}

function text(value: string): Uint8Array {
  return derElement(0x1b, asciiBytes(value));
}

/** Seconds since 1970 UTC as "20260309060000Z". */
function time(seconds: number): Uint8Array {
  const words = new Date(seconds * 1000).toISOString().replaceAll(/[-:T]/g, "");
  return derElement(0x18, asciiBytes(`${words.slice(0, 14)}Z`));
}

function named(kind: number, parts: readonly string[]): Uint8Array {
  return sequence(field(0, derInteger(kind)), field(1, sequence(...parts.map(text))));
}

function encrypted(cipher: Uint8Array): Uint8Array {
  return sequence(field(0, derInteger(AES256)), field(2, derElement(4, cipher)));
}

function ticket({ realm, service }: KerberosAsk, sealed: Uint8Array): Uint8Array {
  const body = [
    field(0, derInteger(VERSION)),
    field(1, text(realm)),
    field(2, named(SERVICE, service)),
    field(3, encrypted(sealed)),
  ];
  return derElement(0x61, sequence(...body));
}

function framed(message: Uint8Array): Uint8Array {
  return writer().u32(message.length).bytes(message).done();
}

function proof(type: number, content: Uint8Array): Uint8Array {
  return field(3, sequence(sequence(field(1, derInteger(type)), field(2, derElement(4, content)))));
}

function request(type: 10 | 12, asked: KerberosAsk, until: number, proofs: readonly Uint8Array[]): Uint8Array {
  const { client, nonce, realm, service } = asked;
  const body = sequence(
    field(0, derElement(3, OPTIONS)),
    ...(type === 10 ? [field(1, named(PRINCIPAL, [client]))] : []),
    field(2, text(realm)),
    field(3, named(SERVICE, service)),
    field(5, time(until)),
    field(7, derInteger(nonce)),
    field(8, sequence(derInteger(AES256), derInteger(AES128))),
  );
  const head = [field(1, derInteger(VERSION)), field(2, derInteger(type))];
  return framed(derElement(0x60 | type, sequence(...head, ...proofs, field(4, body))));
}

/** Asks for the first ticket; `sealed` is the time under the user's key, once the server wants to see it. */
export function ticketRequest(asked: KerberosAsk, until: number, sealed: Uint8Array | undefined): Uint8Array {
  const proofs = sealed === undefined ? [] : [proof(ENCRYPTED_TIME, encrypted(sealed))];
  return request(10, asked, until, proofs);
}

/** Asks for a ticket of a service, by the first one. */
export function serviceRequest(
  asked: KerberosAsk,
  until: number,
  first: Uint8Array,
  authenticator: Uint8Array,
): Uint8Array {
  const granting = { ...asked, service: ["krbtgt", asked.realm] };
  const shown = derElement(
    0x6e,
    sequence(
      field(0, derInteger(VERSION)),
      field(1, derInteger(14)),
      field(2, derElement(3, [0, 0, 0, 0, 0])),
      field(3, ticket(granting, first)),
      field(4, encrypted(authenticator)),
    ),
  );
  return request(12, asked, until, [proof(AP_REQ, shown)]);
}

/** Gives a ticket: the first one (11) or that of a service (13). */
export function ticketAnswer(type: 11 | 13, asked: KerberosAsk, sealed: Uint8Array, part: Uint8Array): Uint8Array {
  const body = [
    field(0, derInteger(VERSION)),
    field(1, derInteger(type)),
    field(3, text(asked.realm)),
    field(4, named(PRINCIPAL, [asked.client])),
    field(5, ticket(asked, sealed)),
    field(6, encrypted(part)),
  ];
  return framed(derElement(0x60 | type, sequence(...body)));
}

/** Refuses; 25 says that it wants to see the time under the user's key. */
export function kerberosError(asked: KerberosAsk, code: number, now: number): Uint8Array {
  const body = [
    field(0, derInteger(VERSION)),
    field(1, derInteger(30)),
    field(4, time(now)),
    field(5, derInteger(0)),
    field(6, derInteger(code)),
    field(9, text(asked.realm)),
    field(10, named(SERVICE, asked.service)),
  ];
  return framed(derElement(0x7e, sequence(...body)));
}
