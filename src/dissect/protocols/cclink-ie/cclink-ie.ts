// CC-Link IE: cyclic data of Field Basic (CLPA BAP-C2010ENG-004) and its node search over SLMP (BAP-C2006ENG-003 section 8.3);
// frames of Control, Field and TSN are recognized by their EtherType.
// Not decoded: frames of CC-Link IE Control, Field and TSN (CLPA gives their layout to members only), safety data, and other SLMP commands.
import type { Likeness } from "../../dissector.ts";
import { CERTAIN, DONE, dissector, LIKELY, NO, POSSIBLE } from "../../dissector.ts";
import { operationTable } from "../../operation.ts";
import type { OpenRequests } from "../../pairing.ts";
import { noRequests, pair } from "../../pairing.ts";
import type { Reader } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import { NOTICE, REQUEST, RESPONSE } from "../../talk.ts";
import { readCyclicRequest, readCyclicResponse } from "./cyclic.ts";
import { readSearchAnswer, readSetAddress } from "./search.ts";

/** SLMP frames without and with a serial number. */
const REQUEST_3E = 0x5000;
const RESPONSE_3E = 0xd000;
const REQUEST_4E = 0x5400;
const RESPONSE_4E = 0xd400;
const CYCLIC = 0x0e70;
const NODE_SEARCH = 0x0e30;
const SET_ADDRESS = 0x0e31;
const OWN_STATION = 0x00ff;
const OWN_MODULE = 0xff03;
/** 3E: subheader to length, length at 7; 4E: four more. */
const HEADER_3E = 9;
const HEADER_4E = 13;
/** Octets of a cyclic response without stations, and of each station. */
const CYCLIC_RESPONSE = 50;
const STATION = 72;
/** Where a response says that its cyclic part begins. */
const OFFSET = 40;
const PORTS: readonly number[] = [61450, 61451];
const COMMANDS = operationTable("cclink_ie", [
  [CYCLIC, "cyclic_data", "write"],
  [NODE_SEARCH, "node_search", "identify"],
  [SET_ADDRESS, "ip_address_set", "configure"],
  [1, "frame", "other"],
  [2, "response", "other"],
]);
const END_CODES: Readonly<Record<number, string>> = {
  53216: "master_duplication",
  53217: "wrong_number_of_occupied_stations",
  53232: "slave_error",
  53247: "slave_requests_disconnect",
};

/** Cyclic control of Mitsubishi and its partners. */
export const cclinkIe = dissector<OpenRequests>({
  name: "cclink_ie",
  aliases: ["ccief"],
  title: "CC-Link IE",
  standard: "CLPA BAP-C2010ENG",
  world: "ot",
  authentication: "none",
  carriage: [
    { over: "udp", ports: PORTS },
    { over: "ethernet", types: [0x890f] },
  ],
  remember: noRequests,
  probe(reader, talk) {
    const likeness = likenessOf(reader);
    // Without a frame of SLMP only the EtherType speaks for it, and datagrams have none.
    const isDatagram = PORTS.includes(talk.sourcePort) || PORTS.includes(talk.destinationPort);
    return likeness === POSSIBLE && isDatagram && !isSlmp(reader.peek16()) ? NO : likeness;
  },
  read(reader, talk) {
    const kind = reader.peek16();
    if (!isSlmp(kind) || likenessOf(reader) === NO) {
      // Nothing but its presence can be told of a frame of Control, Field or TSN.
      talk.emit(
        COMMANDS.of(1),
        NOTICE,
        talk.detailed ? { first_octets: reader.hex(Math.min(4, reader.left())) } : undefined,
      );
      reader.skipRest();
      return DONE;
    }
    reader.skip(2);
    const serialized = kind === REQUEST_4E || kind === RESPONSE_4E;
    const serial = serialized ? reader.u16le() : 0;
    if (serialized) reader.skip(2);
    reader.skip(5);
    const length = reader.u16le();
    if (length > reader.left() && !reader.cutByCapture) talk.fault("bad length", serialized ? 11 : 7);
    const fields: Record<string, unknown> | undefined = talk.detailed
      ? { subheader: kind, serial: serialized ? serial : undefined, length }
      : undefined;
    if (kind === REQUEST_3E || kind === REQUEST_4E) readRequest(reader, talk, serialized, serial, fields);
    else readResponse(reader, talk, serialized, serial, fields);
    reader.skipRest();
    return DONE;
  },
});

