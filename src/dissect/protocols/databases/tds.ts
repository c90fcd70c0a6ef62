// Tabular Data Stream of SQL Server: Microsoft [MS-TDS], packets of section 2.2.3, messages of section 2.2.6, tokens of section 2.2.7.
// Not decoded: values in statements, rows and parameters; tokens of results but for errors and the greeting; logins before
// version 7; what is encrypted.
import { type Answer, CERTAIN, DONE, dissector, type Likeness, MORE, NO, POSSIBLE, REFUSE } from "../../dissector.ts";
import { operation, operationTable } from "../../operation.ts";
import { noRequests, type OpenRequests, pair } from "../../pairing.ts";
import type { Reader } from "../../reader.ts";
import { REQUEST, RESPONSE, type Talk } from "../../talk.ts";
import { readStatement, statementsOf } from "./statements.ts";

const HEAD = 8;
const LONGEST = 32_767;
const END_OF_MESSAGE = 1;
const BATCH = 1;
const RPC = 3;
const RESULT = 4;
const LOGIN = 16;
const PRELOGIN = 18;
/** Letters of a statement that are read. */
const MOST_LETTERS = 1024;
const MOST_TOKENS = 32;

const PACKETS = operationTable("tds", [
  [BATCH, "sql_batch", "other"],
  [2, "pre_tds7_login", "authenticate"],
  [RPC, "rpc", "other"],
  [RESULT, "tabular_result", "other"],
  [6, "attention", "control"],
  [7, "bulk_load", "write"],
  [8, "federated_authentication_token", "authenticate"],
  [14, "transaction_manager_request", "other"],
  [LOGIN, "login", "authenticate"],
  [17, "sspi", "authenticate"],
  [PRELOGIN, "prelogin", "identify"],
]);
const PRELOGIN_ANSWER = operation("tds", "prelogin_response", "other");
const STATEMENTS = statementsOf("tds");
/** Procedures that have numbers instead of names. */
const PROCEDURES: Readonly<Record<number, string>> = {
  1: "sp_cursor",
  2: "sp_cursoropen",
  7: "sp_cursorfetch",
  9: "sp_cursorclose",
  10: "sp_executesql",
  11: "sp_prepare",
  12: "sp_execute",
  13: "sp_prepexec",
  14: "sp_prepexecrpc",
  15: "sp_unprepare",
};
const ENCRYPTIONS = ["off", "on", "not supported", "required"];
/** Products by version (major * 100 + minor, else major). */
const PRODUCTS: Readonly<Record<number, string>> = {
  8: "2000",
  9: "2005",
  10: "2008",
  1050: "2008 R2",
  11: "2012",
  12: "2014",
  13: "2016",
  14: "2017",
  15: "2019",
  16: "2022",
};
const LOGIN_FAILED = 18_456;

interface Memory extends OpenRequests {
  /** Whether a message of the side goes on in the next packet. */
  goesOn: [boolean, boolean];
  /** Which prelogin belongs to which answer: both have one type. */
  client: number;
}

/** Statements to Microsoft SQL Server and what they come to. */
export const tds = dissector<Memory>({
  name: "tds",
  aliases: ["mssql"],
  title: "SQL Server (TDS)",
  standard: "MS-TDS",
  world: "it",
  carriage: [{ over: "tcp", ports: [1433, 1434] }],
  longest: LONGEST + HEAD,
  remember: () => ({ ...noRequests(), goesOn: [false, false], client: -1 }),
  probe: likenessOf,
  read(reader, talk): Answer {
    const type = reader.u8();
    const status = reader.u8();
    const length = reader.u16();
    reader.skip(4);
    if (!reader.ok) return reader.complete ? REFUSE : MORE;
    if (!PACKETS.has(type) || length < HEAD || length > LONGEST || status > 0x1f) return REFUSE;
    if (!reader.fence(length)) return MORE;
    const { memory } = talk;
    if (talk.resumed) memory.goesOn[talk.side] = false;
    const isFirst = !memory.goesOn[talk.side];
    memory.goesOn[talk.side] = (status & END_OF_MESSAGE) === 0;
    if (isFirst) readFirst(reader, talk, type);
    reader.skipRest();
    return DONE;
  },
});

function likenessOf(reader: Reader): Likeness {
  const type = reader.peek();
  if (!PACKETS.has(type)) return NO;
  if (reader.left() < HEAD) return reader.complete ? NO : POSSIBLE;
  const length = reader.peek16(2);
  if (length < HEAD || length > LONGEST || reader.peek(1) > 0x1f || reader.peek(7) !== 0) return NO;
  // The first option of a prelogin is the version, of six octets.
  if (type === PRELOGIN) return reader.peek(HEAD) === 0 && reader.peek16(HEAD + 3) === 6 ? CERTAIN : NO;
  if (type === LOGIN) {
    const whole = reader.peek(HEAD) | (reader.peek(HEAD + 1) << 8);
    return whole === length - HEAD ? CERTAIN : NO;
  }
  return length === reader.left() ? POSSIBLE : NO;
}

