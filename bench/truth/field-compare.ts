import type { DissectedMessage, Field, FieldMap } from "./field.ts";
import { leafPaths, ourValues } from "./field.ts";

/** Values of one column: frame by frame, joined by commas as the oracle writes them. */
export type Column = ReadonlyMap<number, string>;

/** Values that differ in one frame (or, for logs, in one conversation). */
export interface FieldDifference {
  /** 1-based frame; 0 where the oracle does not tell frames. */
  frame: number;
  /** Values of ours that the other side has not, and the other way around, in their order. */
  ours: string;
  theirs: string;
  /** How many compared values differ. */
  values: number;
  /** What the oracle itself says of the frame, or the conversation where frames are not told. */
  hint: string;
}

/** How the two sides tell one field in one capture. */
export interface FieldComparison {
  capture: string;
  protocol: string;
  field: string;
  oracle: string;
  /** Values compared, in frames where both sides have the field. */
  compared: number;
  equal: number;
  /** Frames in which only one side has the field. */
  onlyOurs: number;
  onlyTheirs: number;
  /** The first of those frames. */
  firstOurs: number;
  firstTheirs: number;
  differences: FieldDifference[];
}

/** Text of a column from this length on may have been cut by the oracle. */
const CUT = 2000;
const CUT_MARK = /^\s*\[…\]/;
/** Longest text of values kept with a difference. */
const LONGEST = 160;
/** What every message has and Wireshark tells of the frame. */
const ENVELOPE = new Set([
  ...["frame", "time", "source", "destination", "source_port", "destination_port", "protocol"],
  ...["operation", "act", "direction", "outcome", "faults", "duplicate", "capture"],
]);

/** Gathers the values of one capture's messages for the compared fields of one protocol. */
export class Gathered {
  readonly map: FieldMap;
  /** Per field: frame to values. */
  readonly values: Map<number, string[]>[];
  /** Paths told that no field of the map compares or rules out, with how many messages. */
  readonly uncovered = new Map<string, number>();
  private readonly paths: string[][];
  private readonly covered: string[];

  constructor(map: FieldMap) {
    this.map = map;
    this.values = map.fields.map(() => new Map());
    this.paths = map.fields.map((one) => one.path.split("."));
    this.covered = [
      ...map.fields.flatMap((one) => [one.path, ...one.covers]),
      ...Object.keys(map.incomparable),
      "answers_frame",
    ];
  }

  /** Whether no message had a value for any field. */
  get isEmpty(): boolean {
    return this.values.every((one) => one.size === 0);
  }

  add(message: DissectedMessage): void {
    const frame = message["frame"] as number;
    for (const [index, one] of this.map.fields.entries()) {
      const found = ourValues(one, this.paths[index], message);
      if (found.length === 0) continue;
      const known = this.values[index].get(frame);
      if (known === undefined) this.values[index].set(frame, found);
      else known.push(...found);
    }
    for (const path of leafPaths(message, ENVELOPE)) {
      if (this.covered.some((known) => isCoveredBy(path, known))) continue;
      this.uncovered.set(path, (this.uncovered.get(path) ?? 0) + 1);
    }
  }
}

function isCoveredBy(path: string, known: string): boolean {
  if (known === "*") return true;
  if (known.startsWith("**.")) return `.${path}.`.includes(`${known.slice(2)}.`);
  return path === known || path.startsWith(`${known}.`);
}

/** Compares what was gathered of one protocol with the oracle's columns, given by their names. */
export function compareFields(
  capture: string,
  oracle: string,
  gathered: Gathered,
  columns: ReadonlyMap<string, Column>,
  hintOf: (frame: number) => string,
): FieldComparison[] {
  const { fields } = gathered.map;
  const users = new Map<string, number[]>();
  for (const [index, one] of fields.entries()) {
    for (const name of one.theirs) users.set(name, [...(users.get(name) ?? []), index]);
  }
  // A column that several fields of ours stand for is missing here only when none of them is told; the first counts it.
  const isMissing = (index: number, frame: number) =>
    fields[index].theirs.some((name) => {
      const sharing = users.get(name) ?? [];
      return (
        columns.get(name)?.has(frame) &&
        sharing[0] === index &&
        !sharing.some((other) => gathered.values[other].has(frame))
      );
    });
  return fields.map((one, index) => {
    const result = emptyComparison(capture, gathered.map.protocol, one.name, oracle);
    const ours = gathered.values[index];
    const frames = new Set(ours.keys());
    for (const name of one.theirs) for (const frame of columns.get(name)?.keys() ?? []) frames.add(frame);
    for (const frame of [...frames].sort((a, b) => a - b)) {
      const { values, cut } = theirValues(one, columns, frame);
      let own = pieces(ours.get(frame) ?? [], one);
      // What is left of several columns that were cut cannot be told apart.
      if (cut && one.theirs.filter((name) => columns.get(name)?.has(frame)).length > 1) continue;
      if (cut) own = own.slice(0, values.length);
      if (own.length === 0 && values.length === 0) continue;
      if (own.length === 0) {
        if (isMissing(index, frame) && result.onlyTheirs++ === 0) result.firstTheirs = frame;
      } else if (values.length === 0) {
        if (result.onlyOurs++ === 0) result.firstOurs = frame;
      } else tally(result, own, one.within ? amongThem(own, values) : values, one.ordered || cut, frame, hintOf(frame));
    }
    return result;
  });
}

