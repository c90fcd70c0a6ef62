// Where secrets stand in targets, forms and header fields, so that they are told of but never told.

/** Names of form fields and query parameters that hold a secret. */
export const SECRET_NAME = /pass|pwd|psw|kennwort|secret|token|api_?key|auth|^sid$|session|^pin$|signature/i;
/** Those of them that hold a password. */
export const PASSWORD_NAME = /pass(?!ive|age|port)|pwd|psw|kennwort/i;
/** Names that hold an account. */
export const USER_NAME =
  /^(user_?(name|id)?|login_?(name|id)?|account|uname|usr|uid|email|benutzer(name)?|j_username|log)$/i;

const HIDDEN = "***";

/** Keys that bridges and gateways take as a part of the path. */
const KEY_IN_PATH = /\/api\/[0-9A-Za-z-]{20,}(?=\/|$)/g;

/** A target or URL whose keys, query secrets and credentials are hidden. */
export function withoutSecrets(text: string): string {
  const target = text.replace(KEY_IN_PATH, `/api/${HIDDEN}`);
  const bare = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*@/i.test(target)
    ? target.replace(/:\/\/[^/?#]*@/, `://${HIDDEN}@`)
    : target;
  const query = bare.search(/[?;]/);
  if (query < 0) return bare;
  return (
    bare.slice(0, query) +
    bare
      .slice(query)
      .replace(/([?&;])([^=&;?#]*)=([^?&;#]*)/g, (all: string, mark: string, name: string, value: string) =>
        value !== "" && SECRET_NAME.test(name) ? `${mark}${name}=${HIDDEN}` : all,
      )
  );
}

/** Name and value pairs of a query or an urlencoded form, at most 64. */
export function pairsOf(text: string): (readonly [string, string])[] {
  return text.split("&", 64).map((part) => {
    const equals = part.indexOf("=");
    return equals < 0
      ? ([part, ""] as const)
      : ([decoded(part.slice(0, equals)), decoded(part.slice(equals + 1))] as const);
  });
}

/** Percent-decoding of single bytes as Latin-1; what is no escape stays. */
function decoded(text: string): string {
  return text
    .replaceAll("+", " ")
    .replace(/%([0-9A-Fa-f]{2})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));
}

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Base64 (RFC 4648 section 4) as Latin-1, up to the first character that is none; at most 512 characters are read. */
export function fromBase64(text: string): string {
  let bits = 0;
  let count = 0;
  let plain = "";
  for (let at = 0; at < text.length && at < 512; at++) {
    const digit = DIGITS.indexOf(text.charAt(at));
    if (digit < 0) break;
    bits = ((bits << 6) | digit) & 0xffff;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    plain += String.fromCharCode((bits >> count) & 0xff);
  }
  return plain;
}

/** Pairs that devices are shipped with, published in their makers' manuals. */
const SHIPPED = [
  "admin:",
  "admin:admin",
  "admin:password",
  "admin:1234",
  "admin:12345",
  "admin:123456",
  "admin:default",
  "admin:wago",
  "admin:private",
  "admin:moxa",
  "administrator:",
  "administrator:administrator",
  "Administrator:1234",
  "adm:adm",
  "guest:guest",
  "root:",
  "root:root",
  "root:pass",
  "root:admin",
  "user:user",
  "USER:USER",
  "user:",
  "service:service",
  "operator:operator",
  "supervisor:supervisor",
  "ADMIN:ADMIN",
];

/** The pair if it is one that devices are shipped with, else undefined: then it is a secret. */
export function shippedPair(user: string, password: string): string | undefined {
  const pair = `${user}:${password}`;
  return SHIPPED.includes(pair) ? pair : undefined;
}
