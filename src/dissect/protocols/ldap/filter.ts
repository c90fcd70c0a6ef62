// Search filters as text: RFC 4511 section 4.5.1.7, written as in RFC 4515.
import { newElement } from "../../ber.ts";
import { type Parts, readPart, textBetween } from "../../ber-parts.ts";

const DEEPEST = 12;
const LONGEST = 1024;
const MOST_VALUES = 16;

/** A filter as far as it was read. */
export interface Filter {
  text: string;
  /** Values that the filter asks to be equal, by attribute in lower case: names of hosts and accounts stand there. */
  equal: Record<string, string>;
}

// One element for each depth, so that nothing is made per filter.
const levels = Array.from({ length: DEEPEST + 1 }, newElement);
const inner = newElement();

/** The filter at `at` and where it ends, in `parts`. */
export function readFilter(parts: Parts, at: number, limit: number): Filter {
  const filter: Filter = { text: "", equal: {} };
  write(parts, at, limit, 0, filter);
  if (filter.text.length > LONGEST) filter.text = `${filter.text.slice(0, LONGEST)}...`;
  return filter;
}

function write(parts: Parts, at: number, limit: number, depth: number, filter: Filter): void {
  const element = levels[depth];
  if (element === undefined || filter.text.length > LONGEST) {
    filter.text += "...";
    return;
  }
  if (!readPart(parts, at, limit, element) || element.tagClass !== 2) {
    filter.text += "(?)";
    return;
  }
  const { tag, content, end } = element;
  filter.text += "(";
  switch (tag) {
    case 0:
    case 1:
    case 2:
      filter.text += tag === 0 ? "&" : tag === 1 ? "|" : "!";
      for (let next = content; next < end && filter.text.length <= LONGEST; ) {
        const before = filter.text.length;
        write(parts, next, end, depth + 1, filter);
        const child = levels[depth + 1];
        if (child === undefined || child.next <= next || filter.text.length === before) break;
        next = child.next;
      }
      break;
    case 3:
    case 5:
    case 6:
    case 8:
      writeAssertion(parts, content, end, tag, filter);
      break;
    case 4:
      writeSubstrings(parts, content, end, filter);
      break;
    case 7:
      filter.text += `${textBetween(parts.bytes, content, end)}=*`;
      break;
    case 9:
      writeExtensible(parts, content, end, filter);
      break;
    default:
      filter.text += "?";
  }
  filter.text += ")";
}

function writeAssertion(parts: Parts, at: number, end: number, tag: number, filter: Filter): void {
  if (!readPart(parts, at, end, inner)) return;
  const attribute = textBetween(parts.bytes, inner.content, inner.end);
  const value = readPart(parts, inner.next, end, inner) ? valueText(parts, inner.content, inner.end) : "";
  filter.text += `${attribute}${tag === 5 ? ">=" : tag === 6 ? "<=" : tag === 8 ? "~=" : "="}${value}`;
  if (tag === 3 && Object.keys(filter.equal).length < MOST_VALUES) filter.equal[attribute.toLowerCase()] ??= value;
}

function writeSubstrings(parts: Parts, at: number, end: number, filter: Filter): void {
  if (!readPart(parts, at, end, inner)) return;
  filter.text += `${textBetween(parts.bytes, inner.content, inner.end)}=`;
  if (!readPart(parts, inner.next, end, inner)) return;
  const last = inner.end;
  let count = 0;
  let final = false;
  for (let next = inner.content; count < MOST_VALUES && readPart(parts, next, last, inner); next = inner.next) {
    const text = valueText(parts, inner.content, inner.end);
    filter.text += inner.tag === 0 ? text : `*${text}`;
    final = inner.tag === 2;
    count++;
  }
  if (!final) filter.text += "*";
}

function writeExtensible(parts: Parts, at: number, end: number, filter: Filter): void {
  let rule = "";
  let attribute = "";
  let value = "";
  let names = "";
  for (let next = at; readPart(parts, next, end, inner); next = inner.next) {
    const text = valueText(parts, inner.content, inner.end);
    if (inner.tag === 1) rule = `:${text}`;
    else if (inner.tag === 2) attribute = text;
    else if (inner.tag === 3) value = text;
    else if (inner.tag === 4 && parts.bytes[inner.content] !== 0) names = ":dn";
  }
  filter.text += `${attribute}${names}${rule}:=${value}`;
}

/** A value as RFC 4515 escapes it: octets that are no printable ASCII as \hh. */
function valueText(parts: Parts, start: number, end: number): string {
  const stop = Math.min(end, start + 256);
  let text = "";
  for (let at = start; at < stop; at++) {
    const octet = parts.bytes[at] as number;
    const isPlain =
      octet >= 0x20 && octet < 0x7f && octet !== 0x28 && octet !== 0x29 && octet !== 0x2a && octet !== 0x5c;
    text += isPlain ? String.fromCharCode(octet) : `\\${octet.toString(16).padStart(2, "0")}`;
  }
  return text;
}
