// OASIS DPWS 1.1, and on top of it IEEE 11073-20701, 20702 and 10207 (service-oriented device connectivity, SDC), in SOAP
// over HTTP. What ThisModel and ThisDevice say is told with the HTTP message that carries it.
// Not decoded: descriptors beyond the device system's, waveforms, strings that are set, contexts beyond the location.
import { CERTAIN, DONE, dissector, LIKELY, type Likeness, NO, REFUSE } from "../../dissector.ts";
import { latinOf } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import { NOTICE, REQUEST, RESPONSE } from "../../talk.ts";
import { attributeOf } from "../../xml.ts";
import type { Calls, Envelope } from "../http/envelope.ts";
import {
  answeredCall,
  called,
  elementIn,
  faultOf,
  noCalls,
  readEnvelope,
  snakeOf,
  tellDefects,
  tellToken,
} from "../http/envelope.ts";
import { CARRIER, readView, type View } from "../http/inner.ts";
import { tellDescription, tellRequested, tellStates } from "./mdib.ts";
import { CHANGES, FAULT, isReport, operationNamed } from "./names.ts";

const LONGEST_PROLOG = 8192;
const MEDICAL = "standards.ieee.org/downloads/11073/11073-";
const DEVICES =
  /docs\.oasis-open\.org\/ws-dd\/ns\/(?:dpws|discovery)|schemas\.xmlsoap\.org\/ws\/(?:2006\/02\/devprof|2004\/09\/transfer|2004\/09\/mex|2004\/08\/eventing|2005\/04\/discovery)|schemas\.microsoft\.com\/windows\/2006\/08\/wdp\//;

interface Memory {
  calls: Calls;
  told: boolean;
}

/** Devices that describe themselves and are driven by web services: medical devices at the bedside, printers, Windows. */
export const dpws = dissector<Memory>({
  name: "dpws",
  aliases: ["sdc"],
  title: "DPWS and IEEE 11073 SDC",
  standard: "IEEE 11073-20701, OASIS DPWS 1.1",
  // Printers and Windows speak it too: that a device is medical, its types and descriptions say.
  world: "iot",
  authentication: "optional",
  carriage: [{ over: "inside", carrier: CARRIER }],
  remember: () => ({ calls: noCalls(), told: false }),
  probe(reader) {
    return likenessOf(latinOf(reader.bytes, reader.position, Math.min(reader.end, reader.position + LONGEST_PROLOG)));
  },
  read(reader, talk) {
    const view = readView(reader);
    const envelope = view === undefined ? undefined : readEnvelope(view.body);
    reader.skipRest();
    if (view === undefined || envelope === undefined) return REFUSE;
    const isMedical = view.body.includes(MEDICAL);
    tellDefects(talk, envelope, view.isCut);
    if (isMedical && !talk.memory.told) {
      talk.memory.told = true;
      // The profile asks for TLS with certificates on both sides: in clear, nobody proves who he is.
      talk.note("sender", { kind: "session", protocol: "IEEE 11073 SDC", anonymous: true });
    }
    if (view.isRequest) readRequest(talk, view, envelope, isMedical);
    else readAnswer(talk, view, envelope, isMedical);
    return DONE;
  },
});

function likenessOf(text: string): Likeness {
  if (!text.includes("Envelope")) return NO;
  if (text.includes(MEDICAL)) return CERTAIN;
  return DEVICES.test(text) ? LIKELY : NO;
}

function readRequest(talk: Talk<Memory>, view: View, envelope: Envelope, isMedical: boolean): void {
  tellToken(talk, envelope);
  // A body may be empty, and then the action tells what is asked (WS-Transfer Get).
  if (envelope.name === "") envelope.name = envelope.action.slice(envelope.action.lastIndexOf("/") + 1);
  const { name } = envelope;
  const isNews = isReport(name);
  const fields = common(view, envelope, isMedical);
  if (CHANGES.includes(name)) fields["operation_handle_ref"] = tellRequested(talk, envelope);
  if (name === "Subscribe") tellFilter(talk, envelope);
  if (isNews) Object.assign(fields, tellStates(talk, envelope));
  else called(talk, talk.memory.calls, envelope, view.scheme === "");
  talk.emit(operationNamed(name), isNews ? NOTICE : REQUEST, talk.detailed ? fields : undefined);
}

function readAnswer(talk: Talk<Memory>, view: View, envelope: Envelope, isMedical: boolean): void {
  const call = answeredCall(talk, talk.memory.calls, envelope);
  const fault = faultOf(envelope);
  const name = call?.name ?? (fault === "" ? envelope.name.replace(/Response$/, "") : "");
  const fields = common(view, envelope, isMedical);
  if (fault !== "") talk.refused(fault);
  else if (isMedical) {
    const state = elementIn(envelope, "InvocationState")?.text ?? "";
    if (state === "Fail")
      talk.refused(snakeOf(elementIn(envelope, "InvocationError")?.text.slice(0, 32) ?? "") || "fail");
    if (state !== "") fields["invocation_state"] = state.slice(0, 32);
    if (name === "GetMdib" || name === "GetMdDescription") tellDescription(talk, envelope);
    Object.assign(fields, tellStates(talk, envelope));
  }
  fields["status_code"] = view.status;
  if (fault !== "") fields["fault"] = fault;
  talk.emit(fault !== "" && name === "" ? FAULT : operationNamed(name), RESPONSE, talk.detailed ? fields : undefined);
}

function common(view: View, envelope: Envelope, isMedical: boolean): Record<string, unknown> {
  const element = envelope.document.elements[envelope.content];
  return {
    message: envelope.name,
    action: envelope.action,
    path: view.path,
    medical: isMedical,
    mdib_version: attributeOf(element, "MdibVersion") || undefined,
    sequence_id: attributeOf(element, "SequenceId").slice(0, 64) || undefined,
  };
}

/** The reports that are subscribed to, by the last part of their actions. */
function tellFilter(talk: Talk, envelope: Envelope): void {
  const filter = elementIn(envelope, "Filter")?.text ?? "";
  for (const action of filter.slice(0, 4096).split(/\s+/, 16)) {
    const name = action.slice(action.lastIndexOf("/") + 1);
    if (name !== "") talk.object(name.slice(0, 64));
  }
}
