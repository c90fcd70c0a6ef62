// Attribute protocol and generic attribute profile: Bluetooth Core 5.4 volume 3 parts F and G; Device Information Service 1.1;
// Battery Service 1.0; record access, glucose, insulin delivery and other health services as to what is written to them.
// Not decoded: values of health and user data (they are a person's), long values read in parts, signatures.
import type { Attribute } from "../../../model/attribute.ts";
import { CERTAIN, DONE, dissector, LIKELY, NO, REFUSE } from "../../dissector.ts";
import { operation, operationTable } from "../../operation.ts";
import { pointSpace } from "../../points.ts";
import { reversedText } from "../../radio/addresses.ts";
import type { Reader } from "../../reader.ts";
import type { Direction, Talk } from "../../talk.ts";
import { NOTICE, REQUEST, RESPONSE, UNDIRECTED } from "../../talk.ts";
import { type HealthNoted, noteHealthData } from "../health-data.ts";
import { tellSystem } from "../ieee20601/identity.ts";
import { claimAppearance, claimService } from "./advertising.ts";
import { isPersonal, tellsPerson, writeOf } from "./health.ts";
import { characteristicName, companyOf, serviceName } from "./numbers.ts";

const ERROR = 0x01;
const FIND_INFORMATION = 0x05;
const READ_BY_TYPE_REQUEST = 0x08;
const READ_BY_TYPE = 0x09;
const READ_REQUEST = 0x0a;
const READ = 0x0b;
const READ_BY_GROUP = 0x11;
const WRITE_REQUEST = 0x12;
const NOTIFICATION = 0x1b;
const INDICATION = 0x1d;
const CONFIRMATION = 0x1e;
const WRITE_COMMAND = 0x52;
const SIGNED_WRITE = 0xd2;
const METHODS = operationTable("btatt", [
  [ERROR, "error_response", "other"],
  [0x02, "exchange_mtu_request", "other"],
  [0x03, "exchange_mtu_response", "other"],
  [0x04, "find_information_request", "identify"],
  [FIND_INFORMATION, "find_information_response", "identify"],
  [0x06, "find_by_type_value_request", "identify"],
  [0x07, "find_by_type_value_response", "identify"],
  [READ_BY_TYPE_REQUEST, "read_by_type_request", "read"],
  [READ_BY_TYPE, "read_by_type_response", "read"],
  [READ_REQUEST, "read_request", "read"],
  [READ, "read_response", "read"],
  [0x0c, "read_blob_request", "read"],
  [0x0d, "read_blob_response", "read"],
  [0x0e, "read_multiple_request", "read"],
  [0x0f, "read_multiple_response", "read"],
  [0x10, "read_by_group_type_request", "identify"],
  [READ_BY_GROUP, "read_by_group_type_response", "identify"],
  [WRITE_REQUEST, "write_request", "write"],
  [0x13, "write_response", "write"],
  [0x16, "prepare_write_request", "write"],
  [0x17, "prepare_write_response", "write"],
  [0x18, "execute_write_request", "write"],
  [0x19, "execute_write_response", "write"],
  [NOTIFICATION, "handle_value_notification", "read"],
  [INDICATION, "handle_value_indication", "read"],
  [CONFIRMATION, "handle_value_confirmation", "read"],
  [0x20, "read_multiple_variable_request", "read"],
  [0x21, "read_multiple_variable_response", "read"],
  [0x23, "multiple_handle_value_notification", "read"],
  [WRITE_COMMAND, "write_command", "write"],
  [SIGNED_WRITE, "signed_write_command", "write"],
]);
const SUBSCRIBE = operation("btatt", "write_client_configuration", "configure");
const UPDATE = operation("btatt", "write_firmware_update", "program");
const BATTERY = pointSpace("btatt", "characteristic", "uint8");
const HUNDREDTHS = pointSpace("btatt", "characteristic", "sint16");

