// Telnet: RFC 854, 855 (options), 1091 (terminal type), 1073 (window size), 1408 and 1572 (environment), 1143 (negotiation).
// A run of octets at hand is one message. Not decoded: screen contents; what is typed is never shown, as it may be a password.
import { DONE, dissector, LIKELY, MORE, NO, POSSIBLE } from "../dissector.ts";
import { operation } from "../operation.ts";
import type { Reader } from "../reader.ts";
import { hexOf, textOf } from "../reader.ts";
import type { Talk } from "../talk.ts";
import { UNDIRECTED } from "../talk.ts";

const NEGOTIATION = operation("telnet", "negotiation", "other");
const DATA = operation("telnet", "data", "other");
const LOGIN = operation("telnet", "login", "authenticate");

const SE = 240;
const SB = 250;
const WILL = 251;
const DONT = 254;
const IAC = 255;

const COMMANDS: Readonly<Record<number, string>> = {
  236: "end_of_file",
  237: "suspend",
  238: "abort",
  239: "end_of_record",
  240: "subnegotiation_end",
  241: "no_operation",
  242: "data_mark",
  243: "break",
  244: "interrupt_process",
  245: "abort_output",
  246: "are_you_there",
  247: "erase_character",
  248: "erase_line",
  249: "go_ahead",
  250: "subnegotiation",
  251: "will",
  252: "wont",
  253: "do",
  254: "dont",
};

/** Options of the IANA registry "Telnet Options". */
const OPTIONS: Readonly<Record<number, string>> = {
  0: "binary_transmission",
  1: "echo",
  2: "reconnection",
  3: "suppress_go_ahead",
  5: "status",
  6: "timing_mark",
  24: "terminal_type",
  25: "end_of_record",
  31: "negotiate_about_window_size",
  32: "terminal_speed",
  33: "remote_flow_control",
  34: "linemode",
  35: "x_display_location",
  36: "environment",
  37: "authentication",
  38: "encryption",
  39: "new_environment",
  40: "tn3270e",
  42: "charset",
  44: "com_port_control",
  85: "mccp1",
  86: "mccp2",
};

const TERMINAL_TYPE = 24;
const WINDOW_SIZE = 31;
const ENVIRONMENT = 36;
const NEW_ENVIRONMENT = 39;
const AUTHENTICATION = 37;

const MOST_COMMANDS = 64;
const LONGEST_SUBNEGOTIATION = 1024;
const LONGEST_LINE = 160;
const LONGEST_BANNER = 200;
const MOST_BANNER_LINES = 8;

/** Where a login stands. */
const BEFORE = 0;
const USER_ASKED = 1;
const PASSWORD_ASKED = 2;
const PASSWORD_SENT = 3;

/** What one session remembers; lines are bounded. */
interface Memory {
  state: number;
  user: string;
  /** The end of what each side said since its last line end. */
  lines: [string, string];
  bannerLines: number;
  /** Whether the last octet of the client's was a carriage return, whose line feed may come later. */
  afterReturn: [boolean, boolean];
}

/** Remote terminals, as old devices offer them. */
export const telnet = dissector<Memory>({
  name: "telnet",
  title: "Telnet",
  standard: "RFC 854",
  world: "it",
  unframed: true,
  longest: 4096,
  carriage: [{ over: "tcp", ports: [23, 2323] }],
  remember: () => ({ state: BEFORE, user: "", lines: ["", ""], bannerLines: 0, afterReturn: [false, false] }),
  probe(reader) {
    let negotiations = 0;
    for (let at = 0; negotiations < 4; at += 3) {
      if (reader.peek(at) !== IAC) break;
      const command = reader.peek(at + 1);
      const option = reader.peek(at + 2);
      if (command < WILL || command > DONT || OPTIONS[option] === undefined) break;
      negotiations++;
    }
    return negotiations >= 3 ? LIKELY : reader.left() > 0 ? POSSIBLE : NO;
  },
  read(reader, talk) {
    const detailed = talk.detailed;
    const commands: object[] | undefined = detailed ? [] : undefined;
    const start = reader.position;
    let octets = 0;
    let shown = "";
    let negotiated = false;
    let login = false;
    while (reader.left() > 0) {
      const octet = reader.peek();
      if (octet !== IAC) {
        if (detailed && !talk.fromClient && shown.length < 512 && mayBeShown(talk.memory)) shown += shownOctet(octet);
        if (hear(talk, octet)) login = true;
        octets++;
        reader.skip(1);
        continue;
      }
      const length = commandLength(reader);
      if (length === 0) {
        if (!reader.complete) break;
        talk.fault("unterminated command", reader.position - start);
        reader.skipRest();
        negotiated = true;
        break;
      }
      if (length < 0) {
        // Nobody ends it: what comes is data again.
        talk.fault("unterminated subnegotiation", reader.position - start);
        reader.skip(2);
        negotiated = true;
        continue;
      }
      if (length === 2 && reader.peek(1) === IAC) {
        if (hear(talk, IAC)) login = true;
        octets++;
        reader.skip(2);
        continue;
      }
      negotiated = true;
      readCommand(
        reader,
        talk,
        length,
        commands !== undefined && commands.length < MOST_COMMANDS ? commands : undefined,
      );
    }
    if (reader.position === start) return MORE;
    const fields = detailed
      ? { commands, data_length: octets, ...(shown.trim() === "" ? {} : { data: shown.trim() }) }
      : undefined;
    talk.emit(login ? LOGIN : negotiated && octets === 0 ? NEGOTIATION : DATA, UNDIRECTED, fields);
    return DONE;
  },
});

