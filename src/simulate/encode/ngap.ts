// 3GPP TS 38.413 sections 9.2 to 9.4 (NGAP) in the aligned packed encoding of ITU-T X.691.
import { joinBytes, writer } from "../bytes.ts";

const INITIATING = 0x00;
const SUCCESSFUL = 0x20;
const REJECT = 0x00;
const IGNORE = 0x40;
/** Test network 001 01 and tracking area 1. */
export const NETWORK = [0x00, 0xf1, 0x10];
export const AREA = [0x00, 0x00, 0x01];
/** Region, set and pointer of the core's function. */
export const CORE_FUNCTION = [0xca, 0xfe, 0x00];
/** Differentiator of the one slice there is, of type 1 (eMBB). */
export const DIFFERENTIATOR = [0x01, 0x02, 0x03];
/** The slice in the lists of what is supported, behind five bits of their heads. */
const SLICE = [0x10, 0x08, ...DIFFERENTIATOR];
const LOCATION = [0x40, ...NETWORK, 0x00, 0x00, 0x00, 0x01, 0x00, ...NETWORK, ...AREA];

type Element = readonly [id: number, criticality: number, value: ArrayLike<number>];

/** The base station says what it serves. */
export function setupRequest(name: string, station: number): Uint8Array {
  return pdu(INITIATING, 21, REJECT, [
    [27, REJECT, [0x00, ...NETWORK, 0x10, (station >> 16) & 0xff, (station >> 8) & 0xff, station & 0xff]],
    [82, IGNORE, named(name)],
    [102, REJECT, [0x00, 0x00, ...AREA, 0x00, ...NETWORK, 0x00, 0x00, ...SLICE]],
    [21, IGNORE, [0x40]],
  ]);
}

/** The core says who it is. */
export function setupResponse(name: string): Uint8Array {
  return pdu(SUCCESSFUL, 21, REJECT, [
    [1, REJECT, named(name)],
    [96, REJECT, [0x00, 0x00, ...NETWORK, ...CORE_FUNCTION]],
    [86, IGNORE, [0xff]],
    [80, REJECT, [0x00, ...NETWORK, 0x00, 0x00, ...SLICE]],
  ]);
}

/** The first message of a device, as the base station passes it on. */
export function initialMessage(ran: number, nas: Uint8Array): Uint8Array {
  return pdu(INITIATING, 15, IGNORE, [
    [85, REJECT, identifier(ran)],
    [38, REJECT, octets(nas)],
    [121, REJECT, LOCATION],
    [90, IGNORE, [0x18]],
    [112, IGNORE, [0x00]],
  ]);
}

/** A message of the core to a device. */
export function downlink(core: number, ran: number, nas: Uint8Array): Uint8Array {
  return pdu(INITIATING, 4, IGNORE, [
    [10, REJECT, identifier(core)],
    [85, REJECT, identifier(ran)],
    [38, REJECT, octets(nas)],
  ]);
}

/** A further message of a device. */
export function uplink(core: number, ran: number, nas: Uint8Array): Uint8Array {
  return pdu(INITIATING, 46, IGNORE, [
    [10, REJECT, identifier(core)],
    [85, REJECT, identifier(ran)],
    [38, REJECT, octets(nas)],
    [121, IGNORE, LOCATION],
  ]);
}

/** One gigabit per second down and up (9.3.1.58 and 9.3.1.102). */
const BIT_RATES = [0x0c, 0x3b, 0x9a, 0xca, 0x00, 0x30, 0x3b, 0x9a, 0xca, 0x00];
/** What the device can cipher and protect with: algorithms 1 to 3 of the new radio, none of the old. */
const SECURITY_CAPABILITIES = [0x1c, 0x00, 0x0e, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00];
/** One flow, number 1, of the usual class 9 with priority 8 that displaces nothing. */
const FLOWS = [0x00, 0x01, 0x00, 0x00, 0x09, 0x1c, 0x00];

