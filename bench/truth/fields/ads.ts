import { type FieldMap, field } from "../field.ts";
import { number, text } from "../normalize.ts";

/** Beckhoff ADS: TwinCAT ADS/AMS specification. */
export const ads: FieldMap = {
  protocol: "ads",
  filter: "ams",
  fields: [
    field("target_net_id", "ams.targetnetid", text),
    field("target_ams_port", "ams.targetport", number),
    field("source_net_id", "ams.sendernetid", text),
    field("source_ams_port", "ams.senderport", number, { covers: ["service"] }),
    field("command_id", "ams.cmdid", number),
    field("state_flags", "ams.stateflags", number),
    field("data_length", "ams.cbdata", number),
    field("error_code", "ams.errorcode", number),
    field("invoke_id", "ams.invokeid", number),
    field("index_group", "ams.ads_indexgroup", number, { covers: ["index_group_name"] }),
    field("index_offset", "ams.ads_indexoffset", number),
    field("ads_state", "ams.ads_state", number, { covers: ["ads_state_name"] }),
    field("device_state", "ams.ads_devicestate", number),
    field("device_name", "ams.ads_devicename", text),
    field("notification_handle", "ams.ads_notificationhandle", number),
    field("cycle_time", "ams.ads_cycletime", number),
    field("maximum_delay", "ams.ads_maxdelay", number),
    field("transmission_mode", "ams.ads_transmode", number),
  ],
  incomparable: {
    result: "Wireshark does not read it in answers to read-write",
    "*": "lengths, symbols and samples are taken apart otherwise there",
  },
};
