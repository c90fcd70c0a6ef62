// What header fields tell: names, software, credentials by RFC 7617 (Basic), 7616 (Digest), 6750 (Bearer), cookies aside.
import type { Talk } from "../../talk.ts";
import type { Head, Header } from "./head.ts";
import { headerOf, printable } from "./head.ts";
import type { ToldOf } from "./memory.ts";
import { readProduct } from "./products.ts";
import { fromBase64, PASSWORD_NAME, pairsOf, shippedPair, USER_NAME } from "./secrets.ts";

/** Realms and titles that say nothing about the device. */
const SAYS_NOTHING =
  /^(index|home|login|log in|logon|sign in|welcome|main|default|untitled|document|test|page|error|loading|redirect|restricted|secure|protected|private|admin|administrator|authorization|authentication|user|web|server|http|realm|index of|upnp|websocket|\d{3}\b|object moved|moved|found|not found|unauthorized|forbidden|bad request|please|access)\b.{0,24}$/i;

type Here = readonly [number, number];
const NOWHERE: Here = [0, 0];

/** The words of a header as they stand, for fingerprints. */
function noteText(talk: Talk, method: string, value: string): void {
  const text = printable(value).slice(0, 256);
  if (text !== "") talk.note("sender", { kind: "fingerprint", method, value: text });
}

function here(header: Header | undefined, inPlace: boolean): Here {
  return inPlace && header !== undefined ? [header.start, header.end] : NOWHERE;
}

/** Claims and remarks of a request. */
export function tellRequest(talk: Talk, side: ToldOf, head: Head, inPlace: boolean): void {
  const agent = headerOf(head, "user-agent");
  if (agent !== undefined && agent.value !== side.product) {
    side.product = agent.value;
    const product = readProduct(agent.value);
    const [start, end] = here(agent, inPlace);
    noteText(talk, "HTTP User-Agent", agent.value);
    talk.claim("sender", "software", product.software, 0.5, "HTTP User-Agent", start, end);
    talk.claim("sender", "operatingSystem", product.operatingSystem, 0.6, "HTTP User-Agent", start, end);
    talk.claim("sender", "vendor", product.vendor, 0.3, "HTTP User-Agent", start, end);
    talk.claim("sender", "model", product.model, 0.5, "HTTP User-Agent", start, end);
  }
  const host = headerOf(head, "host");
  // To a proxy the whole URL is sent, and the host is then not the receiver.
  if (
    host !== undefined &&
    host.value !== side.host &&
    !/^[a-z]+:\/\//i.test(head.target) &&
    head.method !== "CONNECT"
  ) {
    side.host = host.value;
    const name = host.value.replace(/:\d+$/, "");
    if (/^[A-Za-z0-9_-][A-Za-z0-9._-]*$/.test(name) && /[A-Za-z]/.test(name) && name !== "localhost") {
      const [start, end] = here(host, inPlace);
      talk.claim("receiver", "name", name, 0.3, "HTTP Host that a client asked for", start, end);
    }
  }
  for (const header of head.headers) {
    if (header.name === "authorization") tellAuthorization(talk, header.value, "HTTP");
    else if (header.name === "proxy-authorization") tellAuthorization(talk, header.value, "HTTP proxy");
  }
  tellTarget(talk, head.target, "HTTP");
}

/** Remarks the credentials of an Authorization header field; `prefix` names the protocol that carries it. */
export function tellAuthorization(talk: Talk, value: string, prefix: string): void {
  const blank = value.search(/\s/);
  const scheme = (blank < 0 ? value : value.slice(0, blank)).toLowerCase();
  const rest = blank < 0 ? "" : value.slice(blank).trim();
  if (scheme === "basic") {
    const plain = fromBase64(rest);
    const colon = plain.indexOf(":");
    const user = colon < 0 ? "" : plain.slice(0, colon);
    const wellKnown = colon < 0 ? undefined : shippedPair(user, plain.slice(colon + 1));
    if (colon < 0) talk.fault("bad credentials", 0);
    tellPassword(talk, `${prefix} basic`, user, wellKnown);
  } else if (scheme === "digest") {
    const user = /username="([^"]*)"/i.exec(rest)?.[1] ?? "";
    talk.note("sender", {
      kind: "credential",
      method: `${prefix} digest`,
      ...(user === "" ? {} : { user: printable(user).slice(0, 128) }),
      exposure: "challenge",
    });
  } else if (scheme === "ntlm" || scheme === "negotiate") {
    talk.note("sender", { kind: "credential", method: `${prefix} ${scheme}`, exposure: "challenge" });
  } else if (rest !== "" && /^[a-z][a-z0-9-]*$/.test(scheme)) {
    talk.note("sender", { kind: "credential", method: `${prefix} ${scheme} token`, exposure: "clear" });
  } else {
    // A bare key without a scheme.
    talk.note("sender", { kind: "credential", method: `${prefix} token`, exposure: "clear" });
  }
}

