// Requests, answers and unconfirmed services of MMS: ISO 9506-2, as far as they name or carry something.
import { CONTEXT, integerOf, newElement, readElement } from "../../ber.ts";
import type { Operation } from "../../operation.ts";
import { utf8Of } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import { learnFile, learnList, type Memory, type Request } from "./memory.ts";
import { fileName, identifier, objectName, readVariables, variables } from "./names.ts";
import {
  COMMAND_TERMINATION,
  DEFINE_LIST,
  EVENT_NOTIFICATION,
  FILE_DELETE,
  FILE_DIRECTORY,
  FILE_OPEN,
  FILE_READ,
  FILE_RENAME,
  GET_NAME_LIST,
  IDENTIFY,
  INFORMATION_REPORT,
  LIST_ATTRIBUTES,
  OBTAIN_FILE,
  READ,
  REPORT,
  readOperation,
  UNNAMED_PDU,
  UNSOLICITED_STATUS,
  WRITE,
  writeOperation,
} from "./services.ts";
import { tellTase2Report } from "./tase2.ts";
import { tellReport, tellResults, type Value } from "./values.ts";

/** What a PDU says: its operation and its fields, undefined unless they are asked for. */
export interface Said {
  operation: Operation;
  fields: Record<string, unknown> | undefined;
}

/** What a request names. */
type Named = Pick<Request, "names" | "isList">;
const NOTHING: Named = { names: [], isList: false };
const MOST_NAMES = 1000;
/** Objects of one message that are told. */
const MOST_OBJECTS = 256;
/** A report's variable list has this name and no domain (IEC 61850-8-1 section 17.2). */
const REPORTS = "RPT";

const part = newElement();
const inner = newElement();

/** Reads a confirmed request; answers what it names, so that its answer can be understood. */
export function readRequest(
  talk: Talk<Memory>,
  bytes: Uint8Array,
  start: number,
  end: number,
  service: number,
  said: Said,
): Named {
  switch (service) {
    case READ:
      return readRead(talk, bytes, start, end, said);
    case WRITE:
      return readWrite(talk, bytes, start, end, said);
    case GET_NAME_LIST:
      return readNameList(talk, bytes, start, end, said);
    case DEFINE_LIST:
    case LIST_ATTRIBUTES: {
      const name = objectName(talk.memory.names, bytes, start, end);
      if (service === DEFINE_LIST) defineList(talk, bytes, start, end, name);
      return named(talk, said, name);
    }
    case FILE_OPEN:
    case FILE_RENAME:
      return readElement(bytes, start, end, part)
        ? named(talk, said, fileName(bytes, part.content, part.end), "file")
        : NOTHING;
    case OBTAIN_FILE:
      return readObtain(talk, bytes, start, end, said);
    case FILE_DELETE:
    case FILE_DIRECTORY:
      return readFiles(talk, bytes, start, end, service, said);
    case FILE_READ: {
      const id = integerOf(bytes, start, end);
      const file = talk.memory.files.get(id);
      if (said.fields !== undefined) said.fields["frsm_id"] = id;
      return file === undefined ? NOTHING : named(talk, said, file, "file");
    }
    default:
      return readOther(talk, bytes, start, end, said);
  }
}

function named(talk: Talk<Memory>, said: Said, name: string, word = "name"): Named {
  if (name === "") return NOTHING;
  talk.object(name);
  if (said.fields !== undefined) said.fields[word] = name;
  return { names: [name], isList: false };
}

/** Reads the variables at hand into fields, and tells them as objects. */
function tellVariables(talk: Talk<Memory>, said: Said): Named {
  const { names, isList } = variables;
  for (let index = 0; index < names.length && index < MOST_OBJECTS; index++) {
    const name = names[index] as string;
    if (name !== "") talk.object(name);
  }
  if (said.fields !== undefined) said.fields[isList ? "variable_list" : "variables"] = isList ? names[0] : names;
  return { names, isList };
}

