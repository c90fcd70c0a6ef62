// What is remembered of the sessions of EAP that one conversation carries: a switch asks a RADIUS server for many stations.

/** Sessions at once; the one that was opened first is forgotten beyond. */
const MOST_SESSIONS = 16;
/** Longest row of TLS records that is joined: chains of certificates stay far below. */
const LONGEST_FLIGHT = 65_536;

/** Records of TLS that one side sends in fragments. */
export interface Flight {
  bytes: Uint8Array;
  length: number;
  /** Identifier of the packet whose fragment came last, so that one sent twice counts once; -1 before the first. */
  identifier: number;
  /** Whether fragments are missing or there were too many. */
  isBroken: boolean;
}

/** One station's way in. */
export interface Session {
  /** Identifier and frame of the last request of the authenticator and of the last answer to one; frames are 0 before. */
  requestId: number;
  requestFrame: number;
  responseId: number;
  responseFrame: number;
  /** Of the authenticator and of the station. */
  readonly flights: readonly [Flight, Flight];
}

/** Sessions by the hardware address of the station; "" where only one is there or it is not told. */
export type Memory = Map<string, Session>;

/** A memory of nothing. */
export function newMemory(): Memory {
  return new Map();
}

/** The session of a station, opened when it is new. */
export function sessionOf(memory: Memory, station: string): Session {
  const known = memory.get(station);
  if (known !== undefined) return known;
  if (memory.size >= MOST_SESSIONS) memory.delete(memory.keys().next().value as string);
  const session: Session = {
    requestId: -1,
    requestFrame: 0,
    responseId: -1,
    responseFrame: 0,
    flights: [newFlight(), newFlight()],
  };
  memory.set(station, session);
  return session;
}

function newFlight(): Flight {
  return { bytes: new Uint8Array(0), length: 0, identifier: -1, isBroken: false };
}

/** Nothing of a flight is here. */
export function clear(flight: Flight): void {
  flight.length = 0;
  flight.isBroken = false;
}

/** Appends a fragment; breaks the flight off where it grows too long. */
export function append(flight: Flight, bytes: Uint8Array, start: number, end: number): void {
  const wanted = flight.length + end - start;
  if (wanted > LONGEST_FLIGHT) flight.isBroken = true;
  if (flight.isBroken) return;
  if (wanted > flight.bytes.length) {
    const grown = new Uint8Array(Math.min(LONGEST_FLIGHT, Math.max(2048, wanted * 2)));
    grown.set(flight.bytes);
    flight.bytes = grown;
  }
  for (let at = start; at < end; at++) flight.bytes[flight.length++] = bytes[at] as number;
}
