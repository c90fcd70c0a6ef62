// DLMS/COSEM of meters: wrapper (IEC 62056-47 section 7.3.2), HDLC (IEC 62056-46 section 6.4, ISO/IEC 13239 frame type 3),
// APDUs (IEC 62056-5-3).
// Not decoded: what is ciphered (general and service-specific ciphering); blocks and HDLC segments are not put together; short name
// referencing beyond its services; access requests; parameters of actions.
import { type Answer, CERTAIN, DONE, dissector, LIKELY, MORE, NO, REFUSE } from "../../dissector.ts";
import { type Operation, operation } from "../../operation.ts";
import type { Reader } from "../../reader.ts";
import { REQUEST, RESPONSE, type Talk, UNDIRECTED } from "../../talk.ts";
import { type Memory, newMemory, readApdu } from "./apdu.ts";
import { APDUS } from "./objects.ts";

const FLAG = 0x7e;
const WRAPPER_VERSION = 1;
const WRAPPER_HEADER = 8;
/** Format, two addresses, control and FCS. */
const SHORTEST_FRAME = 7;
const LONGEST_APDU = 65_535;

const SNRM = operation("dlms", "set_normal_response_mode", "other");
const DISC = operation("dlms", "disconnect", "other");
const UA = operation("dlms", "unnumbered_acknowledgment", "other");
const DM = operation("dlms", "disconnected_mode", "other");
const FRMR = operation("dlms", "frame_reject", "other");
const RECEIVE = operation("dlms", "receive_ready", "other");
const INFORMATION = operation("dlms", "information_segment", "other");
const UNNAMED = operation("dlms", "unnamed_frame", "other");

/** Meters and their head ends. */
export const dlms = dissector<Memory>({
  name: "dlms",
  aliases: ["cosem"],
  title: "DLMS/COSEM",
  standard: "IEC 62056-5-3, IEC 62056-46, IEC 62056-47",
  world: "ot",
  authentication: "optional",
  carriage: [
    { over: "tcp", ports: [4059] },
    { over: "udp", ports: [4059] },
  ],
  remember: newMemory,
  probe(reader) {
    if (reader.peek() === FLAG) return frameFits(reader.bytes, reader.position, reader.end);
    if (reader.peek16(0) !== WRAPPER_VERSION || reader.left() < WRAPPER_HEADER + 1) return NO;
    const length = reader.peek16(6);
    const tag = reader.peek(WRAPPER_HEADER);
    if (length === 0 || !APDUS.has(tag) || reader.left() > WRAPPER_HEADER + length + WRAPPER_HEADER + LONGEST_APDU)
      return NO;
    // Addresses of stations on a meter are small; a management client is 1, a public one 16.
    const isNear = reader.peek16(2) < 0x1000 && reader.peek16(4) < 0x1000;
    return isNear && (tag >= 0x60 || tag === 0x0f) && reader.left() >= WRAPPER_HEADER + Math.min(length, 2)
      ? LIKELY
      : NO;
  },
  read(reader, talk): Answer {
    const first = reader.peek();
    if (first === FLAG || (first & 0xf0) === 0xa0) return readFrame(reader, talk, first === FLAG ? 1 : 0);
    const version = reader.u16();
    const source = reader.u16();
    const destination = reader.u16();
    const length = reader.u16();
    if (!reader.ok) return reader.complete ? REFUSE : MORE;
    if (version !== WRAPPER_VERSION || length === 0) return REFUSE;
    if (reader.left() > 0 && !APDUS.has(reader.peek())) return REFUSE;
    if (!reader.fence(WRAPPER_HEADER + length)) return MORE;
    readApdu(
      reader,
      talk,
      talk.detailed ? { source_wport: source, destination_wport: destination, length } : undefined,
    );
    return DONE;
  },
});

/** How much an HDLC frame fits at `bytes[start]`: its header has a check of its own. */
function frameFits(bytes: Uint8Array, start: number, end: number): 0 | 1 | 2 | 3 {
  if (end - start < 3) return NO;
  if (((bytes[start + 1] as number) & 0xf0) !== 0xa0) return NO;
  const length = (((bytes[start + 1] as number) & 7) << 8) | (bytes[start + 2] as number);
  if (length < SHORTEST_FRAME) return NO;
  if (start + 1 + length > end) return LIKELY;
  const control = controlAt(bytes, start + 3, start + 1 + length);
  if (control < 0) return NO;
  const headerEnd = control + 1;
  return isChecked(bytes, start + 1, headerEnd, end) ? CERTAIN : NO;
}

