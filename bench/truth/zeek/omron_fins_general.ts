import { field } from "../field.ts";
import { number } from "../normalize.ts";
import type { LogMap } from "../zeek-log.ts";

/** The code out of "Memory Area Read (0x0101)". */
const code = {
  ours: (value: unknown) => String(value),
  theirs: (text: string) => {
    const digits = /\((0x[0-9A-Fa-f]{4})\)/.exec(text)?.[1];
    return digits === undefined ? undefined : String(Number(digits));
  },
};

/** One line per message of FINS. */
export const omronFins: LogMap = {
  log: "omron_fins_general",
  protocol: "fins",
  columns: [
    ...["ts", "id.orig_h", "id.orig_p", "id.resp_h", "id.resp_p", "proto"],
    ...["tcp_header", "tcp_length", "tcp_command", "tcp_error", "tcp_client", "tcp_server"],
    ...["gateway", "data_type", "response_wanted", "gct", "dna", "da1", "da2", "sna", "sa1", "sa2", "sid"],
    ...["command", "response"],
  ],
  fields: [
    ...["gct", "dna", "da1", "da2", "sna", "sa1", "sa2", "sid"].map((name) => field(name, name, number)),
    field("command_code", "command", code),
  ],
};
