// DoIP: ISO 13400-2 (2012, 2019) section 7 and annexes; UDS: ISO 14229-1 sections 9 to 14 and annex A.
// Not decoded: contents of UDS services beyond identifier, subfunction and memory address; periodic and event data;
// entity status and power mode beyond their codes; DoIP inside TLS (port 3496).
import { CERTAIN, DONE, dissector, type Likeness, MORE, NO, POSSIBLE, REFUSE } from "../dissector.ts";
import { operationTable } from "../operation.ts";
import type { Reader } from "../reader.ts";
import { NOTICE, REQUEST, RESPONSE, type Talk, UNDIRECTED } from "../talk.ts";
import {
  type Carrier,
  found,
  hexWord,
  noRequests,
  type Requests,
  readDiagnostic,
  serviceTable,
} from "./uds/services.ts";

const HEAD = 8;
/** Software is loaded in blocks; longer ones are not held. */
const LONGEST = 65_536;
const DIAGNOSTIC = 0x8001;
const ACKNOWLEDGED = 0x8002;
const NOT_ACKNOWLEDGED = 0x8003;
const ANNOUNCEMENT = 4;

/** By payload type. */
const TYPES = operationTable("doip", [
  [0x0000, "generic_negative_acknowledge", "other"],
  [0x0001, "vehicle_identification_request", "identify"],
  [0x0002, "vehicle_identification_request_with_eid", "identify"],
  [0x0003, "vehicle_identification_request_with_vin", "identify"],
  [ANNOUNCEMENT, "vehicle_announcement", "identify"],
  [0x0005, "routing_activation_request", "authenticate"],
  [0x0006, "routing_activation_response", "authenticate"],
  [0x0007, "alive_check_request", "other"],
  [0x0008, "alive_check_response", "other"],
  [0x4001, "entity_status_request", "identify"],
  [0x4002, "entity_status_response", "identify"],
  [0x4003, "diagnostic_power_mode_request", "read"],
  [0x4004, "diagnostic_power_mode_response", "other"],
  [DIAGNOSTIC, "diagnostic_message", "other"],
  [ACKNOWLEDGED, "diagnostic_message_positive_acknowledge", "other"],
  [NOT_ACKNOWLEDGED, "diagnostic_message_negative_acknowledge", "other"],
]);

const CARRIER: Carrier = {
  services: serviceTable("doip"),
  unnamed: TYPES.of(DIAGNOSTIC),
  everyone: [],
  request: REQUEST,
};

const ACTIVATIONS: Readonly<Record<number, string>> = {
  0: "unknown_source_address",
  1: "all_sockets_active",
  2: "source_address_differs",
  3: "source_address_already_active",
  4: "missing_authentication",
  5: "rejected_confirmation",
  6: "unsupported_activation_type",
  7: "tls_required",
};
const GENERIC: readonly string[] = [
  "incorrect_pattern_format",
  "unknown_payload_type",
  "message_too_large",
  "out_of_memory",
  "invalid_payload_length",
];
const DIAGNOSTIC_REFUSALS: Readonly<Record<number, string>> = {
  2: "invalid_source_address",
  3: "unknown_target_address",
  4: "diagnostic_message_too_large",
  5: "out_of_memory",
  6: "target_unreachable",
  7: "unknown_network",
  8: "transport_protocol_error",
};

interface Memory {
  readonly requests: Requests;
  /** The last request of routing or identification. */
  asked: number;
}

/** Diagnosis and programming of vehicles and their control units. */
export const doip = dissector<Memory>({
  name: "doip",
  aliases: ["uds"],
  title: "DoIP and UDS",
  standard: "ISO 13400-2",
  world: "ot",
  authentication: "optional",
  carriage: [
    { over: "tcp", ports: [13400] },
    { over: "udp", ports: [13400] },
  ],
  longest: LONGEST + HEAD,
  remember: () => ({ requests: noRequests(), asked: 0 }),
  probe: likenessOf,
  read(reader, talk) {
    const version = reader.u8();
    const inverse = reader.u8();
    const type = reader.u16();
    const length = reader.u32();
    if (!reader.ok) return reader.complete ? REFUSE : MORE;
    if ((version ^ inverse) !== 0xff || length > LONGEST) return REFUSE;
    if (!reader.fence(HEAD + length)) return MORE;
    const fields: Record<string, unknown> = { protocol_version: version, payload_type: type };
    if (!TYPES.has(type)) talk.fault("unknown payload type", 2);
    if (type === DIAGNOSTIC)
      readDiagnostic(reader, talk, talk.memory.requests, CARRIER, reader.u16(), reader.u16(), fields);
    else readOther(reader, talk, type, fields);
    reader.skipRest();
    return DONE;
  },
});

