import { deviceType } from "../engine/device.ts";
import { WINDOWS } from "../host.ts";

/** Jump host between office and plant. */
export const jumpHost = deviceType({
  name: "jump-host",
  title: "Jump host between office and plant",
  vendor: "VMware",
  block: "00:0c:29",
  role: "jump host",
  domain: "IT",
  level: "3.5",
  system: WINDOWS,
  alsoLevels: ["3", "4"],
});
