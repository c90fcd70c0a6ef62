// High-speed LAN instrument protocol (HiSLIP): IVI-6.1 revision 2.0, sections 2 to 6; SCPI-1999 and IEEE 488.2 for what it carries.
// Not decoded: parameters of SCPI commands, waveforms and other binary data, exchanges of SASL, and all that follows a start of TLS.
import { CERTAIN, DONE, dissector, MORE, NO, POSSIBLE, REFUSE } from "../dissector.ts";
import { operationTable } from "../operation.ts";
import type { Reader } from "../reader.ts";
import { textOf } from "../reader.ts";
import type { Direction, Talk } from "../talk.ts";
import { NOTICE, REQUEST, RESPONSE } from "../talk.ts";

/** "HS". */
const PROLOGUE = 0x4853;
const INITIALIZE_RESPONSE = 1;
const FATAL_ERROR = 2;
const ERROR = 3;
const LOCK_RESPONSE = 5;
const DATA = 6;
const DATA_END = 7;
const ASYNC_INITIALIZE_RESPONSE = 18;
const HEADER = 16;
/** Octets of a payload that are looked at; the rest passes by. */
const LOOKED_AT = 1024;
const QUERY = 256;
/** By message type; what the client sends as data from 256 on. */
const MESSAGES = operationTable("hislip", [
  [0, "initialize", "other"],
  [INITIALIZE_RESPONSE, "initialize_response", "other"],
  [FATAL_ERROR, "fatal_error", "alarm"],
  [ERROR, "error", "alarm"],
  [4, "async_lock", "control"],
  [LOCK_RESPONSE, "async_lock_response", "control"],
  [DATA, "data", "other"],
  [DATA_END, "data_end", "other"],
  [8, "device_clear_complete", "control"],
  [9, "device_clear_acknowledge", "control"],
  [10, "async_remote_local_control", "control"],
  [11, "async_remote_local_response", "control"],
  [12, "trigger", "control"],
  [13, "interrupted", "other"],
  [14, "async_interrupted", "other"],
  [15, "async_maximum_message_size", "other"],
  [16, "async_maximum_message_size_response", "other"],
  [17, "async_initialize", "other"],
  [ASYNC_INITIALIZE_RESPONSE, "async_initialize_response", "other"],
  [19, "async_device_clear", "control"],
  [20, "async_service_request", "alarm"],
  [21, "async_status_query", "read"],
  [22, "async_status_response", "read"],
  [23, "async_device_clear_acknowledge", "control"],
  [24, "async_lock_info", "read"],
  [25, "async_lock_info_response", "read"],
  [26, "get_descriptors", "read"],
  [27, "get_descriptors_response", "read"],
  [28, "start_tls", "authenticate"],
  [29, "async_start_tls", "authenticate"],
  [30, "async_start_tls_response", "authenticate"],
  [31, "end_tls", "authenticate"],
  [32, "async_end_tls", "authenticate"],
  [33, "async_end_tls_response", "authenticate"],
  [34, "get_sasl_mechanism_list", "authenticate"],
  [35, "get_sasl_mechanism_list_response", "authenticate"],
  [36, "authentication_start", "authenticate"],
  [37, "authentication_exchange", "authenticate"],
  [38, "authentication_result", "authenticate"],
  [QUERY, "query", "read"],
  [QUERY + 1, "command", "write"],
  [QUERY + 2, "reset", "control"],
  [QUERY + 3, "identification_query", "identify"],
]);
/** Types by what they are: Q asks, R answers, D data either way, N news of the instrument. */
const KINDS = "QRNNQRDDQRQRQNNQRQRQNQRRQRQRQQRQQRQRQQR";
/** The request that a response answers, where it is not the type before. */
const ANSWERED: Readonly<Record<number, number>> = { 23: 19 };
const FATAL_ERRORS = [
  "unidentified_error",
  "poorly_formed_message_header",
  "connection_without_both_channels",
  "invalid_initialization_sequence",
  "maximum_number_of_clients_exceeded",
  "secure_connection_failed",
];
const ERRORS = [
  "unidentified_error",
  "unrecognized_message_type",
  "unrecognized_control_code",
  "unrecognized_vendor_defined_message",
  "message_too_large",
  "authentication_mechanism_not_supported",
];
const VENDORS: Readonly<Record<string, string>> = {
  AG: "Agilent",
  HP: "Agilent",
  KT: "Keysight",
  LC: "Teledyne LeCroy",
  NI: "National Instruments",
  RS: "Rohde & Schwarz",
  TK: "Tektronix",
};

