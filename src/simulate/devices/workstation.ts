import { deviceType } from "../engine/device.ts";
import { WINDOWS } from "../host.ts";

/** Office PC. */
export const workstation = deviceType({
  name: "workstation",
  title: "Office PC",
  vendor: "Dell",
  block: "54:bf:64",
  role: "workstation",
  domain: "IT",
  level: "4",
  system: WINDOWS,
  operatingSystem: "Windows 10",
  alsoLevels: ["3"],
});
