// ISO 9506-2 (MMS) as IEC 61850-8-1 uses it, over ACSE (ISO 8650-1), presentation (ISO 8823-1), session (ISO 8327-1), COTP
// (ISO 8073) and TPKT (RFC 1006).
import { joinBytes, writer } from "../bytes.ts";
import { derElement, derInteger, derObject } from "./der.ts";

const VISIBLE = 0x1a;
const SEQUENCE = 0x30;
const ACSE_CONTEXT = 1;
const MMS_CONTEXT = 3;
const ACSE = derObject("2.2.1.0.1");
const MMS = derObject("1.0.9506.2.1");
const MMS_APPLICATION = derObject("1.0.9506.2.3");
const BASIC_ENCODING = derObject("2.1.1");
/** Services and parts of them that both sides can do, as most relays say. */
const PARAMETERS = [0x05, 0xf1, 0x00];
const SERVICES = [0x03, 0xee, 0x1c, 0x00, 0x00, 0x04, 0x08, 0x00, 0x00, 0x79, 0xef, 0x18];

/** A reference to a value: logical device and the rest, such as "MMXU1$MX$TotW$mag$f". */
export interface Reference {
  domain: string;
  item: string;
}

/** Asks for an association. */
export function associate(): Uint8Array {
  const request = element(0x60, element(0xa1, MMS_APPLICATION), userInformation(initiate(0xa8)));
  const contexts = element(0xa4, context(ACSE_CONTEXT, ACSE), context(MMS_CONTEXT, MMS));
  const normal = element(
    0xa2,
    element(0x81, [0, 0, 0, 1]),
    element(0x82, [0, 0, 0, 1]),
    contexts,
    fullyEncoded(ACSE_CONTEXT, request),
  );
  const content = element(0x31, element(0xa0, element(0x80, [1])), normal);
  const selectors = joinBytes(element(0x33, [0, 1]), element(0x34, [0, 1]));
  return inTransport(sessionConnection(0x0d, selectors, content));
}

/** Accepts it. */
export function associated(): Uint8Array {
  const accepted = element(0xa2, derInteger(0));
  const diagnostic = element(0xa3, element(0xa1, derInteger(0)));
  const answer = element(0x61, element(0xa1, MMS_APPLICATION), accepted, diagnostic, userInformation(initiate(0xa9)));
  const result = element(SEQUENCE, element(0x80, [0]), element(0x81, BASIC_ENCODING.subarray(2)));
  const normal = element(
    0xa2,
    element(0x83, [0, 0, 0, 1]),
    element(0xa5, result, result),
    fullyEncoded(ACSE_CONTEXT, answer),
  );
  const content = element(0x31, element(0xa0, element(0x80, [1])), normal);
  return inTransport(sessionConnection(0x0e, element(0x34, [0, 1]), content));
}

/** Asks who the other is (1), or says it (2). */
export function identify(invoke: number): Uint8Array {
  return confirmedRequest(invoke, element(0x82));
}

/** Says who one is. */
export function identified(invoke: number, vendor: string, model: string, revision: string): Uint8Array {
  return confirmedResponse(invoke, element(0xa2, text(0x80, vendor), text(0x81, model), text(0x82, revision)));
}

/** Asks for the names of logical devices. */
export function listDomains(invoke: number): Uint8Array {
  return confirmedRequest(invoke, element(0xa1, element(0xa0, element(0x80, [9])), element(0xa1, element(0x80))));
}

/** The names asked for. */
export function namesListed(invoke: number, names: readonly string[]): Uint8Array {
  const list = element(0xa0, ...names.map((name) => text(VISIBLE, name)));
  return confirmedResponse(invoke, element(0xa1, list, element(0x81, [0])));
}

/** Asks for values. */
export function read(invoke: number, references: readonly Reference[]): Uint8Array {
  return confirmedRequest(invoke, element(0xa4, element(0xa1, variables(references))));
}

/** The values asked for: truth values are booleans, numbers single precision. */
export function values(invoke: number, entries: readonly (number | boolean)[]): Uint8Array {
  return confirmedResponse(invoke, element(0xa4, element(0xa1, ...entries.map(value))));
}

/** Operates a switch directly: the Oper structure of a control object (IEC 61850-8-1 section 20). */
export function operate(
  invoke: number,
  reference: Reference,
  isOn: boolean,
  number: number,
  seconds: number,
): Uint8Array {
  const origin = element(0xa2, element(0x85, [2]), element(0x89, [0x42]));
  const moment = writer().u32(seconds).u24(0).u8(0x0a).done();
  const order = element(
    0xa2,
    value(isOn),
    origin,
    element(0x86, [number & 0x7f]),
    element(0x91, moment),
    value(false),
    element(0x84, [6, 0]),
  );
  return confirmedRequest(invoke, element(0xa5, variables([reference]), element(0xa0, order)));
}