interface Memory {
  /** Octets of a long payload that are still to come, per side. */
  left: [number, number];
  /** Type and frame of the request that waits, -1 and 0 without. */
  asked: number;
  askedFrame: number;
  /** Frame of the client's last data, 0 once answered. */
  dataFrame: number;
  asksIdentity: boolean;
}

/** Speaks with instruments of laboratories and test benches. */
export const hislip = dissector<Memory>({
  name: "hislip",
  title: "HiSLIP",
  standard: "IVI-6.1",
  world: "ot",
  authentication: "optional",
  carriage: [{ over: "tcp", ports: [4880] }],
  remember: () => ({ left: [0, 0], asked: -1, askedFrame: 0, dataFrame: 0, asksIdentity: false }),
  probe(reader) {
    if (reader.u16() !== PROLOGUE || !reader.ok) return NO;
    if (reader.left() < 2) return POSSIBLE;
    const type = reader.u8();
    if (!MESSAGES.has(type) && type < 128) return NO;
    if (reader.left() < HEADER - 3) return POSSIBLE;
    reader.skip(5);
    // No payload reaches 4 gigabytes.
    return reader.u32() === 0 ? CERTAIN : NO;
  },
  read(reader, talk) {
    const { memory, side } = talk;
    if (talk.resumed) memory.left[side] = 0;
    if (memory.left[side] > 0) {
      const rest = Math.min(memory.left[side], reader.left());
      memory.left[side] -= rest;
      reader.skip(rest);
      return DONE;
    }
    const prologue = reader.u16();
    const type = reader.u8();
    const control = reader.u8();
    const parameter = reader.u32();
    const high = reader.u32();
    const low = reader.u32();
    if (!reader.ok) return reader.fenced || reader.complete ? REFUSE : MORE;
    if (prologue !== PROLOGUE) return REFUSE;
    const length = high * 4294967296 + low;
    const shown = Math.min(length, LOOKED_AT);
    if (!reader.fence(HEADER + shown)) return MORE;
    memory.left[side] = length - shown;
    readMessage(reader, talk, type, control, parameter, length);
    reader.skipRest();
    return DONE;
  },
});

