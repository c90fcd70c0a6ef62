import { deviceType } from "../engine/device.ts";
import { EMBEDDED } from "../host.ts";

/** Controller of a line. */
export const s71500 = deviceType({
  name: "s7-1500",
  title: "Controller of a line",
  vendor: "Siemens",
  block: "28:63:36",
  role: "plc",
  domain: "ICS",
  level: "1",
  system: EMBEDDED,
  model: "CPU 1516-3 PN/DP",
  orderNumber: "6ES7 516-3AN02-0AB0",
  firmware: "2.9.4",
  serialPrefix: "S C-",
  process: "line",
  numbers: { profinetVendor: 42, profinetDevice: 269 },
});
