// NTLM authentication messages: MS-NLMP section 2.2. Responses, challenges and keys are never shown.
import type { Talk } from "./talk.ts";

const SIGNATURE = [0x4e, 0x54, 0x4c, 0x4d, 0x53, 0x53, 0x50, 0];
const HAS_VERSION = 0x02000000;
const UNICODE = 0x00000001;
const EXTENDED_SESSION_SECURITY = 0x00080000;
const NAMES = ["", "negotiate", "challenge", "authenticate"] as const;
const LONGEST_TEXT = 512;
const MOST_PAIRS = 32;

/** Pairs of the target information (section 2.2.2.1) that are text. */
const PAIRS: Readonly<Record<number, string>> = {
  1: "netbios_computer_name",
  2: "netbios_domain_name",
  3: "dns_computer_name",
  4: "dns_domain_name",
  5: "dns_tree_name",
  9: "target_name",
};

const VERSIONS: Readonly<Record<string, string>> = {
  "5.0": "Windows 2000",
  "5.1": "Windows XP",
  "5.2": "Windows Server 2003",
  "6.0": "Windows Vista or Server 2008",
  "6.1": "Windows 7 or Server 2008 R2",
  "6.2": "Windows 8 or Server 2012",
  "6.3": "Windows 8.1 or Server 2012 R2",
};

/** Windows in words for a version and build, as far as the build tells. */
export function windowsName(major: number, minor: number, build: number): string {
  const known = VERSIONS[`${major}.${minor}`];
  if (known !== undefined) return build > 0 ? `${known} (build ${build})` : known;
  if (major !== 10) return `Windows ${major}.${minor}${build > 0 ? ` (build ${build})` : ""}`;
  const product =
    build >= 26100
      ? "Windows 11 or Server 2025"
      : build >= 22000
        ? "Windows 11"
        : build === 20348
          ? "Windows Server 2022"
          : build === 17763
            ? "Windows 10 or Server 2019"
            : build === 14393
              ? "Windows 10 or Server 2016"
              : "Windows 10";
  return `${product} (build ${build})`;
}

/** Where an NTLM message begins in `bytes[start..end)`, bare or inside a security token; -1 without one. */
export function findNtlm(bytes: Uint8Array, start: number, end: number): number {
  for (let at = start; at + 12 <= end; at++) {
    if (bytes[at] !== 0x4e || bytes[at + 1] !== 0x54) continue;
    let index = 2;
    while (index < 8 && bytes[at + index] === SIGNATURE[index]) index++;
    if (index === 8) return at;
  }
  return -1;
}

/**
 * Reads the NTLM message at `at`, claims and notes what it tells and answers its fields; call it before `emit`.
 * `carrier` names the protocol around it, for people. Texts that do not lie within the message are left out.
 */
export function readNtlm(talk: Talk, bytes: Uint8Array, at: number, end: number, carrier: string): object {
  const type = at + 12 <= end ? u32(bytes, at + 8) : 0;
  const fields: Record<string, unknown> = { message_type: type, message_type_name: NAMES[type] ?? "" };
  if (type === 1) readNegotiate(talk, bytes, at, end, carrier, fields);
  else if (type === 2) readChallenge(talk, bytes, at, end, carrier, fields);
  else if (type === 3) readAuthenticate(talk, bytes, at, end, carrier, fields);
  return fields;
}

function readNegotiate(
  talk: Talk,
  bytes: Uint8Array,
  at: number,
  end: number,
  carrier: string,
  fields: Record<string, unknown>,
): void {
  if (at + 32 > end) return;
  const flags = u32(bytes, at + 12);
  const method = `NTLM negotiation in ${carrier}`;
  fields["negotiate_flags"] = flags;
  // These two are always in the OEM character set (section 2.2.1.1).
  fields["domain_name"] = text(bytes, at, end, at + 16, false);
  const workstation = text(bytes, at, end, at + 24, false);
  fields["workstation"] = workstation;
  talk.claim("sender", "name", workstation, 0.9, method, at, end);
  if ((flags & HAS_VERSION) !== 0) version(talk, bytes, at + 32, end, method, fields);
}

