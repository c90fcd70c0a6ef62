// Heads of calls and replies: RFC 5531 section 9; credentials of section 8 and appendix A, RFC 2203 section 5.
import { CERTAIN, LIKELY, type Likeness, NO, POSSIBLE } from "../../dissector.ts";
import type { Reader } from "../../reader.ts";
import { passFixed, passOpaque, wordAt } from "../../xdr.ts";
import { isProgram } from "./programs.ts";

export const CALL = 0;
export const REPLY = 1;
const RPC_VERSION = 2;
export const ACCEPTED = 0;
/** `reply_stat` of a denial. */
export const DENIED = 1;
/** Longest credential or verifier. */
const LONGEST_AUTH = 400;
const MOST_GROUPS = 16;

/** Ways to say who calls: IANA "RPC Authentication Flavor Numbers". */
export const FLAVORS: Readonly<Record<number, string>> = {
  0: "AUTH_NONE",
  1: "AUTH_SYS",
  2: "AUTH_SHORT",
  3: "AUTH_DH",
  4: "AUTH_KERB",
  5: "AUTH_RSA",
  6: "RPCSEC_GSS",
  7: "AUTH_TLS",
};
export const AUTH_NONE = 0;
export const AUTH_SYS = 1;
export const RPCSEC_GSS = 6;
/** Flavors that only name mechanisms of RPCSEC_GSS: RFC 2623 section 2.1. */
export const PSEUDO_FLAVORS: Readonly<Record<number, string>> = {
  390003: "krb5",
  390004: "krb5i",
  390005: "krb5p",
};

/** How the arguments and results of a call are wrapped: RFC 2203 section 5.3.2. */
export type Wrapping = 0 | 1 | 2 | 3;
/** As they are. */
export const PLAIN: Wrapping = 0;
/** With a checksum. */
export const SIGNED: Wrapping = 1;
export const ENCRYPTED: Wrapping = 2;
/** Not arguments of the program but of the security context. */
export const CONTEXT: Wrapping = 3;

/** A head; the record is reused, so copy what is to be kept. */
export interface Head {
  xid: number;
  type: number;
  program: number;
  version: number;
  procedure: number;
  flavor: number;
  /** Of AUTH_SYS; -1 without. */
  uid: number;
  gid: number;
  groups: number;
  /** Where the name of the caller's machine lies. */
  machineStart: number;
  machineEnd: number;
  wrapping: Wrapping;
  /** Of replies: reply_stat, and accept_stat, reject_stat or the one thing that the case tells. */
  state: number;
  reason: number;
  /** Of denials by authentication: auth_stat. */
  authentication: number;
  /** Versions that the server has, where it misses the one asked for; -1 without. */
  low: number;
  high: number;
}

/** An empty head. */
export function newHead(): Head {
  return {
    ...{ xid: 0, type: 0, program: 0, version: 0, procedure: 0, flavor: 0, uid: -1, gid: -1, groups: 0 },
    ...{ machineStart: 0, machineEnd: 0, wrapping: PLAIN, state: 0, reason: 0, authentication: 0, low: -1, high: -1 },
  };
}

/** Forgets the head before, of which a broken one would keep what it does not tell. */
function clear(head: Head): void {
  head.program = 0;
  head.version = 0;
  head.procedure = 0;
  head.flavor = 0;
  head.uid = -1;
  head.gid = -1;
  head.groups = 0;
  head.machineStart = 0;
  head.machineEnd = 0;
  head.wrapping = PLAIN;
  head.state = 0;
  head.reason = 0;
  head.authentication = 0;
  head.low = -1;
  head.high = -1;
}

/** How much the bytes at the reader, `ahead` of its position, look like a call or a reply. */
export function likenessOf(reader: Reader, ahead: number): Likeness {
  const type = wordAt(reader, ahead + 4);
  if (type === CALL) return callLikeness(reader, ahead);
  if (type !== REPLY) return type < 0 && reader.left() >= ahead ? POSSIBLE : NO;
  const state = wordAt(reader, ahead + 8);
  if (state === ACCEPTED) {
    const flavor = wordAt(reader, ahead + 12);
    const length = wordAt(reader, ahead + 16);
    if (flavor >= 0 && FLAVORS[flavor] === undefined) return NO;
    if (length > LONGEST_AUTH || (length > 0 && flavor === AUTH_NONE)) return NO;
    const reason = length < 0 ? -1 : wordAt(reader, ahead + 20 + ((length + 3) & ~3));
    return reason > 5 ? NO : reason < 0 ? POSSIBLE : LIKELY;
  }
  if (state !== DENIED) return state < 0 ? POSSIBLE : NO;
  const reason = wordAt(reader, ahead + 12);
  return reason > 1 || wordAt(reader, ahead + 16) > 14 ? NO : reason < 0 ? POSSIBLE : LIKELY;
}