const ERRORS: readonly string[] = [
  "",
  "invalid_handle",
  "read_not_permitted",
  "write_not_permitted",
  "invalid_pdu",
  "insufficient_authentication",
  "request_not_supported",
  "invalid_offset",
  "insufficient_authorization",
  "prepare_queue_full",
  "attribute_not_found",
  "attribute_not_long",
  "encryption_key_size_too_short",
  "invalid_attribute_value_length",
  "unlikely_error",
  "insufficient_encryption",
  "unsupported_group_type",
  "insufficient_resources",
];
const CHARACTERISTIC = 0x2803;
const CLIENT_CONFIGURATION = 0x2902;
const DEVICE_NAME = 0x2a00;
const APPEARANCE = 0x2a01;
const SYSTEM_ID = 0x2a23;
const PNP = 0x2a50;
const BATTERY_LEVEL = 0x2a19;
/** Stands for the control points of Nordic's and Texas Instruments' firmware updates, which have UUIDs of 128 bits. */
const UPDATE_POINT = 0x10000;
const UNKNOWN = 0x10001;
const UPDATE_UUIDS: readonly RegExp[] = [
  /^0000153[1-4]1212efde1523785feabcd123$/,
  /^8ec9000[1-4]f3154f609fb8838830daea50$/,
];
const METHOD = "Bluetooth device information";
const IDENTITY: ReadonlyMap<number, readonly [Attribute, number]> = new Map([
  [DEVICE_NAME, ["name", 0.9]],
  [0x2a24, ["model", 0.95]],
  [0x2a25, ["serial", 0.95]],
  [0x2a26, ["firmware", 0.95]],
  [0x2a27, ["hardware", 0.95]],
  [0x2a28, ["software", 0.95]],
  [0x2a29, ["vendor", 0.95]],
]);
const MOST_HANDLES = 512;
const MOST_SHOWN = 32;

interface Asked {
  frame: number;
  handle: number;
  type: number;
  opcode: number;
}

interface Memory {
  /** What each handle stands for; the server keeps them for good. */
  readonly handles: Map<number, number>;
  /** The open request of each side: there is at most one. */
  readonly asked: [Asked, Asked];
  /** Frame of each side's indication that waits to be confirmed. */
  readonly indicated: [number, number];
  noted: boolean;
  /** What was noted of a person's values that went by. */
  personal: HealthNoted;
}

function nothing(): Asked {
  return { frame: 0, handle: 0, type: 0, opcode: 0 };
}

type Fields = Record<string, unknown> | undefined;

/** Values of Bluetooth devices: who they are, what they measure, what is written to them. */
export const btatt = dissector<Memory>({
  name: "btatt",
  aliases: ["att", "gatt"],
  title: "Bluetooth attributes (GATT)",
  standard: "Bluetooth Core 5.4 volume 3 part F",
  world: "iot",
  authentication: "optional",
  carriage: [{ over: "inside", carrier: "btl2cap", keys: [4] }],
  remember: () => ({
    handles: new Map(),
    asked: [nothing(), nothing()],
    indicated: [0, 0],
    noted: false,
    personal: 0,
  }),
  probe(reader) {
    const opcode = reader.peek();
    if (opcode < 0 || !METHODS.has(opcode)) return NO;
    return reader.left() <= 517 ? CERTAIN : LIKELY;
  },
  read(reader, talk) {
    const opcode = reader.u8();
    if (!METHODS.has(opcode)) return REFUSE;
    const fields: Fields = talk.detailed ? { opcode } : undefined;
    readMethod(reader, talk, fields, opcode);
    return DONE;
  },
});

function readMethod(reader: Reader, talk: Talk<Memory>, fields: Fields, opcode: number): void {
  const { memory, side } = talk;
  let direction: Direction = (opcode & 1) === 0 ? REQUEST : RESPONSE;
  let what = METHODS.of(opcode);
  const isWrite = opcode === WRITE_REQUEST || opcode === WRITE_COMMAND || opcode === SIGNED_WRITE || opcode === 0x16;
  if (isWrite) {
    const handle = reader.u16le();
    const type = tellHandle(talk, fields, handle);
    if (fields !== undefined) fields["value_length"] = reader.left();
    if (type === CLIENT_CONFIGURATION) what = SUBSCRIBE;
    else if (type === UPDATE_POINT) what = UPDATE;
    else what = writeOf(type, reader.peek()) ?? what;
    if (opcode === WRITE_REQUEST || opcode === 0x16) remember(talk, opcode, handle, type);
    notePersonal(reader, talk, type);
    noteClear(talk);
    reader.skipRest();
    direction = REQUEST;
  } else if (opcode === NOTIFICATION || opcode === INDICATION) {
    const handle = reader.u16le();
    const type = tellHandle(talk, fields, handle);
    if (fields !== undefined) fields["value_length"] = reader.left();
    notePersonal(reader, talk, type);
    readValue(reader, talk, type);
    if (opcode === INDICATION) memory.indicated[side] = talk.frame;
    noteClear(talk);
    direction = NOTICE;
  } else if (opcode === CONFIRMATION) {
    const frame = memory.indicated[side === 0 ? 1 : 0];
    if (frame > 0) talk.answersFrame(frame);
    memory.indicated[side === 0 ? 1 : 0] = 0;
    direction = UNDIRECTED;
  } else if (opcode === 0x23) {
    reader.skipRest();
    direction = NOTICE;
  } else if ((opcode & 1) === 0) readRequest(reader, talk, fields, opcode);
  else readResponse(reader, talk, fields, opcode);
  reader.skipRest();
  talk.emit(what, direction, fields);
}

