// Aruba's real time location messages: "Aruba RTLS" of the ArubaOS guides, as Wireshark reads them too. Access points report tags and stations
// that they hear. Only how many is told: they are worn and carried by persons.
// Not decoded: what a tag adds of its own, extended reports but their number, the signature (which is keyed).
import { DONE, dissector, LIKELY, type Likeness, NO, REFUSE } from "../dissector.ts";
import { operationTable } from "../operation.ts";
import { type Asked, answer, ask, nothingAsked } from "../pairing.ts";
import { pointSpace } from "../points.ts";
import type { Reader } from "../reader.ts";
import { type Direction, NOTICE, REQUEST, type Talk, UNDIRECTED } from "../talk.ts";

const HEAD = 16;
const SIGNATURE = 20;
const CONFIGURE = 0x00;
const ASK_STATION = 0x01;
const ACKNOWLEDGED = 0x10;
const REFUSED = 0x11;
const TAG = 0x12;
const STATION = 0x13;
const COMPOUND = 0x14;
const CONFIGURE_SERVER = 0x16;
const EXTENDED_STATION = 0x17;
const INTERNAL_ERROR = 0x8000;
const STATION_NOT_FOUND = 0x4000;
const MOST_REPORTS = 256;

const MESSAGES = operationTable("aruba_rtls", [
  [CONFIGURE, "ar_as_config_set", "configure"],
  [ASK_STATION, "ar_station_request", "read"],
  [ACKNOWLEDGED, "ar_ack", "other"],
  [REFUSED, "ar_nack", "other"],
  [TAG, "ar_tag_report", "read"],
  [STATION, "ar_station_report", "read"],
  [COMPOUND, "ar_compound_message_report", "read"],
  [0x15, "ar_ap_notification", "identify"],
  [CONFIGURE_SERVER, "ar_mms_config_set", "configure"],
  [EXTENDED_STATION, "ar_station_ex_report", "read"],
  [0x18, "ar_ap_ex_report", "read"],
]);
const COUNTS = pointSpace("aruba_rtls", "", "reports");

interface Memory {
  asked: Asked;
}

type Fields = Record<string, unknown>;

/** Reports of access points to a server that locates tags and stations, in hospitals and halls. */
export const arubaRtls = dissector<Memory>({
  name: "aruba_rtls",
  aliases: ["rtls"],
  title: "Aruba RTLS",
  standard: "ArubaOS RTLS integration",
  world: "iot",
  authentication: "required",
  carriage: [{ over: "udp", ports: [] }],
  remember: () => ({ asked: nothingAsked() }),
  probe: likenessOf,
  read(reader, talk) {
    const type = reader.u16();
    const identifier = reader.u16();
    const version = reader.u16();
    const length = reader.u16();
    if (!reader.ok || version !== 0x0100) return REFUSE;
    reader.fence(HEAD + length + SIGNATURE);
    readMessage(reader, talk, type, identifier, length);
    return DONE;
  },
});

function likenessOf(reader: Reader): Likeness {
  const length = reader.peek16(6);
  if (!MESSAGES.has(reader.peek16()) || reader.peek16(4) !== 0x0100 || reader.peek16(14) !== 0) return NO;
  return reader.left() === HEAD + length + SIGNATURE ? LIKELY : NO;
}

function readMessage(reader: Reader, talk: Talk<Memory>, type: number, identifier: number, length: number): void {
  const fields: Fields = { message_type: type, message_id: identifier };
  const accessPoint = reader.hex(6);
  fields["ap_mac"] = accessPoint;
  reader.skip(2);
  if (!MESSAGES.has(type)) talk.fault("unknown message type", 0);
  if (reader.ok && accessPoint !== "000000000000") {
    const method = "Aruba RTLS message header";
    talk.claim({ mac: accessPoint }, "role", "access point", 0.85, method);
    talk.claim({ mac: accessPoint }, "vendor", "Aruba", 0.7, method);
  }
  const outer = reader.narrow(Math.min(length, reader.left()));
  let tags = type === TAG ? 1 : 0;
  let stations = type === STATION || type === EXTENDED_STATION ? 1 : 0;
  if (type === COMPOUND) {
    const count = reader.u16();
    fields["messages"] = count;
    reader.skip(2);
    for (let index = 0; index < count && index < MOST_REPORTS && reader.left() > 0 && reader.ok; index++) {
      const kind = reader.u16();
      reader.skip(4);
      const inner = reader.u16();
      reader.skip(8);
      reader.skip(inner);
      if (!reader.ok) break;
      if (kind === TAG) tags++;
      else if (kind === STATION || kind === EXTENDED_STATION) stations++;
    }
  } else if (type === REFUSED) {
    const flags = reader.u16();
    if ((flags & INTERNAL_ERROR) !== 0) talk.refused("internal_error");
    else talk.refused((flags & STATION_NOT_FOUND) !== 0 ? "station_not_found" : "refused");
  }
  reader.widen(outer);
  reader.skip(SIGNATURE);
  if (tags > 0) talk.sample(COUNTS, -1, "tags in report", -1, tags);
  if (stations > 0) talk.sample(COUNTS, -1, "stations in report", -1, stations);
  Object.assign(fields, { tags, stations });
  if (type === ACKNOWLEDGED || type === REFUSED) answer(talk, talk.memory.asked, identifier);
  else ask(talk, talk.memory.asked, identifier);
  talk.emit(MESSAGES.of(type), directionOf(type), talk.detailed ? fields : undefined);
}

/** Servers configure access points and ask them; what these hear they report unasked. */
function directionOf(type: number): Direction {
  if (type === CONFIGURE || type === ASK_STATION || type === CONFIGURE_SERVER) return REQUEST;
  return type >= TAG && MESSAGES.has(type) ? NOTICE : UNDIRECTED;
}