function readRead(talk: Talk<Memory>, bytes: Uint8Array, start: number, end: number, said: Said): Named {
  for (let at = start; at < end; at = part.next) {
    if (!readElement(bytes, at, end, part)) break;
    if (part.tag !== 1 || !readVariables(talk.memory.names, bytes, part.content, part.end)) continue;
    const found = tellVariables(talk, said);
    said.operation = readOperation(found.names[0] ?? "");
    return found;
  }
  talk.fault("no variables");
  return NOTHING;
}

function readWrite(talk: Talk<Memory>, bytes: Uint8Array, start: number, end: number, said: Said): Named {
  if (!readVariables(talk.memory.names, bytes, start, end)) {
    talk.fault("no variables");
    return NOTHING;
  }
  const { next } = variables;
  const found = tellVariables(talk, said);
  said.operation = writeOperation(found.names[0] ?? "");
  if (readElement(bytes, next, end, part) && part.tagClass === CONTEXT && part.tag === 0) {
    const into: Value[] | undefined = said.fields === undefined ? undefined : [];
    tellResults(talk, found.names, found.isList, bytes, part.content, part.end, false, into);
    if (said.fields !== undefined) said.fields["values"] = into;
  }
  return found;
}

/** ObjectClass: ISO 9506-2, by code. */
const CLASSES = [
  "named_variable",
  "scattered_access",
  "named_variable_list",
  "named_type",
  "semaphore",
  "event_condition",
  "event_action",
  "event_enrollment",
  "journal",
  "domain",
  "program_invocation",
  "operator_station",
];

function readNameList(talk: Talk<Memory>, bytes: Uint8Array, start: number, end: number, said: Said): Named {
  let scope = "";
  for (let at = start; at < end; at = part.next) {
    if (!readElement(bytes, at, end, part)) break;
    const { tag, content, end: stop } = part;
    if (tag > 1) {
      if (said.fields !== undefined) said.fields["continue_after"] = identifier(bytes, content, stop);
    } else if (readElement(bytes, content, stop, inner)) {
      if (tag === 1 && inner.tag === 1) scope = identifier(bytes, inner.content, inner.end);
      if (tag === 0 && said.fields !== undefined) {
        const code = integerOf(bytes, inner.content, inner.end);
        said.fields["object_class"] = CLASSES[code] ?? `class_${code}`;
      }
    }
  }
  if (scope !== "" && said.fields !== undefined) said.fields["domain"] = scope;
  if (scope !== "") talk.object(scope);
  return { names: [scope], isList: false };
}

/** The members of a list that is being defined, or told. */
function defineList(talk: Talk<Memory>, bytes: Uint8Array, start: number, end: number, name: string): void {
  // The name comes first and is a choice of its own; the variables follow in [0].
  if (!readElement(bytes, start, end, part) || !readElement(bytes, part.next, end, inner)) return;
  if (readVariables(talk.memory.names, bytes, inner.start, end)) learnList(talk.memory, name, variables.names);
}

function readObtain(talk: Talk<Memory>, bytes: Uint8Array, start: number, end: number, said: Said): Named {
  let source = "";
  for (let at = start; at < end; at = part.next) {
    if (!readElement(bytes, at, end, part)) break;
    if (part.tag === 1) source = fileName(bytes, part.content, part.end);
    else if (part.tag === 2 && said.fields !== undefined)
      said.fields["destination_file"] = fileName(bytes, part.content, part.end);
  }
  return named(talk, said, source, "file");
}

function readFiles(
  talk: Talk<Memory>,
  bytes: Uint8Array,
  start: number,
  end: number,
  service: number,
  said: Said,
): Named {
  // A name to delete stands alone, that of a directory in [0].
  if (service === FILE_DELETE) return named(talk, said, fileName(bytes, start, end), "file");
  if (!readElement(bytes, start, end, part) || part.tag !== 0) return NOTHING;
  return named(talk, said, fileName(bytes, part.content, part.end), "file");
}

