// ROC Plus of remote operations controllers and flow computers: Emerson A6127 (D301180X012) chapters 1 and 2.
// Not decoded: values of parameters, whose types only the device's point map tells, contents of history, alarms, events,
// transactions and files, encrypted logins.
import type { Answer, Likeness } from "../../dissector.ts";
import { CERTAIN, DONE, dissector, MORE, NO, POSSIBLE, REFUSE } from "../../dissector.ts";
import type { Asked } from "../../pairing.ts";
import { answer, ask, nothingAsked } from "../../pairing.ts";
import type { Reader } from "../../reader.ts";
import type { Direction, Talk } from "../../talk.ts";
import { NOTICE, REQUEST, RESPONSE } from "../../talk.ts";
import { crcFits } from "../modbus/crc.ts";
import * as opcodes from "./opcodes.ts";

const HEADER = 6;
const CHECK = 2;
const MOST_PARAMETERS = 80;
const STANDARD_LOGIN = 6;
const STANDARD_LOGOUT = 11;
const ENHANCED_LOGIN = 71;
const ENHANCED_LOGOUT = 76;
const FILE_COMMANDS: readonly (string | undefined)[] = [
  undefined,
  "open",
  "read",
  "write",
  "close",
  "read_directory",
  "delete",
];
const POINT_TYPES = Array.from({ length: 256 }, (_, type) => `point type ${type}`);

type Fields = Record<string, unknown>;

interface Memory {
  readonly asked: Asked;
  /** Opcode asked last, which an error answers. */
  last: number;
}

/** ROC Plus over TCP and UDP: points by type, logical number and parameter, history, alarms, files. */
export const rocplus = dissector<Memory>({
  name: "rocplus",
  aliases: ["roc-plus", "roc"],
  title: "ROC Plus",
  standard: "Emerson A6127 (D301180X012)",
  world: "ot",
  // Whether a login is wanted is set per port.
  authentication: "optional",
  carriage: [
    { over: "tcp", ports: [4000] },
    { over: "udp", ports: [4000] },
  ],
  remember: () => ({ asked: nothingAsked(), last: -1 }),
  probe: (reader) => probeMessage(reader),
  read(reader, talk): Answer {
    const { bytes, start } = reader;
    const destination = reader.u16();
    const source = reader.u16();
    const opcode = reader.u8();
    const length = reader.u8();
    if (!reader.ok) return MORE;
    if (!opcodes.OPCODES.has(opcode)) return REFUSE;
    if (!reader.fence(HEADER + length + CHECK)) return MORE;
    const whole = !reader.cut;
    const fits = whole && checked(bytes, start, reader.end);
    if (whole && !fits) talk.fault("bad checksum", HEADER + length);
    const fields: Fields | undefined = talk.detailed
      ? {
          destination_unit: destination >> 8,
          destination_group: destination & 0xff,
          source_unit: source >> 8,
          source_group: source & 0xff,
          opcode,
          data_length: length,
        }
      : undefined;
    const direction = pair(talk, opcode, length);
    const outer = reader.narrow(Math.min(length, reader.left()));
    if (direction === RESPONSE) readAnswer(reader, talk, opcode, fields);
    else readRequest(reader, talk, opcode, length, fields);
    if (fields !== undefined && reader.left() > 0 && opcode !== opcodes.LOGIN)
      fields["data"] = reader.hex(reader.left());
    reader.widen(outer);
    if (fields !== undefined && reader.left() >= CHECK) fields["crc"] = reader.u16le();
    else reader.skipRest();
    talk.emit(opcodes.OPCODES.of(opcode), direction, fields);
    return DONE;
  },
});

/** Which way the message goes: by its length, else by whether the other side has asked, else by who opened. */
function pair(talk: Talk<Memory>, opcode: number, length: number): Direction {
  const { memory } = talk;
  const told = opcodes.sideOf(opcode, length);
  if (told <= 0) {
    const mark = opcode === opcodes.ERROR ? memory.last : opcode;
    if (answer(talk, memory.asked, mark) >= 0 || told < 0 || !talk.fromClient) return RESPONSE;
  }
  ask(talk, memory.asked, opcode);
  memory.last = opcode;
  // A report by exception is sent unasked by the device.
  return opcode === opcodes.REPORT ? NOTICE : REQUEST;
}

