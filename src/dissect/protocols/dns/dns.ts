// DNS: RFC 1035 sections 3 and 4; RFC 2136 (update), 6891 (EDNS), 7766 (over TCP), 8490 (stateful operations, header only).
// Not decoded: values of most EDNS options, signatures and keys beyond their length, LOC and APL (hexadecimal).
import { DONE, dissector, LIKELY, MORE, NO, POSSIBLE, REFUSE } from "../../dissector.ts";
import type { Talk } from "../../talk.ts";
import type { DnsMemory, Known } from "./message.ts";
import { looksLikeMessage, MOST_NAMES, newMemory, operationsOf, readMessage } from "./message.ts";
import { addressOfReverseName } from "./names.ts";

const OPERATIONS = operationsOf("dns", "other");

const PORT = 53;
const SHORTEST = 12;

/** The domain name system. */
export const dns = dissector<DnsMemory>({
  name: "dns",
  title: "DNS",
  standard: "RFC 1035",
  world: "network",
  longest: 65_537,
  carriage: [
    { over: "udp", ports: [53] },
    { over: "tcp", ports: [53] },
  ],
  remember: newMemory,
  probe(reader, talk) {
    if (!talk.stream) {
      const likeness = looksLikeMessage(reader.bytes, reader.position, reader.end, true);
      return likeness === 2 ? LIKELY : likeness === 1 ? POSSIBLE : NO;
    }
    const length = reader.peek16();
    if (length < SHORTEST) return NO;
    const from = reader.position + 2;
    const whole = from + length <= reader.end;
    const likeness = looksLikeMessage(reader.bytes, from, whole ? from + length : reader.end, whole);
    if (likeness === 0) return reader.left() < SHORTEST + 2 && reader.left() >= 2 ? POSSIBLE : NO;
    // Octets from the middle of a message look like one more often than not.
    if (likeness === 1 && !whole) return NO;
    return likeness === 2 && whole ? LIKELY : POSSIBLE;
  },
  read(reader, talk) {
    if (talk.stream) {
      const length = reader.u16();
      if (!reader.fence(2 + length)) return MORE;
    } else if (talk.sourcePort !== PORT && talk.destinationPort !== PORT) {
      // Elsewhere one question (of a scanner) does not make the rest of the flow DNS.
      if (looksLikeMessage(reader.bytes, reader.position, reader.end, true) < 2) return REFUSE;
    }
    readMessage(reader, talk, "dns", OPERATIONS, learn);
    return DONE;
  },
});

/** Names of addresses, and what name servers tell of themselves in class CH. */
function learn(talk: Talk<DnsMemory>, response: boolean, question: string, records: readonly Known[]): void {
  if (!response) return;
  let names = 0;
  for (const record of records) {
    if (record.section === 2) continue;
    if (record.recordClass === 3 && record.type === 16) {
      learnServer(talk, record);
      continue;
    }
    if (names >= MOST_NAMES) break;
    if (record.address !== "") {
      names++;
      talk.note({ ip: record.address }, { kind: "name", method: "DNS", name: record.name, ip: record.address });
      // The answer to an alias holds the record under another name; people know the one that was asked for.
      if (record.section === 1 && question !== "" && question.toLowerCase() !== record.name.toLowerCase()) {
        talk.note({ ip: record.address }, { kind: "name", method: "DNS alias", name: question, ip: record.address });
      }
    } else if (record.type === 12 && record.section === 1) {
      const ip = addressOfReverseName(record.name);
      if (ip === "" || record.target === ".") continue;
      names++;
      talk.note({ ip }, { kind: "name", method: "DNS reverse", name: record.target, ip });
    }
  }
}

function learnServer(talk: Talk<DnsMemory>, record: Known): void {
  const text = record.texts?.join("") ?? "";
  switch (record.name.toLowerCase()) {
    case "version.bind":
    case "version.server":
      talk.claim("sender", "software", text, 0.9, "DNS version.bind", record.start, record.end);
      break;
    case "hostname.bind":
    case "id.server":
      talk.claim("sender", "name", text, 0.9, "DNS hostname.bind", record.start, record.end);
      break;
    default:
  }
}