/** Services that name one object: its name stands first, as an identifier or as a choice. */
function readOther(talk: Talk<Memory>, bytes: Uint8Array, start: number, end: number, said: Said): Named {
  if (!readElement(bytes, start, end, part)) {
    // An identifier without a tag of its own, such as the domain of a request for its attributes.
    return end > start ? named(talk, said, plainName(bytes, start, end)) : NOTHING;
  }
  if (part.tagClass === CONTEXT && part.tag === 0) {
    const isChoice =
      readElement(bytes, part.content, part.end, inner) && inner.tagClass === CONTEXT && inner.next === part.end;
    return named(
      talk,
      said,
      isChoice
        ? objectName(talk.memory.names, bytes, part.content, part.end)
        : plainName(bytes, part.content, part.end),
    );
  }
  if (part.tagClass === CONTEXT && part.tag <= 2)
    return named(talk, said, objectName(talk.memory.names, bytes, start, end));
  return named(talk, said, plainName(bytes, start, end));
}

/** Text where all of it is printable, else "". */
function plainName(bytes: Uint8Array, start: number, end: number): string {
  for (let at = start; at < end; at++) {
    const octet = bytes[at] as number;
    if (octet < 32 || octet > 126) return "";
  }
  return identifier(bytes, start, end);
}

/** Reads a confirmed response; `request` is what it answers, where that was seen. */
export function readAnswer(
  talk: Talk<Memory>,
  bytes: Uint8Array,
  start: number,
  end: number,
  service: number,
  request: Request | undefined,
  said: Said,
): void {
  const names = request?.names ?? [];
  const { fields } = said;
  switch (service) {
    case READ:
      said.operation = readOperation(names[0] ?? "");
      readReadAnswer(talk, bytes, start, end, request, said);
      return;
    case WRITE:
      said.operation = writeOperation(names[0] ?? "");
      readWriteAnswer(talk, bytes, start, end, said);
      return;
    case IDENTIFY:
      readIdentity(talk, bytes, start, end, fields);
      return;
    case GET_NAME_LIST:
      readNames(bytes, start, end, fields);
      return;
    case LIST_ATTRIBUTES:
      readMembers(talk, bytes, start, end, names[0] ?? "", fields);
      return;
    case FILE_OPEN:
      readOpened(talk, bytes, start, end, names[0] ?? "", fields);
      return;
    case FILE_READ:
      readContents(bytes, start, end, fields);
      return;
    case FILE_DIRECTORY:
      readDirectory(bytes, start, end, fields);
      return;
    default:
  }
}

function readReadAnswer(
  talk: Talk<Memory>,
  bytes: Uint8Array,
  start: number,
  end: number,
  request: Request | undefined,
  said: Said,
): void {
  let names = request?.names ?? [];
  let isList = request?.isList ?? false;
  for (let at = start; at < end; at = part.next) {
    if (!readElement(bytes, at, end, part)) break;
    const { tag, content, end: stop } = part;
    if (tag === 0 && readVariables(talk.memory.names, bytes, content, stop)) ({ names, isList } = variables);
    if (tag !== 1) continue;
    const { next } = part;
    const into: Value[] | undefined = said.fields === undefined ? undefined : [];
    const { count, failures, reason } = tellResults(talk, names, isList, bytes, content, stop, true, into);
    if (failures > 0 && failures === count) talk.refused(reason);
    if (said.fields !== undefined) {
      said.fields["results"] = count;
      said.fields["values"] = into;
    }
    part.next = next;
  }
}

function readWriteAnswer(talk: Talk<Memory>, bytes: Uint8Array, start: number, end: number, said: Said): void {
  const into: Value[] | undefined = said.fields === undefined ? undefined : [];
  // Success is [1] NULL, which names no value.
  const { reason, count, failures } = tellResults(talk, [], false, bytes, start, end, false, into);
  if (failures > 0) talk.refused(reason);
  if (said.fields !== undefined) {
    said.fields["results"] = count;
    said.fields["failures"] = failures;
  }
}

