// CODESYS V3 runtime protocol, as publicly described: Kaspersky ICS CERT (2019), Microsoft ICS forensics tools (2022).
// Not decoded: contents of services but a login's user, blocks after the first of a service, secure services, checksums.
import type { Answer, Likeness } from "../../dissector.ts";
import { CERTAIN, DONE, dissector, LIKELY, MORE, NO, POSSIBLE, REFUSE } from "../../dissector.ts";
import type { Asked } from "../../pairing.ts";
import { answer, ask, nothingAsked } from "../../pairing.ts";
import type { Reader } from "../../reader.ts";
import type { Direction, Talk } from "../../talk.ts";
import { REQUEST, RESPONSE, UNDIRECTED } from "../../talk.ts";
import { CHANNEL, LOGIN, NAMES, SERVICES, serviceCode } from "./services.ts";

/** On the wire 00 01 17 e8, then the length of the whole, little-endian. */
const BLOCK_MAGIC = 0x000117e8;
const BLOCK_HEADER = 8;
const LONGEST = 4096;
const DATAGRAM_MAGIC = 0xc5;
const DATAGRAM_HEADER = 6;
const HEADER_WORDS = 3;
const ADDRESS_NOTIFICATION = 1;
const ADDRESS_RESPONSE = 2;
const NAME_SERVER = 3;
const NAME_CLIENT = 4;
const CHANNEL_MANAGER = 64;
const RESOLVE_ADDRESS = 0xc201;
const RESOLVE_NAME = 0xc202;
const DEVICE_INFORMATION = 0xc280;
const APPLICATION_BLOCK = 0x01;
const APPLICATION_ACKNOWLEDGE = 0x02;
const KEEP_ALIVE = 0x03;
const OPEN_REQUEST = 0xc3;
const OPEN_RESPONSE = 0x83;
const CLOSE = 0xc4;
const NORMAL_SERVICE = 0xcd55;
const SECURE_SERVICE = 0x7557;
const CREDENTIALS_TAG = 0x81;
const USER_TAG = 0x10;
/** Where names begin in device information when their own offset is zero. */
const NAMES_AT = 48;
const MOST_TAGS = 64;

type Fields = Record<string, unknown>;

/** Discovery, programming and monitoring of controllers with the CODESYS V3 runtime. */
export const codesys3 = dissector<Asked>({
  name: "codesys3",
  aliases: ["codesys-v3", "codesys"],
  title: "CODESYS V3",
  standard: "Kaspersky ICS CERT 2019 (public description)",
  world: "ot",
  authentication: "optional",
  longest: LONGEST,
  carriage: [
    { over: "tcp", ports: [11740, 11741, 11742, 11743] },
    { over: "udp", ports: [1740, 1741, 1742, 1743] },
  ],
  remember: nothingAsked,
  probe(reader, talk) {
    if (!talk.stream) return probeDatagram(reader);
    const magic = reader.u32();
    if (!reader.ok) return NO;
    const length = reader.left() >= 4 ? reader.u32le() : BLOCK_HEADER + DATAGRAM_HEADER;
    return magic === BLOCK_MAGIC && length >= BLOCK_HEADER + DATAGRAM_HEADER && length <= LONGEST ? CERTAIN : NO;
  },
  read(reader, talk): Answer {
    if (!talk.stream) {
      if (probeDatagram(reader) === NO) return REFUSE;
      reader.fence(reader.end - reader.start);
      return readDatagram(reader, talk);
    }
    const magic = reader.u32();
    if (reader.ok && magic !== BLOCK_MAGIC) return REFUSE;
    const length = reader.u32le();
    if (!reader.ok) return MORE;
    if (length < BLOCK_HEADER + DATAGRAM_HEADER || length > LONGEST) return REFUSE;
    if (!reader.fence(length)) return MORE;
    return reader.peek() === DATAGRAM_MAGIC ? readDatagram(reader, talk) : REFUSE;
  },
});

/** Router header: hops, priority, service, and addresses in words, filled up to four octets. */
function readDatagram(reader: Reader, talk: Talk<Asked>): Answer {
  const start = reader.position;
  reader.skip(1);
  const hops = reader.u8();
  const flags = reader.u8();
  const service = reader.u8();
  const message = reader.u8();
  const lengths = reader.u8();
  const receiver = (lengths & 0x0f) * 2;
  const sender = (lengths >> 4) * 2;
  if (!reader.ok || receiver + sender > reader.left()) return REFUSE;
  const fields: Fields | undefined = talk.detailed
    ? {
        hop_count: hops >> 3,
        priority: flags >> 6,
        service_id: service,
        message_id: message,
        receiver_address: reader.hex(receiver),
        sender_address: reader.hex(sender),
      }
    : undefined;
  reader.position = start + DATAGRAM_HEADER + receiver + sender;
  reader.skip(Math.min(reader.left(), (4 - ((reader.position - start) & 3)) & 3));
  if (service === CHANNEL_MANAGER) readChannel(reader, talk, fields);
  else if (service === NAME_SERVER || service === NAME_CLIENT) readNames(reader, talk, service === NAME_CLIENT, fields);
  else {
    finish(reader, fields);
    const known = service === ADDRESS_NOTIFICATION || service === ADDRESS_RESPONSE;
    if (!known) talk.fault("unknown service", start + 3 - reader.start);
    talk.emit(
      known ? SERVICES.of(NAMES + service) : SERVICES.unnamed,
      service === ADDRESS_RESPONSE ? RESPONSE : UNDIRECTED,
      fields,
    );
  }
  return DONE;
}

