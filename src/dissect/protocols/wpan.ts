// IEEE 802.15.4: IEEE 802.15.4-2020 sections 7.2 and 7.3 (frames), 7.5 (commands), 9.4 (security header).
// Not decoded: contents of information elements; multipurpose, fragment and extended frames; commands of TSCH and DSME; anything encrypted.
import { CERTAIN, DONE, dissector, LIKELY, NO, POSSIBLE, REFUSE } from "../dissector.ts";
import { operation, operationTable } from "../operation.ts";
import { EUI64_METHOD, extendedHex, reversedText, shortHex } from "../radio/addresses.ts";
import { looksLikeLowpan } from "../radio/lowpan.ts";
import {
  WPAN_ACK,
  WPAN_BEACON,
  WPAN_COMMAND,
  WPAN_DATA,
  WPAN_EXTENDED,
  WPAN_NONE,
  WPAN_SHORT,
  WpanHeader,
} from "../radio/wpan-header.ts";
import type { Reader } from "../reader.ts";
import type { Direction, Subject, Talk } from "../talk.ts";
import { NOTICE, REQUEST, RESPONSE, UNDIRECTED } from "../talk.ts";

const ASSOCIATION_REQUEST = 1;
const ASSOCIATION_RESPONSE = 2;
const REALIGNMENT = 8;
const COMMANDS = operationTable("wpan", [
  [ASSOCIATION_REQUEST, "association_request", "authenticate"],
  [ASSOCIATION_RESPONSE, "association_response", "authenticate"],
  [3, "disassociation_notification", "configure"],
  [4, "data_request", "other"],
  [5, "pan_id_conflict_notification", "alarm"],
  [6, "orphan_notification", "alarm"],
  [7, "beacon_request", "identify"],
  [REALIGNMENT, "coordinator_realignment", "configure"],
  [9, "gts_request", "configure"],
]);
const BEACON = operation("wpan", "beacon", "identify");
const DATA = operation("wpan", "data", "other");
const ACK = operation("wpan", "ack", "other");
const SECURED_DATA = operation("wpan", "secured_data", "other");
const SECURED_COMMAND = operation("wpan", "secured_command", "other");
const OTHER = operation("wpan", "frame_of_another_type", "other");

const DIRECTIONS: Readonly<Record<number, Direction>> = {
  1: REQUEST,
  2: RESPONSE,
  3: NOTICE,
  4: REQUEST,
  5: NOTICE,
  6: NOTICE,
  7: REQUEST,
  8: NOTICE,
  9: REQUEST,
};
const TYPES: readonly string[] = [
  "beacon",
  "data",
  "ack",
  "command",
  "reserved",
  "multipurpose",
  "fragment",
  "extended",
];
const LEVELS: readonly string[] = [
  "none",
  "MIC-32",
  "MIC-64",
  "MIC-128",
  "ENC",
  "ENC-MIC-32",
  "ENC-MIC-64",
  "ENC-MIC-128",
];
const STATUS: readonly string[] = ["success", "pan_at_capacity", "pan_access_denied"];
interface Memory {
  /** Security level last told of each side, -1 for none. */
  told: [number, number];
}

const header = new WpanHeader();

/** The radio link of Zigbee, Thread, 6LoWPAN, WirelessHART and ISA100. */
export const wpan = dissector<Memory>({
  name: "wpan",
  aliases: ["ieee802154", "802.15.4"],
  title: "IEEE 802.15.4",
  standard: "IEEE 802.15.4-2020",
  world: "iot",
  authentication: "optional",
  carriage: [
    { over: "ethernet", types: [0x809a] },
    { over: "inside", carrier: "wpan" },
  ],
  remember: () => ({ told: [-1, -1] }),
  probe(reader) {
    if (reader.left() < 3) return NO;
    if (!header.read(reader.bytes, reader.position, reader.end)) return POSSIBLE;
    return header.type === WPAN_DATA || header.type === WPAN_COMMAND ? CERTAIN : LIKELY;
  },
  read(reader, talk) {
    if (reader.left() < 2) return REFUSE;
    const whole = header.read(reader.bytes, reader.position, reader.end);
    const fields: Record<string, unknown> | undefined = talk.detailed ? headerFields(reader) : undefined;
    if (!whole) {
      if (header.type <= WPAN_COMMAND && !reader.cutByCapture) talk.fault("bad header", 0);
      talk.emit(header.type <= WPAN_COMMAND ? DATA : OTHER, UNDIRECTED, fields);
      reader.skipRest();
      return DONE;
    }
    if (header.securityLevel > 0) noteSecurity(reader, talk, header.securityLevel);
    const frameStart = reader.position;
    const frameEnd = reader.end;
    reader.position = header.bodyAt;
    const outer = reader.narrow(header.bodyEnd - header.bodyAt);
    readBody(reader, talk, fields, frameStart, frameEnd);
    reader.widen(outer);
    reader.skipRest();
    return DONE;
  },
});

