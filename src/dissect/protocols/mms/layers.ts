// What lies between ISO transport and MMS: session (ISO/IEC 8327-1 = X.225 section 8), presentation (ISO/IEC 8823-1 =
// X.226 section 8) and association control (ISO/IEC 8650-1 = X.227), in BER.
import { APPLICATION, CONTEXT, integerOf, newElement, objectIdentifierOf, readElement, UNIVERSAL } from "../../ber.ts";
import { hexOf } from "../../reader.ts";

/** Session PDUs: X.225 section 8.3, by SI. */
export const CONNECT = 13;
export const ACCEPT = 14;
export const REFUSE_SESSION = 12;
export const FINISH = 9;
export const DISCONNECT = 10;
export const ABORT = 25;
export const DATA_TRANSFER = 1;
/** The SIs that may begin a TSDU. */
export const SESSION_KEYS = [DATA_TRANSFER, FINISH, DISCONNECT, REFUSE_SESSION, CONNECT, ACCEPT, ABORT];

const CALLING_SELECTOR = 0x33;
const CALLED_SELECTOR = 0x34;
const USER_DATA = 0xc1;
const EXTENDED_USER_DATA = 0xc2;
const MOST_PDUS = 8;

/** One TSDU taken apart as far as MMS; reused for every TSDU. */
export interface Layers {
  spdu: number;
  /** The session's user data: what the presentation layer says. */
  start: number;
  end: number;
  /** The PDUs inside it: of association control or of MMS. */
  count: number;
  starts: Int32Array;
  ends: Int32Array;
  /** Presentation context of the first of them. */
  contextId: number;
  selectors: Record<string, string>;
}

/** What the layers hold, for one TSDU at a time. */
export const layers: Layers = {
  spdu: 0,
  start: 0,
  end: 0,
  count: 0,
  starts: new Int32Array(MOST_PDUS),
  ends: new Int32Array(MOST_PDUS),
  contextId: -1,
  selectors: {},
};

const outer = newElement();
const element = newElement();
const inner = newElement();

/** Takes `bytes[start..end)` apart into `layers`; answers false when it is no session PDU as MMS uses them. */
export function readLayers(bytes: Uint8Array, start: number, end: number): boolean {
  layers.count = 0;
  layers.contextId = -1;
  layers.spdu = bytes[start] as number;
  if (layers.spdu === DATA_TRANSFER) {
    // Give Tokens without parameters, then Data Transfer without parameters, then user data.
    if (end - start < 4 || bytes[start + 1] !== 0 || bytes[start + 2] !== 1 || bytes[start + 3] !== 0) return false;
    layers.start = start + 4;
    layers.end = end;
  } else if (!readParameters(bytes, start, end)) return false;
  readPresentation(bytes, layers.start, layers.end);
  return true;
}

/** Whether the length of the session PDU at `bytes[start]` fits into what is there. */
export function sessionFits(bytes: Uint8Array, start: number, end: number): boolean {
  const length = bytes[start + 1] as number;
  if (length !== 255) return start + 2 + length <= end;
  return end - start >= 4 && start + 4 + (((bytes[start + 2] as number) << 8) | (bytes[start + 3] as number)) <= end;
}

/** Parameters by PGI and PI: X.225 section 8.2. */
function readParameters(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start < 2 || !sessionFits(bytes, start, end)) return false;
  layers.selectors = {};
  layers.start = end;
  layers.end = end;
  let at = start + (bytes[start + 1] === 255 ? 4 : 2);
  while (at + 2 <= end) {
    const code = bytes[at] as number;
    const isLong = bytes[at + 1] === 255;
    if (isLong && at + 4 > end) return false;
    const length = isLong ? ((bytes[at + 2] as number) << 8) | (bytes[at + 3] as number) : (bytes[at + 1] as number);
    at += isLong ? 4 : 2;
    const next = at + length;
    if (next > end) return false;
    if (code === USER_DATA || code === EXTENDED_USER_DATA) {
      layers.start = at;
      layers.end = next;
    } else if (code === CALLING_SELECTOR) layers.selectors["calling_session_selector"] = hexOf(bytes, at, next);
    else if (code === CALLED_SELECTOR) layers.selectors["called_session_selector"] = hexOf(bytes, at, next);
    at = next;
  }
  return true;
}

/** CP, CPA or user data as X.226 section 8.2 encodes them. */
function readPresentation(bytes: Uint8Array, start: number, end: number): void {
  if (!readElement(bytes, start, end, outer)) return;
  if (outer.tagClass === APPLICATION && outer.tag === 1) {
    readUserData(bytes, outer.content, outer.end);
    return;
  }
  // A SET: normal mode parameters in [2].
  if (outer.tagClass !== UNIVERSAL || outer.tag !== 17) return;
  for (let at = outer.content; at < outer.end; at = element.next) {
    if (!readElement(bytes, at, outer.end, element)) return;
    if (element.tagClass !== CONTEXT || element.tag !== 2) continue;
    readNormalMode(bytes, element.content, element.end);
    return;
  }
}

function readNormalMode(bytes: Uint8Array, start: number, stop: number): void {
  for (let at = start; at < stop; at = element.next) {
    if (!readElement(bytes, at, stop, element)) return;
    const { tagClass, tag, content, end: last } = element;
    if (tagClass === APPLICATION && tag === 1) readUserData(bytes, content, last);
    else if (tagClass !== CONTEXT || tag < 1 || tag > 3) continue;
    else layers.selectors[SELECTORS[tag] as string] = hexOf(bytes, content, Math.min(last, content + 16));
  }
}

