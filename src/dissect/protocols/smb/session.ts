// Session setup of SMB 1: MS-CIFS section 2.2.4.53, MS-SMB section 2.2.4.6. Passwords and their hashes are never shown.
import { findNtlm, readNtlm, windowsName } from "../../ntlmssp.ts";
import type { Reader } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import type { Block } from "./text.ts";
import { textHere } from "./text.ts";

/** Reads a session setup block, with the logins and systems it tells. */
export function readSetup(
  reader: Reader,
  talk: Talk,
  isResponse: boolean,
  block: Block,
  fields: Record<string, unknown> | undefined,
): void {
  const put = (more: Record<string, unknown>): void => {
    if (fields !== undefined) Object.assign(fields, more);
  };
  const { bytes } = reader;
  const word = (at: number): number =>
    at + 2 <= block.words * 2
      ? (bytes[block.wordsAt + at] as number) | ((bytes[block.wordsAt + at + 1] as number) << 8)
      : 0;
  const method = "SMB session setup";
  const hasBlob = isResponse ? block.words === 4 : block.words === 12;
  if (hasBlob) {
    const length = Math.min(word(isResponse ? 6 : 14), reader.left());
    const from = reader.position;
    const at = findNtlm(bytes, from, from + length);
    put({ security_blob_length: length });
    if (at >= 0) put({ ntlmssp: readNtlm(talk, bytes, at, from + length, "SMB") });
    reader.skip(length);
  } else if (!isResponse && block.words === 13) readOldLogin(reader, talk, block, word(14), word(16), put);
  else if (!isResponse && block.words === 10) readOldLogin(reader, talk, block, word(14), 0, put);
  const at = reader.position;
  const system = textHere(reader, block, block.unicode);
  const software = textHere(reader, block, block.unicode);
  if (isResponse) {
    const action = word(4);
    put({ action, guest: (action & 1) !== 0 });
    if ((action & 1) !== 0) talk.note("receiver", { kind: "session", protocol: "SMB", anonymous: true, name: "guest" });
    if (block.words === 3) {
      const domain = textHere(reader, block, block.unicode);
      talk.claim("sender", "domainName", domain, 0.9, method, at, reader.position);
      put({ primary_domain: domain });
    }
  }
  put({ native_os: system, native_lan_manager: software });
  // Samba answers with the version of Windows that it stands in for.
  const pretends = /^Samba\b/.test(software) && /^Windows\b/.test(system);
  if (!pretends) talk.claim("sender", "operatingSystem", productOf(system), 0.85, method, at, reader.position);
  if (software !== system) talk.claim("sender", "software", software, 0.7, method, at, reader.position);
}

/** The name under which Windows is sold: XP calls itself 5.1, and 2002. */
export function productOf(system: string): string {
  const version = /^Windows (\d+)\.(\d+)$/.exec(system);
  if (version !== null) return windowsName(Number(version[1]), Number(version[2]), 0);
  return system.replace(/^Windows 2002\b/, "Windows XP");
}

function readOldLogin(
  reader: Reader,
  talk: Talk,
  block: Block,
  oemLength: number,
  wideLength: number,
  put: (more: Record<string, unknown>) => void,
): void {
  reader.skip(Math.min(oemLength + wideLength, reader.left()));
  const at = reader.position;
  const account = textHere(reader, block, block.unicode);
  const domain = textHere(reader, block, block.unicode);
  put({ account_name: account, primary_domain: domain, password_lengths: [oemLength, wideLength] });
  if (account === "") {
    if (reader.ok && !reader.cut) talk.note("sender", { kind: "session", protocol: "SMB", anonymous: true });
    return;
  }
  const user = domain === "" ? account : `${domain}\\${account}`;
  talk.claim("sender", "user", user, 0.9, "SMB session setup", at, reader.position);
  // Answers to a challenge have 24 bytes or more; shorter ones are the password itself.
  const answered = oemLength >= 24 || wideLength >= 24;
  if (!answered && oemLength + wideLength <= 1) {
    talk.note("sender", { kind: "session", protocol: "SMB", anonymous: true, name: user });
    return;
  }
  talk.note("sender", {
    kind: "credential",
    method: answered ? "NTLM" : "SMB password",
    user,
    exposure: answered ? "challenge" : "clear",
  });
  if (answered && wideLength <= 24)
    talk.note("sender", { kind: "version", protocol: "NTLM", version: "1", obsolete: true });
}