function isSlmp(kind: number): boolean {
  return kind === REQUEST_3E || kind === RESPONSE_3E || kind === REQUEST_4E || kind === RESPONSE_4E;
}

function likenessOf(reader: Reader): Likeness {
  const kind = reader.peek16();
  const serialized = kind === REQUEST_4E || kind === RESPONSE_4E;
  if (!serialized && kind !== REQUEST_3E && kind !== RESPONSE_3E) {
    // An EtherType alone: no octet of its frames is public.
    return reader.left() >= 28 && kind >= 0 ? POSSIBLE : NO;
  }
  const at = serialized ? 4 : 0;
  if (serialized && reader.peek16(4) !== 0) return NO;
  if (reader.peek16(2 + at) !== OWN_STATION || reader.peek16(4 + at) !== OWN_MODULE || reader.peek(6 + at) !== 0)
    return NO;
  const length = reader.peek(7 + at) | (reader.peek(8 + at) << 8);
  const header = serialized ? HEADER_4E : HEADER_3E;
  if (length !== reader.left() - header) return reader.cutByCapture ? POSSIBLE : NO;
  if (kind === RESPONSE_3E || kind === RESPONSE_4E) {
    // A response does not name its command: its length and what stands at fixed places must fit.
    if (serialized) return POSSIBLE;
    return length >= CYCLIC_RESPONSE && (length - CYCLIC_RESPONSE) % STATION === 0 && isCyclicResponse(reader)
      ? LIKELY
      : NO;
  }
  const command = reader.peek(header + 2) | (reader.peek(header + 3) << 8);
  if (command === CYCLIC && !serialized) return CERTAIN;
  return (command === NODE_SEARCH || command === SET_ADDRESS) && serialized ? LIKELY : NO;
}

/** A version of 1 or 2, the place of the cyclic part, and zeros where the standard keeps octets free. */
function isCyclicResponse(reader: Reader): boolean {
  const version = reader.peek16(HEADER_3E + 2);
  if ((version !== 0x0100 && version !== 0x0200) || reader.peek16(HEADER_3E + 6) !== OFFSET << 8) return false;
  for (let octet = 0; octet < 14; octet++) if (reader.peek(HEADER_3E + 8 + octet) !== 0) return false;
  return true;
}

function readRequest(
  reader: Reader,
  talk: Talk<OpenRequests>,
  serialized: boolean,
  serial: number,
  fields: Record<string, unknown> | undefined,
): void {
  reader.skip(2);
  const command = reader.u16le();
  const subcommand = reader.u16le();
  if (fields !== undefined) {
    fields["command"] = command;
    fields["subcommand"] = subcommand;
  }
  let mark = 0x1000000 | serial;
  if (!serialized && command === CYCLIC) mark = readCyclicRequest(reader, talk, fields);
  else if (command === SET_ADDRESS) readSetAddress(reader, talk, fields);
  pair(talk, true, mark);
  talk.emit(COMMANDS.of(command), REQUEST, fields);
}

function readResponse(
  reader: Reader,
  talk: Talk<OpenRequests>,
  serialized: boolean,
  serial: number,
  fields: Record<string, unknown> | undefined,
): void {
  const end = reader.u16le();
  if (!serialized) {
    const answer = readCyclicResponse(reader, talk, fields);
    if (answer.end !== 0) talk.refused(END_CODES[answer.end] ?? `end_code_0x${answer.end.toString(16)}`);
    pair(talk, false, answer.mark);
    talk.emit(COMMANDS.of(CYCLIC), RESPONSE, fields);
    return;
  }
  if (fields !== undefined) fields["end_code"] = end;
  pair(talk, false, 0x1000000 | serial);
  if (end !== 0) {
    talk.refused(END_CODES[end] ?? `end_code_0x${end.toString(16)}`);
    reader.skip(5);
    talk.emit(COMMANDS.of(reader.u16le()), RESPONSE, fields);
    return;
  }
  if (reader.left() <= 6) {
    talk.emit(COMMANDS.of(SET_ADDRESS), RESPONSE, fields);
    return;
  }
  readSearchAnswer(reader, talk, fields);
  talk.emit(COMMANDS.of(NODE_SEARCH), RESPONSE, fields);
}
