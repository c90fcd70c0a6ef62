import { deviceType } from "../engine/device.ts";
import { LINUX } from "../host.ts";

/** Server somewhere outside. */
export const internetServer = deviceType({
  name: "internet-server",
  title: "Server somewhere outside",
  vendor: "",
  block: "02:00:5e",
  role: "web server",
  domain: "outside",
  level: "Outside",
  system: LINUX,
  alsoLevels: ["5"],
});
