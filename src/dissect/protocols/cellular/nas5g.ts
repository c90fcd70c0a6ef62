// NAS of 5G: 3GPP TS 24.501, messages of section 8, elements of section 9.
// Not decoded: what is ciphered; most optional elements. Of identities that are not hidden only that they are not is told.
import { readV6, v4Text } from "../../addresses.ts";
import { type Answer, CERTAIN, DONE, dissector, NO, REFUSE } from "../../dissector.ts";
import { operation, operationTable } from "../../operation.ts";
import type { Reader } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import type { Enclosed, Told } from "./application.ts";
import { apnOf, NO_USER, plmnOf, tellUser, type User } from "./identity.ts";
import { guarded, type Nas, readNas, tellAlgorithms } from "./nas.ts";
import { NAS } from "./ngap.ts";

const MOBILITY = 0x7e;
const SESSION = 0x2e;

/** Mobility management by type, session management by 256 + type: table 9.7. */
const MESSAGES = operationTable("nas5g", [
  [0x41, "registration_request", "authenticate"],
  [0x42, "registration_accept", "authenticate"],
  [0x43, "registration_complete", "other"],
  [0x44, "registration_reject", "authenticate"],
  [0x45, "deregistration_request_from_ue", "other"],
  [0x46, "deregistration_accept_to_ue", "other"],
  [0x47, "deregistration_request_to_ue", "control"],
  [0x48, "deregistration_accept_from_ue", "other"],
  [0x4c, "service_request", "other"],
  [0x4d, "service_reject", "other"],
  [0x4e, "service_accept", "other"],
  [0x54, "configuration_update_command", "configure"],
  [0x55, "configuration_update_complete", "configure"],
  [0x56, "authentication_request", "authenticate"],
  [0x57, "authentication_response", "authenticate"],
  [0x58, "authentication_reject", "authenticate"],
  [0x59, "authentication_failure", "authenticate"],
  [0x5a, "authentication_result", "authenticate"],
  [0x5b, "identity_request", "identify"],
  [0x5c, "identity_response", "identify"],
  [0x5d, "security_mode_command", "authenticate"],
  [0x5e, "security_mode_complete", "authenticate"],
  [0x5f, "security_mode_reject", "authenticate"],
  [0x64, "mobility_status", "other"],
  [0x65, "notification", "other"],
  [0x66, "notification_response", "other"],
  [0x67, "uplink_nas_transport", "other"],
  [0x68, "downlink_nas_transport", "other"],
  [0x1c1, "pdu_session_establishment_request", "other"],
  [0x1c2, "pdu_session_establishment_accept", "other"],
  [0x1c3, "pdu_session_establishment_reject", "other"],
  [0x1c5, "pdu_session_authentication_command", "authenticate"],
  [0x1c6, "pdu_session_authentication_complete", "authenticate"],
  [0x1c7, "pdu_session_authentication_result", "authenticate"],
  [0x1c9, "pdu_session_modification_request", "other"],
  [0x1ca, "pdu_session_modification_reject", "other"],
  [0x1cb, "pdu_session_modification_command", "other"],
  [0x1cc, "pdu_session_modification_complete", "other"],
  [0x1cd, "pdu_session_modification_command_reject", "other"],
  [0x1d1, "pdu_session_release_request", "other"],
  [0x1d2, "pdu_session_release_reject", "other"],
  [0x1d3, "pdu_session_release_command", "control"],
  [0x1d4, "pdu_session_release_complete", "other"],
  [0x1d6, "session_status", "other"],
]);
const HIDDEN = operation("nas5g", "protected_message", "other");
/** What the network says on its own or in answer; all else comes from the device. */
const FROM_NETWORK = new Set([
  ...[0x42, 0x44, 0x46, 0x47, 0x4d, 0x4e, 0x54, 0x56, 0x58, 0x5a, 0x5b, 0x5d, 0x65, 0x68],
  ...[0x1c2, 0x1c3, 0x1c5, 0x1c7, 0x1ca, 0x1cb, 0x1d2, 0x1d3],
]);
const UNASKED = new Set([0x47, 0x54]);
/** Messages that say no, and whether a cause follows at once. */
const REJECTS = new Map([
  ...[0x44, 0x4d, 0x59, 0x5f, 0x1c3, 0x1ca, 0x1cd, 0x1d2].map((type) => [type, true] as const),
  [0x58, false],
]);

const SCHEMES = ["null scheme", "profile A", "profile B"];
const CIPHERS = ["5G-EA0", "128-5G-EA1", "128-5G-EA2", "128-5G-EA3"];
const INTEGRITIES = ["5G-IA0", "128-5G-IA1", "128-5G-IA2", "128-5G-IA3"];

/** What devices and the core of 5G say to each other through the base station. */
export const nas5g = dissector({
  name: "nas5g",
  title: "NAS-5GS",
  standard: "3GPP TS 24.501",
  world: "5g",
  authentication: "required",
  carriage: [{ over: "inside", carrier: NAS }],
  probe(reader) {
    const discriminator = reader.peek();
    return (discriminator === MOBILITY || discriminator === SESSION) && reader.left() >= 3 ? CERTAIN : NO;
  },
  read(reader, talk): Answer {
    if (reader.peek() !== MOBILITY && reader.peek() !== SESSION) return REFUSE;
    reader.fence(reader.end - reader.start);
    readNas(reader, talk, NAS_5G);
    return DONE;
  },
});

