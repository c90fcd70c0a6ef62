// ASHRAE 135-2020, clauses 20.2 and 21: walks the parameters of a service along its production.
import type { Attribute } from "../../../model/attribute.ts";
import { Reader } from "../../reader.ts";
import type { About, Talk } from "../../talk.ts";
import { bitNamesOf, objectTypeName, propertyName, valueNamesOf } from "./names.ts";
import { newPoint, notePoint, type Point, tellPoint } from "./points.ts";
import type { Field, Shape } from "./shapes.ts";
import {
  ANY,
  CHOICE,
  LIST,
  MEANS_ERROR_CODE,
  MEANS_MODEL,
  MEANS_NOTHING,
  MEANS_OBJECT,
  MEANS_OBJECT_NAME,
  MEANS_PROPERTY,
  MEANS_SECRET,
  MEANS_SERIAL,
  MEANS_VENDOR,
  MEANS_WHOLE_OBJECT,
  PROPERTY_SHAPES,
  SEQUENCE,
  UNTAGGED,
  VALUE,
} from "./shapes.ts";
import type { Tag } from "./tags.ts";
import {
  BITS,
  BOOLEAN,
  CLOSING,
  ENUMERATED,
  fits,
  newTag,
  numberAt,
  OBJECT,
  OPENING,
  PRIMITIVE,
  peekTag,
  readContent,
  readTag,
  TEXT,
  TYPE_NAMES,
  textAt,
  UNSIGNED,
} from "./tags.ts";
import { vendorName } from "./vendors.ts";

/** Deepest nesting of constructed values that is shown. */
const DEEPEST = 12;
/** Most texts of objects kept per conversation. */
const MOST_TEXTS = 2048;
/** Properties that say a value and its quality lie between these. */
const LEAST_OF_POINT = 81;
const MOST_OF_POINT = 111;
const DEVICE = 8;
const PROGRAM = 16;
const PROGRAM_CHANGE = 90;

/** What walking the parameters of one message needs and finds; reused for every message of a conversation. */
export interface Walk {
  reader: Reader;
  tag: Tag;
  talk: Talk<unknown>;
  /** Whom identity in the message is about. */
  about: About;
  method: string;
  /** Whether property values are what the sender says of itself. */
  isAnswer: boolean;
  /** Whether the bytes were put together from several frames, so that no position in this frame says so. */
  isAssembled: boolean;
  /** Whether a fault was told. */
  isFaulty: boolean;
  hasObject: boolean;
  objectType: number;
  instance: number;
  property: number;
  vendor: number;
  /** BACnetProgramRequest written, or -1. */
  programRequest: number;
  /** Error code of the message, or -1. */
  errorCode: number;
  /** Stations behind routers that the message goes between, as `stationOf` numbers them; -1 for the ends themselves. */
  fromStation: number;
  toStation: number;
  point: Point;
  /** Texts of objects and properties by number, because polls ask for the same ones again and again. */
  texts: Map<number, string>;
}

/** A walk record, to be filled before each message. */
export function newWalk(talk: Talk<unknown>): Walk {
  return {
    reader: new Reader(),
    tag: newTag(),
    talk,
    about: "sender",
    method: "",
    isAnswer: false,
    isAssembled: false,
    isFaulty: false,
    hasObject: false,
    objectType: 0,
    instance: 0,
    property: 0,
    vendor: -1,
    programRequest: -1,
    errorCode: -1,
    fromStation: -1,
    toStation: -1,
    point: newPoint(),
    texts: new Map(),
  };
}

type Shown = Record<string, unknown>;

/** Reads the whole parameters of a service into `into` (nothing is built without it) and tells what they touch. */
export function walkBody(walk: Walk, fields: readonly Field[], into: Shown | undefined): void {
  walk.isFaulty = false;
  readFields(walk, fields, into);
  const { reader } = walk;
  if (!reader.ok || reader.left() === 0) return;
  fault(walk, "too many arguments");
  reader.skipRest();
}

/** Missing bytes are told by the engine; only what is wrong with bytes at hand is a fault here. */
function fault(walk: Walk, name: string): void {
  const { reader } = walk;
  if (!reader.ok) return;
  if (reader.cut && reader.left() === 0) {
    reader.skip(1);
    return;
  }
  // What follows a first defect is often only its echo.
  if (walk.isFaulty) return;
  walk.isFaulty = true;
  walk.talk.fault(name, walk.isAssembled ? 0 : reader.position - reader.start);
}

function readFields(walk: Walk, fields: readonly Field[], into: Shown | undefined): void {
  for (const field of fields) {
    if (!walk.reader.ok) return;
    const chosen = chosenField(walk, field);
    if (chosen !== undefined) readField(walk, chosen, into);
    else if (!field.optional) {
      fault(walk, "missing required parameter");
      return;
    }
  }
}

