// ICCP/TASE.2 on top of MMS: IEC 60870-6-503 (services and protocol), IEC 60870-6-702 (profile), IEC 60870-6-802 (objects). It is
// known by the names of its objects; values of points are told as those of any variable.
// Not decoded: parameters of transfer sets, contents of information buffers, tags and accounts beyond their names.
import { CONTEXT, newElement, readElement } from "../../ber.ts";
import { type Operation, operation } from "../../operation.ts";
import { textOf } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import { countOf } from "../iec61850/data.ts";
import type { Memory } from "./memory.ts";
import type { Said } from "./messages.ts";
import { READ, WRITE } from "./services.ts";

const GET_VERSION = operation("mms", "tase2_get_version", "identify");
const GET_FEATURES = operation("mms", "tase2_get_supported_features", "identify");
const GET_TABLE = operation("mms", "tase2_get_bilateral_table_id", "identify");
const GET_NEXT_SET = operation("mms", "tase2_get_next_transfer_set", "read");
const SET_TRANSFER = operation("mms", "tase2_start_or_stop_transfer", "configure");
const GET_TRANSFER = operation("mms", "tase2_get_transfer_set", "read");
const TRANSFER_REPORT = operation("mms", "tase2_transfer_report", "read");
const SELECT = operation("mms", "tase2_select", "control");
const OPERATE = operation("mms", "tase2_operate", "control");
const SET_TAG = operation("mms", "tase2_set_tag", "control");
const GET_TAG = operation("mms", "tase2_get_tag", "read");

/** What a name is: IEC 60870-6-802 clause 8 and IEC 60870-6-503 annexes. */
type Kind = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;
const NONE: Kind = 0;
const VERSION: Kind = 1;
const FEATURES: Kind = 2;
const TABLE: Kind = 3;
const NEXT_SET: Kind = 4;
const TRANSFER_SET: Kind = 5;
const REPORT_PART: Kind = 6;
const SELECTOR: Kind = 7;
const TAG: Kind = 8;

const QUESTIONS: readonly (Operation | undefined)[] = [undefined, GET_VERSION, GET_FEATURES, GET_TABLE, GET_NEXT_SET];

const KINDS: Readonly<Record<string, Kind>> = {
  TASE2_Version: VERSION,
  Supported_Features: FEATURES,
  Bilateral_Table_ID: TABLE,
  Next_DSTransfer_Set: NEXT_SET,
  Next_TSTransfer_Set: NEXT_SET,
  Transfer_Set_Name: REPORT_PART,
  Transfer_Set_Time_Stamp: REPORT_PART,
  DSConditions_Detected: REPORT_PART,
  TSConditions_Detected: REPORT_PART,
  Event_Code_Detected: REPORT_PART,
  Transfer_Report_ACK: REPORT_PART,
  Transfer_Report_NACK: REPORT_PART,
  IM_Transfer_Set: TRANSFER_SET,
};

const MOST_SETS = 64;
const MOST_SELECTED = 64;
const MOST_NAMES = 1024;
const VISIBLE_STRING = 10;
const STRUCTURE = 2;
/** Bits of Supported_Features: conformance blocks, first bit first. */
const BLOCKS = ["block 1", "block 2", "block 3", "block 4", "block 5", "block 6", "block 7", "block 8", "block 9"];

const result = newElement();
const part = newElement();

/** What one association remembers of TASE.2. */
export interface Tase2 {
  /** Whether a name of TASE.2 was met. */
  isKnown: boolean;
  /** Kinds of names met; names are interned, so that this costs one look-up. */
  readonly kinds: Map<string, Kind>;
  /** Transfer sets given out by the server. */
  readonly sets: Set<string>;
  /** Devices that were selected, by name. */
  readonly selected: Set<string>;
}

/** Nothing met. */
export function newTase2(): Tase2 {
  return { isKnown: false, kinds: new Map(), sets: new Set(), selected: new Set() };
}

/** What a request is in TASE.2, if its first name belongs there; undefined when the service says it all. */
export function tellTase2Request(talk: Talk<Memory>, service: number, names: readonly string[]): Operation | undefined {
  if (service !== READ && service !== WRITE) return undefined;
  const { tase2 } = talk.memory;
  const name = names[0] ?? "";
  const kind = kindOf(tase2, name);
  const isWrite = service === WRITE;
  if (kind === TRANSFER_SET || (kind <= NEXT_SET && kind !== NONE && !isWrite)) {
    learn(talk, name, "receiver");
    return kind === TRANSFER_SET ? (isWrite ? SET_TRANSFER : GET_TRANSFER) : QUESTIONS[kind];
  }
  // Other names are those of devices and points, which tell nothing by themselves.
  if (!tase2.isKnown) return undefined;
  if (kind === TAG) return isWrite ? SET_TAG : GET_TAG;
  if (kind === SELECTOR && !isWrite) {
    if (tase2.selected.size < MOST_SELECTED) tase2.selected.add(name.slice(0, -4));
    return SELECT;
  }
  if (!isWrite) return undefined;
  if (tase2.sets.has(itemOf(name))) return SET_TRANSFER;
  return tase2.selected.delete(name) ? OPERATE : undefined;
}

