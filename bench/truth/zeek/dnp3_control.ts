import { field } from "../field.ts";
import { number, words } from "../normalize.ts";
import type { LogMap, LogRow } from "../zeek-log.ts";

const isAnswer = (row: LogRow) => row["is_orig"] === "F";
const POINTS = "object_headers.objects";

/** Control relay output blocks, one line each. */
export const dnp3Control: LogMap = {
  log: "dnp3_control",
  protocol: "dnp3",
  fields: [
    field(POINTS, "index_number", number, {
      name: "index of each control",
      turn: (point) => controlOf(point)?.["index"],
    }),
    field(`${POINTS}.trip_close_code`, "trip_control_code", words),
    field(`${POINTS}.operation_type`, "operation_type", words),
    field(`${POINTS}.clear`, "clear_bit", number),
    field(`${POINTS}.count`, "execute_count", number),
    field(`${POINTS}.on_time`, "on_time", number),
    field(`${POINTS}.off_time`, "off_time", number),
    {
      ...field(`${POINTS}.status`, "status_code", words, { when: (one) => one["direction"] === "response" }),
      rows: isAnswer,
    },
  ],
};

function controlOf(point: unknown): Record<string, unknown> | undefined {
  const record = point as Record<string, unknown>;
  return record["control_code"] === undefined ? undefined : record;
}