function readMessage(
  reader: Reader,
  talk: Talk<Memory>,
  type: number,
  control: number,
  parameter: number,
  length: number,
): void {
  const fields: Record<string, unknown> | undefined = talk.detailed
    ? { message_type: type, control_code: control, message_parameter: parameter, payload_length: length }
    : undefined;
  const kind = type < KINDS.length ? KINDS[type] : "N";
  let code = type;
  let direction: Direction = kind === "Q" ? REQUEST : kind === "R" ? RESPONSE : NOTICE;
  if (kind === "Q") {
    talk.memory.asked = type;
    talk.memory.askedFrame = talk.frame;
  } else if (kind === "R" && talk.memory.askedFrame !== 0 && talk.memory.asked === (ANSWERED[type] ?? type - 1)) {
    talk.answersFrame(talk.memory.askedFrame);
    talk.memory.askedFrame = 0;
  }
  switch (type) {
    case 0: {
      const address = reader.text(Math.min(reader.left(), 64));
      if (address !== "") talk.object(address);
      if (fields !== undefined) {
        fields["version"] = version(parameter >>> 16);
        fields["vendor_id"] = letters(parameter);
        fields["sub_address"] = address;
      }
      break;
    }
    case INITIALIZE_RESPONSE:
      // Bit 1: encryption is mandatory.
      if ((control & 2) === 0) talk.note("sender", { kind: "session", protocol: "HiSLIP", anonymous: true });
      if (fields !== undefined) {
        fields["version"] = version(parameter >>> 16);
        fields["session_id"] = parameter & 0xffff;
      }
      break;
    case ASYNC_INITIALIZE_RESPONSE: {
      const maker = letters(parameter);
      if (fields !== undefined) fields["vendor_id"] = maker;
      const vendor = VENDORS[maker];
      if (vendor !== undefined) talk.claim("sender", "vendor", vendor, 0.8, "HiSLIP vendor id", 4, 8);
      break;
    }
    case FATAL_ERROR:
    case ERROR:
      talk.refused((type === ERROR ? ERRORS : FATAL_ERRORS)[control] ?? `error_${control}`);
      if (fields !== undefined) fields["text"] = reader.text(Math.min(reader.left(), 128));
      break;
    case LOCK_RESPONSE:
      if (control === 0) talk.refused("lock_failure");
      else if (control === 3) talk.refused("lock_error");
      break;
    case DATA:
    case DATA_END:
      direction = talk.fromClient ? REQUEST : RESPONSE;
      code = talk.fromClient ? readCommand(reader, talk, type) : type;
      if (!talk.fromClient) readAnswer(reader, talk, type);
      break;
    default:
      if (!MESSAGES.has(type) && type < 128) talk.fault("unknown message type", 2);
  }
  talk.emit(MESSAGES.of(code), direction, fields);
}

/** Reads what the client sends to the instrument and answers the number of its operation. */
function readCommand(reader: Reader, talk: Talk<Memory>, type: number): number {
  const { bytes, position, end } = reader;
  let stop = position;
  // Only the mnemonic: parameters may hold passwords.
  while (stop < end && stop - position < 64 && isMnemonic(bytes[stop] as number)) stop++;
  const mnemonic = textOf(bytes, position, stop).toUpperCase();
  talk.memory.dataFrame = talk.frame;
  talk.memory.asksIdentity = mnemonic === "*IDN?";
  if (mnemonic === "") return type;
  talk.object(mnemonic);
  if (mnemonic === "*IDN?") return QUERY + 3;
  if (mnemonic === "*RST") return QUERY + 2;
  return mnemonic.endsWith("?") ? QUERY : QUERY + 1;
}

function isMnemonic(octet: number): boolean {
  // Letters, digits, and * : ? _
  return (
    (octet >= 0x41 && octet <= 0x5a) ||
    (octet >= 0x61 && octet <= 0x7a) ||
    (octet >= 0x30 && octet <= 0x3a) ||
    octet === 0x2a ||
    octet === 0x3f ||
    octet === 0x5f
  );
}

const IDENTITY = ["vendor", "model", "serial", "firmware"] as const;

function readAnswer(reader: Reader, talk: Talk<Memory>, type: number): void {
  const { memory } = talk;
  if (memory.dataFrame !== 0) {
    talk.answersFrame(memory.dataFrame);
    if (type === DATA_END) memory.dataFrame = 0;
  }
  if (!memory.asksIdentity) return;
  memory.asksIdentity = false;
  const start = reader.position;
  const parts = reader.text(Math.min(reader.left(), 256)).split(",");
  if (parts.length !== IDENTITY.length) return;
  for (let part = 0; part < IDENTITY.length; part++) {
    const text = (parts[part] as string).trim();
    // IEEE 488.2 has 0 for what is not known.
    if (text !== "" && text !== "0")
      talk.claim(
        "sender",
        IDENTITY[part] as (typeof IDENTITY)[number],
        text,
        0.95,
        "SCPI identification",
        start,
        reader.position,
      );
  }
}

function version(value: number): string {
  return `${value >> 8}.${value & 255}`;
}

function letters(value: number): string {
  return String.fromCharCode((value >> 8) & 0x7f, value & 0x7f).replace(/[^A-Za-z0-9]/g, "");
}
