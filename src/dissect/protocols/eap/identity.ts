// Who somebody says to be, without the person: RFC 3748 section 5.1, names by RFC 7542. Here alone is decided what of an
// identity is kept: whose house a user is of, what a machine is called, and that somebody asked not to be named.
import type { Talk } from "../../talk.ts";

const LONGEST = 253;
const HOST_NAME = /^(?=.*[A-Za-z])[A-Za-z0-9_][A-Za-z0-9_.-]*$/;
const REALM = /^[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?$/;
/** Twelve digits without a letter or a sign between them may be a telephone's number. */
const ADDRESS =
  /^(?:[0-9a-f]{2}([:-])(?:[0-9a-f]{2}\1){4}[0-9a-f]{2}|(?:[0-9a-f]{4}[.-]){2}[0-9a-f]{4}|(?=.*[a-f])[0-9a-f]{12})$/i;

/** What is kept of an identity. */
export interface Identity {
  /** A machine by its name, a station by its address, nobody in particular, a user of a realm, or a user of none. */
  kind: "machine" | "address" | "anonymous" | "user";
  /** The machine's name or address; "" for users, who are not named. */
  name: string;
  /** The realm or domain, "" without one. */
  realm: string;
}

/** Reads an identity and forgets whom it names. */
export function readIdentity(text: string): Identity {
  const bare = text.slice(0, 1024).trim();
  const machine = /^host\/([^/@\\]+)/i.exec(bare)?.[1];
  if (machine !== undefined && HOST_NAME.test(machine)) return { kind: "machine", name: shortened(machine), realm: "" };
  const address = addressOf(bare);
  if (address !== "") return { kind: "address", name: address, realm: "" };
  const [user, realm] = parts(bare);
  // Computer accounts of a domain end so.
  if (/\$$/.test(user) && HOST_NAME.test(user.slice(0, -1)))
    return { kind: "machine", name: shortened(user.slice(0, -1)), realm };
  const isAnonymous = user === "" || /^anonymous$/i.test(user);
  return { kind: isAnonymous ? "anonymous" : "user", name: "", realm };
}

/** The 12 lower-case hex digits of a hardware address in any of its spellings; "" for other texts. */
export function addressOf(text: string): string {
  return ADDRESS.test(text) ? text.replace(/[^0-9a-f]/gi, "").toLowerCase() : "";
}

/** Account and realm: the realm stands behind the last "@", or before a backslash as in Windows. */
function parts(text: string): [user: string, realm: string] {
  const at = text.lastIndexOf("@");
  if (at >= 0) return [text.slice(0, at), realmOf(text.slice(at + 1))];
  const slash = text.indexOf("\\");
  return slash < 0 ? [text, ""] : [text.slice(slash + 1), realmOf(text.slice(0, slash))];
}

/** A text that can be no realm may be anything, a person among it. */
function realmOf(text: string): string {
  return REALM.test(text) ? shortened(text) : "";
}

function shortened(text: string): string {
  return text.slice(0, LONGEST);
}

/** The words that stand for an identity in fields: "host/pc-7", "anonymous", "@example.org"; "" for a user of no realm. */
export function identityText({ kind, name, realm }: Identity): string {
  const house = realm === "" ? "" : `@${realm}`;
  if (kind === "machine") return `host/${name}${house}`;
  if (kind === "address") return name;
  return kind === "anonymous" ? `anonymous${house}` : house;
}

/** Claims what a machine says of itself in an identity. */
export function tellIdentity(talk: Talk, { kind, name, realm }: Identity, start: number, end: number): void {
  if (kind !== "machine") return;
  talk.claim("sender", "name", name, 0.8, "EAP machine identity", start, end);
  talk.claim("sender", "domainName", realm, 0.6, "EAP machine identity", start, end);
}