/** Length of the command at the reader; 0 when its end has not come, -1 when none comes within reason. */
function commandLength(reader: Reader): number {
  const command = reader.peek(1);
  if (command < 0) return 0;
  if (command >= WILL && command <= DONT) return reader.left() >= 3 ? 3 : 0;
  if (command !== SB) return 2;
  for (let at = 2; at < LONGEST_SUBNEGOTIATION; at++) {
    const octet = reader.peek(at);
    if (octet < 0) return 0;
    if (octet !== IAC) continue;
    const next = reader.peek(at + 1);
    if (next < 0) return 0;
    if (next === SE) return at + 2;
    // A doubled IAC is an octet of the parameters; any other command means that the end was left out.
    if (next === IAC) at++;
  }
  return -1;
}

function readCommand(reader: Reader, talk: Talk<Memory>, length: number, commands: object[] | undefined): void {
  const start = reader.position;
  const command = reader.peek(1);
  const name = COMMANDS[command];
  if (name === undefined) talk.fault("unknown command", start - reader.start);
  if (length === 2) {
    commands?.push({ command, name: name ?? "" });
    reader.skip(2);
    return;
  }
  const option = reader.peek(2);
  const optionName = OPTIONS[option] ?? "";
  if (command !== SB) {
    commands?.push({ command, name, option, option_name: optionName });
    reader.skip(3);
    return;
  }
  const from = Math.min(start + 3, start + length - 2);
  const end = start + length - 2;
  const isValue = option === TERMINAL_TYPE && end > from && reader.bytes[from] === 0;
  const terminal = isValue ? textOf(reader.bytes, from + 1, end) : "";
  if (terminal !== "")
    talk.claim("sender", "description", `terminal ${terminal}`, 0.3, "Telnet terminal type", from + 1, end);
  if (option === NEW_ENVIRONMENT || option === ENVIRONMENT) noteEnvironment(talk, reader.bytes, from, end);
  if (commands !== undefined) {
    const entry: Record<string, unknown> = { command, name, option, option_name: optionName, length: end - from };
    if (isValue) entry["terminal_type"] = terminal;
    else if (option === WINDOW_SIZE && end - from === 4) {
      entry["width"] = ((reader.bytes[from] as number) << 8) | (reader.bytes[from + 1] as number);
      entry["height"] = ((reader.bytes[from + 2] as number) << 8) | (reader.bytes[from + 3] as number);
    } else if (option !== AUTHENTICATION && option !== NEW_ENVIRONMENT && option !== ENVIRONMENT) {
      entry["parameters"] = hexOf(reader.bytes, from, Math.min(end, from + 64));
    }
    commands.push(entry);
  }
  reader.skip(length);
}

/** RFC 1572: the variable USER is an account name in clear. */
function noteEnvironment(talk: Talk<Memory>, bytes: Uint8Array, start: number, end: number): void {
  let text = "";
  for (let at = start + 1; at < end && text.length < 256; at++) {
    const code = bytes[at] as number;
    text += code < 4 ? "\n" : code < 32 || code > 126 ? " " : String.fromCharCode(code);
  }
  const user = /(?:^|\n)USER\n([^\n]{1,64})/.exec(text);
  if (user !== null) {
    talk.claim("sender", "user", (user[1] as string).trim(), 0.7, "Telnet environment variable", start, end);
  }
}

