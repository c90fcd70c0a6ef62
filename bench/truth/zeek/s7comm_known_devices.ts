import { field } from "../field.ts";
import { text } from "../normalize.ts";
import type { LogMap } from "../zeek-log.ts";

/** Texts of the component identification by our words for their index. */
const component = (words: string, column: string) =>
  field("records", column, text, {
    name: words,
    turn: (record) => {
      const { component: name, text: value } = record as { component?: string; text?: string };
      return name === words ? value : undefined;
    },
  });

/** What controllers say of themselves. */
export const s7commKnownDevices: LogMap = {
  log: "s7comm_known_devices",
  protocol: "s7comm",
  fields: [
    component("name of the automation system", "automation_system_name"),
    component("name of the module", "module_name"),
    component("serial number of the module", "module_serial"),
  ],
};
