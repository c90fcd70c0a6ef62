import { type FieldMap, field } from "../field.ts";
import { number, text } from "../normalize.ts";

/** Telnet: RFC 854. */
export const telnet: FieldMap = {
  protocol: "telnet",
  filter: "telnet",
  fields: [
    field("commands.command", "telnet.cmd", number, { within: true, covers: ["commands.name"] }),
    field("commands.option", "telnet.subcmd", number, { within: true, covers: ["commands.option_name"] }),
    field("commands.width", "telnet.naws_subopt.width", number),
    field("commands.height", "telnet.naws_subopt.height", number),
    field("data", "telnet.data", text, {
      within: true,
      turn: (value) => (value as string).split(/\r?\n/),
    }),
  ],
  incomparable: {
    data_length: "ours",
    "commands.length": "ours",
    "commands.parameters": "octets of options, by option there",
    "commands.terminal_type": "a label there",
  },
};
