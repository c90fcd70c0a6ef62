// WireGuard: "WireGuard: Next Generation Kernel Network Tunnel" (Donenfeld, NDSS 2017), section 5.4.
// Not decoded: everything but types, indexes and counters is encrypted.
import { type Answer, DONE, dissector, LIKELY, NO, POSSIBLE, REFUSE } from "../dissector.ts";
import { operationTable } from "../operation.ts";
import { REQUEST, RESPONSE, UNDIRECTED } from "../talk.ts";

const INITIATION = 1;
const RESPONSE_TYPE = 2;
const COOKIE = 3;
const TRANSPORT = 4;
/** Octets of each type; transport data have 32 and more, in steps of 16. */
const SIZES: Readonly<Record<number, number>> = { [INITIATION]: 148, [RESPONSE_TYPE]: 92, [COOKIE]: 64 };

const OPERATIONS = operationTable("wireguard", [
  [INITIATION, "handshake_initiation", "authenticate"],
  [RESPONSE_TYPE, "handshake_response", "authenticate"],
  [COOKIE, "cookie_reply", "other"],
  [TRANSPORT, "transport_data", "other"],
]);

interface Memory {
  initiationFrame: number;
  initiator: number;
}

/** Tunnels of remote access and between sites. */
export const wireguard = dissector<Memory>({
  name: "wireguard",
  title: "WireGuard",
  standard: "WireGuard (Donenfeld 2017)",
  world: "it",
  encrypted: true,
  carriage: [{ over: "udp", ports: [51_820] }],
  remember: () => ({ initiationFrame: 0, initiator: 0 }),
  probe(reader) {
    const type = reader.peek();
    if (reader.left() < 32 || reader.peek(1) !== 0 || reader.peek16(2) !== 0) return NO;
    const size = SIZES[type];
    if (size !== undefined) return reader.left() === size ? LIKELY : NO;
    return type === TRANSPORT && reader.left() % 16 === 0 ? POSSIBLE : NO;
  },
  read(reader, talk): Answer {
    const type = reader.u8();
    if (!OPERATIONS.has(type) || reader.u24() !== 0) return REFUSE;
    const size = SIZES[type];
    if (size !== undefined && reader.end - reader.start !== size && !reader.cutByCapture) return REFUSE;
    reader.fence(reader.end - reader.start);
    const index = reader.u32le();
    const { memory } = talk;
    const fields: Record<string, unknown> | undefined = talk.detailed ? { type, index } : undefined;
    if (type === INITIATION) {
      memory.initiationFrame = talk.frame;
      memory.initiator = index;
    } else if (type === RESPONSE_TYPE && reader.u32le() === memory.initiator) talk.answersFrame(memory.initiationFrame);
    else if (type === TRANSPORT && fields !== undefined) fields["counter"] = reader.u64le();
    reader.skipRest();
    talk.emit(OPERATIONS.of(type), type === INITIATION ? REQUEST : type === TRANSPORT ? UNDIRECTED : RESPONSE, fields);
    return DONE;
  },
});
