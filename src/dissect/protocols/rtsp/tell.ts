// What RTSP tells of both sides: programs, credentials (RFC 2326 section 14.2 sends those of HTTP), realms of cameras.
import type { Session } from "../../sdp.ts";
import type { Talk } from "../../talk.ts";
import type { Head, Header } from "../http/head.ts";
import { headerOf } from "../http/head.ts";
import { readProduct } from "../http/products.ts";
import { pairsOf, SECRET_NAME } from "../http/secrets.ts";
import { isTelling, tellAuthorization, tellTarget } from "../http/tell.ts";
import type { Memory, Waiting } from "./memory.ts";

/** Claims and remarks of a request. */
export function tellRequest(talk: Talk<Memory>, head: Head, session: Session | undefined): void {
  const agent = headerOf(head, "user-agent") ?? headerOf(head, "server");
  tellProduct(talk, agent, 0.5, "RTSP User-Agent");
  for (const header of head.headers) {
    if (header.name !== "authorization" && header.name !== "proxy-authorization") continue;
    talk.memory.isAuthorized = true;
    tellAuthorization(talk, header.value, "RTSP");
  }
  if (holdsSecret(head.target)) talk.memory.isAuthorized = true;
  tellTarget(talk, head.target, "RTSP");
  if (session !== undefined) tellSession(talk, session);
}

/** Whether an address carries a login in front of the host or in its query. */
function holdsSecret(target: string): boolean {
  if (/^[a-z]+:\/\/[^/?#]*@/i.test(target)) return true;
  const query = target.indexOf("?");
  return query >= 0 && pairsOf(target.slice(query + 1)).some(([name]) => SECRET_NAME.test(name));
}

/** Claims and remarks of an answer. */
export function tellResponse(
  talk: Talk<Memory>,
  head: Head,
  session: Session | undefined,
  request: Waiting | undefined,
): void {
  const { memory } = talk;
  tellProduct(talk, headerOf(head, "server"), 0.7, "RTSP Server");
  for (const header of head.headers) {
    if (header.name === "www-authenticate") tellRealm(talk, header);
  }
  if (session !== undefined) tellSession(talk, session);
  const isOpened = head.status === 200 && (request?.method === "PLAY" || request?.method === "RECORD");
  if (!isOpened || memory.isTold) return;
  memory.isTold = true;
  talk.note("receiver", { kind: "session", protocol: "RTSP", anonymous: !memory.isAuthorized });
}

function tellProduct(talk: Talk<Memory>, header: Header | undefined, confidence: number, method: string): void {
  const { memory, side } = talk;
  if (header === undefined || header.value === memory.products[side]) return;
  memory.products[side] = header.value;
  const product = readProduct(header.value);
  talk.claim("sender", "software", product.software, confidence, method, header.start, header.end);
  talk.claim("sender", "operatingSystem", product.operatingSystem, confidence - 0.1, method, header.start, header.end);
  talk.claim("sender", "vendor", product.vendor, confidence - 0.1, method, header.start, header.end);
}

/** What a camera calls the place that a password opens: often itself. */
function tellRealm(talk: Talk<Memory>, header: Header): void {
  const realm = /realm="([^"]{2,64})"/i.exec(header.value)?.[1];
  if (realm === undefined || realm === talk.memory.realm) return;
  talk.memory.realm = realm;
  const method = "RTSP authentication realm";
  const { start, end } = header;
  const axis = /^AXIS_([0-9A-F]{12})$/i.exec(realm);
  const dahua = /^Login to ([0-9A-Za-z]{10,32})$/.exec(realm);
  if (axis !== null) {
    talk.claim("sender", "vendor", "Axis", 0.85, method, start, end);
    talk.claim("sender", "serial", (axis[1] as string).toUpperCase(), 0.85, method, start, end);
  } else if (dahua !== null) {
    talk.claim("sender", "vendor", "Dahua", 0.5, method, start, end);
    talk.claim("sender", "serial", dahua[1] as string, 0.4, method, start, end);
  } else if (/^(IP|network) ?camera\b/i.test(realm)) {
    talk.claim("sender", "kind", realm.replace(/\s*\(.*$/, ""), 0.6, method, start, end);
  } else if (isTelling(realm)) talk.claim("sender", "model", realm, 0.35, method, start, end);
}

function tellSession(talk: Talk<Memory>, session: Session): void {
  const method = "RTSP session description";
  const { session_name: name } = session;
  if (isTelling(name) && !/^(RTSP )?(media|session|streamed?|live)\b/i.test(name)) {
    talk.claim("sender", "description", name, 0.4, method);
  }
  if (session.tool !== "") {
    const product = readProduct(session.tool);
    talk.claim("sender", "software", product.software, 0.5, method);
    talk.claim("sender", "vendor", product.vendor, 0.5, method);
  }
}
