import { type FieldMap, field } from "../field.ts";
import { number, text } from "../normalize.ts";

const TRANSPORT = "opcua.transport.";
const SECURITY = "opcua.security.";

/** OPC UA binary: OPC 10000-6. */
export const opcua: FieldMap = {
  protocol: "opcua",
  filter: "opcua",
  plugin: true,
  fields: [
    field("message_type", `${TRANSPORT}type`, text),
    field("is_final", `${TRANSPORT}chunk`, text),
    field("message_size", `${TRANSPORT}size`, number),
    field("protocol_version", `${TRANSPORT}ver`, number),
    field("receive_buffer_size", `${TRANSPORT}rbs`, number),
    field("send_buffer_size", `${TRANSPORT}sbs`, number),
    field("max_message_size", `${TRANSPORT}mms`, number),
    field("max_chunk_count", `${TRANSPORT}mcc`, number),
    field("endpoint_url", [`${TRANSPORT}endpoint`, "opcua.EndpointUrl"], text, { within: true }),
    field("secure_channel_id", `${TRANSPORT}scid`, number),
    field("security_policy_uri", `${SECURITY}spu`, text),
    field("token_id", `${SECURITY}tokenid`, number),
    field("sequence_number", `${SECURITY}seq`, number),
    field("request_id", `${SECURITY}rqid`, number),
    field("type_id", "opcua.servicenodeid.numeric", number, { covers: ["type"] }),
    field("request_header.request_handle", "opcua.RequestHandle", number, { within: true }),
    field("response_header.request_handle", "opcua.RequestHandle", number, { within: true }),
    field("request_header.return_diagnostics", "opcua.returndiag", number),
    field("request_header.timeout_hint", "opcua.TimeoutHint", number),
    field("requested_lifetime", "opcua.RequestedLifetime", number),
    field("security_token.revised_lifetime", "opcua.RevisedLifetime", number),
    field("security_token.channel_id", "opcua.ChannelId", number),
    field("security_token.token_id", "opcua.TokenId", number),
    field("client_protocol_version", "opcua.ClientProtocolVersion", number),
    field("server_protocol_version", "opcua.ServerProtocolVersion", number),
    field("**.application_uri", "opcua.ApplicationUri", text),
    field("**.product_uri", "opcua.ProductUri", text),
    field("session_name", "opcua.SessionName", text),
    field("requested_session_timeout", "opcua.RequestedSessionTimeout", number),
    field("revised_session_timeout", "opcua.RevisedSessionTimeout", number),
    field("**.security_level", "opcua.SecurityLevel", number),
    field("**.transport_profile_uri", "opcua.TransportProfileUri", text),
  ],
  incomparable: {
    "*": "everything else: Wireshark's columns name each member by its type alone, whatever structure it stands in",
  },
};
