import { deviceType } from "../engine/device.ts";
import { WINDOWS } from "../host.ts";

/** Server that polls controllers. */
export const scadaServer = deviceType({
  name: "scada-server",
  title: "Server that polls controllers",
  vendor: "Dell",
  block: "00:14:22",
  role: "scada server",
  domain: "ICS",
  level: "2",
  system: WINDOWS,
  operatingSystem: "Windows Server 2019",
  alsoLevels: ["3"],
});
