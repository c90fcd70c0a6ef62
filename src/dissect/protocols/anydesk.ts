// AnyDesk, remote access software: no public standard; the names in its TLS, and the packet by which it looks for others in
// the local network, follow the traffic. Who sits at a machine is a part of that packet, and is not told.
// Not decoded: everything inside TLS; the number of the operating system.
import { type Answer, CERTAIN, DONE, dissector, NO, REFUSE } from "../dissector.ts";
import { operation } from "../operation.ts";
import { latinOf, type Reader } from "../reader.ts";
import { NOTICE, type Talk, UNDIRECTED } from "../talk.ts";
import { TLS_WORDS } from "./tls/words.ts";

const SESSION = operation("anydesk", "session", "other");
const DISCOVERY = operation("anydesk", "discovery", "identify");

const MAGIC = 0x3ed101;
/** Magic, number of the machine, a word of zeros and two octets. */
const HEAD = 13;
const LONGEST_TEXT = 255;
const WORDS = /^server name: (?:[a-z0-9-]+\.)*net\.anydesk\.com$|^subject: .*\bCN=Any(?:Net Relay|Desk Client)\b/i;
const METHOD = "AnyDesk discovery";

/** Remote access that opens itself a way out of the plant. */
export const anydesk = dissector({
  name: "anydesk",
  title: "AnyDesk",
  standard: "AnyDesk (no public standard)",
  world: "it",
  encrypted: true,
  carriage: [
    { over: "udp", ports: [50001, 50002, 50003] },
    { over: "inside", carrier: TLS_WORDS },
  ],
  probe(reader) {
    if (isDiscovery(reader)) return CERTAIN;
    return WORDS.test(latinOf(reader.bytes, reader.position, Math.min(reader.end, reader.position + 512)))
      ? CERTAIN
      : NO;
  },
  read(reader, talk): Answer {
    if (isDiscovery(reader)) return readDiscovery(reader, talk);
    const words = latinOf(reader.bytes, reader.position, Math.min(reader.end, reader.position + 512));
    if (!WORDS.test(words)) return REFUSE;
    reader.fence(reader.end - reader.start);
    reader.skipRest();
    talk.claim("sender", "software", "AnyDesk", words.startsWith("server") ? 0.9 : 0.6, "AnyDesk in TLS");
    talk.emit(SESSION, UNDIRECTED, talk.detailed ? { known_by: words.split(":", 1)[0] } : undefined);
    return DONE;
  },
});

/** The name of the machine begins behind the head, with its length. */
function isDiscovery(reader: Reader): boolean {
  if (reader.left() < HEAD + 4 || reader.peek16() !== MAGIC >> 8 || reader.peek(2) !== (MAGIC & 255)) return false;
  return reader.peek16(HEAD) === 0 && reader.peek16(HEAD + 2) <= LONGEST_TEXT;
}

function readDiscovery(reader: Reader, talk: Talk): Answer {
  reader.fence(reader.end - reader.start);
  reader.skip(3);
  const id = reader.u32();
  reader.skip(HEAD - 7);
  const start = reader.position + 4;
  const name = textOf(reader);
  talk.claim("sender", "name", name, 0.9, METHOD, start, reader.position);
  talk.claim("sender", "software", "AnyDesk", 0.95, METHOD);
  // The account of who sits there, and of whom else.
  textOf(reader);
  textOf(reader);
  const network = textOf(reader);
  const isOk = reader.ok;
  reader.skipRest();
  if (!isOk) talk.fault("short discovery");
  talk.emit(DISCOVERY, NOTICE, talk.detailed ? { anydesk_id: id, host_name: name, interface: network } : undefined);
  return DONE;
}

function textOf(reader: Reader): string {
  return reader.text(reader.u32()).slice(0, LONGEST_TEXT);
}
