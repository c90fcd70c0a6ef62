import { type DissectedMessage, field } from "../field.ts";
import { number, words } from "../normalize.ts";
import type { LogField, LogMap, LogRow } from "../zeek-log.ts";

const isRequest = (message: DissectedMessage) => message["direction"] === "request";
const isPoll = (message: DissectedMessage) => message["operation"] === "poll";
const rows = (row: LogRow) => row["is_orig"] === "T";
const asked = (path: string, column: string, as: LogField["as"]): LogField => ({
  ...field(path, column, as, { when: isRequest }),
  rows,
});

/** One line per message within the datagrams. Of answers it has octets where values of signals stand. */
export const bsapRdb: LogMap = {
  log: "bsap_ip_rdb",
  protocol: "bsap",
  fields: [
    field("sequence", "mes_seq", number, { when: (one) => !isPoll(one) }),
    field("data_length", "data_len", number),
    asked("operation", "func_code", words),
    asked("application", "app_func_code", words),
    asked("node_status", "node_status", number),
    asked("count", "variable_count", number),
    {
      ...field("signals", "variables", words, { when: (one) => isRequest(one) && one["function_code"] === 4 }),
      rows: (row) => rows(row) && row["func_code"] === "READ_SIGNAL_BY_NAME",
    },
  ],
};
