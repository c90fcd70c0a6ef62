// Foundation Fieldbus HSE: FF-588 (field device access agent: header, trailer, sessions), FF-589 (system management), the
// fieldbus message specification of IEC 61158 type 5, over UDP and TCP.
// Not decoded: values of records other than a float with its status, object descriptions, events, segments of domains, lists of
// H1 devices, LAN redundancy beyond the names of its services.
import { v4Text, v6TextOf } from "../../addresses.ts";
import { DONE, dissector, LIKELY, MORE, NO, REFUSE } from "../../dissector.ts";
import { type Asked, answer, ask, nothingAsked } from "../../pairing.ts";
import { BAD, GOOD, pointSpace, UNCERTAIN } from "../../points.ts";
import { hexOf, type Reader } from "../../reader.ts";
import type { About, Direction, Talk } from "../../talk.ts";
import { NOTICE, REQUEST, RESPONSE, UNDIRECTED } from "../../talk.ts";
import {
  ANNUNCIATION,
  CLEAR_ADDRESS,
  CLEAR_ASSIGNMENT,
  CONFIRMED,
  DEVICE_TYPES,
  ERROR_CLASSES,
  FIND_TAG_QUERY,
  FIND_TAG_REPLY,
  FMS_IDENTIFY,
  INFORMATION_REPORT,
  INFORMATION_REPORT_SUBINDEX,
  makerOf,
  OPEN_SESSION,
  READ,
  READ_SUBINDEX,
  REPORT_ON_CHANGE,
  REPORT_ON_CHANGE_SUBINDEX,
  SERVICES,
  SET_ASSIGNMENT,
  SM_IDENTIFY,
  WRITE,
  WRITE_SUBINDEX,
} from "./names.ts";

const HEADER = 12;
const VERSION = 1;
const LONGEST = 65_536;
/** Options: which parts the trailer has, and how much padding is before it. */
const HAS_NUMBER = 0x80;
const HAS_INVOKE_ID = 0x40;
const HAS_TIME = 0x20;
const HAS_CONTROL = 0x08;
const PADDING = 7;
/** Kinds of messages of confirmed services. */
const RESPONSE_MESSAGE = 1;
const ERROR_MESSAGE = 2;
const TAG = 32;
const WITH_STATUS = pointSpace("ffhse", "object", "float with status");

interface Memory {
  asked: Asked;
  told: boolean;
}

type Shown = Record<string, unknown> | undefined;

