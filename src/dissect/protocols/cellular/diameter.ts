// Diameter: RFC 6733 (base), RFC 8506 (credit control), 3GPP TS 29.272 (S6a, S13), TS 29.229 (Cx), TS 29.214 (Rx).
// Not decoded: most attributes beyond those that say who, for which session and with what result; of subscribers only that
// they are named is told.
import { type Answer, CERTAIN, DONE, dissector, LIKELY, type Likeness, MORE, NO, REFUSE } from "../../dissector.ts";
import { type Operation, operation } from "../../operation.ts";
import { noRequests, type OpenRequests, pair } from "../../pairing.ts";
import { type Reader, textOf } from "../../reader.ts";
import { REQUEST, RESPONSE, type Talk } from "../../talk.ts";
import type { Told } from "./application.ts";
import { plmnOf } from "./identity.ts";

const HEAD = 20;
const LONGEST = 65_536;
const MOST_ATTRIBUTES = 256;
const DEEPEST = 4;
const REQUEST_FLAG = 0x80;
const VENDOR_FLAG = 0x80;
const RESERVED_FLAGS = 0x0f;

/** Commands by code: name and what the request does. */
const COMMANDS: Readonly<Record<number, readonly [string, Operation["act"]]>> = {
  257: ["capabilities_exchange", "identify"],
  258: ["re_auth", "authenticate"],
  265: ["aa", "authenticate"],
  268: ["diameter_eap", "authenticate"],
  271: ["accounting", "other"],
  272: ["credit_control", "other"],
  274: ["abort_session", "control"],
  275: ["session_termination", "control"],
  280: ["device_watchdog", "other"],
  282: ["disconnect_peer", "control"],
  300: ["user_authorization", "authenticate"],
  301: ["server_assignment", "configure"],
  302: ["location_info", "read"],
  303: ["multimedia_auth", "authenticate"],
  304: ["registration_termination", "control"],
  305: ["push_profile", "configure"],
  306: ["user_data", "read"],
  307: ["profile_update", "write"],
  308: ["subscribe_notifications", "read"],
  309: ["push_notification", "read"],
  316: ["update_location", "other"],
  317: ["cancel_location", "control"],
  318: ["authentication_information", "authenticate"],
  319: ["insert_subscriber_data", "configure"],
  320: ["delete_subscriber_data", "configure"],
  321: ["purge_ue", "control"],
  322: ["reset", "control"],
  323: ["notify", "other"],
  324: ["me_identity_check", "identify"],
  8388620: ["provide_location", "read"],
  8388621: ["location_report", "other"],
  8388622: ["lcs_routing_info", "read"],
};
const ASKS: ReadonlyMap<number, Operation> = new Map(
  Object.entries(COMMANDS).map(([code, [name, act]]) => [Number(code), operation("diameter", `${name}_request`, act)]),
);
const ANSWERS: ReadonlyMap<number, Operation> = new Map(
  Object.entries(COMMANDS).map(([code, [name]]) => [Number(code), operation("diameter", `${name}_answer`, "other")]),
);
const OTHER_REQUEST = operation("diameter", "unnamed_request", "other");
const OTHER_ANSWER = operation("diameter", "unnamed_answer", "other");

/** Applications by number, as far as networks of devices have them. */
const APPLICATIONS: Readonly<Record<number, string>> = {
  0: "base",
  1: "NASREQ",
  3: "accounting",
  4: "credit control",
  5: "EAP",
  16777216: "Cx",
  16777217: "Sh",
  16777236: "Rx",
  16777238: "Gx",
  16777251: "S6a",
  16777252: "S13",
  16777255: "SLg",
  16777265: "SWx",
  16777267: "S9",
  16777272: "S6b",
  16777291: "SLh",
  16777310: "S6m",
  16777345: "S6t",
  16777346: "T6a",
};