function readBody(
  reader: Reader,
  talk: Talk<Memory>,
  fields: Record<string, unknown> | undefined,
  start: number,
  end: number,
): void {
  const isHidden = header.securityLevel >= 4;
  switch (header.type) {
    case WPAN_BEACON: {
      const zigbee = readBeacon(reader, talk, fields);
      talk.emit(BEACON, NOTICE, fields);
      if (zigbee) talk.hand("wpan payload", reader.bytes, start, end);
      return;
    }
    case WPAN_ACK:
      talk.emit(ACK, UNDIRECTED, fields);
      return;
    case WPAN_COMMAND:
      if (isHidden) talk.emit(SECURED_COMMAND, UNDIRECTED, fields);
      else readCommand(reader, talk, fields);
      return;
    default: {
      if (fields !== undefined) fields["payload_length"] = reader.left();
      const { bytes, position } = reader;
      const isLowpan = !isHidden && looksLikeLowpan(bytes, position, reader.end);
      if (fields !== undefined && isLowpan) fields["payload"] = "6lowpan";
      const any = reader.left() > 0;
      talk.emit(isHidden ? SECURED_DATA : DATA, UNDIRECTED, fields);
      if (any && !isHidden && !isLowpan) talk.hand("wpan payload", bytes, start, end);
    }
  }
}

function headerFields(reader: Reader): Record<string, unknown> {
  const { bytes } = reader;
  const fields: Record<string, unknown> = {
    frame_type: header.type,
    frame_type_name: TYPES[header.type],
    frame_version: header.version,
    security_enabled: header.secured,
    frame_pending: (header.control & 0x10) !== 0,
    ack_request: (header.control & 0x20) !== 0,
    pan_id_compression: (header.control & 0x40) !== 0,
  };
  if (header.sequence >= 0) fields["sequence_number"] = header.sequence;
  if (header.destinationPan >= 0) fields["destination_pan"] = header.destinationPan;
  const destination = addressOf(bytes, header.destinationMode, header.destinationAt);
  if (destination !== undefined && header.bodyAt <= header.bodyEnd) fields["destination_address"] = destination;
  if (header.sourcePan >= 0) fields["source_pan"] = header.sourcePan;
  const source = addressOf(bytes, header.sourceMode, header.sourceAt);
  if (source !== undefined) fields["source_address"] = source;
  if (header.secured) {
    fields["security_level"] = LEVELS[header.securityLevel];
    fields["key_id_mode"] = header.keyIdMode;
    if (header.frameCounter >= 0) fields["frame_counter"] = header.frameCounter;
  }
  if (header.elements > 0) fields["information_elements"] = header.elements;
  return fields;
}

/** Short addresses as numbers, extended ones as text; nothing where the header broke off before. */
function addressOf(bytes: Uint8Array, mode: number, at: number): number | string | undefined {
  if (mode === WPAN_NONE || at === 0) return undefined;
  if (at + (mode === WPAN_SHORT ? 2 : 8) > header.bodyEnd) return undefined;
  return mode === WPAN_SHORT ? header.shortAt(bytes, at) : reversedText(bytes, at, 8);
}

/** Who sent the radio frame: where it was sent on over a network, that is not the sender of the packet. */
function sourceOf(bytes: Uint8Array): Subject {
  const { sourceAt, sourceMode, sourcePan } = header;
  return {
    mac:
      sourceMode === WPAN_EXTENDED
        ? extendedHex(bytes, sourceAt)
        : shortHex(sourcePan, header.shortAt(bytes, sourceAt)),
  };
}

