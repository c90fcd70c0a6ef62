// MySQL and MariaDB: the client/server protocol of the MySQL Internals Manual, packets of section 14.1, connection phase of section 14.2,
// commands of section 14.6 on.
// Not decoded: rows and parameters, results beyond their first packet; what is compressed or encrypted.
import { type Answer, CERTAIN, DONE, dissector, type Likeness, MORE, NO, POSSIBLE, REFUSE } from "../../dissector.ts";
import { operation, operationTable } from "../../operation.ts";
import { type Passing, passOver } from "../../passing.ts";
import type { Reader } from "../../reader.ts";
import { textOf, utf8Of } from "../../reader.ts";
import { NOTICE, REQUEST, RESPONSE, type Talk } from "../../talk.ts";
import { nulAt, nulText } from "./nul-text.ts";
import { readStatement, statementsOf } from "./statements.ts";

const HEAD = 4;
/** Packets are read this far; the rest of longer ones is passed over. */
const LONGEST = 16_384;
const GREETING_VERSION = 10;
const MOST_LETTERS = 1024;
const QUERY = 3;
const PREPARE = 22;
const CLIENT_SSL = 0x800;
const WITH_DATABASE = 8;
const SECURE_CONNECTION = 0x8000;
const LENGTH_CODED = 0x200000;
const PLUGIN = 0x80000;

const COMMANDS = operationTable("mysql", [
  [1, "quit", "other"],
  [2, "init_db", "other"],
  [QUERY, "query", "other"],
  [4, "field_list", "read"],
  [5, "create_db", "configure"],
  [6, "drop_db", "configure"],
  [7, "refresh", "control"],
  [8, "shutdown", "control"],
  [9, "statistics", "read"],
  [10, "process_info", "read"],
  [12, "process_kill", "control"],
  [13, "debug", "configure"],
  [14, "ping", "other"],
  [17, "change_user", "authenticate"],
  [18, "binlog_dump", "read"],
  [21, "register_slave", "configure"],
  [PREPARE, "stmt_prepare", "other"],
  [23, "stmt_execute", "other"],
  [24, "stmt_send_long_data", "other"],
  [25, "stmt_close", "other"],
  [26, "stmt_reset", "other"],
  [27, "set_option", "other"],
  [28, "stmt_fetch", "read"],
  [30, "binlog_dump_gtid", "read"],
  [31, "reset_connection", "other"],
]);
const GREETING = operation("mysql", "greeting", "identify");
const LOGIN = operation("mysql", "handshake_response", "authenticate");
const SSL = operation("mysql", "ssl_request", "other");
const ANSWER = operation("mysql", "response", "other");
const STATEMENTS = statementsOf("mysql");

interface Memory {
  /** Octets of a packet that are still passed over, by side. */
  left: Passing;
  /** Which side serves; -1 while that is not known. */
  server: number;
  /** Whether the client has shown who it is, or was there before the capture. */
  isLoggedIn: boolean;
  /** Whether all that follows is encrypted. */
  isHidden: boolean;
  /** Frame of the command that waits for its answer, 0 when none does. */
  asked: number;
  /** Who asks to be let in without a password, while that is not granted; undefined otherwise. */
  unproven: string | undefined;
}

/** Statements to MySQL and MariaDB and what they come to. */
export const mysql = dissector<Memory>({
  name: "mysql",
  aliases: ["mariadb"],
  title: "MySQL",
  standard: "MySQL client/server protocol",
  world: "it",
  carriage: [{ over: "tcp", ports: [3306] }],
  longest: LONGEST + HEAD,
  remember: () => ({ left: [0, 0], server: -1, isLoggedIn: false, isHidden: false, asked: 0, unproven: undefined }),
  probe(reader, talk) {
    const likeness = likenessOf(reader);
    if (likeness !== NO) talk.memory.left[talk.side] = 0;
    return likeness;
  },
  read(reader, talk): Answer {
    const { memory } = talk;
    if (memory.isHidden) return REFUSE;
    if (passOver(reader, memory.left, talk.side)) return DONE;
    const length = reader.u24le();
    const sequence = reader.u8();
    if (!reader.ok) return reader.complete ? REFUSE : MORE;
    const whole = Math.min(length, LONGEST);
    if (length === 0) return memory.server < 0 ? REFUSE : DONE;
    if (!reader.fence(HEAD + whole)) return MORE;
    if (!readPacket(reader, talk, sequence, length)) return REFUSE;
    memory.left[talk.side] = length - whole;
    reader.skipRest();
    return DONE;
  },
});

function likenessOf(reader: Reader): Likeness {
  const length = reader.peek(0) | (reader.peek(1) << 8) | (reader.peek(2) << 16);
  if (reader.left() < HEAD + 1) return reader.complete || reader.peek(3) > 0 ? NO : POSSIBLE;
  if (length === 0) return NO;
  if (reader.peek(3) === 0 && reader.peek(HEAD) === GREETING_VERSION) {
    // A version begins with a number and a dot.
    const isNumber = (code: number): boolean => code >= 48 && code <= 57;
    let at = HEAD + 1;
    while (isNumber(reader.peek(at))) at++;
    return at > HEAD + 1 && reader.peek(at) === 46 && length >= 40 && length < 512 ? CERTAIN : NO;
  }
  return reader.peek(3) === 0 && COMMANDS.has(reader.peek(HEAD)) && length + HEAD === reader.left() ? POSSIBLE : NO;
}

