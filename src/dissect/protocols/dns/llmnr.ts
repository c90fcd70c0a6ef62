// LLMNR: RFC 4795 section 2.
// Not decoded: nothing beyond what DNS leaves.
import { DONE, dissector, MORE, NO, POSSIBLE } from "../../dissector.ts";
import type { Talk } from "../../talk.ts";
import type { DnsMemory, Known } from "./message.ts";
import { MOST_NAMES, newMemory, operationsOf, readMessage } from "./message.ts";
import { addressOfReverseName } from "./names.ts";

const OPERATIONS = operationsOf("llmnr", "identify");

/** Link-local multicast name resolution, as Windows does it. */
export const llmnr = dissector<DnsMemory>({
  name: "llmnr",
  title: "LLMNR",
  standard: "RFC 4795",
  world: "network",
  longest: 65_537,
  carriage: [
    { over: "udp", ports: [5355] },
    { over: "tcp", ports: [5355] },
  ],
  remember: newMemory,
  probe(reader, talk) {
    const from = talk.stream ? 2 : 0;
    if (reader.left() < from + 12) return NO;
    return ((reader.peek(from + 2) >> 3) & 15) === 0 ? POSSIBLE : NO;
  },
  read(reader, talk) {
    if (talk.stream) {
      const length = reader.u16();
      if (!reader.fence(2 + length)) return MORE;
    }
    readMessage(reader, talk, "llmnr", OPERATIONS, learn);
    return DONE;
  },
});

/** A host answers only for its own names (RFC 4795 section 2.3). */
function learn(talk: Talk<DnsMemory>, response: boolean, _question: string, records: readonly Known[]): void {
  if (!response) return;
  let sender = "";
  let named = false;
  for (const record of records.slice(0, MOST_NAMES)) {
    if (record.section !== 1) continue;
    if (record.address !== "") {
      sender ||= talk.senderAddress();
      talk.note({ ip: record.address }, { kind: "name", method: "LLMNR", name: record.name, ip: record.address });
      if (record.address === sender && !named) {
        named = true;
        talk.claim("sender", "name", record.name, 0.95, "LLMNR answer", record.start, record.end);
      }
    } else if (record.type === 12) {
      const ip = addressOfReverseName(record.name);
      if (ip === "" || record.target === ".") continue;
      talk.note({ ip }, { kind: "name", method: "LLMNR reverse", name: record.target, ip });
    }
  }
}
