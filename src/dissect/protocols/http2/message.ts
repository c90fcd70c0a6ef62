// What requests and answers come to: RFC 9113 section 8. Header fields mean the same as in HTTP/1, and tell the same.
import { utf8Of } from "../../reader.ts";
import { NOTICE, REQUEST, RESPONSE, type Talk, UNDIRECTED } from "../../talk.ts";
import { withoutPatients } from "../fhir/resources.ts";
import { tellDocument, tellForm } from "../http/document.ts";
import { type Head, type Header, headerText } from "../http/head.ts";
import { handInner } from "../http/inner.ts";
import { MOST_INSPECTED } from "../http/memory.ts";
import { inspectedOf, pathOf } from "../http/message.ts";
import { reasonName } from "../http/reasons.ts";
import { withoutSecrets } from "../http/secrets.ts";
import { tellRequest, tellResponse } from "../http/tell.ts";
import { type Field, readBlock } from "./hpack.ts";
import { closeStream, type Memory, newPart, release, type Side, streamOf } from "./memory.ts";
import { ANSWER, FRAMES, METHODS, OTHER_METHOD, PUSH_PROMISE } from "./names.ts";

/** Header fields that are told; the others may hold secrets. */
const TOLD = new Set([
  "user-agent",
  "server",
  "content-type",
  "content-length",
  "content-encoding",
  "location",
  "via",
  "date",
  "grpc-status",
  "grpc-message",
]);

/** The first header field of that name, "" without one. */
function fieldText(fields: readonly Field[], name: string): string {
  for (const field of fields) if (field.name === name) return field.value;
  return "";
}

/** Header fields as HTTP/1 has them: what telling is about them is common to both. */
function headOf(fields: readonly Field[]): Head {
  const headers: Header[] = [];
  for (const { name, value } of fields) {
    if (name === ":authority") headers.push({ name: "host", value, start: 0, end: 0 });
    else if (!name.startsWith(":")) headers.push({ name, value, start: 0, end: 0 });
  }
  const method = fieldText(fields, ":method");
  return {
    isRequest: method !== "",
    method,
    target: fieldText(fields, ":path"),
    version: "2",
    status: Number(fieldText(fields, ":status")),
    reason: "",
    headers,
    faults: [],
  };
}

/** Reads the header block that a side completed, and emits it as what it is: request, answer, promise or trailers. */
export function tellBlock(
  talk: Talk<Memory>,
  side: Side,
  streamId: number,
  frame: Record<string, unknown> | undefined,
): void {
  const { memory } = talk;
  if (side.isBlockBroken) {
    talk.fault("bad header block");
    talk.emit(FRAMES.of(side.type), UNDIRECTED, frame);
    return;
  }
  const bytes = Uint8Array.from(side.block);
  const block = readBlock(bytes, 0, bytes.length, side.table);
  side.block.length = 0;
  if (block.defect !== "") talk.fault(block.defect);
  if (frame !== undefined && block.unknown > 0) frame["unknown_header_fields"] = block.unknown;
  const head = headOf(block.fields);
  const isPromise = side.type === PUSH_PROMISE;
  if (head.isRequest) {
    if (!isPromise) memory.client = talk.side;
    const stream = streamOf(memory, streamId);
    release(memory, stream.request);
    const bare = pathOf(head.target);
    stream.request = newPart(memory, block.fields, talk.frame, inspectedOf(head, bare));
    if (!isPromise) tellRequest(talk, side, head, false);
    const path = withoutPatients(bare);
    if (path !== "") talk.object(path);
    const operation = isPromise ? FRAMES.of(PUSH_PROMISE) : (METHODS.get(head.method) ?? OTHER_METHOD);
    talk.emit(operation, isPromise ? NOTICE : REQUEST, fieldsOf(frame, head, block.fields));
    return;
  }
  if (head.status > 0) {
    memory.client = talk.side === 0 ? 1 : 0;
    const stream = streamOf(memory, streamId);
    release(memory, stream.response);
    const path = pathOf(fieldText(stream.request?.fields ?? [], ":path"));
    stream.response = newPart(memory, block.fields, talk.frame, inspectedOf(head, path));
    tellResponse(talk, side, head, false);
    if (head.status >= 400) talk.refused(reasonName(head.status));
    if (stream.request !== undefined) talk.answersFrame(stream.request.frame);
    talk.emit(ANSWER, RESPONSE, fieldsOf(frame, head, block.fields));
    return;
  }
  // Trailers, or headers of which too much is unknown.
  talk.emit(FRAMES.of(side.type), UNDIRECTED, fieldsOf(frame, head, block.fields));
}

function fieldsOf(frame: Record<string, unknown> | undefined, head: Head, fields: readonly Field[]) {
  if (frame === undefined) return undefined;
  if (head.isRequest) {
    frame["method"] = head.method;
    frame["path"] = withoutPatients(withoutSecrets(head.target));
    frame["scheme"] = fieldText(fields, ":scheme");
    frame["authority"] = headerText(head, "host");
  } else if (head.status > 0) frame["status"] = head.status;
  for (const { name, value } of fields) if (TOLD.has(name)) frame[name.replaceAll("-", "_")] = withoutSecrets(value);
  return frame;
}

/** What the body of a message that ends tells; to be called before its last frame is emitted. */
export function tellBody(talk: Talk<Memory>, streamId: number, isRequest: boolean): void {
  const stream = talk.memory.streams.get(streamId);
  const part = isRequest ? stream?.request : stream?.response;
  if (part?.body === undefined || part.kept === 0) return;
  const text = utf8Of(part.body, 0, Math.min(part.kept, MOST_INSPECTED));
  if (isRequest) tellForm(talk, fieldText(part.fields, "content-type").toLowerCase(), text);
  else tellDocument(talk, text);
}

/** A message is whole: hands it on, and forgets the stream when both sides are done. */
export function endMessage(talk: Talk<Memory>, streamId: number, isRequest: boolean): void {
  const { memory } = talk;
  const stream = memory.streams.get(streamId);
  const part = isRequest ? stream?.request : stream?.response;
  if (stream === undefined || part === undefined) return;
  const asked = stream.request?.fields ?? [];
  const [method, path] = [fieldText(asked, ":method"), pathOf(fieldText(asked, ":path"))];
  handInner(talk, { head: headOf(part.fields), method, path, body: part.body, kept: part.kept, length: part.length });
  release(memory, part);
  // An answer may come before the request is whole, but what follows then is of no interest.
  if (!isRequest) closeStream(memory, streamId);
}
