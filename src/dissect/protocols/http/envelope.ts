// SOAP 1.1 and 1.2 envelopes as protocols inside HTTP read them: the action, the first element of the body, faults, and the
// credentials of WS-Security (OASIS UsernameToken Profile 1.1).
import type { Talk } from "../../talk.ts";
import { attributeOf, childOf, childText, readXml, type XmlDocument, type XmlElement } from "../../xml.ts";
import { printable } from "./head.ts";
import { shippedPair } from "./secrets.ts";
import { tellPassword } from "./tell.ts";

const LONGEST_NAME = 128;
const WAITING = 8;

/** One envelope; indexes are those of `document.elements`, -1 where there is none. */
export interface Envelope {
  document: XmlDocument;
  header: number;
  body: number;
  /** The first element of the body. */
  content: number;
  /** Its name, "" for an empty body. */
  name: string;
  action: string;
  messageId: string;
  relatesTo: string;
}

/** Requests without their answers, oldest first. */
export interface Calls {
  open: { name: string; id: string; frame: number; anonymous: boolean }[];
}

/** The envelope that a text is; undefined when it is none. */
export function readEnvelope(text: string): Envelope | undefined {
  if (!text.includes("Envelope")) return undefined;
  const document = readXml(text);
  const envelope = childOf(document, -1, "Envelope");
  if (envelope < 0) return undefined;
  const header = childOf(document, envelope, "Header");
  const body = childOf(document, envelope, "Body");
  const content = body < 0 ? -1 : document.elements.findIndex((element) => element.parent === body);
  const said = (name: string): string => (header < 0 ? "" : childText(document, header, name).slice(0, LONGEST_NAME));
  return {
    document,
    header,
    body,
    content,
    name: (document.elements[content]?.name ?? "").slice(0, LONGEST_NAME),
    action: said("Action"),
    messageId: said("MessageID"),
    relatesTo: said("RelatesTo"),
  };
}

/** The defects that are the sender's. */
export function tellDefects(talk: Talk, { document, body }: Envelope, isCut: boolean): void {
  if (body < 0 && !isCut) talk.fault("missing part of the envelope", 0);
  for (const defect of document.defects) if (!isCut && defect !== "too many elements") talk.fault(defect, 0);
}

/** The innermost code of a fault in snake_case; "" when the envelope holds none. */
export function faultOf({ document, content, name }: Envelope): string {
  if (name !== "Fault") return "";
  let code = childOf(document, content, "Code");
  let value = code < 0 ? childText(document, content, "faultcode") : childText(document, code, "Value");
  for (let depth = 0; depth < 4 && code >= 0; depth++) {
    code = childOf(document, code, "Subcode");
    if (code >= 0) value = childText(document, code, "Value") || value;
  }
  return snakeOf(value.slice(value.lastIndexOf(":") + 1).slice(0, 64)) || "fault";
}

/** "GetDNS" as "get_dns". */
export function snakeOf(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replace(/([A-Z]+)([A-Z][a-z])/g, "$1_$2")
    .replace(/[^A-Za-z0-9]+/g, "_")
    .toLowerCase();
}

/** Remarks the user name token of a header; false when there is none. */
export function tellToken(talk: Talk, { document }: Envelope): boolean {
  const { elements } = document;
  const token = elements.findIndex((element) => element.name === "UsernameToken");
  if (token < 0)
    return elements.some((element) => element.name === "BinarySecurityToken" || element.name === "Assertion");
  const user = childText(document, token, "Username");
  const password = elements[childOf(document, token, "Password")];
  if (password !== undefined && !attributeOf(password, "Type").endsWith("PasswordDigest"))
    tellPassword(talk, "WS-Security password", user, shippedPair(user, password.text));
  else {
    const name = printable(user).slice(0, LONGEST_NAME);
    talk.note("sender", {
      kind: "credential",
      method: "WS-Security digest",
      ...(name === "" ? {} : { user: name }),
      exposure: password === undefined ? "hashed" : "challenge",
    });
  }
  return true;
}

/** Nothing was called. */
export function noCalls(): Calls {
  return { open: [] };
}

/** Remembers a call. */
export function called(talk: Talk, calls: Calls, envelope: Envelope, anonymous: boolean): void {
  if (calls.open.length >= WAITING) calls.open.shift();
  calls.open.push({ name: envelope.name, id: envelope.messageId, frame: talk.frame, anonymous });
}

/** The call that an answer belongs to, by its identifier, else by its name; it and those before it are forgotten. */
export function answeredCall(talk: Talk, calls: Calls, envelope: Envelope): Calls["open"][0] | undefined {
  const { open } = calls;
  const { relatesTo, name } = envelope;
  let at = relatesTo === "" ? -1 : open.findIndex((one) => one.id === relatesTo);
  if (at < 0) at = open.findIndex((one) => name === `${one.name}Response`);
  if (at < 0 && (name === "Fault" || name === "")) at = open.length - 1;
  if (at < 0) return undefined;
  const call = open[at] as Calls["open"][0];
  open.splice(0, at + 1);
  talk.answersFrame(call.frame);
  return call;
}

/** The first element of a name anywhere behind an index; undefined without one. */
export function elementIn({ document }: Envelope, name: string, from = 0): XmlElement | undefined {
  for (let index = from; index < document.elements.length; index++) {
    if (document.elements[index]?.name === name) return document.elements[index];
  }
  return undefined;
}
