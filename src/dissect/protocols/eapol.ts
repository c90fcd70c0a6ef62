// EAPOL: IEEE 802.1X-2020 clause 11; EAP headers of RFC 3748 section 4.
// Not decoded: what EAP methods carry, key material (only its kind and counter are told), MACsec key agreement.
import { DONE, dissector, LIKELY, NO, POSSIBLE } from "../dissector.ts";
import { operationTable } from "../operation.ts";
import type { Reader } from "../reader.ts";
import { textOf } from "../reader.ts";
import type { Direction, Talk } from "../talk.ts";
import { REQUEST, RESPONSE, UNDIRECTED } from "../talk.ts";

const TYPES = operationTable("eapol", [
  [0, "eap_packet", "authenticate"],
  [1, "start", "authenticate"],
  [2, "logoff", "authenticate"],
  [3, "key", "authenticate"],
  [4, "encapsulated_asf_alert", "alarm"],
  [5, "mka", "authenticate"],
  [6, "announcement_generic", "identify"],
  [7, "announcement_specific", "identify"],
  [8, "announcement_request", "identify"],
]);

const CODES = ["", "request", "response", "success", "failure"];
const METHODS: Readonly<Record<number, string>> = {
  1: "identity",
  2: "notification",
  3: "nak",
  4: "md5_challenge",
  5: "one_time_password",
  6: "generic_token_card",
  13: "tls",
  17: "leap",
  18: "sim",
  21: "ttls",
  23: "aka",
  25: "peap",
  26: "ms_chap_v2",
  43: "fast",
  47: "psk",
  50: "aka_prime",
  52: "pwd",
  55: "teap",
  254: "expanded",
};

/** Port-based network access control. */
export const eapol = dissector({
  name: "eapol",
  title: "EAPOL (802.1X)",
  standard: "IEEE 802.1X-2020",
  world: "network",
  carriage: [{ over: "ethernet", types: [0x888e, 0x88c7] }],
  probe(reader) {
    if (reader.left() < 4) return NO;
    return reader.peek(1) <= 8 && reader.peek16(2) <= reader.left() - 4 ? LIKELY : POSSIBLE;
  },
  read(reader, talk) {
    const version = reader.u8();
    const type = reader.u8();
    const length = reader.u16();
    if (!TYPES.has(type)) talk.fault("unknown type", 1);
    const head = { version, type, length };
    let more: object = {};
    let direction: Direction = type === 1 || type === 2 ? REQUEST : UNDIRECTED;
    // What lies behind the body is padding of the frame.
    const outer = reader.narrow(length);
    if (reader.ok && type === 0) {
      const eap = readEap(reader, talk);
      direction = eap.direction;
      more = eap.fields;
    } else if (reader.ok && type === 3 && reader.left() >= 13) {
      more = {
        descriptor_type: reader.u8(),
        key_information: reader.u16(),
        key_length: reader.u16(),
        replay_counter: reader.hex(8),
      };
    }
    talk.emit(TYPES.of(type), direction, talk.detailed ? { ...head, ...more } : undefined);
    reader.widen(outer);
    reader.skipRest();
    return DONE;
  },
});

/** The authenticator asks and the device answers, so a request's sender is who grants access: the server. */
function readEap(reader: Reader, talk: Talk): { direction: Direction; fields: object } {
  const start = reader.position;
  const code = reader.u8();
  const identifier = reader.u8();
  const length = reader.u16();
  const head = { code, code_name: CODES[code] ?? "", identifier, eap_length: length };
  const direction: Direction = code === 2 ? REQUEST : code >= 1 && code <= 4 ? RESPONSE : UNDIRECTED;
  if (code === 4) talk.refused("failure");
  if (CODES[code] === undefined || code === 0) talk.fault("unknown EAP code", 4);
  if (length < 4 || length > reader.end - start) {
    talk.fault("bad EAP length", 6);
    return { direction, fields: head };
  }
  if ((code !== 1 && code !== 2) || length < 5) return { direction, fields: head };
  const type = reader.u8();
  const end = start + length;
  if (type === 1 && code === 2) {
    const identity = textOf(reader.bytes, reader.position, end);
    talk.claim("sender", "user", identity, 0.8, "EAP identity", reader.position, end);
    return { direction, fields: { ...head, method: type, method_name: "identity", identity } };
  }
  if (type === 4 && code === 2) {
    talk.note("sender", { kind: "credential", method: "EAP MD5 challenge", exposure: "challenge" });
  }
  if (type === 6 && code === 2) {
    talk.note("sender", { kind: "credential", method: "EAP generic token card", exposure: "clear" });
  }
  return { direction, fields: { ...head, method: type, method_name: METHODS[type] ?? "" } };
}
