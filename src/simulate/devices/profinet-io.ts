import { deviceType } from "../engine/device.ts";
import { EMBEDDED } from "../host.ts";

/** Distributed inputs and outputs. */
export const profinetIo = deviceType({
  name: "profinet-io",
  title: "Distributed inputs and outputs",
  vendor: "Siemens",
  block: "28:63:36",
  role: "remote io",
  alsoRoles: ["plc"],
  domain: "ICS",
  level: "0",
  system: EMBEDDED,
  model: "ET200SP",
  orderNumber: "6ES7 155-6AU01-0BN0",
  alsoLevels: ["1"],
  numbers: { profinetVendor: 42, profinetDevice: 787 },
});
