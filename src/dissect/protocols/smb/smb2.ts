// SMB 2 and 3: MS-SMB2 section 2.2; encrypted messages by their transform header (2.2.41), compressed ones by 2.2.42.
// Not decoded: negotiate contexts, create contexts, lock elements, contents of queries, controls, and of reads and writes
// but those of named pipes, which are handed on.
import { CERTAIN, DONE, dissector, MORE, NO, REFUSE } from "../../dissector.ts";
import { handKerberos, readToken as readSecurityToken, type Token } from "../../gss.ts";
import { operation, operationTable } from "../../operation.ts";
import { handPipe, newPipes, type Pipes, pipeMark } from "../../pipes.ts";
import type { Reader } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import { NOTICE, REQUEST, RESPONSE, UNDIRECTED } from "../../talk.ts";
import { refusalOf, statusName } from "./status.ts";

const NEGOTIATE = 0;
const SESSION_SETUP = 1;
const TREE_CONNECT = 3;
const CREATE = 5;
const CLOSE = 6;
const FLUSH = 7;
const READ = 8;
const WRITE = 9;
const IOCTL = 11;
const QUERY_DIRECTORY = 14;
const CHANGE_NOTIFY = 15;
const QUERY_INFO = 16;
const SET_INFO = 17;
const OPLOCK_BREAK = 18;

const COMMANDS = operationTable("smb2", [
  [NEGOTIATE, "negotiate", "identify"],
  [SESSION_SETUP, "session_setup", "authenticate"],
  [2, "logoff", "authenticate"],
  [TREE_CONNECT, "tree_connect", "file"],
  [4, "tree_disconnect", "other"],
  [CREATE, "create", "file"],
  [CLOSE, "close", "file"],
  [FLUSH, "flush", "file"],
  [READ, "read", "file"],
  [WRITE, "write", "file"],
  [10, "lock", "file"],
  [IOCTL, "ioctl", "other"],
  [12, "cancel", "other"],
  [13, "echo", "other"],
  [QUERY_DIRECTORY, "query_directory", "file"],
  [CHANGE_NOTIFY, "change_notify", "file"],
  [QUERY_INFO, "query_info", "file"],
  [SET_INFO, "set_info", "file"],
  [OPLOCK_BREAK, "oplock_break", "other"],
]);
const ENCRYPTED = operation("smb2", "encrypted_message", "other");
const COMPRESSED = operation("smb2", "compressed_message", "other");

const DIALECTS: Readonly<Record<number, string>> = {
  514: "2.0.2",
  528: "2.1",
  767: "2 (any)",
  768: "3.0",
  770: "3.0.2",
  785: "3.1.1",
};
const SHARES: Readonly<Record<number, string>> = { 1: "disk", 2: "pipe", 3: "print" };

const HEADER = 64;
const RESPONSE_FLAG = 1;
const ASYNC_FLAG = 2;
const PENDING = 0x103;
const MOST_PENDING = 64;
/** FSCTL_PIPE_TRANSCEIVE (MS-FSCC section 2.3). */
const PIPE_TRANSCEIVE = 0x0011c017;
const MOST_DIALECTS = 64;

/** Outstanding requests in a ring by message id. */
interface Memory {
  low: Int32Array;
  high: Int32Array;
  frames: Float64Array;
  /** Marks of the files that reads and controls are about. */
  files: Int32Array;
  next: number;
  pipes: Pipes;
}

/** What is handed on behind the message now read: a security token, or what a pipe carries. */
interface Inner {
  token: Token | undefined;
  mark: number;
  start: number;
  end: number;
}
const inner: Inner = { token: undefined, mark: 0, start: 0, end: 0 };

