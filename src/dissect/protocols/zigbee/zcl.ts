// Zigbee Cluster Library: CSA 07-5123 revision 8 sections 2.4 (frames), 2.5 (general commands), 2.6.2 (types), 3.2 (basic), 11.13 (upgrade).
import type { Attribute } from "../../../model/attribute.ts";
import { pair } from "../../pairing.ts";
import { type PointSpace, pointSpace } from "../../points.ts";
import type { Reader } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import { NOTICE, REQUEST, RESPONSE } from "../../talk.ts";
import type { Fields, Memory } from "./frame.ts";
import { deviceAt, route, sourceDevice } from "./frame.ts";
import { makerOf } from "./makers.ts";
import { clusterCommand, clusterName, GENERAL_COMMANDS } from "./operations.ts";

const READ_RESPONSE = 1;
const WRITE = 2;
const WRITE_UNDIVIDED = 3;
const WRITE_RESPONSE = 4;
const WRITE_SILENT = 5;
const REPORT = 10;
const DEFAULT_RESPONSE = 11;
const BASIC = 0;
const UPGRADE = 0x0019;
const DOOR_LOCK = 0x0101;
const ZONE = 0x0500;
const MOST_SHOWN = 32;
/** General commands that answer: responses are odd among the first ten. */
const ANSWERS: ReadonlySet<number> = new Set([1, 4, 7, 9, 11, 13, 16, 18, 20, 22]);
/** Which request a general command answers. */
const ASKED: Readonly<Record<number, number>> = { 1: 0, 4: 2, 7: 6, 9: 8, 13: 12, 16: 15, 18: 17, 20: 19, 22: 21 };
const METHOD = "Zigbee basic cluster";

/** Attributes of the basic cluster that tell who the device is. */
const IDENTITY: ReadonlyMap<number, readonly [Attribute, number]> = new Map([
  [0x0004, ["vendor", 0.95]],
  [0x0005, ["model", 0.95]],
  [0x0003, ["hardware", 0.8]],
  [0x0001, ["software", 0.6]],
  [0x000d, ["serial", 0.95]],
  [0x0010, ["location", 0.8]],
  [0x4000, ["firmware", 0.95]],
]);

const STATUS: Readonly<Record<number, string>> = {
  1: "failure",
  126: "not_authorized",
  128: "malformed_command",
  129: "unsup_cluster_command",
  130: "unsup_general_command",
  133: "invalid_field",
  134: "unsupported_attribute",
  135: "invalid_value",
  136: "read_only",
  137: "insufficient_space",
  139: "not_found",
  140: "unreportable_attribute",
  141: "invalid_data_type",
  143: "write_only",
  148: "timeout",
  150: "invalid_image",
  151: "wait_for_data",
  152: "no_image_available",
  193: "software_failure",
  195: "unsupported_cluster",
};

const BOOLEAN = space("boolean");
const BITMAP = space("bitmap");
const UNSIGNED = space("unsigned integer");
const SIGNED = space("signed integer");
const ENUMERATION = space("enumeration");
const SINGLE = space("single precision");
const DOUBLE = space("double precision");

function space(type: string): PointSpace {
  return pointSpace("zigbee", "attribute", type, "device");
}

/** The value read last: a number, a text, or neither. */
let number = Number.NaN;
let text: string | undefined;
let valueSpace: PointSpace | undefined;

