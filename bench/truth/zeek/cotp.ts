import { field } from "../field.ts";
import { number } from "../normalize.ts";
import type { LogMap } from "../zeek-log.ts";

const TYPES: Record<string, number> = {
  ...{ connection_request: 0x0e, connection_confirm: 0x0d, data: 0x0f, disconnect_request: 0x08 },
  ...{ disconnect_confirm: 0x0c, expedited_data: 0x01, tpdu_error: 0x07 },
};

/** One line per transport unit. */
export const cotp: LogMap = {
  log: "cotp",
  protocol: "cotp",
  fields: [field("operation", "pdu_code", number, { name: "TPDU type", turn: (value) => TYPES[value as string] })],
};