/** Controllers, linking devices and field devices of process plants on Ethernet. */
export const ffhse = dissector<Memory>({
  name: "ffhse",
  aliases: ["ff", "ff-hse"],
  title: "Foundation Fieldbus HSE",
  standard: "FF-588",
  world: "ot",
  authentication: "none",
  carriage: [
    { over: "udp", ports: [1089, 1090, 1091, 3622] },
    { over: "tcp", ports: [1089, 1090, 1091] },
  ],
  remember: () => ({ asked: nothingAsked(), told: false }),
  probe(reader, talk) {
    if (reader.peek() !== VERSION || reader.left() < HEADER) return NO;
    const kind = reader.peek(2);
    const service = reader.peek(3);
    if ((kind & 3) > ERROR_MESSAGE || !SERVICES.has(((kind >> 2) << 8) | service)) return NO;
    // Messages that are not confirmed are requests.
    if ((service & CONFIRMED) === 0 && (kind & 3) !== 0) return NO;
    if ((reader.peek(1) & 0x10) !== 0) return NO;
    const length = reader.peek16(8) * 65536 + reader.peek16(10);
    if (length < HEADER + trailerOf(reader.peek(1)) || length > LONGEST) return NO;
    return length === reader.left() || (talk.stream && length > reader.left() && reader.left() > 200) ? LIKELY : NO;
  },
  read(reader, talk) {
    const version = reader.u8();
    const options = reader.u8();
    const kind = reader.u8();
    const service = reader.u8();
    const address = reader.u32();
    const length = reader.u32();
    if (!reader.ok) return reader.complete ? REFUSE : MORE;
    if (version !== VERSION || length < HEADER || length > LONGEST) return REFUSE;
    if (!reader.fence(length)) return MORE;
    const code = ((kind >> 2) << 8) | service;
    const type = kind & 3;
    const trailer = trailerOf(options) + (options & PADDING);
    const end = reader.end;
    let invoke = -1;
    const fields: Shown = talk.detailed
      ? {
          protocol_id: kind >> 2,
          message_type: type,
          service_id: service & 0x7f,
          fda_address: address,
          message_length: length,
        }
      : undefined;
    if (reader.cut || reader.left() < trailer) {
      // The trailer is told only where it is all here.
      if (!reader.cut) talk.fault("bad length", 8);
    } else {
      const start = reader.position;
      reader.end = end - trailer;
      const contentEnd = reader.end;
      reader.end = end;
      reader.position = contentEnd + (options & PADDING);
      if ((options & HAS_NUMBER) !== 0) {
        const number = reader.u32();
        if (fields !== undefined) fields["message_number"] = number;
      }
      if ((options & HAS_INVOKE_ID) !== 0) {
        invoke = reader.u32();
        if (fields !== undefined) fields["invoke_id"] = invoke;
      }
      reader.position = start;
      reader.end = contentEnd;
    }
    if (!SERVICES.has(code)) talk.fault("unknown service", 2);
    const isConfirmed = (service & CONFIRMED) !== 0;
    let direction: Direction = REQUEST;
    const mark = Math.imul(invoke, 31) + code;
    if (isConfirmed && type !== 0) {
      direction = RESPONSE;
      answer(talk, talk.memory.asked, mark);
    } else if (isConfirmed) ask(talk, talk.memory.asked, mark);
    else if (code === ANNUNCIATION) direction = UNDIRECTED;
    else if (code !== FIND_TAG_QUERY) direction = NOTICE;
    const sound = reader.ok;
    if (type === ERROR_MESSAGE && isConfirmed) readError(talk, reader, fields);
    else readService(talk, reader, code, type === RESPONSE_MESSAGE, fields);
    // What was read beyond a short message is its fault; the rest of a longer one is of no meaning here.
    reader.end = end;
    if (reader.ok || !sound) reader.skipRest();
    else reader.position = end;
    talk.emit(SERVICES.of(code), direction, fields);
    return DONE;
  },
});

function trailerOf(options: number): number {
  return (
    ((options & HAS_NUMBER) !== 0 ? 4 : 0) +
    ((options & HAS_INVOKE_ID) !== 0 ? 4 : 0) +
    ((options & HAS_TIME) !== 0 ? 8 : 0) +
    ((options & HAS_CONTROL) !== 0 ? 4 : 0)
  );
}

function readError(talk: Talk<Memory>, reader: Reader, fields: Shown): void {
  const errorClass = reader.u8();
  const code = reader.u8();
  const additional = reader.i16();
  const words = reader.text(Math.min(16, reader.left()));
  const name = ERROR_CLASSES[errorClass] ?? "error";
  if (reader.ok) talk.refused(`${name}_${code}`);
  if (fields !== undefined)
    Object.assign(fields, {
      error_class: name,
      error_code: code,
      additional_code: additional,
      additional_description: words,
    });
}

