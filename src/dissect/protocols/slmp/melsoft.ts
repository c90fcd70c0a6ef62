// MELSOFT, what engineering tools speak with MELSEC controllers, as publicly described: Nozomi Networks Labs (2023).
// Not decoded: discovery beyond its kind, device values, users and passwords, contents of files, the footer with its checksums.
import type { Answer, Likeness } from "../../dissector.ts";
import { DONE, dissector, LIKELY, MORE, NO, POSSIBLE, REFUSE } from "../../dissector.ts";
import { operationTable } from "../../operation.ts";
import type { Asked } from "../../pairing.ts";
import { answer, ask, nothingAsked } from "../../pairing.ts";
import type { Reader } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import { REQUEST, RESPONSE } from "../../talk.ts";

const REQUEST_MAGIC = 0x57;
const RESPONSE_MAGIC = 0xd7;
const DISCOVERY_REQUEST = 0x5a;
const DISCOVERY_RESPONSE = 0xda;
const HEADER = 21;
/** Octets that the command header says to follow its first two, in requests and in answers. */
const REQUEST_REST = 0x16;
const RESPONSE_REST = 0x18;
const LONGEST = 8192;
const OPEN_INITIAL = 0x0121;
const USER_LOGIN = 0x0131;
const PASSWORD_LOGIN = 0x0132;
const FILE_INFORMATION = 0x185f;
const FILE_OPEN = 0x1867;
const DISCOVERY = 0xff00;
const DOLLAR = 0x24;
/** How far into the data a path is looked for, and how long it may be. */
const PATH_WITHIN = 48;
const LONGEST_PATH = 128;

const COMMANDS = operationTable("melsoft", [
  [OPEN_INITIAL, "open_initial", "identify"],
  [USER_LOGIN, "username_login", "authenticate"],
  [PASSWORD_LOGIN, "password_login", "authenticate"],
  [0x0133, "read_user_information_a", "read"],
  [0x0134, "read_user_information_b", "read"],
  [0x0150, "safety_run_mode_read", "read"],
  // Described as changing a value; on the wire it is seen to read rows of devices.
  [0x0410, "access_values", "read"],
  [0x1001, "remote_run", "control"],
  [0x1002, "remote_stop", "control"],
  [0x1003, "remote_pause", "control"],
  [0x1006, "remote_reset", "control"],
  [0x1120, "safety_run_mode_change", "control"],
  [0x1133, "user_information_registration", "configure"],
  [0x1859, "file_list_read", "file"],
  [FILE_INFORMATION, "file_information_read", "file"],
  [FILE_OPEN, "file_open", "file"],
  [0x1868, "file_read", "file"],
  [0x1869, "file_write", "program"],
  [0x186a, "file_close", "file"],
  [DISCOVERY, "discovery", "identify"],
]);

type Fields = Record<string, unknown>;

/** Direct connections of engineering tools: identity, modes, values, files of a controller. */
export const melsoft = dissector<Asked>({
  name: "melsoft",
  title: "MELSOFT",
  standard: "Nozomi Networks Labs 2023 (public description)",
  world: "ot",
  authentication: "optional",
  longest: LONGEST + HEADER,
  carriage: [
    { over: "udp", ports: [5560] },
    { over: "tcp", ports: [5007, 5562] },
  ],
  remember: nothingAsked,
  probe: (reader, talk) => probeMessage(reader, talk.stream),
  read(reader, talk): Answer {
    const magic = reader.u8();
    if (!reader.ok) return MORE;
    if (!talk.stream && (magic === DISCOVERY_REQUEST || magic === DISCOVERY_RESPONSE))
      return readDiscovery(reader, talk, magic);
    if (magic !== REQUEST_MAGIC && magic !== RESPONSE_MAGIC) return REFUSE;
    const isAnswer = magic === RESPONSE_MAGIC;
    const version = reader.u8();
    const sequence = reader.u8();
    reader.skip(16);
    const size = reader.u16le();
    if (!reader.ok) return reader.complete ? REFUSE : MORE;
    if (version > 1 || size < 2 || size > LONGEST) return REFUSE;
    if (!reader.fence(HEADER + size)) return MORE;
    const kind = reader.u8();
    reader.skip(1);
    const rest = reader.u8();
    reader.skip(1);
    const status = isAnswer ? reader.u16le() : 0;
    reader.skip(Math.max(0, rest - (isAnswer ? 4 : 2)));
    const code = reader.u16();
    const reference = reader.u16le();
    const length = reader.u16le();
    if (!reader.ok && !reader.cut) talk.fault("bad command header", HEADER);
    const fields: Fields | undefined = talk.detailed
      ? {
          sequence,
          size,
          header_type: kind,
          status: isAnswer ? status : undefined,
          command_code: code,
          packet_reference: reference,
          data_length: length,
        }
      : undefined;
    const mark = (code << 16) | reference;
    if (isAnswer) {
      answer(talk, talk.memory, mark);
      if (status !== 0) talk.refused(`status_0x${status.toString(16).padStart(4, "0")}`);
      else if (code === OPEN_INITIAL) readModel(reader, talk, fields);
    } else {
      ask(talk, talk.memory, mark);
      if (code === FILE_INFORMATION || code === FILE_OPEN) readPath(reader, talk, fields);
      if (code === USER_LOGIN || code === PASSWORD_LOGIN)
        talk.note("sender", { kind: "credential", method: "MELSOFT login", exposure: "challenge" });
    }
    if (fields !== undefined && reader.left() > 0 && (isAnswer || (code !== USER_LOGIN && code !== PASSWORD_LOGIN)))
      fields["data"] = reader.hex(Math.min(reader.left(), 256));
    reader.skipRest();
    talk.emit(COMMANDS.of(code), isAnswer ? RESPONSE : REQUEST, fields);
    return DONE;
  },
});

