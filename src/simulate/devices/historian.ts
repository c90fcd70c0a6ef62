import { deviceType } from "../engine/device.ts";
import { WINDOWS } from "../host.ts";

/** Historian. */
export const historian = deviceType({
  name: "historian",
  title: "Historian",
  vendor: "Dell",
  block: "00:14:22",
  role: "historian",
  alsoRoles: ["scada server", "hmi"],
  domain: "ICS",
  level: "3",
  system: WINDOWS,
  operatingSystem: "Windows Server 2019",
  alsoLevels: ["2", "3.5"],
});
