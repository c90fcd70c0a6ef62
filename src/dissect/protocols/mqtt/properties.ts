// MQTT 5.0 (OASIS) section 2.2.2: properties, and section 1.5.5: variable byte integers.
import type { Reader } from "../../reader.ts";

type Kind = "u8" | "u16" | "u32" | "varint" | "text" | "binary" | "pair";

const PROPERTIES: readonly ([string, Kind] | undefined)[] = propertiesById([
  [1, "payload_format_indicator", "u8"],
  [2, "message_expiry_interval", "u32"],
  [3, "content_type", "text"],
  [8, "response_topic", "text"],
  [9, "correlation_data", "binary"],
  [11, "subscription_identifier", "varint"],
  [17, "session_expiry_interval", "u32"],
  [18, "assigned_client_identifier", "text"],
  [19, "server_keep_alive", "u16"],
  [21, "authentication_method", "text"],
  [22, "authentication_data", "binary"],
  [23, "request_problem_information", "u8"],
  [24, "will_delay_interval", "u32"],
  [25, "request_response_information", "u8"],
  [26, "response_information", "text"],
  [28, "server_reference", "text"],
  [31, "reason_string", "text"],
  [33, "receive_maximum", "u16"],
  [34, "topic_alias_maximum", "u16"],
  [35, "topic_alias", "u16"],
  [36, "maximum_qos", "u8"],
  [37, "retain_available", "u8"],
  [38, "user_property", "pair"],
  [39, "maximum_packet_size", "u32"],
  [40, "wildcard_subscription_available", "u8"],
  [41, "subscription_identifier_available", "u8"],
  [42, "shared_subscription_available", "u8"],
]);

const AUTHENTICATION_METHOD = 21;
const AUTHENTICATION_DATA = 22;
const TOPIC_ALIAS = 35;
/** Names of user properties whose values are not told. */
const SECRET_NAME = /pass|token|secret|key|auth|credential/i;

/** What reading properties showed beyond their fields. */
export interface PropertiesRead {
  fields: Record<string, unknown> | undefined;
  topicAlias: number;
  hasAuthentication: boolean;
  /** Whether an identifier is unknown, so that the rest could not be read. */
  unknown: boolean;
}

// Reused: read before the next call.
const result: PropertiesRead = { fields: undefined, topicAlias: 0, hasAuthentication: false, unknown: false };

/** Reads a property length and the properties; with `detailed`, their fields. Secrets are told by their length only. */
export function readProperties(reader: Reader, detailed: boolean): PropertiesRead {
  result.fields = detailed ? {} : undefined;
  result.topicAlias = 0;
  result.hasAuthentication = false;
  result.unknown = false;
  const length = readVarint(reader);
  if (length <= 0) return result;
  const outer = reader.narrow(length);
  while (reader.ok && reader.left() > 0) {
    const id = readVarint(reader);
    const property = PROPERTIES[id];
    if (property === undefined) {
      result.unknown = true;
      break;
    }
    readProperty(reader, id, property[0], property[1]);
  }
  reader.widen(outer);
  return result;
}

function readProperty(reader: Reader, id: number, name: string, kind: Kind): void {
  const { fields } = result;
  if (id === AUTHENTICATION_METHOD) result.hasAuthentication = true;
  switch (kind) {
    case "u8":
      store(fields, name, reader.u8());
      return;
    case "u16": {
      const value = reader.u16();
      if (id === TOPIC_ALIAS) result.topicAlias = value;
      store(fields, name, value);
      return;
    }
    case "u32":
      store(fields, name, reader.u32());
      return;
    case "varint":
      store(fields, name, readVarint(reader));
      return;
    case "text": {
      const length = reader.u16();
      if (fields === undefined) reader.skip(length);
      else store(fields, name, reader.utf8(length));
      return;
    }
    case "binary": {
      const length = reader.u16();
      if (fields === undefined || id === AUTHENTICATION_DATA) {
        reader.skip(length);
        store(fields, `${name}_length`, length);
      } else store(fields, name, reader.hex(length));
      return;
    }
    case "pair": {
      const nameLength = reader.u16();
      const key = fields === undefined ? skipped(reader, nameLength) : reader.utf8(nameLength);
      const valueLength = reader.u16();
      const value = fields === undefined ? skipped(reader, valueLength) : reader.utf8(valueLength);
      store(fields, name, SECRET_NAME.test(key) ? { name: key } : { name: key, value });
      return;
    }
  }
}

function skipped(reader: Reader, length: number): string {
  reader.skip(length);
  return "";
}

/** Properties may repeat (user properties, subscription identifiers): then all values are kept. */
function store(fields: Record<string, unknown> | undefined, name: string, value: unknown): void {
  if (fields === undefined) return;
  const known = fields[name];
  if (known === undefined) fields[name] = value;
  else if (Array.isArray(known)) known.push(value);
  else fields[name] = [known, value];
}

/** A variable byte integer of at most four bytes; -1 and not `ok` when a fifth would follow. */
export function readVarint(reader: Reader): number {
  let value = 0;
  for (let shift = 0; shift < 28; shift += 7) {
    const byte = reader.u8();
    value |= (byte & 0x7f) << shift;
    if (byte < 0x80) return value;
  }
  reader.ok = false;
  return -1;
}

function propertiesById(rows: readonly (readonly [number, string, Kind])[]): ([string, Kind] | undefined)[] {
  const byId: ([string, Kind] | undefined)[] = [];
  for (const [id, name, kind] of rows) byId[id] = [name, kind];
  return byId;
}