function remember(talk: Talk<Memory>, opcode: number, handle: number, type: number): void {
  const asked = talk.memory.asked[talk.side];
  asked.frame = talk.frame;
  asked.opcode = opcode;
  asked.handle = handle;
  asked.type = type;
}

/** Names what a handle stands for; answers its type. */
function tellHandle(talk: Talk<Memory>, fields: Fields, handle: number): number {
  const type = talk.memory.handles.get(handle) ?? UNKNOWN;
  if (fields !== undefined) fields["handle"] = handle;
  if (type >= UPDATE_POINT) return type;
  const name = characteristicName(type);
  if (fields !== undefined) fields["characteristic"] = name;
  talk.object(name);
  return type;
}

/** Told once per connection: values go through the air as they are. */
function noteClear(talk: Talk<Memory>): void {
  if (talk.memory.noted) return;
  talk.memory.noted = true;
  talk.note("sender", { kind: "cipher", protocol: "Bluetooth LE", cipher: "none", weak: true });
}

/** The value at the reader may be measured on a person, and be read by whoever listens. */
function notePersonal(reader: Reader, talk: Talk<Memory>, type: number): void {
  if (!isPersonal(type)) return;
  const { memory } = talk;
  const method = `Bluetooth ${characteristicName(type)}`;
  memory.personal = noteHealthData(talk, memory.personal, tellsPerson(type, reader), method);
}

function readRequest(reader: Reader, talk: Talk<Memory>, fields: Fields, opcode: number): void {
  let handle = 0;
  let type = UNKNOWN;
  switch (opcode) {
    case 0x02: {
      const size = reader.u16le();
      if (fields !== undefined) fields["mtu"] = size;
      break;
    }
    case READ_REQUEST:
    case 0x0c:
      handle = reader.u16le();
      type = tellHandle(talk, fields, handle);
      break;
    case READ_BY_TYPE_REQUEST:
    case 0x10: {
      handle = reader.u16le();
      const last = reader.u16le();
      if (reader.left() === 2) type = reader.u16le();
      if (fields !== undefined) {
        fields["starting_handle"] = handle;
        fields["ending_handle"] = last;
        if (type < UPDATE_POINT) fields["attribute_type"] = characteristicName(type);
      }
      break;
    }
    case 0x04:
    case 0x06: {
      handle = reader.u16le();
      const last = reader.u16le();
      if (fields !== undefined) {
        fields["starting_handle"] = handle;
        fields["ending_handle"] = last;
      }
    }
  }
  remember(talk, opcode, handle, type);
}

function readResponse(reader: Reader, talk: Talk<Memory>, fields: Fields, opcode: number): void {
  const asked = talk.memory.asked[talk.side === 0 ? 1 : 0];
  const isAnswer = asked.frame > 0 && (opcode === ERROR || asked.opcode === opcode - 1);
  if (isAnswer) talk.answersFrame(asked.frame);
  switch (opcode) {
    case ERROR: {
      const request = reader.u8();
      const handle = reader.u16le();
      const code = reader.u8();
      if (fields !== undefined) Object.assign(fields, { request_opcode: request, handle, error_code: code });
      if (reader.ok) talk.refused(ERRORS[code] ?? `error_${code}`);
      break;
    }
    case 0x03: {
      const size = reader.u16le();
      if (fields !== undefined) fields["mtu"] = size;
      break;
    }
    case FIND_INFORMATION: {
      const isShort = reader.u8() === 1;
      while (reader.left() >= (isShort ? 4 : 18)) {
        const handle = reader.u16le();
        learn(talk, handle, readType(reader, isShort ? 2 : 16));
      }
      break;
    }
    case READ_BY_TYPE:
    case READ_BY_GROUP:
      readList(reader, talk, fields, opcode, isAnswer ? asked.type : UNKNOWN);
      break;
    case READ:
      if (fields !== undefined) fields["value_length"] = reader.left();
      if (isAnswer) {
        notePersonal(reader, talk, asked.type);
        readValue(reader, talk, asked.type);
      }
  }
  asked.frame = 0;
}

