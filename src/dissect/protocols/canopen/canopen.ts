// CANopen: CiA 301 version 4.2 (application layer), CiA 305 (layer setting services), as captured by SocketCAN; identifiers
// as they are set up from the start.
// Not decoded: what process data mean (their octets are told; which object each is only the mapping says), block transfers
// beyond their objects, CAN FD, identifiers that were set up otherwise.
import { CAN_TYPE } from "../../buses.ts";
import { DONE, dissector, LIKELY, type Likeness, NO, POSSIBLE, REFUSE } from "../../dissector.ts";
import { pointSpace } from "../../points.ts";
import type { Reader } from "../../reader.ts";
import { hexOf } from "../../reader.ts";
import type { Subject, Talk } from "../../talk.ts";
import { NOTICE, RESPONSE, UNDIRECTED } from "../../talk.ts";
import {
  BOOT_UP,
  EMERGENCIES,
  EMERGENCY,
  HEARTBEAT,
  LSS,
  NMT,
  RECEIVED,
  REMOTE_REQUEST,
  SYNC,
  stateName,
  TIME,
  TRANSMITTED,
  UNNAMED,
} from "./operations.ts";
import { newTransfers, readSdo, type Transfers } from "./sdo.ts";
import { vendorName } from "./vendors.ts";

const HEADER = 8;
const REMOTE = 0x40000000;
const IDENTIFIER = 0x7ff;
const MOST_DATA = 8;
/** Function codes: the upper four bits of an identifier. */
const NMT_COMMAND = 0;
const SYNC_OR_EMERGENCY = 1;
const TIME_STAMP = 2;
const SDO_ANSWER = 11;
const SDO_QUESTION = 12;
const ERROR_CONTROL = 14;
const LSS_ANSWER = 0x7e4;
const LSS_QUESTION = 0x7e5;
const OCTETS = pointSpace("canopen", "", "octet", "node", "byte");
const STATE = pointSpace("canopen", "state", "state", "node");
const TRANSMITTED_NAMES = ["TPDO1", "TPDO2", "TPDO3", "TPDO4"];
const RECEIVED_NAMES = ["RPDO1", "RPDO2", "RPDO3", "RPDO4"];

interface Memory {
  transfers: Transfers;
  /** What layer settings were asked for last, by their answers' specifier. */
  lssFrame: number;
}

type Shown = Record<string, unknown> | undefined;

/** Drives, inputs and outputs, sensors and medical devices on a CAN bus. */
export const canopen = dissector<Memory>({
  name: "canopen",
  title: "CANopen",
  standard: "CiA 301",
  world: "ot",
  authentication: "none",
  carriage: [{ over: "ethernet", types: [CAN_TYPE] }],
  remember: () => ({ transfers: newTransfers(), lssFrame: 0 }),
  probe(reader) {
    return likenessOf(reader);
  },
  read(reader, talk) {
    const word = reader.u32();
    const length = reader.u8();
    reader.skip(3);
    if (!reader.ok || length > 64) return REFUSE;
    reader.fence(HEADER + length);
    const identifier = word & IDENTIFIER;
    const code = identifier >> 7;
    const node = identifier & 0x7f;
    const fields: Shown = talk.detailed ? { cob_id: identifier, node_id: node, data_length: length } : undefined;
    if ((word & REMOTE) !== 0) {
      reader.skipRest();
      talk.emit(REMOTE_REQUEST, UNDIRECTED, fields);
      return DONE;
    }
    if (identifier === LSS_ANSWER || identifier === LSS_QUESTION)
      readLayerSetting(talk, reader, identifier === LSS_ANSWER, fields);
    else if (code === NMT_COMMAND && node === 0) readCommand(talk, reader, fields);
    else if (code === SYNC_OR_EMERGENCY) readSyncOrEmergency(talk, reader, node, fields);
    else if (code === TIME_STAMP && node === 0) {
      reader.skipRest();
      talk.emit(TIME, NOTICE, fields);
    } else if (code === SDO_ANSWER || code === SDO_QUESTION)
      readSdo(talk, talk.memory.transfers, reader, node, code === SDO_ANSWER, fields);
    else if (code === ERROR_CONTROL) readErrorControl(talk, reader, node, fields);
    else if (code >= 3 && code <= 10 && node > 0) readProcessData(talk, reader, code, node, fields);
    else {
      reader.skipRest();
      talk.emit(UNNAMED, UNDIRECTED, fields);
    }
    return DONE;
  },
});

