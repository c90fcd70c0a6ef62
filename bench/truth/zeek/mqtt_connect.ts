import { field } from "../field.ts";
import { text, words } from "../normalize.ts";
import type { LogMap } from "../zeek-log.ts";

const VERSIONS: Record<number, string> = { 3: "3.1", 4: "3.1.1", 5: "5.0" };

/** Connects with their answers. */
export const mqttConnect: LogMap = {
  log: "mqtt_connect",
  protocol: "mqtt",
  fields: [
    field("protocol_name", "proto_name", text),
    field("protocol_version", "proto_version", text, { turn: (value) => VERSIONS[value as number] }),
    field("client_id", "client_id", text),
    field("return_code", "connect_status", words, { turn: (value) => (value === 0 ? "Connection Accepted" : value) }),
  ],
};
