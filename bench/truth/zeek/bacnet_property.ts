import { type DissectedMessage, field } from "../field.ts";
import { number, words } from "../normalize.ts";
import type { LogMap } from "../zeek-log.ts";

const isProperty = (message: DissectedMessage) => message["property_identifier"] !== undefined;

/** Properties read and written. */
export const bacnetProperty: LogMap = {
  log: "bacnet_property",
  protocol: "bacnet",
  fields: [
    field("invoke_id", "invoke_id", number, { when: isProperty }),
    field("object_identifier.object_type_name", "object_type", words, { when: isProperty }),
    field("object_identifier.instance_number", "instance_number", number, { when: isProperty }),
    field("property_identifier_name", "property", words),
    field("property_array_index", "array_index", number),
  ],
};