/** Reads one packet; false when it can be none. */
function readPacket(reader: Reader, talk: Talk<Memory>, sequence: number, length: number): boolean {
  const { memory } = talk;
  if (memory.server < 0) {
    const isGreeting = sequence === 0 && reader.peek() === GREETING_VERSION && length >= 40;
    memory.server = isGreeting ? talk.side : talk.fromClient ? 1 - talk.side : talk.side;
    if (!isGreeting) memory.isLoggedIn = true;
  }
  if (memory.server === talk.side) {
    readAnswer(reader, talk, sequence);
    return true;
  }
  if (!memory.isLoggedIn) return readLogin(reader, talk, length);
  if (sequence > 0) return true;
  readCommand(reader, talk);
  return true;
}

function readAnswer(reader: Reader, talk: Talk<Memory>, sequence: number): void {
  const { memory } = talk;
  const first = reader.peek();
  if (sequence === 0 && first === GREETING_VERSION) {
    readGreeting(reader, talk);
    return;
  }
  // What follows the first packet of an answer are columns and rows.
  if (memory.asked === 0) return;
  talk.answersFrame(memory.asked);
  const fields: Record<string, unknown> = {};
  reader.u8();
  if (first === 0xff) {
    const error = reader.u16le();
    fields["error_code"] = error;
    talk.refused(error === 1045 ? "access_denied" : `error_${error}`);
  } else if (first === 0xfe && !memory.isLoggedIn) fields["auth_switch"] = true;
  if (first === 0 && !memory.isLoggedIn && memory.unproven !== undefined) {
    talk.note("receiver", { kind: "session", protocol: "MySQL", anonymous: true, name: memory.unproven });
  }
  // The way to log in may take some more steps.
  if (first === 0 || first === 0xff || memory.isLoggedIn) memory.asked = 0;
  if (first === 0) memory.isLoggedIn = true;
  talk.emit(ANSWER, RESPONSE, talk.detailed ? fields : undefined);
}

function readGreeting(reader: Reader, talk: Talk<Memory>): void {
  const { bytes } = reader;
  reader.u8();
  const start = reader.position;
  const stop = nulAt(reader);
  const version = textOf(bytes, start, stop);
  reader.position = Math.min(reader.end, stop + 1);
  reader.skip(4 + 8 + 1);
  const low = reader.u16le();
  reader.skip(3);
  const capabilities = low | (reader.u16le() << 16);
  // MariaDB puts the version of a MySQL that it replaces in front.
  const isMaria = /mariadb/i.test(version);
  const bare = version.replace(/^5\.5\.5-(?=\d)/, "").replace(/-mariadb.*/i, "");
  talk.claim("sender", "software", `${isMaria ? "MariaDB" : "MySQL"} ${bare}`, 0.9, "MySQL greeting", start, stop);
  const distribution = /ubuntu|debian|el\d|raspbian/i.exec(version)?.[0] ?? "";
  if (distribution !== "") talk.claim("sender", "operatingSystem", "Linux", 0.5, "MySQL greeting", start, stop);
  if (reader.ok && (capabilities & CLIENT_SSL) === 0)
    talk.note("sender", { kind: "cipher", protocol: "MySQL", cipher: "no encryption offered", weak: true });
  talk.emit(GREETING, NOTICE, talk.detailed ? { version, capabilities: capabilities >>> 0 } : undefined);
}

function readLogin(reader: Reader, talk: Talk<Memory>, length: number): boolean {
  const { memory } = talk;
  if (memory.asked > 0) {
    // The server asked in another way, and is answered.
    if (length > 1) memory.unproven = undefined;
    return true;
  }
  const capabilities = reader.u32le();
  if (length < 32) return false;
  reader.skip(28);
  if ((capabilities & CLIENT_SSL) !== 0 && length === 32) {
    memory.isHidden = true;
    talk.emit(SSL, REQUEST, talk.detailed ? { capabilities } : undefined);
    return true;
  }
  const user = nulText(reader);
  const answered =
    (capabilities & LENGTH_CODED) !== 0 || (capabilities & SECURE_CONNECTION) !== 0
      ? reader.u8()
      : nulAt(reader) - reader.position;
  reader.skip(Math.min(answered, reader.left()));
  const database = (capabilities & WITH_DATABASE) !== 0 ? nulText(reader) : "";
  const plugin = (capabilities & PLUGIN) !== 0 ? nulText(reader) : "";
  if (answered > 0) {
    const isClear = plugin === "mysql_clear_password";
    talk.note("sender", {
      kind: "credential",
      method: `MySQL ${plugin === "" ? "login" : plugin}`,
      ...(user === "" ? {} : { user }),
      exposure: isClear ? "clear" : "challenge",
    });
  }
  // What was cut off may hold the proof.
  memory.unproven = answered > 0 || !reader.ok ? undefined : user;
  if (database !== "") talk.object(`database ${database}`);
  memory.asked = talk.frame;
  talk.emit(LOGIN, REQUEST, talk.detailed ? { user_name: user, database, plugin } : undefined);
  return true;
}

function readCommand(reader: Reader, talk: Talk<Memory>): void {
  const code = reader.u8();
  let named = COMMANDS.of(code);
  const fields: Record<string, unknown> = { command: code };
  if (code === QUERY || code === PREPARE) {
    const text = utf8Of(reader.bytes, reader.position, Math.min(reader.end, reader.position + MOST_LETTERS));
    const { operation: statement, about } = readStatement(text, STATEMENTS);
    named = statement;
    if (about !== "") {
      fields["about"] = about;
      talk.object(about);
    }
  } else if (code === 2 || code === 5 || code === 6) {
    const database = textOf(reader.bytes, reader.position, Math.min(reader.end, reader.position + 64));
    fields["database"] = database;
    talk.object(`database ${database}`);
  }
  talk.memory.asked = talk.frame;
  talk.emit(named, REQUEST, talk.detailed ? fields : undefined);
}
