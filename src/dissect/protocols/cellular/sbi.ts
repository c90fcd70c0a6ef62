// The service-based interface of the 5G core: 3GPP TS 29.500 (framework), TS 29.501 (paths), TS 29.510 (repository).
// Not decoded: bodies but for profiles of network functions, the data network, the slice and whether keys are in them;
// parts of multipart bodies beyond the JSON one. Of subscribers only that they are named is told.
import { CERTAIN, DONE, dissector, LIKELY, NO, REFUSE } from "../../dissector.ts";
import { type JsonObject, jsonObject, objectOf, textMember } from "../../json.ts";
import { type Operation, operation } from "../../operation.ts";
import { latinOf } from "../../reader.ts";
import { REQUEST, RESPONSE, type Talk } from "../../talk.ts";
import { CARRIER, readView, type View } from "../http/inner.ts";
import { reasonName } from "../http/reasons.ts";

/** Functions of the core by the name that begins their services (TS 23.501 section 7.2, TS 29.510 section 6.1.6.3.11). */
const FUNCTIONS: Readonly<Record<string, string>> = {
  nnrf: "NRF (network function repository)",
  oauth2: "NRF (network function repository)",
  namf: "AMF (access and mobility management function)",
  nsmf: "SMF (session management function)",
  nausf: "AUSF (authentication server function)",
  nudm: "UDM (unified data management)",
  nudr: "UDR (unified data repository)",
  npcf: "PCF (policy control function)",
  nnssf: "NSSF (network slice selection function)",
  nnef: "NEF (network exposure function)",
  nbsf: "BSF (binding support function)",
  nchf: "CHF (charging function)",
  nsmsf: "SMSF (short message service function)",
  nlmf: "LMF (location management function)",
  nnwdaf: "NWDAF (network data analytics function)",
  ngmlc: "GMLC (gateway mobile location center)",
  nudsf: "UDSF (unstructured data storage function)",
  nucmf: "UCMF (radio capability management function)",
  n5g: "5G-EIR (equipment identity register)",
  nsepp: "SEPP (security edge protection proxy)",
  n32c: "SEPP (security edge protection proxy)",
  nupf: "UPF (user plane function)",
};

