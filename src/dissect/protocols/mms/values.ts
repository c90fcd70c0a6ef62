// Values that MMS carries: ISO 9506-2 (AccessResult, Data), reports by IEC 61850-8-1 section 17.2, name plates by IEC 61850-7-3 (DPL, LPL).
import { CONTEXT, newElement, readElement } from "../../ber.ts";
import { utf8Of } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import { countOf, dataFields, dataSpaces, tellVariable } from "../iec61850/data.ts";
import { type Memory, memberName } from "./memory.ts";
import { accessError } from "./services.ts";

const SPACES = dataSpaces("mms", "variable");
const STRUCTURE = 2;
const BIT_STRING = 4;
const VISIBLE_STRING = 10;
const MMS_STRING = 16;
const LONGEST_TEXT = 255;

const result = newElement();
const member = newElement();

/** How the access went: answers of `tellResults`. */
export interface Results {
  count: number;
  failures: number;
  /** The first reason of a failure; "" without. */
  reason: string;
}

/** Values as fields for people. */
export type Value = { name: string; value?: unknown; error?: string };

/**
 * Tells each AccessResult (or Data) in `bytes[start..end)` as the value of its name. `names` has one for each, or one list for all.
 * `identifies` says that the sender tells these values of itself.
 */
export function tellResults(
  talk: Talk<Memory>,
  names: readonly string[],
  isList: boolean,
  bytes: Uint8Array,
  start: number,
  end: number,
  identifies: boolean,
  into: Value[] | undefined,
): Results {
  const results: Results = { count: 0, failures: 0, reason: "" };
  for (let at = start; at < end; at = result.next) {
    if (!readElement(bytes, at, end, result) || result.tagClass !== CONTEXT) {
      talk.fault("bad access result");
      break;
    }
    const { tag, content, start: from, next } = result;
    const last = result.end;
    const list = isList ? names[0] : undefined;
    const name = list === undefined ? (names[results.count] ?? "") : memberName(talk.memory, list, results.count);
    results.count++;
    if (tag === 0) {
      const error = accessError(countOf(bytes, content, last));
      results.failures++;
      if (results.reason === "") results.reason = error;
      into?.push({ name, error });
      continue;
    }
    if (name !== "" && !tellVariable(talk, SPACES, name, bytes, from, last)) talk.fault("bad data");
    if (identifies) claimNamePlate(talk, name, bytes, from, last);
    into?.push({ name, value: dataFields(bytes, from, next)[0] });
  }
  return results;
}

/** What the attributes of a physical device's and a logical device's name plate say of the device. */
const PLATE = {
  vendor: ["vendor", 0.9],
  model: ["model", 0.9],
  serNum: ["serial", 0.95],
  hwRev: ["hardware", 0.9],
  swRev: ["firmware", 0.9],
  location: ["location", 0.8],
} as const;
/** Members of a whole device name plate in their order (IEC 61850-7-3, DPL); those behind the first may be left out. */
const PLATE_ORDER = ["vendor", "hwRev", "swRev", "serNum", "model", "location"] as const;

function claimNamePlate(talk: Talk<Memory>, name: string, bytes: Uint8Array, start: number, end: number): void {
  const at = name.indexOf("$DC$");
  if (at < 0) return;
  const path = name.slice(at + 4).split("$");
  const isDevice = path[0] === "PhyNam";
  // The name plate of a logical node other than LLN0 may speak of the function alone.
  if (!isDevice && !(path[0] === "NamPlt" && name.includes("/LLN0$"))) return;
  if (path.length === 2) claimPart(talk, path[1] as string, isDevice, bytes, start, end);
  else if (path.length === 1 && isDevice) claimPlate(talk, bytes, start, end);
}

function claimPlate(talk: Talk<Memory>, bytes: Uint8Array, start: number, end: number): void {
  if (!readElement(bytes, start, end, member) || member.tag !== STRUCTURE) return;
  const stop = member.end;
  const parts: [number, number][] = [];
  for (let at = member.content; at < stop && parts.length < 16; at = member.next) {
    if (!readElement(bytes, at, stop, member)) return;
    parts.push([member.start, member.end]);
  }
  // With members left out, only the first is certain to be what it seems.
  const known = parts.length >= 5 && parts.length <= PLATE_ORDER.length ? parts.length : 1;
  for (let index = 0; index < Math.min(known, parts.length); index++) {
    const [from, to] = parts[index] as [number, number];
    claimPart(talk, PLATE_ORDER[index] as string, true, bytes, from, to);
  }
}

