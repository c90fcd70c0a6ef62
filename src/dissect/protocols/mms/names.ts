// Names of MMS objects: ISO 9506-2 (ObjectName, VariableAccessSpecification, FileName), IEC 61850-8-1 section 7 (domain and item).
import { CONTEXT, newElement, readElement } from "../../ber.ts";
import { textOf } from "../../reader.ts";

const KNOWN = 256;
/** Identifiers have up to 64 letters; file names more. */
const LONGEST = 255;
const MOST_VARIABLES = 1024;

interface Known {
  bytes: Uint8Array;
  text: string;
}

/** Names that were heard, by a hash of their octets: a poll names the same variables again and again. */
export type NameCache = (Known | undefined)[];

/** An empty cache. */
export function newNameCache(): NameCache {
  return new Array<Known | undefined>(KNOWN).fill(undefined);
}

const part = newElement();
const piece = newElement();

/** The object named at `bytes[start..end)` as "domain/item", or the item alone where no domain is told. */
export function objectName(cache: NameCache, bytes: Uint8Array, start: number, end: number): string {
  let hash = 0;
  for (let at = start; at < end; at++) hash = (Math.imul(hash, 31) + (bytes[at] as number)) | 0;
  const place = (hash ^ (hash >>> 11)) & (KNOWN - 1);
  const known = cache[place];
  if (known !== undefined && isSame(known.bytes, bytes, start, end)) return known.text;
  const text = readName(bytes, start, end);
  if (end - start <= LONGEST) cache[place] = { bytes: bytes.slice(start, end), text };
  return text;
}

function isSame(known: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (known.length !== end - start) return false;
  for (let index = known.length - 1; index >= 0; index--) if (known[index] !== bytes[start + index]) return false;
  return true;
}

function readName(bytes: Uint8Array, start: number, end: number): string {
  if (!readElement(bytes, start, end, part) || part.tagClass !== CONTEXT) return "";
  if (part.tag !== 1) return identifier(bytes, part.content, part.end);
  if (!readElement(bytes, part.content, part.end, piece)) return "";
  const domain = identifier(bytes, piece.content, piece.end);
  if (!readElement(bytes, piece.next, part.end, piece)) return domain;
  return `${domain}/${identifier(bytes, piece.content, piece.end)}`;
}

/** The text of an identifier, at most 255 octets of it. */
export function identifier(bytes: Uint8Array, start: number, end: number): string {
  return textOf(bytes, start, Math.min(end, start + LONGEST));
}

const specification = newElement();
const entry = newElement();
const choice = newElement();

/** The variables that a request names; one list for all, filled by `readVariables`. */
export const variables: { names: string[]; isList: boolean; next: number } = { names: [], isList: false, next: 0 };

/**
 * Reads the VariableAccessSpecification at `at` into `variables`; answers false when there is none. A list's own name stands
 * alone with `isList` set.
 */
export function readVariables(cache: NameCache, bytes: Uint8Array, at: number, end: number): boolean {
  variables.names = [];
  variables.isList = false;
  if (!readElement(bytes, at, end, specification) || specification.tagClass !== CONTEXT) return false;
  variables.next = specification.next;
  if (specification.tag === 1) {
    variables.isList = true;
    variables.names.push(objectName(cache, bytes, specification.content, specification.end));
    return true;
  }
  if (specification.tag !== 0) return false;
  const stop = specification.end;
  for (let place = specification.content; place < stop && variables.names.length < MOST_VARIABLES; place = entry.next) {
    if (!readElement(bytes, place, stop, entry)) return false;
    // A name stands in [0]; addresses and descriptions are no names.
    const isNamed =
      readElement(bytes, entry.content, entry.end, choice) && choice.tagClass === CONTEXT && choice.tag === 0;
    variables.names.push(isNamed ? objectName(cache, bytes, choice.content, choice.end) : "");
  }
  return true;
}

/** FileName: a sequence of strings, joined as they stand. */
export function fileName(bytes: Uint8Array, start: number, end: number): string {
  let name = "";
  for (let at = start; at < end && name.length < LONGEST; at = part.next) {
    if (!readElement(bytes, at, end, part)) break;
    name += identifier(bytes, part.content, part.end);
  }
  return name;
}
