import { type FieldMap, field } from "../field.ts";
import { address, number, octets, text } from "../normalize.ts";

const typed =
  (...types: string[]) =>
  (binding: unknown) => {
    const { type, value } = binding as { type: string; value?: unknown };
    return types.includes(type) ? value : undefined;
  };
const OID = /^[0-2](\.\d+)+$/;

/** SNMP: RFC 1157, 3416, 3412. Communities are not told and not compared. */
export const snmp: FieldMap = {
  protocol: "snmp",
  filter: "snmp",
  fields: [
    field("version", ["snmp.version", "snmp.msgVersion"], number, { covers: ["version_name"] }),
    field("pdu_type", "snmp.data", number),
    field("request_id", "snmp.request_id", number),
    field("error_status", "snmp.error_status", number, { covers: ["error_status_name"] }),
    field("error_index", "snmp.error_index", number),
    field("non_repeaters", "snmp.non_repeaters", number),
    field("max_repetitions", "snmp.max_repetitions", number),
    field("variable_bindings.name", "snmp.name", text),
    field("variable_bindings", "snmp.value.int", number, { name: "values: integer", turn: typed("integer") }),
    field("variable_bindings", "snmp.value.octets", octets, {
      name: "values: octet_string",
      turn: typed("octet_string"),
      covers: ["variable_bindings.text"],
    }),
    field("variable_bindings", "snmp.value.counter", number, { name: "values: counter", turn: typed("counter32") }),
    field("variable_bindings", "snmp.value.g32", number, { name: "values: gauge", turn: typed("gauge32") }),
    field("variable_bindings", "snmp.value.u32", number, { name: "values: unsigned", turn: typed("unsigned32") }),
    field("variable_bindings", "snmp.value.timeticks", number, { name: "values: timeticks", turn: typed("timeticks") }),
    field("variable_bindings", "snmp.value.ipv4", address, { name: "values: address", turn: typed("ip_address") }),
    field("variable_bindings", "snmp.value.oid", text, {
      name: "values: object identifier",
      turn: (binding) => {
        const value = typed("object_identifier", "oid")(binding);
        return OID.test(`${value as string}`) ? value : undefined;
      },
    }),
    field("answers_frame", "snmp.response_to", number),
    field("msg_id", "snmp.msgID", number),
    field("msg_max_size", "snmp.msgMaxSize", number),
    field("msg_flags.authenticated", "snmp.v3.flags.auth", number),
    field("msg_flags.encrypted", "snmp.v3.flags.crypt", number),
    field("msg_flags.reportable", "snmp.v3.flags.report", number),
    field("msg_security_model", "snmp.msgSecurityModel", number),
    field("msg_authoritative_engine_id.engine_id", "snmp.msgAuthoritativeEngineID", octets),
    field("msg_authoritative_engine_boots", "snmp.msgAuthoritativeEngineBoots", number),
    field("msg_authoritative_engine_time", "snmp.msgAuthoritativeEngineTime", number),
    field("msg_user_name", "snmp.msgUserName", text),
    field("context_engine_id.engine_id", "snmp.contextEngineID", octets),
    field("context_name", "snmp.contextName", text),
    field("enterprise", "snmp.enterprise", text),
    field("agent_addr", "snmp.agent_addr", address),
    field("generic_trap", "snmp.generic_trap", number, { covers: ["generic_trap_name"] }),
    field("specific_trap", "snmp.specific_trap", number),
    field("time_stamp", "snmp.time_stamp", number),
  ],
  incomparable: {
    "variable_bindings.type": "compared through the values of each type",
    "variable_bindings.value": "compared by type",
    "msg_authoritative_engine_id.enterprise": "parts of the identifier that is compared as octets",
    "msg_authoritative_engine_id.format": "as above",
    "msg_authoritative_engine_id.mac": "as above",
    "context_engine_id.enterprise": "as above",
    "context_engine_id.format": "as above",
    "context_engine_id.mac": "as above",
    encrypted_length: "length of what Wireshark shows as octets",
  },
};
