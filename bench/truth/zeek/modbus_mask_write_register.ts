import { field } from "../field.ts";
import { number } from "../normalize.ts";
import type { LogMap } from "../zeek-log.ts";

/** Masks of function 22, request and answer. */
export const modbusMaskWriteRegister: LogMap = {
  log: "modbus_mask_write_register",
  protocol: "modbus",
  fields: [
    field("address", "address", number, { when: (message) => message["function_code"] === 22 }),
    field("and_mask", "and_mask", number),
    field("or_mask", "or_mask", number),
  ],
};