function callLikeness(reader: Reader, ahead: number): Likeness {
  const rpc = wordAt(reader, ahead + 8);
  if (rpc < 0) return POSSIBLE;
  if (rpc !== RPC_VERSION) return NO;
  const program = wordAt(reader, ahead + 12);
  const procedure = wordAt(reader, ahead + 20);
  const flavor = wordAt(reader, ahead + 24);
  const length = wordAt(reader, ahead + 28);
  if (flavor < 0) return program < 0 || isProgram(program) ? POSSIBLE : NO;
  if (FLAVORS[flavor] === undefined || length > LONGEST_AUTH) return NO;
  if (isProgram(program)) return CERTAIN;
  // Programs of makers, and those that sites define: RFC 5531 section 8.3.
  return program >= 100_000 && program < 0x60000000 && procedure < 1024 ? LIKELY : NO;
}

/** Reads the head of a call or reply; false where it is none. */
export function readHead(reader: Reader, head: Head): boolean {
  clear(head);
  head.xid = reader.i32();
  head.type = reader.u32();
  if (head.type === CALL) return readCall(reader, head);
  return head.type === REPLY && readReply(reader, head);
}

function readCall(reader: Reader, head: Head): boolean {
  if (reader.u32() !== RPC_VERSION) return false;
  head.program = reader.u32();
  head.version = reader.u32();
  head.procedure = reader.u32();
  head.flavor = reader.u32();
  const length = reader.u32();
  if (length > LONGEST_AUTH) return false;
  const padded = (length + 3) & ~3;
  if (padded > reader.left()) {
    reader.skip(padded);
    return true;
  }
  const outer = reader.narrow(padded);
  if (head.flavor === AUTH_SYS) readSystem(reader, head);
  else if (head.flavor === RPCSEC_GSS) readSecurity(reader, head);
  reader.widen(outer);
  reader.skip(4);
  if (!passOpaque(reader, LONGEST_AUTH)) return !reader.ok;
  if (head.wrapping === SIGNED) reader.skip(8);
  return true;
}

/** RFC 5531 appendix A: what a caller says of itself, and nobody checks. */
function readSystem(reader: Reader, head: Head): void {
  reader.skip(4);
  const length = reader.u32();
  if (length > 255) return;
  head.machineStart = reader.position;
  passFixed(reader, length);
  if (!reader.ok) return;
  head.machineEnd = head.machineStart + length;
  head.uid = reader.u32();
  head.gid = reader.u32();
  head.groups = Math.min(reader.u32(), MOST_GROUPS);
}

/** RFC 2203 section 5: version, procedure, sequence number, service and handle. */
function readSecurity(reader: Reader, head: Head): void {
  reader.skip(4);
  const procedure = reader.u32();
  reader.skip(4);
  const service = reader.u32();
  if (procedure !== 0) head.wrapping = CONTEXT;
  else if (service === 2) head.wrapping = SIGNED;
  else if (service === 3) head.wrapping = ENCRYPTED;
}

function readReply(reader: Reader, head: Head): boolean {
  head.state = reader.u32();
  if (head.state === ACCEPTED) {
    head.flavor = reader.u32();
    if (!passOpaque(reader, LONGEST_AUTH)) return !reader.ok;
    head.reason = reader.u32();
    if (head.reason === 2) readVersions(reader, head);
    return true;
  }
  if (head.state !== DENIED) return false;
  head.reason = reader.u32();
  if (head.reason === 0) readVersions(reader, head);
  else head.authentication = reader.u32();
  return true;
}

function readVersions(reader: Reader, head: Head): void {
  head.low = reader.u32();
  head.high = reader.u32();
}
