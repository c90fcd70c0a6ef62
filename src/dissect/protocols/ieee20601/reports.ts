// Reports of measurements: IEEE 11073-20601 annex A.11.5 (scan reports), A.2.2 (floating point types), section 6.3.4 (numeric
// objects). Values are told as the process points of the device; whose they are is never kept.
import { BAD, GOOD, pointSpace, type Quality, UNCERTAIN } from "../../points.ts";
import type { Reader } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import { readIdentity } from "./identity.ts";
import { BASIC_COMPOUND, BASIC_VALUE, type Metric, type Objects, readAttributes, SIMPLE_VALUE } from "./objects.ts";

const NUMERIC = pointSpace("ieee20601", "", "numeric");
const ENUMERATION = pointSpace("ieee20601", "", "enumeration");
const COMPOUND = 2379;
const VALUE = 2384;
const ENUMERATED_OBJECT = 2633;
const SIMPLE_BITS = 2661;
const BASIC_BITS = 2662;
const SIMPLE_COMPOUND = 2676;
/** Attributes that hold what was measured. */
const MEASURED: readonly number[] = [
  ...[BASIC_VALUE, SIMPLE_VALUE, VALUE, BASIC_COMPOUND, SIMPLE_COMPOUND, COMPOUND],
  ...[ENUMERATED_OBJECT, BASIC_BITS, SIMPLE_BITS],
];
const INVALID = 0xa000;
const DOUBTFUL = 0x5c00;
const MOST_VALUES = 256;
const MOST_PARTS = 16;

/** What a report held. */
export interface Reported {
  observations: number;
  /** Whether a value was among them that was measured. */
  isMeasured: boolean;
  /** Whether it says which person was measured. */
  persons: boolean;
}

/** How the observations of an event are laid out: each in full, by the object's layout, or by the scanner's. */
type Layout = "var" | "fixed" | "grouped";

/** Layout of the observations of a scan report, and whether they are sorted by person; undefined for other events. */
export function reportLayout(event: number): { layout: Layout; byPerson: boolean } | undefined {
  if (event >= 3357 && event <= 3360) return { layout: event % 2 === 1 ? "fixed" : "var", byPerson: event >= 3359 };
  if (event < 3362 || event > 3373) return undefined;
  const kind = (event - 3362) % 6;
  const byPerson = kind >= 3;
  if (kind % 3 === 2) return { layout: "grouped", byPerson };
  // Of reports by person, too, the variable kind comes first.
  return { layout: kind % 3 === 0 ? "var" : "fixed", byPerson };
}

/** Reads a scan report behind the type of its event. */
export function readReport(
  reader: Reader,
  talk: Talk,
  objects: Objects,
  scanner: number,
  form: { layout: Layout; byPerson: boolean },
): Reported {
  const reported: Reported = { observations: 0, isMeasured: false, persons: false };
  reader.skip(4);
  if (!form.byPerson) {
    readObservations(reader, talk, objects, scanner, form.layout, reported);
    return reported;
  }
  const count = reader.u16();
  const outer = reader.narrow(reader.u16());
  for (let index = 0; index < count && reader.left() > 0 && reader.ok; index++) {
    const person = reader.u16();
    // 65,535 stands for a person who is not known.
    if (reader.ok && person !== 0xffff) reported.persons = true;
    readObservations(reader, talk, objects, scanner, form.layout, reported);
  }
  reader.widen(outer);
  return reported;
}

function readObservations(
  reader: Reader,
  talk: Talk,
  objects: Objects,
  scanner: number,
  layout: Layout,
  reported: Reported,
): void {
  const count = reader.u16();
  const outer = reader.narrow(reader.u16());
  for (let index = 0; index < count && reader.left() > 0 && reader.ok; index++) {
    if (reported.observations >= MOST_VALUES) {
      reader.skipRest();
      break;
    }
    reported.observations++;
    if (layout === "var") {
      const metric = objects.metrics.get(reader.u16());
      readAttributes(reader, (attribute, length) => readValue(reader, talk, metric, attribute, length, reported));
      continue;
    }
    const metric = layout === "fixed" ? objects.metrics.get(reader.u16()) : undefined;
    const inner = reader.narrow(reader.u16());
    if (layout === "fixed") readLaidOut(reader, talk, metric, metric?.layout ?? [], reported);
    else
      for (const { handle, layout: entry } of objects.scanned.get(scanner) ?? [])
        readLaidOut(reader, talk, objects.metrics.get(handle), entry, reported);
    reader.widen(inner);
  }
  reader.widen(outer);
}

