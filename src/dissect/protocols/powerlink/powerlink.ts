// Ethernet POWERLINK: EPSG DS 301 section 4.6 (frames), 6.3 (SDO) and 7.3 (network management).
// Not decoded: process data of PReq and PRes (their mapping is not on the wire), segments of long SDO transfers, the members of
// multiple reads' answers, dynamic node allocation, and what frames of makers (AMNI, services from 160 on) carry.
import { v4Text } from "../../addresses.ts";
import { DONE, dissector, LIKELY, NO, POSSIBLE } from "../../dissector.ts";
import type { Reader } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import { NOTICE, REQUEST, RESPONSE } from "../../talk.ts";
import type { Memory } from "./memory.ts";
import { newMemory } from "./memory.ts";
import { ASND, NMT, operationOf, SOA, stateName } from "./operations.ts";
import { identityText, readSdo } from "./sdo.ts";

const SOC_TYPE = 1;
const PREQ = 3;
const PRES = 4;
const SOA_TYPE = 5;
const ASND_TYPE = 6;
const IDENT = 1;
const STATUS = 2;
const NMT_REQUEST = 3;
const NMT_COMMAND = 4;
const SDO_SERVICE = 5;
const MANAGING_NODE = 240;
const HOST_NAME = 0x62;
const MOST_ERRORS = 13;
/** SoC, PReq, PRes, SoA, ASnd, AMNI and AInv by bit. */
const KNOWN_TYPES = 0x20fa;

/** Cyclic control of machines: one managing node asks all others in turn. */
export const powerlink = dissector<Memory>({
  name: "powerlink",
  aliases: ["epl"],
  title: "Ethernet POWERLINK",
  standard: "EPSG DS 301",
  world: "ot",
  authentication: "none",
  carriage: [
    { over: "ethernet", types: [0x88ab] },
    { over: "udp", ports: [3819] },
  ],
  remember: newMemory,
  probe(reader) {
    const type = reader.u8();
    const target = reader.u8();
    const source = reader.u8();
    const service = reader.u8();
    if (!reader.ok || type > 13 || ((1 << type) & KNOWN_TYPES) === 0) return NO;
    if (type === ASND_TYPE) {
      // Over UDP only service data travel, with nodes left out; no other frame shows enough to be told without its EtherType.
      const overUdp = service === SDO_SERVICE && target === 0 && source === 0;
      if (overUdp) return reader.left() >= 4 && reader.peek16(2) === 0 ? LIKELY : NO;
      return service >= 1 && source !== 0 ? POSSIBLE : NO;
    }
    if (source === 0) return NO;
    if (type === SOC_TYPE || type === SOA_TYPE) return source === MANAGING_NODE && target === 255 ? POSSIBLE : NO;
    return target !== 0 && reader.left() >= 2 ? POSSIBLE : NO;
  },
  read(reader, talk) {
    const type = reader.u8() & 0x7f;
    const target = reader.u8();
    const source = reader.u8();
    const fields: Record<string, unknown> | undefined = talk.detailed
      ? { message_type: type, destination_node: target, source_node: source }
      : undefined;
    tellRole(talk, type, source);
    switch (type) {
      case SOC_TYPE:
        readSoc(reader, fields);
        talk.emit(operationOf(SOC_TYPE), NOTICE, fields);
        break;
      case PREQ:
      case PRES:
        readPoll(reader, talk, type, target, fields);
        break;
      case SOA_TYPE:
        readSoa(reader, talk, fields);
        break;
      case ASND_TYPE:
        readAsnd(reader, talk, source, target, fields);
        break;
      default:
        if (type > 13 || ((1 << type) & KNOWN_TYPES) === 0) talk.fault("unknown message type", 0);
        talk.emit(operationOf(type), NOTICE, fields);
    }
    // Frames are padded to their least length.
    reader.skipRest();
    return DONE;
  },
});

function tellRole(talk: Talk<Memory>, type: number, source: number): void {
  if (talk.memory.told[talk.side] || source === 0) return;
  talk.memory.told[talk.side] = true;
  if (source === MANAGING_NODE && (type === SOC_TYPE || type === SOA_TYPE || type === PREQ))
    talk.claim("sender", "kind", "POWERLINK managing node", 0.9, "POWERLINK frames of the managing node", 0, 0);
  talk.object(`node ${source}`);
}

