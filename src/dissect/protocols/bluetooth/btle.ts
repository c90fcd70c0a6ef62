// Bluetooth LE: Bluetooth Core 5.4 volume 6 part B sections 2.3 (advertising), 2.4 (data, control), volume 3 part A sections 3 and 4 (L2CAP).
// Not decoded: extended advertising but for its address and data, contents of control packets but versions, L2CAP signaling and channels
// that it opens, isochronous channels, anything encrypted.
import { CERTAIN, DONE, dissector, LIKELY, NO, REFUSE } from "../../dissector.ts";
import { operation, operationTable } from "../../operation.ts";
import { reversedText } from "../../radio/addresses.ts";
import type { Reader } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import { NOTICE, REQUEST, UNDIRECTED } from "../../talk.ts";
import { readAdvertising } from "./advertising.ts";
import { companyOf } from "./numbers.ts";

const ADVERTISING_ACCESS = 0x8e89bed6;
const DIRECTED = 1;
const SCAN_REQUEST = 3;
const SCAN_RESPONSE = 4;
const CONNECT = 5;
const EXTENDED = 7;
const ADVERTISING = operationTable("btle", [
  [0, "adv_ind", "identify"],
  [DIRECTED, "adv_direct_ind", "identify"],
  [2, "adv_nonconn_ind", "identify"],
  [SCAN_REQUEST, "scan_req", "identify"],
  [SCAN_RESPONSE, "scan_rsp", "identify"],
  [CONNECT, "connect_ind", "other"],
  [6, "adv_scan_ind", "identify"],
  [EXTENDED, "adv_ext_ind", "identify"],
  [8, "aux_connect_rsp", "other"],
]);
const ENCRYPTION_REQUEST = 3;
const START_ENCRYPTION = 5;
const VERSION = 12;
const CONTROL = operationTable("btle", [
  [0, "ll_connection_update_ind", "other"],
  [1, "ll_channel_map_ind", "other"],
  [2, "ll_terminate_ind", "other"],
  [ENCRYPTION_REQUEST, "ll_enc_req", "authenticate"],
  [4, "ll_enc_rsp", "authenticate"],
  [START_ENCRYPTION, "ll_start_enc_req", "authenticate"],
  [6, "ll_start_enc_rsp", "authenticate"],
  [7, "ll_unknown_rsp", "other"],
  [8, "ll_feature_req", "identify"],
  [9, "ll_feature_rsp", "identify"],
  [10, "ll_pause_enc_req", "authenticate"],
  [11, "ll_pause_enc_rsp", "authenticate"],
  [VERSION, "ll_version_ind", "identify"],
  [13, "ll_reject_ind", "other"],
  [14, "ll_peripheral_feature_req", "identify"],
  [15, "ll_connection_param_req", "other"],
  [16, "ll_connection_param_rsp", "other"],
  [17, "ll_reject_ext_ind", "other"],
  [18, "ll_ping_req", "other"],
  [19, "ll_ping_rsp", "other"],
  [20, "ll_length_req", "other"],
  [21, "ll_length_rsp", "other"],
  [22, "ll_phy_req", "other"],
  [23, "ll_phy_rsp", "other"],
  [24, "ll_phy_update_ind", "other"],
  [25, "ll_min_used_channels_ind", "other"],
]);
const EMPTY = operation("btle", "empty_data", "other");
const DATA = operation("btle", "data", "other");
const CONTINUATION = operation("btle", "data_continuation", "other");
const ENCRYPTED = operation("btle", "encrypted_data", "other");
const RESERVED = operation("btle", "reserved_data", "other");

const VERSIONS: readonly string[] = [
  "1.0b",
  "1.1",
  "1.2",
  "2.0",
  "2.1",
  "3.0",
  "4.0",
  "4.1",
  "4.2",
  "5.0",
  "5.1",
  "5.2",
  "5.3",
  "5.4",
  "6.0",
];
/** Fixed channels (Core volume 3 part A table 2.1) whose contents are read, by what they are handed on as. */
const CARRIER = "btl2cap";
const CHANNELS: Readonly<Record<number, string>> = { 4: "attribute protocol", 5: "signaling", 6: "security manager" };
const LONGEST = 1024;

interface Half {
  buffer: Uint8Array;
  have: number;
  wanted: number;
  /** Sequence bit and length of the last part: one sent again is not put in twice. */
  lastPart: number;
}

interface Memory {
  encrypted: boolean;
  readonly halves: [Half, Half];
}

function newHalf(): Half {
  return { buffer: new Uint8Array(0), have: 0, wanted: 0, lastPart: -1 };
}

