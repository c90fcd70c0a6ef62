// Connectionless packets: C706 section 12.5, as PROFINET IO uses them (IEC 61158-6-10 section 4.10).
import type { Operation } from "../../operation.ts";
import type { Reader } from "../../reader.ts";
import type { Direction, Talk } from "../../talk.ts";
import { REQUEST, RESPONSE } from "../../talk.ts";
import type { Interface } from "./interfaces.ts";
import { interfaceOf, readUuid } from "./interfaces.ts";
import { callOf, keepCall, type Memory, type Session } from "./memory.ts";
import * as names from "./names.ts";
import { readStub } from "./stub.ts";

/** Octets of the header. */
export const HEADER = 80;
const IS_FRAGMENT = 0x04;
const IS_LAST = 0x02;

/** Header of a connectionless packet. */
export interface DatagramHeader {
  type: number;
  flags: number;
  little: boolean;
  object: string;
  interface: string;
  activity: string;
  sequence: number;
  opnum: number;
  length: number;
  fragment: number;
  authentication: number;
}

/** How much the bytes look like a connectionless packet: 0 no, 1 not excluded, 2 likely. */
export function looksLikeDatagram(reader: Reader): 0 | 1 | 2 {
  if (reader.peek() !== 4 || reader.peek(1) > 10 || reader.peek(1) < 0) return 0;
  const order = reader.peek(4);
  if ((order !== 0x10 && order !== 0) || reader.peek(5) > 3 || reader.left() < HEADER) return 0;
  const one = reader.peek(74);
  const other = reader.peek(75);
  const length = order === 0x10 ? one | (other << 8) : (one << 8) | other;
  if (HEADER + length > reader.left()) return 1;
  return HEADER + length === reader.left() ? 2 : 1;
}

/** Reads the header at the reader. */
export function readDatagramHeader(reader: Reader): DatagramHeader {
  reader.skip(1);
  const type = reader.u8();
  const flags = reader.u8();
  reader.skip(1);
  const little = reader.u8() === 0x10;
  reader.skip(3);
  const object = readUuid(reader, little);
  const known = readUuid(reader, little);
  const activity = readUuid(reader, little);
  reader.skip(8);
  const sequence = little ? reader.u32le() : reader.u32();
  const opnum = little ? reader.u16le() : reader.u16();
  reader.skip(4);
  const length = little ? reader.u16le() : reader.u16();
  const fragment = little ? reader.u16le() : reader.u16();
  const authentication = reader.u8();
  reader.skip(1);
  return { type, flags, little, object, interface: known, activity, sequence, opnum, length, fragment, authentication };
}

/** Whether a packet is a later fragment, whose contents begin in the middle. */
export function isLaterFragment(header: DatagramHeader): boolean {
  return (header.flags & IS_FRAGMENT) !== 0 && header.fragment > 0;
}

/** Whether a packet is only a part. */
export function isPart(header: DatagramHeader): boolean {
  return (header.flags & IS_FRAGMENT) !== 0 && (header.fragment > 0 || (header.flags & IS_LAST) === 0);
}

/** Reads the packet at the reader, which is fenced to it, and emits it; answers its header. */
export function readDatagram(talk: Talk<Memory>, reader: Reader, session: Session): DatagramHeader {
  const header = readDatagramHeader(reader);
  const known = interfaceOf(header.interface);
  const { type } = header;
  const isCall = type === names.REQUEST_PDU || type === names.RESPONSE_PDU;
  const fields: Record<string, unknown> | undefined = talk.detailed
    ? {
        rpc_vers: 4,
        ptype: type,
        flags1: header.flags,
        object: header.object,
        if_id: header.interface,
        interface: known?.name ?? "",
        act_id: header.activity,
        seqnum: header.sequence,
        opnum: header.opnum,
        opnum_name: known?.nameOf(header.opnum) ?? "",
        len: header.length,
        fragnum: header.fragment,
      }
    : undefined;
  if (reader.ok) pair(talk, session, header, known);
  if ((type === names.FAULT || type === names.REJECT) && reader.ok) {
    const status = header.little ? reader.u32le() : reader.u32();
    talk.refused(names.faultName(status));
    if (fields !== undefined) fields["status_name"] = names.faultName(status);
  }
  let operation: Operation = names.PACKETS.of(type);
  if (isLaterFragment(header)) operation = names.FRAGMENT;
  else if (isCall && known !== undefined) {
    if (reader.ok && header.authentication === 0 && !isPart(header)) {
      const outer = reader.narrow(Math.min(header.length, reader.left()));
      readStub(talk as Talk, reader, header.little, known, header.opnum, type === names.RESPONSE_PDU, (name, value) => {
        if (fields !== undefined) fields[name] = value;
      });
      reader.ok = true;
      reader.widen(outer);
    }
    operation = known.of(header.opnum);
  }
  if (reader.ok) reader.skipRest();
  talk.emit(operation, isLaterFragment(header) ? 0 : directionOf(type, known), fields);
  return header;
}

function pair(talk: Talk<Memory>, session: Session, header: DatagramHeader, known: Interface | undefined): void {
  const id = (Number.parseInt(header.activity.slice(0, 8), 16) ^ header.sequence) | 0;
  if (header.type === names.REQUEST_PDU) {
    if (!isLaterFragment(header)) keepCall(session, id, known, header.opnum, talk.frame);
    return;
  }
  if (header.type !== names.RESPONSE_PDU && header.type !== names.FAULT && header.type !== names.REJECT) return;
  const call = callOf(session, id);
  if (call !== undefined) talk.answersFrame(call.frame);
}

function directionOf(type: number, known: Interface | undefined): Direction {
  // Devices call back into the controller that drives them: that makes them no clients.
  if (known?.name === "pnio_controller") return 0;
  if (type === names.REQUEST_PDU || type === names.PING || type === 8) return REQUEST;
  return type === names.RESPONSE_PDU || type === names.FAULT || type === names.REJECT || type === 4 ? RESPONSE : 0;
}