/** Says that it was done. */
export function operated(invoke: number): Uint8Array {
  return confirmedResponse(invoke, element(0xa5, element(0x81)));
}

/** A report of values that nobody asked for in particular (IEC 61850-8-1 section 17). */
export function report(name: string, sequence: number, entries: readonly (number | boolean)[]): Uint8Array {
  const list = element(0xa1, text(0x80, "RPT"));
  const inclusion = Math.max(1, Math.ceil(entries.length / 8));
  const included = new Uint8Array(1 + inclusion);
  included[0] = inclusion * 8 - entries.length;
  for (let index = 0; index < entries.length; index++) included[1 + (index >> 3)] |= 0x80 >> (index & 7);
  const results = element(
    0xa0,
    text(0x8a, name),
    // Only the sequence number comes along.
    element(0x84, [6, 0x40, 0]),
    element(0x86, [sequence & 0x7f]),
    element(0x84, included),
    ...entries.map(value),
  );
  return inSession(element(0xa3, element(0xa0, list, results)));
}

function confirmedRequest(invoke: number, service: Uint8Array): Uint8Array {
  return inSession(element(0xa0, derInteger(invoke), service));
}

function confirmedResponse(invoke: number, service: Uint8Array): Uint8Array {
  return inSession(element(0xa1, derInteger(invoke), service));
}

function initiate(tag: number): Uint8Array {
  const detail = element(0xa4, element(0x80, [1]), element(0x81, PARAMETERS), element(0x82, SERVICES));
  return element(
    tag,
    element(0x80, [0x00, 0xfd, 0xe8]),
    element(0x81, [5]),
    element(0x82, [5]),
    element(0x83, [10]),
    detail,
  );
}

function userInformation(pdu: Uint8Array): Uint8Array {
  const external = element(0x28, BASIC_ENCODING, derInteger(MMS_CONTEXT), element(0xa0, pdu));
  return element(0xbe, external);
}

function context(identifier: number, syntax: Uint8Array): Uint8Array {
  return element(SEQUENCE, derInteger(identifier), syntax, element(SEQUENCE, BASIC_ENCODING));
}

function fullyEncoded(identifier: number, pdu: Uint8Array): Uint8Array {
  return element(0x61, element(SEQUENCE, derInteger(identifier), element(0xa0, pdu)));
}

function variables(references: readonly Reference[]): Uint8Array {
  const names = references.map(({ domain, item }) =>
    element(SEQUENCE, element(0xa0, element(0xa1, text(VISIBLE, domain), text(VISIBLE, item)))),
  );
  return element(0xa0, ...names);
}

function value(entry: number | boolean): Uint8Array {
  if (typeof entry === "boolean") return element(0x83, [entry ? 1 : 0]);
  return element(0x87, writer().u8(8).f32(entry).done());
}

function text(tag: number, content: string): Uint8Array {
  return element(tag, writer().text(content).done());
}

function element(tag: number, ...parts: ArrayLike<number>[]): Uint8Array {
  return derElement(tag, joinBytes(...parts));
}

/** A session connection: requirements, selectors, user data (ISO 8327-1 section 8.3.1 and 8.3.2). */
function sessionConnection(kind: number, selectors: Uint8Array, content: Uint8Array): Uint8Array {
  const items = joinBytes(
    [0x05, 0x06, 0x13, 0x01, 0x00, 0x16, 0x01, 0x02],
    [0x14, 0x02, 0x00, 0x02],
    selectors,
    sessionPart(0xc1, content),
  );
  return sessionPart(kind, items);
}

/** A part of a session message; lengths from 255 on take three bytes (ISO 8327-1 section 8.2.5). */
function sessionPart(kind: number, content: Uint8Array): Uint8Array {
  const out = writer().u8(kind);
  if (content.length < 255) out.u8(content.length);
  else out.u8(0xff).u16(content.length);
  return out.bytes(content).done();
}

/** A message in give tokens and data transfer of the session, both empty. */
function inSession(pdu: Uint8Array): Uint8Array {
  return inTransport(joinBytes([0x01, 0x00, 0x01, 0x00], fullyEncoded(MMS_CONTEXT, pdu)));
}

function inTransport(content: Uint8Array): Uint8Array {
  return writer()
    .u8(3, 0)
    .u16(content.length + 7)
    .u8(0x02, 0xf0, 0x80)
    .bytes(content)
    .done();
}
