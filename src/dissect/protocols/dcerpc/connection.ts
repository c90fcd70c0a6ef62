// Connection-oriented packets: C706 section 12.6, MS-RPCE section 2.2.2.
import { handKerberos } from "../../gss.ts";
import type { Operation } from "../../operation.ts";
import type { Reader } from "../../reader.ts";
import type { Direction, Talk } from "../../talk.ts";
import { REQUEST, RESPONSE } from "../../talk.ts";
import type { Interface } from "./interfaces.ts";
import { interfaceOf, readUuid, syntaxName } from "./interfaces.ts";
import { callOf, contextOf, keepCall, keepContext, type Memory, type Session } from "./memory.ts";
import * as names from "./names.ts";
import { PRIVACY, readVerifier, type Verifier } from "./security.ts";
import { readStub } from "./stub.ts";

/** Octets of the common header. */
export const HEADER = 16;
const FIRST = 0x01;
const LAST = 0x02;
const HAS_OBJECT = 0x80;
const MOST_CONTEXTS = 64;

type Shown = Record<string, unknown>;

/** How much `reader`'s bytes from `ahead` on look like a packet's header: 0 no, 1 not excluded, 2 likely. */
export function looksLikePacket(reader: Reader, ahead: number): 0 | 1 | 2 {
  const version = reader.peek(ahead);
  if (version !== 5) return 0;
  const minor = reader.peek(ahead + 1);
  const type = reader.peek(ahead + 2);
  const order = reader.peek(ahead + 4);
  if (minor > 1 || (type >= 0 && !names.PACKETS.has(type)) || (order >= 0 && order !== 0x10 && order !== 0)) return 0;
  if ((type >= 4 && type <= 10) || type === names.PING) return 0;
  if (reader.peek(ahead + 5) > 3 || reader.peek(ahead + 6) > 0 || reader.peek(ahead + 7) > 0) return 0;
  if (reader.peek(ahead + 9) < 0) return 1;
  return packetLength(reader, ahead) >= HEADER ? 2 : 0;
}

/** The length that a header at `ahead` tells; its octets must be there. */
export function packetLength(reader: Reader, ahead: number): number {
  const one = reader.peek(ahead + 8);
  const other = reader.peek(ahead + 9);
  return reader.peek(ahead + 4) === 0x10 ? one | (other << 8) : (one << 8) | other;
}

/** Reads the packet at the reader, which is fenced to it, and emits it. */
export function readPacket(talk: Talk<Memory>, reader: Reader, session: Session): void {
  reader.skip(2);
  const type = reader.u8();
  const flags = reader.u8();
  const little = reader.u8() === 0x10;
  reader.skip(3);
  const length = little ? reader.u16le() : reader.u16();
  const authLength = little ? reader.u16le() : reader.u16();
  const callId = little ? reader.u32le() : reader.u32();
  const fields: Shown | undefined = talk.detailed
    ? {
        rpc_vers: 5,
        ptype: type,
        pfc_flags: flags,
        first_fragment: (flags & FIRST) !== 0,
        last_fragment: (flags & LAST) !== 0,
        frag_length: length,
        auth_length: authLength,
        call_id: callId,
      }
    : undefined;
  if (!reader.ok) {
    reader.skipRest();
    talk.emit(names.PACKETS.of(type), directionOf(type), fields);
    return;
  }
  const isLogin = type >= names.BIND;
  const verifier = reader.cut ? undefined : readVerifier(talk as Talk, reader, authLength, isLogin, fields);
  let operation: Operation = names.PACKETS.of(type);
  switch (type) {
    case names.BIND:
    case names.ALTER_CONTEXT:
      readBind(talk, reader, little, session, fields);
      keepCall(session, callId, undefined, -1, talk.frame);
      break;
    case names.BIND_ACK:
    case names.ALTER_CONTEXT_RESPONSE:
      readBindAnswer(talk, reader, little, fields);
      answer(talk, session, callId);
      break;
    case names.BIND_NAK: {
      const reason = little ? reader.u16le() : reader.u16();
      const text = names.BIND_REFUSALS[reason] ?? `reject_reason_${reason}`;
      talk.refused(text);
      if (fields !== undefined) fields["provider_reject_reason"] = text;
      answer(talk, session, callId);
      break;
    }
    case names.REQUEST_PDU:
    case names.RESPONSE_PDU:
    case names.FAULT:
      operation = readCall(talk, reader, little, session, type, flags, callId, verifier, fields);
      break;
    default:
  }
  if (reader.ok) reader.skipRest();
  const isRest = operation === names.FRAGMENT;
  talk.emit(operation, isRest ? 0 : directionOf(type), fields);
  if (verifier !== undefined) handKerberos(talk as Talk, reader.bytes, verifier.token, verifier.end);
}