const IDENTITY = [
  ["vendor_name", "vendor", 0.85],
  ["model_name", "model", 0.85],
  ["revision", "firmware", 0.7],
] as const;

function readIdentity(
  talk: Talk<Memory>,
  bytes: Uint8Array,
  start: number,
  end: number,
  fields: Record<string, unknown> | undefined,
): void {
  for (let at = start; at < end; at = part.next) {
    if (!readElement(bytes, at, end, part)) break;
    const meaning = IDENTITY[part.tag];
    if (meaning === undefined || part.tagClass !== CONTEXT) continue;
    const [name, attribute, confidence] = meaning;
    const text = utf8Of(bytes, part.content, Math.min(part.end, part.content + 255)).trim();
    if (fields !== undefined) fields[name] = text;
    if (text !== "") talk.claim("sender", attribute, text, confidence, "MMS identify", part.content, part.end);
  }
}

function readNames(bytes: Uint8Array, start: number, end: number, fields: Record<string, unknown> | undefined): void {
  if (fields === undefined) return;
  const names: string[] = [];
  for (let at = start; at < end; at = part.next) {
    if (!readElement(bytes, at, end, part)) break;
    const { tag, content, end: stop } = part;
    if (tag === 1) fields["more_follows"] = bytes[content] !== 0;
    for (let place = content; tag === 0 && place < stop && names.length < MOST_NAMES; place = inner.next) {
      if (!readElement(bytes, place, stop, inner)) break;
      names.push(identifier(bytes, inner.content, inner.end));
    }
  }
  fields["names"] = names;
}

/** GetNamedVariableListAttributes-Response: deletable in [0], variables in [1]. */
function readMembers(
  talk: Talk<Memory>,
  bytes: Uint8Array,
  start: number,
  end: number,
  name: string,
  fields: Record<string, unknown> | undefined,
): void {
  for (let at = start; at < end; at = part.next) {
    if (!readElement(bytes, at, end, part)) break;
    const { tag, content, end: stop, next } = part;
    if (tag === 0 && fields !== undefined) fields["deletable"] = bytes[content] !== 0;
    if (tag !== 1) continue;
    const members: string[] = [];
    for (let place = content; place < stop && members.length < MOST_NAMES; place = inner.next) {
      if (!readElement(bytes, place, stop, inner)) break;
      const after = inner.next;
      const isNamed = readElement(bytes, inner.content, inner.end, inner) && inner.tag === 0;
      members.push(isNamed ? objectName(talk.memory.names, bytes, inner.content, inner.end) : "");
      inner.next = after;
    }
    learnList(talk.memory, name, members);
    if (fields !== undefined) fields["members"] = members;
    part.next = next;
  }
}

function readOpened(
  talk: Talk<Memory>,
  bytes: Uint8Array,
  start: number,
  end: number,
  name: string,
  fields: Record<string, unknown> | undefined,
): void {
  for (let at = start; at < end; at = part.next) {
    if (!readElement(bytes, at, end, part)) break;
    const { tag, content, end: stop } = part;
    if (tag === 0) {
      const id = integerOf(bytes, content, stop);
      learnFile(talk.memory, id, name);
      if (fields !== undefined) fields["frsm_id"] = id;
    } else if (tag === 1 && fields !== undefined && readElement(bytes, content, stop, inner) && inner.tag === 0) {
      fields["file_size"] = integerOf(bytes, inner.content, inner.end);
    }
  }
}

function readContents(
  bytes: Uint8Array,
  start: number,
  end: number,
  fields: Record<string, unknown> | undefined,
): void {
  if (fields === undefined) return;
  for (let at = start; at < end; at = part.next) {
    if (!readElement(bytes, at, end, part)) break;
    if (part.tag === 0) fields["file_data_length"] = part.end - part.content;
    else if (part.tag === 1) fields["more_follows"] = bytes[part.content] !== 0;
  }
}

