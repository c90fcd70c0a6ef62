// EAP: RFC 3748, as EAPOL and RADIUS (RFC 3579) carry it; re-authentication (RFC 6696) by its codes alone.
// Not decoded: what is inside of methods other than TLS, MD5, MSCHAPv2 and Wi-Fi Simple Configuration, beyond their names;
// what TTLS, PEAP, FAST and TEAP carry inside of TLS, which is encrypted; secrets and challenges.
import { type Answer, CERTAIN, DONE, dissector, LIKELY, NO, POSSIBLE, REFUSE } from "../../dissector.ts";
import type { Reader } from "../../reader.ts";
import { textOf } from "../../reader.ts";
import { type Direction, REQUEST, RESPONSE, type Talk, UNDIRECTED } from "../../talk.ts";
import { identityText, readIdentity, tellIdentity } from "./identity.ts";
import { type Flight, type Memory, newMemory, type Session, sessionOf } from "./memory.ts";
import * as names from "./names.ts";
import { SETUP_TYPE, SETUP_VENDOR, tellSetup } from "./setup.ts";
import { handFlight, readFragment } from "./tls.ts";

const HEADER = 4;
const MOST_WISHES = 32;
const MS_CHAP_RESPONSE = 2;

/** Answers of a station that whoever records them can use, or can try passwords on at leisure. */
const WEAK: Readonly<Record<number, readonly [method: string, exposure: "clear" | "challenge"]>> = {
  [names.MD5_CHALLENGE]: ["EAP MD5 challenge", "challenge"],
  [names.ONE_TIME_PASSWORD]: ["EAP one-time password", "clear"],
  [names.GENERIC_TOKEN_CARD]: ["EAP generic token card", "clear"],
  [names.LEAP]: ["EAP LEAP", "challenge"],
  [names.MS_CHAP_V2]: ["EAP MSCHAPv2", "challenge"],
};

/** How stations are let into a network, whoever carries it. */
export const eap = dissector<Memory>({
  name: "eap",
  title: "EAP",
  standard: "RFC 3748",
  world: "network",
  carriage: [{ over: "inside", carrier: names.CARRIER }],
  remember: newMemory,
  probe(reader) {
    const code = reader.peek();
    const length = reader.peek16(2);
    if (reader.left() < HEADER) return NO;
    if (code < 1 || code >= names.CODES.length) return POSSIBLE;
    return length === reader.left() ? CERTAIN : LIKELY;
  },
  read(reader, talk): Answer {
    const code = reader.u8();
    const identifier = reader.u8();
    const length = reader.u16();
    if (!reader.ok) return REFUSE;
    const fields: Record<string, unknown> | undefined = talk.detailed
      ? { code, code_name: names.CODES[code] ?? "", identifier, length }
      : undefined;
    const available = reader.end - reader.start;
    // What lies behind the length is padding of the frame below.
    reader.fence(length >= HEADER && length <= available ? length : available);
    if (names.CODES[code] === undefined || code === 0) talk.fault("unknown EAP code", 0);
    if (length < HEADER || (length > available && !reader.cutByCapture)) talk.fault("bad EAP length", 2);
    const session = sessionOf(talk.memory, talk.relay?.whose?.mac ?? "");
    pair(talk, session, code, identifier);
    if (code === names.FAILURE_CODE) talk.refused("failure");
    const hasMethod =
      (code === names.REQUEST_CODE || code === names.RESPONSE_CODE) && length > HEADER && length <= available;
    const type = hasMethod ? reader.u8() : names.PLAIN + code;
    let flight: Flight | undefined;
    if (hasMethod) {
      if (fields !== undefined) Object.assign(fields, { method: type, method_name: names.OPERATIONS.of(type).name });
      flight = readMethod(reader, talk, session, { code, identifier, type }, fields);
    }
    reader.skipRest();
    // The authenticator asks and the station answers, so who answers is who wants something.
    const direction: Direction =
      code === names.RESPONSE_CODE || code === 5 ? REQUEST : code >= 1 && code <= 6 ? RESPONSE : UNDIRECTED;
    talk.emit(names.OPERATIONS.of(type), direction, fields);
    if (flight !== undefined) handFlight(talk, flight);
    return DONE;
  },
});

/** An answer has the identifier of what it answers (RFC 3748 section 4.1), and so has the verdict behind it (section 4.2). */
function pair(talk: Talk<Memory>, session: Session, code: number, identifier: number): void {
  if (code === names.REQUEST_CODE) {
    session.requestId = identifier;
    session.requestFrame = talk.frame;
  } else if (code === names.RESPONSE_CODE) {
    if (session.requestFrame > 0 && session.requestId === identifier) talk.answersFrame(session.requestFrame);
    session.responseId = identifier;
    session.responseFrame = talk.frame;
  } else if (code === names.SUCCESS_CODE || code === names.FAILURE_CODE) {
    if (session.responseFrame > 0 && session.responseId === identifier) talk.answersFrame(session.responseFrame);
    session.requestFrame = 0;
    session.responseFrame = 0;
  }
}

function readMethod(
  reader: Reader,
  talk: Talk<Memory>,
  session: Session,
  packet: { code: number; identifier: number; type: number },
  fields: Record<string, unknown> | undefined,
): Flight | undefined {
  const { code, type } = packet;
  const isAnswer = code === names.RESPONSE_CODE;
  if (names.CARRIES_TLS.has(type)) return readFragment(reader, talk, session, packet, fields);
  if (type === names.IDENTITY && isAnswer) {
    const { bytes, position, end } = reader;
    const identity = readIdentity(textOf(bytes, position, end));
    tellIdentity(talk, identity, position, end);
    if (fields !== undefined)
      Object.assign(fields, { identity_kind: identity.kind, identity: identityText(identity) || undefined });
  } else if (type === names.NAK && isAnswer) {
    readWishes(reader, fields);
  } else if (type === names.EXPANDED) {
    const vendor = reader.u24();
    const vendorType = reader.u32();
    if (fields !== undefined)
      Object.assign(fields, { vendor, vendor_name: names.VENDORS[vendor] ?? "", vendor_type: vendorType });
    if (vendor === SETUP_VENDOR && vendorType === SETUP_TYPE) tellSetup(reader, talk, fields);
  }
  if (isAnswer && (type !== names.MS_CHAP_V2 || reader.peek() === MS_CHAP_RESPONSE)) {
    const weak = WEAK[type];
    if (weak !== undefined) talk.note("sender", { kind: "credential", method: weak[0], exposure: weak[1] });
  }
  return undefined;
}

/** Methods that the station would rather use (RFC 3748 section 5.3.1); none is a 0. */
function readWishes(reader: Reader, fields: Record<string, unknown> | undefined): void {
  if (fields === undefined) return;
  const wishes: string[] = [];
  for (let count = 0; count < MOST_WISHES && reader.left() > 0; count++) {
    const type = reader.u8();
    if (type === 0) continue;
    wishes.push(names.OPERATIONS.has(type) ? names.OPERATIONS.of(type).name : `${type}`);
  }
  fields["desired_methods"] = wishes;
}