/** A comparison of nothing yet. */
export function emptyComparison(capture: string, protocol: string, name: string, oracle: string): FieldComparison {
  return {
    ...{ capture, protocol, field: name, oracle, compared: 0, equal: 0 },
    ...{ onlyOurs: 0, onlyTheirs: 0, firstOurs: 0, firstTheirs: 0, differences: [] },
  };
}

/** The values of one frame, of all columns of a field; `cut` when the oracle cut their text. */
function theirValues(
  one: Field,
  columns: ReadonlyMap<string, Column>,
  frame: number,
): { values: string[]; cut: boolean } {
  const values: string[] = [];
  let cut = false;
  for (const name of one.theirs) {
    const cell = columns.get(name)?.get(frame);
    if (cell === undefined || cell === "") continue;
    const marked = CUT_MARK.test(cell);
    const parts = cell.replace(CUT_MARK, "").split(one.as.separator ?? ",");
    if (marked || cell.length >= CUT) {
      cut = true;
      parts.pop();
    }
    for (const part of parts) {
      const value = one.as.theirs(part);
      if (value !== undefined) values.push(value);
    }
  }
  return { values, cut };
}

/** Those of their values that ours ask for, each as often as ours have it; all when ours are not among them. */
function amongThem(ours: readonly string[], theirs: readonly string[]): string[] {
  const wanted = new Map<string, number>();
  for (const value of ours) wanted.set(value, (wanted.get(value) ?? 0) + 1);
  return theirs.filter((value) => {
    const left = wanted.get(value) ?? 0;
    wanted.set(value, left - 1);
    return left > 0;
  });
}

/** Commas within a value of ours separate, as they do in the oracle's columns. */
function pieces(values: readonly string[], one: Field): string[] {
  if (!values.some((value) => value.includes(","))) return [...values];
  return values.flatMap((value) => value.split(",")).flatMap((part) => one.as.theirs(part) ?? []);
}

/** Counts equal and different values of both sides, by position or as multisets, and keeps what differs. */
export function tally(
  result: FieldComparison,
  ours: readonly string[],
  theirs: readonly string[],
  ordered: boolean,
  frame: number,
  hint: string,
): void {
  const compared = Math.max(ours.length, theirs.length);
  let onlyOurs: string[];
  let onlyTheirs: string[];
  if (ordered) {
    onlyOurs = ours.filter((value, index) => value !== theirs[index]);
    onlyTheirs = theirs.filter((value, index) => value !== ours[index]);
  } else {
    const left = new Map<string, number>();
    for (const value of theirs) left.set(value, (left.get(value) ?? 0) + 1);
    onlyOurs = [];
    for (const value of ours) {
      const count = left.get(value) ?? 0;
      if (count > 0) left.set(value, count - 1);
      else onlyOurs.push(value);
    }
    onlyTheirs = [];
    for (const [value, count] of left) for (let index = 0; index < count; index++) onlyTheirs.push(value);
  }
  const values = Math.max(onlyOurs.length, onlyTheirs.length);
  result.compared += compared;
  result.equal += compared - values;
  if (values === 0) return;
  result.differences.push({ frame, ours: shortened(onlyOurs), theirs: shortened(onlyTheirs), values, hint });
}

function shortened(values: readonly string[]): string {
  const joined = values.join(", ");
  return joined.length > LONGEST ? `${joined.slice(0, LONGEST)} ...` : joined;
}
