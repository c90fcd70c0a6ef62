// GTP' (Ga, charging): 3GPP TS 32.295, messages of section 6.2.1, information elements of section 6.2.2.
// Not decoded: the records themselves (their number and format are told); headers of 20 octets but for their sequence number.
import { type Answer, CERTAIN, DONE, dissector, MORE, NO, REFUSE } from "../../dissector.ts";
import { operationTable } from "../../operation.ts";
import { noRequests, type OpenRequests, pair } from "../../pairing.ts";
import type { Reader } from "../../reader.ts";
import { REQUEST, RESPONSE, type Talk } from "../../talk.ts";
import type { Told } from "./application.ts";
import { addressesOf } from "./identity.ts";

const SHORT_HEAD = 6;
const LONG_HEAD = 20;
const REFUSED = 192;
const MOST_ELEMENTS = 32;

const MESSAGES = operationTable("gtpprime", [
  [1, "echo_request", "other"],
  [2, "echo_response", "other"],
  [3, "version_not_supported", "other"],
  [4, "node_alive_request", "other"],
  [5, "node_alive_response", "other"],
  [6, "redirection_request", "configure"],
  [7, "redirection_response", "other"],
  [240, "data_record_transfer_request", "write"],
  [241, "data_record_transfer_response", "other"],
]);
const RESPONSES = new Set([2, 3, 5, 7, 241]);
const COMMANDS: Readonly<Record<number, string>> = {
  1: "send",
  2: "send possibly duplicated",
  3: "cancel",
  4: "release",
};
const FORMATS: Readonly<Record<number, string>> = { 1: "BER", 2: "unaligned PER", 3: "aligned PER" };

/** Charging records on their way from nodes of the core to who bills them. */
export const gtpprime = dissector<OpenRequests>({
  name: "gtpprime",
  aliases: ["gtp_prime"],
  title: "GTP'",
  standard: "3GPP TS 32.295",
  world: "5g",
  authentication: "none",
  carriage: [
    { over: "udp", ports: [3386] },
    { over: "tcp", ports: [3386] },
  ],
  remember: noRequests,
  probe(reader) {
    const flags = reader.peek();
    // Version 0 to 2, not GTP, three bits of one.
    if (reader.left() < SHORT_HEAD || flags >> 5 > 2 || (flags & 0x1e) !== 0x0e || !MESSAGES.has(reader.peek(1)))
      return NO;
    const whole = headOf(flags) + reader.peek16(2);
    return whole === reader.left() || (!reader.complete && whole > reader.left()) ? CERTAIN : NO;
  },
  read(reader, talk): Answer {
    const flags = reader.u8();
    const type = reader.u8();
    const length = reader.u16();
    const sequence = reader.u16();
    if (!reader.ok || (flags & 0x1e) !== 0x0e || !MESSAGES.has(type)) return REFUSE;
    const head = headOf(flags);
    if (!reader.fence(head + length)) return MORE;
    reader.skip(head - SHORT_HEAD);
    const fields: Told = { version: flags >> 5, message_type: type, sequence_number: sequence };
    readElements(reader, talk, fields);
    const isResponse = RESPONSES.has(type);
    pair(talk, !isResponse, sequence);
    reader.skipRest();
    talk.emit(MESSAGES.of(type), isResponse ? RESPONSE : REQUEST, talk.detailed ? fields : undefined);
    return DONE;
  },
});

/** Version 0 may have a head as long as that of GTP. */
function headOf(flags: number): number {
  return flags >> 5 === 0 && (flags & 1) === 0 ? LONG_HEAD : SHORT_HEAD;
}

function readElements(reader: Reader, talk: Talk<OpenRequests>, fields: Told): void {
  for (let count = 0; count < MOST_ELEMENTS && reader.left() >= 2; count++) {
    const type = reader.u8();
    if (type < 128) {
      // Elements of one octet.
      const value = reader.u8();
      if (type === 1) {
        fields["cause"] = value;
        if (value >= REFUSED) talk.refused(`cause_${value}`);
      } else if (type === 126) fields["packet_transfer_command"] = COMMANDS[value] ?? value;
      else if (type === 14) fields["restart_counter"] = value;
      else {
        talk.fault("unknown element");
        return;
      }
      continue;
    }
    const length = reader.u16();
    if (length > reader.left()) {
      talk.fault("element does not fit");
      return;
    }
    const outer = reader.narrow(length);
    if (type === 252 && length >= 2) {
      fields["records"] = reader.u8();
      const format = reader.u8();
      fields["format"] = FORMATS[format] ?? format;
    } else if (type === 253) fields["requests_responded"] = length / 2;
    else if (type === 254 || type === 251) {
      const address = addressesOf(reader, length === 4, length === 16)[0];
      if (address !== undefined) {
        fields[type === 254 ? "recommended_node" : "charging_gateway"] = address;
        talk.object(`charging gateway ${address}`);
      }
    }
    reader.widen(outer);
  }
}
