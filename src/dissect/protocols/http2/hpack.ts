// Header compression: RFC 7541. What a side announced before is told by number, so that one lost segment makes later
// headers unreadable in part; those are named as unknown, never guessed.
import { latinOf } from "../../reader.ts";
import { huffmanText } from "./huffman.ts";

/** The entries that everybody knows, from 1: appendix A. */
const KNOWN: readonly (readonly [name: string, value: string])[] = [
  [":authority", ""],
  [":method", "GET"],
  [":method", "POST"],
  [":path", "/"],
  [":path", "/index.html"],
  [":scheme", "http"],
  [":scheme", "https"],
  ...["200", "204", "206", "304", "400", "404", "500"].map((status) => [":status", status] as const),
  ["accept-charset", ""],
  ["accept-encoding", "gzip, deflate"],
  ...[
    ..."accept-language accept-ranges accept access-control-allow-origin age allow authorization cache-control".split(
      " ",
    ),
    ..."content-disposition content-encoding content-language content-length content-location content-range".split(" "),
    ..."content-type cookie date etag expect expires from host if-match if-modified-since if-none-match".split(" "),
    ..."if-range if-unmodified-since last-modified link location max-forwards proxy-authenticate".split(" "),
    ..."proxy-authorization range referer refresh retry-after server set-cookie strict-transport-security".split(" "),
    ..."transfer-encoding user-agent vary via www-authenticate".split(" "),
  ].map((name) => [name, ""] as const),
];

/** Octets that an entry counts beside its texts (section 4.1). */
const OVERHEAD = 32;
/** Most octets that are kept of a table; a side may be granted more (section 6.3), and its oldest entries are then unknown. */
const LARGEST = 16_384;
const MOST_HEADERS = 128;

/** What one side announced: its entries, newest first, as section 2.3.2 counts them. */
export interface Table {
  entries: [name: string, value: string][];
  size: number;
  limit: number;
  /** Whether announcements were missed, so that numbers beyond the entries are no error. */
  isIncomplete: boolean;
}

/** A table as every connection begins. */
export function newTable(): Table {
  return { entries: [], size: 0, limit: 4096, isIncomplete: false };
}

/** One header field. */
export interface Field {
  /** Lower case. */
  name: string;
  value: string;
}

/** A header block that was read. */
export interface Block {
  fields: Field[];
  /** Fields that cannot be told because announcements were missed. */
  unknown: number;
  /** What is wrong with it; "" when nothing is. */
  defect: string;
}

/** Reads the header block in `bytes[start..end)` and keeps what it announces. */
export function readBlock(bytes: Uint8Array, start: number, end: number, table: Table): Block {
  const block: Block = { fields: [], unknown: 0, defect: "" };
  const cursor = { bytes, at: start, end, isBroken: false };
  while (cursor.at < end && block.defect === "") {
    const first = bytes[cursor.at] as number;
    if ((first & 0xe0) === 0x20) {
      const limit = integer(cursor, 5);
      if (limit > LARGEST) table.isIncomplete = true;
      table.limit = Math.min(limit, LARGEST);
      shrink(table, table.limit);
    } else readField(cursor, first, table, block);
    if (cursor.isBroken) block.defect = "bad header block";
    if (block.fields.length + block.unknown >= MOST_HEADERS) block.defect = "too many header fields";
  }
  // A block that could not be read may have announced more.
  if (block.defect !== "") miss(table);
  return block;
}

/**
 * Announcements were missed. Numbers count from the newest entry, so that what is announced from now on is known, and all that was
 * before is not.
 */
export function miss(table: Table): void {
  table.entries.length = 0;
  table.size = 0;
  table.isIncomplete = true;
}

interface Cursor {
  readonly bytes: Uint8Array;
  at: number;
  readonly end: number;
  isBroken: boolean;
}

function readField(cursor: Cursor, first: number, table: Table, block: Block): void {
  // Section 6: one bit says an entry, two that the field is announced, four that it is not.
  const isEntry = first >= 0x80;
  const isAnnounced = !isEntry && first >= 0x40;
  const index = integer(cursor, isEntry ? 7 : isAnnounced ? 6 : 4);
  const entry = index === 0 ? undefined : entryOf(table, index);
  if (isEntry && index === 0) cursor.isBroken = true;
  const isUnknown = index > 0 && entry === undefined;
  if (isUnknown && !table.isIncomplete) cursor.isBroken = true;
  if (isEntry) {
    if (entry !== undefined) block.fields.push({ name: entry[0], value: entry[1] });
    else block.unknown++;
    return;
  }
  const name = index === 0 ? string(cursor) : (entry?.[0] ?? "");
  const value = string(cursor);
  if (cursor.isBroken) return;
  if (isAnnounced) announce(table, name, value);
  if (isUnknown) block.unknown++;
  else block.fields.push({ name, value });
}

function entryOf(table: Table, index: number): readonly [string, string] | undefined {
  if (index <= KNOWN.length) return KNOWN[index - 1];
  return table.entries[index - KNOWN.length - 1];
}

function announce(table: Table, name: string, value: string): void {
  const size = name.length + value.length + OVERHEAD;
  shrink(table, table.limit - size);
  if (size > table.limit) return;
  table.entries.unshift([name, value]);
  table.size += size;
}

function shrink(table: Table, limit: number): void {
  while (table.size > limit) {
    const oldest = table.entries.pop();
    if (oldest === undefined) break;
    table.size -= oldest[0].length + oldest[1].length + OVERHEAD;
  }
}

/** A number whose first bits fill an octet that begins with something else: section 5.1. */
function integer(cursor: Cursor, bits: number): number {
  const most = (1 << bits) - 1;
  let value = (cursor.bytes[cursor.at++] as number) & most;
  if (value < most) return value;
  for (let shift = 0; shift <= 21; shift += 7) {
    if (cursor.at >= cursor.end) break;
    const octet = cursor.bytes[cursor.at++] as number;
    value += (octet & 0x7f) << shift;
    if (octet < 0x80) return value;
  }
  cursor.isBroken = true;
  return 0;
}

/** A text, plain or coded: section 5.2. */
function string(cursor: Cursor): string {
  if (cursor.isBroken || cursor.at >= cursor.end) {
    cursor.isBroken = true;
    return "";
  }
  const isCoded = (cursor.bytes[cursor.at] as number) >= 0x80;
  const length = integer(cursor, 7);
  const start = cursor.at;
  if (start + length > cursor.end) cursor.isBroken = true;
  if (cursor.isBroken) return "";
  cursor.at = start + length;
  const text = isCoded ? huffmanText(cursor.bytes, start, cursor.at) : latinOf(cursor.bytes, start, cursor.at);
  if (text === undefined) cursor.isBroken = true;
  return text ?? "";
}
