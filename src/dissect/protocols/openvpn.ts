// OpenVPN: network protocol as its project describes it (opcode and key id, session id, packet ids).
// Not decoded: everything is encrypted behind the first octets, and with tls-crypt these alone are in clear.
import { type Answer, DONE, dissector, LIKELY, MORE, NO, POSSIBLE, REFUSE } from "../dissector.ts";
import { operationTable } from "../operation.ts";
import type { Reader } from "../reader.ts";
import { type Direction, REQUEST, RESPONSE, UNDIRECTED } from "../talk.ts";

const CLIENT_RESET_V1 = 1;
const SERVER_RESET_V1 = 2;
const CLIENT_RESET_V2 = 7;
const SERVER_RESET_V2 = 8;
const CLIENT_RESET_V3 = 10;

const OPERATIONS = operationTable("openvpn", [
  [CLIENT_RESET_V1, "hard_reset_client_v1", "authenticate"],
  [SERVER_RESET_V1, "hard_reset_server_v1", "authenticate"],
  [3, "soft_reset_v1", "authenticate"],
  [4, "control_v1", "authenticate"],
  [5, "acknowledgment_v1", "other"],
  [6, "data_v1", "other"],
  [CLIENT_RESET_V2, "hard_reset_client_v2", "authenticate"],
  [SERVER_RESET_V2, "hard_reset_server_v2", "authenticate"],
  [9, "data_v2", "other"],
  [CLIENT_RESET_V3, "hard_reset_client_v3", "authenticate"],
  [11, "wrapped_client_key_v1", "authenticate"],
]);
/** A reset without a signature: opcode, session id, no acknowledgments, packet 0. */
const PLAIN_RESET = 14;

interface Memory {
  resetFrame: number;
}

/** Tunnels of remote access. */
export const openvpn = dissector<Memory>({
  name: "openvpn",
  title: "OpenVPN",
  standard: "OpenVPN network protocol",
  world: "it",
  encrypted: true,
  carriage: [
    { over: "udp", ports: [1194] },
    { over: "tcp", ports: [1194] },
  ],
  remember: () => ({ resetFrame: 0 }),
  probe(reader, talk) {
    const ahead = talk.stream ? 2 : 0;
    const size = talk.stream ? reader.peek16() : reader.left();
    if (reader.left() < ahead + PLAIN_RESET || size < PLAIN_RESET) return reader.left() < ahead + 1 ? POSSIBLE : NO;
    const first = reader.peek(ahead);
    if (!OPERATIONS.has(first >> 3)) return NO;
    const isReset = first === CLIENT_RESET_V2 << 3 || first === CLIENT_RESET_V3 << 3;
    return isReset && size === PLAIN_RESET && isZero(reader, ahead + 9) ? LIKELY : POSSIBLE;
  },
  read(reader, talk): Answer {
    // Over TCP each packet has its length before it.
    const length = talk.stream ? reader.u16() : 0;
    const first = reader.u8();
    if (!reader.ok) return reader.complete ? REFUSE : MORE;
    if (!OPERATIONS.has(first >> 3)) return REFUSE;
    if (talk.stream && length < 1) return REFUSE;
    if (!reader.fence(talk.stream ? 2 + length : reader.end - reader.start)) return MORE;
    const code = first >> 3;
    const fields: Record<string, unknown> | undefined = talk.detailed ? { opcode: code, key_id: first & 7 } : undefined;
    const isClientReset = code === CLIENT_RESET_V1 || code === CLIENT_RESET_V2 || code === CLIENT_RESET_V3;
    const isServerReset = code === SERVER_RESET_V1 || code === SERVER_RESET_V2;
    if (fields !== undefined && code !== 6 && code !== 9 && reader.left() >= 8) fields["session_id"] = reader.hex(8);
    let direction: Direction = UNDIRECTED;
    if (isClientReset) {
      direction = REQUEST;
      talk.memory.resetFrame = talk.frame;
    } else if (isServerReset) {
      direction = RESPONSE;
      talk.answersFrame(talk.memory.resetFrame);
    }
    reader.skipRest();
    talk.emit(OPERATIONS.of(code), direction, fields);
    return DONE;
  },
});

function isZero(reader: Reader, ahead: number): boolean {
  for (let index = 0; index < 5; index++) if (reader.peek(ahead + index) !== 0) return false;
  return true;
}
