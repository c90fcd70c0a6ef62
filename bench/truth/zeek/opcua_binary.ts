import { type DissectedMessage, field } from "../field.ts";
import { number, text } from "../normalize.ts";
import type { LogMap } from "../zeek-log.ts";

const isRequest = (message: DissectedMessage) => message["direction"] === "request";
const isService = (message: DissectedMessage) => message["type_id"] !== undefined;
const asks = (message: DissectedMessage) => isService(message) && isRequest(message);
const answers = (message: DissectedMessage) => isService(message) && !isRequest(message);

/** One line per request with its answer. */
export const opcuaBinary: LogMap = {
  log: "opcua_binary",
  protocol: "opcua",
  columns: [
    ...["ts", "uid", "id.orig_h", "id.orig_p", "id.resp_h", "id.resp_p", "message_type", "is_final", "sizes", "error"],
    ...[
      "reason",
      "version",
      "receive_buffer",
      "send_buffer",
      "longest",
      "chunks",
      "endpoint",
      "channels",
      "uri_length",
    ],
    ...["policy_uri", "certificate_length", "certificate", "thumbprint_length", "thumbprint", "request_id", "size"],
    ...["sequence", "mask", "namespace", "type_id", "type", "token_mask", "token_1", "token_2", "token_3", "token_4"],
    ...["token_5", "timestamp", "handle", "diagnostics", "audit", "timeout", "additional_1", "additional_2"],
    ...["answer_size", "answer_sequence", "answer_mask", "answer_namespace", "answer_type_id", "answer_type"],
    ...["answer_timestamp", "answer_handle"],
  ],
  fields: [
    field("protocol_version", "version", number),
    field("receive_buffer_size", "receive_buffer", number),
    field("send_buffer_size", "send_buffer", number),
    field("max_message_size", "longest", number),
    field("max_chunk_count", "chunks", number),
    field("security_policy_uri", "policy_uri", text, { when: isRequest }),
    field("request_id", "request_id", number, { when: asks }),
    field("sequence_number", "sequence", number, { name: "sequence_number of requests", when: asks }),
    field("type_id", "type_id", number, { name: "type_id of requests", when: asks }),
    field("type", "type", text, { name: "type of requests", when: asks }),
    field("request_header.request_handle", "handle", number, { when: asks }),
    field("request_header.timeout_hint", "timeout", number, { when: asks }),
    field("type_id", "answer_type_id", number, { name: "type_id of answers", when: answers }),
    field("type", "answer_type", text, { name: "type of answers", when: answers }),
    field("response_header.request_handle", "answer_handle", number, { when: answers }),
  ],
};