const NAS_5G: Nas = {
  name: "5G NAS",
  messages: MESSAGES,
  hidden: HIDDEN,
  fromNetwork: FROM_NETWORK,
  unasked: UNASKED,
  rejects: REJECTS,
  algorithms(cipher, integrity) {
    return [CIPHERS[cipher] ?? `5G-EA${cipher}`, INTEGRITIES[integrity] ?? `5G-IA${integrity}`];
  },
  readHead(reader, fields) {
    if (reader.u8() === SESSION) {
      const session = reader.u8();
      const transaction = reader.u8();
      if (fields !== undefined) Object.assign(fields, { pdu_session_id: session, transaction });
      return 256 + reader.u8();
    }
    const header = reader.u8() & 15;
    return header > 0 ? guarded(header) : reader.u8();
  },
  isPlain(reader) {
    if (reader.peek() === MOBILITY) return reader.peek(1) === 0 && MESSAGES.has(reader.peek(2));
    return reader.peek() === SESSION && MESSAGES.has(256 + reader.peek(3));
  },
  readBody,
};

/** Reads what is of use; answers where a message inside lies. */
function readBody(reader: Reader, talk: Talk, type: number, fields: Told | undefined): Enclosed | undefined {
  if (type === 0x41) {
    reader.u8();
    readIdentity(reader, talk, fields);
  } else if (type === 0x5c) readIdentity(reader, talk, fields);
  else if (type === 0x5d) {
    const algorithms = reader.u8();
    tellAlgorithms(talk, NAS_5G, algorithms >> 4, algorithms & 15, fields);
  } else if (type === 0x67 || type === 0x68) {
    const container = reader.u8() & 15;
    const length = reader.u16();
    if (length > reader.left() || container !== 1) return undefined;
    const start = reader.position;
    reader.skip(length);
    if (type === 0x67) readRouting(reader, talk, fields);
    return [start, start + length];
  } else if (type === 0x1c2) readAccept(reader, talk, fields);
  return undefined;
}

/** 5GS mobile identity: section 9.11.3.4. */
function readIdentity(reader: Reader, talk: Talk, fields: Told | undefined): void {
  const length = reader.u16();
  const outer = reader.narrow(length);
  const first = reader.u8();
  const form = first & 7;
  let name = "other";
  if (form === 1 && (first & 0x70) === 0) {
    name = "SUCI";
    const network = plmnOf(reader);
    reader.skip(2);
    const scheme = reader.u8() & 15;
    if (fields !== undefined) Object.assign(fields, { plmn: network, protection_scheme: SCHEMES[scheme] ?? scheme });
    talk.object(`PLMN ${network}`);
    // The subscriber's number stands in it as it is (TS 33.501 annex C.2).
    if (scheme === 0)
      talk.note("sender", { kind: "cipher", protocol: "5G NAS", cipher: "SUCI null scheme", weak: true });
  } else if (form === 2) name = "5G-GUTI";
  else if (form === 3 || form === 5) name = form === 3 ? "IMEI" : "IMEISV";
  else if (form === 4) name = "5G-S-TMSI";
  if (fields !== undefined) fields["identity_type"] = name;
  reader.widen(outer);
}

/** Optional elements behind the container of an uplink message: the wanted data network and slice. */
function readRouting(reader: Reader, talk: Talk, fields: Told | undefined): void {
  while (reader.left() >= 2) {
    const tag = reader.u8();
    if (tag >= 0x80) continue;
    if (tag === 0x12 || tag === 0x59) {
      reader.u8();
      continue;
    }
    const length = reader.u8();
    if (length > reader.left()) return;
    const outer = reader.narrow(length);
    readShared(reader, talk, tag, length, fields, undefined);
    reader.widen(outer);
  }
}

/** PDU session establishment accept: section 8.3.2. */
function readAccept(reader: Reader, talk: Talk, fields: Told | undefined): void {
  const user = { ...NO_USER };
  let address = "";
  reader.u8();
  const rules = reader.u16();
  reader.skip(rules);
  reader.skip(reader.u8());
  while (reader.left() >= 2 && reader.ok) {
    const tag = reader.u8();
    if (tag >= 0x80) continue;
    if (tag === 0x59) {
      reader.u8();
      continue;
    }
    // Elements from 0x70 on have two octets of length, but for a few below.
    const length = tag >= 0x70 ? reader.u16() : reader.u8();
    if (length > reader.left()) return;
    const outer = reader.narrow(length);
    if (tag === 0x29) address = readAddress(reader, fields);
    else readShared(reader, talk, tag, length, fields, user);
    reader.widen(outer);
  }
  if (address !== "") tellUser(talk, address, "NAS address of a PDU session", user);
}

function readAddress(reader: Reader, fields: Told | undefined): string {
  const form = reader.u8() & 7;
  // Of version 6 only the interface identifier is told.
  if (form === 3) reader.skip(8);
  const address = form === 1 || form === 3 ? v4Text(reader.i32()) : reader.left() >= 16 ? readV6(reader) : "";
  if (!reader.ok) return "";
  if (fields !== undefined && address !== "") fields["pdu_address"] = address;
  return address;
}

function readShared(
  reader: Reader,
  talk: Talk,
  tag: number,
  length: number,
  fields: Told | undefined,
  user: User | undefined,
): void {
  if (tag === 0x25) {
    const name = apnOf(reader, length);
    if (user !== undefined) user.network = name;
    if (fields !== undefined) fields["dnn"] = name;
    if (name !== "") talk.object(name);
  } else if (tag === 0x22) {
    const slice = length >= 4 ? `${reader.u8()}/${reader.hex(3)}` : String(reader.u8());
    if (user !== undefined) user.slice = slice;
    if (fields !== undefined) fields["slice"] = slice;
  }
}
