// FTP control connection: RFC 959 sections 4 and 5; RFC 2228 (security), 2389 (FEAT), 2428 (EPRT, EPSV), 3659 (MLST, SIZE, MDTM).
// One message is one line. Not decoded: data connections, and what follows an accepted AUTH (it is encrypted).
import type { Act } from "../../model/act.ts";
import { DONE, dissector, LIKELY, MORE, NO, POSSIBLE, REFUSE } from "../dissector.ts";
import type { Operation } from "../operation.ts";
import { operation } from "../operation.ts";
import type { Reader } from "../reader.ts";
import { textOf } from "../reader.ts";
import type { Talk } from "../talk.ts";
import { REQUEST, RESPONSE, UNDIRECTED } from "../talk.ts";

const COMMANDS: ReadonlyMap<string, Operation> = new Map(
  (
    [
      ["USER", "user_name", "authenticate"],
      ["PASS", "password", "authenticate"],
      ["ACCT", "account", "authenticate"],
      ["CWD", "change_working_directory", "file"],
      ["XCWD", "change_working_directory", "file"],
      ["CDUP", "change_to_parent_directory", "file"],
      ["XCUP", "change_to_parent_directory", "file"],
      ["SMNT", "structure_mount", "file"],
      ["QUIT", "logout", "other"],
      ["REIN", "reinitialize", "other"],
      ["PORT", "data_port", "other"],
      ["PASV", "passive", "other"],
      ["EPRT", "extended_port", "other"],
      ["EPSV", "extended_passive", "other"],
      ["LPRT", "long_port", "other"],
      ["LPSV", "long_passive", "other"],
      ["TYPE", "representation_type", "other"],
      ["STRU", "file_structure", "other"],
      ["MODE", "transfer_mode", "other"],
      ["RETR", "retrieve", "file"],
      ["STOR", "store", "file"],
      ["STOU", "store_unique", "file"],
      ["APPE", "append", "file"],
      ["ALLO", "allocate", "file"],
      ["REST", "restart", "file"],
      ["RNFR", "rename_from", "file"],
      ["RNTO", "rename_to", "file"],
      ["ABOR", "abort", "other"],
      ["DELE", "delete", "file"],
      ["RMD", "remove_directory", "file"],
      ["XRMD", "remove_directory", "file"],
      ["MKD", "make_directory", "file"],
      ["XMKD", "make_directory", "file"],
      ["PWD", "print_working_directory", "file"],
      ["XPWD", "print_working_directory", "file"],
      ["LIST", "list", "file"],
      ["NLST", "name_list", "file"],
      ["MLST", "machine_list_object", "file"],
      ["MLSD", "machine_list_directory", "file"],
      ["SIZE", "size", "file"],
      ["MDTM", "modification_time", "file"],
      ["MFMT", "modify_modification_time", "file"],
      ["SITE", "site_parameters", "configure"],
      ["SYST", "system", "identify"],
      ["STAT", "status", "identify"],
      ["HELP", "help", "identify"],
      ["FEAT", "features", "identify"],
      ["CLNT", "client", "identify"],
      ["HOST", "host", "other"],
      ["OPTS", "options", "other"],
      ["LANG", "language", "other"],
      ["NOOP", "no_operation", "other"],
      ["AUTH", "authentication_mechanism", "authenticate"],
      ["ADAT", "authentication_data", "authenticate"],
      ["PBSZ", "protection_buffer_size", "authenticate"],
      ["PROT", "data_channel_protection_level", "authenticate"],
      ["CCC", "clear_command_channel", "authenticate"],
    ] as const satisfies readonly (readonly [string, string, Act])[]
  ).map(([verb, name, act]) => [verb, operation("ftp", name, act)]),
);
const REPLY = operation("ftp", "reply", "other");
const UNNAMED = operation("ftp", "unnamed_function", "other");

/** Refusals of RFC 959 section 4.2.1, RFC 2228 section 5, RFC 4217. */
const REFUSALS: Readonly<Record<number, string>> = {
  421: "service_not_available",
  425: "cannot_open_data_connection",
  426: "connection_closed",
  430: "invalid_user_name_or_password",
  431: "security_resource_unavailable",
  434: "host_unavailable",
  450: "file_action_not_taken",
  451: "local_error",
  452: "insufficient_storage",
  500: "syntax_error",
  501: "syntax_error_in_parameters",
  502: "not_implemented",
  503: "bad_sequence_of_commands",
  504: "not_implemented_for_parameter",
  521: "data_connection_not_possible",
  522: "network_protocol_not_supported",
  530: "not_logged_in",
  532: "need_account",
  533: "command_protection_denied",
  534: "denied_for_policy",
  535: "failed_security_check",
  536: "protection_level_not_supported",
  537: "command_protection_level_not_supported",
  550: "file_unavailable",
  551: "page_type_unknown",
  552: "exceeded_storage_allocation",
  553: "file_name_not_allowed",
};

