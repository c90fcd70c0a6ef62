import { deviceType } from "../engine/device.ts";
import { LINUX } from "../host.ts";

/** Session management function of a private 5G network. */
export const sessionManagement = deviceType({
  name: "session-management",
  title: "Session management function of a private 5G network",
  vendor: "Dell",
  block: "10:65:30",
  role: "5g core",
  domain: "5G",
  level: "5G",
  alsoLevels: ["Not placed"],
  system: LINUX,
});
