import { deviceType } from "../engine/device.ts";
import { LINUX } from "../host.ts";

/** Web server. */
export const webServer = deviceType({
  name: "web-server",
  title: "Web server",
  vendor: "VMware",
  block: "00:0c:29",
  role: "web server",
  domain: "IT",
  level: "4",
  system: LINUX,
  alsoLevels: ["3", "3.5", "5", "Outside"],
});
