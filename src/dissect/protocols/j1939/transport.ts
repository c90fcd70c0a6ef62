// Messages in several frames: SAE J1939-21 section 5.10 (transport protocol), and the fast packets of NMEA 2000.
import type { Reader } from "../../reader.ts";

const SESSIONS = 16;
/** 255 packets of 7 octets. */
const LONGEST = 1785;
const PACKET = 7;
const FAST_FIRST = 6;
export const ALL = 255;

/** A message that is being put together. */
export interface Session {
  source: number;
  destination: number;
  group: number;
  buffer: Uint8Array;
  size: number;
  packets: number;
  /** Which packets came, by number. */
  came: Uint8Array;
  count: number;
  /** Frame of the request to send, and its time in seconds. */
  frame: number;
  time: number;
  used: number;
}

/** The messages of a bus that are being put together. */
export interface Transfers {
  readonly sessions: Session[];
  clock: number;
}

/** No message is under way. */
export function noTransfers(): Transfers {
  return { sessions: [], clock: 0 };
}

/** Begins a message, in the place of an earlier one between the two or of the one that was idle the longest. */
export function begin(
  transfers: Transfers,
  source: number,
  destination: number,
  group: number,
  size: number,
  packets: number,
  frame: number,
  time: number,
): void {
  const { sessions } = transfers;
  let session = sessions.find((one) => one.source === source && one.destination === destination);
  if (session === undefined && sessions.length < SESSIONS) {
    session = {
      source,
      destination,
      group,
      buffer: new Uint8Array(LONGEST),
      size: 0,
      packets: 0,
      came: new Uint8Array(256),
      count: 0,
      frame,
      time,
      used: 0,
    };
    sessions.push(session);
  }
  session ??= sessions.reduce((oldest, one) => (one.used < oldest.used ? one : oldest));
  session.source = source;
  session.destination = destination;
  session.group = group;
  session.size = size;
  session.packets = packets;
  session.came.fill(0);
  session.count = 0;
  session.frame = frame;
  session.time = time;
  session.used = ++transfers.clock;
}

/** Whether sizes of an announcement fit each other. */
export function sizesFit(size: number, packets: number): boolean {
  return size > 8 && size <= LONGEST && packets === Math.ceil(size / PACKET);
}

/** The message between two, if one is under way. */
export function under(transfers: Transfers, source: number, destination: number): Session | undefined {
  return transfers.sessions.find((one) => one.source === source && one.destination === destination && one.packets > 0);
}

/** Takes a packet whose number was read; answers whether the message is now whole. Packets that come again change nothing. */
export function addPacket(session: Session, number: number, reader: Reader): boolean {
  if (number < 1 || number > session.packets) return false;
  const place = (number - 1) * PACKET;
  if (!copy(session, place, reader, Math.min(PACKET, session.size - place))) return false;
  if (session.came[number] === 0) {
    session.came[number] = 1;
    session.count++;
  }
  return session.count === session.packets;
}

/** Takes a frame of a fast packet behind its first octet; answers whether the message is now whole. */
export function addFast(session: Session, number: number, reader: Reader): boolean {
  // Frames come in turn: one that is missing ends the message.
  if (number !== session.count) {
    session.packets = 0;
    return false;
  }
  const place = number === 0 ? 0 : FAST_FIRST + (number - 1) * PACKET;
  if (!copy(session, place, reader, Math.min(number === 0 ? FAST_FIRST : PACKET, session.size - place))) {
    session.packets = 0;
    return false;
  }
  session.count++;
  return session.count === session.packets;
}

/** How many frames a fast packet of a size takes. */
export function fastFrames(size: number): number {
  return 1 + Math.ceil(Math.max(0, size - FAST_FIRST) / PACKET);
}

/** Takes the octets of a packet; a packet that lacks some is none, since what an earlier message left would stand for them. */
function copy(session: Session, place: number, reader: Reader, count: number): boolean {
  const { bytes, position } = reader;
  if (reader.left() < count) return false;
  for (let at = 0; at < count; at++) session.buffer[place + at] = bytes[position + at] as number;
  return true;
}
