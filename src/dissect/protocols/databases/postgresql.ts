// PostgreSQL: frontend/backend protocol version 3, PostgreSQL documentation, chapter "Frontend/Backend Protocol".
// Not decoded: rows, parameters and copied data; messages of replication; what is encrypted.
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
import { operation, operationTable } from "../../operation.ts";
import { type Passing, passOver } from "../../passing.ts";
import type { Reader } from "../../reader.ts";
import { utf8Of } from "../../reader.ts";
import { NOTICE, REQUEST, RESPONSE, type Talk } from "../../talk.ts";
import { nulText } from "./nul-text.ts";
import { readStatement, statementsOf } from "./statements.ts";

const HEAD = 5;
/** Messages are read this far; the rest of longer ones is passed over. */
const LONGEST = 16_384;
const MOST_LETTERS = 1024;
const MOST_PARAMETERS = 32;
const VERSION_3 = 0x0003_0000;
const CANCEL = 80_877_102;
const SSL = 80_877_103;
/** Type of the first record of TLS (RFC 8446 section 5.1). */
const HANDSHAKE = 22;
const GSS = 80_877_104;
const letter = (text: string): number => text.charCodeAt(0);

const STARTUPS = operationTable("postgresql", [
  [VERSION_3, "startup", "authenticate"],
  [CANCEL, "cancel_request", "control"],
  [SSL, "ssl_request", "other"],
  [GSS, "gss_encryption_request", "other"],
]);
const SSL_ANSWER = operation("postgresql", "ssl_response", "other");
/** Messages of the client that are told by themselves; statements are told by what they do. */
const CLIENT = operationTable("postgresql", [
  [letter("p"), "password", "authenticate"],
  [letter("F"), "function_call", "other"],
  [letter("X"), "terminate", "other"],
]);
const QUERY = letter("Q");
const PARSE = letter("P");
/** Messages of the server that are told. */
const SERVER = operationTable("postgresql", [
  [letter("R"), "authentication", "other"],
  [letter("C"), "command_complete", "other"],
  [letter("E"), "error_response", "other"],
]);
const PARAMETER = letter("S");
const PARAMETER_STATUS = operation("postgresql", "parameter_status", "identify");
const CLIENT_TYPES = "QPBDESCHXFpcdf";
const SERVER_TYPES = "RSKZTDCENAGHWnstI123vVcd";
const STATEMENTS = statementsOf("postgresql");
/** Ways to log in by number: section "Authentication request". */
const WAYS: Readonly<Record<number, string>> = {
  0: "ok",
  2: "Kerberos V5",
  3: "clear-text password",
  5: "MD5 password",
  7: "GSSAPI",
  9: "SSPI",
  10: "SASL",
  11: "SASL continued",
  12: "SASL final",
};
const CLEAR = 3;
const MD5 = 5;

interface Memory {
  left: Passing;
  /** Which side is the client; -1 while that is not known. */
  client: number;
  /** Whether the server is to say whether it encrypts. */
  awaitsSsl: boolean;
  isHidden: boolean;
  /** The way to log in that the server asked for last. */
  way: number;
  /** Frame of what waits for its answer, 0 when nothing does. */
  asked: number;
  user: string;
}

