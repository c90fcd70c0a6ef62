import { field } from "../field.ts";
import { number, text } from "../normalize.ts";
import type { LogMap } from "../zeek-log.ts";

/** Subscriptions with their answers. */
export const mqttSubscribe: LogMap = {
  log: "mqtt_subscribe",
  protocol: "mqtt",
  fields: [
    field("topics.topic_filter", "topics", text),
    field("topics.qos", "qos_levels", number),
    field("reason_codes", "granted_qos_level", number),
  ],
};
