// NFS version 2 (RFC 1094), 3 (RFC 1813), 4.0 (RFC 7530), 4.1 (RFC 8881) and 4.2 (RFC 7862), inside ONC RPC.
// What is read or written in files is told by place and length, never by content. A file goes by the name under which it was
// looked up or made; by none where that was before the capture.
// Not decoded: attributes of files; access lists; callbacks; what is encrypted; operations of version 4 behind one whose
// arguments are not read (layouts but LAYOUTGET, SSV, callback channels, copies between servers).
import { type Answer, CERTAIN, DONE, dissector, NO, REFUSE } from "../../dissector.ts";
import type { Operation } from "../../operation.ts";
import { answer, ask } from "../../pairing.ts";
import type { Reader } from "../../reader.ts";
import { REQUEST, RESPONSE, type Talk } from "../../talk.ts";
import { passFixed, passOpaque, readString, type Span } from "../../xdr.ts";
import { ACCEPTED, AUTH_NONE, AUTH_SYS, CALL, type Head, likenessOf, newHead, PLAIN, readHead } from "./head.ts";
import { fileOf, isNewCaller, keepFile, keepWanted, type Memory, newMemory, wantedAt } from "./nfs-memory.ts";
import { statusName, VERSION_2, VERSION_3 } from "./nfs-names.ts";
import { readCompoundCall, readCompoundReply } from "./nfs4.ts";
import { NFS } from "./programs.ts";

type Fields = Record<string, unknown>;

const HANDLE_OF_2 = 32;
const HANDLE_OF_3 = 64;
const LONGEST_NAME = 1024;
const MOST_ENTRIES = 1024;
const MOST_TOLD = 64;

const head: Head = newHead();
const handle: Span = { start: 0, end: 0 };

/** Files of servers, as Unix and controllers use them. */
export const nfs = dissector<Memory>({
  name: "nfs",
  title: "NFS",
  standard: "RFC 1094, RFC 1813, RFC 7530, RFC 8881, RFC 7862",
  world: "it",
  carriage: [{ over: "inside", carrier: "oncrpc", keys: [NFS] }],
  remember: newMemory,
  // The carrier names the program, and took the head for one.
  probe: (reader) => (likenessOf(reader, 0) === NO ? NO : CERTAIN),
  read(reader, talk): Answer {
    if (likenessOf(reader, 0) === NO) return REFUSE;
    // All that is handed fills up to four octets, but for the beginning of a record that is too long to be read whole.
    const isPart = reader.left() % 4 !== 0;
    reader.fence(reader.left());
    const fits = readHead(reader, head);
    if (!fits) talk.fault("bad head");
    if (head.type === CALL) readCall(reader, talk);
    else readReply(reader, talk);
    if (isPart) reader.ok = true;
    reader.skipRest();
    return DONE;
  },
});

function readCall(reader: Reader, talk: Talk<Memory>): void {
  const { memory } = talk;
  const { version, procedure } = head;
  if (procedure !== 0) noteCaller(talk, memory);
  ask(talk, memory.asked, head.xid, version, procedure, head.wrapping, talk.frame);
  keepWanted(memory, "");
  const fields: Fields = { xid: head.xid >>> 0, version, procedure };
  if (version === 4) {
    readCompoundCall(reader, talk, procedure, fields);
    return;
  }
  const told = operationOf(version, procedure);
  readArguments(reader, talk, nameOf(told), fields);
  talk.emit(told, REQUEST, talk.detailed ? fields : undefined);
}

/** Who uses files without proving who he is: AUTH_SYS tells a user's number, and the server believes it. */
function noteCaller(talk: Talk<Memory>, memory: Memory): void {
  const { flavor, uid } = head;
  if (flavor !== AUTH_SYS && flavor !== AUTH_NONE) return;
  const caller = flavor === AUTH_SYS ? uid : -2;
  if (!isNewCaller(memory, caller)) return;
  const name = flavor === AUTH_NONE ? "AUTH_NONE" : `AUTH_SYS, uid ${uid}${uid === 0 ? " (root)" : ""}`;
  talk.note("sender", { kind: "session", protocol: "NFS", anonymous: true, name });
}

/** A procedure of version 2 or 3; of other versions nothing is known. */
function operationOf(version: number, procedure: number): Operation {
  if (version === 2) return VERSION_2.of(procedure);
  return version === 3 ? VERSION_3.of(procedure) : VERSION_3.unnamed;
}

/** Its name without the prefix of its version; "" where it has none. */
function nameOf(told: Operation): string {
  return told === VERSION_2.unnamed || told === VERSION_3.unnamed ? "" : told.name.slice(5);
}

function readHandle(reader: Reader): void {
  if (head.version === 3) {
    passOpaque(reader, HANDLE_OF_3, handle);
    return;
  }
  handle.start = reader.position;
  passFixed(reader, HANDLE_OF_2);
  handle.end = reader.ok ? handle.start + HANDLE_OF_2 : handle.start;
}

/** Procedures without arguments and results, and those of unknown versions. */
const WITHOUT: readonly string[] = ["", "null", "root", "writecache"];

