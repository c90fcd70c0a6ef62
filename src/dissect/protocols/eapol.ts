// EAPOL: IEEE 802.1X-2020 clause 11. The EAP in it is another dissector's.
// Not decoded: key material (only its kind and counter are told), MACsec key agreement, announcements; answers to the group
// address of access control are not paired, for they go to another station than the one that asked.
import { DONE, dissector, LIKELY, NO, POSSIBLE } from "../dissector.ts";
import { operationTable } from "../operation.ts";
import { type Direction, REQUEST, UNDIRECTED } from "../talk.ts";
import { CARRIER, RESPONSE_CODE } from "./eap/names.ts";

const EAP_PACKET = 0;
const KEY = 3;
const SHORTEST_EAP = 4;

const TYPES = operationTable("eapol", [
  [EAP_PACKET, "eap_packet", "authenticate"],
  [1, "start", "authenticate"],
  [2, "logoff", "authenticate"],
  [KEY, "key", "authenticate"],
  [4, "encapsulated_asf_alert", "alarm"],
  [5, "mka", "authenticate"],
  [6, "announcement_generic", "identify"],
  [7, "announcement_specific", "identify"],
  [8, "announcement_request", "identify"],
]);

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
    const direction: Direction = type === 1 || type === 2 ? REQUEST : UNDIRECTED;
    // What lies behind the body is padding of the frame.
    const outer = reader.narrow(length);
    const { bytes, position, end } = reader;
    const isEap = reader.ok && type === EAP_PACKET && length >= SHORTEST_EAP;
    if (type === EAP_PACKET && length < SHORTEST_EAP) talk.fault("bad EAP length", 2);
    if (reader.ok && type === KEY && reader.left() >= 13) {
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
    // A switch or access point asks for who stands behind it.
    if (isEap) {
      const isFromStation = bytes[position] === RESPONSE_CODE;
      talk.hand(CARRIER, bytes, position, end, -1, { side: isFromStation ? "receiver" : "sender" });
    }
    return DONE;
  },
});
