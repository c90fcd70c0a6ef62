// NAS of 4G: 3GPP TS 24.301, messages of section 8, elements of section 9.
// Not decoded: what is ciphered; most optional elements; the service request of two octets but for its name. Of identities
// that are not hidden only that they are not is told.
import { v4Text } from "../../addresses.ts";
import { type Answer, CERTAIN, DONE, dissector, NO, REFUSE } from "../../dissector.ts";
import { operation, operationTable } from "../../operation.ts";
import type { Reader } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import type { Enclosed, Told } from "./application.ts";
import { apnOf, NO_USER, plmnOf, tellUser } from "./identity.ts";
import { guarded, type Nas, readNas, tellAlgorithms } from "./nas.ts";
import { NAS_EPS } from "./s1ap.ts";

const MOBILITY = 7;
const SESSION = 2;
const SERVICE_REQUEST_HEADER = 12;
/** Stands for the service request of two octets, which has no type. */
const SERVICE_REQUEST = 256;

/** Mobility and session management by type: table 9.8. */
const MESSAGES = operationTable("naseps", [
  [0x41, "attach_request", "authenticate"],
  [0x42, "attach_accept", "authenticate"],
  [0x43, "attach_complete", "other"],
  [0x44, "attach_reject", "authenticate"],
  [0x45, "detach_request", "other"],
  [0x46, "detach_accept", "other"],
  [0x48, "tracking_area_update_request", "other"],
  [0x49, "tracking_area_update_accept", "other"],
  [0x4a, "tracking_area_update_complete", "other"],
  [0x4b, "tracking_area_update_reject", "other"],
  [0x4c, "extended_service_request", "other"],
  [0x4d, "control_plane_service_request", "other"],
  [0x4e, "service_reject", "other"],
  [0x4f, "service_accept", "other"],
  [0x50, "guti_reallocation_command", "configure"],
  [0x51, "guti_reallocation_complete", "other"],
  [0x52, "authentication_request", "authenticate"],
  [0x53, "authentication_response", "authenticate"],
  [0x54, "authentication_reject", "authenticate"],
  [0x55, "identity_request", "identify"],
  [0x56, "identity_response", "identify"],
  [0x5c, "authentication_failure", "authenticate"],
  [0x5d, "security_mode_command", "authenticate"],
  [0x5e, "security_mode_complete", "authenticate"],
  [0x5f, "security_mode_reject", "authenticate"],
  [0x60, "emm_status", "other"],
  [0x61, "emm_information", "other"],
  [0x62, "downlink_nas_transport", "other"],
  [0x63, "uplink_nas_transport", "other"],
  [0x64, "cs_service_notification", "other"],
  [0x68, "downlink_generic_nas_transport", "other"],
  [0x69, "uplink_generic_nas_transport", "other"],
  [0xc1, "activate_default_eps_bearer_context_request", "control"],
  [0xc2, "activate_default_eps_bearer_context_accept", "other"],
  [0xc3, "activate_default_eps_bearer_context_reject", "other"],
  [0xc5, "activate_dedicated_eps_bearer_context_request", "control"],
  [0xc6, "activate_dedicated_eps_bearer_context_accept", "other"],
  [0xc7, "activate_dedicated_eps_bearer_context_reject", "other"],
  [0xc9, "modify_eps_bearer_context_request", "control"],
  [0xca, "modify_eps_bearer_context_accept", "other"],
  [0xcb, "modify_eps_bearer_context_reject", "other"],
  [0xcd, "deactivate_eps_bearer_context_request", "control"],
  [0xce, "deactivate_eps_bearer_context_accept", "other"],
  [0xd0, "pdn_connectivity_request", "other"],
  [0xd1, "pdn_connectivity_reject", "other"],
  [0xd2, "pdn_disconnect_request", "other"],
  [0xd3, "pdn_disconnect_reject", "other"],
  [0xd4, "bearer_resource_allocation_request", "other"],
  [0xd5, "bearer_resource_allocation_reject", "other"],
  [0xd6, "bearer_resource_modification_request", "other"],
  [0xd7, "bearer_resource_modification_reject", "other"],
  [0xd9, "esm_information_request", "read"],
  [0xda, "esm_information_response", "other"],
  [0xdb, "notification", "other"],
  [0xe8, "esm_status", "other"],
  [SERVICE_REQUEST, "service_request", "other"],
]);
const HIDDEN = operation("naseps", "protected_message", "other");
/** What the network says on its own or in answer; all else comes from the device. */
const FROM_NETWORK = new Set([
  ...[0x42, 0x44, 0x49, 0x4b, 0x4e, 0x4f, 0x50, 0x52, 0x54, 0x55, 0x5d, 0x61, 0x62, 0x64, 0x68],
  ...[0xc1, 0xc5, 0xc9, 0xcd, 0xd1, 0xd3, 0xd5, 0xd7, 0xd9, 0xdb],
]);
/** What the network says without being asked. */
const UNASKED = new Set([0x50, 0x61, 0x62, 0x64, 0x68, 0xcd, 0xdb]);
/** Messages that say no, and whether a cause follows at once. */
const REJECTS = new Map([
  ...[0x44, 0x4b, 0x4e, 0x5c, 0x5f, 0xc3, 0xc7, 0xcb, 0xd1, 0xd3, 0xd5, 0xd7].map((type) => [type, true] as const),
  [0x54, false],
]);