function readService(talk: Talk<Memory>, reader: Reader, code: number, isAnswer: boolean, fields: Shown): void {
  switch (code) {
    case ANNUNCIATION:
      readDevice(talk, reader, fields);
      return;
    case SM_IDENTIFY:
      if (isAnswer) readDevice(talk, reader, fields);
      return;
    case FIND_TAG_QUERY: {
      reader.skip(8);
      const tag = reader.text(TAG);
      if (reader.ok && tag !== "") talk.object(`tag ${tag}`);
      if (fields !== undefined) fields["tag"] = tag;
      return;
    }
    case FIND_TAG_REPLY:
      readFound(talk, reader, fields);
      return;
    case CLEAR_ADDRESS:
    case SET_ASSIGNMENT:
    case CLEAR_ASSIGNMENT:
      if (!isAnswer) readAssignment(talk, reader, fields);
      return;
    case OPEN_SESSION: {
      reader.skip(20);
      const tag = reader.text(TAG);
      if (reader.ok) talk.claim("sender", "name", tag, 0.7, "FF HSE session");
      if (isAnswer && !talk.memory.told) {
        talk.memory.told = true;
        talk.note("sender", { kind: "session", protocol: "FF HSE", anonymous: true });
      }
      if (fields !== undefined) fields["pd_tag"] = tag;
      return;
    }
    case FMS_IDENTIFY: {
      if (!isAnswer) return;
      const method = "FMS identify";
      const at = reader.position;
      const vendor = reader.text(TAG);
      const model = reader.text(TAG);
      const revision = reader.text(TAG);
      if (!reader.ok) return;
      talk.claim("sender", "vendor", vendor, 0.9, method, at, at + TAG);
      talk.claim("sender", "model", model, 0.9, method, at + TAG, at + 2 * TAG);
      talk.claim("sender", "firmware", revision, 0.85, method, at + 2 * TAG, at + 3 * TAG);
      if (fields !== undefined) Object.assign(fields, { vendor_name: vendor, model_name: model, revision });
      return;
    }
    case READ:
    case READ_SUBINDEX:
    case WRITE:
    case WRITE_SUBINDEX:
      if (!isAnswer)
        readVariable(talk, reader, code === READ_SUBINDEX || code === WRITE_SUBINDEX, code === WRITE, fields);
      return;
    case INFORMATION_REPORT:
    case INFORMATION_REPORT_SUBINDEX:
    case REPORT_ON_CHANGE:
    case REPORT_ON_CHANGE_SUBINDEX: {
      const hasSubindex = code === INFORMATION_REPORT_SUBINDEX || code === REPORT_ON_CHANGE_SUBINDEX;
      readVariable(talk, reader, hasSubindex, !hasSubindex, fields);
      return;
    }
    default:
  }
}

/** What a device says of itself: in annunciations, and when it is asked to identify itself. */
function readDevice(talk: Talk<Memory>, reader: Reader, fields: Shown): void {
  const state = reader.u8();
  const type = reader.u8();
  const redundancy = reader.u8();
  const duplicates = reader.u8();
  const index = reader.u16();
  reader.skip(2);
  const addressAt = reader.position;
  reader.skip(16);
  const idAt = reader.position;
  const deviceId = reader.text(TAG);
  const tagAt = reader.position;
  const tag = reader.text(TAG);
  reader.skip(8);
  const annunciation = reader.u32();
  const version = reader.u32();
  if (!reader.ok) return;
  const method = "FF HSE device annunciation";
  tellDeviceId(talk, "sender", deviceId, idAt, method);
  talk.claim("sender", "name", tag, 0.85, method, tagAt, tagAt + TAG);
  const kinds = DEVICE_TYPES.filter((_, bit) => (type & (0x80 >> bit)) !== 0);
  talk.claim("sender", "kind", kinds.join(", "), 0.85, method, idAt, tagAt);
  if ((type & 0x80) !== 0 || (type & 0x40) !== 0) talk.claim("sender", "role", "gateway", 0.7, method);
  if ((duplicates & 3) !== 0) talk.fault((duplicates & 2) !== 0 ? "duplicate tag" : "duplicate device index", 15);
  if (fields === undefined) return;
  Object.assign(fields, {
    smk_state: state >> 1 === 2 ? "operational" : state >> 1 === 1 ? "no_tag" : state >> 1,
    synchronized: (state & 1) !== 0,
    device_type: kinds,
    redundancy_state: redundancy,
    device_index: index,
    operational_ip_address: addressText(reader.bytes, addressAt),
    device_id: deviceId,
    pd_tag: tag,
    annunciation_version: annunciation,
    device_version: version,
  });
}

