// RADIUS: RFC 2865, RFC 2866 (accounting), RFC 5176 (dynamic authorization), RFC 3579 (EAP, whose packets are joined and
// handed on), RFC 2548 (which attribute of Microsoft is a password).
// Not decoded: attributes of makers, and most values (only who asks, for whom, and where from is told); shared secrets are not known,
// so authenticators are not verified. Users are told by their realm alone.
import { v4Text } from "../addresses.ts";
import { type Answer, CERTAIN, DONE, dissector, LIKELY, MORE, NO, REFUSE } from "../dissector.ts";
import { operationTable } from "../operation.ts";
import { type Asked, answer, ask, nothingAsked } from "../pairing.ts";
import type { Reader } from "../reader.ts";
import { REQUEST, RESPONSE, type Talk } from "../talk.ts";
import { addressOf, identityText, readIdentity } from "./eap/identity.ts";
import { CARRIER } from "./eap/names.ts";

const HEADER = 20;
const LONGEST = 4096;
/** A hardware address in six groups. */
const LONGEST_ADDRESS = 17;
const ACCESS_REQUEST = 1;
const ACCESS_ACCEPT = 2;
const ACCESS_REJECT = 3;
const ACCESS_CHALLENGE = 11;
const DISCONNECT_NAK = 42;
const COA_NAK = 45;

const OPERATIONS = operationTable("radius", [
  [ACCESS_REQUEST, "access_request", "authenticate"],
  [ACCESS_ACCEPT, "access_accept", "authenticate"],
  [ACCESS_REJECT, "access_reject", "authenticate"],
  [4, "accounting_request", "other"],
  [5, "accounting_response", "other"],
  [ACCESS_CHALLENGE, "access_challenge", "authenticate"],
  [12, "status_server", "identify"],
  [13, "status_client", "identify"],
  [40, "disconnect_request", "control"],
  [41, "disconnect_ack", "control"],
  [DISCONNECT_NAK, "disconnect_nak", "control"],
  [43, "coa_request", "configure"],
  [44, "coa_ack", "configure"],
  [COA_NAK, "coa_nak", "configure"],
]);
const REQUESTS = [ACCESS_REQUEST, 4, 12, 13, 40, 43];
/** Who may enter is decided by these, and whoever can forge them lets himself in. */
const FORGEABLE = [ACCESS_REQUEST, ACCESS_ACCEPT, ACCESS_REJECT, ACCESS_CHALLENGE];

/** Attributes that are told, by type: name and whether it is text or an address. */
const ATTRIBUTES: Readonly<Record<number, readonly [string, "text" | "address" | "number"]>> = {
  1: ["user_name", "text"],
  4: ["nas_ip_address", "address"],
  5: ["nas_port", "number"],
  6: ["service_type", "number"],
  8: ["framed_ip_address", "address"],
  11: ["filter_id", "text"],
  18: ["reply_message", "text"],
  30: ["called_station_id", "text"],
  31: ["calling_station_id", "text"],
  32: ["nas_identifier", "text"],
  40: ["acct_status_type", "number"],
  61: ["nas_port_type", "number"],
  87: ["nas_port_id", "text"],
};
const USER_NAME = 1;
const USER_PASSWORD = 2;
const CHAP_PASSWORD = 3;
const VENDOR_SPECIFIC = 26;
const CALLING_STATION = 31;
const NAS_IDENTIFIER = 32;
const EAP_MESSAGE = 79;
const MESSAGE_AUTHENTICATOR = 80;
const MICROSOFT = 311;
/** Passwords among the attributes of Microsoft (RFC 2548 section 2). */
const MICROSOFT_PASSWORDS: Readonly<Record<number, string>> = { 1: "RADIUS MS-CHAP", 25: "RADIUS MS-CHAPv2" };

/** What the attributes of one packet tell beyond its fields. */
interface Found {
  /** As it stands, for the remark about a password alone. */
  user: string;
  method: string;
  isProtected: boolean;
  /** Hardware address of the station that wants in, as a number; -1 when it is not told. */
  station: number;
  /** Octets of EAP over all its attributes. */
  eapLength: number;
}

/** EAP that is joined; used within one packet only. */
const eapMessage = new Uint8Array(LONGEST);

