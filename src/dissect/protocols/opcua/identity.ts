// OPC 10000-4 sections 7.2 and 7.14 (ApplicationDescription, EndpointDescription) and OPC 10000-5 section 12.4
// (BuildInfo): who an application says it is.
import type { About } from "../../talk.ts";
import { tellCertificate } from "./certificates.ts";
import { isNews } from "./memory.ts";
import { isWeakPolicy, policyName } from "./policies.ts";
import { productOf } from "./products.ts";
import type { Scene } from "./scene.ts";
import { shortText, skipStrings, skipText } from "./scene.ts";
import { EXTENSION_OBJECT, enumerationText, STRING } from "./schema.ts";

const SERVER_STATUS = 2256;
const BUILD_INFO = 2260;
const PRODUCT_NAME = 2261;
const PRODUCT_URI = 2262;
const MANUFACTURER_NAME = 2263;
const SOFTWARE_VERSION = 2264;
const NAMESPACE_ARRAY = 2255;
/** Encoding ids. */
const BUILD_INFO_OBJECT = 340;
const SERVER_STATUS_OBJECT = 864;

/** In the first octet of a Variant. */
const IS_ARRAY = 0x80;
const MOST_NAMESPACES = 64;
const MOST_ENDPOINTS = 64;
const HOST = /^[a-z.]+:\/\/(\[[^\]]*\]|[^:/?#]*)/i;
const IS_NAME = /^(?=.*[A-Za-z])[A-Za-z0-9_][A-Za-z0-9_.-]*$/;

/** Host of an endpoint URL if it is a name, else "". */
export function hostOf(url: string): string {
  const host = HOST.exec(url)?.[1] ?? "";
  return IS_NAME.test(host) && host.toLowerCase() !== "localhost" ? host : "";
}

/** Claims the name by which an endpoint URL calls its server. */
export function claimHost(scene: Scene, about: About, url: string, confidence: number, start: number): void {
  const host = hostOf(url);
  if (host === "") return;
  const placed = scene.placed;
  scene.talk.claim(
    about,
    "name",
    host,
    confidence,
    "OPC UA endpoint URL",
    placed ? start : 0,
    placed ? scene.reader.position : 0,
  );
}

/** A LocalizedText without its locale. */
function localized(scene: Scene): string {
  const { reader } = scene;
  const mask = reader.u8();
  if ((mask & 1) !== 0) skipText(reader);
  return (mask & 2) !== 0 ? shortText(reader) : "";
}

/** Reads an ApplicationDescription; claims what it says of `about`, unless that is undefined. */
export function readApplication(scene: Scene, about: "sender" | "receiver" | undefined): void {
  const { reader, talk } = scene;
  const start = reader.position;
  const applicationUri = shortText(reader);
  const productUri = shortText(reader);
  const applicationName = localized(scene);
  reader.skip(4);
  skipText(reader);
  skipText(reader);
  skipStrings(reader);
  if (!reader.ok || about === undefined) return;
  const side = about === "sender" ? talk.side : 1 - talk.side;
  if (!isNews(talk.memory, side, reader.bytes, start, reader.position)) return;
  claimApplication(scene, about, scene.isResponse, applicationUri, productUri, applicationName, start);
}

/** Reads a RegisteredServer, which describes its sender. */
export function readRegisteredServer(scene: Scene): void {
  const { reader } = scene;
  const start = reader.position;
  const serverUri = shortText(reader);
  const productUri = shortText(reader);
  const count = reader.i32le();
  let name = "";
  for (let index = 0; index < count && reader.ok; index++) {
    const text = localized(scene);
    if (name === "") name = text;
  }
  reader.skip(4);
  if (reader.ok) claimApplication(scene, "sender", true, serverUri, productUri, name, start);
}

function claimApplication(
  scene: Scene,
  about: About,
  isServer: boolean,
  applicationUri: string,
  productUri: string,
  applicationName: string,
  start: number,
): void {
  const { talk } = scene;
  const from = scene.placed ? start : 0;
  const to = scene.placed ? scene.reader.position : 0;
  const method = "OPC UA application description";
  talk.claim(about, "software", applicationName, 0.7, method, from, to);
  talk.claim(about, "description", applicationUri, 0.6, method, from, to);
  talk.claim(about, "software", productUri, 0.5, method, from, to);
  const product = productOf(productUri) ?? productOf(applicationUri);
  if (product === undefined) return;
  talk.claim(about, "vendor", product.vendor, 0.6, method, from, to);
  // A client may be a tool of the same maker, so only servers are taken at their product's word.
  if (isServer && product.role !== "") talk.claim(about, "role", product.role, 0.6, method, from, to);
}

/** Reads an array of endpoints that a server offers: who it is, and how it may be entered. */
export function readEndpoints(scene: Scene): void {
  const { reader, talk } = scene;
  const count = reader.i32le();
  for (let index = 0; index < count && reader.ok; index++) {
    const start = reader.position;
    const url = shortText(reader);
    const urlEnd = reader.position;
    readApplication(scene, "sender");
    const length = reader.i32le();
    const certificateStart = reader.position;
    if (length > 0) reader.skip(length);
    const certificateEnd = reader.position;
    const mode = reader.i32le();
    const policy = shortText(reader);
    const users = readUserTokens(scene);
    skipText(reader);
    reader.skip(1);
    if (!reader.ok) return;
    if (length > 0) tellCertificate(talk, "sender", reader.bytes, certificateStart, certificateEnd, scene.placed);
    if (index >= MOST_ENDPOINTS || !isNews(talk.memory, 2, reader.bytes, start, reader.position)) continue;
    if (hostOf(url) !== "") {
      const placed = scene.placed;
      talk.claim("sender", "name", hostOf(url), 0.5, "OPC UA endpoint URL", placed ? start : 0, placed ? urlEnd : 0);
    }
    const security = String(enumerationText("MessageSecurityMode", mode));
    talk.note("sender", {
      kind: "endpoint",
      protocol: "OPC UA",
      address: url,
      security: mode === 1 ? policyName(policy) : `${policyName(policy)} ${security}`,
      users,
      weak: mode <= 1 || isWeakPolicy(policy),
    });
  }
}

/** The kinds of user that an endpoint takes, each once, in the order told. */
function readUserTokens(scene: Scene): string[] {
  const { reader } = scene;
  const kinds: string[] = [];
  const count = reader.i32le();
  for (let index = 0; index < count && reader.ok; index++) {
    skipText(reader);
    const kind = String(enumerationText("UserTokenType", reader.i32le()));
    skipText(reader);
    skipText(reader);
    skipText(reader);
    if (!kinds.includes(kind) && kinds.length < 8) kinds.push(kind);
  }
  return kinds;
}

/** Whether a node of namespace 0 holds what a server says of itself. */
export function isIdentity(standard: number): boolean {
  return standard >= NAMESPACE_ARRAY && standard <= SOFTWARE_VERSION && standard !== 2257 && standard !== 2258;
}

/** Claims what the Variant at the reader says of the server, when it is the value of the node `standard`. */
export function tellIdentity(scene: Scene, standard: number, start: number, end: number): void {
  const { reader, talk } = scene;
  // The time in a server status is new each time; the rest is not.
  if (standard !== SERVER_STATUS && !isNews(talk.memory, standard, reader.bytes, start, end)) return;
  const mask = reader.u8();
  if (mask === EXTENSION_OBJECT) readStatusObject(scene);
  else if (mask === (STRING | IS_ARRAY) && standard === NAMESPACE_ARRAY) readNamespaces(scene);
  else if (mask === STRING) {
    const from = scene.placed ? start : 0;
    claimBuildText(scene, standard, shortText(reader), from, scene.placed ? end : 0);
  }
}

function claimBuildText(scene: Scene, standard: number, text: string, from: number, to: number): void {
  const { talk } = scene;
  const { memory } = talk;
  const method = "OPC UA build information";
  switch (standard) {
    case MANUFACTURER_NAME:
      talk.claim("sender", "vendor", text, 0.85, method, from, to);
      return;
    case PRODUCT_NAME:
      memory.product = text;
      talk.claim("sender", "model", text, 0.6, method, from, to);
      break;
    case SOFTWARE_VERSION:
      memory.version = text;
      break;
    default:
      if (standard === PRODUCT_URI) talk.claim("sender", "software", text, 0.5, method, from, to);
      return;
  }
  // Name and version are nodes of their own, and a version alone tells nothing.
  if (memory.product === "") return;
  talk.claim("sender", "software", `${memory.product} ${memory.version}`.trim(), 0.9, method, from, to);
}

/** Of an extension object, the build information: alone, or inside a server status. */
function readStatusObject(scene: Scene): void {
  const { reader, talk } = scene;
  // Both types have ids of namespace 0 in four bytes, as every encoder writes them.
  if (reader.u16le() !== 1) return;
  const type = reader.u16le();
  if (reader.u8() !== 1 || (type !== SERVER_STATUS_OBJECT && type !== BUILD_INFO_OBJECT)) return;
  reader.skip(4);
  if (type === SERVER_STATUS_OBJECT) reader.skip(20);
  const start = reader.position;
  const productUri = shortText(reader);
  const vendor = shortText(reader);
  const product = shortText(reader);
  const version = shortText(reader);
  const build = shortText(reader);
  if (!reader.ok || !isNews(talk.memory, BUILD_INFO, reader.bytes, start, reader.position)) return;
  const from = scene.placed ? start : 0;
  const to = scene.placed ? reader.position : 0;
  const method = "OPC UA build information";
  talk.claim("sender", "vendor", vendor, 0.85, method, from, to);
  talk.claim("sender", "model", product, 0.6, method, from, to);
  const numbered = build === "" || version.includes(build) ? version : `${version} build ${build}`;
  if (product !== "") talk.claim("sender", "software", `${product} ${numbered}`.trim(), 0.95, method, from, to);
  else talk.claim("sender", "software", productUri, 0.5, method, from, to);
  const known = productOf(productUri);
  if (known !== undefined && known.role !== "") talk.claim("sender", "role", known.role, 0.6, method, from, to);
}

function readNamespaces(scene: Scene): void {
  const { reader, talk } = scene;
  const count = reader.i32le();
  for (let index = 0; index < count && index < MOST_NAMESPACES && reader.ok; index++) {
    const start = reader.position;
    const product = productOf(shortText(reader));
    if (product === undefined || !reader.ok) continue;
    const from = scene.placed ? start : 0;
    const to = scene.placed ? reader.position : 0;
    talk.claim("sender", "vendor", product.vendor, 0.55, "OPC UA namespaces", from, to);
    if (product.role !== "") talk.claim("sender", "role", product.role, 0.6, "OPC UA namespaces", from, to);
  }
}
