// SOME/IP: AUTOSAR PRS_SOMEIPProtocol section 4 (head, message types, return codes); PRS_SOMEIPServiceDiscoveryProtocol section 4.
// Not decoded: payloads, which interface descriptions define; segments (SOME/IP-TP) are told one by one; load balancing and
// configuration options of service discovery.
import { v4Text } from "../addresses.ts";
import { CERTAIN, DONE, dissector, LIKELY, type Likeness, MORE, NO, POSSIBLE, REFUSE } from "../dissector.ts";
import { operation, operationTable } from "../operation.ts";
import { noRequests, type OpenRequests, pair } from "../pairing.ts";
import type { Reader } from "../reader.ts";
import { type Direction, NOTICE, REQUEST, RESPONSE, type Talk, UNDIRECTED } from "../talk.ts";

const HEAD = 16;
/** Bytes of the head that the length counts. */
const COUNTED = 8;
const LONGEST = 65_536;
const DISCOVERY = 0xffff8100;
const SEGMENTED = 0x20;
const ENTRY = 16;
const MOST_ENTRIES = 64;
const MOST_OPTIONS = 64;

const DISCOVERY_MESSAGE = operation("someip", "service_discovery", "identify");
/** By message type without the flag of segments. */
const TYPES = operationTable("someip", [
  [0x00, "request", "control"],
  [0x01, "request_no_return", "control"],
  [0x02, "notification", "read"],
  [0x40, "request_acknowledgment", "other"],
  [0x41, "request_no_return_acknowledgment", "other"],
  [0x42, "notification_acknowledgment", "other"],
  [0x80, "response", "other"],
  [0x81, "error", "other"],
  [0xc0, "response_acknowledgment", "other"],
  [0xc1, "error_acknowledgment", "other"],
]);
const RETURN_CODES: readonly string[] = [
  "ok",
  "not_ok",
  "unknown_service",
  "unknown_method",
  "not_ready",
  "not_reachable",
  "timeout",
  "wrong_protocol_version",
  "wrong_interface_version",
  "malformed_message",
  "wrong_message_type",
  "e2e_repeated",
  "e2e_wrong_sequence",
  "e2e_not_available",
  "e2e_no_new_data",
];
const ENTRIES: Readonly<Record<number, readonly [there: string, gone: string]>> = {
  0: ["find_service", "find_service"],
  1: ["offer_service", "stop_offer_service"],
  6: ["subscribe_eventgroup", "stop_subscribe_eventgroup"],
  7: ["subscribe_eventgroup_ack", "subscribe_eventgroup_nack"],
};

/** Services between control units of vehicles and machines. */
export const someip = dissector<OpenRequests>({
  name: "someip",
  aliases: ["some/ip"],
  title: "SOME/IP",
  standard: "AUTOSAR PRS_SOMEIPProtocol",
  world: "ot",
  authentication: "none",
  carriage: [
    { over: "udp", ports: [30490, 30491, 30501] },
    { over: "tcp", ports: [30490, 30491, 30501] },
  ],
  longest: LONGEST + COUNTED,
  remember: noRequests,
  probe: likenessOf,
  read(reader, talk) {
    const message = reader.u32();
    const length = reader.u32();
    const client = reader.u16();
    const session = reader.u16();
    const version = reader.u8();
    const face = reader.u8();
    const type = reader.u8();
    const code = reader.u8();
    if (!reader.ok) return reader.complete ? REFUSE : MORE;
    if (length < COUNTED || length > LONGEST || version !== 1 || !TYPES.has(type & ~SEGMENTED)) return REFUSE;
    if (!reader.fence(COUNTED + length)) return MORE;
    const service = message >>> 16;
    const method = message & 0xffff;
    const fields: Record<string, unknown> | undefined = talk.detailed
      ? {
          service_id: service,
          method_id: method,
          client_id: client,
          session_id: session,
          interface_version: face,
          message_type: type,
          return_code: RETURN_CODES[code] ?? code,
          payload_length: reader.left(),
        }
      : undefined;
    if (message === DISCOVERY) {
      readDiscovery(reader, talk, fields);
      reader.skipRest();
      return DONE;
    }
    talk.target(`service ${service.toString(16).padStart(4, "0")}`, method, 1);
    if ((type & SEGMENTED) !== 0) {
      const offset = reader.u32();
      if (fields !== undefined)
        Object.assign(fields, { segment_offset: (offset & ~15) >>> 0, more_segments: (offset & 1) !== 0 });
    }
    tell(talk, type & ~SEGMENTED, code, (client << 16) | session, fields);
    reader.skipRest();
    return DONE;
  },
});

