// Protocols inside HTTP, of any version, get a view of each message: a start line, a few header fields that no secret is in,
// an empty line and the first bytes of the body. Both what makes and what reads the view are here.
import { asciiBytes } from "../../digest.ts";
import type { Reader } from "../../reader.ts";
import { latinOf, utf8Of } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import { type Head, headerText, printable } from "./head.ts";

/** Name of the carrier in `Carriage`. */
export const CARRIER = "http";
const LONGEST_HEAD = 1024;
/** Types of bodies that another protocol is inside of. */
const HANDED = /soap|fhir|xml(?!;?.*html)/;
/** Paths of programs' interfaces, whose requests say enough without a body. */
const INTERFACE =
  /^\/(?:[a-z0-9-]+\/v\d|oauth2\/|api(?:\/|$)|clip\/|eventstream\/|iolink|deviceinfo\/|(?:gettree|getidentity)$)/;
const LONGEST_PATH = 256;
const LONGEST_FIELD = 128;

/** Lines of a view before the empty one: start, type, scheme, agent, and one more where the body is cut. */
const FEWEST_LINES = 4;
const MOST_LINES = 5;

/** What a protocol inside HTTP is told of a message. */
export interface View {
  isRequest: boolean;
  /** Of the request, in its answer too. */
  method: string;
  /** Path of the request without its query, in its answer too. */
  path: string;
  /** 0 in a request. */
  status: number;
  /** Content type in lower case. */
  type: string;
  /** Scheme of the credentials in a request, e.g. "Digest"; "" without any. */
  scheme: string;
  /** Who asks, of a request. */
  agent: string;
  /** Whether more of the body went by than is in the view. */
  isCut: boolean;
  body: string;
}

/** Whether bodies of a content type (in lower case) are handed on further than they are looked at. */
export function isHanded(type: string, path: string): boolean {
  return HANDED.test(type) || (type.includes("json") && INTERFACE.test(path));
}

/** A message that is whole, as far as its body was kept. */
export interface Whole {
  head: Head;
  /** Method and path of the request, in its answer too. */
  method: string;
  path: string;
  body: Uint8Array | undefined;
  /** Octets of the body that were kept, and that went by. */
  kept: number;
  length: number;
}

/** Hands a whole message to the protocols inside HTTP, where its type or path says that there may be one. */
export function handInner(talk: Talk, { head, method, path, body, kept, length }: Whole): void {
  const type = fieldOf(head, "content-type").toLowerCase();
  if (!mayHold(head, type, path, kept)) return;
  const scheme = /^[A-Za-z][A-Za-z0-9-]{0,31}(?=\s)/.exec(headerText(head, "authorization"))?.[0] ?? "";
  const agent = head.isRequest ? fieldOf(head, "user-agent") : "";
  const line = `${method} ${path.slice(0, LONGEST_PATH)}`;
  const start = head.isRequest ? line : `${head.status} ${line}`;
  const text = `${start}\n${type}\n${scheme}\n${agent}\n${length > kept ? "cut\n" : ""}\n`;
  const view = new Uint8Array(text.length + kept);
  view.set(asciiBytes(text));
  if (body !== undefined) for (let at = 0; at < kept; at++) view[text.length + at] = body[at] as number;
  talk.hand(CARRIER, view, 0, view.length);
}

function mayHold(head: Head, type: string, path: string, kept: number): boolean {
  if (INTERFACE.test(path) || /fhir/i.test(path) || headerText(head, "accept").includes("fhir")) return true;
  return type.includes("fhir") || (kept > 0 && (HANDED.test(type) || type.includes("json")));
}

function fieldOf(head: Head, name: string): string {
  return printable(headerText(head, name).slice(0, LONGEST_FIELD));
}

/** Reads a view, or undefined when it is none; body at most `most` bytes. Leaves the reader behind the head. */
export function readView(reader: Reader, most = 65_536): View | undefined {
  const head: string[] = [];
  const { bytes } = reader;
  let at = reader.position;
  const limit = Math.min(reader.end, at + LONGEST_HEAD);
  for (;;) {
    const from = at;
    while (at < limit && bytes[at] !== 10) at++;
    if (at >= limit || head.length > MOST_LINES) return undefined;
    const line = latinOf(bytes, from, at);
    at++;
    if (line === "" && head.length >= FEWEST_LINES) break;
    head.push(line);
  }
  const parts = /^(?:(\d{3}) )?([A-Z_-]{1,32}|) (\S*)$/.exec(head[0] ?? "");
  if (parts === null) return undefined;
  reader.position = at;
  return {
    isRequest: parts[1] === undefined,
    method: parts[2] as string,
    path: parts[3] as string,
    status: Number(parts[1] ?? 0),
    type: head[1] ?? "",
    scheme: head[2] ?? "",
    agent: head[3] ?? "",
    isCut: head[4] === "cut" || reader.end - at > most,
    body: utf8Of(bytes, at, Math.min(reader.end, at + most)),
  };
}