/** Statements to PostgreSQL and what they come to. */
export const postgresql = dissector<Memory>({
  name: "postgresql",
  aliases: ["pgsql", "postgres"],
  title: "PostgreSQL",
  standard: "PostgreSQL frontend/backend protocol 3.0",
  world: "it",
  carriage: [{ over: "tcp", ports: [5432] }],
  longest: LONGEST + HEAD,
  remember: () => ({ left: [0, 0], client: -1, awaitsSsl: false, isHidden: false, way: -1, asked: 0, user: "" }),
  probe(reader, talk) {
    const likeness = likenessOf(reader);
    if (likeness !== NO) talk.memory.left[talk.side] = 0;
    return likeness;
  },
  read(reader, talk): Answer {
    const { memory } = talk;
    if (memory.isHidden) return REFUSE;
    if (passOver(reader, memory.left, talk.side)) return DONE;
    if (memory.client !== talk.side && (memory.awaitsSsl || isAgreement(reader))) return readSslAnswer(reader, talk);
    if (reader.peek() === 0 && memory.client !== 1 - talk.side) return readStartup(reader, talk);
    const type = reader.u8();
    const length = reader.u32();
    if (!reader.ok) return reader.complete ? REFUSE : MORE;
    if (length < 4 || length > 0x3fff_ffff) return REFUSE;
    if (memory.client < 0) memory.client = talk.fromClient ? talk.side : 1 - talk.side;
    const isClient = memory.client === talk.side;
    if (!(isClient ? CLIENT_TYPES : SERVER_TYPES).includes(String.fromCharCode(type))) return REFUSE;
    const whole = Math.min(length + 1, LONGEST);
    if (!reader.fence(whole)) return MORE;
    if (isClient) readAsked(reader, talk, type);
    else readAnswer(reader, talk, type);
    memory.left[talk.side] = length + 1 - whole;
    reader.skipRest();
    return DONE;
  },
});

function likenessOf(reader: Reader): Likeness {
  const first = reader.peek();
  if (first === 0) {
    if (reader.left() < 8) return reader.complete ? NO : POSSIBLE;
    const length = reader.peek16(0) * 65_536 + reader.peek16(2);
    const code = reader.peek16(4) * 65_536 + reader.peek16(6);
    if (code === VERSION_3) return length >= 9 && length <= 10_000 ? CERTAIN : NO;
    return (length === 8 && (code === SSL || code === GSS)) || (length === 16 && code === CANCEL) ? CERTAIN : NO;
  }
  if (reader.left() < HEAD) return reader.complete ? NO : POSSIBLE;
  const length = reader.peek16(1) * 65_536 + reader.peek16(3);
  const type = String.fromCharCode(first);
  if (length < 4 || length > 1_000_000) return NO;
  // A ready server says so in five octets behind its type, one of three letters last.
  if (type === "Z") return length === 5 && "ITE".includes(String.fromCharCode(reader.peek(5))) ? LIKELY : NO;
  if (type === "Q") return length + 1 === reader.left() && reader.peek(length) === 0 ? LIKELY : POSSIBLE;
  return CLIENT_TYPES.includes(type) || SERVER_TYPES.includes(type) ? POSSIBLE : NO;
}

function readStartup(reader: Reader, talk: Talk<Memory>): Answer {
  const { memory } = talk;
  const length = reader.u32();
  const code = reader.u32();
  if (!reader.ok) return reader.complete ? REFUSE : MORE;
  if (!STARTUPS.has(code) || length < 8 || length > LONGEST) return REFUSE;
  if (!reader.fence(length)) return MORE;
  memory.client = talk.side;
  const fields: Record<string, unknown> = { code };
  if (code === SSL || code === GSS) memory.awaitsSsl = true;
  else if (code === VERSION_3) {
    for (let count = 0; count < MOST_PARAMETERS && reader.left() > 1; count++) {
      const name = nulText(reader);
      const value = nulText(reader);
      if (name === "user") memory.user = value;
      if (name === "database") talk.object(`database ${value}`);
      if (name === "application_name") talk.claim("sender", "software", value, 0.5, "PostgreSQL startup");
      if (["user", "database", "application_name", "replication"].includes(name)) fields[name] = value;
    }
  }
  memory.asked = talk.frame;
  reader.skipRest();
  talk.emit(STARTUPS.of(code), REQUEST, talk.detailed ? fields : undefined);
  return DONE;
}

/** Whether an "S" is the agreement to encryption, its request not seen: TLS follows at once, as no status of a parameter looks. */
function isAgreement(reader: Reader): boolean {
  return reader.peek() === letter("S") && reader.peek(1) === HANDSHAKE && reader.peek(2) === 3;
}

