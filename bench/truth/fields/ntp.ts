import { type FieldMap, field } from "../field.ts";
import { number } from "../normalize.ts";

/** Seconds as the 16 and 16 bits of the wire. */
const fixedPoint = (value: unknown) => Math.round((value as number) * 65_536);

/** NTP: RFC 5905. */
export const ntp: FieldMap = {
  protocol: "ntp",
  filter: "ntp",
  fields: [
    field("leap_indicator", "ntp.flags.li", number, { covers: ["leap"] }),
    field("version", "ntp.flags.vn", number),
    field("mode", "ntp.flags.mode", number),
    field("stratum", "ntp.stratum", number),
    field("poll", "ntp.ppoll", number),
    field("precision", "ntp.precision", number),
    field("root_delay", "ntp.rootdelay", number, { turn: fixedPoint }),
    field("root_dispersion", "ntp.rootdispersion", number, { turn: fixedPoint }),
  ],
  incomparable: {
    reference_id: "an address or a word there, by the stratum",
    reference_timestamp: "seconds since 1970 here, and dates without the era there",
    origin_timestamp: "as above",
    receive_timestamp: "as above",
    transmit_timestamp: "as above",
  },
};
