// What one whole message comes to: its operation, its fields, and what it tells of both sides.
import type { Operation } from "../../operation.ts";
import { operation } from "../../operation.ts";
import { utf8Of } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import { REQUEST, RESPONSE } from "../../talk.ts";
import { withoutPatients } from "../fhir/resources.ts";
import { tellDocument, tellForm } from "./document.ts";
import type { Head } from "./head.ts";
import { headerText } from "./head.ts";
import { isHanded } from "./inner.ts";
import type { HttpMemory, HttpSide } from "./memory.ts";
import { MOST_HANDED, MOST_INSPECTED } from "./memory.ts";
import { reasonName } from "./reasons.ts";
import { withoutSecrets } from "./secrets.ts";
import { tellRequest, tellResponse } from "./tell.ts";

/** RFC 9110 section 9 and the methods of UPnP and WebDAV; what a POST does depends on what it is sent to. */
const METHODS = new Map<string, Operation>([
  ["GET", operation("http", "get", "read")],
  ["HEAD", operation("http", "head", "read")],
  ["POST", operation("http", "post", "other")],
  ["M-POST", operation("http", "m_post", "other")],
  ["PUT", operation("http", "put", "write")],
  ["PATCH", operation("http", "patch", "write")],
  ["DELETE", operation("http", "delete", "write")],
  ["OPTIONS", operation("http", "options", "identify")],
  ["TRACE", operation("http", "trace", "other")],
  ["CONNECT", operation("http", "connect", "other")],
  ["PROPFIND", operation("http", "propfind", "read")],
  ["SUBSCRIBE", operation("http", "subscribe", "read")],
  ["UNSUBSCRIBE", operation("http", "unsubscribe", "other")],
  ["NOTIFY", operation("http", "notify", "read")],
]);
const OTHER_METHOD = operation("http", "unnamed_method", "other");
const ANSWER = operation("http", "response", "other");

/** Header fields whose values are told; the others are only named, since they may hold secrets. */
const TOLD = [
  "host",
  "user-agent",
  "server",
  "content-type",
  "content-encoding",
  "transfer-encoding",
  "location",
  "referer",
  "origin",
  "via",
  "x-forwarded-for",
  "x-powered-by",
  "connection",
  "upgrade",
  "soapaction",
  "accept",
  "accept-language",
  "cache-control",
  "date",
  "last-modified",
  "etag",
  "range",
  "content-range",
  "content-disposition",
  "nt",
  "nts",
  "callback",
  "timeout",
];

const INSPECTED = /html|xml|json|x-www-form-urlencoded|text\/plain/;

/** How many of the first bytes of the body of a message about a path are looked at: 0 where they can tell nothing. */
export function inspectedOf(head: Head, path: string): number {
  if (headerText(head, "content-encoding") !== "") return 0;
  const type = headerText(head, "content-type").toLowerCase();
  if (isHanded(type, path)) return MOST_HANDED;
  if (!head.isRequest && head.status !== 200) return 0;
  return type === "" || INSPECTED.test(type) ? MOST_INSPECTED : 0;
}

/** Tells one message, whose body may lie in other segments than its head unless `inPlace`. */
export function emitMessage(talk: Talk<HttpMemory>, side: HttpSide, head: Head, inPlace: boolean): void {
  for (const fault of head.faults) talk.fault(fault.name, fault.offset);
  if (side.defect !== "") talk.fault(side.defect, 0);
  const body = side.inspected > 0 ? utf8Of(side.body, 0, Math.min(side.inspected, MOST_INSPECTED)) : "";
  if (head.isRequest) {
    tellRequest(talk, side, head, inPlace);
    if (body !== "") tellForm(talk, headerText(head, "content-type").toLowerCase(), body);
    const path = withoutPatients(pathOf(head.target));
    if (path !== "") talk.object(path);
    const fields = talk.detailed ? requestFields(head, side) : undefined;
    talk.emit(METHODS.get(head.method) ?? OTHER_METHOD, REQUEST, fields);
    return;
  }
  tellResponse(talk, side, head, inPlace);
  if (body !== "" && head.status === 200) tellDocument(talk, body);
  if (head.status >= 400) talk.refused(reasonName(head.status));
  if (side.request !== undefined) talk.answersFrame(side.request.frame);
  const fields = talk.detailed ? responseFields(head, side) : undefined;
  talk.emit(ANSWER, RESPONSE, fields);
}

/** The path without its query, which may hold secrets, and without scheme and host. */
export function pathOf(target: string): string {
  const bare = withoutSecrets(target).replace(/^[a-z]+:\/\/[^/]*/i, "");
  const query = bare.search(/[?#]/);
  return query < 0 ? bare : bare.slice(0, query);
}

function requestFields(head: Head, side: HttpSide): object {
  return {
    method: head.method,
    uri: withoutPatients(withoutSecrets(head.target)),
    version: head.version,
    ...headerFields(head),
    authorization_scheme: schemeOf(head, "authorization") || schemeOf(head, "proxy-authorization") || undefined,
    has_cookie: head.headers.some((header) => header.name === "cookie"),
    body_length: side.bodyLength,
  };
}

function responseFields(head: Head, side: HttpSide): object {
  return {
    version: head.version,
    status_code: head.status,
    reason_phrase: head.reason,
    request_method: side.request?.method,
    ...headerFields(head),
    www_authenticate_schemes: schemesOf(head),
    sets_cookie: head.headers.some((header) => header.name === "set-cookie"),
    body_length: side.bodyLength,
  };
}

function headerFields(head: Head): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const header of head.headers) {
    if (TOLD.includes(header.name)) {
      const name = header.name.replaceAll("-", "_");
      const value = withoutSecrets(header.value);
      // RFC 9110 section 5.3: several lines of one name are one list.
      fields[name] = fields[name] === undefined ? value : `${fields[name] as string}, ${value}`;
    } else if (header.name === "content-length") fields["content_length"] ??= header.value;
  }
  fields["header_names"] = head.headers.map((header) => header.name);
  return fields;
}

function schemeOf(head: Head, name: string): string {
  return /^[A-Za-z][A-Za-z0-9-]*(?=\s|$)/.exec(headerText(head, name))?.[0] ?? "";
}

function schemesOf(head: Head): string[] | undefined {
  const schemes: string[] = [];
  for (const header of head.headers) {
    if (header.name !== "www-authenticate") continue;
    const scheme = /^[A-Za-z][A-Za-z0-9-]*/.exec(header.value)?.[0];
    if (scheme !== undefined) schemes.push(scheme);
  }
  return schemes.length > 0 ? schemes : undefined;
}
