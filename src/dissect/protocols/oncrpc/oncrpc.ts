// ONC RPC version 2: RFC 5531; record marking of section 11. NFS and the debug agent of VxWorks have dissectors of their own.
// Arguments and results are read of mappers, MOUNT, NSM and VXI-11 as far as bodies.ts says; of the others the names alone.
// Not decoded: other arguments and results; tokens of RPCSEC_GSS; what is encrypted; calls in calls (CALLIT, INDIRECT);
// what lies beyond the first 4,094 octets of records longer than 16 KiB.
import {
  type Answer,
  CERTAIN,
  DONE,
  dissector,
  LIKELY,
  type Likeness,
  MORE,
  NO,
  POSSIBLE,
  REFUSE,
} from "../../dissector.ts";
import { operation } from "../../operation.ts";
import { answer, ask } from "../../pairing.ts";
import { passOver } from "../../passing.ts";
import { Reader, utf8Of } from "../../reader.ts";
import { type Direction, REQUEST, RESPONSE, type Talk } from "../../talk.ts";
import { markOf } from "../../xdr.ts";
import { readArguments, readResults } from "./bodies.ts";
import {
  ACCEPTED,
  AUTH_SYS,
  CALL,
  CONTEXT,
  ENCRYPTED,
  FLAVORS,
  type Head,
  likenessOf,
  newHead,
  readHead,
} from "./head.ts";
import { addFragment, type Memory, newMemory, procedureMark, procedureOf, resetRecord } from "./memory.ts";
import { hasDissector, programName, programOf } from "./programs.ts";

const MARK = 4;
const LAST = 0x80000000;
/** Records up to this are read whole. */
const LONGEST = 16_384;
/** More than any server takes in one record. */
const LONGEST_FRAGMENT = 0x2000000;
/** Of longer records so much is read. No message has such a length, for all fill up to four octets: it tells that this is a part. */
const PART = 4094;
/** A call without arguments has 40, a reply at least 20 octets: a denial. */
const SHORTEST = 20;
const NOTHING = new Uint8Array(0);

const CALLED = operation("oncrpc", "call", "other");
const REPLIED = operation("oncrpc", "reply", "other");
const CONTEXT_MADE = operation("oncrpc", "rpcsec_gss_context", "authenticate");
const ACCEPT: readonly string[] = [
  "success",
  "prog_unavail",
  "prog_mismatch",
  "proc_unavail",
  "garbage_args",
  "system_err",
];
/** auth_stat: RFC 5531 section 9. */
const AUTHENTICATION: readonly string[] = [
  "auth_ok",
  "auth_badcred",
  "auth_rejectedcred",
  "auth_badverf",
  "auth_rejectedverf",
  "auth_tooweak",
  "auth_invalidresp",
  "auth_failed",
  "auth_kerb_generic",
  "auth_timeexpire",
  "auth_tkt_file",
  "auth_decode",
  "auth_net_addr",
  "rpcsec_gss_credproblem",
  "rpcsec_gss_ctxproblem",
];

const head: Head = newHead();
// Reads records that were put together from their fragments.
const joined = new Reader();

/** Calls of procedures on Unix, of controllers and of instruments. */
export const oncrpc = dissector<Memory>({
  name: "oncrpc",
  aliases: ["sunrpc", "rpcbind", "portmap"],
  title: "ONC RPC",
  standard: "RFC 5531",
  world: "it",
  carriage: [
    { over: "tcp", ports: [111, 2049] },
    { over: "udp", ports: [111, 2049, 17185] },
  ],
  longest: LONGEST + MARK,
  remember: newMemory,
  probe(reader, talk) {
    const likeness = talk.stream ? recordLikeness(reader) : datagramLikeness(reader);
    if (likeness !== NO) resetRecord(talk.memory, talk.side);
    return likeness;
  },
  read(reader, talk): Answer {
    if (talk.stream) return readRecord(reader, talk);
    if (likenessOf(reader, 0) === NO || (reader.left() < SHORTEST && !reader.cutByCapture)) return REFUSE;
    reader.fence(reader.left());
    readMessage(reader, talk, true);
    reader.skipRest();
    return DONE;
  },
});