/** Arguments of versions 2 and 3, by the procedure's name. */
function readArguments(reader: Reader, talk: Talk<Memory>, procedure: string, fields: Fields): void {
  if (WITHOUT.includes(procedure)) return;
  readHandle(reader);
  const isOf3 = head.version === 3;
  switch (procedure) {
    case "read":
    case "commit":
      tellFile(reader, talk, fields);
      fields["offset"] = isOf3 ? reader.u64() : reader.u32();
      fields["count"] = reader.u32();
      return;
    case "write":
      tellFile(reader, talk, fields);
      if (!isOf3) reader.skip(4);
      fields["offset"] = isOf3 ? reader.u64() : reader.u32();
      if (isOf3) fields["count"] = reader.u32();
      if (isOf3) fields["stable"] = reader.u32();
      else reader.skip(4);
      // The length of what is written stands before it.
      fields["length"] = reader.u32();
      reader.skipRest();
      return;
    case "lookup":
    case "create":
    case "mkdir":
    case "symlink":
    case "mknod":
      keepWanted(talk.memory, tellName(reader, talk, fields, "name"));
      return;
    case "remove":
    case "rmdir":
      tellName(reader, talk, fields, "name");
      return;
    case "rename":
      tellName(reader, talk, fields, "name");
      readHandle(reader);
      tellName(reader, talk, fields, "to_name");
      return;
    case "link":
      readHandle(reader);
      tellName(reader, talk, fields, "name");
      return;
    default:
      tellFile(reader, talk, fields);
  }
}

function tellName(reader: Reader, talk: Talk<Memory>, fields: Fields, field: string): string {
  const name = readString(reader, LONGEST_NAME);
  fields[field] = name;
  if (name !== "") talk.object(name);
  return name;
}

function tellFile(reader: Reader, talk: Talk<Memory>, fields: Fields): void {
  const name = fileOf(talk.memory, reader.bytes, handle.start, handle.end);
  if (name === "") return;
  fields["file"] = name;
  talk.object(name);
}

function readReply(reader: Reader, talk: Talk<Memory>): void {
  const { memory } = talk;
  const at = answer(talk, memory.asked, head.xid);
  const { numbers } = memory.asked;
  const version = at < 0 ? 0 : (numbers[at] as number);
  const procedure = at < 0 ? 0 : (numbers[at + 1] as number);
  head.version = version;
  if (at >= 0 && numbers[at + 2] !== PLAIN) reader.skip(8);
  const fields: Fields = { xid: head.xid >>> 0 };
  if (at >= 0) Object.assign(fields, { version, procedure });
  const isRead = at >= 0 && head.state === ACCEPTED && head.reason === 0;
  const wanted = at < 0 ? "" : wantedAt(memory, at);
  if (version === 4) {
    readCompoundReply(reader, talk, isRead ? procedure : 0, numbers[at + 3] as number, wanted, fields);
    return;
  }
  const told = operationOf(version, procedure);
  if (isRead && reader.ok) readResults(reader, talk, nameOf(told), wanted, fields);
  talk.emit(told, RESPONSE, talk.detailed ? fields : undefined);
}

/** Results of versions 2 and 3: all but a few begin with a status. */
function readResults(reader: Reader, talk: Talk<Memory>, procedure: string, wanted: string, fields: Fields): void {
  if (WITHOUT.includes(procedure)) return;
  const status = reader.u32();
  fields["status"] = status;
  if (status !== 0) {
    talk.refused(statusName(head.version, status));
    reader.skipRest();
    return;
  }
  const isOf3 = head.version === 3;
  switch (procedure) {
    case "lookup":
      readHandle(reader);
      keepFile(talk.memory, reader.bytes, handle.start, handle.end, wanted);
      break;
    case "create":
    case "mkdir":
    case "symlink":
    case "mknod":
      // RFC 1094 section 2.2.14: a symbolic link of version 2 gets no handle.
      if (isOf3 ? reader.u32() !== 1 : procedure === "symlink") break;
      readHandle(reader);
      keepFile(talk.memory, reader.bytes, handle.start, handle.end, wanted);
      break;
    case "read":
      if (!passAttributes(reader)) break;
      fields["count"] = reader.u32();
      if (isOf3) fields["eof"] = reader.u32() === 1;
      break;
    case "write":
      if (!isOf3 || !passWeakCache(reader)) break;
      fields["count"] = reader.u32();
      fields["committed"] = reader.u32();
      break;
    case "readdir":
    case "readdirplus":
      readEntries(reader, procedure === "readdirplus", fields);
      break;
  }
  reader.skipRest();
}

const ATTRIBUTES_OF_2 = 68;
const ATTRIBUTES_OF_3 = 84;
/** Size and two times before a change: RFC 1813 section 2.6. */
const WEAK_CACHE = 24;

/** Goes over the attributes that may stand before what was read; false when they are cut. */
function passAttributes(reader: Reader): boolean {
  if (head.version === 2) reader.skip(ATTRIBUTES_OF_2);
  else if (reader.u32() === 1) reader.skip(ATTRIBUTES_OF_3);
  return reader.ok;
}

function passWeakCache(reader: Reader): boolean {
  if (reader.u32() === 1) reader.skip(WEAK_CACHE);
  return passAttributes(reader);
}

function readEntries(reader: Reader, hasHandles: boolean, fields: Fields): void {
  const isOf3 = head.version === 3;
  if (isOf3) {
    if (!passAttributes(reader)) return;
    reader.skip(8);
  }
  const names: string[] = [];
  let count = 0;
  for (; count < MOST_ENTRIES && reader.u32() === 1; count++) {
    reader.skip(isOf3 ? 8 : 4);
    if (names.length < MOST_TOLD) names.push(readString(reader, LONGEST_NAME));
    else passOpaque(reader, LONGEST_NAME);
    reader.skip(isOf3 ? 8 : 4);
    if (hasHandles) {
      passAttributes(reader);
      if (reader.u32() === 1) passOpaque(reader, HANDLE_OF_3);
    }
    if (!reader.ok) break;
  }
  fields["entry_count"] = count;
  fields["names"] = names;
}