/** The field that the next tag belongs to; undefined when it is another's. */
function chosenField(walk: Walk, field: Field): Field | undefined {
  const { reader, tag } = walk;
  if (field.tag === CHOICE) {
    if (!peekTag(reader, tag) || !tag.isContext || tag.kind === CLOSING) return undefined;
    for (const option of field.shape.fields) if (option.tag === tag.number) return option;
    return undefined;
  }
  if (field.tag === UNTAGGED && field.shape.kind === LIST) return field;
  if (!peekTag(reader, tag) || tag.kind === CLOSING) return undefined;
  if (field.tag >= 0) return tag.isContext && tag.number === field.tag ? field : undefined;
  if (field.shape.kind === ANY) return field;
  if (tag.isContext) return undefined;
  return !field.optional || tag.number === field.shape.type ? field : undefined;
}

function readField(walk: Walk, field: Field, into: Shown | undefined): void {
  const { reader, tag } = walk;
  const { shape } = field;
  if (field.tag === UNTAGGED) {
    if (shape.kind === LIST) readList(walk, shape.of as Shape, into, field.name);
    else if (shape.kind === ANY) readAny(walk, into, field.name);
    else readUntagged(walk, shape, into, field.name);
    return;
  }
  readTag(reader, tag);
  if (tag.kind === PRIMITIVE) {
    if (shape.kind === VALUE) readValue(walk, shape, shape.type, tag.length, into, field.name);
    else {
      fault(walk, "invalid tag");
      reader.skip(tag.length);
    }
    return;
  }
  switch (shape.kind) {
    case SEQUENCE: {
      const inner = into === undefined ? undefined : {};
      readFields(walk, shape.fields, inner);
      if (into !== undefined) into[field.name] = inner;
      break;
    }
    case LIST:
      readList(walk, shape.of as Shape, into, field.name);
      break;
    case ANY:
      readAny(walk, into, field.name);
      break;
    default:
      fault(walk, "invalid tag");
  }
  close(walk, field.tag);
}

/** Goes behind the closing tag of a construct, past what does not belong there. */
function close(walk: Walk, number: number): void {
  const { reader, tag } = walk;
  let depth = 1;
  let clean = true;
  while (depth > 0 && reader.ok) {
    if (reader.left() === 0) {
      fault(walk, "missing closing tag");
      return;
    }
    const isTag = readTag(reader, tag);
    if (!isTag) {
      fault(walk, "invalid tag");
      reader.skipRest();
      return;
    }
    if (tag.kind === CLOSING) depth--;
    else {
      if (clean) fault(walk, "invalid tag");
      clean = false;
      if (tag.kind === OPENING) depth++;
      else if (tag.isContext || tag.number !== BOOLEAN) reader.skip(tag.length);
    }
  }
  if (clean && reader.ok && tag.number !== number) fault(walk, "invalid tag");
}

function readList(walk: Walk, of: Shape, into: Shown | undefined, name: string): void {
  const { reader, tag } = walk;
  const list: unknown[] | undefined = into === undefined ? undefined : [];
  if (into !== undefined) into[name] = list;
  const slot: Shown | undefined = into === undefined ? undefined : {};
  while (reader.ok && reader.left() > 0) {
    if (peekTag(reader, tag) && tag.kind === CLOSING) return;
    const before = reader.position;
    if (of.kind === SEQUENCE) {
      const element = into === undefined ? undefined : {};
      readFields(walk, of.fields, element);
      list?.push(element);
    } else {
      readUntagged(walk, of, slot, "value");
      if (slot !== undefined) list?.push(slot["value"]);
    }
    if (reader.position === before) return;
  }
}

/** A value with an application tag that should be the shape's. */
function readUntagged(walk: Walk, shape: Shape, into: Shown | undefined, name: string): void {
  const { reader, tag } = walk;
  if (!readTag(reader, tag) || tag.kind !== PRIMITIVE) {
    fault(walk, "invalid tag");
    reader.skipRest();
    return;
  }
  if (!tag.isContext && tag.number === BOOLEAN) {
    if (shape.type !== BOOLEAN) fault(walk, "invalid parameter data type");
    if (into !== undefined) into[name] = tag.length !== 0;
    return;
  }
  if (tag.isContext || tag.number !== shape.type) {
    fault(walk, "invalid parameter data type");
    const isSound = !tag.isContext && fits(tag.number, tag.length);
    if (into !== undefined) into[name] = readContent(reader, isSound ? tag.number : -1, tag.length, []);
    else reader.skip(tag.length);
    return;
  }
  readValue(walk, shape, shape.type, tag.length, into, name);
}

