// The objects of an agent, as its configuration describes them: IEEE 11073-20601 sections 6.3 (object classes) and A.11.5
// (configuration report), and the standard configurations of IEEE 11073-10404, 10407, 10408, 10415 and 10417.
import type { Reader } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import { readIdentity } from "./identity.ts";
import { className, metricName, unitName } from "./names.ts";

const PHYSIOLOGY = 2347;
const TYPE = 2351;
const UNIT = 2454;
const VALUE_MAP = 2645;
const PHYSIOLOGY_LIST = 2678;
const SCANNED_MAP = 2643;
export const TIME_STAMP = 2448;
export const BASIC_VALUE = 2636;
export const SIMPLE_VALUE = 2646;
export const BASIC_COMPOUND = 2677;
const NUMERIC = 6;
const MOST_OBJECTS = 64;
const MOST_PARTS = 16;
const MOST_MAPPED = 64;

/** One measurement of an agent. */
export interface Metric {
  /** Its process point: what is measured, and in which unit; those of a compound value by their place. */
  name: string;
  parts: readonly string[];
  /** Attributes and their lengths, in turn, of which a fixed report is made. */
  layout: readonly number[];
}

/** What an agent measures by handle, and what its scanners put together: handle and layout of each, by the scanner's handle. */
export interface Objects {
  metrics: Map<number, Metric>;
  scanned: Map<number, readonly { handle: number; layout: readonly number[] }[]>;
}

/** Nothing is known yet. */
export function noObjects(): Objects {
  return { metrics: new Map(), scanned: new Map() };
}

type Row = readonly [handle: number, code: number, unit: number, value: number, length: number];

/** Measurements of standard configurations, which agents need not report. */
const STANDARD: Readonly<Record<number, readonly Row[]>> = {
  400: [
    [1, 19384, 544, BASIC_VALUE, 2],
    [10, 18458, 2720, BASIC_VALUE, 2],
  ],
  401: [
    [1, 19384, 544, BASIC_VALUE, 2],
    [10, 18458, 2720, BASIC_VALUE, 2],
  ],
  700: [
    [1, 18948, 3872, BASIC_COMPOUND, 10],
    [2, 18474, 2720, BASIC_VALUE, 2],
  ],
  800: [[1, 19292, 6048, SIMPLE_VALUE, 4]],
  1500: [[1, 57664, 1731, SIMPLE_VALUE, 4]],
  1700: [[1, 29112, 2130, BASIC_VALUE, 2]],
};
const PRESSURES: readonly number[] = [18949, 18950, 18951];
const PARTITION = 2;

/** Takes a standard configuration as what the agent measures. */
export function takeStandard(objects: Objects, configuration: number): void {
  const rows = STANDARD[configuration];
  if (rows === undefined) return;
  objects.metrics.clear();
  objects.scanned.clear();
  for (const [handle, code, unit, value, length] of rows) {
    const parts = code === 18948 ? PRESSURES : [];
    objects.metrics.set(handle, {
      name: pointName(PARTITION, code, unit),
      parts: parts.map((part) => pointName(PARTITION, part, unit)),
      layout: [value, length, TIME_STAMP, 8],
    });
  }
}

function pointName(partition: number, code: number, unit: number): string {
  const symbol = unit < 0 ? "" : unitName(unit);
  return symbol === "" ? metricName(partition, code) : `${metricName(partition, code)} (${symbol})`;
}

/** Reads the objects of a configuration report, which replace what was known; answers what they are, for people. */
export function readObjects(reader: Reader, talk: Talk, objects: Objects): string[] {
  objects.metrics.clear();
  objects.scanned.clear();
  const shown: string[] = [];
  const count = reader.u16();
  const outer = reader.narrow(reader.u16());
  for (let index = 0; index < count && reader.left() > 0 && reader.ok; index++) {
    const kind = reader.u16();
    const handle = reader.u16();
    if (index < MOST_OBJECTS) {
      const name = readObject(reader, talk, objects, kind, handle);
      shown.push(name === "" ? className(kind) : name);
    } else readAttributes(reader, () => undefined);
  }
  if (count > shown.length && reader.ok) talk.fault("fewer objects than told");
  reader.widen(outer);
  return shown;
}

function readObject(reader: Reader, talk: Talk, objects: Objects, kind: number, handle: number): string {
  let partition = PARTITION;
  let code = -1;
  let unit = -1;
  let codes: number[] = [];
  let layout: number[] = [];
  readAttributes(reader, (attribute) => {
    switch (attribute) {
      case TYPE:
        partition = reader.u16();
        code = reader.u16();
        return;
      case PHYSIOLOGY:
        code = reader.u16();
        return;
      case PHYSIOLOGY_LIST:
        codes = readList(reader, MOST_PARTS);
        return;
      case UNIT:
        unit = reader.u16();
        return;
      case VALUE_MAP:
        layout = readLayout(reader);
        return;
      case SCANNED_MAP:
        objects.scanned.set(handle, readScanned(reader));
        return;
      default:
        readIdentity(reader, talk, attribute);
    }
  });
  if (code < 0 || kind > NUMERIC) return "";
  let name = pointName(partition, code, unit);
  for (const known of objects.metrics.values()) if (known.name === name) name = `${name} ${handle}`;
  const parts = codes.map((part) => pointName(partition, part, unit));
  objects.metrics.set(handle, { name, parts, layout });
  return name;
}

/** Hands every attribute of a list to `take`, with the reader narrowed to its value. */
export function readAttributes(reader: Reader, take: (attribute: number, length: number) => void): void {
  const count = reader.u16();
  const outer = reader.narrow(reader.u16());
  for (let index = 0; index < count && reader.left() > 0 && reader.ok; index++) {
    const attribute = reader.u16();
    const length = reader.u16();
    const list = reader.narrow(length);
    if (reader.ok) take(attribute, length);
    reader.widen(list);
  }
  reader.widen(outer);
}

/** Numbers of 16 bits, at most so many. */
export function readList(reader: Reader, most: number): number[] {
  const count = reader.u16();
  const outer = reader.narrow(reader.u16());
  const numbers: number[] = [];
  for (let index = 0; index < count && index < most && reader.left() >= 2; index++) numbers.push(reader.u16());
  reader.widen(outer);
  return numbers;
}

function readLayout(reader: Reader): number[] {
  const count = reader.u16();
  const outer = reader.narrow(reader.u16());
  const layout: number[] = [];
  for (let index = 0; index < count && index < MOST_PARTS && reader.left() >= 4; index++)
    layout.push(reader.u16(), reader.u16());
  reader.widen(outer);
  return layout;
}

function readScanned(reader: Reader): { handle: number; layout: number[] }[] {
  const count = reader.u16();
  const outer = reader.narrow(reader.u16());
  const scanned: { handle: number; layout: number[] }[] = [];
  for (let index = 0; index < count && index < MOST_MAPPED && reader.left() >= 6; index++)
    scanned.push({ handle: reader.u16(), layout: readLayout(reader) });
  reader.widen(outer);
  return scanned;
}
