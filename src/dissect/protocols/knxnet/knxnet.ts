// KNXnet/IP: KNX 3/8/1 (header), 3/8/2 (core), 3/8/3 (device management), 3/8/4 (tunnelling), 3/8/5 (routing), 3/8/9 (security).
// Values of groups are told by their length: two octets as DPT 9, four as a floating number where that makes sense.
// Not decoded: what secure wrappers and data security protect; raw bus frames; remote configuration; object server.
import { CERTAIN, DONE, dissector, type Likeness, MORE, NO, POSSIBLE, REFUSE } from "../../dissector.ts";
import { pair } from "../../pairing.ts";
import type { Reader } from "../../reader.ts";
import { type Direction, NOTICE, REQUEST, RESPONSE, type Talk, UNDIRECTED } from "../../talk.ts";
import { individualText, readCemi } from "./cemi.ts";
import { readBlocks, readEndpoint } from "./description.ts";
import { type Memory, newMemory } from "./memory.ts";
import {
  CONFIGURATION_ACK,
  CONFIGURATION_REQUEST,
  CONNECT_REQUEST,
  CONNECT_RESPONSE,
  CONNECTION_TYPES,
  DESCRIPTION_REQUEST,
  DESCRIPTION_RESPONSE,
  DISCONNECT_REQUEST,
  DISCONNECT_RESPONSE,
  FEATURE_INFO,
  LAYERS,
  ROUTING_BUSY,
  ROUTING_INDICATION,
  ROUTING_SYSTEM_BROADCAST,
  SEARCH_REQUEST,
  SEARCH_REQUEST_EXTENDED,
  SEARCH_RESPONSE,
  SEARCH_RESPONSE_EXTENDED,
  SECURE_WRAPPER,
  SERVICES,
  STATE_REQUEST,
  STATE_RESPONSE,
  STATUSES,
  TUNNELLING_ACK,
  TUNNELLING_REQUEST,
} from "./names.ts";

const HEAD = 6;
const MAGIC = 0x0610;
const LONGEST = 2048;
const SESSION_RESPONSE = 0x0952;
const TIMER_NOTIFY = 0x0955;

/** Building automation on a KNX bus, by way of IP. */
export const knxnet = dissector<Memory>({
  name: "knxnet",
  aliases: ["knx", "knxip", "kip"],
  title: "KNXnet/IP",
  standard: "KNX 3/8",
  world: "building",
  authentication: "optional",
  carriage: [
    { over: "udp", ports: [3671] },
    { over: "tcp", ports: [3671] },
  ],
  longest: LONGEST,
  remember: newMemory,
  probe: likenessOf,
  read(reader, talk) {
    const magic = reader.u16();
    const service = reader.u16();
    const length = reader.u16();
    if (!reader.ok) return reader.complete ? REFUSE : MORE;
    if (magic !== MAGIC || length < HEAD || length > LONGEST) return REFUSE;
    if (!reader.fence(length)) return MORE;
    const fields: Record<string, unknown> | undefined = talk.detailed ? { service_type: service } : undefined;
    if (!SERVICES.has(service)) talk.fault("unknown service", 2);
    if (service === TUNNELLING_REQUEST || service === CONFIGURATION_REQUEST)
      readTunnelled(reader, talk, service, fields);
    else if (service === ROUTING_INDICATION || service === ROUTING_SYSTEM_BROADCAST) {
      if (fields !== undefined) fields["service"] = SERVICES.of(service).name;
      talk.emit(readCemi(reader, talk, fields), NOTICE, fields);
    } else readService(reader, talk, service, fields ?? {});
    return DONE;
  },
});

/** What is sent in a connection to or from the bus, and to the interface itself. */
function readTunnelled(
  reader: Reader,
  talk: Talk<Memory>,
  service: number,
  fields: Record<string, unknown> | undefined,
): void {
  const headLength = reader.u8();
  const channel = reader.u8();
  const sequence = reader.u8();
  reader.skip(headLength - 3);
  const code = reader.peek();
  if (fields !== undefined) {
    fields["service"] = SERVICES.of(service).name;
    fields["channel_id"] = channel;
    fields["sequence_counter"] = sequence;
  }
  pair(talk, true, markOf(service, talk.side, channel, sequence));
  const operation = readCemi(reader, talk, fields);
  // Requests come from the client; indications and confirmations from the server.
  const isRequest = code === 0x11 || code === 0x10 || code === 0xfc || code === 0xf6 || code === 0xf8 || code === 0xf9;
  talk.emit(operation, isRequest || code === 0xf1 ? REQUEST : NOTICE, fields);
}

/** A number that a request and its answer share; an answer comes from the other side. */
function markOf(service: number, side: 0 | 1, channel: number, sequence: number): number {
  return (service << 17) | (side << 16) | (channel << 8) | sequence;
}