/** The radio link of wearables, sensors, tags and medical devices. */
export const btle = dissector<Memory>({
  name: "btle",
  aliases: ["ble", "bluetooth_le"],
  title: "Bluetooth LE",
  standard: "Bluetooth Core 5.4",
  world: "iot",
  authentication: "optional",
  carriage: [{ over: "ethernet", types: [0x0251] }],
  remember: () => ({ encrypted: false, halves: [newHalf(), newHalf()] }),
  probe(reader) {
    const access = reader.u32le();
    const head = reader.u8();
    const length = reader.u8();
    if (!reader.ok || length > reader.left()) return NO;
    return access === ADVERTISING_ACCESS && ADVERTISING.has(head & 15) ? CERTAIN : LIKELY;
  },
  read(reader, talk) {
    const access = reader.u32le();
    const head = reader.u8();
    const length = reader.u8();
    if (!reader.ok) return REFUSE;
    const fields: Record<string, unknown> | undefined = talk.detailed ? { access_address: access, length } : undefined;
    if (length > reader.left() && !reader.cutByCapture) talk.fault("bad length", 5);
    const outer = reader.narrow(Math.min(length, reader.left()));
    if (access === ADVERTISING_ACCESS) readAdvertisement(reader, talk, fields, head);
    else readData(reader, talk, fields, head);
    reader.widen(outer);
    // Bytes behind the length are no part of the packet.
    reader.skipRest();
    return DONE;
  },
});

function readAdvertisement(
  reader: Reader,
  talk: Talk<Memory>,
  fields: Record<string, unknown> | undefined,
  head: number,
): void {
  const { bytes } = reader;
  const type = head & 15;
  if (fields !== undefined) {
    fields["pdu_type"] = type;
    fields["tx_address_random"] = (head & 0x40) !== 0;
  }
  if (type === EXTENDED) {
    readExtended(reader, talk, fields, (head & 0x40) !== 0);
    talk.emit(ADVERTISING.of(type), NOTICE, fields);
    return;
  }
  const at = reader.position;
  reader.skip(6);
  if (fields !== undefined && reader.ok)
    fields[
      type === SCAN_REQUEST ? "scanning_address" : type === CONNECT ? "initiator_address" : "advertising_address"
    ] = reversedText(bytes, at, 6);
  if (reader.ok && (head & 0x40) !== 0) claimRandom(talk, bytes, at);
  if (type === DIRECTED || type === SCAN_REQUEST || type === CONNECT) {
    const to = reader.position;
    reader.skip(6);
    if (fields !== undefined && reader.ok)
      fields[type === DIRECTED ? "target_address" : "advertising_address"] = reversedText(bytes, to, 6);
    if (type === CONNECT) readConnect(reader, talk, fields);
  } else if (!ADVERTISING.has(type)) reader.skipRest();
  else readAdvertising(reader, talk, fields);
  reader.skipRest();
  talk.emit(ADVERTISING.of(type), type === SCAN_REQUEST || type === CONNECT ? REQUEST : NOTICE, fields);
}

/** Random addresses by their highest bits (Core volume 6 part B section 1.3.2). */
function claimRandom(talk: Talk<Memory>, bytes: Uint8Array, at: number): void {
  const kind = (bytes[at + 5] as number) >> 6;
  const word = kind === 3 ? "static random" : kind === 1 ? "resolvable private" : "non-resolvable private";
  talk.claim(
    "sender",
    "description",
    `Bluetooth ${word} address ${reversedText(bytes, at, 6)}`,
    0.5,
    "Bluetooth address type",
  );
}

function readConnect(reader: Reader, talk: Talk<Memory>, fields: Record<string, unknown> | undefined): void {
  const { memory } = talk;
  memory.encrypted = false;
  memory.halves[0].wanted = 0;
  memory.halves[1].wanted = 0;
  const access = reader.u32le();
  reader.skip(3);
  reader.skip(1);
  reader.skip(2);
  const interval = reader.u16le();
  const latency = reader.u16le();
  const timeout = reader.u16le();
  if (fields !== undefined) Object.assign(fields, { connection_access_address: access, interval, latency, timeout });
  reader.skip(6);
}

