import { deviceType } from "../engine/device.ts";
import { EMBEDDED } from "../host.ts";

/** Controller with backplane. */
export const controllogix = deviceType({
  name: "controllogix",
  title: "Controller with backplane",
  vendor: "Rockwell Automation",
  block: "00:1d:9c",
  role: "plc",
  domain: "ICS",
  level: "1",
  system: EMBEDDED,
  model: "1756-L83E/B",
  firmware: "33.011",
  process: "reactor",
  numbers: { cipVendor: 1, cipType: 14, cipProduct: 166 },
});