/** Reads a frame of a cluster, on the endpoint `from` of its sender. */
export function readCluster(
  reader: Reader,
  talk: Talk<Memory>,
  fields: Fields,
  cluster: number,
  from: number,
  to: number,
): void {
  const control = reader.u8();
  const isGeneral = (control & 3) === 0;
  const isMakers = (control & 4) !== 0;
  const toClient = (control & 8) !== 0;
  const maker = isMakers ? reader.u16le() : -1;
  const sequence = reader.u8();
  const command = reader.u8();
  const name = clusterName(cluster);
  if (fields !== undefined) {
    fields["zcl_frame_type"] = control & 3;
    fields["zcl_direction"] = toClient ? "to client" : "to server";
    if (isMakers) fields["manufacturer_code"] = maker;
    fields["zcl_sequence_number"] = sequence;
    fields["zcl_command"] = command;
    fields["cluster_name"] = name;
  }
  if (isMakers && reader.ok && (toClient || route.destination < 0xfff8)) {
    // Commands of a maker go to its devices, and come from them.
    const about = toClient ? sourceDevice() : deviceAt(route.destination);
    talk.claim(about, "vendor", makerOf(maker), 0.4, "Zigbee manufacturer code");
  }
  if (isGeneral) {
    const isAnswer = ANSWERS.has(command);
    if (isAnswer && command !== DEFAULT_RESPONSE) pair(talk, false, markOf(cluster, ASKED[command] ?? 0, sequence));
    else if (!isAnswer) pair(talk, true, markOf(cluster, command, sequence));
    readGeneral(reader, talk, fields, cluster, command, isMakers, isAnswer ? from : to);
    reader.skipRest();
    const direction = isAnswer ? RESPONSE : command === REPORT ? NOTICE : REQUEST;
    talk.emit(GENERAL_COMMANDS.of(command), direction, fields);
    return;
  }
  talk.object(name);
  pair(talk, !toClient, markOf(cluster, 0x80 | (command & 0x7f), sequence));
  const operation = clusterCommand(isMakers ? -1 : cluster, toClient, command);
  if (!isMakers) readOwn(reader, talk, fields, cluster, toClient, command);
  reader.skipRest();
  const asks = cluster === UPGRADE ? command === 0 && toClient : false;
  const tells = operation.act === "alarm" && toClient;
  talk.emit(operation, tells || asks ? NOTICE : toClient ? RESPONSE : REQUEST, fields);
}

function markOf(cluster: number, command: number, sequence: number): number {
  return (cluster << 16) ^ (command << 9) ^ (sequence << 1);
}

function readGeneral(
  reader: Reader,
  talk: Talk<Memory>,
  fields: Fields,
  cluster: number,
  command: number,
  isMakers: boolean,
  endpoint: number,
): void {
  switch (command) {
    case 0: {
      const count = reader.left() >> 1;
      const asked: number[] = [];
      for (let index = 0; index < count && index < MOST_SHOWN; index++) {
        const attribute = reader.u16le();
        talk.target(clusterName(cluster), attribute, 1);
        if (fields !== undefined) asked.push(attribute);
      }
      if (fields !== undefined) fields["attributes"] = asked;
      return;
    }
    case READ_RESPONSE:
    case WRITE:
    case WRITE_UNDIVIDED:
    case WRITE_SILENT:
    case REPORT:
      readValues(reader, talk, fields, cluster, command, isMakers, endpoint);
      return;
    case WRITE_RESPONSE: {
      const status = reader.u8();
      if (fields !== undefined) fields["zcl_status"] = status;
      if (reader.ok && status !== 0) talk.refused(statusName(status));
      return;
    }
    case DEFAULT_RESPONSE: {
      const answered = reader.u8();
      const status = reader.u8();
      if (fields !== undefined) Object.assign(fields, { answered_command: answered, zcl_status: status });
      if (reader.ok && status !== 0) talk.refused(statusName(status));
      return;
    }
  }
}

function statusName(status: number): string {
  return STATUS[status] ?? `status_${status}`;
}

function readValues(
  reader: Reader,
  talk: Talk<Memory>,
  fields: Fields,
  cluster: number,
  command: number,
  isMakers: boolean,
  endpoint: number,
): void {
  const name = clusterName(cluster);
  const rows: object[] = [];
  const isRead = command === READ_RESPONSE || command === REPORT;
  const owner = isRead ? route.source : route.destination;
  let refused = 0;
  let told = 0;
  while (reader.left() >= 3 && reader.ok) {
    const at = reader.position;
    const attribute = reader.u16le();
    const status = command === READ_RESPONSE ? reader.u8() : 0;
    if (status !== 0) {
      refused = status;
      told++;
      if (fields !== undefined && rows.length < MOST_SHOWN) rows.push({ attribute, status: statusName(status) });
      continue;
    }
    const type = reader.u8();
    if (!readValue(reader, type)) break;
    if (!reader.ok) break;
    told++;
    talk.target(name, attribute, 1);
    if (valueSpace !== undefined && !isMakers) talk.sample(valueSpace, owner, name, attribute, number);
    if (cluster === BASIC && isRead && !isMakers) claimIdentity(talk, attribute, at, reader.position);
    if (fields !== undefined && rows.length < MOST_SHOWN)
      rows.push({ attribute, type, value: text ?? (Number.isNaN(number) ? null : number) });
  }
  if (refused !== 0 && told === 1) talk.refused(statusName(refused));
  if (fields !== undefined) {
    fields["values"] = rows;
    fields["endpoint"] = endpoint;
  }
}

