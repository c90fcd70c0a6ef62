// RADIUS: RFC 2865, RFC 2866 (accounting), RFC 5176 (dynamic authorization), RFC 3579 (EAP).
// Not decoded: attributes of makers, and most values (only who asks, for whom, and where from is told); shared secrets are not known,
// so authenticators are not verified.
import { v4Text } from "../addresses.ts";
import { type Answer, CERTAIN, DONE, dissector, LIKELY, MORE, NO, REFUSE } from "../dissector.ts";
import { operationTable } from "../operation.ts";
import { noRequests, type OpenRequests, pair } from "../pairing.ts";
import type { Reader } from "../reader.ts";
import { REQUEST, RESPONSE, type Talk } from "../talk.ts";

const HEADER = 20;
const LONGEST = 4096;
const ACCESS_REQUEST = 1;
const ACCESS_ACCEPT = 2;
const ACCESS_REJECT = 3;
const DISCONNECT_NAK = 42;
const COA_NAK = 45;

const OPERATIONS = operationTable("radius", [
  [ACCESS_REQUEST, "access_request", "authenticate"],
  [ACCESS_ACCEPT, "access_accept", "authenticate"],
  [ACCESS_REJECT, "access_reject", "authenticate"],
  [4, "accounting_request", "other"],
  [5, "accounting_response", "other"],
  [11, "access_challenge", "authenticate"],
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
const USER_PASSWORD = 2;
const CHAP_PASSWORD = 3;
const EAP_MESSAGE = 79;
const MESSAGE_AUTHENTICATOR = 80;

/** Who may enter a network, as switches, access points and VPN gateways ask. */
export const radius = dissector<OpenRequests>({
  name: "radius",
  title: "RADIUS",
  standard: "RFC 2865",
  world: "it",
  carriage: [{ over: "udp", ports: [1812, 1813, 1645, 1646, 3799] }],
  remember: noRequests,
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
    readAttributes(reader, talk, code, fields);
    const isRequest = REQUESTS.includes(code);
    pair(talk, isRequest, identifier);
    if (code === ACCESS_REJECT || code === DISCONNECT_NAK || code === COA_NAK) talk.refused(OPERATIONS.of(code).name);
    reader.skipRest();
    talk.emit(OPERATIONS.of(code), isRequest ? REQUEST : RESPONSE, fields);
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
  talk: Talk<OpenRequests>,
  code: number,
  fields: Record<string, unknown> | undefined,
): void {
  let user: string | undefined;
  let method = "";
  let isProtected = false;
  while (reader.left() >= 2 && reader.ok) {
    const type = reader.u8();
    const length = reader.u8() - 2;
    if (length < 0 || length > reader.left()) {
      talk.fault("bad attribute length");
      break;
    }
    const start = reader.position;
    if (type === USER_PASSWORD) method = "RADIUS PAP";
    else if (type === CHAP_PASSWORD) method = "RADIUS CHAP";
    else if (type === EAP_MESSAGE && method === "") method = "EAP";
    isProtected ||= type === MESSAGE_AUTHENTICATOR;
    const known = ATTRIBUTES[type];
    if (known === undefined) {
      reader.skip(length);
      continue;
    }
    const [name, form] = known;
    const value =
      form === "text"
        ? reader.utf8(length)
        : length !== 4
          ? ""
          : form === "address"
            ? v4Text(reader.i32())
            : reader.u32();
    if (type === 1) user = String(value);
    if (type === 32 && code === ACCESS_REQUEST && value !== "")
      talk.claim("sender", "name", String(value), 0.7, "RADIUS NAS-Identifier", start, start + length);
    if (fields !== undefined) fields[name] = value;
    reader.position = start + length;
  }
  if (fields !== undefined)
    Object.assign(fields, { method: method === "" ? undefined : method, message_authenticator: isProtected });
  if (code !== ACCESS_REQUEST || method === "" || method === "EAP") return;
  // Hidden by MD5 and a shared secret alone (RFC 2865 section 5.2), which who records it may try out at leisure.
  talk.note("sender", { kind: "credential", method, exposure: "hashed", ...(user === undefined ? {} : { user }) });
}
