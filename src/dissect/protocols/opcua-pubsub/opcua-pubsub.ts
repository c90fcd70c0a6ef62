// OPC UA PubSub in binary messages (UADP): OPC 10000-14 section 7.2.4 (NetworkMessage, DataSetMessage, discovery).
// Not decoded: fields as raw data (their layout is in the configuration), arrays and structures, encrypted payloads, chunks, configurations
// inside discovery announcements, and JSON messages.
import type { Likeness } from "../../dissector.ts";
import { DONE, dissector, LIKELY, NO, POSSIBLE } from "../../dissector.ts";
import { operationTable } from "../../operation.ts";
import type { Reader } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import { NOTICE, REQUEST } from "../../talk.ts";
import { readFields } from "./values.ts";

const DATA = 0;
const CHUNK = 4;
const PROBE = 16;
const ANNOUNCEMENT = 32;
const MESSAGES = operationTable("opcua_pubsub", [
  [DATA, "data_set_message", "write"],
  [1, "data_delta_frame", "write"],
  [2, "event", "alarm"],
  [3, "keep_alive", "other"],
  [CHUNK, "chunk", "other"],
  [5, "secured_message", "write"],
  [PROBE, "discovery_probe", "identify"],
  [ANNOUNCEMENT, "discovery_announcement", "identify"],
  [ANNOUNCEMENT + 1, "publisher_endpoints", "identify"],
  [ANNOUNCEMENT + 2, "data_set_meta_data", "identify"],
  [ANNOUNCEMENT + 3, "data_set_writer_configuration", "identify"],
  [ANNOUNCEMENT + 4, "pubsub_connections", "identify"],
  [ANNOUNCEMENT + 5, "application_information", "identify"],
]);
const MOST_MESSAGES = 64;

interface Memory {
  /** Whether the protection of each side was told. */
  told: [boolean, boolean];
}

/** What stands before the payload. */
interface Header {
  kind: number;
  publisher: string;
  writers: number[];
  hasPayloadHeader: boolean;
  chunk: boolean;
  signed: boolean;
  encrypted: boolean;
  footer: number;
  fields: Record<string, unknown> | undefined;
}

/** Values of OPC UA servers, published to groups without connections. */
export const opcuaPubsub = dissector<Memory>({
  name: "opcua_pubsub",
  aliases: ["uadp"],
  title: "OPC UA PubSub (UADP)",
  standard: "OPC 10000-14",
  world: "ot",
  authentication: "optional",
  carriage: [
    { over: "ethernet", types: [0xb62c] },
    { over: "udp", ports: [4840] },
  ],
  remember: () => ({ told: [false, false] }),
  probe(reader) {
    const { start, end } = reader;
    if ((reader.peek() & 15) !== 1) return NO;
    const header = readHeader(reader, false);
    if (!reader.ok || header === undefined) return NO;
    return likenessOf(reader, header, end - start);
  },
  read(reader, talk) {
    const header = readHeader(reader, talk.detailed);
    if (header === undefined || !reader.ok) {
      talk.fault("bad header", 0);
      talk.emit(MESSAGES.of(DATA), NOTICE, undefined);
      reader.skipRest();
      return DONE;
    }
    if (!talk.memory.told[talk.side]) {
      talk.memory.told[talk.side] = true;
      if (header.publisher !== "") talk.object(`publisher ${header.publisher}`);
      talk.note("sender", {
        kind: "session",
        protocol: "OPC UA PubSub",
        anonymous: !header.signed,
        ...(header.publisher === "" ? undefined : { name: header.publisher }),
      });
    }
    if (header.encrypted) talk.emit(MESSAGES.of(5), NOTICE, header.fields);
    else if (header.kind === 1) {
      const what = reader.u8();
      if (header.fields !== undefined) header.fields["probe_type"] = what;
      talk.emit(MESSAGES.of(PROBE), REQUEST, header.fields);
    } else if (header.kind === 2) readAnnouncement(reader, talk, header);
    else if (header.chunk) talk.emit(MESSAGES.of(CHUNK), NOTICE, header.fields);
    else readDataSets(reader, talk, header);
    // Signatures, and padding of Ethernet.
    reader.skipRest();
    return DONE;
  },
});

