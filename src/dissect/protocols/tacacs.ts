// TACACS+: RFC 8907.
// Not decoded: bodies, which a shared secret hides, and where they are not hidden: only that they are not is told.
import { type Answer, DONE, dissector, LIKELY, MORE, NO, POSSIBLE, REFUSE } from "../dissector.ts";
import { operationTable } from "../operation.ts";
import { noRequests, type OpenRequests, pair } from "../pairing.ts";
import { REQUEST, RESPONSE } from "../talk.ts";

const HEADER = 12;
const LONGEST = 65_536;
const UNENCRYPTED = 1;
const OPERATIONS = operationTable("tacacs", [
  [1, "authentication", "authenticate"],
  [2, "authorization", "authenticate"],
  [3, "accounting", "other"],
]);

/** Who may log in to network devices, and what they may do there. */
export const tacacs = dissector<OpenRequests>({
  name: "tacacs",
  aliases: ["tacacs+"],
  title: "TACACS+",
  standard: "RFC 8907",
  world: "it",
  longest: LONGEST + HEADER,
  carriage: [{ over: "tcp", ports: [49] }],
  remember: noRequests,
  probe(reader) {
    const version = reader.peek();
    if (version !== 0xc0 && version !== 0xc1) return NO;
    if (reader.left() < HEADER) return POSSIBLE;
    const flags = reader.peek(3);
    const length = reader.peek16(8) * 65_536 + reader.peek16(10);
    const fits =
      OPERATIONS.has(reader.peek(1)) && reader.peek(2) > 0 && (flags & ~5) === 0 && length < LONGEST && length > 0;
    return fits ? LIKELY : NO;
  },
  read(reader, talk): Answer {
    const version = reader.u8();
    const type = reader.u8();
    const sequence = reader.u8();
    const flags = reader.u8();
    const session = reader.u32();
    const length = reader.u32();
    if (!reader.ok) return reader.complete ? REFUSE : MORE;
    if (version >> 4 !== 0xc || !OPERATIONS.has(type) || length > LONGEST) return REFUSE;
    if (!reader.fence(HEADER + length)) return MORE;
    // Clients send the odd numbers (section 4.1).
    const isRequest = sequence % 2 === 1;
    const isClear = (flags & UNENCRYPTED) !== 0;
    if (isClear && isRequest && type === 1)
      talk.note("sender", { kind: "credential", method: "TACACS+ without encryption", exposure: "clear" });
    // A reply belongs to the number before it.
    pair(talk, isRequest, (session | 0) ^ (isRequest ? sequence : sequence - 1));
    reader.skipRest();
    talk.emit(
      OPERATIONS.of(type),
      isRequest ? REQUEST : RESPONSE,
      talk.detailed
        ? { version: version & 15, sequence_number: sequence, unencrypted: isClear, session_id: session, length }
        : undefined,
    );
    return DONE;
  },
});