/** Six digits of the maker, four of the type, then what tells one device from another. */
function tellDeviceId(talk: Talk, about: About, deviceId: string, at: number, method: string): void {
  if (deviceId === "") return;
  talk.object(`device ${deviceId}`);
  talk.claim(about, "vendor", makerOf(deviceId), 0.75, method, at, at + 6);
  const isUsual = /^[0-9A-Fa-f]{10}/.test(deviceId);
  talk.claim(
    about,
    "serial",
    isUsual ? deviceId.slice(10).replace(/^[_ -]+/, "") : deviceId,
    isUsual ? 0.75 : 0.6,
    method,
    at,
    at + TAG,
  );
  if (isUsual) talk.claim(about, "orderNumber", `type ${deviceId.slice(6, 10)}`, 0.5, method, at + 6, at + 10);
}

function readFound(talk: Talk<Memory>, reader: Reader, fields: Shown): void {
  reader.skip(12);
  const addressAt = reader.position;
  reader.skip(20);
  const idAt = reader.position;
  const deviceId = reader.text(TAG);
  const tag = reader.text(TAG);
  if (!reader.ok) return;
  const ip = addressText(reader.bytes, addressAt);
  const about: About =
    /^(0\.0\.0\.0|::)$/.test(ip) || ip === "" ? { part: `device ${deviceId}`, of: "sender" } : { ip };
  tellDeviceId(talk, about, deviceId, idAt, "FF HSE found tag");
  talk.claim(about, "name", tag, 0.7, "FF HSE found tag");
  if (fields !== undefined) Object.assign(fields, { queried_ip_address: ip, device_id: deviceId, pd_tag: tag });
}

function readAssignment(talk: Talk<Memory>, reader: Reader, fields: Shown): void {
  const deviceId = reader.text(TAG);
  const tag = reader.text(TAG);
  if (!reader.ok) return;
  if (deviceId !== "") talk.object(`device ${deviceId}`);
  if (tag !== "") talk.object(`tag ${tag}`);
  if (fields !== undefined) Object.assign(fields, { device_id: deviceId, pd_tag: tag });
}

/** An object by its index in the dictionary, with its value where the message carries one. */
function readVariable(
  talk: Talk<Memory>,
  reader: Reader,
  hasSubindex: boolean,
  hasValue: boolean,
  fields: Shown,
): void {
  const index = reader.u32();
  const subindex = hasSubindex ? reader.u32() : 0;
  if (!reader.ok) return;
  talk.target("object", index, 1);
  if (fields !== undefined) {
    fields["index"] = index;
    if (hasSubindex) fields["subindex"] = subindex;
    fields["value"] = hexOf(reader.bytes, reader.position, Math.min(reader.end, reader.position + 64));
  }
  if (!hasValue || reader.left() !== 5) return;
  // A status and a float (DS-65) is what blocks publish.
  const status = reader.u8();
  const value = reader.f32();
  const quality = status >> 6 === 0 ? BAD : status >> 6 === 1 ? UNCERTAIN : GOOD;
  talk.sample(WITH_STATUS, -1, "", index, value, quality);
}

/** Sixteen octets: IPv6, or IPv4 in the last four. */
function addressText(bytes: Uint8Array, at: number): string {
  let zeros = 0;
  while (zeros < 12 && bytes[at + zeros] === 0) zeros++;
  const isV4 = zeros === 12 || (zeros === 10 && bytes[at + 10] === 0xff && bytes[at + 11] === 0xff);
  if (!isV4) return v6TextOf(bytes, at);
  const word =
    ((bytes[at + 12] as number) << 24) |
    ((bytes[at + 13] as number) << 16) |
    ((bytes[at + 14] as number) << 8) |
    (bytes[at + 15] as number);
  return v4Text(word);
}
