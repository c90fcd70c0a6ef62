import { deviceType } from "../engine/device.ts";
import { EMBEDDED } from "../host.ts";

/** Electricity meter that answers DLMS/COSEM. */
export const smartMeter = deviceType({
  name: "smart-meter",
  title: "Electricity meter that answers DLMS/COSEM",
  vendor: "Landis+Gyr",
  block: "00:0f:93",
  role: "meter",
  domain: "ICS",
  level: "1",
  system: EMBEDDED,
  serialPrefix: "LGZ",
  process: "meter",
  alsoLevels: ["0", "Building", "Not placed"],
});
