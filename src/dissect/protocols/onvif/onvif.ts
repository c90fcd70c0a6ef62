// ONVIF core specification and the specifications of its services, in SOAP 1.2 over HTTP: cameras, recorders, door controllers.
// Not decoded: configurations beyond their tokens, events beyond their topics, attachments with firmware.
import { CERTAIN, DONE, dissector, NO, REFUSE } from "../../dissector.ts";
import { pointSpace } from "../../points.ts";
import { latinOf } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import { NOTICE, REQUEST, RESPONSE } from "../../talk.ts";
import { attributeOf, childText } from "../../xml.ts";
import type { Calls, Envelope } from "../http/envelope.ts";
import {
  answeredCall,
  called,
  elementIn,
  faultOf,
  noCalls,
  readEnvelope,
  tellDefects,
  tellToken,
} from "../http/envelope.ts";
import { CARRIER, readView, type View } from "../http/inner.ts";
import { shippedPair } from "../http/secrets.ts";
import { tellPassword } from "../http/tell.ts";
import { FAULT, FOR_ALL, operationNamed } from "./names.ts";

const NAMESPACE = "www.onvif.org/ver";
/** Namespaces are declared in front of what they name. */
const LONGEST_PROLOG = 8192;
const MOST_TOKENS = 16;
const POSITION = pointSpace("onvif", "", "position");
const RELAY = pointSpace("onvif", "", "relay state");
/** Elements whose text is the name of a part of the device. */
const TOKENS =
  /^(?:(?:Profile|Preset|Configuration|Recording|Job|Schedule|RelayOutput|VideoSource|Node)?Token|ProfileToken)$/;

interface Memory {
  calls: Calls;
  /** Whether an answer to a caller without credentials was told. */
  told: boolean;
}

/** What clients ask of cameras and door controllers, and make them do. */
export const onvif = dissector<Memory>({
  name: "onvif",
  title: "ONVIF",
  standard: "ONVIF Core Specification 23.06",
  world: "iot",
  authentication: "optional",
  carriage: [{ over: "inside", carrier: CARRIER }],
  remember: () => ({ calls: noCalls(), told: false }),
  probe(reader) {
    const text = latinOf(reader.bytes, reader.position, Math.min(reader.end, reader.position + LONGEST_PROLOG));
    return text.includes(NAMESPACE) && text.includes("Envelope") ? CERTAIN : NO;
  },
  read(reader, talk) {
    const view = readView(reader);
    const envelope = view === undefined ? undefined : readEnvelope(view.body);
    reader.skipRest();
    if (view === undefined || envelope === undefined) return REFUSE;
    tellDefects(talk, envelope, view.isCut);
    if (view.isRequest) readRequest(talk, view, envelope);
    else readAnswer(talk, view, envelope);
    return DONE;
  },
});

function readRequest(talk: Talk<Memory>, view: View, envelope: Envelope): void {
  const { name } = envelope;
  const hasToken = tellToken(talk, envelope);
  const anonymous = !hasToken && view.scheme === "";
  const tokens = tellTokens(talk, envelope);
  tellMove(talk, envelope, name === "AbsoluteMove");
  if (name === "CreateUsers" || name === "SetUser") tellUsers(talk, envelope);
  if (name === "SetRelayOutputState") {
    const state = elementIn(envelope, "LogicalState", envelope.content)?.text ?? "";
    talk.sample(RELAY, -1, `relay ${tokens[0] ?? ""}`.trim(), -1, state === "active" ? 1 : 0);
  }
  called(talk, talk.memory.calls, envelope, anonymous);
  const isNews = name === "Notify";
  const fields = talk.detailed ? { ...common(view, envelope), tokens, anonymous } : undefined;
  talk.emit(operationNamed(name), isNews ? NOTICE : REQUEST, fields);
}

function readAnswer(talk: Talk<Memory>, view: View, envelope: Envelope): void {
  const { memory } = talk;
  const call = answeredCall(talk, memory.calls, envelope);
  const fault = faultOf(envelope);
  const name = fault === "" ? envelope.name.replace(/Response$/, "") : (call?.name ?? "");
  if (fault !== "") talk.refused(fault);
  else if (call?.anonymous === true && !FOR_ALL.includes(name) && !memory.told) {
    memory.told = true;
    talk.note("receiver", { kind: "session", protocol: "ONVIF", anonymous: true });
  }
  if (name === "GetStatus") tellMove(talk, envelope, true);
  if (name === "GetUsers") for (const user of textsOf(envelope, "Username")) talk.object(`user ${user}`);
  const fields = talk.detailed ? { ...common(view, envelope), status_code: view.status, fault } : undefined;
  talk.emit(name === "" ? FAULT : operationNamed(name), RESPONSE, fields);
}

function common(view: View, envelope: Envelope): Record<string, unknown> {
  const element = envelope.document.elements[envelope.content];
  const namespace = attributeOf(element, element?.prefix === "" ? "xmlns" : (element?.prefix ?? ""));
  return {
    operation: envelope.name,
    service: namespace.includes(NAMESPACE) ? namespace : "",
    path: view.path,
    action: envelope.action,
  };
}

/** Tokens of profiles, presets, relays and the like that an operation names. */
function tellTokens(talk: Talk, envelope: Envelope): string[] {
  const tokens: string[] = [];
  const { elements } = envelope.document;
  for (let index = Math.max(0, envelope.content); index < elements.length && tokens.length < MOST_TOKENS; index++) {
    const element = elements[index];
    if (element === undefined || element.text === "" || !TOKENS.test(element.name)) continue;
    const token = element.text.slice(0, 64);
    tokens.push(token);
    talk.object(`${element.name.replace(/Token$/, "").toLowerCase() || "token"} ${token}`);
  }
  return tokens;
}

/** Where a camera points, or is to point; speeds and ways are no positions. */
function tellMove(talk: Talk, envelope: Envelope, isPosition: boolean): void {
  if (!isPosition) return;
  const place = envelope.document.elements.findIndex((element) => element.name === "Position");
  if (place < 0) return;
  const panTilt = elementIn(envelope, "PanTilt", place);
  const zoom = elementIn(envelope, "Zoom", place);
  tellNumber(talk, "pan", attributeOf(panTilt, "x"));
  tellNumber(talk, "tilt", attributeOf(panTilt, "y"));
  tellNumber(talk, "zoom", attributeOf(zoom, "x"));
}

function tellNumber(talk: Talk, name: string, text: string): void {
  if (/^-?\d{1,6}(?:\.\d{1,17})?(?:[eE]-?\d{1,2})?$/.test(text)) talk.sample(POSITION, -1, name, -1, Number(text));
}

/** Accounts that are made or changed, whose new passwords go by. */
function tellUsers(talk: Talk, envelope: Envelope): void {
  const { document } = envelope;
  document.elements.forEach((element, index) => {
    if (element.name !== "User" || index <= envelope.content) return;
    const user = childText(document, index, "Username");
    const password = childText(document, index, "Password");
    if (user !== "") talk.object(`user ${user.slice(0, 64)}`);
    if (password !== "") tellPassword(talk, "ONVIF new password", user, shippedPair(user, password));
  });
}

function textsOf(envelope: Envelope, name: string): string[] {
  const texts: string[] = [];
  for (const element of envelope.document.elements) {
    if (element.name === name && texts.length < MOST_TOKENS) texts.push(element.text.slice(0, 64));
  }
  return texts;
}