/** Where the control octet stands: behind two addresses whose last octets are odd; -1 when they do not end. */
function controlAt(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  for (let address = 0; address < 2; address++) {
    let octets = 0;
    while (at < end && ((bytes[at] as number) & 1) === 0 && octets < 4) {
      at++;
      octets++;
    }
    if (at >= end || octets >= 4) return -1;
    at++;
  }
  return at < end ? at : -1;
}

/** Whether the two octets at `end` are the check of those before: CRC-16 of ISO/IEC 13239 (X.25), low octet first. */
function isChecked(bytes: Uint8Array, start: number, end: number, limit: number): boolean {
  if (end + 2 > limit) return false;
  let crc = 0xffff;
  for (let at = start; at < end; at++) {
    crc ^= bytes[at] as number;
    for (let bit = 0; bit < 8; bit++) crc = (crc & 1) === 0 ? crc >> 1 : (crc >> 1) ^ 0x8408;
  }
  crc ^= 0xffff;
  return (crc & 0xff) === bytes[end] && crc >> 8 === bytes[end + 1];
}

/** One HDLC frame; frames may share a flag, so that only the first begins with one. */
function readFrame(reader: Reader, talk: Talk<Memory>, flags: 0 | 1): Answer {
  reader.skip(flags);
  const format = reader.u16();
  if (!reader.ok) return reader.complete ? REFUSE : MORE;
  const length = format & 0x7ff;
  if (format >> 12 !== 0xa || length < SHORTEST_FRAME) return REFUSE;
  if (!reader.fence(flags + length + 1)) return MORE;
  const { bytes } = reader;
  const frameStart = reader.start + flags;
  const frameEnd = Math.min(frameStart + length, reader.end);
  const control = controlAt(bytes, reader.position, frameEnd);
  if (control < 0) return REFUSE;
  const isWhole = !reader.cut;
  if (isWhole && bytes[reader.end - 1] !== FLAG) return REFUSE;
  if (isWhole && !isChecked(bytes, frameStart, frameEnd - 2, frameEnd))
    talk.fault("bad frame check", frameEnd - 2 - reader.start);
  const code = bytes[control] as number;
  const isSegment = (format & 0x800) !== 0;
  const fields: Record<string, unknown> | undefined = talk.detailed
    ? { frame_length: length, segmented: isSegment, control: code }
    : undefined;
  // Behind the control octet stands the header's check where there is information.
  const informationStart = control + 3;
  const informationEnd = frameEnd - 2;
  if ((code & 1) === 0 && informationStart < informationEnd) {
    reader.position = informationStart;
    const outer = reader.narrow(informationEnd - informationStart);
    readInformation(reader, talk, fields);
    reader.widen(outer);
    reader.skipRest();
    return DONE;
  }
  const [named, direction] = frameOperation(code);
  if (named === SNRM || named === DISC) talk.memory.associateFrame = talk.frame;
  else if (named === UA || named === DM) {
    talk.answersFrame(talk.memory.associateFrame);
    if (named === DM) talk.refused("disconnected mode");
  }
  reader.skipRest();
  talk.emit(named, direction, fields);
  return DONE;
}

/** LLC of IEC 62056-46 section 5.3.2: E6 E6 00 asks, E6 E7 00 answers; later segments have none. */
function readInformation(reader: Reader, talk: Talk<Memory>, fields: Record<string, unknown> | undefined): void {
  const isFirst = reader.peek() === 0xe6 && (reader.peek(1) === 0xe6 || reader.peek(1) === 0xe7) && reader.left() > 3;
  if (!isFirst) {
    reader.skipRest();
    talk.emit(INFORMATION, UNDIRECTED, fields);
    return;
  }
  reader.skip(3);
  readApdu(reader, talk, fields);
}

/** What a frame without information is: control octets of ISO/IEC 13239, without the poll and final bit. */
function frameOperation(control: number): [Operation, typeof REQUEST | typeof RESPONSE | typeof UNDIRECTED] {
  switch (control & 0xef) {
    case 0x83:
      return [SNRM, REQUEST];
    case 0x43:
      return [DISC, REQUEST];
    case 0x63:
      return [UA, RESPONSE];
    case 0x0f:
      return [DM, RESPONSE];
    case 0x87:
      return [FRMR, RESPONSE];
    default:
      return [(control & 0x0f) === 1 ? RECEIVE : UNNAMED, UNDIRECTED];
  }
}
