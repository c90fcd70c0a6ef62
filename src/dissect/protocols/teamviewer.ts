// TeamViewer, remote access software: no public standard; the head of its packets follows the traffic.
// Not decoded: everything behind the head is encrypted.
import { type Answer, DONE, dissector, LIKELY, NO, POSSIBLE, REFUSE } from "../dissector.ts";
import { operation } from "../operation.ts";
import { UNDIRECTED } from "../talk.ts";

const PACKET = operation("teamviewer", "packet", "other");
const MAGIC = 0x1724;
const PORT = 5938;

/** Remote access that opens itself a way out of the plant. */
export const teamviewer = dissector({
  name: "teamviewer",
  title: "TeamViewer",
  standard: "TeamViewer (no public standard)",
  world: "it",
  encrypted: true,
  unframed: true,
  carriage: [
    { over: "tcp", ports: [PORT] },
    { over: "udp", ports: [PORT] },
  ],
  probe(reader, talk) {
    if (talk.stream) return reader.left() < 2 ? POSSIBLE : reader.peek16() === MAGIC && onPort(talk) ? LIKELY : NO;
    return reader.left() >= 13 && reader.peek() === 0 && reader.peek16(11) === MAGIC ? LIKELY : NO;
  },
  read(reader, talk): Answer {
    if (talk.stream && reader.left() < 1) return REFUSE;
    reader.fence(reader.end - reader.start);
    reader.skipRest();
    talk.emit(PACKET, UNDIRECTED, talk.detailed ? { length: reader.end - reader.start } : undefined);
    return DONE;
  },
});

function onPort({ sourcePort, destinationPort }: { sourcePort: number; destinationPort: number }): boolean {
  return sourcePort === PORT || destinationPort === PORT;
}