/** File sharing of Windows since 2006. */
export const smb2 = dissector<Memory>({
  name: "smb2",
  title: "SMB 2 and 3",
  standard: "MS-SMB2 section 2.2",
  world: "it",
  carriage: [{ over: "inside", carrier: "nbss" }],
  remember: () => ({
    low: new Int32Array(MOST_PENDING),
    high: new Int32Array(MOST_PENDING),
    frames: new Float64Array(MOST_PENDING),
    files: new Int32Array(MOST_PENDING),
    next: 0,
    pipes: newPipes(),
  }),
  probe: (reader) => (isSmb2(reader) ? CERTAIN : NO),
  read(reader, talk) {
    const kind = reader.peek();
    if (!isSmb2(reader)) return REFUSE;
    if (kind !== 0xfe) return readWrapped(reader, talk, kind);
    // A compounded message ends where the next begins.
    const next =
      (reader.peek16(20) >> 8) | ((reader.peek16(20) & 0xff) << 8) | (reader.peek(22) << 16) | (reader.peek(23) << 24);
    const isCompound = next >= HEADER && next <= reader.left() && reader.left() >= HEADER;
    if (!reader.fence(isCompound ? next : reader.left())) return MORE;
    reader.skip(4);
    const structureSize = reader.u16le();
    const creditCharge = reader.u16le();
    const status = reader.u32le();
    const command = reader.u16le();
    const credits = reader.u16le();
    const flags = reader.u32le();
    reader.skip(4);
    const low = reader.i32le();
    const high = reader.i32le();
    const isAsync = (flags & ASYNC_FLAG) !== 0;
    const processId = reader.u32le();
    const treeId = reader.u32le();
    const session = reader.hex(8);
    reader.skip(16);
    const isResponse = (flags & RESPONSE_FLAG) !== 0;
    if (reader.ok && structureSize !== HEADER) talk.fault("bad structure size", 4);
    if (reader.ok && next !== 0 && !isCompound) talk.fault("bad next command", 20);
    if (reader.ok && !COMMANDS.has(command)) talk.fault("unknown command", 12);
    const fields: Record<string, unknown> | undefined = talk.detailed
      ? {
          command,
          response: isResponse,
          credit_charge: creditCharge,
          status: isResponse ? status : 0,
          status_name: isResponse ? statusName(status) : "",
          credits,
          flags,
          signed: (flags & 8) !== 0,
          compounded: isCompound || (flags & 4) !== 0,
          message_id: wide(low, high),
          ...(isAsync ? { async_id: wide(processId, treeId) } : { process_id: processId, tree_id: treeId }),
          session_id: session,
        }
      : undefined;
    if (isResponse) {
      const refusal = refusalOf(status);
      if (refusal !== "") talk.refused(refusal);
    }
    inner.token = undefined;
    inner.mark = pair(talk, isResponse, low, high, status);
    inner.start = 0;
    inner.end = 0;
    if (reader.ok) {
      const bodyAt = reader.position;
      const size = reader.u16le();
      // A refusal and the notice that the answer is still to come carry an error body (2.2.2), a step of a login does not.
      const isError = isResponse && (status >>> 30 === 3 ? status !== 0xc0000016 : status === PENDING);
      if (reader.ok && !isError) readBody(reader, talk, command, isResponse, size, bodyAt - HEADER, fields);
    }
    const unasked = isResponse && command === OPLOCK_BREAK && low === -1;
    if (!isResponse) keepFile(talk.memory);
    if (reader.ok) reader.skipRest();
    talk.emit(COMMANDS.of(command), unasked ? NOTICE : isResponse ? RESPONSE : REQUEST, fields);
    const { bytes } = reader;
    handKerberos(talk as Talk, bytes, inner.token, inner.end);
    if (inner.token === undefined && inner.mark !== 0) {
      handPipe(talk as Talk, talk.memory.pipes, inner.mark, bytes, inner.start, inner.end);
    }
    return DONE;
  },
});

/** Keeps which file the request now read is about, for its answer. */
function keepFile(memory: Memory): void {
  memory.files[(memory.next + MOST_PENDING - 1) % MOST_PENDING] = inner.mark;
}

function isSmb2(reader: Reader): boolean {
  const first = reader.peek();
  return first >= 0xfc && first <= 0xfe && reader.peek(1) === 0x53 && reader.peek16(2) === 0x4d42;
}

function readWrapped(reader: Reader, talk: Talk<Memory>, kind: number): 0 {
  reader.fence(reader.left());
  reader.skip(4);
  if (kind === 0xfc) {
    const size = reader.u32le();
    const algorithm = reader.u16le();
    if (reader.ok) reader.skipRest();
    talk.emit(
      COMPRESSED,
      UNDIRECTED,
      talk.detailed ? { original_size: size, compression_algorithm: algorithm } : undefined,
    );
    return DONE as 0;
  }
  reader.skip(32);
  const size = reader.u32le();
  reader.skip(4);
  const session = reader.hex(8);
  if (reader.ok) reader.skipRest();
  talk.emit(ENCRYPTED, UNDIRECTED, talk.detailed ? { original_size: size, session_id: session } : undefined);
  return DONE as 0;
}

