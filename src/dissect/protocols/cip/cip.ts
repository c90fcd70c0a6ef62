// CIP (Common Industrial Protocol): ODVA CIP volume 1, 2-4 and 3-5, as carried by EtherNet/IP (volume 2, 2-6 and 3-2).
// Not decoded: values of makers' own objects (told as hexadecimal digits), Safety and Motion payloads, structured tags
// beyond their template handle, attributes of classes that `attributes.ts` does not list.
import { DONE, dissector, LIKELY, MORE, NO, POSSIBLE, REFUSE } from "../../dissector.ts";
import type { Reader } from "../../reader.ts";
import type { CipMemory } from "./memory.ts";
import { cipMemory, nextPending, pendingFor } from "./memory.ts";
import { readReply } from "./reply.ts";
import type { Carrier } from "./request.ts";
import { looksLikeRequest, readRequest } from "./request.ts";

/** Items of the common packet format that matter here (volume 2, 2-6.3). */
const CONNECTED_ADDRESS = 0x00a1;
const CONNECTED_DATA = 0x00b1;
const UNCONNECTED_DATA = 0x00b2;
/** Bytes from the sender context to the first item. */
const HEAD = 8 + 4 + 4 + 2;
const MOST_ITEMS = 16;

/**
 * Explicit messages. The carrier hands an encapsulation packet from its sender context on, because answers are known
 * by the sender context, or by connection id and sequence count, and not by anything of their own.
 */
export const cip = dissector<CipMemory>({
  name: "cip",
  title: "CIP",
  standard: "ODVA CIP volume 1",
  world: "ot",
  authentication: "none",
  carriage: [{ over: "inside", carrier: "enip", keys: [CONNECTED_DATA, UNCONNECTED_DATA] }],
  remember: cipMemory,
  probe(reader, talk) {
    if (findData(reader, talk.memory) < 1) return NO;
    if (reader.peek() >= 0x80) return reader.peek(1) === 0 ? LIKELY : POSSIBLE;
    return looksLikeRequest(reader, talk.memory.innerPath) ? LIKELY : POSSIBLE;
  },
  read(reader, talk) {
    if (!reader.fence(reader.left())) return MORE;
    const memory = talk.memory;
    const contextLow = reader.i32le();
    const contextHigh = reader.i32le();
    reader.position = reader.start;
    const length = findData(reader, memory);
    if (length < 1) return REFUSE;
    const isConnected = memory.sequence >= 0;
    const key = isConnected ? memory.connection : contextLow;
    const carrier: Carrier | undefined =
      talk.detailed && isConnected ? { connection_id: memory.connection, sequence_count: memory.sequence } : undefined;
    const outer = reader.narrow(length);
    if (reader.peek() >= 0x80) {
      const asked = pendingFor(memory, talk.side, reader.peek() & 0x7f, memory.sequence, key, contextHigh);
      // The answer to an Unconnected_Send is the embedded service's own, unless the way there failed.
      const inner = asked !== undefined && asked.innerCount === 1 ? asked.inner[0] : undefined;
      const isInner = inner !== undefined && asked?.classId === 6 && inner.service === (reader.peek() & 0x7f);
      readReply(reader, talk, (isInner ? inner : asked) ?? memory.unknown, carrier, 0);
    } else {
      const pending = nextPending(memory);
      pending.side = talk.side;
      pending.frame = talk.frame;
      pending.sequence = memory.sequence;
      pending.key = key;
      pending.keyHigh = contextHigh;
      const route = isConnected ? (memory.byOriginator.get(key)?.route ?? "") : "";
      readRequest(reader, talk, pending, route, carrier, 0);
    }
    reader.widen(outer);
    // Items behind the message (socket addresses) are the carrier's.
    reader.skipRest();
    return DONE;
  },
});

/**
 * Goes to the explicit message among the items, and notes its connection and sequence count. Answers the message's
 * length, or -1 when there is none.
 */
function findData(reader: Reader, memory: CipMemory): number {
  memory.sequence = -1;
  memory.connection = 0;
  reader.skip(HEAD);
  const items = reader.u16le();
  for (let index = 0; index < items && index < MOST_ITEMS && reader.ok; index++) {
    const type = reader.u16le();
    const length = reader.u16le();
    if (type === CONNECTED_DATA || type === UNCONNECTED_DATA) {
      if (type === UNCONNECTED_DATA) return reader.ok ? length : -1;
      memory.sequence = reader.u16le();
      return reader.ok ? length - 2 : -1;
    }
    if (type === CONNECTED_ADDRESS && length === 4) memory.connection = reader.u32le();
    else reader.skip(length);
  }
  return -1;
}
