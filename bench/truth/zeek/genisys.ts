import { field } from "../field.ts";
import { number, words } from "../normalize.ts";
import type { LogMap } from "../zeek-log.ts";

/** Address and value, as the log joins them. */
const pair = (one: unknown) => {
  const { address, value } = one as { address: number; value: number };
  return `${address}=${value}`;
};
const joined = { ours: (value: unknown) => String(value), theirs: (text: string) => text };

/** One line per message of Genisys, which Wireshark does not read. */
export const genisys: LogMap = {
  log: "genisys",
  protocol: "genisys",
  fields: [
    field("operation", "header", words),
    field("direction", "direction", words),
    field("server", "server", number),
    field("crc", "crc_transmitted", number),
    field("payload", "payload", joined, { turn: pair }),
  ],
};