/** Process data look like anything: only services tell CANopen from what else is on a bus. */
function likenessOf(reader: Reader): Likeness {
  if (reader.left() < HEADER || reader.peek(4) > MOST_DATA || reader.peek16() !== 0) return NO;
  const identifier = reader.peek16(2);
  const length = reader.peek(4);
  if (reader.left() < HEADER + length) return NO;
  const first = reader.peek(HEADER);
  const node = identifier & 0x7f;
  switch (identifier >> 7) {
    case NMT_COMMAND:
      return node === 0 && length === 2 && NMT.has(first) && reader.peek(HEADER + 1) < 128 ? LIKELY : NO;
    case SYNC_OR_EMERGENCY:
      return node === 0 && length < 2 ? POSSIBLE : NO;
    case SDO_ANSWER:
      // Confirmation of a download, an expedited upload, an abort.
      return length === 8 && (first === 0x60 || (first & 0xf0) === 0x40 || first === 0x80) ? LIKELY : NO;
    case SDO_QUESTION:
      return length === 8 && (first === 0x40 || (first & 0xf0) === 0x20 || first === 0x80) ? LIKELY : NO;
    case ERROR_CONTROL: {
      const state = first & 0x7f;
      const isState = state === 0 || state === 4 || state === 5 || state === 127;
      return node > 0 && length === 1 && isState ? LIKELY : NO;
    }
    default:
      return NO;
  }
}

/** A node is a part of its bus: the bus is all that the capture shows as a sender. */
export function nodeOf(node: number): Subject {
  return { part: `node ${node}`, of: "sender" };
}

function readCommand(talk: Talk<Memory>, reader: Reader, fields: Shown): void {
  const command = reader.u8();
  const node = reader.u8();
  if (reader.ok && !NMT.has(command)) talk.fault("unknown command", HEADER);
  talk.object(node === 0 ? "all nodes" : `node ${node}`);
  if (fields !== undefined) Object.assign(fields, { command, addressed_node: node });
  reader.skipRest();
  talk.emit(NMT.of(command), UNDIRECTED, fields);
}

function readSyncOrEmergency(talk: Talk<Memory>, reader: Reader, node: number, fields: Shown): void {
  if (node === 0) {
    if (fields !== undefined && reader.left() > 0) fields["counter"] = reader.peek();
    reader.skipRest();
    talk.emit(SYNC, UNDIRECTED, fields);
    return;
  }
  const code = reader.u16le();
  const register = reader.u8();
  if (reader.ok && code !== 0) talk.object(`node ${node} error 0x${code.toString(16).padStart(4, "0")}`);
  if (fields !== undefined) {
    const error = EMERGENCIES[code >> 8] ?? EMERGENCIES[(code >> 8) & 0xf0] ?? "unknown";
    Object.assign(fields, { error_code: code, error, error_register: register });
    fields["manufacturer_specific"] = hexOf(reader.bytes, reader.position, reader.end);
  }
  reader.skipRest();
  talk.emit(EMERGENCY, NOTICE, fields);
}

function readErrorControl(talk: Talk<Memory>, reader: Reader, node: number, fields: Shown): void {
  const state = reader.u8() & 0x7f;
  reader.skipRest();
  if (reader.ok) talk.sample(STATE, node, "", 0, state);
  if (fields !== undefined) fields["state"] = stateName(state);
  talk.emit(state === 0 ? BOOT_UP : HEARTBEAT, NOTICE, fields);
}

function readProcessData(talk: Talk<Memory>, reader: Reader, code: number, node: number, fields: Shown): void {
  const number = (code - 3) >> 1;
  const isTransmitted = (code & 1) === 1;
  const name = (isTransmitted ? TRANSMITTED_NAMES[number] : RECEIVED_NAMES[number]) as string;
  if (fields !== undefined) fields["data"] = hexOf(reader.bytes, reader.position, reader.end);
  for (let index = 0; reader.left() > 0 && index < MOST_DATA; index++)
    talk.sample(OCTETS, node, name, index, reader.u8());
  reader.skipRest();
  const operation = (isTransmitted ? TRANSMITTED[number] : RECEIVED[number]) ?? UNNAMED;
  talk.emit(operation, isTransmitted ? NOTICE : UNDIRECTED, fields);
}

function readLayerSetting(talk: Talk<Memory>, reader: Reader, isAnswer: boolean, fields: Shown): void {
  const specifier = reader.u8();
  const value = reader.u32le();
  if (reader.ok && !LSS.has(specifier)) talk.fault("unknown layer setting service", HEADER);
  if (fields !== undefined) Object.assign(fields, { command_specifier: specifier, value });
  if (isAnswer && talk.memory.lssFrame > 0) talk.answersFrame(talk.memory.lssFrame);
  talk.memory.lssFrame = isAnswer ? 0 : talk.frame;
  if (isAnswer && reader.ok) {
    const about: Subject = { part: "node being set up", of: "sender" };
    const method = "CANopen layer setting";
    if (specifier === 90) talk.claim(about, "vendor", vendorName(value), 0.9, method);
    else if (specifier === 93) talk.claim(about, "serial", String(value), 0.9, method);
    // A configuration that was refused says so in its first octet.
    else if ((specifier === 17 || specifier === 19 || specifier === 23) && (value & 0xff) !== 0)
      talk.refused(`error_${value & 0xff}`);
  }
  reader.skipRest();
  talk.emit(LSS.of(specifier), isAnswer ? RESPONSE : UNDIRECTED, fields);
}