/** What is refused, by the standard itself: RFC 6733 section 7.1. */
const RESULTS: Readonly<Record<number, string>> = {
  3001: "command_unsupported",
  3002: "unable_to_deliver",
  3003: "realm_not_served",
  3004: "too_busy",
  3005: "loop_detected",
  3007: "application_unsupported",
  3010: "unknown_peer",
  4001: "authentication_rejected",
  4010: "out_of_space",
  5001: "avp_unsupported",
  5002: "unknown_session_id",
  5003: "authorization_rejected",
  5004: "invalid_avp_value",
  5005: "missing_avp",
  5010: "no_common_application",
  5012: "unable_to_comply",
};

/** What is refused by applications of 3GPP, where the same numbers mean others: TS 29.272 section 7.4. */
const EXPERIMENTAL: Readonly<Record<number, string>> = {
  4181: "authentication_data_unavailable",
  5001: "user_unknown",
  5004: "roaming_not_allowed",
  5420: "unknown_eps_subscription",
  5421: "rat_not_allowed",
  5422: "equipment_unknown",
  5423: "unknown_serving_node",
};

const GROUPED = new Set([260, 297, 1400, 1401, 1413, 1414]);
/** 3GPP attributes that hold keys of a subscriber: E-UTRAN and UTRAN vectors (TS 29.272 section 7.3.18 and on). */
const VECTOR = 1414;
const SUBSCRIBERS = new Set([1, 443]);

/** Who may use the network, and what for: between nodes of 4G cores, and where networks meet. */
export const diameter = dissector<OpenRequests>({
  name: "diameter",
  title: "Diameter",
  standard: "RFC 6733",
  world: "5g",
  authentication: "none",
  carriage: [
    { over: "tcp", ports: [3868] },
    { over: "sctp", ports: [3868] },
  ],
  longest: LONGEST + HEAD,
  remember: noRequests,
  probe: likenessOf,
  read(reader, talk): Answer {
    const version = reader.u8();
    const length = reader.u24();
    const flags = reader.u8();
    const code = reader.u24();
    const application = reader.u32();
    const hop = reader.u32();
    const end = reader.u32();
    if (!reader.ok) return reader.complete ? REFUSE : MORE;
    if (version !== 1 || length < HEAD || length % 4 !== 0 || length > LONGEST || (flags & RESERVED_FLAGS) !== 0) {
      return REFUSE;
    }
    if (!reader.fence(length)) return MORE;
    const isRequest = (flags & REQUEST_FLAG) !== 0;
    const fields: Told = {
      command_code: code,
      application: APPLICATIONS[application] ?? application,
      hop_by_hop_id: hop,
      end_to_end_id: end,
    };
    readAttributes(reader, talk, fields, 0, { left: MOST_ATTRIBUTES });
    claimNode(talk, fields);
    if (!isRequest) {
      tellRefusal(talk, fields["result_code"], RESULTS);
      tellRefusal(talk, fields["experimental_result_code"], EXPERIMENTAL);
    }
    pair(talk, isRequest, hop | 0);
    reader.skipRest();
    const named = isRequest ? (ASKS.get(code) ?? OTHER_REQUEST) : (ANSWERS.get(code) ?? OTHER_ANSWER);
    talk.emit(named, isRequest ? REQUEST : RESPONSE, talk.detailed ? fields : undefined);
    return DONE;
  },
});

/** Numbers of a thousand stand for a class: what is below 3000 succeeded or goes on. */
function tellRefusal(talk: Talk<OpenRequests>, result: unknown, names: Readonly<Record<number, string>>): void {
  if (typeof result === "number" && result >= 3000) talk.refused(names[result] ?? `result_${result}`);
}