function readSoc(reader: Reader, fields: Record<string, unknown> | undefined): void {
  reader.skip(1);
  const flags = reader.u8();
  reader.skip(1);
  const seconds = reader.u32le();
  const nanoseconds = reader.u32le();
  const relative = reader.u64le();
  if (fields === undefined) return;
  fields["multiplexed_cycle_completed"] = (flags & 0x80) !== 0;
  fields["prescaled_slot"] = (flags & 0x40) !== 0;
  fields["net_time_seconds"] = seconds;
  fields["net_time_nanoseconds"] = nanoseconds;
  fields["relative_time"] = relative;
}

function readPoll(
  reader: Reader,
  talk: Talk<Memory>,
  type: number,
  target: number,
  fields: Record<string, unknown> | undefined,
): void {
  const status = reader.u8();
  const flags = reader.u8();
  const more = reader.u8();
  const version = reader.u8();
  reader.skip(1);
  const size = reader.u16le();
  if (size > reader.left() && reader.ok && !reader.cutByCapture) talk.fault("bad length", 8);
  if (type === PRES && reader.ok) tellState(talk, status);
  else talk.target("node", target, 1);
  if (fields !== undefined) {
    if (type === PRES) {
      fields["nmt_status"] = stateName(status);
      fields["requests_to_send"] = more & 7;
      fields["priority"] = (more >> 3) & 7;
      fields["exception_new"] = (flags & 0x10) !== 0;
    } else fields["exception_acknowledge"] = (flags & 4) !== 0;
    fields["multiplexed_slot"] = (flags & 0x20) !== 0;
    fields["ready"] = (flags & 1) !== 0;
    fields["pdo_version"] = `${version >> 4}.${version & 15}`;
    fields["size"] = size;
  }
  talk.emit(operationOf(type), type === PREQ ? REQUEST : NOTICE, fields);
}

function tellState(talk: Talk<Memory>, status: number): void {
  if (talk.memory.states[talk.side] === status) return;
  talk.memory.states[talk.side] = status;
  talk.object(`state ${stateName(status)}`);
}

function readSoa(reader: Reader, talk: Talk<Memory>, fields: Record<string, unknown> | undefined): void {
  const status = reader.u8();
  const flags = reader.u8();
  reader.skip(1);
  const service = reader.u8();
  const target = reader.u8();
  const version = reader.u8();
  if (service !== 0 && reader.ok) talk.target("node", target, 1);
  if (fields !== undefined) {
    fields["nmt_status"] = stateName(status);
    fields["exception_acknowledge"] = (flags & 4) !== 0;
    fields["exception_reset"] = (flags & 2) !== 0;
    fields["requested_service"] = service;
    fields["requested_target"] = target;
    fields["version"] = `${version >> 4}.${version & 15}`;
  }
  talk.emit(operationOf(service === 0 ? SOA_TYPE : SOA + service), service === 0 ? NOTICE : REQUEST, fields);
}

function readAsnd(
  reader: Reader,
  talk: Talk<Memory>,
  source: number,
  target: number,
  fields: Record<string, unknown> | undefined,
): void {
  const service = reader.u8();
  if (fields !== undefined) fields["service_id"] = service;
  switch (service) {
    case IDENT:
      readIdent(reader, talk, fields);
      break;
    case STATUS:
      readStatus(reader, talk, fields);
      break;
    case NMT_REQUEST:
    case NMT_COMMAND: {
      const command = reader.u8();
      // A request names the node; a command has a reserved octet there.
      const node = reader.u8();
      if (fields !== undefined) fields["command_id"] = command;
      if (service === NMT_REQUEST) {
        if (fields !== undefined) fields["requested_target"] = node;
        if (reader.ok) talk.target("node", node, 1);
      } else if (reader.ok) talk.target("node", target, 1);
      if (command === HOST_NAME) {
        const name = reader.text(Math.min(reader.left(), 32));
        if (name !== "") talk.object(name);
        if (fields !== undefined) fields["host_name"] = name;
      }
      talk.emit(operationOf(service === NMT_REQUEST ? ASND + NMT_REQUEST : NMT + command), REQUEST, fields);
      return;
    }
    case SDO_SERVICE:
      readSdo(reader, talk, source, target, fields);
      return;
  }
  talk.emit(operationOf(ASND + service), service <= SDO_SERVICE + 1 ? RESPONSE : NOTICE, fields);
}

const METHOD = "POWERLINK IdentResponse";
const PROFILES: Readonly<Record<number, string>> = {
  401: "I/O device",
  402: "drive",
  406: "encoder",
  408: "valve",
};

