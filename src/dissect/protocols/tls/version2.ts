// SSL 2.0 records: the hello that RFC 5246 appendix E.2 describes for compatibility, and the record header around it.
import type { Answer, Likeness } from "../../dissector.ts";
import { CERTAIN, DONE, MORE, NO } from "../../dissector.ts";
import type { Reader } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import { REQUEST, RESPONSE, UNDIRECTED } from "../../talk.ts";
import { ja3 } from "./fingerprint.ts";
import { readVersion2Hello } from "./hello.ts";
import type { TlsMemory } from "./memory.ts";
import { noteVersion } from "./memory.ts";
import * as names from "./names.ts";
import { kindName } from "./suites.ts";

const CLIENT_HELLO = 1;
const SERVER_HELLO = 4;
const MESSAGE_TYPES: Readonly<Record<number, string>> = {
  0: "error",
  1: "client_hello",
  2: "client_master_key",
  3: "client_finished",
  4: "server_hello",
  5: "server_verify",
  6: "server_finished",
  7: "request_certificate",
  8: "client_certificate",
};

/** Whether the next record is one of SSL 2.0: a hello, or anything with such a header once the conversation began so. */
export function isVersion2(reader: Reader, memory: TlsMemory): boolean {
  const first = reader.peek();
  if (first < 0x80) return false;
  return memory.version2 || probeVersion2(reader) > NO;
}

/** Whether too few bytes are at hand to exclude a hello of SSL 2.0. */
export function mayBeVersion2(reader: Reader): boolean {
  return reader.left() < 11 && !reader.complete && (reader.left() < 3 || reader.peek(2) === CLIENT_HELLO);
}

/** A client hello says its version and three lengths that fit together; nothing else counts. */
export function probeVersion2(reader: Reader): Likeness {
  const length = reader.peek16() & 0x7fff;
  if (reader.peek() < 0x80 || reader.peek(2) !== CLIENT_HELLO || length < 9) return NO;
  const version = reader.peek16(3);
  if (version !== 0x0002 && (version < 0x0300 || version > 0x0304)) return NO;
  const kinds = reader.peek16(5);
  const session = reader.peek16(7);
  const challenge = reader.peek16(9);
  if (kinds <= 0 || kinds % 3 !== 0 || (session !== 0 && session !== 16)) return NO;
  return challenge >= 16 && challenge <= 32 && length === 9 + kinds + session + challenge ? CERTAIN : NO;
}

/** Reads one record of SSL 2.0. */
export function readVersion2(reader: Reader, talk: Talk<TlsMemory>): Answer {
  const length = reader.u16() & 0x7fff;
  if (!reader.ok) return MORE;
  if (!reader.fence(2 + length)) return MORE;
  const memory = talk.memory;
  const type = reader.peek();
  if (type === CLIENT_HELLO && length >= 9) {
    reader.skip(1);
    const hello = readVersion2Hello(reader);
    memory.helloFrame = talk.frame;
    memory.version2 = hello.version === 0x0002;
    if (hello.version < 0x0303) noteVersion(talk, hello.version, "sender");
    talk.note("sender", { kind: "fingerprint", method: "JA3", value: ja3(hello) });
    talk.emit(
      names.HANDSHAKES.of(names.CLIENT_HELLO),
      REQUEST,
      talk.detailed
        ? {
            record_format: "SSL 2.0",
            length,
            version: hello.version,
            version_name: names.versionName(hello.version),
            cipher_suites: hello.suites.map(kindName),
            session_id: hello.sessionId,
            challenge: hello.random,
          }
        : undefined,
    );
    return DONE;
  }
  if (type === SERVER_HELLO && length >= 11 && reader.peek16(3) === 0x0002) {
    noteVersion(talk, 0x0002, "sender");
    memory.version2 = true;
    if (memory.helloFrame !== 0) talk.answersFrame(memory.helloFrame);
  }
  reader.skipRest();
  talk.emit(
    names.SSL2_MESSAGE,
    type === SERVER_HELLO ? RESPONSE : UNDIRECTED,
    talk.detailed ? { record_format: "SSL 2.0", length, message_type_name: MESSAGE_TYPES[type] } : undefined,
  );
  return DONE;
}
