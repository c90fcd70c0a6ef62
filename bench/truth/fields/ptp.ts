import { type FieldMap, field } from "../field.ts";
import { number, octets } from "../normalize.ts";

const ANNOUNCE = "ptp.v2.an.";

/** PTP version 2: IEEE 1588. */
export const ptp: FieldMap = {
  protocol: "ptp",
  filter: "ptp",
  fields: [
    field("major_sdo_id", "ptp.v2.majorsdoid", number),
    field("message_type", "ptp.v2.messagetype", number),
    field("minor_version_ptp", "ptp.v2.minorversionptp", number),
    field("version_ptp", "ptp.v2.versionptp", number),
    field("message_length", "ptp.v2.messagelength", number),
    field("domain_number", "ptp.v2.domainnumber", number),
    field("minor_sdo_id", "ptp.v2.minorsdoid", number),
    field("flag_field", "ptp.v2.flags", number, { covers: ["flags"] }),
    field("correction_field", "ptp.v2.correction.ns", number, { turn: (value) => Math.trunc(value as number) }),
    field("message_type_specific", "ptp.v2.messagetypespecific", number),
    field("source_port_identity.clock_identity", "ptp.v2.clockidentity", octets, {
      turn: (value) => `0x${value as string}`,
    }),
    field("source_port_identity.port_number", "ptp.v2.sourceportid", number),
    field("sequence_id", "ptp.v2.sequenceid", number),
    field("control_field", "ptp.v2.controlfield", number),
    field("log_message_interval", "ptp.v2.logmessageperiod", number),
    field("precise_origin_timestamp.seconds", "ptp.v2.fu.preciseorigintimestamp.seconds", number),
    field("precise_origin_timestamp.nanoseconds", "ptp.v2.fu.preciseorigintimestamp.nanoseconds", number),
    field("current_utc_offset", `${ANNOUNCE}origincurrentutcoffset`, number),
    field("grandmaster_priority1", `${ANNOUNCE}priority1`, number),
    field("grandmaster_priority2", `${ANNOUNCE}priority2`, number),
    field("grandmaster_clock_quality.clock_class", `${ANNOUNCE}grandmasterclockclass`, number),
    field("grandmaster_clock_quality.clock_accuracy", `${ANNOUNCE}grandmasterclockaccuracy`, number),
    field("grandmaster_clock_quality.offset_scaled_log_variance", `${ANNOUNCE}grandmasterclockvariance`, number),
    field("grandmaster_identity", `${ANNOUNCE}grandmasterclockidentity`, octets),
    field("steps_removed", `${ANNOUNCE}localstepsremoved`, number),
  ],
  incomparable: {
    origin_timestamp: "a column for each kind of message there",
    "grandmaster_clock_quality.within": "our words for the accuracy",
    tlvs: "a column for each kind of message and TLV there",
    time_source: "our words for a number",
  },
};
