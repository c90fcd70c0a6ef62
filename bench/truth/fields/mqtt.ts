import { type DissectedMessage, type FieldMap, field } from "../field.ts";
import { number, octets, text } from "../normalize.ts";

const CONNECT = 1;
const isConnect = (message: DissectedMessage) => message["packet_type"] === CONNECT;
const isOperation = (...names: string[]) => {
  return (message: DissectedMessage) => names.includes(message["operation"] as string);
};

/** MQTT: OASIS MQTT 3.1.1 and 5.0. Passwords are not told and not compared. */
export const mqtt: FieldMap = {
  protocol: "mqtt",
  filter: "mqtt",
  fields: [
    field("packet_type", "mqtt.msgtype", number),
    field("remaining_length", "mqtt.len", number),
    field("protocol_name", "mqtt.protoname", text),
    field("protocol_version", "mqtt.ver", number),
    field("clean_session", "mqtt.conflag.cleansess", number),
    field("clean_start", "mqtt.conflag.cleansess", number),
    field("will_flag", "mqtt.conflag.willflag", number),
    field("will_qos", "mqtt.conflag.qos", number),
    field("will_retain", "mqtt.conflag.retain", number),
    field("user_name_flag", "mqtt.conflag.uname", number),
    field("password_flag", "mqtt.conflag.passwd", number),
    field("keep_alive", "mqtt.kalive", number),
    field("client_id", "mqtt.clientid", text),
    field("user_name", "mqtt.username", text),
    field("password_length", "mqtt.passwd_len", number),
    field("will_topic", "mqtt.willtopic", text, { when: isConnect }),
    field("session_present", "mqtt.conack.flags.sp", number),
    field("return_code", "mqtt.conack.val", number),
    field("reason_code", ["mqtt.connack.reason_code", "mqtt.disconnect.reason_code"], number, {
      when: isOperation("connack", "disconnect"),
    }),
    field("reason_code", ["mqtt.puback.reason_code", "mqtt.pubrec.reason_code"], number, {
      name: "reason_code of acknowledgments",
      when: isOperation("puback", "pubrec"),
    }),
    field("reason_codes", ["mqtt.suback.reason_code", "mqtt.unsuback.reason_code", "mqtt.suback.qos"], number),
    field("dup", "mqtt.dupflag", number),
    field("qos", "mqtt.qos", number),
    field("retain", "mqtt.retain", number),
    field("topic", "mqtt.topic", text),
    field("topics.topic_filter", "mqtt.topic", text),
    field("topics", "mqtt.topic", text, {
      name: "topics unsubscribed",
      turn: (value) => (typeof value === "string" ? value : undefined),
    }),
    field("topics.qos", ["mqtt.sub.qos", "mqtt.subscription_options_qos"], number),
    field("packet_identifier", "mqtt.msgid", number),
    field("payload", "mqtt.msg", octets, { turn: (value) => Buffer.from(value as string, "utf8").toString("hex") }),
    field("properties.receive_maximum", "mqtt.prop_number", number),
    field("properties.topic_alias_maximum", "mqtt.prop_number", number),
  ],
  incomparable: {
    flags: "the lower half of the first octet, compared by its bits where they mean something",
    payload_length: "length of the payload, which is compared as octets",
  },
};
