import { deviceType } from "../engine/device.ts";
import { EMBEDDED } from "../host.ts";

/** Frequency converter on Modbus. */
export const drive = deviceType({
  name: "drive",
  title: "Frequency converter on Modbus",
  vendor: "ABB",
  block: "00:00:23",
  role: "drive",
  alsoRoles: ["plc"],
  domain: "ICS",
  level: "1",
  system: EMBEDDED,
  process: "motor",
  alsoLevels: ["0"],
});