function finish(reader: Reader, fields: Fields | undefined): void {
  if (fields !== undefined && reader.left() > 0) fields["data"] = reader.hex(Math.min(reader.left(), 256));
  reader.skipRest();
}

/** Name service: who is there, and what it is. */
function readNames(reader: Reader, talk: Talk<Asked>, isAnswer: boolean, fields: Fields | undefined): void {
  const at = reader.position;
  const subcommand = reader.u16le();
  const version = reader.u16le();
  const message = reader.u32le();
  if (isAnswer) answer(talk, talk.memory, message | 0);
  else ask(talk, talk.memory, message | 0);
  if (fields !== undefined) Object.assign(fields, { subcommand, version, name_message_id: message });
  let code = NAMES + 0x13;
  if (subcommand === RESOLVE_ADDRESS) code = NAMES + 0x10;
  else if (subcommand === RESOLVE_NAME) code = NAMES + 0x11;
  else if (subcommand === DEVICE_INFORMATION) {
    code = NAMES + 0x12;
    if (version === 0x103 || version === 0x400) readDevice(reader, talk, at, fields);
  }
  finish(reader, fields);
  talk.emit(SERVICES.of(code), isAnswer ? RESPONSE : REQUEST, fields);
}

/** Names of node, device and maker in UTF-16 with a zero behind each, then the serial number. */
function readDevice(reader: Reader, talk: Talk<Asked>, start: number, fields: Fields | undefined): void {
  const channels = reader.u16le();
  reader.skip(2);
  const offset = reader.u16le();
  const nodeLength = reader.u16le();
  const deviceLength = reader.u16le();
  const vendorLength = reader.u16le();
  const targetType = reader.u32le();
  const targetId = reader.u32le();
  const version = [reader.u8(), reader.u8(), reader.u8(), reader.u8()].reverse().join(".");
  reader.skip(4);
  const serialLength = reader.u8();
  reader.skip(start + NAMES_AT + offset - reader.position);
  if (!reader.ok) return;
  const method = "CODESYS V3 device information";
  const name = (length: number): string => {
    const text = reader.utf16le(Math.min(length * 2, reader.left()));
    reader.skip(Math.min(2, reader.left()));
    return text;
  };
  const node = name(nodeLength);
  const device = name(deviceLength);
  const vendor = name(vendorLength);
  const serial = reader.text(Math.min(serialLength, reader.left()));
  talk.claim("sender", "name", node, 0.95, method);
  talk.claim("sender", "model", device, 0.9, method);
  talk.claim("sender", "vendor", vendor, 0.9, method);
  talk.claim("sender", "firmware", version, 0.9, method);
  talk.claim("sender", "serial", serial, 0.9, method);
  talk.claim("sender", "role", "plc", 0.7, method);
  if (fields !== undefined)
    Object.assign(fields, {
      maximum_channels: channels,
      node_name: node,
      device_name: device,
      vendor_name: vendor,
      target_type: targetType,
      target_id: targetId,
      target_version: version,
      serial_number: serial,
    });
}