function readRequest(
  reader: Reader,
  talk: Talk<Memory>,
  opcode: number,
  length: number,
  fields: Fields | undefined,
): void {
  switch (opcode) {
    case opcodes.SET_CLOCK:
      readClock(reader, fields);
      return;
    case opcodes.LOGIN:
      readLogin(reader, talk, length, fields);
      return;
    case opcodes.SET_SINGLE_POINT:
    case opcodes.READ_SINGLE_POINT: {
      const type = reader.u8();
      const logical = reader.u8();
      const count = reader.u8();
      const first = reader.u8();
      if (!reader.ok) return;
      talk.target(POINT_TYPES[type] as string, logical * 256 + first, count);
      if (fields !== undefined)
        Object.assign(fields, {
          point_type: type,
          logical_number: logical,
          parameter_count: count,
          starting_parameter: first,
        });
      return;
    }
    case opcodes.READ_PARAMETERS:
    case opcodes.WRITE_PARAMETERS: {
      const count = reader.u8();
      const parameters: object[] = [];
      // Values of unknown size stand between parameters that are written: only the first can be found.
      const most = opcode === opcodes.WRITE_PARAMETERS ? 1 : MOST_PARAMETERS;
      for (let index = 0; index < Math.min(count, most) && reader.left() >= 3; index++) {
        const type = reader.u8();
        const logical = reader.u8();
        const parameter = reader.u8();
        talk.target(POINT_TYPES[type] as string, logical * 256 + parameter, 1);
        if (fields !== undefined) parameters.push({ point_type: type, logical_number: logical, parameter });
      }
      if (fields !== undefined) Object.assign(fields, { parameter_count: count, parameters });
      return;
    }
    case 10:
    case 11: {
      const table = reader.u8();
      const first = reader.u8();
      const count = reader.u8();
      if (!reader.ok) return;
      talk.target("configurable opcode", table * 256 + first, count);
      if (fields !== undefined)
        Object.assign(fields, { table_number: table, starting_location: first, location_count: count });
      return;
    }
    case opcodes.FILE_TRANSFER: {
      const command = reader.u8();
      if (fields !== undefined) Object.assign(fields, { command, command_name: FILE_COMMANDS[command] });
      if (command === 1) reader.skip(1);
      if ((command !== 1 && command !== 6) || reader.left() < 100) return;
      const path = reader.text(100);
      const name = reader.text(Math.min(25, reader.left()));
      talk.object(`file ${path}${name}`);
      if (fields !== undefined) Object.assign(fields, { path, file_name: name });
    }
  }
}

/** Logins and logouts differ by length; both hold the password as it is. */
function readLogin(reader: Reader, talk: Talk<Memory>, length: number, fields: Fields | undefined): void {
  const standard = length === STANDARD_LOGIN || length === STANDARD_LOGOUT || length === STANDARD_LOGIN - 1;
  if (!standard && length !== ENHANCED_LOGIN && length !== ENHANCED_LOGOUT) {
    if (fields !== undefined) fields["login_type"] = length === 13 ? "session_key_request" : "other";
    return;
  }
  const user = reader.text(standard ? 3 : 30);
  reader.skip(standard ? 2 : 40);
  talk.note("sender", {
    kind: "credential",
    method: standard ? "ROC Plus standard login" : "ROC Plus enhanced login",
    user,
    exposure: "clear",
  });
  if (fields === undefined) return;
  const leaves = length === STANDARD_LOGOUT || length === ENHANCED_LOGOUT;
  Object.assign(fields, { login_type: leaves ? "logout" : "login", operator_id: user });
  if (!leaves && reader.left() > 0) fields["access_level"] = reader.u8();
}

function readAnswer(reader: Reader, talk: Talk<Memory>, opcode: number, fields: Fields | undefined): void {
  switch (opcode) {
    case opcodes.SYSTEM_CONFIGURATION: {
      const at = reader.position;
      const mode = reader.u8();
      const port = reader.u16le();
      const security = reader.u8();
      const compatibility = reader.u8();
      const revision = reader.u8();
      const subtype = reader.u8();
      reader.skip(11);
      const type = reader.u8();
      if (!reader.ok) return;
      const method = "ROC Plus system configuration";
      // Other makers' flow computers speak it too.
      talk.claim("sender", "vendor", "Emerson", 0.5, method);
      talk.claim("sender", "model", opcodes.deviceName(type), 0.9, method, at + 18, at + 19);
      if (subtype <= 1) talk.claim("sender", "hardware", `series ${2 - subtype}`, 0.7, method, at + 6, at + 7);
      if (fields !== undefined)
        Object.assign(fields, {
          system_mode: mode,
          port_number: port,
          security_access_mode: security,
          logical_compatibility_status: compatibility,
          opcode_revision: revision,
          roc_subtype: subtype,
          type_of_roc: type,
        });
      return;
    }
    case opcodes.READ_CLOCK:
      readClock(reader, fields);
      return;
    case opcodes.ERROR: {
      const errors: object[] = [];
      let first = -1;
      while (reader.left() >= 2) {
        const code = reader.u8();
        const offset = reader.u8();
        if (first < 0) first = code;
        if (fields !== undefined) errors.push({ error_code: code, error: opcodes.errorName(code), offset });
      }
      talk.refused(opcodes.errorName(Math.max(0, first)));
      if (fields !== undefined) fields["errors"] = errors;
    }
  }
}

function readClock(reader: Reader, fields: Fields | undefined): void {
  if (fields === undefined || reader.left() < 7) return;
  const two = (value: number): string => `${value}`.padStart(2, "0");
  const [second, minute, hour, day, month] = [reader.u8(), reader.u8(), reader.u8(), reader.u8(), reader.u8()] as const;
  fields["clock"] = `${reader.u16le()}-${two(month)}-${two(day)} ${two(hour)}:${two(minute)}:${two(second)}`;
  if (reader.left() > 0) fields["day_of_week"] = reader.u8();
}

/** An opcode that exists and a checksum that fits. */
function probeMessage(reader: Reader): Likeness {
  const left = reader.left();
  if (left < HEADER) return !reader.complete && left > 0 ? POSSIBLE : NO;
  if (!opcodes.OPCODES.has(reader.peek(4))) return NO;
  const end = reader.position + HEADER + reader.peek(5) + CHECK;
  if (end > reader.end) return reader.complete ? NO : POSSIBLE;
  return checked(reader.bytes, reader.position, end) ? CERTAIN : NO;
}

/** The manual begins its checksum with 0, controllers are seen to begin it with FFFF. */
function checked(bytes: Uint8Array, start: number, end: number): boolean {
  return crcFits(bytes, start, end) || crcFits(bytes, start, end, 0);
}
