// Entries and changes: RFC 4511 sections 4.5.2, 4.6 and 4.7. Values are told only of the server's own entry (RFC 4512
// section 5.1, MS-ADTS section 3.1.1.3.2): what directories hold of people and keys stays out.
import { type Element, newElement } from "../../ber.ts";
import { numberIn, type Parts, readPart, textIn } from "../../ber-parts.ts";
import type { Talk } from "../../talk.ts";
import { clear } from "./bind.ts";
import type { Memory } from "./memory.ts";
import { CHANGES, domainOfName, firstOfName } from "./names.ts";
import { readNetlogon } from "./netlogon.ts";

const MOST_ATTRIBUTES = 128;
const MOST_VALUES = 64;
/** Attributes that hold a password which is being set. */
const PASSWORD = /^(userPassword|unicodePwd|dBCSPwd)$/i;
/** Versions of the Windows Server that a functional level asks for (MS-ADTS section 6.1.4.1). */
const LEVELS: readonly string[] = ["2000", "2003 interim", "2003", "2008", "2008 R2", "2012", "2012 R2", "2016"];

type Put = (name: string, value: unknown) => void;

const attribute = newElement();
const value = newElement();
const inner = newElement();
const change = newElement();

/** Reads a search result entry: a name and its attributes. */
export function readEntry(talk: Talk<Memory>, parts: Parts, op: Element, put: Put): void {
  if (!readPart(parts, op.content, op.end, inner)) return;
  const name = textIn(parts, inner);
  put("object_name", name);
  if (name !== "") talk.object(name);
  if (!readPart(parts, inner.next, op.end, inner) || (name !== "" && !talk.detailed)) return;
  const shown: object[] = [];
  const last = inner.end;
  for (let at = inner.content; readPart(parts, at, last, attribute) && shown.length < MOST_ATTRIBUTES; ) {
    at = attribute.next;
    if (!readPart(parts, attribute.content, attribute.end, value)) continue;
    const type = textIn(parts, value);
    const hasValues = readPart(parts, value.next, attribute.end, value);
    if (name === "" && hasValues) shown.push(readOwn(talk, parts, type));
    else shown.push({ type, values: hasValues ? countIn(parts, value) : 0 });
  }
  put("attributes", shown);
}

/** Attributes of the new entry in an add request. */
export function readAdded(talk: Talk<Memory>, parts: Parts, at: number, end: number, name: string, put: Put): void {
  if (!readPart(parts, at, end, inner)) return;
  const types: string[] = [];
  const last = inner.end;
  for (let next = inner.content; readPart(parts, next, last, attribute); next = attribute.next) {
    if (types.length >= MOST_ATTRIBUTES) break;
    if (!readPart(parts, attribute.content, attribute.end, value)) continue;
    types.push(textIn(parts, value));
  }
  if (types.some((type) => PASSWORD.test(type))) talk.note("sender", clear("LDAP password of a new account", name));
  put("attributes", types);
}

/** The changes of a modify request. */
export function readChanges(talk: Talk<Memory>, parts: Parts, at: number, end: number, name: string, put: Put): void {
  if (!readPart(parts, at, end, inner)) return;
  const shown: object[] = [];
  let password = false;
  const last = inner.end;
  for (let next = inner.content; readPart(parts, next, last, change); next = change.next) {
    if (shown.length >= MOST_ATTRIBUTES) break;
    if (!readPart(parts, change.content, change.end, value)) continue;
    const operation = numberIn(parts, value);
    if (!readPart(parts, value.next, change.end, attribute)) continue;
    if (!readPart(parts, attribute.content, attribute.end, value)) continue;
    const type = textIn(parts, value);
    const values = readPart(parts, value.next, attribute.end, value) ? countIn(parts, value) : 0;
    password ||= PASSWORD.test(type) && values > 0;
    shown.push({ operation: CHANGES[operation] ?? String(operation), type, values });
  }
  if (password) talk.note("sender", clear("LDAP password change", name));
  put("changes", shown);
}

function countIn(parts: Parts, set: Element): number {
  let count = 0;
  for (let at = set.content; readPart(parts, at, set.end, inner); at = inner.next) count++;
  return count;
}

/** An attribute of the server's own entry with its values; `value` is the set of them. */
function readOwn(talk: Talk<Memory>, parts: Parts, type: string): object {
  const key = type.toLowerCase();
  const values: unknown[] = [];
  const last = value.end;
  for (let at = value.content; readPart(parts, at, last, value) && values.length < MOST_VALUES; at = value.next) {
    if (key === "netlogon") {
      values.push(readNetlogon(talk as Talk, parts.bytes, value.content, value.end));
      continue;
    }
    const text = textIn(parts, value);
    values.push(text);
    tellOwn(talk, key, text, value.content, value.end);
  }
  return { type, values };
}

function tellOwn(talk: Talk<Memory>, key: string, text: string, start: number, end: number): void {
  const method = "LDAP root entry";
  switch (key) {
    case "dnshostname":
      talk.claim("sender", "name", text, 0.95, method, start, end);
      return;
    case "servername":
      talk.claim("sender", "name", firstOfName(text, "cn"), 0.9, method, start, end);
      tellSite(talk, text, start, end);
      return;
    case "defaultnamingcontext":
      talk.claim("sender", "domainName", domainOfName(text), 0.93, method, start, end);
      return;
    case "domaincontrollerfunctionality": {
      const release = LEVELS[Number(text)];
      if (release === undefined) return;
      talk.claim("sender", "operatingSystem", `Windows Server ${release} or later`, 0.6, method, start, end);
      talk.claim("sender", "role", "directory server", 0.9, "answers as a domain controller", start, end);
      return;
    }
    case "vendorname":
      talk.claim("sender", "vendor", text, 0.6, method, start, end);
      return;
    case "vendorversion":
      talk.claim("sender", "software", text, 0.8, method, start, end);
      return;
    default:
  }
}

/** The site of a server stands in its name: CN=server,CN=Servers,CN=site,CN=Sites (MS-ADTS section 6.1.1.2.2). */
function tellSite(talk: Talk<Memory>, name: string, start: number, end: number): void {
  const site = /,CN=Servers,CN=([^,]+),CN=Sites,/i.exec(name)?.[1];
  if (site !== undefined) {
    talk.claim("sender", "location", `directory site ${site}`, 0.7, "LDAP root entry", start, end);
  }
}
