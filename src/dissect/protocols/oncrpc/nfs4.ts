// Compounds of NFS version 4: RFC 7530 sections 15.2 and 16, RFC 8881 section 18, RFC 7862 section 15, RFC 8276.
// Each operation is told by itself, in its order.
import type { Reader } from "../../reader.ts";
import { REQUEST, RESPONSE, type Talk } from "../../talk.ts";
import { passOpaque, readString, type Span, wordAt } from "../../xdr.ts";
import { fileOf, keepFile, keepWanted, type Memory } from "./nfs-memory.ts";
import { COMPOUND, NULL_4, statusName, VERSION_4 } from "./nfs-names.ts";
import { ARGUMENTS, passShape, RESULTS } from "./nfs4-shapes.ts";

type Fields = Record<string, unknown>;

const MOST_OPERATIONS = 64;
const LONGEST_HANDLE = 128;
const LONGEST_NAME = 1024;
const MOST_ENTRIES = 1024;
const MOST_TOLD = 64;
const CREATE = 6;
const GETFH = 10;
const LINK = 11;
const LOCK = 12;
const LOOKUP = 15;
const OPEN = 18;
const PUTFH = 22;
const PUTROOTFH = 24;
const READ = 25;
const READDIR = 26;
const REMOVE = 28;
const RENAME = 29;
const SECINFO = 33;
const SETATTR = 34;
const SETCLIENTID = 35;
const WRITE = 38;
const EXCHANGE_ID = 42;
const CREATE_SESSION = 43;
const ALLOCATE = 59;
const DEALLOCATE = 62;
const READ_PLUS = 68;
const GETXATTR = 72;
const SETXATTR = 73;
const REMOVEXATTR = 75;
const DENIED = 10010;
const CLIENT_IN_USE = 10017;
const SYMBOLIC_LINK = 5;
const BLOCK_DEVICE = 3;
const CHARACTER_DEVICE = 4;

const handle: Span = { start: 0, end: 0 };

/** Reads the arguments of COMPOUND (or of NULL) and tells its operations. */
export function readCompoundCall(reader: Reader, talk: Talk<Memory>, procedure: number, fields: Fields): void {
  if (procedure !== 1) {
    talk.emit(NULL_4, REQUEST, talk.detailed ? fields : undefined);
    return;
  }
  if (!passOpaque(reader, LONGEST_NAME)) {
    talk.emit(COMPOUND, REQUEST, talk.detailed ? fields : undefined);
    return;
  }
  fields["minor_version"] = reader.u32();
  const count = reader.u32();
  fields["operation_count"] = count;
  // What the handle at hand is called: the operations of a compound work on one after the other.
  let current = "";
  let told = 0;
  for (; told < count && told < MOST_OPERATIONS && reader.left() >= 4; told++) {
    const code = reader.u32();
    const each: Fields = told === 0 ? fields : { xid: fields["xid"] };
    each["opcode"] = code;
    const known = readArguments(reader, talk, code, current, each);
    if (known !== undefined) current = known;
    if (code === GETFH) keepWanted(talk.memory, current);
    talk.emit(VERSION_4.of(code), REQUEST, talk.detailed ? each : undefined);
    if (known === undefined) return;
  }
  if (told === 0) talk.emit(COMPOUND, REQUEST, talk.detailed ? fields : undefined);
}

/**
 * Reads the arguments of one operation; answers the name of the file at hand afterwards, undefined where the next operation
 * cannot be found.
 */
function readArguments(
  reader: Reader,
  talk: Talk<Memory>,
  code: number,
  current: string,
  fields: Fields,
): string | undefined {
  switch (code) {
    case PUTFH:
      if (!passOpaque(reader, LONGEST_HANDLE, handle)) return undefined;
      return fileOf(talk.memory, reader.bytes, handle.start, handle.end);
    case PUTROOTFH:
      return "/";
    case LOOKUP:
      return tellName(reader, talk, fields, "name");
    case SECINFO:
    case REMOVE:
    case LINK:
    case GETXATTR:
    case REMOVEXATTR:
      tellName(reader, talk, fields, "name");
      return reader.ok ? current : undefined;
    case RENAME:
      tellName(reader, talk, fields, "name");
      tellName(reader, talk, fields, "to_name");
      return reader.ok ? current : undefined;
    case CREATE:
      return readCreate(reader, talk, fields);
    case OPEN:
      return readOpen(reader, talk, current, fields);
    case READ:
    case READ_PLUS:
      tellFile(talk, current, fields);
      reader.skip(16);
      fields["offset"] = reader.u64();
      fields["count"] = reader.u32();
      return reader.ok ? current : undefined;
    case WRITE:
      tellFile(talk, current, fields);
      reader.skip(16);
      fields["offset"] = reader.u64();
      fields["stable"] = reader.u32();
      fields["length"] = wordAt(reader, 0);
      return passOpaque(reader, 0x7fffffff) ? current : undefined;
    case ALLOCATE:
    case DEALLOCATE:
    case SETATTR:
      tellFile(talk, current, fields);
      break;
    case SETXATTR:
      reader.skip(4);
      tellName(reader, talk, fields, "name");
      return passOpaque(reader, 65_536) ? current : undefined;
    case EXCHANGE_ID:
      return readExchange(reader, talk, fields) ? current : undefined;
    case LOCK:
      reader.skip(24);
      return passShape(reader, reader.u32() === 1 ? "usuUo" : "su") ? current : undefined;
    case CREATE_SESSION:
      return readSession(reader) ? current : undefined;
  }
  const shape = ARGUMENTS.get(code);
  return shape !== undefined && passShape(reader, shape) ? current : undefined;
}

