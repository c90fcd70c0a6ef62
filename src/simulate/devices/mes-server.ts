import { deviceType } from "../engine/device.ts";
import { WINDOWS } from "../host.ts";

/** Manufacturing execution server. */
export const mesServer = deviceType({
  name: "mes-server",
  title: "Manufacturing execution server",
  vendor: "Dell",
  block: "00:14:22",
  role: "server",
  alsoRoles: ["historian", "hmi", "scada server"],
  domain: "ICS",
  level: "3",
  system: WINDOWS,
  alsoLevels: ["2", "4"],
});