function readFirst(reader: Reader, talk: Talk<Memory>, type: number): void {
  const { memory } = talk;
  const fields: Record<string, unknown> = { type };
  let named = PACKETS.of(type);
  let isRequest = type !== RESULT;
  switch (type) {
    case PRELOGIN:
      isRequest = memory.client < 0 || memory.client === talk.side;
      memory.client = isRequest ? talk.side : 1 - talk.side;
      if (!isRequest) named = PRELOGIN_ANSWER;
      readPrelogin(reader, talk, fields, isRequest);
      break;
    case LOGIN:
      readLogin(reader, talk, fields);
      break;
    case BATCH: {
      skipHeaders(reader);
      const { operation: statement, about } = readStatement(wideText(reader, MOST_LETTERS), STATEMENTS);
      named = statement;
      if (about !== "") {
        fields["about"] = about;
        talk.object(about);
      }
      break;
    }
    case RPC: {
      skipHeaders(reader);
      const letters = reader.u16le();
      const name = letters === 0xffff ? (PROCEDURES[reader.u16le()] ?? "procedure") : wideText(reader, letters);
      fields["procedure"] = name;
      if (name !== "") talk.object(name);
      if (/^(xp_cmdshell|sp_oacreate)$/i.test(name)) named = STATEMENTS.program;
      break;
    }
    case RESULT:
      readTokens(reader, talk, fields);
      break;
    default:
  }
  pair(talk, isRequest, 0);
  talk.emit(named, isRequest ? REQUEST : RESPONSE, talk.detailed ? fields : undefined);
}

function readPrelogin(reader: Reader, talk: Talk<Memory>, fields: Record<string, unknown>, isRequest: boolean): void {
  const start = reader.position;
  const { bytes, end } = reader;
  for (let count = 0; count < 16 && reader.left() >= 5; count++) {
    const token = reader.u8();
    if (token === 0xff) return;
    const at = start + reader.u16();
    const length = reader.u16();
    if (at + length > end) {
      talk.fault("option does not fit");
      return;
    }
    if (token === 0 && length >= 4) {
      const major = bytes[at] as number;
      const minor = bytes[at + 1] as number;
      const build = ((bytes[at + 2] as number) << 8) | (bytes[at + 3] as number);
      fields["version"] = `${major}.${minor}.${build}`;
      if (isRequest) continue;
      const product = PRODUCTS[major * 100 + minor] ?? PRODUCTS[major] ?? "";
      const name = `Microsoft SQL Server ${product}`.trim();
      talk.claim("sender", "software", `${name} (${major}.${minor}.${build})`, 0.9, "TDS prelogin", at, at + 4);
    } else if (token === 1 && length >= 1) {
      const encryption = ENCRYPTIONS[bytes[at] as number] ?? (bytes[at] as number);
      fields["encryption"] = encryption;
      if (!isRequest && encryption === "not supported") {
        talk.note("sender", { kind: "cipher", protocol: "TDS", cipher: "no encryption of logins", weak: true });
      }
    }
  }
}

/** Section 2.2.6.4: places of texts stand first, counted in octets from the beginning, their lengths in letters. */
function readLogin(reader: Reader, talk: Talk<Memory>, fields: Record<string, unknown>): void {
  const start = reader.position;
  const { end } = reader;
  reader.skip(36);
  const texts: string[] = [];
  let hasPassword = false;
  for (let index = 0; index < 9; index++) {
    const at = start + reader.u16le();
    const letters = reader.u16le();
    if (!reader.ok || at + letters * 2 > end) {
      talk.fault("text does not fit");
      return;
    }
    // The password is hidden by a fixed exchange of bits, which hides nothing.
    if (index === 2) hasPassword = letters > 0;
    const next = reader.position;
    reader.position = at;
    texts.push(index === 2 ? "" : reader.utf16le(Math.min(letters, 128) * 2));
    reader.position = next;
  }
  const [host = "", user = "", , program = "", server = "", , library = "", , database = ""] = texts;
  Object.assign(fields, {
    host_name: host,
    user_name: user,
    app_name: program,
    server_name: server,
    library,
    database,
  });
  talk.claim("sender", "name", host, 0.7, "TDS login");
  talk.claim("sender", "software", program, 0.5, "TDS login");
  if (database !== "") talk.object(`database ${database}`);
  if (hasPassword) {
    talk.note("sender", {
      kind: "credential",
      method: "TDS password",
      ...(user === "" ? {} : { user }),
      exposure: "clear",
    });
  }
}

/** Results begin with tokens; errors and the greeting have their length with them. */
function readTokens(reader: Reader, talk: Talk<Memory>, fields: Record<string, unknown>): void {
  for (let count = 0; count < MOST_TOKENS && reader.left() >= 3; count++) {
    const token = reader.u8();
    if (token !== 0xaa && token !== 0xab && token !== 0xad && token !== 0xe3) return;
    const length = reader.u16le();
    if (length > reader.left()) return;
    const outer = reader.narrow(length);
    if (token === 0xaa) {
      const number = reader.u32le();
      fields["error"] = number;
      talk.refused(number === LOGIN_FAILED ? "login_failed" : `error_${number}`);
    } else if (token === 0xad) {
      reader.skip(5);
      const program = wideText(reader, reader.u8());
      const version = `${reader.u8()}.${reader.u8()}.${reader.u16()}`;
      fields["program"] = program;
      talk.claim("sender", "software", `${program} ${version}`.trim(), 0.8, "TDS login acknowledgment");
    }
    reader.widen(outer);
  }
}

/** Since version 7.2 headers stand before a statement, with their length first. */
function skipHeaders(reader: Reader): void {
  const length = reader.peek(0) | (reader.peek(1) << 8);
  if (length >= 4 && length <= 64 && reader.peek(2) === 0 && reader.peek(3) === 0 && length <= reader.left()) {
    reader.skip(length);
  }
}

function wideText(reader: Reader, letters: number): string {
  const count = Math.min(letters, MOST_LETTERS, reader.left() >> 1);
  return reader.utf16le(count * 2);
}
