// The debug agent of VxWorks (WDB): Tornado and Workbench documentation, "WDB protocol", inside ONC RPC. Whoever reaches it
// reads and writes the memory of the controller, calls its functions and stops it, without a password.
// The boot line is left out, for it may hold a password.
// Not decoded: what is read and written; registers, eventpoints, events and gopher tapes; parameters of version 4 agents
// (VxWorks 6.x) behind their own head; WDB over serial lines.
import { type Answer, CERTAIN, DONE, dissector, NO, REFUSE } from "../../dissector.ts";
import { operationTable } from "../../operation.ts";
import { type Asked, answer, ask, nothingAsked } from "../../pairing.ts";
import type { Reader } from "../../reader.ts";
import { REQUEST, RESPONSE, type Talk } from "../../talk.ts";
import { readString } from "../../xdr.ts";
import { ACCEPTED, CALL, type Head, likenessOf, newHead, readHead } from "./head.ts";
import { WDB } from "./programs.ts";

type Fields = Record<string, unknown>;

const CONNECT = 1;
const MEMORY_READ = 10;
const MEMORY_WRITE = 11;
const MEMORY_FILL = 12;
const MEMORY_CHECKSUM = 14;
const CONNECT_2 = 122;

const PROCEDURES = operationTable("wdb", [
  [0, "target_ping", "identify"],
  [CONNECT, "target_connect", "identify"],
  [2, "target_disconnect", "other"],
  [3, "target_mode_set", "control"],
  [4, "target_mode_get", "read"],
  [MEMORY_READ, "mem_read", "read"],
  [MEMORY_WRITE, "mem_write", "program"],
  [MEMORY_FILL, "mem_fill", "program"],
  [13, "mem_move", "program"],
  [MEMORY_CHECKSUM, "mem_checksum", "read"],
  [15, "mem_protect", "configure"],
  [16, "mem_cache_text_update", "program"],
  [17, "mem_scan", "read"],
  [18, "mem_write_many", "program"],
  [19, "mem_write_many_int", "program"],
  [30, "context_create", "control"],
  [31, "context_kill", "control"],
  [32, "context_suspend", "control"],
  [33, "context_resume", "control"],
  [34, "context_status_get", "read"],
  [35, "context_attach", "control"],
  [36, "context_detach", "control"],
  [40, "regs_get", "read"],
  [41, "regs_set", "program"],
  [51, "vio_write", "write"],
  [60, "eventpoint_add", "control"],
  [61, "eventpoint_delete", "control"],
  [70, "event_get", "read"],
  [80, "context_cont", "control"],
  [81, "context_step", "control"],
  [82, "context_stop", "control"],
  [90, "func_call", "control"],
  [91, "evaluate_gopher", "read"],
  [92, "direct_call", "control"],
  [93, "command_send", "control"],
  [100, "sym_list_add", "program"],
  [101, "sym_get", "read"],
  [102, "mod_info_get", "read"],
  [103, "mod_add", "program"],
  [104, "mod_remove", "program"],
  [110, "usr_svc_ctrl", "configure"],
  [111, "usr_svc_call", "control"],
  [120, "thread_info_set", "configure"],
  [121, "thread_info_get", "read"],
  [CONNECT_2, "target_connect2", "identify"],
  [123, "tgt_info_get", "identify"],
]);

/** What went wrong, by code without the bits that announce events and more data. */
const STATUSES: Readonly<Record<number, string>> = {
  1281: "invalid_params",
  1282: "mem_access",
  1283: "agent_mode",
  1284: "rt_error",
  1285: "invalid_context",
  1286: "invalid_vio_channel",
  1287: "invalid_event",
  1288: "invalid_eventpoint",
  1289: "gopher_fault",
  1290: "gopher_truncated",
  1291: "eventpoint_table_full",
  1292: "no_agent_proc",
  1293: "no_rt_proc",
  1294: "gopher_syntax",
  1295: "not_found",
  1296: "hw_regs_exhausted",
  1297: "invalid_hw_bp",
  1298: "usr_svc_exhausted",
  1299: "usr_svc_already_used",
  1300: "no_rt_ctx",
  1301: "no_process",
  1312: "file_not_found",
  1313: "file_null_size",
  1314: "file_bad_format",
  1535: "proc_failed",
  1536: "no_connection",
  1537: "connection_busy",
  1791: "communication",
};
const EVENT_AND_MORE = 0xc000;
const VXWORKS = 1;

const head: Head = newHead();

interface Memory {
  readonly asked: Asked;
  /** Whether it was noted that nobody is asked who he is. */
  isNoted: boolean;
}

