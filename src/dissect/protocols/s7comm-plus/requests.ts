// S7comm-plus: what requests ask for, by function.
import type { Operation } from "../../operation.ts";
import { readAddress } from "./addresses.ts";
import { addItem, attributeOf, pointOf, type Request, UNKNOWN } from "./memory.ts";
import { blockName, ID, idName, STRUCT } from "./names.ts";
import { unsigned32 } from "./numbers.ts";
import { readObjects, START_OBJECT } from "./objects.ts";
import * as operations from "./operations.ts";
import { creation, deletion, getting, graver, OPERATIONS, setting } from "./operations.ts";
import { readMembers, readValue } from "./values.ts";
import { type Fields, spend, type Walk } from "./walk.ts";

const WITH_OBJECT = 1;

/** Reads the parameters of a request, and answers what it is; `request` gets what its answer will need. */
export function readRequest(
  walk: Walk,
  code: number,
  version: number,
  session: number,
  request: Request,
  into: Fields | undefined,
): Operation {
  const { reader } = walk;
  switch (code) {
    case operations.EXPLORE:
      readExplore(walk, into);
      break;
    case operations.CREATE_OBJECT:
      return readCreate(walk, version, into);
    case operations.DELETE_OBJECT: {
      const object = reader.u32();
      reader.skip(1);
      show(into, "object_id", object);
      const name = idName(object);
      show(into, "object_name", name);
      const found = deletion(object, session, walk.talk.memory.created.get(object));
      if (found === operations.DELETE_PROGRAM_OBJECT && name !== undefined && reader.ok) walk.talk.object(name);
      return found;
    }
    case operations.SET_VARIABLE:
      return readSetVariable(walk, code, into);
    case operations.GET_VARIABLE:
      show(into, "object_id", reader.u32());
      return readAttributes(walk, code, unsigned32(reader), request, into);
    case operations.SET_MULTI_VARIABLES:
      return readSetMany(walk, code, request, into);
    case operations.GET_MULTI_VARIABLES:
      return readGetMany(walk, code, request, into);
    case operations.GET_LINK:
      show(into, "object_id", reader.u32());
      show(into, "link_id", unsigned32(reader));
      reader.skip(2);
      break;
    case operations.BEGIN_SEQUENCE:
      readBegin(walk, version, into);
      break;
    case operations.END_SEQUENCE:
      reader.skip(2);
      break;
    case operations.INVOKE:
      show(into, "sub_session_id", reader.u32());
      reader.skip(4);
      readArguments(walk, into);
      reader.skip(1);
      break;
    case operations.GET_VARIABLE_SUB_STREAMED:
    case operations.SET_VARIABLE_SUB_STREAMED:
      return readSubStreamed(walk, code, request, into);
  }
  return OPERATIONS.of(code);
}

/** Whether an object qualifier may follow the parameters. */
export function hasQualifier(code: number): boolean {
  switch (code) {
    case operations.DELETE_OBJECT:
    case operations.SET_VARIABLE:
    case operations.GET_VARIABLE:
    case operations.SET_MULTI_VARIABLES:
    case operations.GET_MULTI_VARIABLES:
    case operations.GET_VARIABLE_SUB_STREAMED:
    case operations.SET_VARIABLE_SUB_STREAMED:
      return true;
    default:
      return false;
  }
}

function show(into: Fields | undefined, name: string, value: unknown): void {
  if (into !== undefined) into[name] = value;
}

/** Pairs of number and value up to a zero, as methods are given them and give them back: they are no attributes. */
export function readArguments(walk: Walk, into: Fields | undefined): void {
  const { reader } = walk;
  const list: Fields[] | undefined = into === undefined ? undefined : [];
  while (spend(walk)) {
    const item = unsigned32(reader);
    if (item === 0) break;
    const value = readValue(walk, 0);
    list?.push({ item, value });
  }
  show(into, "values", list);
}

