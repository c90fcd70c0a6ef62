import { deviceType } from "../engine/device.ts";
import { WINDOWS } from "../host.ts";

/** Panel at the process. */
export const operatorPanel = deviceType({
  name: "operator-panel",
  title: "Panel at the process",
  vendor: "Siemens",
  block: "28:63:36",
  role: "hmi",
  domain: "ICS",
  level: "2",
  system: WINDOWS,
  alsoLevels: ["1"],
});
