// The TLS inside EAP-TLS and the methods built like it: RFC 5216 section 3.1, RFC 5281 section 9.1 (TTLS), RFC 4851
// section 4.1 (FAST), RFC 7170 section 4.1 (TEAP).
import type { Reader } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import { append, clear, type Flight, type Memory, type Session } from "./memory.ts";
import { REQUEST_CODE, TEAP } from "./names.ts";

const HAS_LENGTH = 0x80;
const MORE_FRAGMENTS = 0x40;
const START = 0x20;
const HAS_OUTER = 0x10;
const VERSION = 0x07;
const HANDSHAKE = 22;
const CLIENT_HELLO = 1;
/** Where the type of the first handshake message of a record stands. */
const FIRST_TYPE = 5;

/** Joins the fragment at hand to those before it; answers the whole flight where this one was its last. */
export function readFragment(
  reader: Reader,
  talk: Talk<Memory>,
  session: Session,
  packet: { code: number; identifier: number; type: number },
  fields: Record<string, unknown> | undefined,
): Flight | undefined {
  const flags = reader.u8();
  const declared = (flags & HAS_LENGTH) !== 0 ? reader.u32() : -1;
  const outer = packet.type === TEAP && (flags & HAS_OUTER) !== 0 ? reader.u32() : 0;
  const isMore = (flags & MORE_FRAGMENTS) !== 0;
  if (fields !== undefined) {
    Object.assign(fields, {
      flags,
      more_fragments: isMore,
      start: (flags & START) !== 0,
      method_version: flags & VERSION,
      ...(declared < 0 ? {} : { tls_length: declared }),
      ...(outer === 0 ? {} : { outer_tlv_length: outer }),
    });
  }
  const flight = session.flights[packet.code === REQUEST_CODE ? 0 : 1];
  const end = reader.end - outer;
  if (!reader.ok || end < reader.position) {
    talk.fault("bad TLS fragment");
    clear(flight);
    return undefined;
  }
  // What a start carries is no TLS: whose authority it is, for example.
  if ((flags & START) !== 0) {
    for (const side of session.flights) {
      clear(side);
      side.identifier = -1;
    }
    return undefined;
  }
  if (flight.identifier === packet.identifier) return undefined;
  flight.identifier = packet.identifier;
  append(flight, reader.bytes, reader.position, end);
  if (fields !== undefined) fields["fragment_length"] = end - reader.position;
  if (flight.isBroken && !isMore) talk.fault("too many TLS fragments");
  if (declared >= 0 && !isMore && !flight.isBroken && declared !== flight.length) talk.fault("bad TLS length");
  if (isMore) return undefined;
  if (flight.isBroken || flight.length === 0) {
    clear(flight);
    return undefined;
  }
  return flight;
}

/** Hands a whole flight to who reads TLS. */
export function handFlight(talk: Talk<Memory>, flight: Flight): void {
  const { bytes, length } = flight;
  if (bytes[0] === HANDSHAKE && bytes[FIRST_TYPE] === CLIENT_HELLO) talk.startOver("starttls");
  talk.hand("starttls", bytes, 0, length);
  clear(flight);
}