/** Pairs of item number and value up to a zero; `asked` says what the items are. */
export function readItems(walk: Walk, asked: Request | undefined, into: Fields | undefined, name: string): void {
  const { reader } = walk;
  const list: Fields[] | undefined = into === undefined ? undefined : [];
  while (spend(walk)) {
    const item = unsigned32(reader);
    if (item === 0) break;
    walk.point = pointOf(asked, item);
    const value = readValue(walk, attributeOf(asked, item));
    walk.point = undefined;
    list?.push({ item, value });
  }
  show(into, name, list);
}

function readExplore(walk: Walk, into: Fields | undefined): void {
  const { reader } = walk;
  const object = reader.u32();
  const link = unsigned32(reader);
  const children = reader.u8();
  reader.skip(1);
  const parents = reader.u8();
  const attributes: unknown[] | undefined = into === undefined ? undefined : [];
  const filters: unknown[] | undefined = into === undefined ? undefined : [];
  while (spend(walk)) {
    const objects = reader.u8();
    const ids = reader.u8();
    if (objects > 0 && reader.u8() === STRUCT) {
      const struct = reader.u32();
      const members = readMembers(walk);
      filters?.push({ struct_id: struct, struct_name: idName(struct), value: members });
    }
    for (let index = 0; index < ids && spend(walk); index++) {
      const id = unsigned32(reader);
      attributes?.push({ id, name: idName(id) });
    }
    if (objects === 0) break;
  }
  if (into === undefined) return;
  Object.assign(into, { object_id: object, object_name: idName(object), link_id: link === 0 ? undefined : link });
  Object.assign(into, { explore_children: children !== 0, explore_parents: parents !== 0, attributes, filters });
}

function readCreate(walk: Walk, version: number, into: Fields | undefined): Operation {
  const { reader } = walk;
  const container = reader.u32();
  const value = readValue(walk, container);
  reader.skip(4);
  // Newer controllers number their requests here, not at the end.
  if (version > 1 && reader.left() > 0 && reader.peek() !== START_OBJECT)
    show(into, "integrity_id", unsigned32(reader));
  walk.tellsNames = container !== ID.sessionContainer;
  const objects = readObjects(walk);
  if (into !== undefined) {
    Object.assign(into, { container_id: container, container_name: idName(container), value, objects });
  }
  const found = creation(walk, container);
  const block = blockName(walk.objectClass, walk.blockNumber);
  if (found === operations.CREATE_PROGRAM_OBJECT && block !== "") walk.talk.object(block);
  return found;
}

function readSetVariable(walk: Walk, code: number, into: Fields | undefined): Operation {
  const { reader } = walk;
  const object = reader.u32();
  const count = unsigned32(reader);
  let attribute = 0;
  const ids: unknown[] | undefined = into === undefined ? undefined : [];
  for (let index = 0; index < count && spend(walk); index++) {
    const id = unsigned32(reader);
    if (id === 0) {
      // A range within the value follows.
      unsigned32(reader);
      index++;
    } else {
      if (attribute === 0) attribute = id;
      ids?.push({ id, name: idName(id) });
    }
  }
  const value = readValue(walk, attribute);
  const found = setting(code, attribute, walk.number);
  noteCredential(walk, attribute);
  if (walk.references !== undefined) walk.changed = object;
  if (into !== undefined)
    Object.assign(into, { object_id: object, object_name: idName(object), attributes: ids, value });
  return found;
}

/** The answer to a controller's challenge is made from its password, in newer controllers with a key of the TLS around it. */
function noteCredential(walk: Walk, id: number): void {
  if ((id !== ID.sessionResponse && id !== ID.legitimate) || !walk.reader.ok) return;
  walk.talk.memory.isUnproven = false;
  const exposure = id === ID.legitimate ? "encrypted" : "challenge";
  walk.talk.note("sender", { kind: "credential", method: "S7comm-plus password", exposure });
}