function readSslAnswer(reader: Reader, talk: Talk<Memory>): Answer {
  const { memory } = talk;
  const answer = reader.u8();
  const isYes = answer === letter("S") || answer === letter("G");
  if (!isYes && answer !== letter("N")) return REFUSE;
  reader.fence(1);
  memory.awaitsSsl = false;
  memory.isHidden = isYes;
  if (!isYes)
    talk.note("sender", { kind: "cipher", protocol: "PostgreSQL", cipher: "no encryption offered", weak: true });
  if (memory.asked > 0) talk.answersFrame(memory.asked);
  memory.asked = 0;
  talk.emit(SSL_ANSWER, RESPONSE, talk.detailed ? { encrypts: isYes } : undefined);
  return DONE;
}

function readAsked(reader: Reader, talk: Talk<Memory>, type: number): void {
  const { memory } = talk;
  const fields: Record<string, unknown> = { type: String.fromCharCode(type) };
  if (type === QUERY || type === PARSE) {
    // The name of a prepared statement comes first.
    if (type === PARSE) nulText(reader);
    const text = utf8Of(reader.bytes, reader.position, Math.min(reader.end, reader.position + MOST_LETTERS));
    const { operation: statement, about } = readStatement(text, STATEMENTS);
    if (about !== "") {
      fields["about"] = about;
      talk.object(about);
    }
    memory.asked = talk.frame;
    talk.emit(statement, REQUEST, talk.detailed ? fields : undefined);
    return;
  }
  if (!CLIENT.has(type)) return;
  if (type === letter("p")) {
    talk.note("sender", {
      kind: "credential",
      method: `PostgreSQL ${WAYS[memory.way] ?? "login"}`,
      ...(memory.user === "" ? {} : { user: memory.user }),
      exposure: memory.way === CLEAR ? "clear" : memory.way === MD5 ? "hashed" : "challenge",
    });
    memory.asked = talk.frame;
  }
  talk.emit(CLIENT.of(type), REQUEST, talk.detailed ? fields : undefined);
}

function readAnswer(reader: Reader, talk: Talk<Memory>, type: number): void {
  const { memory } = talk;
  if (type === PARAMETER) {
    const start = reader.position;
    const name = nulText(reader);
    const value = nulText(reader);
    if (name === "server_version") {
      talk.claim("sender", "software", `PostgreSQL ${value}`, 0.9, "PostgreSQL parameter", start, reader.position);
    }
    talk.emit(PARAMETER_STATUS, NOTICE, talk.detailed ? { name, value } : undefined);
    return;
  }
  if (!SERVER.has(type)) return;
  const fields: Record<string, unknown> = { type: String.fromCharCode(type) };
  if (type === letter("R")) {
    memory.way = reader.u32();
    fields["way"] = WAYS[memory.way] ?? memory.way;
    if (memory.way === 0 && memory.asked === 0) return;
  } else if (type === letter("C")) fields["command"] = nulText(reader).split(" ")[0];
  else {
    const code = errorOf(reader);
    fields["sqlstate"] = code;
    talk.refused(code === "28P01" || code === "28000" ? "login_failed" : `sqlstate_${code}`);
  }
  if (memory.asked > 0) talk.answersFrame(memory.asked);
  memory.asked = 0;
  talk.emit(SERVER.of(type), RESPONSE, talk.detailed ? fields : undefined);
}

/** The code among the fields of an error, each of which begins with a letter. */
function errorOf(reader: Reader): string {
  for (let count = 0; count < MOST_PARAMETERS && reader.left() > 1; count++) {
    const kind = reader.u8();
    const text = nulText(reader);
    if (kind === letter("C") && /^[0-9A-Z]{5}$/.test(text)) return text;
  }
  return "unknown";
}
