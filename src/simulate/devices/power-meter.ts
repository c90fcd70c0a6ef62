import { deviceType } from "../engine/device.ts";
import { EMBEDDED } from "../host.ts";

/** Meter of power on Modbus. */
export const powerMeter = deviceType({
  name: "power-meter",
  title: "Meter of power on Modbus",
  vendor: "Schneider Electric",
  block: "00:00:54",
  role: "meter",
  alsoRoles: ["plc"],
  domain: "ICS",
  level: "1",
  system: EMBEDDED,
  model: "PM5560",
  firmware: "2.5.4",
  process: "meter",
  alsoLevels: ["0"],
});