/** What is asked for, by method and path. */
const REQUESTS: readonly (readonly [method: RegExp, path: RegExp, operation: Operation])[] = [
  [/POST/, /^\/oauth2\/token/, operation("sbi", "access_token_request", "authenticate")],
  [/PUT/, /^\/nnrf-nfm\/v\d+\/nf-instances\//, operation("sbi", "nf_register", "configure")],
  [/PATCH/, /^\/nnrf-nfm\/v\d+\/nf-instances\//, operation("sbi", "nf_update", "configure")],
  [/DELETE/, /^\/nnrf-nfm\/v\d+\/nf-instances\//, operation("sbi", "nf_deregister", "configure")],
  [/GET/, /^\/nnrf-(nfm|disc)\//, operation("sbi", "nf_discover", "identify")],
  [/POST/, /^\/nausf-auth\//, operation("sbi", "ue_authentication", "authenticate")],
  [/PUT/, /^\/nausf-auth\//, operation("sbi", "ue_authentication_confirmation", "authenticate")],
  [/POST/, /^\/nudm-ueau\/.*\/generate-auth-data$/, operation("sbi", "generate_authentication_data", "authenticate")],
  [/PUT|PATCH/, /^\/nudm-uecm\//, operation("sbi", "ue_context_registration", "other")],
  [/POST/, /^\/nsmf-pdusession\/v\d+\/sm-contexts\/?$/, operation("sbi", "create_sm_context", "control")],
  [/POST/, /^\/nsmf-pdusession\/.*\/modify$/, operation("sbi", "update_sm_context", "control")],
  [/POST/, /^\/nsmf-pdusession\/.*\/release$/, operation("sbi", "release_sm_context", "control")],
  [/POST/, /^\/namf-comm\/.*\/n1-n2-messages$/, operation("sbi", "n1_n2_message_transfer", "control")],
  [/POST/, /^\/nchf-/, operation("sbi", "charging", "other")],
  [/POST/, /\/subscriptions$/, operation("sbi", "subscribe", "read")],
  [/GET/, /^/, operation("sbi", "retrieve", "read")],
  [/PUT|PATCH|DELETE/, /^/, operation("sbi", "change", "write")],
  [/^/, /^/, operation("sbi", "create", "other")],
];
const ANSWER = operation("sbi", "response", "other");

/** Names of the user agent, which begins with the kind of function that asks (TS 29.500 section 5.2.2.2). */
const AGENT = /^(NRF|AMF|SMF|AUSF|UDM|UDR|PCF|NSSF|NEF|BSF|CHF|SMSF|LMF|NWDAF|GMLC|UDSF|UCMF|SCP|SEPP|AF|UPF)\b/;
/** Members that hold keys of subscribers: vectors (TS 29.503 section 6.3.6) and permanent keys (TS 29.505). */
const KEYS = /"(kausf|kseaf|xresStar|autn|encPermanentKey|encOpcKey|encTopcKey|permanentKey|opc)"\s*:/;
const SUBSCRIBER = /^(imsi|suci|nai|msisdn|extid|gci|gli|imei|imeisv|pei|5g-guti)-/;

/** Programs of the 5G core and what they ask of each other. */
export const sbi = dissector({
  name: "sbi",
  title: "5G service-based interface",
  standard: "3GPP TS 29.500",
  world: "5g",
  authentication: "optional",
  carriage: [{ over: "inside", carrier: CARRIER }],
  probe(reader) {
    const line = /^(?:\d{3} )?[A-Z]+ \/(\w+)(-[a-z0-9-]+\/v\d|\/token)/.exec(
      latinOf(reader.bytes, reader.position, Math.min(reader.end, reader.position + 256)),
    );
    if (line === null || FUNCTIONS[line[1] as string] === undefined) return NO;
    return line[1] === "oauth2" ? LIKELY : CERTAIN;
  },
  read(reader, talk) {
    const view = readView(reader);
    reader.skipRest();
    const name = FUNCTIONS[view?.path.split(/[/-]/)[1] ?? ""];
    if (view === undefined || name === undefined) return REFUSE;
    const { path, isRequest } = view;
    const fields: Record<string, unknown> = { service: path.split("/")[1], resource: withoutNames(path) };
    talk.claim(isRequest ? "receiver" : "sender", "kind", `5G ${name}`, 0.8, "service of the 5G core");
    talk.object(withoutNames(path));
    readBody(talk, view.body, fields, isRequest);
    if (isRequest) tellRequest(talk, view, fields);
    else tellAnswer(talk, view.status, fields);
    return DONE;
  },
});

function tellRequest(talk: Talk, view: View, fields: Record<string, unknown>): void {
  const { method, path, scheme } = view;
  const agent = AGENT.exec(view.agent)?.[1];
  if (agent !== undefined) talk.claim("sender", "kind", `5G ${agent}`, 0.7, "user agent of the 5G core");
  // TS 33.501 section 13.4: a consumer shows a token of the repository; the repository itself is asked without one.
  const isFree = path.startsWith("/oauth2/") || path.startsWith("/nnrf-");
  if (!isFree) talk.note("sender", { kind: "session", protocol: "5G service", anonymous: scheme === "" });
  fields["method"] = method;
  const wanted = REQUESTS.find(([verb, place]) => verb.test(method) && place.test(path));
  talk.emit(wanted?.[2] ?? ANSWER, REQUEST, talk.detailed ? fields : undefined);
}

function tellAnswer(talk: Talk, status: number, fields: Record<string, unknown>): void {
  if (status >= 400) talk.refused(reasonName(status));
  fields["status"] = status;
  talk.emit(ANSWER, RESPONSE, talk.detailed ? fields : undefined);
}

function readBody(talk: Talk, text: string, fields: Record<string, unknown>, isRequest: boolean): void {
  if (KEYS.test(text)) {
    const method = /"enc|"permanentKey|"opc"/.test(text) ? "permanent key of a subscriber" : "5G authentication vector";
    talk.note("sender", { kind: "credential", method, exposure: "clear" });
    fields["has_keys"] = true;
  }
  // Of several parts the first in JSON says what the others are (TS 29.502 section 6.1.2.4).
  const start = text.indexOf("{");
  const object = start < 0 ? undefined : jsonObject(text.slice(start, partEnd(text, start)));
  if (object === undefined) return;
  if (textMember(object, "nfType") !== "") tellProfile(talk, object, isRequest ? "sender" : undefined, fields);
  const found = object["nfInstances"];
  if (Array.isArray(found)) {
    for (const entry of found.slice(0, 32)) {
      const profile = objectOf(entry);
      if (profile !== undefined) tellProfile(talk, profile, undefined, fields);
    }
  }
  if (textMember(object, "supi") !== "" || textMember(object, "supiOrSuci") !== "") fields["has_subscriber"] = true;
  const network = textMember(object, "dnn");
  if (network !== "") {
    fields["dnn"] = network;
    talk.object(`DNN ${network}`);
  }
  const slice = objectOf(object["sNssai"]);
  if (slice !== undefined) fields["s_nssai"] = sliceOf(slice);
}

/** Where the part that begins at `start` ends: at the boundary of several, or with the text. */
function partEnd(text: string, start: number): number {
  const boundary = text.indexOf("\r\n--", start);
  return boundary < 0 ? text.length : boundary;
}

/** A profile (TS 29.510 section 6.1.6.2.2) says what a function is and where it is found. */
function tellProfile(
  talk: Talk,
  profile: JsonObject,
  about: "sender" | undefined,
  fields: Record<string, unknown>,
): void {
  const type = textMember(profile, "nfType");
  const addresses = profile["ipv4Addresses"];
  const address = Array.isArray(addresses) && typeof addresses[0] === "string" ? addresses[0] : "";
  const isAddress = /^\d{1,3}(\.\d{1,3}){3}$/.test(address);
  if (!/^[A-Z0-9_-]{2,32}$/.test(type) || (about === undefined && !isAddress)) return;
  const subject = about ?? { ip: address };
  talk.claim(subject, "kind", `5G ${type}`, 0.8, "profile in the 5G repository");
  const name = textMember(profile, "fqdn");
  if (name !== "") talk.claim(subject, "name", name.slice(0, 253), 0.8, "profile in the 5G repository");
  fields["nf_type"] ??= type;
  fields["nf_status"] ??= textMember(profile, "nfStatus") || undefined;
}

function sliceOf(slice: JsonObject): string {
  const differentiator = textMember(slice, "sd");
  return `${String(slice["sst"])}${differentiator === "" ? "" : `-${differentiator}`}`;
}

/** A path whose subscribers and instances are left out, so that it says what is asked for and not of whom. */
function withoutNames(path: string): string {
  return path
    .split("/")
    .map((part) =>
      SUBSCRIBER.test(part)
        ? "{ue}"
        : /^[0-9a-f]{8}-[0-9a-f-]{27}$|^\d+$|^(?=.*\d)[0-9A-Za-z_-]{24,}$|:/.test(part)
          ? "{id}"
          : part,
    )
    .join("/");
}