function readDirectory(
  bytes: Uint8Array,
  start: number,
  end: number,
  fields: Record<string, unknown> | undefined,
): void {
  if (fields === undefined) return;
  const files: { name: string; size: number }[] = [];
  for (let at = start; at < end; at = part.next) {
    if (!readElement(bytes, at, end, part)) break;
    const { tag, content, end: stop, next } = part;
    if (tag === 1) fields["more_follows"] = bytes[content] !== 0;
    if (tag !== 0) continue;
    // The list stands in a sequence of its own where the tag is explicit.
    const isWrapped =
      readElement(bytes, content, stop, inner) && inner.tag === 16 && inner.next === stop && isList(bytes);
    const from = isWrapped ? inner.content : content;
    for (let place = from; place < stop && files.length < MOST_NAMES; ) {
      if (!readElement(bytes, place, stop, part)) break;
      place = part.next;
      files.push(readEntry(bytes, part.content, part.end));
    }
    part.next = next;
  }
  fields["files"] = files;
}

/** Whether the sequence in `inner` holds sequences: entries, and not the parts of one. */
function isList(bytes: Uint8Array): boolean {
  return readElement(bytes, inner.content, inner.end, part) && part.tag === 16;
}

function readEntry(bytes: Uint8Array, start: number, end: number): { name: string; size: number } {
  const entry = { name: "", size: 0 };
  for (let at = start; at < end; ) {
    if (!readElement(bytes, at, end, inner)) break;
    at = inner.next;
    const { tag, content, end: stop } = inner;
    if (tag === 0) entry.name = fileName(bytes, content, stop);
    else if (tag === 1 && readElement(bytes, content, stop, inner) && inner.tag === 0)
      entry.size = integerOf(bytes, inner.content, inner.end);
  }
  return entry;
}

/** Reads an unconfirmed service: reports, ends of commands, status and events. */
export function readUnconfirmed(talk: Talk<Memory>, bytes: Uint8Array, start: number, end: number, said: Said): void {
  said.operation = UNNAMED_PDU;
  if (!readElement(bytes, start, end, part) || part.tagClass !== CONTEXT) {
    talk.fault("bad PDU");
    return;
  }
  const { tag, content, end: stop } = part;
  if (tag === 1) said.operation = UNSOLICITED_STATUS;
  else if (tag === 2) said.operation = EVENT_NOTIFICATION;
  else if (tag === 0) readInformation(talk, bytes, content, stop, said);
  else talk.fault("unknown service");
}

/** The names of a list's members where they are known, else the names at hand. */
function members(memory: Memory, names: readonly string[], isList: boolean): readonly string[] {
  return isList ? (memory.lists.get(names[0] ?? "") ?? names) : names;
}

function readInformation(talk: Talk<Memory>, bytes: Uint8Array, start: number, end: number, said: Said): void {
  said.operation = INFORMATION_REPORT;
  if (!readVariables(talk.memory.names, bytes, start, end)) {
    talk.fault("no variables");
    return;
  }
  const { names, isList: isOneList, next } = variables;
  if (!readElement(bytes, next, end, part) || part.tag !== 0) return;
  const { content, end: stop } = part;
  const into: Value[] | undefined = said.fields === undefined ? undefined : [];
  if (isOneList && names[0] === REPORTS) {
    const report = tellReport(talk, bytes, content, stop, into);
    if (report === undefined) {
      talk.fault("bad report");
      return;
    }
    said.operation = REPORT;
    talk.object(report.dataSet === "" ? report.id : report.dataSet);
    if (said.fields !== undefined) Object.assign(said.fields, report.fields, { values: into });
    return;
  }
  variables.names = names as string[];
  variables.isList = isOneList;
  tellVariables(talk, said);
  if (names.some((name) => name.includes("$CO$"))) said.operation = COMMAND_TERMINATION;
  else tellTase2Report(talk, members(talk.memory, names, isOneList), said);
  tellResults(talk, names, isOneList, bytes, content, stop, false, into);
  if (said.fields !== undefined) said.fields["values"] = into;
}
