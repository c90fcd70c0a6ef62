import { type FieldMap, field } from "../field.ts";
import { number, text } from "../normalize.ts";

/** OMRON FINS: W342. */
export const fins: FieldMap = {
  protocol: "fins",
  filter: "omron",
  fields: [
    field("icf", "omron.icf", number),
    field("rsv", "omron.rsv", number),
    field("gct", "omron.gct", number),
    field("dna", "omron.dna", number),
    field("da1", "omron.da1", number),
    field("da2", "omron.da2", number),
    field("sna", "omron.sna", number),
    field("sa1", "omron.sa1", number),
    field("sa2", "omron.sa2", number),
    field("sid", "omron.sid", number),
    field("command_code", "omron.command", number),
    field("response_code", "omron.response.code", number, { covers: ["response_name"] }),
    field("tcp_length", "omron.tcp.length", number),
    field("tcp_command", "omron.tcp.command", number),
    field("tcp_error_code", "omron.tcp.error_code", number),
    field("client_node_address", "omron.tcp.client_node_address", number),
    field("server_node_address", "omron.tcp.server_node_address", number),
    field("controller_model", "omron.controller.model", text),
    field("controller_version", "omron.controller.version", text),
    field("units.model_number", "omron.model_number", text),
    field("mode", "omron.mode_code", number, { covers: ["mode_name"], within: true }),
    field("average_cycle_time", "omron.avg_cycle_time", number),
    field("maximum_cycle_time", "omron.max_cycle_time", number),
    field("minimum_cycle_time", "omron.min_cycle_time", number),
  ],
  incomparable: {
    "*": "columns there hold other fields too, as addresses of memory, parameters and programs share them",
  },
};