/** What devices and the core of 4G say to each other through the base station. */
export const naseps = dissector({
  name: "naseps",
  title: "NAS-EPS",
  standard: "3GPP TS 24.301",
  world: "5g",
  authentication: "required",
  carriage: [{ over: "inside", carrier: NAS_EPS }],
  probe(reader) {
    const discriminator = reader.peek() & 15;
    return (discriminator === MOBILITY || discriminator === SESSION) && reader.left() >= 2 ? CERTAIN : NO;
  },
  read(reader, talk): Answer {
    const discriminator = reader.peek() & 15;
    if (discriminator !== MOBILITY && discriminator !== SESSION) return REFUSE;
    reader.fence(reader.end - reader.start);
    readNas(reader, talk, NAS_4G);
    return DONE;
  },
});

const NAS_4G: Nas = {
  name: "4G NAS",
  messages: MESSAGES,
  hidden: HIDDEN,
  fromNetwork: FROM_NETWORK,
  unasked: UNASKED,
  rejects: REJECTS,
  algorithms(cipher, integrity) {
    return [`${cipher === 0 ? "" : "128-"}EEA${cipher}`, `${integrity === 0 ? "" : "128-"}EIA${integrity}`];
  },
  readHead(reader, fields) {
    const first = reader.u8();
    if ((first & 15) === SESSION) {
      const transaction = reader.u8();
      if (fields !== undefined) Object.assign(fields, { eps_bearer_identity: first >> 4, transaction });
      return reader.u8();
    }
    const header = first >> 4;
    if (header === SERVICE_REQUEST_HEADER) return SERVICE_REQUEST;
    return header > 0 ? guarded(header) : reader.u8();
  },
  isPlain(reader) {
    if (reader.peek() === MOBILITY) return MESSAGES.has(reader.peek(1));
    return (reader.peek() & 15) === SESSION && reader.peek(2) >= 0xc0 && MESSAGES.has(reader.peek(2));
  },
  readBody,
};

/** Reads what is of use; answers where a message inside lies. */
function readBody(reader: Reader, talk: Talk, type: number, fields: Told | undefined): Enclosed | undefined {
  switch (type) {
    case 0x41:
      reader.u8();
      readIdentity(reader, talk, fields);
      // What the device is capable of.
      reader.skip(reader.u8());
      return containerAt(reader);
    case 0x42:
      // Result, timer and list of areas.
      reader.skip(2);
      reader.skip(reader.u8());
      return containerAt(reader);
    case 0x43:
      return containerAt(reader);
    case 0x48:
      reader.u8();
      readIdentity(reader, talk, fields);
      return undefined;
    case 0x56:
      readIdentity(reader, talk, fields);
      return undefined;
    case 0x5d: {
      const algorithms = reader.u8();
      tellAlgorithms(talk, NAS_4G, (algorithms >> 4) & 7, algorithms & 7, fields);
      return undefined;
    }
    case 0xc1:
      readBearer(reader, talk, fields);
      return undefined;
    case 0xda:
      // The wanted access point is optional.
      if (reader.peek() === 0x28) {
        reader.u8();
        readAccessPoint(reader, talk, fields);
      }
      return undefined;
    default:
      return undefined;
  }
}

function containerAt(reader: Reader): Enclosed | undefined {
  const length = reader.u16();
  const start = reader.position;
  return reader.ok && length >= 3 && length <= reader.left() ? [start, start + length] : undefined;
}

/** EPS mobile identity: section 9.9.3.12; and mobile identity by TS 24.008 section 10.5.1.4, whose first octet is alike. */
function readIdentity(reader: Reader, talk: Talk, fields: Told | undefined): void {
  const length = reader.u8();
  const outer = reader.narrow(length);
  const form = reader.u8() & 7;
  let name = "other";
  if (form === 1) {
    name = "IMSI";
    talk.note("sender", { kind: "cipher", protocol: "4G NAS", cipher: "IMSI in clear", weak: true });
  } else if (form === 2 || form === 3) name = form === 3 ? "IMEI or IMEISV" : "IMEI";
  else if (form === 6) {
    name = "GUTI";
    const network = plmnOf(reader);
    if (fields !== undefined) fields["plmn"] = network;
    talk.object(`PLMN ${network}`);
  }
  if (fields !== undefined) fields["identity_type"] = name;
  reader.widen(outer);
}

/** Activation of the default bearer (section 8.3.6): quality of service, access point, address. */
function readBearer(reader: Reader, talk: Talk, fields: Told | undefined): void {
  reader.skip(reader.u8());
  const network = readAccessPoint(reader, talk, fields);
  const outer = reader.narrow(reader.u8());
  const form = reader.u8() & 7;
  // Of version 6 only the interface identifier is told; version 4 stands behind it where there are both.
  if (form === 3) reader.skip(8);
  if (form === 1 || form === 3) {
    const address = v4Text(reader.i32());
    if (reader.ok) {
      if (fields !== undefined) fields["pdn_address"] = address;
      tellUser(talk, address, "NAS address of a PDN connection", { ...NO_USER, network });
    }
  }
  reader.widen(outer);
}

function readAccessPoint(reader: Reader, talk: Talk, fields: Told | undefined): string {
  const length = reader.u8();
  const outer = reader.narrow(length);
  const name = apnOf(reader, length);
  reader.widen(outer);
  if (name === "") return "";
  if (fields !== undefined) fields["apn"] = name;
  talk.object(name);
  return name;
}