/** Values one behind the other, as far as they go: agents may leave out the last ones. */
function readLaidOut(
  reader: Reader,
  talk: Talk,
  metric: Metric | undefined,
  layout: readonly number[],
  reported: Reported,
): void {
  for (let index = 0; index + 1 < layout.length; index += 2) {
    const length = layout[index + 1] as number;
    if (reader.left() < length) return;
    const outer = reader.narrow(length);
    readValue(reader, talk, metric, layout[index] as number, length, reported);
    reader.widen(outer);
  }
}

/** One attribute of an object: a value, or something that the device says of itself. */
function readValue(
  reader: Reader,
  talk: Talk,
  metric: Metric | undefined,
  attribute: number,
  length: number,
  reported: Reported,
): void {
  if (metric === undefined) {
    readIdentity(reader, talk, attribute);
    return;
  }
  reported.isMeasured ||= reader.left() > 0 && MEASURED.includes(attribute);
  switch (attribute) {
    case BASIC_VALUE:
      tell(reader, talk, metric.name, short(reader.u16()), GOOD);
      return;
    case SIMPLE_VALUE:
      tell(reader, talk, metric.name, long(reader.u32()), GOOD);
      return;
    case VALUE:
      tellFull(reader, talk, metric.name);
      return;
    case BASIC_COMPOUND:
    case SIMPLE_COMPOUND:
    case COMPOUND: {
      const count = reader.u16();
      reader.skip(2);
      for (let index = 0; index < count && index < MOST_PARTS && reader.left() > 0 && reader.ok; index++) {
        const name = metric.parts[index] ?? `${metric.name} ${index + 1}`;
        if (attribute === COMPOUND) tellFull(reader, talk, name);
        else tell(reader, talk, name, attribute === BASIC_COMPOUND ? short(reader.u16()) : long(reader.u32()), GOOD);
      }
      return;
    }
    case ENUMERATED_OBJECT:
    case BASIC_BITS:
      if (length === 2) talk.sample(ENUMERATION, -1, metric.name, -1, reader.u16());
      return;
    case SIMPLE_BITS:
      if (length === 4) talk.sample(ENUMERATION, -1, metric.name, -1, reader.u32());
  }
}

/** A value that brings its state: metric, state, unit, number. */
function tellFull(reader: Reader, talk: Talk, name: string): void {
  reader.skip(2);
  const state = reader.u16();
  reader.skip(2);
  const value = long(reader.u32());
  tell(reader, talk, name, value, qualityOf(state));
}

function qualityOf(state: number): Quality {
  if ((state & INVALID) !== 0) return BAD;
  return (state & DOUBTFUL) !== 0 ? UNCERTAIN : GOOD;
}

/** Tells a value that was read; one that is not all there is none. */
function tell(reader: Reader, talk: Talk, name: string, value: number, quality: Quality): void {
  if (reader.ok) talk.sample(NUMERIC, -1, name, -1, value, quality);
}

/** SFLOAT-Type: 4 bits of exponent to the base 10, 12 of mantissa; NaN for those values that stand for none. */
export function short(bits: number): number {
  const mantissa = ((bits & 0xfff) << 20) >> 20;
  if (mantissa >= 0x7fe || mantissa <= -0x7fe) return Number.NaN;
  return scaled(mantissa, (bits << 16) >> 28);
}

/** FLOAT-Type: 8 bits of exponent to the base 10, 24 of mantissa; NaN for those values that stand for none. */
export function long(bits: number): number {
  const mantissa = (bits << 8) >> 8;
  if (mantissa >= 0x7ffffe || mantissa <= -0x7ffffe) return Number.NaN;
  return scaled(mantissa, bits >> 24);
}

/** Divides by powers of ten where the exponent is negative, so that 36.6 stays 36.6. */
function scaled(mantissa: number, exponent: number): number {
  return exponent < 0 ? mantissa / 10 ** -exponent : mantissa * 10 ** exponent;
}
