import { deviceType } from "../engine/device.ts";
import { WINDOWS } from "../host.ts";

/** Engineer's station. */
export const engineeringStation = deviceType({
  name: "engineering-station",
  title: "Engineer's station",
  vendor: "Hewlett Packard",
  block: "3c:d9:2b",
  role: "engineering station",
  alsoRoles: ["hmi", "scada server"],
  domain: "ICS",
  level: "2",
  system: WINDOWS,
  operatingSystem: "Windows 10",
  alsoLevels: ["3"],
});
