// Start line and header fields: RFC 9112 sections 2 to 5, and how they frame the body: section 6.
import { latinOf } from "../../reader.ts";
import type { Phase, Waiting } from "./memory.ts";
import { CHUNK_SIZE, CLOSE, HEAD, LENGTH } from "./memory.ts";

const MOST_HEADERS = 128;
const LONGEST_VALUE = 4096;

/** One header field; positions are those of its line. */
export interface Header {
  /** Lower case. */
  name: string;
  value: string;
  start: number;
  end: number;
}

/** Everything before the body. */
export interface Head {
  isRequest: boolean;
  /** "" in a response. */
  method: string;
  target: string;
  /** "1.1"; "" where the start line has none. */
  version: string;
  /** 0 in a request. */
  status: number;
  reason: string;
  headers: Header[];
  /** Named defects and their offsets in the message. */
  faults: { name: string; offset: number }[];
}

const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/** How the start lines of HTTP, and of the protocols that took its form, name their protocol. */
export interface Grammar {
  prefix: string;
  statusLine: RegExp;
  requestLine: RegExp;
}

/** The grammar of a protocol that writes "NAME/1.0" into its start lines; made once, at module level. */
export function grammarOf(name: string): Grammar {
  return {
    prefix: `${name}/`,
    statusLine: new RegExp(`^${name}/(\\d{1,2}\\.\\d{1,2}) (\\d{3})(?: (.*))?$`),
    requestLine: new RegExp(`^(\\S+) (.*?) ${name}/(\\d{1,2}\\.\\d{1,2})\\s*$`),
  };
}

const HTTP = grammarOf("HTTP");

/** The head of an answer in HTTP/0.9, which has none. */
export function simpleAnswer(): Head {
  return { ...emptyHead(), isRequest: false, version: "0.9", status: 200 };
}

function emptyHead(): Head {
  return {
    isRequest: true,
    method: "",
    target: "",
    version: "",
    status: 0,
    reason: "",
    headers: [],
    faults: [],
  };
}

/** Reads the head that fills `bytes[start..end)`. Never fails: what does not fit becomes a fault. */
export function readHead(bytes: Uint8Array, start: number, end: number, grammar: Grammar = HTTP): Head {
  const head = emptyHead();
  let at = lineEnd(bytes, start, end);
  readStartLine(head, lineText(bytes, start, at), grammar);
  at = Math.min(end, at + 1);
  while (at < end) {
    const stop = lineEnd(bytes, at, end);
    const line = lineText(bytes, at, stop);
    if (line !== "") {
      if (head.headers.length >= MOST_HEADERS) {
        head.faults.push({ name: "too many header fields", offset: at - start });
        break;
      }
      readHeader(head, line, at, stop, start);
    }
    at = stop + 1;
  }
  return head;
}

function lineEnd(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && bytes[at] !== 10) at++;
  return at;
}

function lineText(bytes: Uint8Array, start: number, stop: number): string {
  const end = stop > start && bytes[stop - 1] === 13 ? stop - 1 : stop;
  return latinOf(bytes, start, Math.min(end, start + LONGEST_VALUE));
}

function readStartLine(head: Head, line: string, grammar: Grammar): void {
  const status = grammar.statusLine.exec(line);
  if (status !== null) {
    head.isRequest = false;
    head.version = status[1] as string;
    head.status = Number(status[2]);
    head.reason = printable(status[3] ?? "");
    return;
  }
  if (line.startsWith(grammar.prefix)) {
    head.isRequest = false;
    head.faults.push({ name: "bad status line", offset: 0 });
    return;
  }
  const request = grammar.requestLine.exec(line);
  if (request !== null) {
    head.method = request[1] as string;
    head.target = printable(request[2] as string);
    head.version = request[3] as string;
    if (!TOKEN.test(head.method)) head.faults.push({ name: "bad method", offset: 0 });
    if (/\s/.test(head.target) || head.target === "") {
      head.faults.push({ name: "bad request target", offset: head.method.length + 1 });
    }
    return;
  }
  // HTTP/0.9 had a method and a path only.
  const blank = line.indexOf(" ");
  head.method = blank < 0 ? line : line.slice(0, blank);
  head.target = blank < 0 ? "" : printable(line.slice(blank + 1));
  const isSimple = grammar === HTTP && head.method === "GET" && head.target.startsWith("/");
  if (!isSimple) head.faults.push({ name: "missing version", offset: 0 });
}

function readHeader(head: Head, line: string, at: number, stop: number, start: number): void {
  const first = line.charCodeAt(0);
  const last = head.headers[head.headers.length - 1];
  if ((first === 32 || first === 9) && last !== undefined) {
    last.value = `${last.value} ${printable(line)}`.trim();
    last.end = stop;
    return;
  }
  const colon = line.indexOf(":");
  const name = colon < 0 ? "" : line.slice(0, colon);
  if (!TOKEN.test(name)) {
    const isKnown = head.faults.some((fault) => fault.name === "bad header field");
    if (!isKnown) head.faults.push({ name: "bad header field", offset: at - start });
    return;
  }
  head.headers.push({ name: name.toLowerCase(), value: printable(line.slice(colon + 1)), start: at, end: stop });
}

/** Text without control characters and blanks at its ends. */
export function printable(text: string): string {
  let clean = "";
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    clean += code < 32 || (code > 126 && code < 160) ? " " : text.charAt(at);
  }
  return clean.trim();
}

/** The first header field of that lower-case name. */
export function headerOf(head: Head, name: string): Header | undefined {
  for (const header of head.headers) if (header.name === name) return header;
  return undefined;
}

/** The value of the first header field of that lower-case name, "" without one. */
export function headerText(head: Head, name: string): string {
  return headerOf(head, name)?.value ?? "";
}

/** How the body ends: the phase that follows the head, and its length where that is told. HEAD means there is none. */
export function framing(head: Head, request: Waiting | undefined): { phase: Phase; length: number } {
  const none = { phase: HEAD, length: 0 };
  if (!head.isRequest) {
    if (head.status < 200 || head.status === 204 || head.status === 304) return none;
    if (request?.method === "HEAD" || (request?.method === "CONNECT" && head.status < 300)) return none;
  }
  const length = contentLength(head);
  const coding = headerText(head, "transfer-encoding").toLowerCase();
  if (coding !== "" && coding !== "identity") {
    // RFC 9112 section 6.1: both together are how requests are smuggled past a gateway.
    if (length >= 0) head.faults.push({ name: "conflicting length", offset: 0 });
    if (/(^|[\s,])chunked$/.test(coding)) return { phase: CHUNK_SIZE, length: 0 };
    return head.isRequest ? none : { phase: CLOSE, length: 0 };
  }
  if (length > 0) return { phase: LENGTH, length };
  if (length === 0 || head.isRequest || head.version === "") return none;
  return { phase: CLOSE, length: 0 };
}

/** The length that the header fields tell, or -1. */
function contentLength(head: Head): number {
  let length = -1;
  for (const header of head.headers) {
    if (header.name !== "content-length") continue;
    for (const text of header.value.split(",")) {
      const value = /^\s*\d{1,15}\s*$/.test(text) ? Number(text) : -1;
      if (value < 0) head.faults.push({ name: "bad content length", offset: 0 });
      else if (length >= 0 && value !== length) head.faults.push({ name: "conflicting length", offset: 0 });
      else length = value;
    }
  }
  return length;
}
