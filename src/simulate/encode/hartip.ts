// HCF TS20085 (HART-IP) and HCF SPEC-081, SPEC-127 (frames and universal commands 0 and 3).
import { type ByteWriter, writer } from "../bytes.ts";

const REQUEST = 0;
const RESPONSE = 1;

function message(out: ByteWriter, type: number, identifier: number, sequence: number, body: ByteWriter): void {
  out
    .u8(1, type, identifier, 0)
    .u16(sequence, 8 + body.length)
    .add(body);
}

/** Opens a session for a primary host; the answer repeats the time after which silence ends it. */
export function openSession(out: ByteWriter, sequence: number, answers: boolean): void {
  message(out, answers ? RESPONSE : REQUEST, 0, sequence, writer().u8(1).u32(600_000));
}

function frame(delimiter: number, address: ArrayLike<number>, command: number, content: ByteWriter): ByteWriter {
  const out = writer().u8(delimiter).bytes(address).u8(command, content.length).add(content);
  let check = 0;
  for (let index = 0; index < out.length; index++) check ^= out.buffer[index];
  return out.u8(check);
}

/** Asks for a universal command: 0 the identity, 3 the dynamic variables. */
export function hartRequest(out: ByteWriter, sequence: number, address: ArrayLike<number>, command: number): void {
  message(out, REQUEST, 3, sequence, frame(0x82, address, command, writer()));
}

/** What a transmitter says of itself (command 0). */
export interface HartIdentity {
  /** Expanded device type: maker and type. */
  type: number;
  revision: number;
  software: number;
  hardware: number;
  identifier: number;
}

/** Answers command 0. */
export function hartIdentity(
  out: ByteWriter,
  sequence: number,
  address: ArrayLike<number>,
  identity: HartIdentity,
): void {
  const content = writer().u8(0, 0, 0xfe).u16(identity.type).u8(5, 7, identity.revision, identity.software);
  content
    .u8(identity.hardware << 3, 0)
    .u24(identity.identifier)
    .u8(5, 4)
    .u16(0)
    .u8(0);
  content.u16(identity.type >> 8, identity.type >> 8).u8(1);
  message(out, RESPONSE, 3, sequence, frame(0x86, address, 0, content));
}

/** Loop current in mA and up to four variables, each with its unit code (command 3). */
export function hartVariables(
  out: ByteWriter,
  sequence: number,
  address: ArrayLike<number>,
  current: number,
  variables: readonly { unit: number; value: number }[],
): void {
  const content = writer().u8(0, 0).f32(current);
  for (const { unit, value } of variables) content.u8(unit).f32(value);
  message(out, RESPONSE, 3, sequence, frame(0x86, address, 3, content));
}
