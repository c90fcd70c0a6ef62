// PFCP: 3GPP TS 29.244 (N4 of 5G, Sxa to Sxc of 4G): messages of section 7, information elements of section 8.
// Not decoded: usage reports, QoS and buffering rules beyond their numbers; feature bits; elements of makers.
import { type Answer, CERTAIN, DONE, dissector, LIKELY, NO, REFUSE } from "../../dissector.ts";
import { operationTable } from "../../operation.ts";
import { noRequests, type OpenRequests, pair } from "../../pairing.ts";
import type { Reader } from "../../reader.ts";
import { REQUEST, RESPONSE, type Talk } from "../../talk.ts";
import { addressesOf, apnOf, digitsOf, tellUser } from "./identity.ts";

const HEADER = 4;
const DEEPEST = 5;
const MOST_ELEMENTS = 256;
const ACCEPTED = 1;

const MESSAGES = operationTable("pfcp", [
  [1, "heartbeat_request", "other"],
  [2, "heartbeat_response", "other"],
  [3, "pfd_management_request", "configure"],
  [4, "pfd_management_response", "configure"],
  [5, "association_setup_request", "configure"],
  [6, "association_setup_response", "configure"],
  [7, "association_update_request", "configure"],
  [8, "association_update_response", "configure"],
  [9, "association_release_request", "configure"],
  [10, "association_release_response", "configure"],
  [11, "version_not_supported_response", "other"],
  [12, "node_report_request", "alarm"],
  [13, "node_report_response", "alarm"],
  [14, "session_set_deletion_request", "configure"],
  [15, "session_set_deletion_response", "configure"],
  [16, "session_set_modification_request", "configure"],
  [17, "session_set_modification_response", "configure"],
  [50, "session_establishment_request", "configure"],
  [51, "session_establishment_response", "configure"],
  [52, "session_modification_request", "configure"],
  [53, "session_modification_response", "configure"],
  [54, "session_deletion_request", "configure"],
  [55, "session_deletion_response", "configure"],
  [56, "session_report_request", "alarm"],
  [57, "session_report_response", "alarm"],
]);
const ASSOCIATION_SETUP = [5, 6];
const ESTABLISHMENT = 50;

/** Elements that hold elements: table 8.1.2-1. */
const GROUPED = new Set([
  ...[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 51, 54, 58, 59, 68, 69, 77, 78, 79, 80, 83, 85],
  ...[86, 87, 99, 100, 105, 118, 127, 128, 129, 130, 132, 143, 147, 165, 166, 167, 175, 176, 183, 187, 188],
]);

/** Causes of section 8.2.1. */
const CAUSES: Readonly<Record<number, string>> = {
  1: "request_accepted",
  2: "more_usage_report_to_send",
  3: "request_partially_accepted",
  64: "request_rejected",
  65: "session_context_not_found",
  66: "mandatory_ie_missing",
  67: "conditional_ie_missing",
  68: "invalid_length",
  69: "mandatory_ie_incorrect",
  70: "invalid_forwarding_policy",
  71: "invalid_f_teid_allocation_option",
  72: "no_established_pfcp_association",
  73: "rule_creation_modification_failure",
  74: "pfcp_entity_in_congestion",
  75: "no_resources_available",
  76: "service_not_supported",
  77: "system_failure",
  78: "redirection_requested",
};

/** What the elements of one message say. */
interface Found {
  nodeId: string;
  cause: number;
  sessionId: string;
  tunnels: string[];
  userAddresses: string[];
  networks: string[];
  rules: Record<string, number[]>;
  elements: number;
  isUserPlane: boolean;
  isControlPlane: boolean;
  imsi: string;
  imei: string;
}

/** Sessions of the mobile core: which tunnels the user plane forwards where. */
export const pfcp = dissector<OpenRequests>({
  name: "pfcp",
  title: "PFCP (N4)",
  standard: "3GPP TS 29.244",
  world: "5g",
  authentication: "none",
  carriage: [{ over: "udp", ports: [8805] }],
  remember: noRequests,
  probe(reader) {
    const flags = reader.peek();
    if (reader.left() < 8 || flags >> 5 !== 1 || (flags & 0x18) !== 0 || !MESSAGES.has(reader.peek(1))) return NO;
    const length = reader.peek16(2);
    // Messages of a session, and only they, carry its identifier.
    if (length < 4 || length + HEADER > reader.left() || ((flags & 1) === 1) !== reader.peek(1) >= ESTABLISHMENT)
      return NO;
    return length + HEADER === reader.left() ? CERTAIN : LIKELY;
  },
  read(reader, talk): Answer {
    const flags = reader.u8();
    const type = reader.u8();
    const length = reader.u16();
    if (!reader.ok || flags >> 5 !== 1 || !MESSAGES.has(type)) return REFUSE;
    reader.fence(HEADER + length);
    const hasSession = (flags & 1) !== 0;
    const session = hasSession ? reader.hex(8) : undefined;
    const sequence = reader.u24();
    reader.u8();
    const found: Found = {
      ...{ nodeId: "", cause: 0, sessionId: "", tunnels: [], userAddresses: [], networks: [], rules: {} },
      ...{ elements: 0, isUserPlane: false, isControlPlane: false, imsi: "", imei: "" },
    };
    readElements(reader, talk, found, 0);
    tell(talk, type, found);
    // Requests have the odd numbers up to 13, then the even ones (table 7.3-1).
    const isRequest = type < 14 ? type % 2 === 1 && type !== 11 : type % 2 === 0;
    // A response is one above its request.
    pair(talk, isRequest, (sequence << 6) ^ (isRequest ? type : type - 1));
    if (found.cause > 3) talk.refused(CAUSES[found.cause] ?? `cause_${found.cause}`);
    reader.skipRest();
    talk.emit(
      MESSAGES.of(type),
      isRequest ? REQUEST : RESPONSE,
      talk.detailed ? { message_type: type, seid: session, sequence_number: sequence, ...fieldsOf(found) } : undefined,
    );
    // A bundle has more messages behind this one (section 7.2.2.1).
    return DONE;
  },
});

