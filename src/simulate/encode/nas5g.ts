// 3GPP TS 24.501 sections 8.2 and 8.3, elements of section 9.11 (NAS of 5G).
import { joinBytes, writer } from "../bytes.ts";
import { AREA, CORE_FUNCTION, DIFFERENTIATOR, NETWORK } from "./ngap.ts";

/** S-NSSAI with its length: type 1 and the differentiator. */
const SLICE = [0x04, 0x01, ...DIFFERENTIATOR];

/** Registration request with a concealed identity (scheme 1) or, as small networks have it, with the null scheme (0). */
export function registrationRequest(subscriber: string, concealed: Uint8Array | undefined): Uint8Array {
  const digits = subscriber.slice(-10);
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

/** The device took them; the first message under them. */
export function securityModeComplete(code: Uint8Array): Uint8Array {
  return joinBytes([0x7e, 0x04], code.subarray(0, 4), [0x00, 0x7e, 0x00, 0x5e]);
}

/** A message behind its code of integrity: sealed bytes, or a message as it is where the null cipher was chosen. */
export function protectedMessage(code: Uint8Array, sequence: number, sealed: Uint8Array): Uint8Array {
  return joinBytes([0x7e, 0x02], code.subarray(0, 4), [sequence & 0xff], sealed);
}

/** The core takes the device in, under a temporary identity. */
export function registrationAccept(temporary: number): Uint8Array {
  return writer()
    .u8(0x7e, 0x00, 0x42, 0x01, 0x01)
    .u8(0x77, 0x00, 0x0b, 0xf2, ...NETWORK, ...CORE_FUNCTION)
    .u32(temporary)
    .u8(0x54, 0x07, 0x00, ...NETWORK, ...AREA)
    .u8(0x15, 1 + DIFFERENTIATOR.length + 1, ...SLICE)
    .done();
}

/** The device took its temporary identity. */
export function registrationComplete(): Uint8Array {
  return Uint8Array.of(0x7e, 0x00, 0x43);
}

/** The device asks for a session of IPv4 in a data network, inside of an uplink transport message. */
export function sessionRequest(session: number, network: string): Uint8Array {
  const request = [0x2e, session, 0x01, 0xc1, 0xff, 0xff, 0x91, 0xa1];
  return writer()
    .u8(0x7e, 0x00, 0x67, 0x01)
    .u16(request.length)
    .u8(...request)
    .u8(0x12, session, 0x81, 0x22, ...SLICE)
    .u8(0x25, network.length + 1, network.length)
    .text(network)
    .done();
}

/** The core grants it, with an address, inside of a downlink transport message. */
export function sessionAccept(session: number, network: string, address: number): Uint8Array {
  const accept = writer()
    .u8(0x2e, session, 0x01, 0xc2, 0x11)
    // One rule that lets everything through on flow 1, and a thousand megabits per second both ways.
    .u8(0x00, 0x09, 0x01, 0x00, 0x06, 0x31, 0x31, 0x01, 0x01, 0xff, 0x01)
    .u8(0x06, 0x06, 0x03, 0xe8, 0x06, 0x03, 0xe8)
    .u8(0x29, 0x05, 0x01)
    .u32(address)
    .u8(0x22, ...SLICE)
    .u8(0x79, 0x00, 0x06, 0x01, 0x20, 0x41, 0x01, 0x01, 0x09)
    .u8(0x25, network.length + 1, network.length)
    .text(network)
    .done();
  return writer().u8(0x7e, 0x00, 0x68, 0x01).u16(accept.length).bytes(accept).u8(0x12, session).done();
}