/** An unsigned 64-bit number of two halves; as decimal text beyond 2^53. */
function wide(low: number, high: number): number | string {
  const upper = high >>> 0;
  if (upper < 0x200000) return upper * 4_294_967_296 + (low >>> 0);
  return upper === 0xffffffff && low >>> 0 === 0xffffffff ? "18446744073709551615" : decimal(upper, low >>> 0);
}

/** Long division by 10,000,000 in three steps, because the number does not fit. */
function decimal(upper: number, lower: number): string {
  let high = upper;
  let low = lower;
  let text = "";
  for (let step = 0; step < 3; step++) {
    const rest = high % 10_000_000;
    high = Math.floor(high / 10_000_000);
    const sum = rest * 4_294_967_296 + low;
    low = Math.floor(sum / 10_000_000);
    text = String(sum % 10_000_000).padStart(7, "0") + text;
  }
  return text.replace(/^0+(?=\d)/, "");
}

function number64(reader: Reader): number | string {
  const low = reader.i32le();
  return wide(low, reader.i32le());
}

/** Finds the request of an answer, or keeps the request; answers the mark of the file that the request was about, or 0. */
function pair(talk: Talk<Memory>, isResponse: boolean, low: number, high: number, status: number): number {
  const memory = talk.memory;
  if (!isResponse) {
    memory.low[memory.next] = low;
    memory.high[memory.next] = high;
    memory.frames[memory.next] = talk.frame;
    memory.next = (memory.next + 1) % MOST_PENDING;
    return 0;
  }
  for (let index = 0; index < MOST_PENDING; index++) {
    if (memory.frames[index] === 0 || memory.low[index] !== low || memory.high[index] !== high) continue;
    talk.answersFrame(memory.frames[index] as number);
    // After "pending" the real answer is still to come.
    if (status !== PENDING) memory.frames[index] = 0;
    return memory.files[index] as number;
  }
  return 0;
}

