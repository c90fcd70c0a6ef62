import { type DissectedMessage, field } from "../field.ts";
import { number } from "../normalize.ts";
import type { LogMap } from "../zeek-log.ts";

const isRequest = (message: DissectedMessage) => message["direction"] === "request";
const isFunction = (message: DissectedMessage) => message["function_code"] === 23;

/** Function 23, request and answer. */
export const modbusReadWriteMultipleRegisters: LogMap = {
  log: "modbus_read_write_multiple_registers",
  protocol: "modbus",
  fields: [
    field("write_address", "write_start_address", number),
    field("read_address", "read_start_address", number, { when: isRequest }),
    field("read_quantity", "read_quantity", number, { when: isRequest }),
    field("values", "write_registers", number, {
      name: "values written",
      when: (message) => isFunction(message) && isRequest(message),
    }),
    field("values", "read_registers", number, {
      name: "values read",
      when: (message) => isFunction(message) && !isRequest(message),
    }),
  ],
};
