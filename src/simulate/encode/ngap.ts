// 3GPP TS 38.413 sections 9.2 to 9.4 (NGAP) in the aligned packed encoding of ITU-T X.691, and TS 24.501 section 8.2 (NAS of 5G).
import { joinBytes, writer } from "../bytes.ts";

const INITIATING = 0x00;
const SUCCESSFUL = 0x20;
const REJECT = 0x00;
const IGNORE = 0x40;
/** Test network 208 93, tracking area 1, cell 1, slice 1 of type 1. */
const NETWORK = [0x02, 0xf8, 0x39];
const AREA = [0x00, 0x00, 0x01];
const SLICE = [0x10, 0x08, 0x01, 0x02, 0x03];
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
    [96, REJECT, [0x00, 0x00, ...NETWORK, 0xca, 0xfe, 0x00]],
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

/** Registration request with a concealed identity (scheme 1) or, as small networks have it, with the null scheme (0). */
export function registrationRequest(subscriber: number, concealed: Uint8Array | undefined): Uint8Array {
  const digits = String(subscriber).padStart(10, "0");
  const open = Array.from(
    { length: 5 },
    (_, index) => Number(digits[index * 2]) | (Number(digits[index * 2 + 1]) << 4),
  );
  const scheme = concealed === undefined ? [0x00, 0x00, ...open] : [0x01, 0x01, ...concealed];
  const identity = [0x01, ...NETWORK, 0xf0, 0xff, ...scheme];
  return joinBytes(
    [0x7e, 0x00, 0x41, 0x79],
    [identity.length >> 8, identity.length & 0xff],
    identity,
    [0x2e, 0x02, 0xe0, 0xe0],
  );
}

/** The core's challenge. */
export function authenticationRequest(challenge: Uint8Array, token: Uint8Array): Uint8Array {
  return joinBytes([0x7e, 0x00, 0x56, 0x00, 0x02, 0x00, 0x00, 0x21], challenge, [0x20, 0x10], token);
}

/** The device's answer to it. */
export function authenticationResponse(result: Uint8Array): Uint8Array {
  return joinBytes([0x7e, 0x00, 0x57, 0x2d, 0x10], result);
}

/** Chooses algorithms: ciphering and integrity by their numbers (TS 33.501 annex D.2). */
export function securityModeCommand(code: Uint8Array, ciphering: number, integrity: number): Uint8Array {
  const plain = [0x7e, 0x00, 0x5d, (ciphering << 4) | integrity, 0x00, 0x02, 0xe0, 0xe0];
  return joinBytes([0x7e, 0x03], code.subarray(0, 4), [0], plain);
}

/** A message whose content is protected: sealed bytes behind the code of integrity. */
export function protectedMessage(code: Uint8Array, sequence: number, sealed: Uint8Array): Uint8Array {
  return joinBytes([0x7e, 0x02], code.subarray(0, 4), [sequence & 0xff], sealed);
}

function pdu(kind: number, procedure: number, criticality: number, elements: readonly Element[]): Uint8Array {
  const out = writer().u8(0).u16(elements.length);
  for (const [id, importance, value] of elements) {
    out.u16(id).u8(importance);
    out.bytes(octets(value));
  }
  return joinBytes([kind, procedure, criticality], octets(out.done()));
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