/** Reads all before the payload; undefined when flags are set that the standard keeps free. */
function readHeader(reader: Reader, detailed: boolean): Header | undefined {
  const flags = reader.u8();
  const more = (flags & 0x80) !== 0 ? reader.u8() : 0;
  const most = (more & 0x80) !== 0 ? reader.u8() : 0;
  const kind = (most >> 2) & 7;
  const publisherType = more & 7;
  if ((flags & 15) !== 1 || publisherType > 4 || kind > 2 || (most & 0xe0) !== 0) return undefined;
  const header: Header = {
    kind,
    publisher: "",
    writers: [],
    hasPayloadHeader: (flags & 0x40) !== 0,
    chunk: (most & 1) !== 0,
    signed: false,
    encrypted: false,
    footer: 0,
    fields: detailed ? { version: 1, message_type: kind } : undefined,
  };
  if ((flags & 0x10) !== 0) header.publisher = readPublisher(reader, publisherType);
  if ((more & 8) !== 0) reader.skip(16);
  const { fields } = header;
  if (fields !== undefined) fields["publisher_id"] = header.publisher;
  if ((flags & 0x20) !== 0) readGroup(reader, fields);
  if (header.hasPayloadHeader && kind === 0) {
    const count = header.chunk ? 1 : reader.u8();
    for (let at = 0; at < count && reader.ok; at++) header.writers.push(reader.u16le());
    if (fields !== undefined) fields["data_set_writer_ids"] = header.writers;
  }
  if ((more & 0x20) !== 0) reader.skip(8);
  if ((more & 0x40) !== 0) reader.skip(2);
  if ((most & 2) !== 0) reader.skip(reader.u16le());
  if ((more & 0x10) !== 0) {
    const security = reader.u8();
    header.signed = (security & 1) !== 0;
    header.encrypted = (security & 2) !== 0;
    const token = reader.u32le();
    reader.skip(reader.u8());
    if ((security & 4) !== 0) header.footer = reader.u16le();
    if (fields !== undefined) {
      fields["signed"] = header.signed;
      fields["encrypted"] = header.encrypted;
      fields["security_token_id"] = token;
    }
  }
  return header;
}

function readPublisher(reader: Reader, type: number): string {
  switch (type) {
    case 0:
      return `${reader.u8()}`;
    case 1:
      return `${reader.u16le()}`;
    case 2:
      return `${reader.u32le()}`;
    case 3:
      return `${reader.u64le()}`;
    default:
      return readString(reader);
  }
}

function readString(reader: Reader): string {
  const length = reader.i32le();
  if (length <= 0) return "";
  if (length > reader.left() || length > 4096) {
    reader.skip(reader.left() + 1);
    return "";
  }
  return reader.utf8(length);
}

function readGroup(reader: Reader, fields: Record<string, unknown> | undefined): void {
  const group = reader.u8();
  const writerGroup = (group & 1) !== 0 ? reader.u16le() : undefined;
  const groupVersion = (group & 2) !== 0 ? reader.u32le() : undefined;
  const number = (group & 4) !== 0 ? reader.u16le() : undefined;
  const sequence = (group & 8) !== 0 ? reader.u16le() : undefined;
  if (fields === undefined) return;
  fields["writer_group_id"] = writerGroup;
  fields["group_version"] = groupVersion;
  fields["network_message_number"] = number;
  fields["sequence_number"] = sequence;
}

/** The sizes of several messages must fill the frame; other messages have nothing to hold them against. */
function likenessOf(reader: Reader, header: Header, length: number): Likeness {
  if (header.publisher === "" || length < 6) return POSSIBLE;
  const count = header.writers.length;
  if (header.encrypted || header.signed || header.kind !== 0 || header.chunk || count < 2) return POSSIBLE;
  let sum = 0;
  for (let at = 0; at < count; at++) sum += reader.u16le();
  return reader.ok && sum > 0 && sum === reader.left() ? LIKELY : POSSIBLE;
}

