// WS-Discovery: OASIS 1.1 (2009) sections 4 to 6, and the version of April 2005 that devices still speak; SOAP-over-UDP 1.1.
// Not decoded: messages in UTF-16, signatures, discovery proxies over HTTP; service descriptions are fetched by HTTP.
import type { Likeness } from "../../dissector.ts";
import { DONE, dissector, LIKELY, NO, POSSIBLE } from "../../dissector.ts";
import type { Operation } from "../../operation.ts";
import { operation } from "../../operation.ts";
import { markOf } from "../../pairing.ts";
import { latinOf, utf8Of } from "../../reader.ts";
import type { Direction, Talk } from "../../talk.ts";
import { NOTICE, REQUEST, RESPONSE, UNDIRECTED } from "../../talk.ts";
import type { XmlDocument } from "../../xml.ts";
import { attributeOf, childOf, childText, readXml } from "../../xml.ts";
import type { Service } from "./identity.ts";
import { shownAddresses, tellService, words } from "./identity.ts";

const MESSAGES: Readonly<Record<string, readonly [Operation, Direction]>> = {
  Hello: [operation("wsdiscovery", "hello", "identify"), NOTICE],
  Bye: [operation("wsdiscovery", "bye", "identify"), NOTICE],
  Probe: [operation("wsdiscovery", "probe", "identify"), REQUEST],
  ProbeMatches: [operation("wsdiscovery", "probe_matches", "identify"), RESPONSE],
  Resolve: [operation("wsdiscovery", "resolve", "identify"), REQUEST],
  ResolveMatches: [operation("wsdiscovery", "resolve_matches", "identify"), RESPONSE],
  Fault: [operation("wsdiscovery", "fault", "other"), RESPONSE],
};
const UNNAMED = operation("wsdiscovery", "unnamed_message", "other");

const MOST_SERVICES = 32;
const RING = 16;

/** Hashes of message ids that may be answered, and their frames. */
interface Memory {
  ids: Int32Array;
  frames: Int32Array;
  next: number;
}

/** Devices and services that find each other by SOAP in datagrams: cameras, printers, Windows, medical devices. */
export const wsdiscovery = dissector<Memory>({
  name: "wsdiscovery",
  aliases: ["wsd", "ws-discovery"],
  title: "WS-Discovery",
  standard: "OASIS WS-Discovery 1.1",
  world: "iot",
  carriage: [{ over: "udp", ports: [3702] }],
  remember: () => ({ ids: new Int32Array(RING), frames: new Int32Array(RING), next: 0 }),
  probe(reader) {
    const first = reader.peek();
    // A tag, a byte order mark or a blank in front of one.
    if (first !== 60 && first !== 0xef && first !== 32 && first !== 13 && first !== 10) return NO;
    return likenessOf(latinOf(reader.bytes, reader.position, Math.min(reader.end, reader.position + 1024)));
  },
  read(reader, talk) {
    const document = readXml(utf8Of(reader.bytes, reader.position, reader.end));
    const isCut = !document.isClosed && reader.cutByCapture;
    reader.skipRest();
    if (isCut) reader.u8();
    else for (const defect of document.defects) talk.fault(defect, 0);
    const envelope = childOf(document, -1, "Envelope");
    const header = childOf(document, envelope, "Header");
    const body = childOf(document, envelope, "Body");
    if (!isCut && (envelope < 0 || header < 0 || body < 0)) talk.fault("missing part of the envelope", 0);
    const action = header < 0 ? "" : childText(document, header, "Action");
    const content = body < 0 ? -1 : firstChild(document, body);
    const name = messageName(action, document.elements[content]?.name ?? "");
    const [spoken, direction] = MESSAGES[name] ?? [UNNAMED, UNDIRECTED];
    if (spoken === UNNAMED && !isCut) talk.fault("unknown action", 0);
    const id = header < 0 ? "" : childText(document, header, "MessageID");
    const relates = header < 0 ? "" : childText(document, header, "RelatesTo");
    pair(talk, direction, id, relates);
    const services = content < 0 ? [] : servicesOf(document, content, name);
    for (const service of services) {
      if (service.endpoint !== "") talk.object(service.endpoint);
      if (name === "Hello" || direction === RESPONSE) tellService(talk, service);
    }
    if (name === "Probe") for (const type of services[0]?.types ?? []) talk.object(type);
    if (name === "Fault" || (name !== "Bye" && content >= 0 && document.elements[content]?.name === "Fault")) {
      talk.refused(faultOf(document, content) || "fault");
    }
    const fields = talk.detailed
      ? {
          action,
          version: versionOf(action),
          message_id: id,
          relates_to: relates,
          to: header < 0 ? "" : childText(document, header, "To"),
          ...sequenceOf(document, header),
          ...(name === "Probe" ? { types: services[0]?.types ?? [], scopes: services[0]?.scopes ?? [] } : { services }),
        }
      : undefined;
    talk.emit(spoken, direction, fields);
    return DONE;
  },
});

