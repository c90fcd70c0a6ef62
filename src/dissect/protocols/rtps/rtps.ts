// Real-time publish-subscribe (RTPS) of the Data Distribution Service: OMG DDSI-RTPS 2.5 section 8.3 and 9.4, OMG DDS-SECURITY 1.1.
// Not decoded: samples of user topics (their types are not on the wire), fragments, batches, submessages of RTPS 1, and encrypted content.
import { CERTAIN, DONE, dissector, NO } from "../../dissector.ts";
import { operationTable } from "../../operation.ts";
import type { Reader } from "../../reader.ts";
import type { Direction, Talk } from "../../talk.ts";
import { NOTICE, UNDIRECTED } from "../../talk.ts";
import type { Announced } from "./parameters.ts";
import { readParameters, tellAnnounced } from "./parameters.ts";
import { softwareName } from "./vendors.ts";

/** "RTPS", and "NDDSPING" cut to its first four letters. */
const MAGIC = 0x52545053;
const PING = 0x4e444453;
const INFO_TS = 9;
const DATA = 0x15;
const DATA_FRAG = 0x16;
const PINGED = 256;
const ONLY_INFO = 257;
const MOST_SUBMESSAGES = 128;
/** By the number of the submessage; from 256 on by what data announce. */
const OPERATIONS = operationTable("rtps", [
  [2, "var", "identify"],
  [3, "issue", "write"],
  [6, "acknack", "other"],
  [7, "heartbeat", "other"],
  [8, "gap", "other"],
  [0x12, "nack_frag", "other"],
  [0x13, "heartbeat_frag", "other"],
  [DATA, "data", "write"],
  [DATA_FRAG, "data_frag", "write"],
  [0x17, "acknack_batch", "other"],
  [0x18, "data_batch", "write"],
  [0x19, "heartbeat_batch", "other"],
  [0x1a, "acknack_session", "other"],
  [0x1b, "heartbeat_session", "other"],
  [0x1c, "app_ack", "other"],
  [0x1d, "app_ack_conf", "other"],
  [0x1e, "heartbeat_virtual", "other"],
  [0x30, "sec_body", "other"],
  [0x31, "sec_prefix", "other"],
  [0x32, "sec_postfix", "other"],
  [0x33, "srtps_prefix", "other"],
  [0x34, "srtps_postfix", "other"],
  [PINGED, "ping", "other"],
  [ONLY_INFO, "info", "other"],
  [258, "announce_participant", "identify"],
  [259, "announce_publication", "identify"],
  [260, "announce_subscription", "identify"],
  [261, "announce_topic", "identify"],
  [262, "announce_liveliness", "other"],
  [263, "authenticate", "authenticate"],
  [264, "dispose_announcement", "other"],
  [265, "dispose_data", "write"],
]);
/** What the built-in writers announce. */
const WRITERS: Readonly<Record<number, number>> = {
  65730: 258,
  962: 259,
  1218: 260,
  706: 261,
  131266: 262,
  131523: 263,
  4278190018: 258,
  4278191042: 259,
  4278191298: 260,
};
/** Submessages that only set what holds for the next ones: padding, times, sources and destinations. */
const SETTING = [1, INFO_TS, 0x0c, 0x0d, 0x0e, 0x0f];

interface Memory {
  /** Bit per side whose software was told. */
  told: number;
}

/** Publishes data to whoever subscribes, without a broker: robots, vehicles, medicine, energy. */
export const rtps = dissector<Memory>({
  name: "rtps",
  aliases: ["dds"],
  title: "RTPS (DDS)",
  standard: "OMG DDSI-RTPS",
  world: "ot",
  authentication: "optional",
  carriage: [{ over: "udp", ports: [7400, 7401, 7410, 7411, 7412, 7413, 7650, 7651, 7660, 7661] }],
  remember: () => ({ told: 0 }),
  probe: (reader) =>
    reader.u32() === MAGIC && reader.left() >= 12 && (reader.peek() === 2 || reader.peek() === 1) ? CERTAIN : NO,
  read(reader, talk) {
    const { start } = reader;
    reader.skip(4);
    const major = reader.u8();
    const minor = reader.u8();
    const vendor = reader.u16();
    const fields: Record<string, unknown> | undefined = talk.detailed
      ? { version: `${major}.${minor}`, vendor_id: vendor }
      : undefined;
    tellSoftware(talk, vendor, start + 6);
    if (reader.left() <= 8 && (reader.peek16() << 16) + reader.peek16(2) === PING) {
      talk.emit(OPERATIONS.of(PINGED), NOTICE, fields);
      reader.skipRest();
      return DONE;
    }
    // RTPS 1 has no entity in common with version 2 behind host and application.
    const prefix = reader.position;
    reader.skip(Math.min(major === 1 ? 8 : 12, reader.left()));
    if (fields !== undefined) {
      const end = reader.position;
      reader.position = prefix;
      fields["guid_prefix"] = reader.hex(end - prefix);
    }
    if (major !== 1 && major !== 2) talk.fault("unknown version", 4);
    readSubmessages(reader, talk, fields, vendor);
    reader.skipRest();
    return DONE;
  },
});