/** A value whose tag was read: what it means is told in both modes, shown only in one. */
function readValue(
  walk: Walk,
  shape: Shape,
  type: number,
  length: number,
  into: Shown | undefined,
  name: string,
): void {
  const { reader } = walk;
  const start = reader.position;
  if (length > reader.left() || !fits(type, length)) {
    if (length <= reader.left()) fault(walk, "invalid parameter data type");
    if (into !== undefined && shape.meaning !== MEANS_SECRET) into[name] = reader.hex(length);
    else reader.skip(length);
    return;
  }
  if (shape.meaning !== MEANS_NOTHING) tellMeaning(walk, shape.meaning, start, length);
  if (into === undefined || shape.meaning === MEANS_SECRET) {
    reader.skip(length);
    if (into !== undefined) into[`${name}_present`] = true;
    return;
  }
  const shown = readContent(reader, type, length, type === BITS ? shape.names : []);
  into[name] = shown;
  if (type === ENUMERATED && typeof shown === "number") {
    const named = shape.meaning === MEANS_PROPERTY ? propertyName(shown) : (shape.names[shown] ?? "");
    if (named !== "") into[`${name}_name`] = named;
  } else if (shape.meaning === MEANS_VENDOR && typeof shown === "number") {
    const named = vendorName(shown);
    if (named !== "") into[`${name}_name`] = named;
  }
}

function tellMeaning(walk: Walk, meaning: number, start: number, length: number): void {
  const { reader, talk } = walk;
  const { bytes } = reader;
  switch (meaning) {
    case MEANS_OBJECT:
    case MEANS_WHOLE_OBJECT: {
      const identifier = numberAt(bytes, start, length);
      tellValue(walk);
      walk.objectType = Math.floor(identifier / 0x400000);
      walk.instance = identifier % 0x400000;
      walk.hasObject = true;
      if (meaning === MEANS_WHOLE_OBJECT) {
        talk.object(objectText(walk, walk.objectType, walk.instance));
        talk.target(objectTypeName(walk.objectType), walk.instance, 1);
      }
      return;
    }
    case MEANS_PROPERTY:
      walk.property = numberAt(bytes, start, length);
      touchProperty(walk);
      return;
    case MEANS_SECRET:
      talk.note(walk.about, { kind: "credential", method: "BACnet password", exposure: "clear" });
      return;
    case MEANS_VENDOR:
      walk.vendor = numberAt(bytes, start, length);
      return;
    case MEANS_MODEL:
      claim(walk, "model", textAt(bytes, start, start + length), 0.95, start, start + length);
      return;
    case MEANS_SERIAL:
      claim(walk, "serial", textAt(bytes, start, start + length), 0.95, start, start + length);
      return;
    case MEANS_OBJECT_NAME:
      if (walk.objectType === DEVICE)
        claim(walk, "name", textAt(bytes, start, start + length), 0.95, start, start + length);
      return;
    case MEANS_ERROR_CODE:
      walk.errorCode = numberAt(bytes, start, length);
      return;
    default:
  }
}

/** Tells the present value that waits for what else the message says of its object. */
export function tellValue(walk: Walk): void {
  // Values belong to who answers or reports, else to who is asked to take them.
  tellPoint(walk.talk, walk.point, walk.isAnswer ? walk.fromStation : walk.toStation);
}

function touchProperty(walk: Walk): void {
  if (!walk.hasObject) return;
  const { talk } = walk;
  talk.object(objectText(walk, walk.objectType, walk.instance, walk.property));
  talk.target(objectTypeName(walk.objectType), walk.instance, 1);
}

/** "analog-input 5", or "analog-input 5 present-value". */
export function objectText(walk: Walk, objectType: number, instance: number, property = -1): string {
  // Object identifier and property take 32 and 16 bits: a number holds both exactly.
  const isKept = property < 65_535;
  const key = (objectType * 0x400000 + instance) * 65_536 + property + 1;
  const known = isKept ? walk.texts.get(key) : undefined;
  if (known !== undefined) return known;
  const object = `${objectTypeName(objectType)} ${instance}`;
  const text = property < 0 ? object : `${object} ${propertyName(property)}`;
  if (isKept) {
    if (walk.texts.size >= MOST_TEXTS) walk.texts.clear();
    walk.texts.set(key, text);
  }
  return text;
}

/** Claims with where it stands, unless that lies in several frames. */
export function claim(
  walk: Walk,
  attribute: Attribute,
  value: string,
  confidence: number,
  start: number,
  end: number,
): void {
  if (walk.isAssembled) walk.talk.claim(walk.about, attribute, value, confidence, walk.method);
  else walk.talk.claim(walk.about, attribute, value, confidence, walk.method, start, end);
}

/** What a device says of itself in properties of its Device object (clause 12.11). */
const DEVICE_CLAIMS: Readonly<Record<number, Attribute>> = {
  12: "software",
  28: "description",
  44: "firmware",
  58: "location",
  70: "model",
  77: "name",
  121: "vendor",
  372: "serial",
};
const VENDOR_IDENTIFIER = 120;