function likenessOf(text: string): Likeness {
  if (!/^(?:\xef\xbb\xbf)?\s*</.test(text)) return NO;
  if (!/<(?:[\w.-]+:)?Envelope[\s>]/.test(text)) return POSSIBLE;
  return /ws\/2005\/04\/discovery|ws-dd\/ns\/discovery/.test(text) ? LIKELY : POSSIBLE;
}

/** By the action; by what the body holds where a sender leaves the action out. */
function messageName(action: string, content: string): string {
  const last = action.slice(action.lastIndexOf("/") + 1);
  if (MESSAGES[last] !== undefined) return last;
  return /fault/i.test(last) ? "Fault" : content;
}

function firstChild(document: XmlDocument, parent: number): number {
  return document.elements.findIndex((element) => element.parent === parent);
}

/** The services of a message: one in Hello, Bye, Probe and Resolve, any number in the answers. */
function servicesOf(document: XmlDocument, content: number, name: string): Service[] {
  const match = name === "ProbeMatches" ? "ProbeMatch" : name === "ResolveMatches" ? "ResolveMatch" : "";
  if (match === "") return [serviceOf(document, content)];
  const services: Service[] = [];
  for (let index = content; index < document.elements.length && services.length < MOST_SERVICES; index++) {
    const element = document.elements[index];
    if (element?.parent === content && element.name === match) services.push(serviceOf(document, index));
  }
  return services;
}

function serviceOf(document: XmlDocument, at: number): Service {
  const reference = childOf(document, at, "EndpointReference");
  return {
    endpoint: reference < 0 ? "" : childText(document, reference, "Address").slice(0, 256),
    types: words(childText(document, at, "Types")),
    scopes: words(childText(document, at, "Scopes")),
    addresses: shownAddresses(childText(document, at, "XAddrs")),
    metadata_version: childText(document, at, "MetadataVersion").slice(0, 16),
  };
}

function versionOf(action: string): string {
  if (action.includes("/2005/04/")) return "2005/04";
  return action.includes("/2009/01/") ? "2009/01" : "";
}

/** When the sender started, and how many messages it sent since. */
function sequenceOf(document: XmlDocument, header: number): object {
  const at = header < 0 ? -1 : childOf(document, header, "AppSequence");
  if (at < 0) return {};
  const element = document.elements[at];
  return { instance_id: attributeOf(element, "InstanceId"), message_number: attributeOf(element, "MessageNumber") };
}

/** The reason of a SOAP fault, by its innermost code. */
function faultOf(document: XmlDocument, content: number): string {
  const code = content < 0 ? -1 : childOf(document, content, "Code");
  const sub = code < 0 ? -1 : childOf(document, code, "Subcode");
  const value = childText(document, sub >= 0 ? sub : code, "Value") || childText(document, content, "faultcode");
  return value.slice(value.indexOf(":") + 1).slice(0, 64);
}

function pair(talk: Talk<Memory>, direction: Direction, id: string, relates: string): void {
  const { memory } = talk;
  if (direction === REQUEST && id !== "") {
    memory.ids[memory.next] = markOf(id);
    memory.frames[memory.next] = talk.frame;
    memory.next = (memory.next + 1) % RING;
  }
  if (direction !== RESPONSE || relates === "") return;
  const wanted = markOf(relates);
  for (let back = 1; back <= RING; back++) {
    const index = (memory.next - back + RING) % RING;
    if (memory.ids[index] !== wanted || memory.frames[index] === 0) continue;
    talk.answersFrame(memory.frames[index] as number);
    return;
  }
}
