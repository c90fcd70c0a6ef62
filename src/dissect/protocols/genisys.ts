// Genisys of railway signaling field equipment: Union Switch & Signal SM-8200 (Genisys code system), section on protocol.
// Not decoded: meaning of indication and control bits, which the site's application alone tells.
import { CERTAIN, DONE, dissector, MORE, NO, POSSIBLE, REFUSE } from "../dissector.ts";
import { operationTable } from "../operation.ts";
import type { Asked } from "../pairing.ts";
import { answer, ask, nothingAsked } from "../pairing.ts";
import { pointSpace } from "../points.ts";
import type { Reader } from "../reader.ts";
import { REQUEST, RESPONSE } from "../talk.ts";
import { crcNext } from "./modbus/crc.ts";

const ESCAPE = 0xf0;
const TERMINATOR = 0xf6;
const ACKNOWLEDGE = 0xf1;
const INDICATION = 0xf2;
const CHECKBACK = 0xf3;
const POLL = 0xfb;

const HEADERS = operationTable("genisys", [
  [ACKNOWLEDGE, "acknowledge_client", "other"],
  [INDICATION, "indication_data", "read"],
  [CHECKBACK, "control_data_checkback", "read"],
  [0xf9, "common_control_data", "control"],
  [0xfa, "acknowledge_indication_and_poll", "read"],
  [POLL, "poll", "read"],
  [0xfc, "control_data", "control"],
  [0xfd, "recall_header", "read"],
  [0xfe, "execute_controls", "control"],
]);

/** From here on octets tell modes of the field unit and nothing of its inputs. */
const FIRST_MODE = 0xe0;
/** An address and a value for each of 256 octets, each escaped, and what frames them. */
const LONGEST = 1100;

const INDICATIONS = pointSpace("genisys", "indication byte", "uint8", "server");
const CONTROLS = pointSpace("genisys", "control byte", "uint8", "server");

/** The content of the message at hand, its escapes taken out. */
const content = new Uint8Array(LONGEST);
/** Whether an escape stands right before its terminator. */
let dangling = false;

/** Polls of field units, their indications, and controls of signals and switches. */
export const genisys = dissector<Asked>({
  name: "genisys",
  title: "Genisys",
  standard: "Union Switch & Signal SM-8200",
  world: "ot",
  authentication: "none",
  longest: LONGEST,
  carriage: [
    { over: "tcp", ports: [10001] },
    { over: "udp", ports: [10001] },
  ],
  remember: nothingAsked,
  probe(reader) {
    if (!HEADERS.has(reader.peek())) return NO;
    const end = terminatorAt(reader);
    if (end < 0) return reader.complete || reader.left() > LONGEST ? NO : POSSIBLE;
    const length = takeEscapes(reader, end);
    if (length < 1) return NO;
    return length >= 3 && checked(reader.peek(), length) ? CERTAIN : isBare(reader.peek(), length) ? POSSIBLE : NO;
  },
  read(reader, talk) {
    const header = reader.peek();
    if (header < 0) return MORE;
    if (!HEADERS.has(header)) return REFUSE;
    const end = terminatorAt(reader);
    if (end < 0) {
      if (!reader.complete) return reader.left() > LONGEST ? REFUSE : MORE;
      return REFUSE;
    }
    const length = takeEscapes(reader, end);
    reader.fence(end + 1);
    if (length < 3 && !isBare(header, length)) return REFUSE;
    if (dangling) talk.fault("bad escape", end - 1);
    const server = content[0] as number;
    const isAnswer = header <= CHECKBACK;
    const bare = isBare(header, length);
    const last = bare ? length : length - 2;
    const fits = bare || checked(header, length);
    if (!fits) talk.fault("bad checksum", end - 2);
    if (isAnswer) answer(talk, talk.memory, server);
    else ask(talk, talk.memory, server);
    const space = isAnswer && header !== CHECKBACK ? INDICATIONS : CONTROLS;
    const pairs: object[] = [];
    for (let at = 1; at + 1 < last; at += 2) {
      const address = content[at] as number;
      const value = content[at + 1] as number;
      // What a server repeats before it acts is no state yet.
      if (fits && address < FIRST_MODE && header !== CHECKBACK) talk.sample(space, server, "", address, value);
      if (!isAnswer) talk.target("control byte", address, 1);
      if (talk.detailed) pairs.push({ address, value });
    }
    const fields = talk.detailed
      ? {
          header,
          server,
          payload: pairs.length > 0 ? pairs : undefined,
          crc: bare ? undefined : (content[length - 2] as number) | ((content[length - 1] as number) << 8),
        }
      : undefined;
    reader.skipRest();
    talk.emit(HEADERS.of(header), isAnswer ? RESPONSE : REQUEST, fields);
    return DONE;
  },
});

/** Where the terminator stands, counted from the position; -1 when it is not at hand. */
function terminatorAt(reader: Reader): number {
  const { bytes, position } = reader;
  const end = Math.min(reader.end, position + LONGEST);
  for (let at = position + 1; at < end; at++) if (bytes[at] === TERMINATOR) return at - position;
  return -1;
}

/** Takes the escapes out of what stands before the terminator; answers how many octets are left. */
function takeEscapes(reader: Reader, end: number): number {
  const { bytes, position } = reader;
  let length = 0;
  dangling = false;
  for (let at = position + 1; at < position + end; at++) {
    let octet = bytes[at] as number;
    if (octet === ESCAPE) {
      at++;
      dangling = at >= position + end;
      // Some senders leave the last octet of the checksum as it is.
      if (!dangling) octet = ESCAPE | (bytes[at] as number);
    }
    content[length++] = octet;
  }
  return length;
}

/** Acknowledgments and non-secure polls hold the server's address alone. */
function isBare(header: number, length: number): boolean {
  return length === 1 && (header === ACKNOWLEDGE || header === POLL);
}

/** Implementations begin the checksum with 0 or with FFFF. */
function checked(header: number, length: number): boolean {
  let zero = crcNext(0, header);
  let ones = crcNext(0xffff, header);
  for (let at = 0; at < length - 2; at++) {
    zero = crcNext(zero, content[at] as number);
    ones = crcNext(ones, content[at] as number);
  }
  const told = (content[length - 2] as number) | ((content[length - 1] as number) << 8);
  return told === ones || told === zero;
}