function tellName(reader: Reader, talk: Talk<Memory>, fields: Fields, field: string): string | undefined {
  const name = readString(reader, LONGEST_NAME);
  if (!reader.ok) return undefined;
  fields[field] = name;
  if (name !== "") talk.object(name);
  return name;
}

function tellFile(talk: Talk<Memory>, name: string, fields: Fields): void {
  if (name === "") return;
  fields["file"] = name;
  talk.object(name);
}

function readCreate(reader: Reader, talk: Talk<Memory>, fields: Fields): string | undefined {
  const type = reader.u32();
  fields["type"] = type;
  if (type === SYMBOLIC_LINK) passOpaque(reader, 4096);
  else if (type === BLOCK_DEVICE || type === CHARACTER_DEVICE) reader.skip(8);
  const name = tellName(reader, talk, fields, "name");
  return passShape(reader, "ba") ? name : undefined;
}

const OPEN_CREATES = 1;
/** What stands for the created file, by createmode4: attributes, or a verifier, or both. */
const CREATE_MODES: readonly string[] = ["ba", "ba", "v", "vba"];

function readOpen(reader: Reader, talk: Talk<Memory>, current: string, fields: Fields): string | undefined {
  reader.skip(4);
  fields["share_access"] = reader.u32();
  fields["share_deny"] = reader.u32();
  if (!passShape(reader, "Uo")) return undefined;
  const creates = reader.u32() === OPEN_CREATES;
  fields["opentype"] = creates ? "create" : "nocreate";
  if (creates) {
    const mode = CREATE_MODES[reader.u32()];
    if (mode === undefined || !passShape(reader, mode)) return undefined;
  }
  const claim = reader.u32();
  fields["claim"] = claim;
  switch (claim) {
    case 0:
    case 3:
      return tellName(reader, talk, fields, "name");
    case 2:
      reader.skip(16);
      return tellName(reader, talk, fields, "name");
    case 1:
      reader.skip(4);
      break;
    case 5:
      reader.skip(16);
      break;
    case 4:
    case 6:
      break;
    default:
      return undefined;
  }
  tellFile(talk, current, fields);
  return reader.ok ? current : undefined;
}

/** RFC 8881 section 18.35: who the client is, with the program it runs where it tells that. */
function readExchange(reader: Reader, talk: Talk<Memory>, fields: Fields): boolean {
  reader.skip(8);
  if (!passOpaque(reader, 1024)) return false;
  fields["flags"] = reader.u32();
  return readProtection(reader) && readImplementation(reader, talk, fields);
}

/** State protection: none, by machine credentials, or by a shared secret, which is not read. */
function readProtection(reader: Reader): boolean {
  const way = reader.u32();
  return way === 0 || (way === 1 && passShape(reader, "bb"));
}

function readImplementation(reader: Reader, talk: Talk<Memory>, fields: Fields): boolean {
  if (reader.u32() !== 1) return reader.ok;
  const domain = readString(reader, LONGEST_NAME);
  const name = readString(reader, LONGEST_NAME);
  reader.skip(12);
  if (!reader.ok) return false;
  Object.assign(fields, { implementation_domain: domain, implementation_name: name });
  const isSystem = /^(Linux|Darwin|FreeBSD|SunOS|AIX|HP-UX|NetBSD|OpenBSD)\b/.test(name);
  talk.claim("sender", isSystem ? "operatingSystem" : "software", name, 0.85, "NFS implementation identifier");
  return true;
}