function claimPart(
  talk: Talk<Memory>,
  part: string,
  isDevice: boolean,
  bytes: Uint8Array,
  start: number,
  end: number,
): void {
  const meaning = PLATE[part as keyof typeof PLATE];
  if (meaning === undefined || !readElement(bytes, start, end, member)) return;
  if (member.tag !== VISIBLE_STRING && member.tag !== MMS_STRING) return;
  const text = utf8Of(bytes, member.content, Math.min(member.end, member.content + LONGEST_TEXT)).trim();
  if (text === "") return;
  const [attribute, confidence] = meaning;
  const method = isDevice ? "IEC 61850 device name plate" : "IEC 61850 logical device name plate";
  talk.claim("sender", attribute, text, isDevice ? confidence : confidence - 0.2, method, member.content, member.end);
}

/** Bits of OptFlds: IEC 61850-7-2 section 17.2.3.2.2.4, first bit first. */
const OPTIONS = [
  "reserved",
  "sequence_number",
  "report_time_stamp",
  "reason_for_inclusion",
  "data_set_name",
  "data_reference",
  "buffer_overflow",
  "entry_id",
  "conf_revision",
  "segmentation",
] as const;

/** A report taken apart. */
export interface Report {
  id: string;
  dataSet: string;
  /** Whether it says that older entries were lost. */
  overflow: boolean;
  fields: Record<string, unknown>;
}

const MOST_PARTS = 2048;

/** Reads the access results of a report and tells its values; undefined when they are none. */
export function tellReport(
  talk: Talk<Memory>,
  bytes: Uint8Array,
  start: number,
  end: number,
  into: Value[] | undefined,
): Report | undefined {
  const starts: number[] = [];
  const ends: number[] = [];
  for (let at = start; at < end && starts.length < MOST_PARTS; at = result.next) {
    if (!readElement(bytes, at, end, result) || result.tagClass !== CONTEXT) return undefined;
    starts.push(result.start);
    ends.push(result.end);
  }
  let place = 0;
  const take = (tag: number): boolean => {
    const from = starts[place];
    if (from === undefined || !readElement(bytes, from, end, member) || member.tag !== tag) return false;
    place++;
    return true;
  };
  if (!take(VISIBLE_STRING)) return undefined;
  const id = utf8Of(bytes, member.content, Math.min(member.end, member.content + LONGEST_TEXT));
  if (!take(BIT_STRING) || member.end - member.content < 2) return undefined;
  const bits = ((bytes[member.content + 1] as number) << 8) | (bytes[member.content + 2] ?? 0);
  const options = OPTIONS.filter((_, bit) => (bits & (0x8000 >> bit)) !== 0);
  const has = (option: (typeof OPTIONS)[number]): boolean => options.includes(option);
  const fields: Record<string, unknown> = { report_id: id, options };
  const skip = (name: string): void => {
    const [from, to] = [starts[place], ends[place]];
    if (from === undefined || to === undefined) return;
    place++;
    if (talk.detailed) fields[name] = dataFields(bytes, from, to)[0];
  };
  if (has("sequence_number")) skip("sequence_number");
  if (has("report_time_stamp")) skip("time_of_entry");
  let dataSet = "";
  if (has("data_set_name")) {
    if (!take(VISIBLE_STRING)) return undefined;
    dataSet = utf8Of(bytes, member.content, Math.min(member.end, member.content + LONGEST_TEXT));
    fields["data_set"] = dataSet;
  }
  let overflow = false;
  if (has("buffer_overflow")) {
    if (!take(3)) return undefined;
    overflow = bytes[member.content] !== 0;
    fields["buffer_overflow"] = overflow;
  }
  if (has("entry_id")) skip("entry_id");
  if (has("conf_revision")) skip("conf_revision");
  if (has("segmentation")) {
    skip("sub_sequence_number");
    skip("more_segments_follow");
  }
  if (!take(BIT_STRING)) return undefined;
  const included = includedMembers(bytes, member.content, member.end);
  const names: string[] = [];
  const list = dataSet === "" ? id : dataSet;
  for (const index of included) {
    if (has("data_reference") && take(VISIBLE_STRING)) {
      names.push(utf8Of(bytes, member.content, Math.min(member.end, member.content + LONGEST_TEXT)));
    } else names.push(memberName(talk.memory, list, index));
  }
  for (const name of names) {
    const [from, to] = [starts[place], ends[place]];
    if (from === undefined || to === undefined) break;
    place++;
    if (!tellVariable(talk, SPACES, name, bytes, from, to)) talk.fault("bad data");
    into?.push({ name, value: dataFields(bytes, from, to)[0] });
  }
  return { id, dataSet, overflow, fields };
}

/** Places of the data set's members that a report includes. */
function includedMembers(bytes: Uint8Array, content: number, end: number): number[] {
  const unused = bytes[content] as number;
  const count = Math.min((end - content - 1) * 8 - unused, MOST_PARTS);
  const members: number[] = [];
  for (let bit = 0; bit < count; bit++) {
    const octet = bytes[content + 1 + (bit >> 3)] as number;
    if ((octet & (0x80 >> (bit & 7))) !== 0) members.push(bit);
  }
  return members;
}
