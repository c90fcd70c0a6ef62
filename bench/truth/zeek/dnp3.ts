import { type DissectedMessage, field } from "../field.ts";
import { number, words } from "../normalize.ts";
import type { LogMap } from "../zeek-log.ts";

const isAnswer = (message: DissectedMessage) => (message["function_code"] as number) >= 129;

/** Zeek's line per request and answer; it leaves out confirmations. */
export const dnp3: LogMap = {
  log: "dnp3",
  protocol: "dnp3",
  fields: [
    field("function", "fc_request", words, { when: (one) => !isAnswer(one) && one["function"] !== "confirm" }),
    field("function", "fc_reply", words, { name: "function of answers", when: isAnswer }),
    field("iin", "iin", number),
  ],
};