function tell(
  talk: Talk<OpenRequests>,
  type: number,
  code: number,
  mark: number,
  fields: Record<string, unknown> | undefined,
): void {
  let direction: Direction = UNDIRECTED;
  if (type <= 1) direction = REQUEST;
  else if (type === 2) direction = NOTICE;
  else if (type === 0x80 || type === 0x81) direction = RESPONSE;
  if (type === 0) pair(talk, true, mark);
  else if (direction === RESPONSE) pair(talk, false, mark);
  if (direction === RESPONSE && code !== 0) talk.refused(RETURN_CODES[code] ?? `return_code_${code}`);
  else if (type === 0x81) talk.refused("error");
  talk.emit(TYPES.of(type), direction, fields);
}

function hexWord(value: number): string {
  return value.toString(16).padStart(4, "0");
}

function readDiscovery(reader: Reader, talk: Talk<OpenRequests>, fields: Record<string, unknown> | undefined): void {
  const flags = reader.u8();
  reader.skip(3);
  const outer = reader.narrow(reader.u32());
  const entries: object[] = [];
  while (reader.left() >= ENTRY && entries.length < MOST_ENTRIES) entries.push(readEntry(reader, talk));
  if (reader.left() > 0 && entries.length < MOST_ENTRIES) talk.fault("bad length of entries");
  reader.widen(outer);
  const options: object[] = [];
  if (reader.left() >= 4) {
    const rest = reader.narrow(reader.u32());
    while (reader.left() >= 4 && options.length < MOST_OPTIONS) options.push(readOption(reader));
    reader.widen(rest);
  }
  if (fields !== undefined) Object.assign(fields, { reboot: (flags & 0x80) !== 0, entries, options });
  talk.emit(DISCOVERY_MESSAGE, UNDIRECTED, fields);
}

function readEntry(reader: Reader, talk: Talk<OpenRequests>): object {
  const type = reader.u8();
  reader.skip(3);
  const service = reader.u16();
  const instance = reader.u16();
  const major = reader.u8();
  const life = reader.u24();
  const rest = reader.u32();
  const names = ENTRIES[type];
  if (names === undefined) talk.fault("unknown entry type");
  const name = names?.[life === 0 ? 1 : 0] ?? `entry_${type}`;
  talk.object(`${name} ${hexWord(service)}`);
  const isGroup = type >= 4;
  return {
    type: name,
    service_id: service,
    instance_id: instance,
    major_version: major,
    ttl: life,
    ...(isGroup ? { eventgroup_id: rest & 0xffff } : { minor_version: rest }),
  };
}

function readOption(reader: Reader): object {
  const length = reader.u16();
  const type = reader.u8();
  const outer = reader.narrow(length);
  let option: object = { type, length };
  // Endpoints of IPv4: for one, for a group, and of discovery itself.
  if ((type === 0x04 || type === 0x14 || type === 0x24) && length >= 9) {
    reader.skip(1);
    const address = v4Text(reader.i32());
    reader.skip(1);
    const protocol = reader.u8();
    option = {
      type,
      protocol: protocol === 6 ? "tcp" : protocol === 17 ? "udp" : protocol,
      address,
      port: reader.u16(),
    };
  }
  reader.widen(outer);
  return option;
}

function likenessOf(reader: Reader): Likeness {
  if (reader.left() < HEAD) return reader.complete || reader.left() < 1 ? NO : POSSIBLE;
  const length = reader.peek16(4) * 65536 + reader.peek16(6);
  const type = reader.peek(14) & ~SEGMENTED;
  const code = reader.peek(15);
  if (length < COUNTED || length > LONGEST || reader.peek(12) !== 1 || !TYPES.has(type) || code > 0x5e) return NO;
  const isDiscovery = reader.peek16(0) === 0xffff && reader.peek16(2) === 0x8100;
  const whole = length + COUNTED;
  if (isDiscovery)
    return reader.peek(13) === 1 && reader.peek(14) === 2 && (!reader.complete || whole <= reader.left())
      ? CERTAIN
      : NO;
  // Messages may share a datagram; only an error has a return code without being a response.
  const isAnswer = type === 0x80 || type === 0x81;
  if (code !== 0 && !isAnswer) return NO;
  const isService = reader.peek16(0) !== 0 && reader.peek16(0) !== 0xffff;
  const isEvent = (reader.peek16(2) & 0x8000) !== 0;
  // Events have the top bit of their number set, and methods have not; sessions that are counted begin with 1.
  if (!isService || isEvent !== (type === 2 || type === 0x42)) return NO;
  const hasSession = reader.peek16(10) > 0;
  if (whole > reader.left() && reader.complete && !reader.cutByCapture) return NO;
  return whole === reader.left() && hasSession && (reader.peek(14) & 0x60) === 0 ? LIKELY : POSSIBLE;
}