/** Remarks a password that anybody on the way can read. */
export function tellPassword(talk: Talk, method: string, user: string, wellKnown: string | undefined): void {
  const name = printable(user).slice(0, 128);
  talk.note("sender", {
    kind: "credential",
    method,
    ...(name === "" ? {} : { user: name }),
    exposure: "clear",
    ...(wellKnown === undefined ? {} : { wellKnown }),
  });
}

/** Remarks a password in the query or in front of the host. */
export function tellTarget(talk: Talk, target: string, prefix: string): void {
  const query = target.indexOf("?");
  if (query >= 0) tellPairs(talk, `${prefix} query`, target.slice(query + 1));
  const credentials = /^[a-z][a-z0-9+.-]*:\/\/([^/?#:@]*):[^/?#@]*@/i.exec(target);
  if (credentials !== null) tellPassword(talk, `${prefix} URL`, credentials[1] as string, undefined);
}

/** A password among name and value pairs; the account is taken from the same pairs. */
export function tellPairs(talk: Talk, method: string, text: string): void {
  if (!PASSWORD_NAME.test(text)) return;
  let user = "";
  let password: string | undefined;
  for (const [name, value] of pairsOf(text)) {
    if (password === undefined && PASSWORD_NAME.test(name) && value !== "") password = value;
    else if (user === "" && USER_NAME.test(name)) user = value;
  }
  if (password !== undefined) tellPassword(talk, method, user, shippedPair(user, password));
}

/** Claims of a response. */
export function tellResponse(talk: Talk, side: ToldOf, head: Head, inPlace: boolean): void {
  const server = headerOf(head, "server");
  if (server !== undefined && server.value !== side.product) {
    side.product = server.value;
    const product = readProduct(server.value);
    const [start, end] = here(server, inPlace);
    noteText(talk, "HTTP Server", server.value);
    talk.claim("sender", "software", product.software, 0.7, "HTTP Server", start, end);
    talk.claim("sender", "operatingSystem", product.operatingSystem, 0.6, "HTTP Server", start, end);
    talk.claim("sender", "vendor", product.vendor, 0.6, "HTTP Server", start, end);
  }
  const powered = headerOf(head, "x-powered-by");
  if (powered !== undefined && powered.value !== side.powered) {
    side.powered = powered.value;
    noteText(talk, "HTTP X-Powered-By", powered.value);
  }
  const challenge = headerOf(head, "www-authenticate");
  if (challenge !== undefined && challenge.value !== side.challenge) {
    side.challenge = challenge.value;
    // What changes with every answer names no product.
    if (!/nonce=/i.test(challenge.value)) noteText(talk, "HTTP WWW-Authenticate", challenge.value);
  }
  const realm = challenge === undefined ? null : /realm="([^"]{2,64})"/i.exec(challenge.value);
  // A realm of the kind "Maker Web" names the pages.
  if (realm === null || !isTelling(realm[1] as string) || /\bweb( ?(server|pages?|site))?$/i.test(realm[1] as string))
    return;
  const [start, end] = here(challenge, inPlace);
  talk.claim("sender", "model", realm[1] as string, 0.35, "HTTP authentication realm", start, end);
}

/** Whether a realm or title may name the device. */
export function isTelling(text: string): boolean {
  return /[A-Za-z]{2}/.test(text) && !SAYS_NOTHING.test(text.trim());
}
