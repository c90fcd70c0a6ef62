import { field } from "../field.ts";
import { number, text } from "../normalize.ts";
import type { LogMap } from "../zeek-log.ts";

/** Requests with their answers. */
export const http: LogMap = {
  log: "http",
  protocol: "http",
  fields: [
    field("method", "method", text),
    field("host", "host", text),
    field("request_target", "uri", text),
    field("user_agent", "user_agent", text),
    { ...field("status_code", "status_code", number), rows: (row) => row["status_code"] !== "0" },
  ],
};