/** A reply alone looks like much else: only on a port that is owned it is enough. */
function datagramLikeness(reader: Reader): Likeness {
  if (reader.left() < SHORTEST || (reader.left() % 4 !== 0 && !reader.cutByCapture)) return NO;
  const likeness = likenessOf(reader, 0);
  return likeness === LIKELY && reader.peek(7) !== CALL ? POSSIBLE : likeness;
}

function recordLikeness(reader: Reader): Likeness {
  const first = reader.peek16(0);
  const length = (first & 0x7fff) * 65536 + reader.peek16(2);
  if (reader.left() < MARK || length < SHORTEST || length > LONGEST_FRAGMENT) return NO;
  if ((first & 0x8000) !== 0 && length % 4 !== 0) return NO;
  const likeness = likenessOf(reader, MARK);
  // A first fragment that is not the last is rare enough to want a known program.
  return (first & 0x8000) === 0 && likeness < CERTAIN ? NO : likeness;
}

/** One fragment of a record, or as much of a long one as is at hand. */
function readRecord(reader: Reader, talk: Talk<Memory>): Answer {
  const { memory, side } = talk;
  const record = memory.records[side];
  if (talk.resumed) resetRecord(memory, side);
  if (passOver(reader, memory.passing, side)) return DONE;
  const mark = reader.u32();
  if (!reader.ok) return reader.complete ? REFUSE : MORE;
  const isLast = mark >= LAST;
  const length = isLast ? mark - LAST : mark;
  if (length > LONGEST_FRAGMENT || (length < SHORTEST && isLast && !record.continues && !record.told)) return REFUSE;
  if (record.told) {
    memory.passing[side] = length;
    record.told = !isLast;
    return DONE;
  }
  if (!record.continues && length >= SHORTEST && reader.left() >= 8 && likenessOf(reader, 0) === NO) return REFUSE;
  const isAll = record.held.length + length <= LONGEST;
  if (!isAll && record.held.length > 0) {
    readJoined(reader, talk, false);
    memory.passing[side] = length;
    record.told = !isLast;
    return DONE;
  }
  const taken = isAll ? length : PART;
  if (!reader.fence(MARK + taken)) return MORE;
  if (isAll && (!isLast || record.continues)) {
    addFragment(record, reader.take(reader.left()));
    record.continues = !isLast;
    if (isLast) readJoined(reader, talk, true);
    return DONE;
  }
  if (likenessOf(reader, 0) === NO) return REFUSE;
  readMessage(reader, talk, isAll);
  reader.skipRest();
  if (!isAll) {
    memory.passing[side] = length - taken;
    record.told = !isLast;
  }
  return DONE;
}

/** Reads what the fragments of a record make together. */
function readJoined(reader: Reader, talk: Talk<Memory>, isAll: boolean): void {
  const record = talk.memory.records[talk.side];
  const bytes = record.held;
  record.held = NOTHING;
  record.continues = false;
  joined.open(bytes, 0, isAll ? bytes.length : Math.min((bytes.length & ~3) - 2, PART), true);
  joined.cut = reader.cut;
  if (likenessOf(joined, 0) === NO) {
    talk.fault("record without a message", 0);
    talk.emit(CALLED, 0, talk.detailed ? {} : undefined);
    return;
  }
  joined.fence(joined.end);
  readMessage(joined, talk, isAll);
}

function readMessage(reader: Reader, talk: Talk<Memory>, isAll: boolean): void {
  const start = reader.position;
  const fields: Record<string, unknown> = {};
  if (!readHead(reader, head)) talk.fault("bad head");
  fields["xid"] = head.xid >>> 0;
  if (head.type === CALL) readCalled(reader, talk, start, fields);
  else readReplied(reader, talk, start, fields);
  // What lies behind the part that is read is no defect of the message.
  if (!isAll) reader.ok = true;
}