/** Told once per side: it stands in every frame. */
function noteSecurity(reader: Reader, talk: Talk<Memory>, level: number): void {
  if (talk.memory.told[talk.side] === level) return;
  talk.memory.told[talk.side] = level;
  const weak = level <= 4;
  talk.note(header.sourceMode === WPAN_NONE ? "sender" : sourceOf(reader.bytes), {
    kind: "cipher",
    protocol: "IEEE 802.15.4",
    cipher: `AES-CCM* ${LEVELS[level]}`,
    weak,
  });
}

/** Answers whether a beacon of Zigbee's network layer follows. */
function readBeacon(reader: Reader, talk: Talk<Memory>, fields: Record<string, unknown> | undefined): boolean {
  const superframe = reader.u16le();
  const slots = reader.u8();
  const count = slots & 7;
  if (count > 0) reader.skip(1 + 3 * count);
  const pending = reader.u8();
  reader.skip(2 * (pending & 7) + 8 * ((pending >> 4) & 7));
  const isCoordinator = (superframe & 0x4000) !== 0;
  if (reader.ok && header.sourceMode !== WPAN_NONE)
    talk.claim(
      sourceOf(reader.bytes),
      "kind",
      isCoordinator ? "IEEE 802.15.4 PAN coordinator" : "IEEE 802.15.4 coordinator",
      0.6,
      "IEEE 802.15.4 beacon",
    );
  if (fields !== undefined) {
    fields["beacon_order"] = superframe & 15;
    fields["superframe_order"] = (superframe >> 4) & 15;
    fields["pan_coordinator"] = isCoordinator;
    fields["association_permit"] = (superframe & 0x8000) !== 0;
    fields["beacon_payload_length"] = reader.left();
  }
  // Protocol identifier 0 and fifteen bytes are Zigbee's.
  return reader.ok && reader.left() >= 15 && reader.peek() === 0;
}

function readCommand(reader: Reader, talk: Talk<Memory>, fields: Record<string, unknown> | undefined): void {
  const { bytes } = reader;
  const command = reader.u8();
  if (fields !== undefined) fields["command"] = command;
  if (command === ASSOCIATION_REQUEST) {
    const capability = reader.u8();
    if (fields !== undefined) {
      fields["full_function_device"] = (capability & 2) !== 0;
      fields["receiver_on_when_idle"] = (capability & 8) !== 0;
      fields["security_capability"] = (capability & 0x40) !== 0;
    }
    if (header.sourceMode === WPAN_EXTENDED)
      talk.claim(sourceOf(bytes), "serial", reversedText(bytes, header.sourceAt, 8), 0.4, EUI64_METHOD);
  } else if (command === ASSOCIATION_RESPONSE) {
    const address = reader.u16le();
    const status = reader.u8();
    if (fields !== undefined) {
      fields["short_address"] = address;
      fields["status"] = status;
    }
    if (reader.ok && status !== 0) talk.refused(STATUS[status] ?? `status_${status}`);
    else if (reader.ok && header.destinationMode === WPAN_EXTENDED && address < 0xfffe && header.destinationPan >= 0)
      tellAddresses(talk, bytes, header.destinationAt, header.destinationPan, address);
  } else if (command === REALIGNMENT) {
    const pan = reader.u16le();
    const coordinator = reader.u16le();
    const channel = reader.u8();
    const address = reader.u16le();
    if (fields !== undefined) Object.assign(fields, { new_pan: pan, coordinator, channel, short_address: address });
    if (reader.ok && header.destinationMode === WPAN_EXTENDED && address < 0xfffe)
      tellAddresses(talk, bytes, header.destinationAt, pan, address);
  }
  reader.skipRest();
  talk.emit(COMMANDS.of(command), DIRECTIONS[command] ?? UNDIRECTED, fields);
}

/** Tells of both addresses of a device that they are of one radio. */
export function tellAddresses(talk: Talk, bytes: Uint8Array, extendedAt: number, pan: number, short: number): void {
  const text = reversedText(bytes, extendedAt, 8);
  talk.claim({ mac: shortHex(pan, short) }, "serial", text, 0.4, EUI64_METHOD);
  talk.claim({ mac: extendedHex(bytes, extendedAt) }, "serial", text, 0.4, EUI64_METHOD);
}
