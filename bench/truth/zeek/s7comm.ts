import { type DissectedMessage, field } from "../field.ts";
import { number } from "../normalize.ts";
import type { LogMap } from "../zeek-log.ts";

const isUserData = (message: DissectedMessage) => message["rosctr"] === 7;

/** One line per job, answer and user data. */
export const s7comm: LogMap = {
  log: "s7comm",
  protocol: "s7comm",
  fields: [
    field("rosctr", "rosctr_code", number),
    // The log reads the reference little-endian; no public standard says which it is.
    field("pdu_reference", "pdu_reference", number, {
      turn: (value) => (((value as number) & 0xff) << 8) | ((value as number) >> 8),
    }),
    { ...field("function_code", "function_code", number), rows: (row) => row["rosctr_code"] !== "7" },
    {
      ...field("subfunction", "subfunction_code", number, { when: isUserData }),
      rows: (row) => row["rosctr_code"] === "7",
    },
    {
      ...field("function_group", "function_code", number, {
        when: isUserData,
        turn: (value, message) => (value as number) + (message["type"] === 1 ? 0x40 : 0x80),
      }),
      rows: (row) => row["rosctr_code"] === "7",
    },
  ],
};
