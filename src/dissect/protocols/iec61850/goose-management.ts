// GSE management: IEC 61850-8-1 annex A (GSEMngtPdu), EtherType 0x88b9 or inside GOOSE frames; BER (X.690).
// Not decoded: nothing is left out; answers are paired by nobody, for they go to another flow.
import { CONTEXT, newElement, readElement, stringOf } from "../../ber.ts";
import type { Operation } from "../../operation.ts";
import { operation, operationTable } from "../../operation.ts";
import { textOf } from "../../reader.ts";
import type { Direction, Talk } from "../../talk.ts";
import { REQUEST, RESPONSE, UNDIRECTED } from "../../talk.ts";
import { signedOf } from "./data.ts";
import type { Head } from "./goose.ts";

const SERVICES = operationTable("goose", [
  [1, "get_go_reference", "read"],
  [2, "get_goose_element_number", "read"],
  [3, "get_gs_reference", "read"],
  [4, "get_gsse_data_offset", "read"],
]);
const NOT_SUPPORTED = operation("goose", "gse_management_not_supported", "other");
const GLOBAL_ERRORS = ["other", "unknown_control_block", "response_too_large", "control_block_configuration_error"];
const REASONS = ["other", "not_found"];
const MOST_ITEMS = 256;
const VISIBLE_STRING = 26;

const element = newElement();

/** Reads the contents of a GSEMngtPdu and emits it; `judged` says that the bytes are all here. */
export function readManagement(
  talk: Talk,
  bytes: Uint8Array,
  content: number,
  stop: number,
  start: number,
  head: Head,
  judged: boolean,
): void {
  const fields: Record<string, unknown> | undefined = talk.detailed ? { ...head } : undefined;
  let spoken: Operation = SERVICES.unnamed;
  let direction: Direction = UNDIRECTED;
  let at = content;
  while (at < stop) {
    if (!readElement(bytes, at, stop, element) || element.tagClass !== CONTEXT) {
      if (judged) talk.fault("malformed BER", at - start);
      break;
    }
    at = element.next;
    if (element.tag === 0) {
      if (fields !== undefined) fields["stateID"] = signedOf(bytes, element.content, element.end);
      continue;
    }
    const isRequest = element.tag === 1;
    if (!isRequest && element.tag !== 2) continue;
    direction = isRequest ? REQUEST : RESPONSE;
    const end = element.end;
    if (!readElement(bytes, element.content, end, element)) {
      if (judged) talk.fault("malformed BER", element.content - start);
      continue;
    }
    if (!isRequest && element.tag === 0) {
      spoken = NOT_SUPPORTED;
      talk.refused("gse_management_not_supported");
      continue;
    }
    spoken = SERVICES.of(element.tag);
    if (isRequest) readRequest(talk, bytes, element.content, element.end, fields);
    else readResponse(talk, bytes, element.content, element.end, fields);
  }
  talk.emit(spoken, direction, fields);
}

function readRequest(
  talk: Talk,
  bytes: Uint8Array,
  content: number,
  stop: number,
  fields: Record<string, unknown> | undefined,
): void {
  let at = content;
  while (at < stop && readElement(bytes, at, stop, element)) {
    at = element.next;
    if (element.tag === 0) {
      const ident = textOf(bytes, element.content, element.end);
      talk.object(ident);
      if (fields !== undefined) fields["ident"] = ident;
    } else if (element.tag === 1 && fields !== undefined) {
      fields["items"] = itemsOf(bytes, element.content, element.end);
    }
  }
}

function readResponse(
  talk: Talk,
  bytes: Uint8Array,
  content: number,
  stop: number,
  fields: Record<string, unknown> | undefined,
): void {
  let at = content;
  while (at < stop && readElement(bytes, at, stop, element)) {
    at = element.next;
    const { content: from, end, tag } = element;
    if (tag === 0) {
      const ident = textOf(bytes, from, end);
      talk.object(ident);
      if (fields !== undefined) fields["ident"] = ident;
    } else if (tag === 1) {
      if (fields !== undefined) fields["confRev"] = signedOf(bytes, from, end);
    } else if (tag === 2) {
      if (fields !== undefined) Object.assign(fields, positiveOf(bytes, from, end));
    } else if (tag === 3) {
      const code = signedOf(bytes, from, end);
      talk.refused(GLOBAL_ERRORS[code] ?? `error_${code}`);
      if (fields !== undefined) fields["responseNegative"] = code;
    }
  }
}

function positiveOf(bytes: Uint8Array, content: number, stop: number): object {
  const fields: Record<string, unknown> = {};
  let at = content;
  while (at < stop && readElement(bytes, at, stop, element)) {
    at = element.next;
    const { content: from, end, tag } = element;
    if (tag === 0) fields["datSet"] = textOf(bytes, from, end);
    else if (tag === 1) fields["result"] = resultsOf(bytes, from, end);
  }
  return fields;
}

/** Offsets (INTEGER) or references (VisibleString), told apart by their universal tags. */
function itemsOf(bytes: Uint8Array, content: number, stop: number): (number | string)[] {
  const items: (number | string)[] = [];
  let at = content;
  while (at < stop && items.length < MOST_ITEMS && readElement(bytes, at, stop, element)) {
    at = element.next;
    items.push(
      element.tag === VISIBLE_STRING
        ? stringOf(bytes, element.content, element.end, VISIBLE_STRING)
        : signedOf(bytes, element.content, element.end),
    );
  }
  return items;
}

function resultsOf(bytes: Uint8Array, content: number, stop: number): object[] {
  const results: object[] = [];
  let at = content;
  while (at < stop && results.length < MOST_ITEMS && readElement(bytes, at, stop, element)) {
    at = element.next;
    const { content: from, end, tag } = element;
    if (tag === 0) results.push({ offset: signedOf(bytes, from, end) });
    else if (tag === 1) results.push({ reference: textOf(bytes, from, end) });
    else {
      const code = signedOf(bytes, from, end);
      results.push({ error: REASONS[code] ?? code });
    }
  }
  return results;
}