/** The attribute of one object that is read or written, as an array of a single identifier. */
function readSubStreamed(walk: Walk, code: number, request: Request, into: Fields | undefined): Operation {
  const object = walk.reader.u32();
  const value = readValue(walk, 0);
  const id = Number.isNaN(walk.element) ? 0 : walk.element;
  // A single number stands where no attribute is meant, or one; anything else says nothing.
  const only = Number.isNaN(walk.number) ? UNKNOWN : walk.number;
  addItem(request, undefined, Number.isNaN(walk.element) ? only : id);
  if (into !== undefined) {
    Object.assign(into, { object_id: object, object_name: idName(object), attribute_name: idName(id), value });
  }
  return code === operations.GET_VARIABLE_SUB_STREAMED ? getting(code, id) : setting(code, id, Number.NaN);
}

/** Attributes of one object that are asked for. */
function readAttributes(
  walk: Walk,
  code: number,
  count: number,
  request: Request,
  into: Fields | undefined,
): Operation {
  let found: Operation | undefined;
  const list: unknown[] | undefined = into === undefined ? undefined : [];
  for (let index = 0; index < count && spend(walk); index++) {
    const id = unsigned32(walk.reader);
    addItem(request, undefined, id);
    found = graver(found, getting(code, id));
    list?.push({ id, name: idName(id) });
  }
  show(into, "attributes", list);
  return found ?? OPERATIONS.of(code);
}

function readGetMany(walk: Walk, code: number, request: Request, into: Fields | undefined): Operation {
  const { reader } = walk;
  const object = reader.u32();
  const count = unsigned32(reader);
  if (object !== 0) {
    show(into, "object_id", object);
    return readAttributes(walk, code, unsigned32(reader), request, into);
  }
  unsigned32(reader);
  readAddresses(walk, count, request, into);
  let found: Operation | undefined;
  for (let item = 1; item <= request.count; item++) found = graver(found, getting(code, attributeOf(request, item)));
  return found ?? OPERATIONS.of(code);
}

function readAddresses(walk: Walk, count: number, request: Request, into: Fields | undefined): void {
  const list: Fields[] | undefined = into === undefined ? undefined : [];
  for (let index = 0; index < count && spend(walk); index++) {
    const item: Fields | undefined = into === undefined ? undefined : {};
    readAddress(walk, request, item);
    if (item !== undefined) list?.push(item);
  }
  show(into, "items", list);
}

function readSetMany(walk: Walk, code: number, request: Request, into: Fields | undefined): Operation {
  const { reader } = walk;
  const object = reader.u32();
  const count = unsigned32(reader);
  const idCount = unsigned32(reader);
  if (object === 0) readAddresses(walk, count, request, into);
  else for (let index = 0; index < idCount && spend(walk); index++) addItem(request, undefined, unsigned32(reader));
  let found: Operation | undefined;
  const values: Fields[] | undefined = into === undefined ? undefined : [];
  for (let index = 0; index < count && spend(walk); index++) {
    const item = unsigned32(reader);
    const id = attributeOf(request, item);
    walk.point = pointOf(request, item);
    const value = readValue(walk, id);
    walk.point = undefined;
    found = graver(found, setting(code, id, walk.number));
    noteCredential(walk, id);
    values?.push({ item, id: id <= 0 ? undefined : id, name: idName(id), value });
  }
  reader.skip(1);
  if (walk.references !== undefined) walk.changed = object;
  if (into !== undefined) {
    if (object !== 0) Object.assign(into, { object_id: object, object_name: idName(object) });
    into["values"] = values;
  }
  return found ?? OPERATIONS.of(code);
}

function readBegin(walk: Walk, version: number, into: Fields | undefined): void {
  const { reader } = walk;
  show(into, "transaction_type", reader.u8());
  if (version === 1) return;
  const kind = reader.u16();
  if (kind !== WITH_OBJECT) {
    show(into, "object_id", reader.u32());
    return;
  }
  // Old controllers are content with one octet here.
  reader.skip(reader.peek(1) === START_OBJECT ? 1 : 2);
  show(into, "objects", readObjects(walk));
}