/** Values of a property up to the closing tag or the end. */
function readAny(walk: Walk, into: Shown | undefined, name: string): void {
  tellProperty(walk);
  const { reader, tag } = walk;
  const shape = walk.hasObject ? PROPERTY_SHAPES[walk.property] : undefined;
  // Sizes of arrays and single elements in a maker's own type begin with an application tag.
  if (shape !== undefined && peekTag(reader, tag) && tag.isContext && tag.kind !== CLOSING) {
    // A value inside the value is no property: without this, hostile bytes could nest without bound.
    const { property } = walk;
    walk.property = -1;
    readList(walk, shape, into, name);
    walk.property = property;
    return;
  }
  const values: unknown[] | undefined = into === undefined ? undefined : [];
  readValues(walk, values, 0);
  if (into !== undefined) into[name] = values;
}

function tellProperty(walk: Walk): void {
  const { reader, tag } = walk;
  if (!walk.hasObject || walk.property < 0) return;
  const isNamed = walk.objectType === DEVICE || walk.objectType === PROGRAM;
  if (!isNamed && (walk.property < LEAST_OF_POINT || walk.property > MOST_OF_POINT)) return;
  if (!peekTag(reader, tag) || tag.isContext) return;
  const at = reader.position;
  readTag(reader, tag);
  const start = reader.position;
  const { number, length } = tag;
  reader.position = at;
  if (number !== BOOLEAN && length > reader.end - start) return;
  if (!fits(number, length)) return;
  if (!isNamed) {
    notePoint(walk.point, walk.objectType, walk.instance, walk.property, number, reader.bytes, start, length);
    return;
  }
  if (walk.objectType === PROGRAM) {
    if (walk.property === PROGRAM_CHANGE && number === ENUMERATED) {
      walk.programRequest = numberAt(reader.bytes, start, length);
    }
    return;
  }
  if (!walk.isAnswer) return;
  const attribute = DEVICE_CLAIMS[walk.property];
  if (attribute !== undefined && number === TEXT) {
    claim(walk, attribute, textAt(reader.bytes, start, start + length), 0.95, start, start + length);
  } else if (walk.property === VENDOR_IDENTIFIER && number === UNSIGNED) {
    claim(walk, "vendor", vendorName(numberAt(reader.bytes, start, length)), 0.9, start, start + length);
  }
}

/** Reads tagged values until a closing tag, which stays, or the end. */
function readValues(walk: Walk, values: unknown[] | undefined, depth: number): void {
  const { reader, tag } = walk;
  while (reader.ok && reader.left() > 0) {
    const at = reader.position;
    if (!readTag(reader, tag)) {
      fault(walk, "invalid tag");
      reader.skipRest();
      return;
    }
    if (tag.kind === CLOSING) {
      reader.position = at;
      return;
    }
    if (tag.kind === OPENING) {
      const { number } = tag;
      if (depth >= DEEPEST) {
        fault(walk, "nested too deeply");
        reader.skipRest();
        return;
      }
      const inner: unknown[] | undefined = values === undefined ? undefined : [];
      readValues(walk, inner, depth + 1);
      values?.push({ context_tag: number, values: inner });
      close(walk, number);
    } else if (tag.isContext) readContextValue(walk, values);
    else readApplicationValue(walk, values);
  }
}

function readContextValue(walk: Walk, values: unknown[] | undefined): void {
  const { reader, tag } = walk;
  const { number, length } = tag;
  if (values === undefined || length > reader.left()) reader.skip(length);
  else values.push({ context_tag: number, octets: reader.hex(length) });
}

function readApplicationValue(walk: Walk, values: unknown[] | undefined): void {
  const { reader, tag } = walk;
  const { number, length } = tag;
  if (number === BOOLEAN) {
    values?.push({ type: "boolean", value: length !== 0 });
    return;
  }
  if (length > reader.left()) {
    reader.skip(length);
    return;
  }
  const isReserved = number > OBJECT;
  if (isReserved || !fits(number, length)) fault(walk, isReserved ? "invalid tag" : "invalid parameter data type");
  if (values === undefined) {
    reader.skip(length);
    return;
  }
  const isSound = !isReserved && fits(number, length);
  const value = readContent(reader, isSound ? number : -1, length, walk.hasObject ? bitNamesOf(walk.property) : []);
  const shown: Shown = { type: TYPE_NAMES[number] ?? String(number), value };
  if (number === ENUMERATED && typeof value === "number" && walk.hasObject) {
    const named = valueNamesOf(walk.objectType, walk.property)[value] ?? "";
    if (named !== "") shown["name"] = named;
  }
  values.push(shown);
}
