import { type FieldMap, field } from "../field.ts";
import { number, text } from "../normalize.ts";

/** AMQP 0-9-1. Version 1.0 is compared by hand: no capture of the collection holds it. */
export const amqp: FieldMap = {
  protocol: "amqp",
  filter: "amqp",
  fields: [
    field("channel", "amqp.channel", number),
    field("class_id", "amqp.method.class", number, { when: (one) => "method_id" in one }),
    field("class_id", "amqp.header.class", number, { name: "class_id of headers", when: (one) => "body_size" in one }),
    field("method_id", "amqp.method.method", number),
    field("exchange", "amqp.method.arguments.exchange", text),
    field("routing_key", "amqp.method.arguments.routing_key", text),
    field("consumer_tag", "amqp.method.arguments.consumer_tag", text),
    field("delivery_tag", "amqp.method.arguments.delivery_tag", number),
    field("redelivered", "amqp.method.arguments.redelivered", number),
    field("body_size", "amqp.header.body-size", number),
    field("content_type", "amqp.method.properties.content_type", text),
    field("content_encoding", "amqp.method.properties.content_encoding", text),
    field("delivery_mode", "amqp.method.properties.delivery_mode", number),
    field("priority", "amqp.method.properties.priority", number),
    field("correlation_id", "amqp.method.properties.correlation_id", text),
    field("reply_to", "amqp.method.properties.reply_to", text),
  ],
  incomparable: {
    bits: "a column for each of its bits there",
    body_length: "the octets themselves there",
  },
};
