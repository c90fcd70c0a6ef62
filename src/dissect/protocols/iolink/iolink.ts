// IO-Link behind gateways: JSON Integration for IO-Link 1.0.0 (IO-Link Community) over HTTP, and the ifm IoT Core over HTTP
// and MQTT.
// Not decoded: values within process data whose place only the description of a device (IODD) tells, which are told as
// octets; events of devices beyond their names; JSON Integration over MQTT, whose topics say what payloads mean.
import { type Answer, CERTAIN, DONE, dissector, LIKELY, type Likeness, NO, REFUSE } from "../../dissector.ts";
import { type JsonObject, jsonObject, objectOf, textMember } from "../../json.ts";
import { latinOf, type Reader, utf8Of } from "../../reader.ts";
import { NOTICE, REQUEST, RESPONSE, type Talk, UNDIRECTED } from "../../talk.ts";
import { CARRIER, readView, type View } from "../http/inner.ts";
import { reasonName } from "../http/reasons.ts";
import { PAYLOADS } from "../mqtt/publish.ts";
import { ANSWER, EVENT, OTHER_SERVICE, RESOURCES, SERVICES } from "./names.ts";
import { tellDataPoint, tellIdentification, tellProcessData } from "./tell.ts";

const INTEGRATION = /^\/iolink\/v1(?:\/|$)/;
/** Addresses of the IoT Core that may stand in a path. */
const CORE = /^\/(?:iolinkmaster\/port\[\d{1,3}\]|deviceinfo\/\w+\/getdata$|(?:gettree|getidentity)$)/;
/** What an address of the IoT Core in a body looks like. */
const ADDRESS =
  /"adr"\s*:\s*"\/?(?:(?:iolinkmaster|deviceinfo|processdatamaster|timer\[\d|iotsetup|firmware|connections|device)\b|(?:getdatamulti|gettree|getidentity|querytree)")/;
const PORTS = /"\/?iolinkmaster\/port\[\d{1,3}\]\//;
const MOST_PROBED = 2048;
const BRACE = 0x7b;
const WAITING = 16;
const MOST_POINTS = 64;

interface Memory {
  /** Requests without their answers, oldest first. */
  open: { frame: number; address: string; isWrite: boolean; cid: number }[];
  isTold: boolean;
}

/** Sensors and actuators at the ports of a gateway. */
export const iolink = dissector<Memory>({
  name: "iolink",
  aliases: ["io-link"],
  title: "IO-Link gateway",
  standard: "JSON Integration for IO-Link 1.0.0",
  world: "ot",
  authentication: "optional",
  carriage: [
    { over: "inside", carrier: CARRIER },
    { over: "inside", carrier: PAYLOADS },
  ],
  remember: () => ({ open: [], isTold: false }),
  probe(reader, talk) {
    const text = latinOf(reader.bytes, reader.position, Math.min(reader.end, reader.position + MOST_PROBED));
    return likenessOf(text, talk.memory.open.length > 0);
  },
  read(reader, talk) {
    if (reader.peek() === BRACE) return readPublished(reader, talk);
    const view = readView(reader);
    reader.skipRest();
    if (view === undefined) return REFUSE;
    const body = jsonObject(view.body);
    if (INTEGRATION.test(view.path)) readIntegration(talk, view, body);
    else if (view.isRequest) readRequest(talk, view, body);
    else readAnswer(talk, view, body);
    return DONE;
  },
});

function likenessOf(text: string, isAsked: boolean): Likeness {
  const path = /^(?:\d{3} )?[A-Z]+ (\S*)/.exec(text)?.[1] ?? "";
  if (INTEGRATION.test(path) || CORE.test(path)) return CERTAIN;
  if (/"code"\s*:\s*"(?:request|event)"/.test(text) && (ADDRESS.test(text) || PORTS.test(text))) return CERTAIN;
  if (/"cid"\s*:\s*-?\d/.test(text) && PORTS.test(text)) return LIKELY;
  return isAsked && /^\d/.test(text) && /"cid"\s*:\s*-?\d/.test(text) ? LIKELY : NO;
}

/** What a gateway or its client publishes: the same messages without HTTP around them. */
function readPublished(reader: Reader, talk: Talk<Memory>): Answer {
  const body = jsonObject(utf8Of(reader.bytes, reader.position, reader.end));
  reader.skipRest();
  if (body === undefined) talk.fault("no JSON", 0);
  const address = textMember(body ?? {}, "adr");
  const data = objectOf(body?.["data"]) ?? {};
  const isEvent = body?.["code"] === "event";
  if (isEvent) tellMany(talk, objectOf(data["payload"]) ?? {});
  if (address !== "") talk.object(address);
  const service = address.slice(address.lastIndexOf("/") + 1).toLowerCase();
  const wanted = isEvent ? EVENT : (SERVICES.get(service) ?? OTHER_SERVICE);
  const fields = { address: address.slice(0, 128), source: textMember(data, "srcurl").slice(0, 128) };
  // Both sides are clients of the broker, so that nothing follows for who serves whom.
  talk.emit(wanted, UNDIRECTED, talk.detailed ? fields : undefined);
  return DONE;
}