function readIdent(reader: Reader, talk: Talk<Memory>, fields: Record<string, unknown> | undefined): void {
  const flags = reader.u8();
  const more = reader.u8();
  const status = reader.u8();
  reader.skip(1);
  const version = reader.u8();
  reader.skip(1);
  const features = reader.u32le();
  const mtu = reader.u16le();
  const pollIn = reader.u16le();
  const pollOut = reader.u16le();
  const responseTime = reader.u32le();
  reader.skip(2);
  const deviceType = reader.u32le();
  const identity = [0, 0, 0, 0];
  const at = reader.position;
  for (let part = 0; part < 4; part++) identity[part] = reader.u32le();
  const whole = reader.ok;
  reader.skip(16);
  const softwareDate = reader.u32le();
  const softwareTime = reader.u32le();
  // Addresses are numbers as all others: lowest octet first.
  const ip = reader.i32le();
  const mask = reader.i32le();
  const gateway = reader.i32le();
  const hostAt = reader.position;
  const hostName = reader.text(Math.min(32, reader.left()));
  if (whole) tellIdentity(talk, deviceType, identity, at);
  if (whole) tellState(talk, status);
  if (reader.ok) {
    if (hostName !== "") talk.claim("sender", "name", hostName, 0.95, METHOD, hostAt, hostAt + 32);
    if (softwareDate !== 0)
      talk.claim("sender", "software", `application ${softwareDate}.${softwareTime}`, 0.5, METHOD, at + 32, at + 40);
    const mac = talk.senderMac();
    if (ip !== 0 && mac !== "") talk.note("sender", { kind: "binding", method: "POWERLINK", mac, ip: v4Text(ip) });
  }
  if (fields === undefined) return;
  fields["exception_new"] = (flags & 0x10) !== 0;
  fields["requests_to_send"] = more & 7;
  fields["nmt_status"] = stateName(status);
  fields["version"] = `${version >> 4}.${version & 15}`;
  fields["feature_flags"] = features;
  fields["mtu"] = mtu;
  fields["poll_in_size"] = pollIn;
  fields["poll_out_size"] = pollOut;
  fields["response_time"] = responseTime;
  fields["device_type"] = deviceType;
  fields["vendor_id"] = identity[0];
  fields["product_code"] = identity[1];
  fields["revision_number"] = identity[2];
  fields["serial_number"] = identity[3];
  fields["application_date"] = softwareDate;
  fields["application_time"] = softwareTime;
  fields["ip_address"] = v4Text(ip);
  fields["subnet_mask"] = v4Text(mask);
  fields["default_gateway"] = v4Text(gateway);
  fields["host_name"] = hostName;
}

function tellIdentity(talk: Talk<Memory>, deviceType: number, identity: readonly number[], at: number): void {
  const kind = PROFILES[deviceType & 0xffff];
  if (kind !== undefined) talk.claim("sender", "kind", kind, 0.8, METHOD, at - 4, at);
  for (let part = 0; part < 4; part++) {
    const text = identityText(part + 1, identity[part] as number);
    const what = (["vendor", "orderNumber", "hardware", "serial"] as const)[part];
    const start = at + part * 4;
    if (text !== "" && what !== undefined && (identity[part] as number) !== 0)
      talk.claim("sender", what, text, part === 1 ? 0.6 : 0.95, METHOD, start, start + 4);
  }
}

function readStatus(reader: Reader, talk: Talk<Memory>, fields: Record<string, unknown> | undefined): void {
  const flags = reader.u8();
  reader.skip(1);
  const status = reader.u8();
  reader.skip(3);
  const generic = reader.u8();
  reader.skip(7);
  if (reader.ok) tellState(talk, status);
  const errors: object[] = [];
  for (let count = 0; reader.left() >= 20 && count < MOST_ERRORS; count++) {
    const type = reader.u16le();
    // The list ends with an entry of type 0.
    if (type === 0) break;
    const code = reader.u16le();
    const time = reader.u64le();
    errors.push({ type, code, time, additional: reader.hex(8) });
    talk.object(`error 0x${code.toString(16).padStart(4, "0")}`);
  }
  if (fields === undefined) return;
  fields["exception_new"] = (flags & 0x10) !== 0;
  fields["exception_clear"] = (flags & 8) !== 0;
  fields["nmt_status"] = stateName(status);
  fields["error_register"] = generic;
  fields["errors"] = errors;
}