const SELECTORS = [
  "",
  "calling_presentation_selector",
  "called_presentation_selector",
  "responding_presentation_selector",
];

/** Fully encoded data: a list of values with their presentation contexts. */
function readUserData(bytes: Uint8Array, start: number, end: number): void {
  for (let at = start; at < end && layers.count < MOST_PDUS; at = inner.next) {
    if (!readElement(bytes, at, end, inner)) return;
    readValueList(bytes, inner.content, inner.end);
  }
}

const value = newElement();

function readValueList(bytes: Uint8Array, start: number, end: number): void {
  for (let at = start; at < end; at = value.next) {
    if (!readElement(bytes, at, end, value)) return;
    if (value.tagClass === UNIVERSAL && value.tag === 2) {
      if (layers.contextId < 0) layers.contextId = integerOf(bytes, value.content, value.end);
    } else if (value.tagClass === CONTEXT && value.tag === 0 && layers.count < MOST_PDUS) {
      layers.starts[layers.count] = value.content;
      layers.ends[layers.count] = value.end;
      layers.count++;
    }
  }
}

/** PDUs of association control: X.227 section 9, by application tag. */
export const AARQ = 0;
export const AARE = 1;
export const RLRQ = 2;
export const RLRE = 3;
export const ABRT = 4;

/** A PDU of association control. Associations are rare, so this is made anew for each. */
export interface Association {
  tag: number;
  /** Where the MMS PDU inside lies; both 0 without one. */
  start: number;
  end: number;
  fields: Record<string, unknown>;
  /** Whether an authentication value was sent, and whether it is a password in clear. */
  authenticated: boolean;
  clearPassword: boolean;
  /** Result of an AARE: 0 accepted. */
  result: number;
}

const RESULTS = ["accepted", "rejected_permanent", "rejected_transient"];
/** Password mechanism of X.217 annex B: { joint-iso-itu-t association-control(2) authentication-mechanism(3) password(1) }. */
const PASSWORD_MECHANISM = "2.2.3.1";

/** Reads the association control PDU at `bytes[start..end)`; undefined when it is none. */
export function readAssociation(bytes: Uint8Array, start: number, end: number): Association | undefined {
  if (!readElement(bytes, start, end, outer) || outer.tagClass !== APPLICATION || outer.tag > ABRT) return undefined;
  const { tag } = outer;
  const association: Association = {
    ...{ tag, start: 0, end: 0, fields: {}, authenticated: false, clearPassword: false, result: 0 },
  };
  const { fields } = association;
  const isRequest = tag === AARQ;
  const stop = outer.end;
  for (let at = outer.content; at < stop; at = element.next) {
    if (!readElement(bytes, at, stop, element)) break;
    if (element.tagClass !== CONTEXT) continue;
    const { content, end: last } = element;
    if (element.tag === 30) {
      findExternal(bytes, content, last, association);
      continue;
    }
    if (tag !== AARQ && tag !== AARE) {
      if (element.tag === 0) fields["reason"] = integerOf(bytes, content, last);
      continue;
    }
    const name = (isRequest ? REQUEST_PARTS : RESPONSE_PARTS)[element.tag];
    if (name === undefined) continue;
    if (name === "mechanism_name") fields[name] = objectIdentifierOf(bytes, content, last);
    else if (name === "authentication_value") {
      association.authenticated = true;
      association.clearPassword = readElement(bytes, content, last, inner) && inner.tag === 0;
    } else if (readElement(bytes, content, last, inner)) {
      if (inner.tag === 6) fields[name] = objectIdentifierOf(bytes, inner.content, inner.end);
      else if (inner.tag === 2) fields[name] = integerOf(bytes, inner.content, inner.end);
      if (name === "result") {
        association.result = integerOf(bytes, inner.content, inner.end);
        fields["result_name"] = RESULTS[association.result] ?? `result_${association.result}`;
      }
    }
  }
  if (association.authenticated) {
    const mechanism = fields["mechanism_name"];
    fields["authentication"] = association.clearPassword ? "character string" : "other";
    association.clearPassword &&= mechanism === undefined || mechanism === PASSWORD_MECHANISM;
  }
  return association;
}

const REQUEST_PARTS: Readonly<Record<number, string>> = {
  1: "application_context_name",
  2: "called_ap_title",
  3: "called_ae_qualifier",
  6: "calling_ap_title",
  7: "calling_ae_qualifier",
  11: "mechanism_name",
  12: "authentication_value",
};
const RESPONSE_PARTS: Readonly<Record<number, string>> = {
  1: "application_context_name",
  2: "result",
  4: "responding_ap_title",
  5: "responding_ae_qualifier",
  9: "mechanism_name",
  10: "authentication_value",
};

/** EXTERNAL in the user information: its single value is the MMS PDU. */
function findExternal(bytes: Uint8Array, start: number, end: number, association: Association): void {
  if (!readElement(bytes, start, end, inner)) return;
  const stop = inner.end;
  for (let at = inner.content; at < stop; at = value.next) {
    if (!readElement(bytes, at, stop, value)) return;
    if (value.tagClass !== CONTEXT || value.tag !== 0) continue;
    association.start = value.content;
    association.end = value.end;
  }
}