function directionOf(type: number): Direction {
  switch (type) {
    case names.REQUEST_PDU:
    case names.BIND:
    case names.ALTER_CONTEXT:
    case names.AUTH3:
    case 18:
    case 19:
      return REQUEST;
    case names.RESPONSE_PDU:
    case names.FAULT:
    case names.BIND_ACK:
    case names.BIND_NAK:
    case names.ALTER_CONTEXT_RESPONSE:
    case 17:
      return RESPONSE;
    default:
      return 0;
  }
}

function answer(talk: Talk<Memory>, session: Session, callId: number): void {
  const call = callOf(session, callId);
  if (call !== undefined) talk.answersFrame(call.frame);
}

/** Contexts that are proposed: which interface, and how its arguments may be written. */
function readBind(
  talk: Talk<Memory>,
  reader: Reader,
  little: boolean,
  session: Session,
  fields: Shown | undefined,
): void {
  readLimits(reader, little, fields);
  const count = reader.u8();
  reader.skip(3);
  const shown: object[] = [];
  for (let index = 0; index < count && index < MOST_CONTEXTS && reader.ok; index++) {
    const id = little ? reader.u16le() : reader.u16();
    const syntaxes = reader.u8();
    reader.skip(1);
    const uuid = readUuid(reader, little);
    // One number of 32 bits: the minor version is its upper half.
    const version = little ? reader.u32le() : reader.u32();
    if (!reader.ok) break;
    const known = interfaceOf(uuid);
    keepContext(session, id, known);
    talk.object(known?.name ?? uuid);
    const transfer: string[] = [];
    for (let next = 0; next < syntaxes && reader.ok; next++) {
      const syntax = readUuid(reader, little);
      reader.skip(4);
      if (talk.detailed && transfer.length < MOST_CONTEXTS) transfer.push(syntaxName(syntax) || syntax);
    }
    if (fields === undefined) continue;
    shown.push({
      context_id: id,
      abstract_syntax: uuid,
      interface: known?.name ?? "",
      version: `${version & 0xffff}.${version >>> 16}`,
      transfer_syntaxes: transfer,
    });
  }
  if (fields !== undefined) fields["contexts"] = shown;
}

/** What binds and their answers begin with: longest fragments, and the group of associations. */
function readLimits(reader: Reader, little: boolean, fields: Shown | undefined): void {
  const maximumSend = little ? reader.u16le() : reader.u16();
  const maximumReceive = little ? reader.u16le() : reader.u16();
  const group = little ? reader.u32le() : reader.u32();
  if (fields === undefined) return;
  fields["max_xmit_frag"] = maximumSend;
  fields["max_recv_frag"] = maximumReceive;
  fields["assoc_group_id"] = group;
}

