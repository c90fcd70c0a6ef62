// S7comm-plus: what responses bring, by function.

import { attributeOf, type Memory, type Request, rememberCreated, subscribe } from "./memory.ts";
import { errorName, idName } from "./names.ts";
import { read64, unsigned32, wide } from "./numbers.ts";
import { readObjects, START_OBJECT } from "./objects.ts";
import * as operations from "./operations.ts";
import { readArguments, readItems } from "./requests.ts";
import { readValue } from "./values.ts";
import { type Fields, spend, type Walk } from "./walk.ts";

/** In the upper half of a return value: whether an object says more about the error. */
const HAS_EXTENSION = 0x40000000;

// Of the return value that was read last.
const returned = { code: 0, isExtended: false };

function show(into: Fields | undefined, name: string, value: unknown): void {
  if (into !== undefined) into[name] = value;
}

/** Reads the parameters of a response; answers whether a number for its integrity may follow. */
export function readResponse(
  walk: Walk,
  code: number,
  version: number,
  request: Request | undefined,
  into: Fields | undefined,
): boolean {
  const { reader } = walk;
  readReturned(walk, into);
  switch (code) {
    case operations.EXPLORE:
      readExplored(walk, version, into);
      break;
    case operations.CREATE_OBJECT:
      readCreated(walk, version, request, into);
      break;
    case operations.DELETE_OBJECT: {
      const object = reader.u32();
      show(into, "object_id", object);
      if (returned.isExtended) show(into, "objects", readObjects(walk));
      // Nothing in the message says whether a number follows; it is never zero.
      return reader.peek() > 0;
    }
    case operations.GET_VARIABLE:
      show(into, "value", readValue(walk, attributeOf(request, 1)));
      break;
    case operations.GET_MULTI_VARIABLES:
      readItems(walk, request, into, "values");
      readErrors(walk, into);
      break;
    case operations.SET_MULTI_VARIABLES:
      readErrors(walk, into);
      break;
    case operations.GET_VARIABLE_SUB_STREAMED:
      reader.skip(1);
      show(into, "value", readValue(walk, attributeOf(request, 1)));
      break;
    case operations.GET_LINK: {
      const links: number[] = [];
      for (let left = reader.u8(); left > 0 && spend(walk); left--) links.push(reader.u32());
      show(into, "link_ids", links);
      break;
    }
    case operations.BEGIN_SEQUENCE:
      if (version === 1) break;
      reader.skip(2);
      show(into, "object_id", reader.u32());
      break;
    case operations.INVOKE:
      // Two more results of the same form, and a fourth where the values do not follow at once.
      readResult(walk);
      readResult(walk);
      if (reader.peek() !== 1) readResult(walk);
      readArguments(walk, into);
      reader.skip(1);
      break;
  }
  return version > 1;
}

/** Reads a result of 64 bits into `returned`. */
function readResult(walk: Walk): void {
  read64(walk.reader, false);
  returned.code = (wide.low << 16) >> 16;
  returned.isExtended = (wide.high & HAS_EXTENSION) !== 0;
}

function readReturned(walk: Walk, into: Fields | undefined): void {
  readResult(walk);
  if (!walk.reader.ok) return;
  if (returned.code < 0) walk.talk.refused(errorName(returned.code));
  if (into === undefined) return;
  into["return_code"] = returned.code;
  into["return_code_name"] = errorName(returned.code);
}

/** Item numbers with their errors, up to a zero. */
function readErrors(walk: Walk, into: Fields | undefined): void {
  const { reader } = walk;
  const { isExtended } = returned;
  const list: Fields[] | undefined = into === undefined ? undefined : [];
  let refused = false;
  while (spend(walk)) {
    const item = unsigned32(reader);
    if (item === 0) break;
    readResult(walk);
    if (reader.ok && !refused && returned.code < 0) {
      refused = true;
      walk.talk.refused(errorName(returned.code));
    }
    list?.push({ item, return_code: returned.code, return_code_name: errorName(returned.code) });
  }
  returned.isExtended = isExtended;
  if (list !== undefined && list.length > 0) show(into, "errors", list);
}

function readExplored(walk: Walk, version: number, into: Fields | undefined): void {
  const { reader } = walk;
  const object = reader.u32();
  // Sequence and integrity number of the request added up, where controllers have such.
  const next = reader.peek();
  if (version > 2 || (version === 2 && next > 0 && next !== START_OBJECT)) {
    const sum = unsigned32(reader);
    show(into, "sequence_and_integrity", sum);
  }
  walk.tellsNames = true;
  const objects = readObjects(walk);
  if (into === undefined) return;
  into["object_id"] = object;
  into["object_name"] = idName(object);
  into["objects"] = objects;
}

function readCreated(walk: Walk, version: number, request: Request | undefined, into: Fields | undefined): void {
  const { reader } = walk;
  const memory: Memory = walk.talk.memory;
  const ids: number[] = [];
  for (let left = reader.u8(); left > 0 && spend(walk); left--) {
    const id = unsigned32(reader);
    if (!reader.ok) break;
    ids.push(id);
    if (request !== undefined) rememberCreated(memory, id, request.operation);
  }
  if (request?.references !== undefined && ids.length > 0) subscribe(memory, ids[0] as number, request.references);
  show(into, "object_ids", ids);
  // Only the answer that opens a session comes with an object.
  if (version === 1 && reader.peek() === START_OBJECT) show(into, "objects", readObjects(walk));
}