/** Four octets that ask for controllers on the line, and what they answer. */
function readDiscovery(reader: Reader, talk: Talk<Asked>, magic: number): Answer {
  if (reader.left() < 3 || reader.peek16() !== 0) return REFUSE;
  reader.fence(reader.end - reader.start);
  reader.skip(2);
  const kind = reader.u8();
  const isAnswer = magic === DISCOVERY_RESPONSE;
  if (isAnswer) answer(talk, talk.memory, kind);
  else ask(talk, talk.memory, kind);
  const fields: Fields | undefined = talk.detailed ? { kind } : undefined;
  if (fields !== undefined && reader.left() > 0) fields["data"] = reader.hex(Math.min(reader.left(), 256));
  reader.skipRest();
  talk.emit(COMMANDS.of(DISCOVERY), isAnswer ? RESPONSE : REQUEST, fields);
  return DONE;
}

function readModel(reader: Reader, talk: Talk<Asked>, fields: Fields | undefined): void {
  const at = reader.position;
  const model = reader.text(Math.min(16, reader.left()));
  if (fields !== undefined) fields["model"] = model;
  if (!/^[\x20-\x7e]{3,}$/.test(model)) return;
  talk.claim("sender", "vendor", "Mitsubishi Electric", 0.9, "MELSOFT open", at, at + 16);
  talk.claim("sender", "model", model, 0.95, "MELSOFT open", at, at + 16);
  talk.claim("sender", "role", "plc", 0.9, "MELSOFT open");
}

/** Paths are UTF-16 and begin with the project's folder, "$". */
function readPath(reader: Reader, talk: Talk<Asked>, fields: Fields | undefined): void {
  for (let ahead = 0; ahead < PATH_WITHIN && ahead + 3 < reader.left(); ahead++) {
    if (reader.peek(ahead) !== DOLLAR || reader.peek(ahead + 1) !== 0) continue;
    const position = reader.position;
    reader.skip(ahead);
    const path = reader.utf16le(Math.min(LONGEST_PATH, reader.left()) & ~1);
    reader.position = position;
    if (!/^[\x20-\x7e]+$/.test(path)) return;
    talk.object(`file ${path}`);
    if (fields !== undefined) fields["path"] = path;
    return;
  }
}

/** The size in the header, and the size of the command header, which are told apart by request and answer. */
function probeMessage(reader: Reader, stream: boolean): Likeness {
  const { bytes, position } = reader;
  const left = reader.left();
  const magic = reader.peek();
  if (!stream && (magic === DISCOVERY_REQUEST || magic === DISCOVERY_RESPONSE))
    return left >= 4 && left <= 64 && reader.peek16(1) === 0 && (magic === DISCOVERY_RESPONSE || left === 4)
      ? POSSIBLE
      : NO;
  if ((magic !== REQUEST_MAGIC && magic !== RESPONSE_MAGIC) || reader.peek(1) > 1) return NO;
  if (left < HEADER + 4) return reader.complete ? NO : POSSIBLE;
  const size = (bytes[position + 19] as number) | ((bytes[position + 20] as number) << 8);
  const rest = reader.peek(HEADER + 2);
  const fits = rest === (magic === REQUEST_MAGIC ? REQUEST_REST : RESPONSE_REST) && size >= rest + 8 && size <= LONGEST;
  if (!fits || (!stream && size !== left - HEADER)) return NO;
  return LIKELY;
}
