import { deviceType } from "../engine/device.ts";
import { EMBEDDED } from "../host.ts";

/** Controller of a safety system. */
export const guardlogix = deviceType({
  name: "guardlogix",
  title: "Controller of a safety system",
  vendor: "Rockwell Automation",
  block: "00:00:bc",
  role: "safety controller",
  alsoRoles: ["plc"],
  domain: "ICS",
  level: "1",
  system: EMBEDDED,
  model: "1756-L82ES/B",
  firmware: "33.011",
  process: "reactor",
  alsoLevels: ["0"],
  numbers: { cipVendor: 1, cipType: 14, cipProduct: 211 },
});