function readCalled(reader: Reader, talk: Talk<Memory>, start: number, fields: Record<string, unknown>): void {
  const { memory } = talk;
  const program = programOf(head.program, head.version);
  const isHanded = hasDissector(head.program);
  tellCaller(reader, talk);
  if (talk.detailed) tellCall(reader, fields);
  let wanted = 0;
  if (head.wrapping === ENCRYPTED) fields["encrypted"] = true;
  else if (!isHanded && head.wrapping !== CONTEXT && reader.ok) wanted = readArguments(reader, talk, head, fields);
  ask(talk, memory.asked, head.xid, head.program, head.version, procedureMark(head), wanted);
  if (program === undefined && !isHanded) talk.object(programName(head.program));
  const operationCalled = head.wrapping === CONTEXT ? CONTEXT_MADE : (program?.of(head.procedure) ?? CALLED);
  emit(reader, talk, operationCalled, REQUEST, fields);
  if (isHanded && head.wrapping !== ENCRYPTED && head.wrapping !== CONTEXT)
    talk.hand("oncrpc", reader.bytes, start, reader.end, head.program);
}

/** Tells the name that the caller gives its machine, once. */
function tellCaller(reader: Reader, talk: Talk<Memory>): void {
  if (head.flavor !== AUTH_SYS || head.machineEnd <= head.machineStart) return;
  const { machines } = talk.memory;
  const mark = markOf(reader.bytes, head.machineStart, head.machineEnd);
  if (machines[talk.side] === mark) return;
  machines[talk.side] = mark;
  const name = utf8Of(reader.bytes, head.machineStart, head.machineEnd);
  if (/[\p{L}\p{N}]/u.test(name) && name !== "localhost")
    talk.claim("sender", "name", name, 0.75, "AUTH_SYS machine name", head.machineStart, head.machineEnd);
}

function tellCall(reader: Reader, fields: Record<string, unknown>): void {
  const { program, version, procedure, flavor } = head;
  Object.assign(fields, { program, program_name: programName(program, version), version, procedure });
  fields["flavor"] = FLAVORS[flavor] ?? flavor;
  if (flavor !== AUTH_SYS || head.uid < 0) return;
  fields["machine_name"] = utf8Of(reader.bytes, head.machineStart, head.machineEnd);
  Object.assign(fields, { uid: head.uid, gid: head.gid, groups: head.groups });
}

function readReplied(reader: Reader, talk: Talk<Memory>, start: number, fields: Record<string, unknown>): void {
  const { asked } = talk.memory;
  const at = answer(talk, asked, head.xid);
  head.program = at < 0 ? 0 : (asked.numbers[at] as number);
  head.version = at < 0 ? 0 : (asked.numbers[at + 1] as number);
  const { procedure, wrapping } = procedureOf(at < 0 ? 0 : (asked.numbers[at + 2] as number));
  head.procedure = procedure;
  head.wrapping = wrapping;
  const program = at < 0 ? undefined : programOf(head.program, head.version);
  const isHanded = hasDissector(head.program);
  if (talk.detailed && at >= 0) {
    Object.assign(fields, { program: head.program, program_name: programName(head.program, head.version) });
    Object.assign(fields, { version: head.version, procedure });
  }
  const outcome = outcomeOf();
  fields["outcome"] = outcome;
  if (head.low >= 0) Object.assign(fields, { low: head.low, high: head.high });
  if (outcome !== "success") talk.refused(outcome);
  else if (wrapping === ENCRYPTED) fields["encrypted"] = true;
  else if (program !== undefined && wrapping !== CONTEXT) {
    if (wrapping !== 0) reader.skip(8);
    if (reader.ok) readResults(reader, talk, head, asked.numbers[at + 3] as number, fields);
  }
  const operationReplied = wrapping === CONTEXT ? CONTEXT_MADE : (program?.of(procedure) ?? REPLIED);
  emit(reader, talk, operationReplied, RESPONSE, fields);
  if (isHanded && outcome === "success" && wrapping !== ENCRYPTED && wrapping !== CONTEXT)
    talk.hand("oncrpc", reader.bytes, start, reader.end, head.program);
}

function outcomeOf(): string {
  if (head.state === ACCEPTED) return ACCEPT[head.reason] ?? `accept_stat_${head.reason}`;
  if (head.reason === 0) return "rpc_mismatch";
  return AUTHENTICATION[head.authentication] ?? `auth_stat_${head.authentication}`;
}

function emit(
  reader: Reader,
  talk: Talk<Memory>,
  told: ReturnType<typeof operation>,
  direction: Direction,
  fields: object,
): void {
  if (reader === joined && !joined.ok) talk.fault(joined.cut ? "cut by capture" : "short");
  talk.emit(told, direction, talk.detailed ? fields : undefined);
}