function fieldsOf(found: Found): Record<string, unknown> {
  const list = (values: readonly string[]): readonly string[] | undefined => (values.length === 0 ? undefined : values);
  return {
    node_id: found.nodeId === "" ? undefined : found.nodeId,
    cause: found.cause === 0 ? undefined : (CAUSES[found.cause] ?? found.cause),
    f_seid: found.sessionId === "" ? undefined : found.sessionId,
    f_teid: list(found.tunnels),
    ue_ip_address: list(found.userAddresses),
    network_instance: list(found.networks),
    imsi: found.imsi === "" ? undefined : found.imsi,
    imei: found.imei === "" ? undefined : found.imei,
    ...found.rules,
    elements: found.elements,
  };
}

function tell(talk: Talk<OpenRequests>, type: number, found: Found): void {
  const user = {
    ...{ subscriber: found.imsi, equipment: found.imei, slice: "" },
    network: found.networks.length === 1 ? (found.networks[0] as string) : "",
  };
  for (const address of found.userAddresses) tellUser(talk, address, "PFCP address of a user", user);
  for (const network of found.networks) talk.object(network);
  if (ASSOCIATION_SETUP.includes(type) && (type === 5 || found.cause === ACCEPTED)) {
    if (found.isUserPlane) talk.claim("sender", "kind", "user plane function", 0.7, "PFCP association");
    else if (found.isControlPlane) talk.claim("sender", "kind", "session management function", 0.7, "PFCP association");
  }
  if (type === ESTABLISHMENT) {
    talk.claim("sender", "kind", "session management function", 0.7, "PFCP session establishment");
    talk.claim("receiver", "kind", "user plane function", 0.7, "PFCP session establishment");
  }
  if (found.nodeId !== "" && /[a-z]/i.test(found.nodeId) && !found.nodeId.includes(":"))
    talk.claim("sender", "name", found.nodeId, 0.6, "PFCP node id");
}

const RULE_NUMBERS: Readonly<Record<number, readonly [string, 1 | 2 | 4]>> = {
  56: ["pdr_id", 2],
  108: ["far_id", 4],
  81: ["urr_id", 4],
  109: ["qer_id", 4],
  44: ["apply_action", 1],
  20: ["source_interface", 1],
  42: ["destination_interface", 1],
};

function readElements(reader: Reader, talk: Talk<OpenRequests>, found: Found, depth: number): void {
  while (reader.left() >= 4 && found.elements < MOST_ELEMENTS) {
    const type = reader.u16();
    const length = reader.u16();
    if (length > reader.left()) {
      talk.fault("element does not fit", reader.position - reader.start - 4);
      reader.skipRest();
      return;
    }
    found.elements++;
    const outer = reader.narrow(length);
    if (GROUPED.has(type) && depth < DEEPEST) readElements(reader, talk, found, depth + 1);
    else readElement(reader, type, length, found);
    reader.widen(outer);
  }
}

function readElement(reader: Reader, type: number, length: number, found: Found): void {
  const numbers = RULE_NUMBERS[type];
  if (numbers !== undefined) {
    const [name, size] = numbers;
    if (length < size) return;
    const rules = found.rules[name] ?? [];
    rules.push(size === 1 ? reader.u8() : size === 2 ? reader.u16() : reader.u32());
    found.rules[name] = rules;
    return;
  }
  switch (type) {
    case 19:
      found.cause = reader.u8();
      return;
    case 60: {
      const form = reader.u8() & 15;
      found.nodeId = form === 2 ? apnOf(reader, length - 1) : (addressesOf(reader, form === 0, form === 1)[0] ?? "");
      return;
    }
    case 57: {
      const flags = reader.u8();
      const seid = reader.hex(8);
      found.sessionId = [seid, ...addressesOf(reader, (flags & 2) !== 0, (flags & 1) !== 0)].join(" ");
      return;
    }
    case 21: {
      const flags = reader.u8();
      // The user plane is asked to choose one itself.
      if ((flags & 4) !== 0) return;
      const teid = reader.hex(4);
      found.tunnels.push([teid, ...addressesOf(reader, (flags & 1) !== 0, (flags & 2) !== 0)].join(" "));
      return;
    }
    case 84: {
      const description = reader.u16();
      // GTP-U over UDP: bits 1 and 2 of the first octet.
      if ((description & 0x0300) === 0) return;
      const teid = reader.hex(4);
      found.tunnels.push(
        [teid, ...addressesOf(reader, (description & 0x0100) !== 0, (description & 0x0200) !== 0)].join(" "),
      );
      return;
    }
    case 93: {
      const flags = reader.u8();
      for (const address of addressesOf(reader, (flags & 2) !== 0, (flags & 1) !== 0))
        if (!found.userAddresses.includes(address)) found.userAddresses.push(address);
      return;
    }
    case 22:
    case 159: {
      const name = apnOf(reader, length);
      if (name !== "" && !found.networks.includes(name)) found.networks.push(name);
      return;
    }
    case 141: {
      const flags = reader.u8();
      if ((flags & 1) !== 0) found.imsi = digitsOf(reader, reader.u8());
      if ((flags & 2) !== 0) found.imei = digitsOf(reader, reader.u8());
      return;
    }
    case 43:
      found.isUserPlane = true;
      return;
    case 89:
      found.isControlPlane = true;
      return;
    default:
  }
}
