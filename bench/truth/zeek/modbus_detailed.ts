import type { DissectedMessage } from "../field.ts";
import { field } from "../field.ts";
import { number, words } from "../normalize.ts";
import type { LogMap, LogRow } from "../zeek-log.ts";

const code = (message: DissectedMessage) => (message["function_code"] as number) & 0x7f;
const isRequest = (message: DissectedMessage) => message["direction"] === "request";
const NAMES: Record<number, string> = {
  ...{ 1: "READ_COILS", 2: "READ_DISCRETE_INPUTS", 3: "READ_HOLDING_REGISTERS", 4: "READ_INPUT_REGISTERS" },
  ...{ 5: "WRITE_SINGLE_COIL", 6: "WRITE_SINGLE_REGISTER", 7: "READ_EXCEPTION_STATUS", 8: "DIAGNOSTICS" },
  ...{ 15: "WRITE_MULTIPLE_COILS", 16: "WRITE_MULTIPLE_REGISTERS", 17: "REPORT_SLAVE_ID", 20: "READ_FILE_RECORD" },
  ...{ 21: "WRITE_FILE_RECORD", 22: "MASK_WRITE_REGISTER", 23: "READ_WRITE_MULTIPLE_REGISTERS" },
  ...{ 24: "READ_FIFO_QUEUE", 43: "ENCAP_INTERFACE_TRANSPORT" },
};
/** Functions whose request and answer stand in two lines. */
const UNPAIRED = [7, 17];
const rows = (row: LogRow) => !["READ_FILE_RECORD", "WRITE_FILE_RECORD", "READ_FIFO_QUEUE"].includes(row["func"]);

/** ICSNPP's line per request and answer. */
export const modbusDetailed: LogMap = {
  log: "modbus_detailed",
  protocol: "modbus",
  fields: [
    field("transaction_id", "tid", number, { when: (one) => isRequest(one) || UNPAIRED.includes(code(one)) }),
    field("unit_id", "unit", number, { when: (one) => isRequest(one) || UNPAIRED.includes(code(one)) }),
    field("function_code", "func", words, {
      when: (one) => isRequest(one) || UNPAIRED.includes(code(one)),
      turn: (_, message) => NAMES[code(message)],
    }),
    field("address", "address", number, { when: isRequest }),
    {
      ...field("quantity", "quantity", number, { when: isRequest }),
      rows: (row) => rows(row) && !/SINGLE/.test(row["func"]),
    },
    {
      ...field("values", "request_values", number, {
        name: "values written",
        when: (one) => isRequest(one) && [15, 16].includes(code(one)),
      }),
      rows: (row) => !/SINGLE/.test(row["func"]),
    },
    {
      ...field("value", "request_values", number, { name: "single values written", when: isRequest }),
      rows: (row) => /SINGLE/.test(row["func"]),
    },
    {
      ...field("values", "response_values", number, {
        name: "values read",
        when: (one) => !isRequest(one) && code(one) <= 4,
      }),
      rows: (row) => /^READ_/.test(row["func"]),
    },
    field("exception", "exception_code", words, { when: (one) => !isRequest(one) }),
  ],
};
