// Security tokens of login mechanisms: RFC 2743 section 3.1, RFC 4178 (SPNEGO), RFC 4121 section 4.1 (Kerberos in them).
// What negotiates is skipped: the tokens of NTLM and Kerberos are found by their own marks within it.
import { newElement, readElement } from "./ber.ts";
import { findNtlm, readNtlm } from "./ntlmssp.ts";
import type { Talk } from "./talk.ts";

/** The object identifier of Kerberos 5 (1.2.840.113554.1.2.2) as DER, before which lengths of any kind may stand. */
const KERBEROS = [0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x12, 0x01, 0x02, 0x02];
/** Tokens are searched this far: beyond lie only the parts that are encrypted. */
const FARTHEST = 512;

const element = newElement();

/** What a token holds: NTLM as fields, and where a Kerberos message begins, -1 without one. */
export interface Token {
  ntlm: object | undefined;
  kerberosAt: number;
}

/**
 * Looks for NTLM and Kerberos in a token; claims and notes what NTLM tells, so call it before `emit`. A Kerberos message
 * is handed on by `handKerberos` behind it. `carrier` names the protocol around, for people.
 */
export function readToken(talk: Talk, bytes: Uint8Array, start: number, end: number, carrier: string): Token {
  const at = findNtlm(bytes, start, Math.min(end, start + FARTHEST));
  if (at >= 0) return { ntlm: readNtlm(talk, bytes, at, end, carrier), kerberosAt: -1 };
  return { ntlm: undefined, kerberosAt: findKerberos(bytes, start, end) };
}

/** Hands the Kerberos message of a token to its dissector; call it behind `emit`. */
export function handKerberos(talk: Talk, bytes: Uint8Array, token: Token | undefined, end: number): void {
  if (token === undefined || token.kerberosAt < 0) return;
  // Behind the message other parts of the token may stand.
  const whole = readElement(bytes, token.kerberosAt, end, element);
  talk.hand("gssapi", bytes, token.kerberosAt, whole ? element.next : end);
}

/** Where the message behind mechanism and token identifier begins; the first identifier that only offers the mechanism is passed. */
function findKerberos(bytes: Uint8Array, start: number, end: number): number {
  // Without a mechanism around it, as DCE RPC sends it.
  if (start + 4 < end && isMessage(bytes[start] as number)) return start;
  const last = Math.min(end, start + FARTHEST);
  for (let at = start; at + KERBEROS.length + 3 <= last; at++) {
    let index = 0;
    while (index < KERBEROS.length && bytes[at + index] === KERBEROS[index]) index++;
    if (index < KERBEROS.length) continue;
    const identifier = bytes[at + index] as number;
    if (bytes[at + index + 1] !== 0 || identifier < 1 || identifier > 3) continue;
    return isMessage(bytes[at + index + 2] as number) ? at + index + 2 : -1;
  }
  return -1;
}

/** Whether an octet is the tag of AP-REQ, AP-REP or KRB-ERROR. */
function isMessage(octet: number): boolean {
  return octet === 0x6e || octet === 0x6f || octet === 0x7e;
}
