// Factory Interface Network Service: OMRON W342 (commands), W421 sections 7-2 and 7-4 (FINS over UDP and TCP).
// Not decoded: contents of programs, parameters, files, data link tables and error logs, and what commands of the
// Ethernet unit (27xx) carry.
import type { Answer, Likeness } from "../../dissector.ts";
import { CERTAIN, DONE, dissector, LIKELY, MORE, NO, POSSIBLE, REFUSE } from "../../dissector.ts";
import type { Asked } from "../../pairing.ts";
import { answer, ask, nothingAsked } from "../../pairing.ts";
import type { Reader } from "../../reader.ts";
import type { Direction, Talk } from "../../talk.ts";
import { REQUEST, RESPONSE } from "../../talk.ts";
import { COMMANDS, endCodeName, endCodeOf, TCP_COMMANDS, tcpErrorName } from "./commands.ts";
import { type Fields, readCommandData, readResponseData } from "./contents.ts";

/** "FINS". */
const MAGIC = 0x46494e53;
const TCP_HEADER = 16;
const FRAME_SEND = 2;
/** Length of the TCP header counts from its command on; a frame is 2,012 octets at most, Ethernet units go further. */
const LONGEST = 4096;
const FINS_HEADER = 12;

/** FINS of OMRON's controllers over UDP and TCP. */
export const fins = dissector<Asked>({
  name: "fins",
  aliases: ["omron", "omron-fins"],
  title: "OMRON FINS",
  standard: "OMRON W342, W421",
  world: "ot",
  authentication: "none",
  longest: LONGEST + TCP_HEADER,
  carriage: [
    { over: "udp", ports: [9600] },
    { over: "tcp", ports: [9600] },
  ],
  remember: nothingAsked,
  probe(reader, talk) {
    if (!talk.stream) return probeFrame(reader);
    if (reader.u32() !== MAGIC) return NO;
    const length = reader.u32();
    return !reader.ok || (length >= 8 && length <= LONGEST) ? CERTAIN : NO;
  },
  read(reader, talk) {
    if (!talk.stream) {
      if (probeFrame(reader) === NO) return REFUSE;
      reader.fence(reader.end - reader.start);
      return readFrame(reader, talk, undefined);
    }
    const magic = reader.u32();
    const length = reader.u32();
    if (reader.ok && (magic !== MAGIC || length < 8 || length > LONGEST)) return REFUSE;
    if (!reader.ok) return reader.complete ? REFUSE : MORE;
    if (!reader.fence(8 + length)) return MORE;
    const command = reader.u32();
    const error = reader.u32();
    const fields: Fields | undefined = talk.detailed ? { tcp_length: length, tcp_command: command } : undefined;
    if (fields !== undefined) fields["tcp_error_code"] = error;
    if (command === FRAME_SEND && error === 0) return readFrame(reader, talk, fields);
    return readTcp(reader, talk, command, error, fields);
  },
});

/** What FINS/TCP says before and beside frames: both sides learn their node addresses. */
function readTcp(
  reader: Reader,
  talk: Talk<Asked>,
  command: number,
  error: number,
  fields: Fields | undefined,
): Answer {
  const operation = command < TCP_COMMANDS.length ? TCP_COMMANDS[command] : undefined;
  if (operation === undefined && command !== FRAME_SEND) talk.fault("unknown command", 8);
  if (error !== 0) talk.refused(tcpErrorName(error));
  let direction: Direction = command === 0 || command === 6 ? REQUEST : RESPONSE;
  if (command === 0) {
    ask(talk, talk.memory, 0);
    const node = reader.u32();
    if (fields !== undefined) fields["client_node_address"] = node;
  } else if (command === 1) {
    answer(talk, talk.memory, 0);
    const client = reader.left() >= 8 ? reader.u32() : 0;
    const server = reader.left() >= 4 ? reader.u32() : 0;
    if (fields !== undefined) Object.assign(fields, { client_node_address: client, server_node_address: server });
    if (error === 0) talk.note("sender", { kind: "session", protocol: "FINS", anonymous: true });
  } else if (command > 6 || command === FRAME_SEND) direction = 0;
  talk.emit(operation ?? COMMANDS.unnamed, direction, fields);
  reader.skipRest();
  return DONE;
}

/** W342 section 5-1: header, command code, and in answers the end code. */
function readFrame(reader: Reader, talk: Talk<Asked>, fields: Fields | undefined): Answer {
  const control = reader.u8();
  const reserved = reader.u8();
  const gateways = reader.u8();
  const destinationNetwork = reader.u8();
  const destinationNode = reader.u8();
  const destinationUnit = reader.u8();
  const sourceNetwork = reader.u8();
  const sourceNode = reader.u8();
  const sourceUnit = reader.u8();
  const service = reader.u8();
  const code = reader.u16();
  if (!reader.ok) return REFUSE;
  const isAnswer = (control & 0x40) !== 0;
  if (reserved !== 0) talk.fault("reserved field not zero", 1);
  if (!COMMANDS.has(code)) talk.fault("unknown command", 10);
  const network = isAnswer ? sourceNetwork : destinationNetwork;
  // On its own network a controller is one with its IP address; behind it others stand.
  const node = network === 0 ? -1 : network * 256 + (isAnswer ? sourceNode : destinationNode);
  const mark = (code << 8) | service;
  let all: Fields | undefined;
  if (talk.detailed) {
    all = {
      ...fields,
      icf: control,
      rsv: reserved,
      gct: gateways,
      dna: destinationNetwork,
      da1: destinationNode,
      da2: destinationUnit,
      sna: sourceNetwork,
      sa1: sourceNode,
      sa2: sourceUnit,
      sid: service,
      command_code: code,
    };
  }
  if (isAnswer) {
    const response = reader.u16();
    const end = endCodeOf(response);
    const request = answer(talk, talk.memory, mark);
    if (all !== undefined) {
      all["response_code"] = response;
      all["response_name"] = endCodeName(response);
    }
    if (end !== 0 && reader.ok) talk.refused(endCodeName(response));
    else if (reader.ok) readResponseData(reader, talk, code, node, request, all);
  } else readCommandData(reader, talk, code, node, mark, all);
  if (all !== undefined && reader.left() > 0) all["data"] = reader.hex(Math.min(reader.left(), 256));
  reader.skipRest();
  talk.emit(COMMANDS.of(code), isAnswer ? RESPONSE : REQUEST, all);
  return DONE;
}

/** The header without a magic number: its reserved bits, small counts of gateways, and a command code that exists. */
function probeFrame(reader: Reader): Likeness {
  const left = reader.left();
  const control = reader.peek();
  if (left < FINS_HEADER || (control & 0x3e) !== 0 || reader.peek(1) !== 0) return NO;
  const known = COMMANDS.has(reader.peek16(10));
  if (reader.peek(2) > 7 || !known) return known && reader.peek(2) <= 0x0f ? POSSIBLE : NO;
  if ((control & 0x40) !== 0 && left < FINS_HEADER + 2) return NO;
  return (control & 0x80) !== 0 && reader.peek(3) <= 127 && reader.peek(6) <= 127 && left <= LONGEST
    ? LIKELY
    : POSSIBLE;
}