/** Debugging of controllers that run VxWorks. */
export const wdb = dissector<Memory>({
  name: "wdb",
  aliases: ["wdbrpc"],
  title: "VxWorks WDB",
  standard: "Wind River WDB protocol",
  world: "ot",
  authentication: "none",
  carriage: [{ over: "inside", carrier: "oncrpc", keys: [WDB] }],
  remember: () => ({ asked: nothingAsked(), isNoted: false }),
  // The carrier names the program, and took the head for one.
  probe: (reader) => (likenessOf(reader, 0) === NO ? NO : CERTAIN),
  read(reader, talk): Answer {
    if (likenessOf(reader, 0) === NO) return REFUSE;
    reader.fence(reader.left());
    if (!readHead(reader, head)) talk.fault("bad head");
    const fields: Fields = { xid: head.xid >>> 0 };
    if (head.type === CALL) readCall(reader, talk, fields);
    else readReply(reader, talk, fields);
    reader.skipRest();
    return DONE;
  },
});

/** Every call has a checksum, its size and a sequence number before its parameters. */
function readCall(reader: Reader, talk: Talk<Memory>, fields: Fields): void {
  const { memory } = talk;
  const { procedure } = head;
  fields["procedure"] = procedure;
  ask(talk, memory.asked, head.xid, procedure);
  if (reader.left() > 0) {
    reader.skip(4);
    fields["size"] = reader.u32();
    fields["sequence"] = reader.u32();
  }
  if (!memory.isNoted) {
    memory.isNoted = true;
    talk.note("sender", { kind: "session", protocol: "VxWorks WDB", anonymous: true });
  }
  if (procedure === MEMORY_READ || procedure === MEMORY_FILL || procedure === MEMORY_CHECKSUM) {
    const address = reader.u32();
    tellMemory(reader, talk, address, reader.u32(), fields);
  } else if (procedure === MEMORY_WRITE) {
    const length = reader.u32();
    tellMemory(reader, talk, reader.u32(), length, fields);
  }
  talk.emit(PROCEDURES.of(procedure), REQUEST, talk.detailed ? fields : undefined);
}

function tellMemory(reader: Reader, talk: Talk<Memory>, address: number, count: number, fields: Fields): void {
  if (!reader.ok) return;
  Object.assign(fields, { address, count });
  talk.target("memory", address, count);
}

/** Every reply has a checksum, its size and an error code before its results. */
function readReply(reader: Reader, talk: Talk<Memory>, fields: Fields): void {
  const { asked } = talk.memory;
  const at = answer(talk, asked, head.xid);
  const procedure = at < 0 ? -1 : (asked.numbers[at] as number);
  if (at >= 0) fields["procedure"] = procedure;
  if (head.state === ACCEPTED && head.reason === 0 && reader.left() > 0) {
    reader.skip(4);
    fields["size"] = reader.u32();
    const status = reader.u32();
    const error = status & ~EVENT_AND_MORE;
    fields["status"] = status;
    if (error !== 0) talk.refused(STATUSES[error] ?? `status_${error}`);
    else if (procedure === CONNECT && reader.ok) readTarget(reader, talk, fields);
  }
  talk.emit(PROCEDURES.of(procedure), RESPONSE, talk.detailed ? fields : undefined);
}

/** What the target tells of itself: agent, runtime system, processor and board. */
function readTarget(reader: Reader, talk: Talk<Memory>, fields: Fields): void {
  const agent = told(readString(reader));
  fields["agent_version"] = agent;
  fields["mtu"] = reader.u32();
  fields["agent_mode"] = reader.u32();
  const isVxWorks = reader.u32() === VXWORKS;
  const runtime = told(readString(reader));
  fields["runtime_version"] = runtime;
  fields["cpu_type"] = reader.u32();
  reader.skip(12);
  fields["endian"] = reader.u32();
  const board = told(readString(reader));
  fields["board"] = board;
  readString(reader);
  fields["memory_base"] = reader.u32();
  fields["memory_size"] = reader.u32();
  const method = "WDB target information";
  const system = /vxworks/i.test(runtime) || !isVxWorks ? runtime : `VxWorks ${runtime}`;
  talk.claim("sender", "operatingSystem", system.replace(/^vxworks\s*/i, "VxWorks "), 0.95, method);
  talk.claim("sender", "hardware", board, 0.8, method);
  talk.claim("sender", "description", agent === "" ? "" : `debug agent ${agent} is open`, 0.7, method);
}

/** Text without the NUL that ends it. */
function told(text: string): string {
  const end = text.indexOf("\0");
  return (end < 0 ? text : text.slice(0, end)).trim();
}