/** Bodies by command; `message` is where offsets count from. A body of another size than the standard's is left unread. */
function readBody(
  reader: Reader,
  talk: Talk<Memory>,
  command: number,
  isResponse: boolean,
  size: number,
  message: number,
  fields: Record<string, unknown> | undefined,
): void {
  const expected = SIZES[command * 2 + (isResponse ? 1 : 0)];
  if (expected === undefined) return;
  if (size !== expected) {
    talk.fault("bad structure size", HEADER);
    return;
  }
  const put = (more: Record<string, unknown>): void => {
    if (fields !== undefined) Object.assign(fields, more);
  };
  switch (command * 2 + (isResponse ? 1 : 0)) {
    case NEGOTIATE * 2: {
      const count = reader.u16le();
      const security = reader.u16le();
      reader.skip(2);
      const capabilities = reader.u32le();
      const client = reader.hex(16);
      reader.skip(8);
      const dialects: string[] = [];
      for (let index = 0; index < count && index < MOST_DIALECTS && reader.left() >= 2; index++) {
        dialects.push(dialectName(reader.u16le()));
      }
      put({
        security_mode: security,
        signing_required: (security & 2) !== 0,
        capabilities,
        client_guid: client,
        dialects,
      });
      return;
    }
    case NEGOTIATE * 2 + 1: {
      const security = reader.u16le();
      const dialect = reader.u16le();
      reader.skip(2);
      const guid = reader.hex(16);
      const capabilities = reader.u32le();
      const sizes = {
        max_transact_size: reader.u32le(),
        max_read_size: reader.u32le(),
        max_write_size: reader.u32le(),
      };
      const systemTime = fileTime(reader);
      const startTime = fileTime(reader);
      if (!reader.ok) return;
      // The wildcard only asks for a second negotiation.
      if (dialect !== 0x02ff) {
        talk.note("sender", { kind: "version", protocol: "SMB", version: dialectName(dialect), obsolete: false });
      }
      put({
        security_mode: security,
        signing_required: (security & 2) !== 0,
        dialect,
        dialect_name: dialectName(dialect),
        server_guid: guid,
        capabilities,
        ...sizes,
        system_time: systemTime,
        server_start_time: startTime,
      });
      readToken(reader, talk, message, fields);
      return;
    }
    case SESSION_SETUP * 2: {
      const flags = reader.u8();
      const security = reader.u8();
      const capabilities = reader.u32le();
      reader.skip(4);
      put({ session_flags: flags, security_mode: security, signing_required: (security & 2) !== 0, capabilities });
      readToken(reader, talk, message, fields);
      return;
    }
    case SESSION_SETUP * 2 + 1: {
      const flags = reader.u16le();
      if (reader.ok && (flags & 3) !== 0) {
        talk.note("receiver", {
          kind: "session",
          protocol: "SMB",
          anonymous: true,
          name: (flags & 1) !== 0 ? "guest" : "null",
        });
      }
      put({
        session_flags: flags,
        guest: (flags & 1) !== 0,
        null_session: (flags & 2) !== 0,
        encrypt: (flags & 4) !== 0,
      });
      readToken(reader, talk, message, fields);
      return;
    }
    case TREE_CONNECT * 2: {
      reader.skip(2);
      const path = textAt(reader, message, reader.u16le(), reader.u16le());
      if (path !== "") talk.object(path);
      put({ path });
      return;
    }
    case TREE_CONNECT * 2 + 1: {
      const type = reader.u8();
      reader.skip(1);
      put({
        share_type: type,
        share_type_name: SHARES[type] ?? "",
        share_flags: reader.u32le(),
        capabilities: reader.u32le(),
        maximal_access: reader.u32le(),
      });
      return;
    }
    case CREATE * 2: {
      reader.skip(1);
      const oplock = reader.u8();
      const impersonation = reader.u32le();
      reader.skip(16);
      const rest = {
        desired_access: reader.u32le(),
        file_attributes: reader.u32le(),
        share_access: reader.u32le(),
        create_disposition: reader.u32le(),
        create_options: reader.u32le(),
      };
      const name = textAt(reader, message, reader.u16le(), reader.u16le());
      if (name !== "") talk.object(name);
      put({ name, oplock_level: oplock, impersonation_level: impersonation, ...rest });
      return;
    }
    case CREATE * 2 + 1: {
      const oplock = reader.u8();
      const flags = reader.u8();
      const action = reader.u32le();
      put({
        oplock_level: oplock,
        flags_of_answer: flags,
        create_action: action,
        creation_time: fileTime(reader),
        last_access_time: fileTime(reader),
        last_write_time: fileTime(reader),
        change_time: fileTime(reader),
        allocation_size: number64(reader),
        end_of_file: number64(reader),
        file_attributes: reader.u32le(),
        file_id: fileId(reader, 4),
      });
      return;
    }
    case CLOSE * 2:
      put({ close_flags: reader.u16le(), file_id: fileId(reader, 4) });
      return;
    case FLUSH * 2:
      put({ file_id: fileId(reader, 6) });
      return;
    case READ * 2:
      reader.skip(2);
      put({ length: reader.u32le(), offset: number64(reader), file_id: fileMarked(reader) });
      return;
    case READ * 2 + 1: {
      const offset = reader.u16le() & 0xff;
      const length = reader.u32le();
      put({ data_offset: offset, data_length: length, data_remaining: reader.u32le() });
      dataAt(reader, message + offset, length);
      return;
    }
    case WRITE * 2: {
      const offset = reader.u16le();
      const length = reader.u32le();
      put({ length, offset: number64(reader), file_id: fileMarked(reader) });
      dataAt(reader, message + offset, length);
      return;
    }
    case WRITE * 2 + 1:
      reader.skip(2);
      put({ count: reader.u32le() });
      return;
    case IOCTL * 2:
    case IOCTL * 2 + 1: {
      reader.skip(2);
      const code = reader.u32le();
      put({ control_code: code, file_id: fileMarked(reader) });
      if (code !== PIPE_TRANSCEIVE) return;
      const input = reader.u32le();
      const inputLength = reader.u32le();
      if (!isResponse) {
        dataAt(reader, message + input, inputLength);
        return;
      }
      const output = reader.u32le();
      dataAt(reader, message + output, reader.u32le());
      return;
    }
    case QUERY_DIRECTORY * 2: {
      const level = reader.u8();
      const flags = reader.u8();
      reader.skip(4);
      const file = fileId(reader, 0);
      const pattern = textAt(reader, message, reader.u16le(), reader.u16le());
      put({ information_class: level, flags_of_query: flags, file_id: file, pattern });
      return;
    }
    case CHANGE_NOTIFY * 2: {
      const flags = reader.u16le();
      const length = reader.u32le();
      put({
        notify_flags: flags,
        output_buffer_length: length,
        file_id: fileId(reader, 0),
        completion_filter: reader.u32le(),
      });
      return;
    }
    case QUERY_INFO * 2: {
      const type = reader.u8();
      const level = reader.u8();
      const length = reader.u32le();
      reader.skip(4);
      const length2 = reader.u32le();
      const additional = reader.u32le();
      const flags = reader.u32le();
      put({
        information_type: type,
        information_class: level,
        output_buffer_length: length,
        input_buffer_length: length2,
        additional_information: additional,
        query_flags: flags,
        file_id: fileId(reader, 0),
      });
      return;
    }
    case SET_INFO * 2: {
      const type = reader.u8();
      const level = reader.u8();
      const length = reader.u32le();
      reader.skip(4);
      put({
        information_type: type,
        information_class: level,
        buffer_length: length,
        additional_information: reader.u32le(),
        file_id: fileId(reader, 0),
      });
      return;
    }
    default:
  }
}

