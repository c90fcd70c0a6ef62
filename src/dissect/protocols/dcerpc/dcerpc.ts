// DCE RPC: C706 chapter 12 with MS-RPCE; connection-oriented version 5 over TCP and named pipes, connectionless version 4
// over UDP. Not decoded: arguments but those in stub.ts, RPC over HTTP, what is encrypted, big-endian arguments.
import { DONE, dissector, LIKELY, MORE, NO, POSSIBLE, REFUSE } from "../../dissector.ts";
import { markOfPipe, PIPE_PREFIX } from "../../pipes.ts";
import { Reader } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import { HEADER, looksLikePacket, packetLength, readPacket } from "./connection.ts";
import { HEADER as DATAGRAM_HEADER, isPart, looksLikeDatagram, readDatagram } from "./datagram.ts";
import { isWaiting, type Memory, MOST_HELD, rpcMemory, sessionOf } from "./memory.ts";

const PROFINET = /^dea0000[1-4]-6c97-11d1-8271-00a02442df7d$/;
const LONGEST = 65_535;

// Reads packets that were put together from several writes to a pipe.
const joined = new Reader();
const NOTHING = new Uint8Array(0);

/** Calls between programs: the administration of Windows, OPC classic and PROFINET ride on it. */
export const dcerpc = dissector<Memory>({
  name: "dcerpc",
  aliases: ["msrpc"],
  title: "DCE RPC",
  standard: "C706, MS-RPCE",
  world: "it",
  longest: LONGEST,
  carriage: [
    { over: "tcp", ports: [135] },
    { over: "udp", ports: [135, 34964] },
    { over: "inside", carrier: "pipe" },
  ],
  remember: rpcMemory,
  probe(reader, talk) {
    const mark = talk.stream ? 0 : markOfPipe(reader);
    if (mark !== 0) {
      if (isWaiting(talk.memory, mark, talk.side)) return LIKELY;
      return looksLikePacket(reader, PIPE_PREFIX);
    }
    if (!talk.stream && reader.peek() === 4) return looksLikeDatagram(reader);
    const likeness = looksLikePacket(reader, 0);
    return likeness === 2 ? LIKELY : likeness === 1 && talk.stream ? POSSIBLE : NO;
  },
  read(reader, talk) {
    const mark = talk.stream ? 0 : markOfPipe(reader);
    if (mark !== 0) return readPipe(talk, reader, mark);
    if (!talk.stream && reader.peek() === 4) return readConnectionless(talk, reader);
    if (looksLikePacket(reader, 0) === 0) return REFUSE;
    if (reader.left() < HEADER) {
      if (!reader.complete) return MORE;
      reader.fence(HEADER);
    } else if (!reader.fence(packetLength(reader, 0))) return MORE;
    readPacket(talk, reader, sessionOf(talk.memory, 0));
    return DONE;
  },
});

function readConnectionless(talk: Talk<Memory>, reader: Reader): 0 | 2 {
  if (looksLikeDatagram(reader) === 0) return REFUSE as 2;
  const start = reader.position;
  const little = reader.peek(4) === 0x10;
  const one = reader.peek(74);
  const other = reader.peek(75);
  const length = little ? one | (other << 8) : (one << 8) | other;
  // A verifier of its own kind may follow the body.
  reader.fence(reader.peek(78) === 0 ? DATAGRAM_HEADER + length : reader.left());
  const header = readDatagram(talk, reader, sessionOf(talk.memory, 0));
  if (PROFINET.test(header.interface) && !isPart(header)) talk.hand("dcerpc", reader.bytes, start, reader.end);
  return DONE as 0;
}

/** What was written to or read from a pipe: packets, or parts of one. */
function readPipe(talk: Talk<Memory>, reader: Reader, mark: number): 0 | 2 {
  reader.fence(reader.left());
  reader.skip(PIPE_PREFIX);
  const session = sessionOf(talk.memory, mark);
  const { side } = talk;
  let bytes = reader.take(reader.left());
  const before = session.held[side];
  if (before.length > 0) {
    const both = new Uint8Array(before.length + bytes.length);
    both.set(before);
    both.set(bytes, before.length);
    bytes = both;
    session.held[side] = NOTHING;
  }
  for (let at = 0; at < bytes.length; ) {
    joined.open(bytes, at, bytes.length, true);
    if (looksLikePacket(joined, 0) === 0) return at === 0 ? (REFUSE as 2) : (DONE as 0);
    const length = joined.left() < HEADER ? HEADER : packetLength(joined, 0);
    if (length > bytes.length - at) {
      if (bytes.length - at <= MOST_HELD) session.held[side] = bytes.slice(at);
      return DONE as 0;
    }
    joined.fence(length);
    readPacket(talk, joined, session);
    at += length;
  }
  return DONE as 0;
}