/** Channels: opened, acknowledged, kept alive, closed, and blocks of services. */
function readChannel(reader: Reader, talk: Talk<Asked>, fields: Fields | undefined): void {
  const type = reader.u8();
  const flags = reader.u8();
  if (fields !== undefined) Object.assign(fields, { channel_type: type, channel_flags: flags });
  let direction: Direction = UNDIRECTED;
  let code = CHANNEL + type;
  switch (type) {
    case OPEN_REQUEST:
    case OPEN_RESPONSE: {
      reader.skip(6);
      const message = reader.u32le();
      if (fields !== undefined) fields["open_message_id"] = message;
      direction = type === OPEN_REQUEST ? REQUEST : RESPONSE;
      if (type === OPEN_REQUEST) ask(talk, talk.memory, message | 0);
      else {
        answer(talk, talk.memory, message | 0);
        const reason = reader.u16le();
        if (fields !== undefined) Object.assign(fields, { reason, channel_id: reader.u16le() });
        if (reason !== 0) talk.refused(`reason_${reason}`);
      }
      break;
    }
    case CLOSE: {
      reader.skip(6);
      const channel = reader.u16le();
      if (fields !== undefined) Object.assign(fields, { channel_id: channel, reason: reader.u16le() });
      break;
    }
    case APPLICATION_ACKNOWLEDGE:
    case KEEP_ALIVE: {
      const channel = reader.u16le();
      if (fields !== undefined) fields["channel_id"] = channel;
      break;
    }
    case APPLICATION_BLOCK: {
      const channel = reader.u16le();
      const block = reader.u32le();
      const acknowledged = reader.u32le();
      direction = (flags & 0x80) !== 0 ? REQUEST : RESPONSE;
      if (fields !== undefined)
        Object.assign(fields, { channel_id: channel, block_id: block, acknowledge_id: acknowledged });
      if ((flags & 1) !== 0) code = readService(reader, talk, channel, fields);
      break;
    }
    default:
      if (!SERVICES.has(code)) talk.fault("unknown channel type", reader.position - 2 - reader.start);
  }
  finish(reader, fields);
  talk.emit(SERVICES.of(code), direction, fields);
}

/** The first block of a service: component and number, session, then tags; answers the service's code. */
function readService(reader: Reader, talk: Talk<Asked>, channel: number, fields: Fields | undefined): number {
  const remaining = reader.u32le();
  reader.skip(4);
  const start = reader.position;
  const protocol = reader.u16le();
  const headerSize = reader.u16le();
  if (fields !== undefined) Object.assign(fields, { remaining_size: remaining, protocol_id: protocol });
  if (protocol === SECURE_SERVICE) return CHANNEL + 0x100;
  if (protocol !== NORMAL_SERVICE) {
    talk.fault("unknown protocol id", start - reader.start);
    return CHANNEL + APPLICATION_BLOCK;
  }
  const group = reader.u16le();
  const subcommand = reader.u16le();
  const session = reader.u32le();
  const content = reader.u32le();
  const isAnswer = (group & 0x80) !== 0;
  const component = group & 0x7f;
  const mark = (channel << 15) ^ (component << 8) ^ (subcommand & 0xff);
  const code = serviceCode(component, subcommand);
  if (isAnswer) answer(talk, talk.memory, mark);
  else ask(talk, talk.memory, mark);
  if (fields !== undefined)
    Object.assign(fields, {
      command_group: component,
      subcommand,
      is_response: isAnswer,
      session_id: session,
      content_size: content,
    });
  if (code !== LOGIN || isAnswer) return code;
  reader.position = start;
  reader.skip(Math.min(headerSize + 4, reader.left()));
  const user = readUser(reader);
  // The password is mixed with a challenge and a fixed key, which hides it from a glance and no more.
  talk.note("sender", { kind: "credential", method: "CODESYS V3 login", user, exposure: "challenge" });
  reader.skipRest();
  return code;
}

/** The user among the tags of a login; numbers of tags and sizes have seven bits per octet. */
function readUser(reader: Reader): string {
  let user = "";
  for (let tags = 0; tags < MOST_TAGS && reader.left() > 1; tags++) {
    const tag = tagNumber(reader);
    const size = tagNumber(reader);
    if (!reader.ok || size > reader.left()) break;
    if (tag === CREDENTIALS_TAG) continue;
    if (tag === USER_TAG) user = reader.text(size);
    else reader.skip(size);
  }
  return user;
}

function tagNumber(reader: Reader): number {
  let value = 0;
  for (let shift = 0; shift < 28; shift += 7) {
    const octet = reader.u8();
    value |= (octet & 0x7f) << shift;
    if ((octet & 0x80) === 0) return value;
  }
  return value;
}

/** Magic octet, size of the header, a service that exists, and what each service begins with. */
function probeDatagram(reader: Reader): Likeness {
  const left = reader.left();
  if (left < DATAGRAM_HEADER || reader.peek() !== DATAGRAM_MAGIC || (reader.peek(1) & 7) !== HEADER_WORDS) return NO;
  const service = reader.peek(3);
  const lengths = reader.peek(5);
  let at = DATAGRAM_HEADER + (lengths & 0x0f) * 2 + (lengths >> 4) * 2;
  at += (4 - (at & 3)) & 3;
  if (at > left) return NO;
  if (service === NAME_SERVER || service === NAME_CLIENT) return reader.peek(at + 1) === 0xc2 ? LIKELY : POSSIBLE;
  if (service === CHANNEL_MANAGER) {
    const type = reader.peek(at);
    return type > 0 && SERVICES.has(CHANNEL + type) ? LIKELY : POSSIBLE;
  }
  return service === ADDRESS_NOTIFICATION || service === ADDRESS_RESPONSE ? POSSIBLE : NO;
}