/** Structure sizes of requests (even) and responses (odd) by command times two. */
const SIZES: readonly number[] = [
  36, 65, 25, 9, 4, 4, 9, 16, 4, 4, 57, 89, 24, 60, 24, 4, 49, 17, 49, 17, 48, 4, 57, 49, 4, 4, 4, 4, 33, 9, 32, 9, 41,
  9, 33, 2,
];

function dialectName(dialect: number): string {
  return DIALECTS[dialect] ?? `unknown ${dialect}`;
}

/** The file that a read, write or control is about; its mark is kept. */
function fileMarked(reader: Reader): string {
  const at = reader.position;
  const id = reader.hex(16);
  if (reader.ok) inner.mark = pipeMark(reader.bytes, at, at + 16);
  return id;
}

/** Notes where the data of a message lie, as far as they are there. */
function dataAt(reader: Reader, start: number, length: number): void {
  if (!reader.ok || start < reader.position || start >= reader.end) return;
  inner.start = start;
  inner.end = Math.min(reader.end, start + length);
}

function fileId(reader: Reader, skipped: number): string {
  reader.skip(skipped);
  return reader.hex(16);
}

/** Text by offset from the message's start and length in bytes; "" and a fault when it lies outside. */
function textAt(reader: Reader, message: number, offset: number, length: number): string {
  if (length === 0) return "";
  const from = message + offset;
  if (from < reader.position || from + length > reader.end) {
    reader.ok = false;
    return "";
  }
  reader.position = from;
  return reader.utf16le(length);
}

/** The security token, by its offset and length, which come next. */
function readToken(
  reader: Reader,
  talk: Talk<Memory>,
  message: number,
  fields: Record<string, unknown> | undefined,
): void {
  const offset = reader.u16le();
  const length = reader.u16le();
  if (!reader.ok) return;
  if (fields !== undefined) fields["security_blob_length"] = length;
  const from = message + offset;
  const end = Math.min(reader.end, from + length);
  if (length === 0 || from < reader.position) return;
  const token = readSecurityToken(talk as Talk, reader.bytes, from, end, "SMB");
  if (fields !== undefined && token.ntlm !== undefined) fields["ntlmssp"] = token.ntlm;
  inner.token = token;
  inner.end = end;
}

/** Seconds since 1970 with three decimals, null where not told; the wire counts 100 ns since 1601. */
export function fileTime(reader: Reader): number | null {
  const low = reader.u32le();
  const high = reader.u32le();
  if ((low === 0 && high === 0) || high >= 0x7fffffff) return null;
  return Math.round((high * 4_294_967_296 + low) / 10_000 - 11_644_473_600_000) / 1000;
}