function tellSoftware(talk: Talk<Memory>, vendor: number, at: number): void {
  if ((talk.memory.told & (1 << talk.side)) !== 0) return;
  talk.memory.told |= 1 << talk.side;
  const software = softwareName(vendor);
  if (software !== "") talk.claim("sender", "software", software, 0.9, "RTPS vendor id", at, at + 2);
}

function readSubmessages(
  reader: Reader,
  talk: Talk<Memory>,
  head: Record<string, unknown> | undefined,
  vendor: number,
): void {
  let fields = head;
  let emitted = false;
  let info: number[] | undefined;
  for (let count = 0; reader.left() >= 4 && count < MOST_SUBMESSAGES; count++) {
    const kind = reader.u8();
    const flags = reader.u8();
    const little = (flags & 1) !== 0;
    const octets = little ? reader.u16le() : reader.u16();
    // Without a length it reaches to the end, but for the two that may be empty.
    let length = octets === 0 && kind !== INFO_TS && kind !== 1 ? reader.left() : octets;
    if (length > reader.left()) {
      if (!reader.cutByCapture) talk.fault("bad length", reader.position - reader.start - 2);
      length = reader.left();
    }
    const outer = reader.narrow(length);
    if (SETTING.includes(kind)) {
      if (talk.detailed) {
        info ??= [];
        info.push(kind);
      }
      reader.widen(outer);
      continue;
    }
    const own: Record<string, unknown> | undefined = talk.detailed
      ? {
          ...fields,
          ...(info === undefined ? undefined : { info }),
          submessage: kind,
          flags,
          octets_to_next_header: octets,
        }
      : undefined;
    fields = undefined;
    info = undefined;
    let code = kind;
    let direction: Direction = UNDIRECTED;
    if (kind === DATA || kind === DATA_FRAG) {
      code = readData(reader, talk, kind, flags, little, own, vendor);
      direction = NOTICE;
    } else if ((kind === 6 || kind === 7 || kind === 8) && own !== undefined) {
      own["reader_entity"] = reader.u32();
      own["writer_entity"] = reader.u32();
    }
    reader.widen(outer);
    emitted = true;
    talk.emit(OPERATIONS.of(code), direction, own);
  }
  if (!emitted) talk.emit(OPERATIONS.of(ONLY_INFO), NOTICE, talk.detailed ? { ...head, info } : undefined);
}

/** Reads data and answers the number of its operation. */
function readData(
  reader: Reader,
  talk: Talk<Memory>,
  kind: number,
  flags: number,
  little: boolean,
  fields: Record<string, unknown> | undefined,
  vendor: number,
): number {
  reader.skip(2);
  const toQos = little ? reader.u16le() : reader.u16();
  const body = reader.position + toQos;
  const readerEntity = reader.u32();
  const writerEntity = reader.u32();
  const high = little ? reader.u32le() : reader.u32();
  const low = little ? reader.u32le() : reader.u32();
  if (fields !== undefined) {
    fields["reader_entity"] = readerEntity;
    fields["writer_entity"] = writerEntity;
    fields["sequence_number"] = high * 4294967296 + low;
  }
  const built = WRITERS[writerEntity] ?? 0;
  if (kind === DATA_FRAG || !reader.ok) return built === 0 ? kind : built;
  if (body < reader.position || body > reader.end) {
    talk.fault("bad length", 6);
    return built === 0 ? kind : built;
  }
  reader.position = body;
  let disposed = false;
  if ((flags & 2) !== 0) {
    const inline = readParameters(reader, little);
    disposed = inline.disposed;
    if (disposed && fields !== undefined) fields["disposed"] = true;
  }
  if (disposed) return built === 0 ? 265 : 264;
  if ((flags & 4) === 0 || reader.left() < 4) return built === 0 ? kind : built;
  const encapsulation = reader.u16();
  reader.skip(2);
  if (fields !== undefined) fields["encapsulation"] = encapsulation;
  // Lists of parameters, in either order of octets.
  if (built >= 258 && built <= 261 && (encapsulation === 2 || encapsulation === 3)) {
    const announced: Announced = readParameters(reader, encapsulation === 3);
    tellAnnounced(talk, announced, built === 258, vendor);
    if (fields !== undefined) Object.assign(fields, announced.fields);
  }
  return built === 0 ? kind : built;
}