function learn(talk: Talk<Memory>, handle: number, type: number): void {
  const { handles } = talk.memory;
  if (handles.size < MOST_HANDLES || handles.has(handle)) handles.set(handle, type);
}

function readType(reader: Reader, length: number): number {
  if (length === 2) return reader.u16le();
  const at = reader.position;
  reader.skip(16);
  if (!reader.ok) return UNKNOWN;
  const uuid = reversedText(reader.bytes, at, 16).replaceAll(":", "");
  return UPDATE_UUIDS.some((pattern) => pattern.test(uuid)) ? UPDATE_POINT : UNKNOWN;
}

/** Entries of one length: services with their handles, characteristics, or values of one type. */
function readList(reader: Reader, talk: Talk<Memory>, fields: Fields, opcode: number, asked: number): void {
  const length = reader.u8();
  const isGroup = opcode === READ_BY_GROUP;
  const least = isGroup ? 4 : 2;
  if (length < least) return;
  const entries: object[] = [];
  while (reader.left() >= length && reader.ok) {
    const handle = reader.u16le();
    const last = isGroup ? reader.u16le() : handle;
    const outer = reader.narrow(length - least);
    // Services of 16 bits have four bytes in front; characteristics five bytes and their type.
    if (isGroup) {
      const service = reader.left() === 2 ? reader.u16le() : UNKNOWN;
      if (service < UPDATE_POINT) {
        talk.object(serviceName(service));
        claimService(talk, service, "Bluetooth services");
      }
      if (fields !== undefined && entries.length < MOST_SHOWN)
        entries.push({ handle, last, ...(service < UPDATE_POINT ? { service: serviceName(service) } : {}) });
    } else if (asked === CHARACTERISTIC && (length === 7 || length === 21)) {
      const properties = reader.u8();
      const value = reader.u16le();
      const type = readType(reader, length - 5);
      learn(talk, value, type);
      if (fields !== undefined && entries.length < MOST_SHOWN)
        entries.push({
          handle: value,
          properties,
          ...(type < UPDATE_POINT ? { characteristic: characteristicName(type) } : {}),
        });
    } else {
      learn(talk, handle, asked);
      notePersonal(reader, talk, asked);
      readValue(reader, talk, asked);
      if (fields !== undefined && entries.length < MOST_SHOWN) entries.push({ handle });
    }
    reader.widen(outer);
  }
  if (fields !== undefined) fields["entries"] = entries;
}

/** The value of a characteristic of its own server: identity, battery, surroundings. All else is left alone. */
function readValue(reader: Reader, talk: Talk<Memory>, type: number): void {
  const { position, end } = reader;
  const known = IDENTITY.get(type);
  if (known !== undefined) {
    const text = reader.utf8(reader.left()).replaceAll("\0", "").trim();
    talk.claim("sender", known[0], text, known[1], METHOD, position, end);
  } else if (type === APPEARANCE && reader.left() === 2) claimAppearance(talk, reader.u16le(), "Bluetooth appearance");
  else if (type === BATTERY_LEVEL && reader.left() === 1) talk.sample(BATTERY, -1, "battery level", -1, reader.u8());
  else if ((type === 0x2a6e || type === 0x2a6f) && reader.left() === 2)
    talk.sample(HUNDREDTHS, -1, characteristicName(type), -1, reader.i16le());
  else if (type === SYSTEM_ID && reader.left() === 8) {
    reader.skip(8);
    // An EUI-64, least significant octet first, as IEEE 11073-20601 has it.
    const identifier = reversedText(reader.bytes, position, 8).replaceAll(":", "");
    tellSystem(talk, identifier, "Bluetooth system ID");
  } else if (type === PNP && reader.left() === 7) {
    // Source 1 counts companies as Bluetooth does, 2 as USB does.
    const source = reader.u8();
    const company = reader.u16le();
    if (source === 1) talk.claim("sender", "vendor", companyOf(company), 0.8, "Bluetooth PnP ID");
    reader.skip(4);
  }
}