function readOther(reader: Reader, talk: Talk<Memory>, type: number, fields: Record<string, unknown>): void {
  const { memory } = talk;
  let direction: 0 | 1 | 2 | 3 = UNDIRECTED;
  switch (type) {
    case 0: {
      direction = RESPONSE;
      const code = reader.u8();
      talk.refused(GENERIC[code] ?? `code_${code}`);
      break;
    }
    case ANNOUNCEMENT:
      direction = memory.asked > 0 ? RESPONSE : NOTICE;
      readAnnouncement(reader, talk, fields);
      break;
    case 5:
      direction = REQUEST;
      fields["source_address"] = hexWord(reader.u16());
      fields["activation_type"] = reader.u8();
      talk.note("sender", { kind: "session", protocol: "DoIP", anonymous: true });
      break;
    case 6: {
      direction = RESPONSE;
      fields["tester_address"] = hexWord(reader.u16());
      fields["entity_address"] = hexWord(reader.u16());
      const code = reader.u8();
      fields["response_code"] = code;
      const refusal = ACTIVATIONS[code];
      if (refusal !== undefined && reader.ok) talk.refused(refusal);
      break;
    }
    case 0x4002: {
      direction = RESPONSE;
      const node = reader.u8();
      fields["node_type"] = node === 0 ? "gateway" : node === 1 ? "node" : node;
      fields["sockets"] = { most: reader.u8(), open: reader.u8() };
      break;
    }
    case ACKNOWLEDGED:
    case NOT_ACKNOWLEDGED: {
      const source = reader.u16();
      const target = reader.u16();
      const code = reader.u8();
      Object.assign(fields, { source_address: hexWord(source), target_address: hexWord(target), code });
      direction = RESPONSE;
      if (type === NOT_ACKNOWLEDGED) talk.refused(DIAGNOSTIC_REFUSALS[code] ?? `code_${code}`);
      const frame = found(memory.requests, target, source, -1, false);
      if (frame > 0) talk.answersFrame(frame);
      break;
    }
    default:
      // Servers check whether their clients are alive; for the rest, odd numbers ask.
      if (type === 7) direction = NOTICE;
      else if (type === 8) direction = REQUEST;
      else if (TYPES.has(type)) direction = type < ANNOUNCEMENT || (type & 1) === 1 ? REQUEST : RESPONSE;
  }
  if (direction === REQUEST) memory.asked = talk.frame;
  else if (direction === RESPONSE && type < DIAGNOSTIC && memory.asked > 0) talk.answersFrame(memory.asked);
  talk.emit(TYPES.of(type), direction, talk.detailed ? fields : undefined);
}

function readAnnouncement(reader: Reader, talk: Talk<Memory>, fields: Record<string, unknown>): void {
  const vin = reader.text(17);
  const address = reader.u16();
  const entity = reader.hex(6);
  const group = reader.hex(6);
  Object.assign(fields, {
    vin,
    logical_address: hexWord(address),
    eid: entity,
    gid: group,
    further_action: reader.u8(),
  });
  if (!reader.ok) return;
  const method = "DoIP vehicle announcement";
  // Identifiers that are not set are all zeros or all ones.
  if (/^[A-HJ-NPR-Z0-9]{17}$/.test(vin) && !/^0+$/.test(vin)) talk.claim("sender", "serial", vin, 0.9, method);
  talk.claim("sender", "kind", "DoIP entity", 0.8, method);
}

function likenessOf(reader: Reader): Likeness {
  const version = reader.peek();
  const inverse = reader.peek(1);
  if (version < 1 || (version > 4 && version !== 0xff)) return NO;
  if (inverse < 0) return reader.complete ? NO : POSSIBLE;
  if ((version ^ inverse) !== 0xff) return NO;
  const type = reader.peek16(2);
  const length = reader.peek16(4) * 65536 + reader.peek16(6);
  if (reader.left() < HEAD) return reader.complete ? NO : POSSIBLE;
  if (!TYPES.has(type) || length > LONGEST) return NO;
  if (reader.complete && !reader.cutByCapture && length + HEAD !== reader.left()) return POSSIBLE;
  return lengthFits(type, length) ? CERTAIN : NO;
}

/** Lengths of payloads by type, table 17 and those behind it. */
function lengthFits(type: number, length: number): boolean {
  switch (type) {
    case 0:
      return length === 1;
    case 1:
    case 7:
    case 0x4001:
    case 0x4003:
      return length === 0;
    case 2:
      return length === 6;
    case 3:
      return length === 17;
    case ANNOUNCEMENT:
      return length === 32 || length === 33;
    case 5:
      return length === 7 || length === 11;
    case 6:
      return length === 9 || length === 13;
    case 8:
      return length === 2;
    case 0x4002:
      return length === 3 || length === 7;
    case 0x4004:
      return length === 1;
    default:
      return length >= 5;
  }
}