function readChallenge(
  talk: Talk,
  bytes: Uint8Array,
  at: number,
  end: number,
  carrier: string,
  fields: Record<string, unknown>,
): void {
  if (at + 32 > end) return;
  const flags = u32(bytes, at + 20);
  const method = `NTLM challenge in ${carrier}`;
  fields["target_name"] = text(bytes, at, end, at + 12, (flags & UNICODE) !== 0);
  fields["negotiate_flags"] = flags;
  if (at + 48 > end) return;
  const length = u16(bytes, at + 40);
  const from = at + u32(bytes, at + 44);
  const last = Math.min(end, from + length);
  let pair = from;
  for (let index = 0; index < MOST_PAIRS && pair + 4 <= last; index++) {
    const id = u16(bytes, pair);
    const size = u16(bytes, pair + 2);
    if (id === 0 || pair + 4 + size > last) break;
    const name = PAIRS[id];
    if (name !== undefined) fields[name] = wide(bytes, pair + 4, pair + 4 + size);
    pair += 4 + size;
  }
  const textOf = (name: string): string => {
    const value = fields[name];
    return typeof value === "string" ? value : "";
  };
  const dnsName = textOf("dns_computer_name");
  talk.claim("sender", "name", textOf("netbios_computer_name"), 0.95, method, from, last);
  if (dnsName.includes(".")) talk.claim("sender", "name", dnsName, 0.95, method, from, last);
  const domain = textOf("dns_domain_name") || textOf("netbios_domain_name");
  // A host outside any domain tells its own name as its domain.
  if (domain !== fields["netbios_computer_name"]) talk.claim("sender", "domainName", domain, 0.9, method, from, last);
  if ((flags & HAS_VERSION) !== 0) version(talk, bytes, at + 48, end, method, fields);
}

function readAuthenticate(
  talk: Talk,
  bytes: Uint8Array,
  at: number,
  end: number,
  carrier: string,
  fields: Record<string, unknown>,
): void {
  if (at + 52 > end) return;
  const flags = at + 64 <= end ? u32(bytes, at + 60) : UNICODE;
  const unicode = (flags & UNICODE) !== 0;
  const method = `NTLM authentication in ${carrier}`;
  const answer = u16(bytes, at + 20);
  const domain = text(bytes, at, end, at + 28, unicode);
  const user = text(bytes, at, end, at + 36, unicode);
  const workstation = text(bytes, at, end, at + 44, unicode);
  fields["domain_name"] = domain;
  fields["user_name"] = user;
  fields["workstation"] = workstation;
  fields["negotiate_flags"] = flags;
  fields["nt_response_length"] = answer;
  talk.claim("sender", "name", workstation, 0.9, method, at, end);
  if (user === "") {
    talk.note("sender", { kind: "session", protocol: carrier, anonymous: true });
  } else {
    const account = domain === "" ? user : `${domain}\\${user}`;
    talk.claim("sender", "user", account, 0.9, method, at, end);
    talk.note("sender", { kind: "credential", method: "NTLM", user: account, exposure: "challenge" });
    // Answers of version 1 are 24 bytes (section 2.2.2.6); those of version 2 are longer.
    const old = answer === 24 || (answer === 0 && u16(bytes, at + 12) === 24);
    if (answer > 0 || old) {
      const extended = (flags & EXTENDED_SESSION_SECURITY) !== 0;
      fields["ntlm_version"] = old ? (extended ? "1 with extended session security" : "1") : "2";
      talk.note("sender", { kind: "version", protocol: "NTLM", version: old ? "1" : "2", obsolete: old });
    }
  }
  if ((flags & HAS_VERSION) !== 0) version(talk, bytes, at + 64, end, method, fields);
}

function version(
  talk: Talk,
  bytes: Uint8Array,
  at: number,
  end: number,
  method: string,
  fields: Record<string, unknown>,
): void {
  if (at + 8 > end) return;
  const major = bytes[at] as number;
  const minor = bytes[at + 1] as number;
  const build = u16(bytes, at + 2);
  fields["version"] = `${major}.${minor}.${build}`;
  // Samba and others that are not Windows tell build 0.
  if (build === 0 || major < 5 || major > 10) return;
  talk.claim("sender", "operatingSystem", windowsName(major, minor, build), 0.8, method, at, at + 4);
}

/** A text by its descriptor of length, room and offset from the message's start. */
function text(bytes: Uint8Array, start: number, end: number, descriptor: number, unicode: boolean): string {
  if (descriptor + 8 > end) return "";
  const length = u16(bytes, descriptor);
  const from = start + u32(bytes, descriptor + 4);
  if (length > LONGEST_TEXT || from + length > end) return "";
  if (unicode) return wide(bytes, from, from + length);
  let letters = "";
  for (let at = from; at < from + length; at++) letters += letter(bytes[at] as number);
  return letters.trim();
}

function wide(bytes: Uint8Array, start: number, end: number): string {
  let letters = "";
  for (let at = start; at + 1 < end && letters.length < LONGEST_TEXT; at += 2) letters += letter(u16(bytes, at));
  return letters.trim();
}

function letter(code: number): string {
  return code < 32 ? "" : String.fromCharCode(code);
}

function u16(bytes: Uint8Array, at: number): number {
  return (bytes[at] as number) | ((bytes[at + 1] as number) << 8);
}

function u32(bytes: Uint8Array, at: number): number {
  return (u16(bytes, at) | (u16(bytes, at + 2) << 16)) >>> 0;
}
