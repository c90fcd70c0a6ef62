// Ethernet Global Data of GE controllers: GFK-2224 (TCP/IP Ethernet communications) chapter on EGD, production of data.
// Not decoded: the data, whose layout only the exchange's configuration tells, and the configuration protocol on UDP port 7937.

import type { Likeness } from "../dissector.ts";
import { DONE, dissector, LIKELY, NO, POSSIBLE, REFUSE } from "../dissector.ts";
import { operation } from "../operation.ts";
import type { Reader } from "../reader.ts";
import { NOTICE } from "../talk.ts";

const HEADER = 32;
const DATA_PRODUCTION = 13;
const VERSION = 1;
/** Most octets of one exchange. */
const MOST_DATA = 1400;
const NANOSECONDS = 1_000_000_000;
const PRODUCTION = operation("egd", "data_production", "other");

const STATUS: ReadonlyMap<number, string> = new Map([
  [0, "no_new_status"],
  [1, "no_error"],
  [2, "data_consumed"],
  [3, "sntp_error"],
  [4, "specification_error"],
  [6, "data_refresh_error"],
  [7, "refresh_period_exceeded"],
  [10, "ip_layer_not_initialized"],
  [12, "lack_of_resources"],
  [16, "name_resolution_in_progress"],
  [18, "loss_of_ethernet_interface"],
  [22, "egd_not_supported"],
  [26, "no_response_from_interface"],
  [28, "exchange_not_created"],
  [30, "exchange_deleted"],
]);

interface Memory {
  /** Exchange told last, so that a cyclic one is told once. */
  exchange: number;
  vendorTold: boolean;
}

/** Data that a producer sends in cycles to the consumers of an exchange. */
export const egd = dissector<Memory>({
  name: "egd",
  title: "Ethernet Global Data",
  standard: "GE GFK-2224",
  world: "ot",
  authentication: "none",
  carriage: [{ over: "udp", ports: [18246] }],
  remember: () => ({ exchange: -1, vendorTold: false }),
  probe: (reader) => probeHeader(reader),
  read(reader, talk) {
    if (probeHeader(reader) === NO) return REFUSE;
    reader.fence(reader.end - reader.start);
    reader.skip(2);
    const request = reader.u16le();
    const producer = [reader.u8(), reader.u8(), reader.u8(), reader.u8()];
    const exchange = reader.u32le();
    const seconds = reader.u32le();
    const nanoseconds = reader.u32le();
    const status = reader.u32le();
    const signature = reader.u32le();
    const reserved = reader.u32le();
    const { memory } = talk;
    if (nanoseconds >= NANOSECONDS) talk.fault("bad timestamp", 16);
    if (reader.left() > MOST_DATA) talk.fault("too much data", HEADER);
    if (memory.exchange !== exchange) {
      memory.exchange = exchange;
      talk.object(`exchange ${producer.join(".")}/${exchange}`);
    }
    if (!memory.vendorTold) {
      memory.vendorTold = true;
      talk.claim("sender", "vendor", "GE", 0.3, "produces Ethernet Global Data");
    }
    const fields = talk.detailed
      ? {
          type: DATA_PRODUCTION,
          version: VERSION,
          request_id: request,
          producer_id: producer.join("."),
          exchange_id: exchange,
          timestamp_seconds: seconds,
          timestamp_nanoseconds: nanoseconds,
          status,
          status_name: STATUS.get(status),
          configuration_signature: signature,
          reserved,
          data: reader.left() > 0 ? reader.hex(Math.min(reader.left(), 256)) : undefined,
        }
      : undefined;
    reader.skipRest();
    talk.emit(PRODUCTION, NOTICE, fields);
    return DONE;
  },
});

/** Type, version, a fraction of a second that is one, a known status and zeros where the header reserves them. */
function probeHeader(reader: Reader): Likeness {
  if (reader.left() < HEADER || reader.peek() !== DATA_PRODUCTION || reader.peek(1) !== VERSION) return NO;
  const little = (at: number): number =>
    reader.peek(at) + reader.peek(at + 1) * 256 + reader.peek(at + 2) * 65_536 + reader.peek(at + 3) * 16_777_216;
  const fits =
    little(16) < NANOSECONDS && STATUS.has(little(20)) && little(28) === 0 && reader.left() <= HEADER + MOST_DATA;
  return fits && reader.peek(4) > 0 && reader.peek(4) < 224 ? LIKELY : POSSIBLE;
}