function readExtended(
  reader: Reader,
  talk: Talk<Memory>,
  fields: Record<string, unknown> | undefined,
  isRandom: boolean,
): void {
  const { bytes } = reader;
  const first = reader.u8();
  const length = first & 0x3f;
  const outer = reader.narrow(length);
  const { ok } = reader;
  const flags = length > 0 ? reader.u8() : 0;
  if ((flags & 1) !== 0) {
    const at = reader.position;
    reader.skip(6);
    if (reader.ok) {
      if (fields !== undefined) fields["advertising_address"] = reversedText(bytes, at, 6);
      if (isRandom) claimRandom(talk, bytes, at);
    }
  }
  reader.widen(outer);
  if (ok) readAdvertising(reader, talk, fields);
  reader.skipRest();
}

function readData(reader: Reader, talk: Talk<Memory>, fields: Record<string, unknown> | undefined, head: number): void {
  const { memory } = talk;
  const kind = head & 3;
  if (fields !== undefined) fields["llid"] = kind;
  const length = reader.left();
  const part = ((head >> 3) & 1) * 256 + length;
  const half = memory.halves[talk.side];
  const isAgain = half.lastPart === part;
  half.lastPart = part;
  if (kind === 1 && length === 0) {
    talk.emit(EMPTY, UNDIRECTED, fields);
    return;
  }
  if (memory.encrypted && kind !== 0) {
    reader.skipRest();
    talk.emit(ENCRYPTED, UNDIRECTED, fields);
    return;
  }
  switch (kind) {
    case 3:
      readControl(reader, talk, fields);
      return;
    case 2:
      readStart(reader, talk, fields, half);
      return;
    case 1: {
      const { bytes, position, end } = reader;
      reader.skipRest();
      talk.emit(CONTINUATION, UNDIRECTED, fields);
      if (half.wanted === 0 || isAgain || half.have + length > half.wanted) return;
      for (let at = position; at < end; at++) half.buffer[half.have++] = bytes[at] as number;
      if (half.have < half.wanted) return;
      half.wanted = 0;
      handOn(talk, half.buffer, 0, half.have);
      return;
    }
    default:
      reader.skipRest();
      talk.emit(RESERVED, UNDIRECTED, fields);
  }
}

/** The first part of an L2CAP packet, or all of it. */
function readStart(reader: Reader, talk: Talk<Memory>, fields: Record<string, unknown> | undefined, half: Half): void {
  const { bytes, position, end } = reader;
  half.wanted = 0;
  const size = reader.u16le();
  const channel = reader.u16le();
  const isWhole = reader.left() === size;
  if (fields !== undefined) {
    fields["l2cap_length"] = size;
    fields["channel"] = channel;
    const name = CHANNELS[channel];
    if (name !== undefined) fields["channel_name"] = name;
  }
  if (reader.ok && reader.left() > size) talk.fault("leftover", reader.position - reader.start + size);
  const { ok } = reader;
  reader.skipRest();
  talk.emit(DATA, UNDIRECTED, fields);
  if (!ok) return;
  if (isWhole) handOn(talk, bytes, position, end);
  else if (end - position < size + 4 && size + 4 <= LONGEST) {
    half.buffer = new Uint8Array(size + 4);
    half.wanted = size + 4;
    half.have = end - position;
    for (let at = position; at < end; at++) half.buffer[at - position] = bytes[at] as number;
  }
}

function handOn(talk: Talk<Memory>, bytes: Uint8Array, start: number, end: number): void {
  const channel = (bytes[start + 2] as number) | ((bytes[start + 3] as number) << 8);
  if (channel === 4 || channel === 6) talk.hand(CARRIER, bytes, start + 4, end, channel);
}

function readControl(reader: Reader, talk: Talk<Memory>, fields: Record<string, unknown> | undefined): void {
  const opcode = reader.u8();
  if (fields !== undefined) fields["control_opcode"] = opcode;
  if (opcode === VERSION) {
    const version = reader.u8();
    const company = reader.u16le();
    const subversion = reader.u16le();
    const name = VERSIONS[version] ?? "";
    if (fields !== undefined) Object.assign(fields, { version_number: version, company_id: company, subversion });
    const maker = companyOf(company);
    if (reader.ok && name !== "")
      talk.claim(
        "sender",
        "hardware",
        `Bluetooth ${name} controller${maker === "" ? "" : ` by ${maker}`}`,
        0.4,
        "Bluetooth version exchange",
      );
  } else if (opcode === ENCRYPTION_REQUEST)
    talk.note("sender", { kind: "cipher", protocol: "Bluetooth LE", cipher: "AES-CCM", weak: false });
  // From here on both sides encrypt.
  else if (opcode === START_ENCRYPTION) talk.memory.encrypted = true;
  reader.skipRest();
  talk.emit(CONTROL.of(opcode), UNDIRECTED, fields);
}