function readService(reader: Reader, talk: Talk<Memory>, service: number, fields: Record<string, unknown>): void {
  let direction: Direction = UNDIRECTED;
  const other = talk.side === 0 ? 1 : 0;
  switch (service) {
    case SEARCH_REQUEST:
    case SEARCH_REQUEST_EXTENDED:
    case DESCRIPTION_REQUEST:
      direction = REQUEST;
      fields["endpoint"] = readEndpoint(reader);
      pair(talk, true, markOf(service, talk.side, 0, 0));
      reader.skipRest();
      break;
    case SEARCH_RESPONSE:
    case SEARCH_RESPONSE_EXTENDED:
      direction = RESPONSE;
      fields["endpoint"] = readEndpoint(reader);
      readBlocks(reader, talk, fields);
      pair(talk, false, markOf(service - 1, other, 0, 0));
      break;
    case DESCRIPTION_RESPONSE:
      direction = RESPONSE;
      readBlocks(reader, talk, fields);
      pair(talk, false, markOf(DESCRIPTION_REQUEST, other, 0, 0));
      break;
    case CONNECT_REQUEST: {
      direction = REQUEST;
      fields["control_endpoint"] = readEndpoint(reader);
      fields["data_endpoint"] = readEndpoint(reader);
      const length = reader.u8();
      const type = reader.u8();
      const name = CONNECTION_TYPES[type] ?? `type ${type}`;
      fields["connection_type"] = name;
      if (length >= 4) {
        const layer = reader.u8();
        fields["knx_layer"] = LAYERS[layer] ?? layer;
      }
      reader.skipRest();
      talk.object(name);
      pair(talk, true, markOf(service, talk.side, 0, 0));
      break;
    }
    case CONNECT_RESPONSE: {
      direction = RESPONSE;
      fields["channel_id"] = reader.u8();
      // Told by the server's consent: asking alone opens nothing.
      if (reader.peek() === 0) talk.note("receiver", { kind: "session", protocol: "KNXnet/IP", anonymous: true });
      readStatus(reader, talk, fields);
      if (reader.left() >= 8) {
        fields["data_endpoint"] = readEndpoint(reader);
        const length = reader.u8();
        const type = reader.u8();
        fields["connection_type"] = CONNECTION_TYPES[type] ?? type;
        if (length >= 4) fields["individual_address"] = individualText(reader.u16());
      }
      reader.skipRest();
      pair(talk, false, markOf(CONNECT_REQUEST, other, 0, 0));
      break;
    }
    case STATE_REQUEST:
    case DISCONNECT_REQUEST: {
      // Either side may end a connection; only clients ask for its state.
      direction = service === STATE_REQUEST ? REQUEST : UNDIRECTED;
      const channel = reader.u8();
      fields["channel_id"] = channel;
      reader.skip(1);
      fields["control_endpoint"] = readEndpoint(reader);
      pair(talk, true, markOf(service, talk.side, channel, 0));
      break;
    }
    case STATE_RESPONSE:
    case DISCONNECT_RESPONSE: {
      direction = service === STATE_RESPONSE ? RESPONSE : UNDIRECTED;
      const channel = reader.u8();
      fields["channel_id"] = channel;
      readStatus(reader, talk, fields);
      pair(talk, false, markOf(service - 1, other, channel, 0));
      break;
    }
    case TUNNELLING_ACK:
    case CONFIGURATION_ACK: {
      reader.skip(1);
      const channel = reader.u8();
      const sequence = reader.u8();
      fields["channel_id"] = channel;
      fields["sequence_counter"] = sequence;
      readStatus(reader, talk, fields);
      pair(talk, false, markOf(service - 1, other, channel, sequence));
      break;
    }
    case SECURE_WRAPPER:
      fields["session_id"] = reader.u16();
      reader.skipRest();
      break;
    default:
      if (service > TUNNELLING_ACK && service <= FEATURE_INFO) {
        reader.skip(1);
        fields["channel_id"] = reader.u8();
        fields["sequence_counter"] = reader.u8();
        reader.skip(1);
        fields["feature"] = reader.u8();
      } else if (service >= ROUTING_INDICATION && service <= ROUTING_BUSY) direction = NOTICE;
      else if (service > SECURE_WRAPPER && service < TIMER_NOTIFY)
        direction = service === SESSION_RESPONSE || service === 0x0954 ? RESPONSE : REQUEST;
      reader.skipRest();
  }
  talk.emit(SERVICES.of(service), direction, talk.detailed ? fields : undefined);
}

function readStatus(reader: Reader, talk: Talk<Memory>, fields: Record<string, unknown>): void {
  const status = reader.u8();
  fields["status"] = STATUSES[status] ?? status;
  if (status !== 0 && reader.ok) talk.refused(STATUSES[status] ?? `status_${status.toString(16).padStart(2, "0")}`);
}

function likenessOf(reader: Reader): Likeness {
  if (reader.peek() !== 6 || (reader.peek(1) !== 0x10 && reader.peek(1) >= 0)) return NO;
  const service = reader.peek16(2);
  const length = reader.peek16(4);
  if (length < 0) return reader.complete ? NO : POSSIBLE;
  if (!SERVICES.has(service) || length < HEAD || length > LONGEST) return NO;
  return !reader.complete || length === reader.left() || reader.cutByCapture ? CERTAIN : POSSIBLE;
}