/** A device of the radio network as core and base station know it. */
export interface RadioContext {
  /** Its number on either side. */
  core: number;
  ran: number;
}

/** One end of a tunnel of user packets. */
export interface TunnelEnd {
  address: number;
  tunnel: number;
}

/** The core gives the base station what it needs to serve a device: section 9.2.2.1. */
export function contextSetupRequest({ core, ran }: RadioContext, key: Uint8Array, nas: Uint8Array): Uint8Array {
  return pdu(INITIATING, 14, REJECT, [
    [10, REJECT, identifier(core)],
    [85, REJECT, identifier(ran)],
    [28, REJECT, [0x00, ...NETWORK, ...CORE_FUNCTION]],
    [0, REJECT, [0x02, 0x01, ...DIFFERENTIATOR]],
    [119, REJECT, SECURITY_CAPABILITIES],
    [94, REJECT, key],
    [38, IGNORE, octets(nas)],
  ]);
}

/** The base station serves it. */
export function contextSetupResponse({ core, ran }: RadioContext): Uint8Array {
  return pdu(SUCCESSFUL, 14, REJECT, [
    [10, IGNORE, identifier(core)],
    [85, IGNORE, identifier(ran)],
  ]);
}

/** The core wants a session of user packets carried, towards its end of the tunnel: section 9.2.1.1. */
export function sessionSetupRequest(
  { core, ran }: RadioContext,
  session: number,
  uplink: TunnelEnd,
  nas: Uint8Array,
): Uint8Array {
  const transfer = elementsOf([
    [130, REJECT, BIT_RATES],
    [139, REJECT, writer().u8(0x01, 0xf0).u32(uplink.address).u32(uplink.tunnel).done()],
    [134, REJECT, [0x00]],
    [136, REJECT, FLOWS],
  ]);
  const list = joinBytes([0x00, 0x40, session], octets(nas), [0x40, 0x20, ...DIFFERENTIATOR], octets(transfer));
  return pdu(INITIATING, 29, REJECT, [
    [10, REJECT, identifier(core)],
    [85, REJECT, identifier(ran)],
    [74, REJECT, list],
    [110, IGNORE, BIT_RATES],
  ]);
}

/** The base station says where it wants the packets for the device: section 9.2.1.2. */
export function sessionSetupResponse({ core, ran }: RadioContext, session: number, downlink: TunnelEnd): Uint8Array {
  const transfer = writer().u8(0x00, 0x03, 0xe0).u32(downlink.address).u32(downlink.tunnel).u8(0x00, 0x01).done();
  return pdu(SUCCESSFUL, 29, REJECT, [
    [10, IGNORE, identifier(core)],
    [85, IGNORE, identifier(ran)],
    [75, IGNORE, joinBytes([0x00, 0x00, session], octets(transfer))],
  ]);
}

function pdu(kind: number, procedure: number, criticality: number, elements: readonly Element[]): Uint8Array {
  return joinBytes([kind, procedure, criticality], octets(elementsOf(elements)));
}

function elementsOf(elements: readonly Element[]): Uint8Array {
  const out = writer().u8(0).u16(elements.length);
  for (const [id, importance, value] of elements) {
    out.u16(id).u8(importance);
    out.bytes(octets(value));
  }
  return out.done();
}

/** Bytes with their length in front. */
function octets(content: ArrayLike<number>): Uint8Array {
  const out = writer();
  if (content.length < 128) out.u8(content.length);
  else out.u16(0x8000 | content.length);
  return out.bytes(content).done();
}

function identifier(value: number): Uint8Array {
  return value < 256 ? Uint8Array.of(0x00, value) : Uint8Array.of(0x40, value >> 8, value & 0xff);
}

function named(name: string): Uint8Array {
  return writer()
    .u16((name.length - 1) << 7)
    .text(name)
    .done();
}