/** Says what a report is in TASE.2, if one of its first names belongs there. */
export function tellTase2Report(talk: Talk<Memory>, names: readonly string[], said: Said): void {
  const { tase2 } = talk.memory;
  for (let index = 0; index < names.length && index < 4; index++) {
    if (kindOf(tase2, names[index] as string) !== REPORT_PART) continue;
    said.operation = TRANSFER_REPORT;
    learn(talk, names[index] as string, "sender");
    return;
  }
}

/** Reads what TASE.2 needs of the answer to a read: version, blocks, the name of a transfer set. */
export function tellTase2Answer(
  talk: Talk<Memory>,
  service: number,
  names: readonly string[],
  bytes: Uint8Array,
  start: number,
  end: number,
  said: Said,
): void {
  if (service !== READ || names.length !== 1) return;
  const { tase2 } = talk.memory;
  const kind = kindOf(tase2, names[0] as string);
  if (kind !== VERSION && kind !== FEATURES && kind !== TABLE && kind !== NEXT_SET) return;
  // The specification of what was read may come first; the list of results is [1].
  for (let at = start; at < end; at = result.next) {
    if (!readElement(bytes, at, end, result)) return;
    if (result.tag === 1 && result.tagClass === CONTEXT) break;
  }
  const { content, end: stop } = result;
  if (result.tag !== 1 || !readElement(bytes, content, stop, part) || part.tag === 0) return;
  const { tag, content: from, end: to } = part;
  if (kind === VERSION && tag === STRUCTURE) tellVersion(talk, bytes, from, to);
  else if (kind === TABLE && tag === VISIBLE_STRING) {
    const table = textOf(bytes, from, Math.min(to, from + 64));
    if (table !== "") talk.object(`bilateral table ${table}`);
  } else if (kind === NEXT_SET && tag === STRUCTURE) {
    const name = lastText(bytes, from, to);
    if (name !== "" && tase2.sets.size < MOST_SETS) tase2.sets.add(name);
    if (name !== "") talk.object(`transfer set ${name}`);
  } else if (kind === FEATURES && said.fields !== undefined) {
    said.fields["supported_features"] = BLOCKS.filter(
      (_, bit) => ((bytes[from + 1 + (bit >> 3)] ?? 0) & (0x80 >> (bit & 7))) !== 0 && from + 1 + (bit >> 3) < to,
    );
  }
}

function tellVersion(talk: Talk<Memory>, bytes: Uint8Array, start: number, end: number): void {
  const numbers: number[] = [];
  for (let at = start; at < end && numbers.length < 2; at = part.next) {
    if (!readElement(bytes, at, end, part)) return;
    numbers.push(countOf(bytes, part.content, part.end));
  }
  if (numbers.length < 2) return;
  talk.note("sender", { kind: "version", protocol: "TASE.2", version: numbers.join("-"), obsolete: false });
}

function lastText(bytes: Uint8Array, start: number, end: number): string {
  let text = "";
  for (let at = start; at < end; at = part.next) {
    if (!readElement(bytes, at, end, part)) break;
    if (part.tag === VISIBLE_STRING && part.tagClass === CONTEXT)
      text = textOf(bytes, part.content, Math.min(part.end, part.content + 64));
  }
  return text;
}

/** The first name of TASE.2 tells what the server is, and whether anybody had to prove who he is. */
function learn(talk: Talk<Memory>, name: string, about: "sender" | "receiver"): void {
  const { memory } = talk;
  if (memory.tase2.isKnown) return;
  memory.tase2.isKnown = true;
  const method = "names of ICCP/TASE.2 objects";
  talk.claim(about, "role", "scada server", 0.6, method);
  talk.claim(about, "kind", "control center (ICCP/TASE.2)", 0.7, method);
  const slash = name.indexOf("/");
  const domain = slash < 0 ? "" : name.slice(0, slash);
  talk.note(about, {
    kind: "session",
    protocol: "ICCP/TASE.2",
    anonymous: !memory.authenticated,
    ...(domain === "" ? {} : { name: domain }),
  });
}

function kindOf(tase2: Tase2, name: string): Kind {
  const known = tase2.kinds.get(name);
  if (known !== undefined) return known;
  const item = itemOf(name);
  let kind: Kind = KINDS[item] ?? NONE;
  if (kind === NONE && !item.includes("$")) {
    if (/^(?:DS|TS|IM)_?Trans(?:fer)?_?Set/.test(item)) kind = TRANSFER_SET;
    else if (item.endsWith("_SBO")) kind = SELECTOR;
    else if (item.endsWith("_TAG")) kind = TAG;
  }
  if (tase2.kinds.size < MOST_NAMES) tase2.kinds.set(name, kind);
  return kind;
}

function itemOf(name: string): string {
  return name.slice(name.indexOf("/") + 1);
}
