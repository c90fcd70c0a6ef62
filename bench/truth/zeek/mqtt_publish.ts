import { type DissectedMessage, field } from "../field.ts";
import { number, text, words } from "../normalize.ts";
import type { LogMap } from "../zeek-log.ts";

const isPublish = (message: DissectedMessage) => message["operation"] === "publish";
const QUALITIES = ["at most once", "at least once", "exactly once"];

/** Publications. */
export const mqttPublish: LogMap = {
  log: "mqtt_publish",
  protocol: "mqtt",
  fields: [
    field("retain", "retain", number, { when: isPublish }),
    field("qos", "qos", words, { when: isPublish, turn: (value) => QUALITIES[value as number] }),
    field("topic", "topic", text, { when: isPublish }),
    field("payload", "payload", text, { when: isPublish }),
    field("payload_length", "payload_len", number, { when: isPublish }),
  ],
};