/** Arguments that name a file. */
const FILES = new Set(["RETR", "STOR", "STOU", "APPE", "DELE", "RNFR", "RNTO", "MKD", "RMD", "SIZE", "MDTM", "MLST"]);
/** Arguments that are secret. */
const SECRETS = new Set(["PASS", "ACCT", "ADAT"]);
const ANONYMOUS = new Set(["anonymous", "ftp"]);

const LONGEST_LINE = 8192;
/** Type of the first record of TLS (RFC 8446 section 5.1). */
const HANDSHAKE = 22;

/** What one control connection remembers. */
interface Memory {
  user: string;
  /** Last command and its frame, until its last reply. */
  verb: string;
  commandFrame: number;
  /** Code of a reply of several lines that goes on; 0 outside one. */
  multiline: number;
  /** Whether the greeting is over. */
  greeted: boolean;
  encrypted: boolean;
}

/** File transfer, the commands and replies. */
export const ftp = dissector<Memory>({
  name: "ftp",
  title: "FTP",
  standard: "RFC 959",
  world: "it",
  longest: LONGEST_LINE * 2,
  carriage: [{ over: "tcp", ports: [21] }],
  remember: () => ({ user: "", verb: "", commandFrame: 0, multiline: 0, greeted: false, encrypted: false }),
  probe(reader) {
    const code = codeAt(reader);
    if (code > 0) return code === 220 && mentionsFtp(reader) ? LIKELY : POSSIBLE;
    if (COMMANDS.has(verbAt(reader))) return POSSIBLE;
    // On its own port a line that begins in the middle is still one.
    let printable = 0;
    const count = Math.min(reader.left(), 256);
    for (let index = 0; index < count; index++) {
      const byte = reader.peek(index);
      if ((byte >= 32 && byte < 127) || (byte >= 9 && byte <= 13)) printable++;
    }
    return count > 3 && printable * 4 >= count * 3 ? POSSIBLE : NO;
  },
  read(reader, talk) {
    const memory = talk.memory;
    // Where only the client was captured, the agreement was not: its first record of TLS tells of it.
    if (memory.verb === "AUTH" && reader.peek() === HANDSHAKE && reader.peek(1) === 3) memory.encrypted = true;
    if (memory.encrypted) {
      reader.skipRest();
      return DONE;
    }
    const end = lineEnd(reader);
    if (end < 0 && !reader.complete) return reader.left() < LONGEST_LINE ? MORE : REFUSE;
    reader.fence((end < 0 ? reader.end : end) - reader.start);
    let last = reader.end;
    while (last > reader.position && (reader.bytes[last - 1] === 10 || reader.bytes[last - 1] === 13)) last--;
    if (end < 0) talk.fault("unterminated line", last - reader.start);
    const code = codeAt(reader);
    const isReply = code > 0 || memory.multiline > 0 ? !COMMANDS.has(verbAt(reader)) : false;
    if (isReply) readReply(reader, talk, code, last);
    else readCommand(reader, talk, last);
    reader.skipRest();
    return DONE;
  },
});

/** One past the next line feed, or -1 without one. */
function lineEnd(reader: Reader): number {
  const limit = Math.min(reader.end, reader.position + LONGEST_LINE);
  for (let at = reader.position; at < limit; at++) if (reader.bytes[at] === 10) return at + 1;
  return -1;
}

/** The reply code at the reader, or 0. */
function codeAt(reader: Reader): number {
  let code = 0;
  for (let index = 0; index < 3; index++) {
    const digit = reader.peek(index) - 48;
    if (digit < 0 || digit > 9) return 0;
    code = code * 10 + digit;
  }
  const after = reader.peek(3);
  const fits = after === 32 || after === 45 || after === 13 || after === 10 || after < 0;
  return code >= 100 && code < 700 && fits ? code : 0;
}

/** The command word at the reader in capitals, or "". */
function verbAt(reader: Reader): string {
  let verb = "";
  for (let index = 0; index < 5; index++) {
    const code = reader.peek(index) & 0xdf;
    if (reader.peek(index) < 0 || code < 65 || code > 90) {
      const after = reader.peek(index);
      return after === 32 || after === 13 || after === 10 ? verb : "";
    }
    verb += String.fromCharCode(code);
  }
  return "";
}

function mentionsFtp(reader: Reader): boolean {
  const line = textOf(reader.bytes, reader.position, Math.min(reader.end, reader.position + 256));
  return /\bFTP/i.test(line.split("\n")[0] ?? "");
}

