import { deviceType } from "../engine/device.ts";
import { WINDOWS } from "../host.ts";

/** Directory, names and files of an office. */
export const directoryServer = deviceType({
  name: "directory-server",
  title: "Directory, names and files of an office",
  vendor: "VMware",
  block: "00:0c:29",
  role: "directory server",
  domain: "IT",
  level: "4",
  system: WINDOWS,
  operatingSystem: "Windows Server 2019",
  alsoLevels: ["3", "3.5", "5"],
});
