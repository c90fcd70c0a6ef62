import { deviceType } from "../engine/device.ts";
import { LINUX } from "../host.ts";

/** Small computer that nobody planned. */
export const rogueDevice = deviceType({
  name: "rogue-device",
  title: "Small computer that nobody planned",
  vendor: "Raspberry Pi",
  block: "28:cd:c1",
  role: "unknown",
  alsoRoles: ["hmi", "workstation"],
  domain: "unknown",
  level: "Not placed",
  system: LINUX,
  alsoLevels: ["1", "2", "3", "3.5", "4", "Building"],
});
