// Protocols inside HTTP get a view of each message: a start line, a few header fields that no secret is in, an empty line and
// the first bytes of the body. Both what makes and what reads the view are here.
import type { Reader } from "../../reader.ts";
import { latinOf, utf8Of } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import { type Head, headerText } from "./head.ts";
import type { HttpMemory, HttpSide } from "./memory.ts";

/** Name of the carrier in `Carriage`. */
export const CARRIER = "http";
const LONGEST_HEAD = 1024;
/** Types of bodies that another protocol is inside of. */
const HANDED = /soap|fhir|xml(?!;?.*html)/;

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
  /** Whether more of the body went by than is in the view. */
  isCut: boolean;
  body: string;
}

/** Whether bodies of a content type (in lower case) are handed on further than they are looked at. */
export function isHanded(type: string): boolean {
  return HANDED.test(type);
}

/** Hands a whole message to the protocols inside HTTP, where its type or path says that there may be one. */
export function handInner(talk: Talk<HttpMemory>, side: HttpSide, head: Head): void {
  const type = headerText(head, "content-type").toLowerCase().slice(0, 128);
  const method = side.request?.method ?? head.method;
  const path = side.request?.path ?? "";
  const mayBe =
    isHanded(type) || type.includes("json") || /fhir/i.test(path) || headerText(head, "accept").includes("fhir");
  if (!mayBe || (side.inspected === 0 && !/fhir/i.test(path + headerText(head, "accept") + type))) return;
  const scheme = /^[A-Za-z][A-Za-z0-9-]{0,31}(?=\s)/.exec(headerText(head, "authorization"))?.[0] ?? "";
  const cut = side.bodyLength > side.inspected ? "cut\n" : "";
  const start = head.isRequest ? `${method} ${path}` : `${head.status} ${method} ${path}`;
  const text = `${start}\n${type}\n${scheme}\n${cut}\n`;
  const view = new Uint8Array(text.length + side.inspected);
  for (let at = 0; at < text.length; at++) view[at] = text.charCodeAt(at) & 0xff;
  for (let at = 0; at < side.inspected; at++) view[text.length + at] = side.body[at] as number;
  talk.hand(CARRIER, view, 0, view.length);
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
    if (at >= limit || head.length > 4) return undefined;
    const line = latinOf(bytes, from, at);
    at++;
    if (line === "" && head.length > 2) break;
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
    isCut: head[3] === "cut" || reader.end - at > most,
    body: utf8Of(bytes, at, Math.min(reader.end, at + most)),
  };
}