/** Whoever may ask needs no password in the old way of these gateways. */
function tellAnonymous(talk: Talk<Memory>, view: View): void {
  if (view.scheme !== "" || talk.memory.isTold) return;
  talk.memory.isTold = true;
  talk.note("sender", { kind: "session", protocol: "IO-Link gateway", anonymous: true });
}

function remember(talk: Talk<Memory>, address: string, isWrite: boolean, cid: number): void {
  const { open } = talk.memory;
  if (open.length >= WAITING) open.shift();
  open.push({ frame: talk.frame, address, isWrite, cid });
}

/** The IoT Core: the service is the last part of the address, which stands in the path of a GET and in the body of a POST. */
function readRequest(talk: Talk<Memory>, view: View, body: JsonObject | undefined): void {
  const address = body === undefined ? view.path : textMember(body, "adr");
  const data = objectOf(body?.["data"]) ?? {};
  if (body !== undefined && body["code"] === "event") {
    tellMany(talk, objectOf(data["payload"]) ?? {});
    talk.emit(EVENT, NOTICE, talk.detailed ? { source: textMember(data, "srcurl").slice(0, 128) } : undefined);
    return;
  }
  if (view.method === "POST" && body === undefined) talk.fault("no JSON", 0);
  const service = address.slice(address.lastIndexOf("/") + 1).toLowerCase();
  const isWrite = service === "setdata";
  tellAnonymous(talk, view);
  remember(talk, address, isWrite, numberOf(body?.["cid"]));
  if (isWrite) tellDataPoint(talk, address, data["newvalue"], true);
  const wanted = data["datatosend"];
  for (const one of Array.isArray(wanted) ? wanted.slice(0, MOST_POINTS) : [])
    if (typeof one === "string") talk.object(one);
  if (address !== "") talk.object(address);
  const fields = talk.detailed ? { address: address.slice(0, 128), ...acyclicOf(data) } : undefined;
  talk.emit(SERVICES.get(service) ?? OTHER_SERVICE, REQUEST, fields);
}

/** Index and subindex of an access to a device's parameters. */
function acyclicOf(data: JsonObject): object {
  return data["index"] === undefined ? {} : { index: numberOf(data["index"]), subindex: numberOf(data["subindex"]) };
}

function numberOf(value: unknown): number {
  return typeof value === "number" ? value : -1;
}

function readAnswer(talk: Talk<Memory>, view: View, body: JsonObject | undefined): void {
  const asked = answered(talk, numberOf(body?.["cid"]));
  const data = objectOf(body?.["data"]) ?? {};
  const code = numberOf(body?.["code"]);
  if (code >= 400 || view.status >= 400) talk.refused(code < 600 ? reasonName(Math.max(code, view.status)) : `${code}`);
  else if (asked !== undefined && !asked.isWrite && data["value"] !== undefined)
    tellDataPoint(talk, asked.address, data["value"], false);
  tellMany(talk, data);
  talk.emit(ANSWER, RESPONSE, talk.detailed ? { code, address: asked?.address.slice(0, 128) } : undefined);
}

/** Finds the request of an answer: by its number where it has one of its own, else the oldest. */
function answered(talk: Talk<Memory>, cid: number): Memory["open"][0] | undefined {
  const { open } = talk.memory;
  const found = cid < 0 ? -1 : open.findIndex((one) => one.cid === cid);
  const [asked] = open.splice(Math.max(found, 0), 1);
  if (asked !== undefined) talk.answersFrame(asked.frame);
  return asked;
}

/** Answers to many addresses at once, and news of them: each with a code and its data. */
function tellMany(talk: Talk<Memory>, data: JsonObject): void {
  for (const [address, value] of Object.entries(data).slice(0, MOST_POINTS)) {
    const entry = address.includes("/") ? objectOf(value) : undefined;
    if (entry !== undefined && entry["code"] === 200) tellDataPoint(talk, address, entry["data"], false);
  }
}

/** JSON Integration: resources with their methods. */
function readIntegration(talk: Talk<Memory>, view: View, body: JsonObject | undefined): void {
  const { path, method } = view;
  if (body !== undefined && (view.isRequest ? method === "POST" : method === "GET")) {
    if (/\/identification$/.test(path) && !view.isRequest) tellIdentification(talk, path, body);
    else tellProcessData(talk, path, body);
  }
  if (view.isRequest) {
    tellAnonymous(talk, view);
    remember(talk, path, method !== "GET", -1);
    talk.object(path);
    const wanted = RESOURCES.find(([verb, place]) => verb.test(method) && place.test(path));
    talk.emit(wanted?.[2] ?? OTHER_SERVICE, REQUEST, talk.detailed ? { method, resource: path } : undefined);
    return;
  }
  answered(talk, -1);
  if (view.status >= 400) talk.refused(reasonName(view.status));
  talk.emit(ANSWER, RESPONSE, talk.detailed ? { status: view.status, resource: path } : undefined);
}