function readDataSets(reader: Reader, talk: Talk<Memory>, header: Header): void {
  const count = header.hasPayloadHeader ? header.writers.length : 1;
  const sizes: number[] = [];
  if (count > 1) for (let at = 0; at < count && reader.ok; at++) sizes.push(reader.u16le());
  let head = header.fields;
  for (let at = 0; at < count && at < MOST_MESSAGES; at++) {
    const size = sizes[at] ?? reader.left();
    if (size > reader.left()) {
      if (!reader.cutByCapture) talk.fault("bad length");
      break;
    }
    if (size === 0) continue;
    const outer = reader.narrow(size);
    readDataSet(reader, talk, header.writers[at] ?? -1, head);
    reader.widen(outer);
    head = talk.detailed ? {} : undefined;
  }
  if (count === 0) talk.emit(MESSAGES.of(3), NOTICE, header.fields);
}

function readDataSet(
  reader: Reader,
  talk: Talk<Memory>,
  writer: number,
  head: Record<string, unknown> | undefined,
): void {
  const flags = reader.u8();
  const more = (flags & 0x80) !== 0 ? reader.u8() : 0;
  const encoding = (flags >> 1) & 3;
  const kind = more & 15;
  const sequence = (flags & 8) !== 0 ? reader.u16le() : undefined;
  if ((more & 16) !== 0) reader.skip(8);
  if ((more & 32) !== 0) reader.skip(2);
  const status = (flags & 16) !== 0 ? reader.u16le() : undefined;
  const major = (flags & 32) !== 0 ? reader.u32le() : undefined;
  const minor = (flags & 64) !== 0 ? reader.u32le() : undefined;
  const fields: Record<string, unknown> | undefined = talk.detailed
    ? {
        ...head,
        data_set_writer_id: writer < 0 ? undefined : writer,
        valid: (flags & 1) !== 0,
        field_encoding: encoding,
        data_set_message_type: kind,
        data_set_sequence_number: sequence,
        status,
        major_version: major,
        minor_version: minor,
      }
    : undefined;
  if (writer >= 0) talk.target("data set writer", writer, 1);
  if ((kind === 0 || kind === 1) && encoding !== 1 && encoding !== 3 && reader.left() >= 2) {
    const count = reader.u16le();
    const values = readFields(reader, talk, writer, count, encoding, kind === 1);
    if (fields !== undefined) {
      fields["field_count"] = count;
      fields["values"] = values;
    }
  }
  if (kind > 3) talk.fault("unknown message type");
  talk.emit(MESSAGES.of(kind <= 3 ? kind : DATA), NOTICE, fields);
}

function readAnnouncement(reader: Reader, talk: Talk<Memory>, header: Header): void {
  const what = reader.u8();
  const sequence = reader.u16le();
  const { fields } = header;
  if (fields !== undefined) {
    fields["announcement_type"] = what;
    fields["announcement_sequence_number"] = sequence;
  }
  if (what === 2 || what === 3) {
    const writer = reader.u16le();
    if (reader.ok) talk.target("data set writer", writer, 1);
    if (fields !== undefined) fields["data_set_writer_id"] = writer;
  } else if (what === 5 && reader.u16le() === 1) readApplication(reader, talk, fields);
  talk.emit(MESSAGES.of(what >= 1 && what <= 5 ? ANNOUNCEMENT + what : ANNOUNCEMENT), NOTICE, fields);
}

const METHOD = "OPC UA PubSub application information";

/** Reads the beginning of an application description: URI, product, name. */
function readApplication(reader: Reader, talk: Talk<Memory>, fields: Record<string, unknown> | undefined): void {
  const start = reader.position;
  const uri = readString(reader);
  const product = readString(reader);
  const mask = reader.u8();
  if ((mask & 1) !== 0) readString(reader);
  const name = (mask & 2) !== 0 ? readString(reader) : "";
  if (fields !== undefined) {
    fields["application_uri"] = uri;
    fields["product_uri"] = product;
    fields["application_name"] = name;
  }
  if (!reader.ok) return;
  if (name !== "") talk.claim("sender", "name", name, 0.8, METHOD, start, reader.position);
  if (product !== "") talk.claim("sender", "software", product, 0.7, METHOD, start, reader.position);
}