/** Who may enter a network, as switches, access points and VPN gateways ask. */
export const radius = dissector<Asked>({
  name: "radius",
  title: "RADIUS",
  standard: "RFC 2865",
  world: "it",
  carriage: [{ over: "udp", ports: [1812, 1813, 1645, 1646, 3799] }],
  remember: nothingAsked,
  probe(reader) {
    const length = reader.peek16(2);
    if (reader.left() < HEADER || !OPERATIONS.has(reader.peek()) || length < HEADER || length > LONGEST) return NO;
    if (length > reader.left() || !attributesFit(reader.bytes, reader.position + HEADER, reader.position + length))
      return NO;
    return length > HEADER + 8 && length === reader.left() ? CERTAIN : LIKELY;
  },
  read(reader, talk): Answer {
    const code = reader.u8();
    const identifier = reader.u8();
    const length = reader.u16();
    if (!reader.ok) return reader.complete ? REFUSE : MORE;
    if (!OPERATIONS.has(code) || length < HEADER || length > LONGEST) return REFUSE;
    if (!reader.fence(length)) return MORE;
    reader.skip(16);
    const fields: Record<string, unknown> | undefined = talk.detailed ? { code, identifier, length } : undefined;
    const found = readAttributes(reader, talk, code, fields);
    tellProtection(talk, code, found);
    const isRequest = REQUESTS.includes(code);
    let { station } = found;
    if (isRequest) ask(talk, talk.memory, identifier, station);
    else {
      const at = answer(talk, talk.memory, identifier);
      if (at >= 0) station = talk.memory.numbers[at] as number;
    }
    if (code === ACCESS_REJECT || code === DISCONNECT_NAK || code === COA_NAK) talk.refused(OPERATIONS.of(code).name);
    const isWhole = !reader.cut;
    reader.skipRest();
    talk.emit(OPERATIONS.of(code), isRequest ? REQUEST : RESPONSE, fields);
    if (found.eapLength > 0 && isWhole) {
      const side = isRequest ? "sender" : "receiver";
      const relay =
        station < 0 ? ({ side } as const) : ({ side, whose: { mac: station.toString(16).padStart(12, "0") } } as const);
      talk.hand(CARRIER, eapMessage, 0, found.eapLength, -1, relay);
    }
    return DONE;
  },
});

function attributesFit(bytes: Uint8Array, start: number, end: number): boolean {
  let at = start;
  while (at < end) {
    const length = at + 1 < end ? (bytes[at + 1] as number) : 0;
    if (length < 2 || bytes[at] === 0) return false;
    at += length;
  }
  return at === end;
}

function readAttributes(
  reader: Reader,
  talk: Talk<Asked>,
  code: number,
  fields: Record<string, unknown> | undefined,
): Found {
  const found: Found = { user: "", method: "", isProtected: false, station: -1, eapLength: 0 };
  while (reader.left() >= 2 && reader.ok) {
    const type = reader.u8();
    const length = reader.u8() - 2;
    if (length < 0 || length > reader.left()) {
      talk.fault("bad attribute length");
      break;
    }
    const start = reader.position;
    readAttribute(reader, found, type, length);
    reader.position = start;
    const known = ATTRIBUTES[type];
    if (known !== undefined) {
      const [name, form] = known;
      const value =
        form === "text"
          ? reader.utf8(length)
          : length !== 4
            ? ""
            : form === "address"
              ? v4Text(reader.i32())
              : reader.u32();
      if (type === USER_NAME) found.user = String(value);
      if (type === NAS_IDENTIFIER && code === ACCESS_REQUEST)
        talk.claim("sender", "name", String(value), 0.7, "RADIUS NAS-Identifier", start, start + length);
      if (fields !== undefined) fields[name] = type === USER_NAME ? identityText(readIdentity(found.user)) : value;
    }
    reader.position = start + length;
  }
  if (fields !== undefined)
    Object.assign(fields, {
      method: found.method === "" ? undefined : found.method,
      message_authenticator: found.isProtected,
    });
  return found;
}

/** Attributes that say how somebody wants in, and who. */
function readAttribute(reader: Reader, found: Found, type: number, length: number): void {
  const { bytes, position } = reader;
  switch (type) {
    case USER_PASSWORD:
      found.method = "RADIUS PAP";
      break;
    case CHAP_PASSWORD:
      found.method = "RADIUS CHAP";
      break;
    case EAP_MESSAGE:
      if (found.method === "") found.method = "EAP";
      for (let at = 0; at < length; at++) eapMessage[found.eapLength++] = bytes[position + at] as number;
      break;
    case MESSAGE_AUTHENTICATOR:
      found.isProtected = true;
      break;
    case CALLING_STATION:
      // Access points put the name of their network behind the address (RFC 3580 section 3.21).
      found.station = Number.parseInt(addressOf(reader.text(Math.min(length, LONGEST_ADDRESS))) || "-1", 16);
      break;
    case VENDOR_SPECIFIC:
      if (length > 4 && reader.u32() === MICROSOFT) found.method = MICROSOFT_PASSWORDS[reader.u8()] ?? found.method;
      break;
    default:
  }
}

/** Remarks passwords, and answers that anybody in between could forge (CVE-2024-3596). */
function tellProtection(talk: Talk<Asked>, code: number, { method, user, isProtected }: Found): void {
  if (code === ACCESS_REQUEST && method !== "" && method !== "EAP") {
    // Hidden by MD5 and a shared secret alone (RFC 2865 section 5.2), which who records it may try out at leisure.
    const exposure = method.startsWith("RADIUS MS") ? "challenge" : "hashed";
    talk.note("sender", { kind: "credential", method, exposure, ...(user === "" ? {} : { user }) });
  }
  if (!isProtected && FORGEABLE.includes(code))
    talk.note("sender", {
      kind: "verdict",
      protocol: "RADIUS",
      protection: "MD5 without Message-Authenticator",
      forgeable: true,
    });
}
