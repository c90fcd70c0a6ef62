import { deviceType } from "../engine/device.ts";
import { LINUX } from "../host.ts";

/** Gateway that asks meters and publishes. */
export const gateway = deviceType({
  name: "gateway",
  title: "Gateway that asks meters and publishes",
  vendor: "Moxa",
  block: "00:90:e8",
  role: "gateway",
  alsoRoles: ["sensor"],
  domain: "IIoT",
  level: "2",
  system: LINUX,
  process: "sensor",
  alsoLevels: ["1", "3", "4"],
});