/** Whether what the server says now cannot be the echo of a password. */
function mayBeShown(memory: Memory): boolean {
  return memory.state !== PASSWORD_ASKED;
}

function shownOctet(octet: number): string {
  if (octet === 10) return "\n";
  return octet < 32 || octet > 126 ? (octet === 13 ? "" : " ") : String.fromCharCode(octet);
}

/** Follows one octet of data; answers whether it belongs to a login. */
function hear(talk: Talk<Memory>, octet: number): boolean {
  const memory = talk.memory;
  const side = talk.side;
  const client = talk.fromClient;
  const ends = octet === 13 || (octet === 10 && !memory.afterReturn[side]);
  const isLineFeed = octet === 10 || octet === 0;
  memory.afterReturn[side] = octet === 13;
  if (ends) {
    const line = memory.lines[side];
    memory.lines[side] = "";
    return client ? clientLine(talk, line) : serverLine(talk, line);
  }
  if (isLineFeed) return false;
  if (client) {
    const secret = memory.state === PASSWORD_ASKED;
    // A password is not kept, only that something was typed.
    if (secret) memory.lines[side] = "*";
    else if (octet === 8 || octet === 127) memory.lines[side] = memory.lines[side].slice(0, -1);
    else if (octet >= 32 && memory.lines[side].length < LONGEST_LINE) memory.lines[side] += String.fromCharCode(octet);
    return memory.state === USER_ASKED || secret;
  }
  if (octet < 32) return false;
  if (memory.lines[side].length < LONGEST_LINE) memory.lines[side] += String.fromCharCode(octet);
  return octet === 58 || octet === 62 ? prompt(memory, memory.lines[side]) : false;
}

/** A line that ends in a colon may ask for account or password; the next line of the client is the answer. */
function prompt(memory: Memory, line: string): boolean {
  if (/(?:password|passwort|passcode|passwd)\s*[:>]$/i.test(line)) {
    memory.state = PASSWORD_ASKED;
    memory.lines = ["", ""];
    return true;
  }
  if (/(?:login|user ?name|user|account|benutzer(?:name)?)\s*[:>]$/i.test(line) && !/last login/i.test(line)) {
    memory.state = USER_ASKED;
    memory.user = "";
    memory.lines = ["", ""];
    return true;
  }
  return false;
}

function clientLine(talk: Talk<Memory>, line: string): boolean {
  const memory = talk.memory;
  if (memory.state === USER_ASKED) {
    memory.user = line.trim().slice(0, 64);
    memory.state = BEFORE;
    return true;
  }
  if (memory.state === PASSWORD_ASKED) {
    memory.state = PASSWORD_SENT;
    talk.note("sender", {
      kind: "credential",
      method: "Telnet password",
      ...(memory.user === "" ? {} : { user: memory.user }),
      exposure: "clear",
    });
    return true;
  }
  return false;
}

/** Lines before the login are the device's own words about itself. */
function serverLine(talk: Talk<Memory>, line: string): boolean {
  const memory = talk.memory;
  const text = line.trim();
  if (memory.state === PASSWORD_SENT && /incorrect|failed|denied|invalid|bad password/i.test(text)) {
    memory.state = BEFORE;
    talk.refused("login_failed");
    return true;
  }
  if (memory.state !== BEFORE || memory.user !== "" || memory.bannerLines >= MOST_BANNER_LINES) return false;
  if (!/[A-Za-z]{3}/.test(text) || text.length > LONGEST_BANNER || /^(?:last login|warning)/i.test(text)) return false;
  memory.bannerLines++;
  const method = "Telnet banner";
  talk.claim("sender", "description", text, 0.4, method);
  const system =
    /\b(OpenBSD|FreeBSD|NetBSD|Linux|VxWorks|QNX|SunOS|Solaris|Windows|IOS|BusyBox)\b[ /]*v?(\d[\w.]*)?/.exec(text);
  if (system !== null) {
    const version = system[2] === undefined ? "" : ` ${system[2]}`;
    talk.claim("sender", "operatingSystem", `${system[1]}${version}`, 0.4, method);
  }
  return false;
}