function likenessOf(reader: Reader): Likeness {
  if (reader.peek() !== 1) return NO;
  const length = reader.peek(1) * 65536 + reader.peek16(2);
  if (reader.left() < HEAD) return NO;
  const flags = reader.peek(4);
  const code = reader.peek(5) * 65536 + reader.peek16(6);
  if (length < HEAD || length > LONGEST || length % 4 !== 0 || (flags & RESERVED_FLAGS) !== 0) return NO;
  const application = reader.peek16(8) * 65536 + reader.peek16(10);
  const isNamed = ASKS.has(code) && APPLICATIONS[application] !== undefined;
  if (!isNamed) return NO;
  // Behind the head stands an attribute, which fits in the message.
  if (length === HEAD || reader.left() < HEAD + 8) return LIKELY;
  const size = reader.peek(HEAD + 5) * 65536 + reader.peek16(HEAD + 6);
  return size >= 8 && size <= length - HEAD && (reader.peek(HEAD + 4) & 0x1f) === 0 ? CERTAIN : NO;
}

function readAttributes(
  reader: Reader,
  talk: Talk<OpenRequests>,
  fields: Told,
  depth: number,
  room: { left: number },
): void {
  while (reader.left() >= 8 && room.left-- > 0) {
    const at = reader.position - reader.start;
    const code = reader.u32();
    const flags = reader.u8();
    const length = reader.u24();
    const isVendors = (flags & VENDOR_FLAG) !== 0;
    const head = isVendors ? 12 : 8;
    if (isVendors) reader.u32();
    if (length < head || length - head > reader.left()) {
      talk.fault("attribute does not fit", at);
      reader.skipRest();
      return;
    }
    const outer = reader.narrow(length - head);
    if (code === VECTOR && isVendors) {
      talk.note("sender", { kind: "credential", method: "EPS authentication vector", exposure: "clear" });
      fields["has_keys"] = true;
    } else if (GROUPED.has(code) && depth < DEEPEST) readAttributes(reader, talk, fields, depth + 1, room);
    else readAttribute(reader, talk, code, isVendors, fields);
    reader.widen(outer);
    // Attributes fill whole words.
    reader.skip(Math.min(reader.left(), (4 - (length & 3)) & 3));
  }
}

/** Attributes that are texts, by code. */
const TEXTS: Readonly<Record<number, string>> = {
  264: "origin_host",
  269: "product_name",
  281: "error_message",
  283: "destination_realm",
  293: "destination_host",
  296: "origin_realm",
};
/** Attributes that are numbers, by code. */
const NUMBERS: Readonly<Record<number, string>> = {
  258: "auth_application_id",
  259: "acct_application_id",
  266: "vendor_id",
  267: "firmware_revision",
  268: "result_code",
  273: "disconnect_cause",
  298: "experimental_result_code",
  416: "cc_request_type",
};

function readAttribute(reader: Reader, talk: Talk<OpenRequests>, code: number, isVendors: boolean, fields: Told): void {
  if (isVendors) {
    // Visited-PLMN-Id of TS 29.272.
    if (code === 1407 && reader.left() >= 3) fields["visited_plmn"] = plmnOf(reader);
    return;
  }
  const text = TEXTS[code];
  const number = NUMBERS[code];
  if (text !== undefined) fields[text] ??= textOf(reader.bytes, reader.position, reader.end).slice(0, 255);
  else if (number !== undefined && reader.left() === 4) fields[number] ??= reader.u32();
  else if (SUBSCRIBERS.has(code)) fields["has_subscriber"] = true;
  else if (code === 282) talk.object(`relayed by ${textOf(reader.bytes, reader.position, reader.end).slice(0, 255)}`);
}

/** A node names itself in each message, and its product when peers meet. */
function claimNode(talk: Talk<OpenRequests>, fields: Told): void {
  const host = fields["origin_host"];
  const product = fields["product_name"];
  // A relay leaves the name of the node behind it as it is, so that the name is sure only where peers meet.
  if (typeof host === "string" && host !== "")
    talk.claim("sender", "name", host, product ? 0.8 : 0.4, "Diameter origin host");
  if (typeof product !== "string" || product === "") return;
  talk.claim("sender", "software", product, 0.7, "Diameter product name");
  if (typeof fields["firmware_revision"] === "number" && fields["firmware_revision"] > 0) {
    talk.claim("sender", "firmware", String(fields["firmware_revision"]), 0.6, "Diameter firmware revision");
  }
}