function readBindAnswer(talk: Talk<Memory>, reader: Reader, little: boolean, fields: Shown | undefined): void {
  const start = reader.position;
  readLimits(reader, little, fields);
  const addressLength = little ? reader.u16le() : reader.u16();
  const address = reader.text(Math.min(addressLength, reader.left()));
  // The list is aligned from the packet's start.
  const over = (HEADER + reader.position - start) % 4;
  if (over > 0) reader.skip(Math.min(4 - over, reader.left()));
  const count = reader.u8();
  reader.skip(3);
  const results: object[] = [];
  let taken = false;
  let refusal = "";
  for (let index = 0; index < count && index < MOST_CONTEXTS && reader.ok; index++) {
    const result = little ? reader.u16le() : reader.u16();
    const reason = little ? reader.u16le() : reader.u16();
    const syntax = readUuid(reader, little);
    reader.skip(4);
    if (!reader.ok) break;
    if (result === 0) taken = true;
    else if (result < 3) refusal ||= names.CONTEXT_REASONS[reason] ?? "reason_not_specified";
    if (fields === undefined) continue;
    results.push({
      result: names.CONTEXT_RESULTS[result] ?? String(result),
      ...(result === 2 ? { reason: names.CONTEXT_REASONS[reason] ?? String(reason) } : {}),
      ...(result === 0 ? { transfer_syntax: syntaxName(syntax) || syntax } : {}),
    });
  }
  if (!taken && refusal !== "") talk.refused(refusal);
  if (fields === undefined) return;
  fields["sec_addr"] = address;
  fields["results"] = results;
}

/** Requests, answers and faults; answers what the function is called. */
function readCall(
  talk: Talk<Memory>,
  reader: Reader,
  little: boolean,
  session: Session,
  type: number,
  flags: number,
  callId: number,
  verifier: Verifier | undefined,
  fields: Shown | undefined,
): Operation {
  const isRequest = type === names.REQUEST_PDU;
  const allocation = little ? reader.u32le() : reader.u32();
  const contextId = little ? reader.u16le() : reader.u16();
  let opnum = -1;
  let object = "";
  if (isRequest) {
    opnum = little ? reader.u16le() : reader.u16();
    if ((flags & HAS_OBJECT) !== 0) object = readUuid(reader, little);
  } else reader.skip(2);
  const isFirst = (flags & FIRST) !== 0;
  let known: Interface | undefined;
  if (isRequest) {
    known = contextOf(session, contextId);
    if (isFirst) keepCall(session, callId, known, opnum, talk.frame);
  } else {
    const call = callOf(session, callId);
    known = call?.known ?? contextOf(session, contextId);
    if (call !== undefined) {
      opnum = call.opnum;
      talk.answersFrame(call.frame);
    }
  }
  if (fields !== undefined) {
    fields["alloc_hint"] = allocation;
    fields["p_cont_id"] = contextId;
    if (opnum >= 0) fields["opnum"] = opnum;
    if (known !== undefined) {
      fields["interface"] = known.name;
      fields["opnum_name"] = known.nameOf(opnum);
    }
    if (object !== "") fields["object"] = object;
  }
  if (type === names.FAULT) {
    const status = little ? reader.u32le() : reader.u32();
    talk.refused(names.faultName(status));
    if (fields !== undefined) {
      fields["status"] = status;
      fields["status_name"] = names.faultName(status);
    }
  }
  if (!isFirst) return names.FRAGMENT;
  if (known === undefined || opnum < 0) return names.PACKETS.of(type);
  const isClear = verifier === undefined || verifier.level < PRIVACY;
  if (type !== names.FAULT && isClear && reader.ok) {
    const end = verifier === undefined ? reader.end : Math.max(reader.position, verifier.at - verifier.padding);
    const outer = reader.narrow(Math.max(0, Math.min(end, reader.end) - reader.position));
    readStub(talk as Talk, reader, little, known, opnum, !isRequest, (name, value) => {
      if (fields !== undefined) fields[name] = value;
    });
    // Arguments that do not fit are no fault of the packet around them.
    reader.ok = true;
    reader.widen(outer);
  }
  return known.of(opnum);
}
