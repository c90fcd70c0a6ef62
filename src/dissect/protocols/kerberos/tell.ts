// What Kerberos messages tell of hosts, accounts, domains and ciphers.
import type { About, Talk } from "../../talk.ts";
import { encryptionName, isBrokenEncryption, isWeakEncryption } from "./names.ts";
import type { Principal } from "./parts.ts";
import { principalText } from "./parts.ts";

/** A realm as the domain it stands for: realms of directories are their DNS domains in capitals, which other protocols tell in small letters. */
export function domainOf(realm: string): string {
  return realm.includes(".") ? realm.toLowerCase() : realm;
}

/** Services that hosts have accounts for. */
const SERVICES =
  /^(host|http|https|ldap|cifs|nfs|dns|gc|ftp|imap|smtp|pop|sip|rpc|wsman|termsrv|mssqlsvc|postgres|mysql|afpserver|vnc|restrictedkrbhost)$/i;
/** Name types of a service: nt-srv-inst and nt-srv-hst (RFC 4120 section 6.2). */
const SERVICE_TYPES = [2, 3];

/**
 * The host that a principal stands for: "name$", "host/name.domain" and other services of a host; "" for the KDC itself
 * and for people, also where they have a second role as in "jane/admin".
 */
export function hostOf(principal: Principal | undefined): string {
  if (principal === undefined) return "";
  const [first = "", second = ""] = principal.name_string;
  if (principal.name_string.length === 1) return /^[^@/\\]+\$$/.test(first) ? first.slice(0, -1) : "";
  if (/^(krbtgt|kadmin|kiprop|WELLKNOWN)$/i.test(first)) return "";
  const host = second.replace(/:\d+$/, "");
  if (!SERVICE_TYPES.includes(principal.name_type) && !SERVICES.test(first) && !host.includes(".")) return "";
  return /^[A-Za-z0-9_][A-Za-z0-9._-]*$/.test(host) && /[A-Za-z]/.test(host) ? host : "";
}

/** Claims about the client that a principal names. */
export function tellClient(
  talk: Talk,
  about: About,
  principal: Principal | undefined,
  realm: string,
  method: string,
): void {
  const text = principalText(principal);
  if (text === "" || principal?.name_type === 11) return;
  const host = hostOf(principal);
  if (host !== "") {
    talk.claim(about, "name", host, 0.9, `${method}, host account`);
    talk.claim(about, "domainName", domainOf(realm), 0.85, `${method}, host account`);
    return;
  }
  talk.claim(about, "user", accountText(text, realm), 0.85, method);
  talk.claim(about, "domainName", domainOf(realm), 0.5, method);
}

/** An account with its realm, unless it names one itself. */
export function accountText(name: string, realm: string): string {
  return name.includes("@") || realm === "" ? name : `${name}@${realm}`;
}

/** Remarks what a client offers: nothing but withdrawn ciphers, or broken ones beside better. */
export function tellOffered(talk: Talk, types: readonly number[]): void {
  const named = types.filter((type) => !Number.isNaN(type));
  const allWeak = named.length > 0 && named.every(isWeakEncryption);
  for (const type of named) {
    if (allWeak || isBrokenEncryption(type)) tellCipher(talk, type, " offered");
  }
}

/** Remarks the cipher of a ticket or an answer. */
export function tellCipher(talk: Talk, type: number, suffix = ""): void {
  if (Number.isNaN(type)) return;
  const cipher = `${encryptionName(type)}${suffix}`;
  talk.note("sender", { kind: "cipher", protocol: "Kerberos", cipher, weak: isWeakEncryption(type) });
}
