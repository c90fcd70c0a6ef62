import { type DissectedMessage, field } from "../field.ts";
import { number, words } from "../normalize.ts";
import type { LogMap } from "../zeek-log.ts";

const isRequest = (message: DissectedMessage) => message["response"] === false;
/** The log has no lines for the connection manager's own wrapping. */
const isWrapping = (message: DissectedMessage) => message["service_name"] === "unconnected_send";

/** CIP services, also those within a multiple service packet. */
export const cip: LogMap = {
  log: "cip",
  protocol: "cip",
  columns: [
    ...["ts", "uid", "id.orig_h", "id.orig_p", "id.resp_h", "id.resp_p"],
    ...["is_orig", "source_h", "source_p", "destination_h", "destination_p"],
    ...["cip_sequence_count", "direction", "cip_service_code", "cip_service", "cip_status_code", "cip_status"],
    ...["cip_extended_status_code", "cip_extended_status", "class_id", "class_name", "instance_id", "attribute_id"],
  ],
  fields: [
    field("service", "cip_service_code", number, { when: (one) => !isWrapping(one) }),
    field("service_name", "cip_service", words, { when: (one) => !isWrapping(one) }),
    field("direction", "direction", words, { when: (one) => !isWrapping(one) }),
    field("general_status", "cip_status_code", number, { when: (one) => !isWrapping(one) }),
    field("class_id", "class_id", number, { when: (one) => isRequest(one) && !isWrapping(one) }),
    field("instance_id", "instance_id", number, { when: (one) => isRequest(one) && !isWrapping(one) }),
  ],
};
