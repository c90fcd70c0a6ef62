import { deviceType } from "../engine/device.ts";
import { LINUX } from "../host.ts";

/** Router between zones. */
export const otRouter = deviceType({
  name: "ot-router",
  title: "Router between zones",
  vendor: "Moxa",
  block: "00:90:e8",
  role: "router",
  domain: "network",
  level: "Boundary",
  system: LINUX,
  alsoLevels: ["2", "3", "3.5", "4", "Not placed"],
});
