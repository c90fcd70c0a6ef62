// S7comm-plus: trees of objects. Elements are told apart by their first octet: start and end of an object, attribute,
// relation, and lists of the variables that a block declares.
// Not decoded: types and offsets of declared variables (their number is told); old controllers' descriptions of variables
// beyond name and type.
import { ID, idName, S7STRING, STRUCT, TYPES } from "./names.ts";
import { signed32, unsigned32 } from "./numbers.ts";
import { readValue } from "./values.ts";
import { DEEPEST, type Fields, spend, type Walk } from "./walk.ts";

export const START_OBJECT = 0xa1;
const END_OBJECT = 0xa2;
const ATTRIBUTE = 0xa3;
const RELATION = 0xa4;
const START_DESCRIPTION = 0xa7;
const END_DESCRIPTION = 0xa8;
const VARIABLE_TYPES = 0xab;
const VARIABLE_NAMES = 0xac;
const MOST_SHOWN = 512;

/** Reads objects up to what is no element; they come in a row, and each may hold others. */
export function readObjects(walk: Walk): Fields[] | undefined {
  const list: Fields[] | undefined = walk.shown ? [] : undefined;
  while (walk.reader.peek() === START_OBJECT && spend(walk)) {
    const object = readObject(walk);
    if (list !== undefined && list.length < MOST_SHOWN) list.push(object as Fields);
  }
  return list;
}

function readObject(walk: Walk): Fields | undefined {
  const { reader } = walk;
  reader.skip(1);
  const relation = reader.u32();
  const classId = unsigned32(reader);
  const flags = unsigned32(reader);
  const attribute = unsigned32(reader);
  if (attribute !== 0) unsigned32(reader);
  if (reader.ok && walk.objectClass < 0) {
    walk.objectClass = classId;
    walk.objectRelation = relation;
  }
  const fields: Fields | undefined = walk.shown
    ? {
        relation_id: relation,
        relation_name: idName(relation),
        class_id: classId,
        class_name: idName(classId),
        class_flags: flags,
        attribute_id: attribute === 0 ? undefined : attribute,
      }
    : undefined;
  walk.depth++;
  if (walk.depth > DEEPEST) {
    reader.ok = false;
    reader.skipRest();
  }
  readElements(walk, fields);
  walk.depth--;
  return fields;
}

/** Elements of one object up to its end. */
function readElements(walk: Walk, into: Fields | undefined): void {
  const { reader } = walk;
  while (spend(walk)) {
    switch (reader.peek()) {
      case START_OBJECT:
        add(into, "objects", readObject(walk));
        break;
      case END_OBJECT:
        reader.skip(1);
        return;
      case ATTRIBUTE: {
        reader.skip(1);
        const id = unsigned32(reader);
        // Zero is no attribute, and has no value.
        if (id === 0) break;
        const value = readValue(walk, id);
        if (id === ID.modifyingJob && walk.number > 0) walk.isModifying = true;
        if (id === ID.blockNumber && walk.blockNumber < 0) walk.blockNumber = walk.number;
        add(into, "attributes", into === undefined ? undefined : { id, name: idName(id), value });
        break;
      }
      case RELATION: {
        reader.skip(1);
        const id = unsigned32(reader);
        const target = reader.u32();
        add(into, "relations", into === undefined ? undefined : { id, name: idName(id), target });
        break;
      }
      case START_DESCRIPTION:
        reader.skip(1);
        add(into, "variables", readDescription(walk));
        break;
      case END_DESCRIPTION:
        reader.skip(1);
        break;
      case VARIABLE_TYPES:
        reader.skip(1);
        readTypes(walk, into);
        break;
      case VARIABLE_NAMES:
        reader.skip(1);
        readNames(walk, into);
        break;
      default:
        return;
    }
  }
}

function add(into: Fields | undefined, name: string, entry: unknown): void {
  if (into === undefined || entry === undefined) return;
  const known = into[name] as unknown[] | undefined;
  if (known === undefined) into[name] = [entry];
  else if (known.length < MOST_SHOWN) known.push(entry);
}

/** Types of declared variables: blocks of octets, each with its length, up to an empty one. */
function readTypes(walk: Walk, into: Fields | undefined): void {
  const { reader } = walk;
  let octets = 0;
  while (spend(walk)) {
    const length = reader.u16();
    if (length === 0) break;
    reader.skip(length);
    octets += length;
  }
  if (into !== undefined) into["variable_type_octets"] = octets;
}

/** Names of declared variables: blocks with their length, of names with theirs and a NUL. */
function readNames(walk: Walk, into: Fields | undefined): void {
  const { reader } = walk;
  while (spend(walk)) {
    const length = reader.u16();
    if (length === 0) return;
    const outer = reader.narrow(length);
    while (reader.left() > 0 && spend(walk)) {
      const octets = reader.u8();
      if (into === undefined) reader.skip(octets);
      else add(into, "variable_names", reader.utf8(octets));
      reader.skip(1);
    }
    reader.widen(outer);
  }
}

/** A variable's description in old controllers. */
function readDescription(walk: Walk): Fields | undefined {
  const { reader } = walk;
  const kind = reader.u8();
  const octets = unsigned32(reader);
  let name = "";
  if (walk.shown) name = reader.utf8(octets);
  else reader.skip(octets);
  reader.skip(1);
  const type = reader.u8();
  const softType = unsigned32(reader);
  const flags = reader.u32();
  const lid = unsigned32(reader);
  const related = unsigned32(reader);
  if ((kind & 0x0c) !== 0) {
    unsigned32(reader);
    unsigned32(reader);
  }
  unsigned32(reader);
  unsigned32(reader);
  if ((kind & 3) === 1) {
    unsigned32(reader);
    unsigned32(reader);
  } else if ((kind & 3) === 2) {
    signed32(reader);
    for (let left = 3; left > 0; left--) unsigned32(reader);
  } else if ((kind & 3) === 3) {
    unsigned32(reader);
    unsigned32(reader);
    const dimensions = unsigned32(reader);
    for (let index = 0; index < dimensions && spend(walk); index++) {
      signed32(reader);
      unsigned32(reader);
    }
  }
  if (kind === 8) {
    unsigned32(reader);
    unsigned32(reader);
  }
  if (!walk.shown) return undefined;
  const what = type === S7STRING ? "string_length" : type === STRUCT ? "structure_relation_id" : "related";
  return { name, type: TYPES[type] ?? type, soft_type: softType, attributes: flags, lid, [what]: related };
}