/** RFC 8881 section 18.36: what both channels can carry, and how the server shall call back. */
function readSession(reader: Reader): boolean {
  if (!passShape(reader, "Uuu") || !passChannel(reader) || !passChannel(reader)) return false;
  reader.skip(4);
  const count = reader.u32();
  for (let index = 0; index < count; index++) {
    if (index >= 8) return false;
    const flavor = reader.u32();
    if (flavor > 1 || !passShape(reader, flavor === 1 ? "uouub" : "")) return false;
  }
  return reader.ok;
}

function passChannel(reader: Reader): boolean {
  return passShape(reader, "uuuuuub");
}

/** Reads the results of COMPOUND (or of NULL, or of a call that was not read) and tells its operations; `frame` asked. */
export function readCompoundReply(
  reader: Reader,
  talk: Talk<Memory>,
  procedure: number,
  frame: number,
  wanted: string,
  fields: Fields,
): void {
  if (procedure !== 1 || !reader.ok) {
    talk.emit(NULL_4, RESPONSE, talk.detailed ? fields : undefined);
    return;
  }
  const status = reader.u32();
  fields["status"] = status;
  passOpaque(reader, LONGEST_NAME);
  const count = reader.u32();
  fields["operation_count"] = count;
  let told = 0;
  for (; told < count && told < MOST_OPERATIONS && reader.left() >= 8; told++) {
    const code = reader.u32();
    const state = reader.u32();
    const each: Fields = told === 0 ? fields : { xid: fields["xid"] };
    Object.assign(each, { opcode: code, operation_status: state });
    if (told > 0 && frame > 0) talk.answersFrame(frame);
    const goesOn = readResult(reader, talk, code, state, wanted, each);
    if (state !== 0) talk.refused(statusName(4, state));
    talk.emit(VERSION_4.of(code), RESPONSE, talk.detailed ? each : undefined);
    if (!goesOn) return;
  }
  if (told > 0) return;
  if (status !== 0) talk.refused(statusName(4, status));
  talk.emit(COMPOUND, RESPONSE, talk.detailed ? fields : undefined);
}

/** Reads the results of one operation; false where the next one cannot be found. */
function readResult(
  reader: Reader,
  talk: Talk<Memory>,
  code: number,
  state: number,
  wanted: string,
  fields: Fields,
): boolean {
  if (state !== 0) {
    if (code === SETATTR) return passShape(reader, "b");
    if (code === LOCK && state === DENIED) return passShape(reader, "UUuUo");
    if (code === SETCLIENTID && state === CLIENT_IN_USE) return passShape(reader, "oo");
    return true;
  }
  switch (code) {
    case GETFH:
      if (!passOpaque(reader, LONGEST_HANDLE, handle)) return false;
      keepFile(talk.memory, reader.bytes, handle.start, handle.end, wanted);
      return true;
    case READ:
      fields["eof"] = reader.u32() === 1;
      fields["count"] = wordAt(reader, 0);
      return passOpaque(reader, 0x7fffffff);
    case WRITE:
      fields["count"] = reader.u32();
      fields["committed"] = reader.u32();
      reader.skip(8);
      return reader.ok;
    case READDIR:
      return readEntries(reader, fields);
    case OPEN:
      return passOpened(reader);
    case SECINFO:
      return false;
    case EXCHANGE_ID:
      reader.skip(12);
      fields["flags"] = reader.u32();
      return readProtection(reader) && passShape(reader, "Uoo") && readImplementation(reader, talk, fields);
    case CREATE_SESSION:
      return passShape(reader, "suu") && passChannel(reader) && passChannel(reader);
  }
  const shape = RESULTS.get(code);
  return shape !== undefined && passShape(reader, shape);
}

function readEntries(reader: Reader, fields: Fields): boolean {
  reader.skip(8);
  const names: string[] = [];
  let count = 0;
  for (; count < MOST_ENTRIES && reader.u32() === 1; count++) {
    reader.skip(8);
    if (names.length < MOST_TOLD) names.push(readString(reader, LONGEST_NAME));
    else passOpaque(reader, LONGEST_NAME);
    if (!passShape(reader, "ba")) return false;
  }
  fields["entry_count"] = count;
  fields["names"] = names;
  reader.skip(4);
  return reader.ok;
}

/** By open_delegation_type4: none, read, write, none with a reason. */
function passOpened(reader: Reader): boolean {
  if (!passShape(reader, "suUUub")) return false;
  switch (reader.u32()) {
    case 0:
      return reader.ok;
    case 1:
      return passShape(reader, "suuuuo");
    case 2:
      // A limit of space is a size, or blocks with their size: both of eight octets.
      return passShape(reader, "suuUuuuo");
    case 3: {
      const why = reader.u32();
      return why === 1 || why === 2 ? passShape(reader, "u") : reader.ok;
    }
    default:
      return false;
  }
}