function readCommand(reader: Reader, talk: Talk<Memory>, last: number): void {
  const memory = talk.memory;
  const verb = verbAt(reader);
  const known = COMMANDS.get(verb);
  if (known === undefined) {
    // The line may be the rest of anything, a password too: only its length is told.
    talk.fault("unknown command", 0);
    talk.emit(
      UNNAMED,
      UNDIRECTED,
      talk.detailed ? { command: "", argument_length: last - reader.position } : undefined,
    );
    return;
  }
  const from = Math.min(last, reader.position + verb.length + 1);
  const argument = SECRETS.has(verb) ? "" : textOf(reader.bytes, from, last);
  memory.verb = verb;
  memory.commandFrame = talk.frame;
  memory.multiline = 0;
  memory.greeted = true;
  if (verb === "USER") memory.user = argument.slice(0, 128);
  else if (verb === "PASS") noteCredential(talk);
  else if (verb === "CLNT") talk.claim("sender", "software", argument, 0.8, "FTP command CLNT", from, last);
  if (FILES.has(verb) && argument !== "") talk.object(argument);
  const shown = verb === "SITE" && /PASS|PSWD/i.test(argument) ? "" : argument;
  talk.emit(
    known,
    REQUEST,
    talk.detailed ? { command: verb, argument: shown, argument_length: last - from } : undefined,
  );
}

function noteCredential(talk: Talk<Memory>): void {
  const { user } = talk.memory;
  const anonymous = ANONYMOUS.has(user.toLowerCase());
  talk.note("sender", {
    kind: "credential",
    method: "FTP password",
    ...(user === "" ? {} : { user }),
    exposure: "clear",
    ...(anonymous ? { wellKnown: "anonymous" } : {}),
  });
}

function readReply(reader: Reader, talk: Talk<Memory>, lineCode: number, last: number): void {
  const memory = talk.memory;
  const separator = lineCode > 0 ? reader.peek(3) : 0;
  const opens = memory.multiline === 0 && separator === 45;
  // Inside a reply of several lines only its own code with a blank ends it (RFC 959 section 4.2).
  const closes = memory.multiline === 0 ? !opens : lineCode === memory.multiline && separator !== 45;
  const code = memory.multiline > 0 ? memory.multiline : lineCode;
  const from =
    lineCode > 0 && (memory.multiline === 0 || lineCode === memory.multiline)
      ? Math.min(last, reader.position + 4)
      : reader.position;
  const text = textOf(reader.bytes, from, last);
  if (opens) memory.multiline = code;
  if (closes) memory.multiline = 0;
  const { verb } = memory;
  if (code >= 400 && code < 600)
    talk.refused(REFUSALS[code] ?? (code < 500 ? "transient_failure" : "permanent_failure"));
  if (code === 220 && !memory.greeted) learnBanner(talk, text, from, last);
  if (code === 215 && closes) {
    talk.claim("sender", "operatingSystem", systemOf(text), 0.5, "FTP reply to SYST", from, last);
  }
  if (code === 230 && closes && memory.user !== "") {
    talk.note("receiver", {
      kind: "session",
      protocol: "FTP",
      anonymous: ANONYMOUS.has(memory.user.toLowerCase()),
      name: memory.user,
    });
  }
  if (memory.commandFrame > 0) talk.answersFrame(memory.commandFrame);
  talk.emit(
    REPLY,
    RESPONSE,
    talk.detailed ? { reply_code: code, reply_text: text, continued: !closes, command: verb } : undefined,
  );
  if (!closes) return;
  if (code === 220) memory.greeted = true;
  if (code === 234) memory.encrypted = true;
  if (code >= 200) {
    memory.verb = "";
    memory.commandFrame = 0;
  }
}

/** The name of the system without the byte size that RFC 959 leaves behind it. */
function systemOf(text: string): string {
  return text.replace(/\s*Type:.*$/i, "").trim();
}

/** A greeting often names product and version; the whole of it is kept as description. */
function learnBanner(talk: Talk<Memory>, text: string, start: number, end: number): void {
  if (!/[A-Za-z]{3}/.test(text)) return;
  const method = "FTP greeting";
  talk.claim("sender", "description", text, 0.5, method, start, end);
  const product =
    /\b([A-Za-z][\w+-]{2,30}(?: (?:Server|FTP Server|FTP server))?)[ /(]+(?:version )?v?(\d+\.\d[\w.-]{0,20})/i.exec(
      text,
    );
  if (product !== null && !/^(?:version|server|release|rev)$/i.test(product[1] as string)) {
    talk.claim("sender", "software", `${product[1]} ${product[2]}`, 0.7, method, start, end);
  } else if (/Microsoft FTP Service/i.test(text)) {
    talk.claim("sender", "software", "Microsoft FTP Service", 0.7, method, start, end);
  }
  if (/Microsoft FTP Service/i.test(text)) {
    talk.claim("sender", "operatingSystem", "Windows", 0.7, method, start, end);
  }
  const system = /\b(VxWorks|QNX|Windows CE|Nucleus)\b/i.exec(text);
  if (system !== null) talk.claim("sender", "operatingSystem", system[1] as string, 0.7, method, start, end);
}
