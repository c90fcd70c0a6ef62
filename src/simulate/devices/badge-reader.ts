import { deviceType } from "../engine/device.ts";
import { LINUX } from "../host.ts";

/** Door controller with badge reader. */
export const badgeReader = deviceType({
  name: "badge-reader",
  title: "Door controller with badge reader",
  vendor: "Crossmatch Technologies/HID Global",
  block: "00:06:33",
  role: "badge reader",
  domain: "building",
  level: "Building",
  system: LINUX,
  alsoLevels: ["4", "Not placed"],
});
