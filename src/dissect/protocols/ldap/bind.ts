// Logins over LDAP: RFC 4511 section 4.2, RFC 4513, MS-ADTS section 5.1.1.1 (Sicily). Passwords and proofs are never shown.
import { type Element, newElement } from "../../ber.ts";
import { numberIn, type Parts, readPart, textBetween, textIn } from "../../ber-parts.ts";
import { readToken, type Token } from "../../gss.ts";
import type { Talk } from "../../talk.ts";
import type { Memory } from "./memory.ts";

const SIMPLE = 0;
const SASL = 3;
const SICILY: Readonly<Record<number, string>> = { 9: "package discovery", 10: "negotiate", 11: "response" };

type Put = (name: string, value: unknown) => void;

const part = newElement();

/** Reads a bind request in `op`; answers the security token in it, to be handed on behind `emit`. */
export function readBindRequest(talk: Talk<Memory>, parts: Parts, op: Element, put: Put): Token | undefined {
  const { end } = op;
  if (!readPart(parts, op.content, end, part)) return undefined;
  const version = numberIn(parts, part);
  put("version", version);
  if (version === 2 || version === 3) {
    talk.note("sender", { kind: "version", protocol: "LDAP", version: String(version), obsolete: version === 2 });
  }
  if (!readPart(parts, part.next, end, part)) return undefined;
  const name = textIn(parts, part);
  put("name", name);
  if (!readPart(parts, part.next, end, part)) return undefined;
  const length = part.end - part.content;
  if (part.tag === SIMPLE) {
    put("authentication", name === "" && length === 0 ? "anonymous" : length === 0 ? "unauthenticated" : "simple");
    // A name without a password is let in as nobody (RFC 4513 section 5.1.2).
    if (length === 0) talk.note("sender", { kind: "session", protocol: "LDAP", anonymous: true });
    else {
      talk.claim("sender", "user", name, 0.8, "LDAP simple bind");
      talk.note("sender", clear("LDAP simple bind", name));
    }
    return undefined;
  }
  if (part.tag === SASL) return readSasl(talk, parts, put);
  if (SICILY[part.tag] === undefined) return undefined;
  put("authentication", `sicily ${SICILY[part.tag]}`);
  return tokenIn(talk, parts, part.content, part.end, put);
}

/** SaslCredentials: a mechanism, and what it sends. */
function readSasl(talk: Talk<Memory>, parts: Parts, put: Put): Token | undefined {
  const end = part.end;
  put("authentication", "sasl");
  if (!readPart(parts, part.content, end, part)) return undefined;
  const mechanism = textIn(parts, part);
  put("mechanism", mechanism);
  if (!readPart(parts, part.next, end, part)) {
    if (/^ANONYMOUS$/i.test(mechanism)) anonymous(talk);
    return undefined;
  }
  const { bytes } = parts;
  put("credentials_length", part.end - part.content);
  if (/^ANONYMOUS$/i.test(mechanism)) anonymous(talk);
  else if (/^PLAIN$/i.test(mechanism)) {
    // Authorization identity, account and password, parted by NUL (RFC 4616 section 2).
    let first = part.content;
    while (first < part.end && bytes[first] !== 0) first++;
    let second = first + 1;
    while (second < part.end && bytes[second] !== 0) second++;
    talk.note("sender", clear("LDAP SASL PLAIN", textBetween(bytes, first + 1, Math.min(second, part.end))));
  } else if (/^(DIGEST-MD5|CRAM-MD5|SCRAM-)/i.test(mechanism)) {
    const text = textBetween(bytes, part.content, part.end);
    const user = /username="([^"]*)"/.exec(text)?.[1] ?? /(?:^|,)n=([^,]+)/.exec(text)?.[1] ?? "";
    talk.note("sender", {
      kind: "credential",
      method: `LDAP SASL ${mechanism}`,
      ...(user === "" ? {} : { user }),
      exposure: "challenge",
    });
  } else return tokenIn(talk, parts, part.content, part.end, put);
  return undefined;
}

function anonymous(talk: Talk<Memory>): void {
  talk.note("sender", { kind: "session", protocol: "LDAP", anonymous: true });
}

/** Reads a security token between two positions: NTLM as fields, Kerberos to be handed on. */
export function tokenIn(talk: Talk<Memory>, parts: Parts, start: number, end: number, put: Put): Token | undefined {
  if (start >= end) return undefined;
  const token = readToken(talk as Talk, parts.bytes, start, end, "LDAP");
  if (token.ntlm !== undefined) put("ntlmssp", token.ntlm);
  return token;
}

/** The remark of a password that anybody on the way can read. */
export function clear(
  method: string,
  user: string,
): { kind: "credential"; method: string; user?: string; exposure: "clear" } {
  return { kind: "credential", method, ...(user === "" ? {} : { user: user.slice(0, 256) }), exposure: "clear" };
}