function claimIdentity(talk: Talk<Memory>, attribute: number, at: number, end: number): void {
  const known = IDENTITY.get(attribute);
  if (known === undefined) return;
  const value = text ?? (Number.isNaN(number) ? "" : `${number}`);
  talk.claim(sourceDevice(), known[0], value.trim(), known[1], METHOD, at, end);
}

/** Reads a value into `number`, `text` and `valueSpace`; false where its length cannot be known. */
function readValue(reader: Reader, type: number): boolean {
  number = Number.NaN;
  text = undefined;
  valueSpace = undefined;
  switch (type) {
    case 0x00:
      return true;
    case 0x10:
      number = reader.u8();
      valueSpace = BOOLEAN;
      return true;
    case 0x30:
      number = reader.u8();
      valueSpace = ENUMERATION;
      return true;
    case 0x31:
      number = reader.u16le();
      valueSpace = ENUMERATION;
      return true;
    case 0x38:
      reader.skip(2);
      return true;
    case 0x39:
      number = reader.f32le();
      valueSpace = SINGLE;
      return true;
    case 0x3a:
      number = reader.f64le();
      valueSpace = DOUBLE;
      return true;
    case 0x41:
    case 0x42: {
      const length = reader.u8();
      if (length === 0xff) return true;
      if (type === 0x42) text = reader.text(length);
      else reader.skip(length);
      return true;
    }
    case 0x43:
    case 0x44: {
      const length = reader.u16le();
      if (length !== 0xffff) reader.skip(length);
      return true;
    }
    case 0xe0:
    case 0xe1:
    case 0xe2:
    case 0xea:
      reader.skip(4);
      return true;
    case 0xe8:
    case 0xe9:
      reader.skip(2);
      return true;
    case 0xf0:
      reader.skip(8);
      return true;
    case 0xf1:
      reader.skip(16);
      return true;
  }
  return readInteger(reader, type);
}

function readInteger(reader: Reader, type: number): boolean {
  const length = (type & 7) + 1;
  const family = type & 0xf8;
  if (family === 0x08) {
    reader.skip(length);
    return true;
  }
  if (family !== 0x18 && family !== 0x20 && family !== 0x28) return false;
  let value = 0;
  let weight = 1;
  for (let index = 0; index < length; index++) {
    value += reader.u8() * weight;
    weight *= 256;
  }
  const all = weight - 1;
  if (family === 0x28) {
    // The lowest value stands for none.
    if (value === weight / 2) return true;
    number = value >= weight / 2 ? value - weight : value;
    valueSpace = SIGNED;
    return true;
  }
  number = value;
  if (family === 0x18) valueSpace = BITMAP;
  // The highest value stands for none.
  else if (value !== all) valueSpace = UNSIGNED;
  return true;
}

/** What the commands of some clusters hold. */
function readOwn(
  reader: Reader,
  talk: Talk<Memory>,
  fields: Fields,
  cluster: number,
  toClient: boolean,
  command: number,
): void {
  if (cluster === DOOR_LOCK && !toClient && command <= 3) {
    if (command === 3) reader.skip(2);
    const length = reader.left() > 0 ? reader.u8() : 0;
    if (length > 0 && reader.ok) notePin(talk);
  } else if (cluster === DOOR_LOCK && !toClient && (command === 5 || command === 0x16)) notePin(talk);
  else if (cluster === DOOR_LOCK && toClient && command <= 3) {
    const status = reader.u8();
    if (reader.ok && status !== 0) talk.refused(statusName(status));
  } else if (cluster === ZONE && toClient && command === 0) {
    const status = reader.u16le();
    if (fields !== undefined) fields["zone_status"] = status;
    talk.sample(BITMAP, route.source, "ias zone", 2, status);
  } else if (cluster === UPGRADE && !toClient && (command === 1 || command === 3)) {
    reader.skip(1);
    const maker = reader.u16le();
    const image = reader.u16le();
    const version = reader.u32le();
    if (!reader.ok) return;
    if (fields !== undefined) Object.assign(fields, { manufacturer: maker, image_type: image, file_version: version });
    talk.claim(sourceDevice(), "vendor", makerOf(maker), 0.7, "Zigbee upgrade request");
    // A request for a block names the version that it fetches, not the one that runs.
    if (command === 1)
      talk.claim(
        sourceDevice(),
        "firmware",
        `0x${version.toString(16).padStart(8, "0")}`,
        0.7,
        "Zigbee upgrade request",
      );
  }
}

function notePin(talk: Talk<Memory>): void {
  talk.note(sourceDevice(), { kind: "credential", method: "Zigbee door lock code", exposure: "clear" });
}
