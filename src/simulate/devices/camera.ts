import { deviceType } from "../engine/device.ts";
import { LINUX } from "../host.ts";

/** Network camera. */
export const camera = deviceType({
  name: "camera",
  title: "Network camera",
  vendor: "Axis Communications",
  block: "00:40:8c",
  role: "camera",
  domain: "IoT",
  level: "4",
  system: LINUX,
  model: "P3245-V",
  firmware: "9.80.1",
  alsoLevels: ["Building", "2", "3", "Not placed"],
});
