// What the messages between devices and the core have in common in 4G and 5G: a head that says whether more is hidden, a
// type, and a message of session management inside one of mobility management (3GPP TS 24.301 section 9.1 and TS 24.501
// section 9.1).
import type { Operation, OperationTable } from "../../operation.ts";
import type { Reader } from "../../reader.ts";
import { type Direction, NOTICE, REQUEST, RESPONSE, type Talk } from "../../talk.ts";
import type { Enclosed, Told } from "./application.ts";

const DEEPEST = 3;

/** NAS of one generation: what its numbers mean. */
export interface Nas {
  /** As its remarks name it, e.g. "5G NAS". */
  readonly name: string;
  readonly messages: OperationTable;
  /** A message that is ciphered. */
  readonly hidden: Operation;
  /** What the network says on its own or in answer; all else comes from the device. */
  readonly fromNetwork: ReadonlySet<number>;
  /** What of it nobody asked for. */
  readonly unasked: ReadonlySet<number>;
  /** Messages that say no, and whether a cause follows at once. */
  readonly rejects: ReadonlyMap<number, boolean>;
  /** Names of an algorithm of ciphering and one of integrity. */
  algorithms(cipher: number, integrity: number): readonly [string, string];
  /** Reads up to the type and answers it; for a protected message instead its security header type, less 256. */
  readHead(reader: Reader, fields: Told | undefined): number;
  /** Whether a message that nothing hides stands here, and no octets that look so by chance. */
  isPlain(reader: Reader): boolean;
  /** Reads what is of use; answers where a message inside lies. */
  readBody(reader: Reader, talk: Talk, type: number, fields: Told | undefined): Enclosed | undefined;
}

/** What `readHead` answers for a protected message. */
export function guarded(securityHeader: number): number {
  return securityHeader - 256;
}

/** Reads a message and those inside it; each is emitted. */
export function readNas(reader: Reader, talk: Talk, nas: Nas): void {
  readMessage(reader, talk, nas, 0, talk.detailed ? {} : undefined);
}

function readMessage(reader: Reader, talk: Talk, nas: Nas, depth: number, fields: Told | undefined): void {
  const type = nas.readHead(reader, fields);
  if (type < 0) {
    readGuarded(reader, talk, nas, type + 256, depth, fields);
    return;
  }
  const message = nas.messages.of(type);
  if (!nas.messages.has(type)) talk.fault("unknown message type");
  const enclosed = nas.readBody(reader, talk, type, fields);
  const hasCause = nas.rejects.get(type);
  if (hasCause === true && fields !== undefined) fields["cause"] = reader.u8();
  if (hasCause !== undefined) talk.refused(message.name);
  const { end } = reader;
  reader.skipRest();
  talk.emit(message, directionOf(nas, type), fields);
  if (enclosed === undefined || depth >= DEEPEST) return;
  reader.position = enclosed[0];
  const outer = reader.narrow(enclosed[1] - enclosed[0]);
  readMessage(reader, talk, nas, depth + 1, talk.detailed ? {} : undefined);
  reader.widen(outer);
  reader.position = end;
}

function directionOf(nas: Nas, type: number): Direction {
  if (!nas.fromNetwork.has(type)) return REQUEST;
  return nas.unasked.has(type) ? NOTICE : RESPONSE;
}

/** Code for authentication, sequence number, and a message that may be ciphered. */
function readGuarded(
  reader: Reader,
  talk: Talk,
  nas: Nas,
  header: number,
  depth: number,
  fields: Told | undefined,
): void {
  reader.skip(4);
  const sequence = reader.u8();
  if (fields !== undefined) Object.assign(fields, { security_header_type: header, sequence_number: sequence });
  // What is not ciphered, or ciphered by the null algorithm, goes on like any message.
  if (depth < DEEPEST && reader.left() >= 3 && nas.isPlain(reader)) {
    readMessage(reader, talk, nas, depth + 1, fields);
    return;
  }
  reader.skipRest();
  talk.emit(nas.hidden, NOTICE, fields);
}

/** Tells the algorithms that a security mode command chooses. */
export function tellAlgorithms(
  talk: Talk,
  nas: Nas,
  cipher: number,
  integrity: number,
  fields: Told | undefined,
): void {
  const names = nas.algorithms(cipher, integrity);
  if (fields !== undefined) Object.assign(fields, { ciphering_algorithm: names[0], integrity_algorithm: names[1] });
  talk.note("sender", { kind: "cipher", protocol: nas.name, cipher: names[0], weak: cipher === 0 });
  talk.note("sender", { kind: "cipher", protocol: nas.name, cipher: names[1], weak: integrity === 0 });
}
