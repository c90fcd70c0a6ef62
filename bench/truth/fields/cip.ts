import { type DissectedMessage, type FieldMap, field } from "../field.ts";
import { number, octets, text } from "../normalize.ts";

const isRequest = (message: DissectedMessage) => message["response"] === false;
const isResponse = (message: DissectedMessage) => message["response"] === true;
const microseconds = (value: unknown) => Math.round((value as number) * 1e6);
const hexOf = (value: unknown) => Number.parseInt(value as string, 16);

interface Parameters {
  size: number;
  variable: boolean;
  priority: string;
  type: string;
  redundant_owner: boolean;
}
const PRIORITIES = ["low", "high", "scheduled", "urgent"];
const TYPES = ["null", "multicast", "point_to_point"];
const TRIGGERS = ["cyclic", "change_of_state", "application_object"];

/** Common Industrial Protocol: CIP Volume 1. */
export const cip: FieldMap = {
  protocol: "cip",
  filter: "cip",
  fields: [
    field("service", ["cip.sc"], number, { covers: ["service_name"] }),
    field("service", "cip.service", number, {
      name: "service and response bit",
      turn: (value, message) => (value as number) + (isResponse(message) ? 0x80 : 0),
      covers: ["response"],
    }),
    field("connection_id", "enip.cpf.cai.connid", number),
    field("sequence_count", "cip.seq", number),
    // Wireshark repeats the path of the request in its answer, and adds the path of the connection.
    field("class_id", "cip.class", number, { within: true, covers: ["class_name", "path"] }),
    field("instance_id", "cip.instance", number, { within: true }),
    field("attribute_id", "cip.attribute", number, { when: isRequest, covers: ["attribute_name"] }),
    field("number_of_services", "cip.msp.num_services", number),
    field("attribute_count", ["cip.getlist.attr_count", "cip.setlist.attr_count"], number),
    field("attributes", "cip.attribute", number, {
      name: "attributes asked for",
      when: isRequest,
      turn: (value) => (typeof value === "object" ? (value as { attribute_id?: number }).attribute_id : value),
    }),
    field("attributes.attribute_id", "cip.attribute", number, {
      when: isResponse,
      covers: ["attributes.attribute_name"],
    }),
    field("attributes.status", ["cip.getlist.attr_status", "cip.setlist.attr_status"], number, {
      when: isResponse,
    }),
    field("general_status", "cip.genstat", number, { covers: ["general_status_name"] }),
    field("priority", "cip.cm.priority", number),
    field("tick_time", "cip.cm.tick_time", number),
    field("time_out_ticks", "cip.cm.timeout_tick", number),
    field("message_request_size", "cip.cm.msg_req_size", number),
    field("o_t_connection_id", "cip.cm.ot_connid", number),
    field("t_o_connection_id", "cip.cm.to_connid", number),
    field("connection_serial_number", "cip.cm.conn_serial_num", number),
    field("originator_vendor_id", "cip.cm.vendor", number, { covers: ["originator_vendor"] }),
    field("originator_serial_number", "cip.cm.orig_serial_num", number),
    field("connection_timeout_multiplier", "cip.cm.timeout_multiplier", number, {
      // The code 0 stands for 4 times.
      turn: (value) => Math.log2(value as number) - 2,
    }),
    field("o_t_rpi", "cip.cm.otrpi", number, { turn: microseconds }),
    field("t_o_rpi", "cip.cm.torpi", number, { turn: microseconds }),
    field("o_t_api", "cip.cm.otapi", number, { turn: microseconds }),
    field("t_o_api", "cip.cm.toapi", number, { turn: microseconds }),
    field("o_t_parameters.size", "cip.cm.fwo.consize", number, {
      name: "size of both directions",
      turn: (value, message) => [value, (message["t_o_parameters"] as Parameters).size],
      covers: ["t_o_parameters.size"],
    }),
    field("o_t_parameters.variable", "cip.cm.fwo.f_v", number, {
      name: "variable of both directions",
      turn: (value, message) => [value, (message["t_o_parameters"] as Parameters).variable],
      covers: ["t_o_parameters.variable"],
    }),
    field("o_t_parameters.priority", "cip.cm.fwo.prio", number, {
      name: "priority of both directions",
      turn: (value, message) =>
        [value, (message["t_o_parameters"] as Parameters).priority].map((name) => PRIORITIES.indexOf(name as string)),
      covers: ["t_o_parameters.priority"],
    }),
    field("o_t_parameters.type", "cip.cm.fwo.type", number, {
      name: "type of both directions",
      turn: (value, message) =>
        [value, (message["t_o_parameters"] as Parameters).type].map((name) => TYPES.indexOf(name as string)),
      covers: ["t_o_parameters.type"],
    }),
    field("o_t_parameters.redundant_owner", "cip.cm.fwo.owner", number, {
      name: "redundant_owner of both directions",
      turn: (value, message) => [value, (message["t_o_parameters"] as Parameters).redundant_owner],
      covers: ["t_o_parameters.redundant_owner"],
    }),
    field("transport_direction", "cip.cm.fwo.dir", number, { turn: (value) => value === "server" }),
    field("transport_trigger", "cip.cm.fwo.trigger", number, { turn: (value) => TRIGGERS.indexOf(value as string) }),
    field("transport_class", "cip.cm.fwo.transport", number),
    field("attributes.vendor_id.id", "cip.id.vendor_id", number, { covers: ["attributes.vendor_id.name"] }),
    field("attributes.device_type.id", "cip.id.device_type", number, { covers: ["attributes.device_type.name"] }),
    field("attributes.product_code", "cip.id.product_code", number),
    field("attributes.serial_number", "cip.id.serial_number", number, { turn: hexOf }),
    field("attributes.product_name", "cip.id.product_name", text),
    field("attributes.status.value", "cip.id.status", number, { covers: ["attributes.status"] }),
    field("attributes.revision", "cip.id.major_rev", number, {
      name: "attributes.revision (major)",
      turn: (value) => Number((value as string).split(".")[0]),
    }),
    field("attributes.revision", "cip.id.minor_rev", number, {
      name: "attributes.revision (minor)",
      turn: (value) => Number((value as string).split(".")[1]),
    }),
    field("created_instance_id", "cip.create.instance", number),
    field("service_data", "cip.data", octets, { within: true }),
  ],
  incomparable: {
    "attributes.value": "attributes of makers' classes, octets there; those of the identity are compared by name",
    value: "as above",
    additional_status: "our words for the code",
    route: "the path to a module as text",
    route_path: "as above",
    connection_path: "as above; its class and instance stand among those compared",
    "attributes.object_list": "octets there",
  },
};
