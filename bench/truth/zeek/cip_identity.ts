import { field } from "../field.ts";
import { address, number, text, words } from "../normalize.ts";
import type { LogMap } from "../zeek-log.ts";

/** Identities in answers to ListIdentity. */
export const cipIdentity: LogMap = {
  log: "cip_identity",
  protocol: "enip",
  columns: [
    ...["ts", "uid", "id.orig_h", "id.orig_p", "id.resp_h", "id.resp_p"],
    ...["is_orig", "source_h", "source_p", "destination_h", "destination_p"],
    ...["encapsulation_version", "socket_address", "socket_port", "vendor_id", "vendor_name", "device_type_id"],
    ...[
      "device_type_name",
      "product_code",
      "revision",
      "device_status",
      "serial_number",
      "product_name",
      "device_state",
    ],
  ],
  fields: [
    field("items.socket_address.sin_addr", "socket_address", address),
    field("items.socket_address.sin_port", "socket_port", number),
    field("items.vendor_id", "vendor_id", number),
    field("items.device_type", "device_type_id", number),
    field("items.device_type_name", "device_type_name", words),
    field("items.product_code", "product_code", number),
    field("items.revision", "revision", text, {
      turn: (value) => (value as string).split(".").map(Number).join("."),
    }),
    field("items.device_status.value", "device_status", number),
    field("items.serial_number", "serial_number", number, { turn: (value) => Number.parseInt(value as string, 16) }),
    field("items.product_name", "product_name", text),
    field("items.state", "device_state", number),
  ],
};
