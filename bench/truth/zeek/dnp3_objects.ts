import { field } from "../field.ts";
import { number } from "../normalize.ts";
import type { LogMap } from "../zeek-log.ts";

/** Object headers, one line each. */
export const dnp3Objects: LogMap = {
  log: "dnp3_objects",
  protocol: "dnp3",
  fields: [
    field("object_headers.start", "range_low", number),
    field("object_headers.stop", "range_high", number),
    field("object_headers", "object_count", number, {
      name: "objects of each range",
      turn: (header) => {
        const { start, stop } = header as { start?: number; stop?: number };
        return start === undefined || stop === undefined ? undefined : stop - start + 1;
      },
    }),
  ],
};
