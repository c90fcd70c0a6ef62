import { deviceType } from "../engine/device.ts";
import { EMBEDDED } from "../host.ts";

/** Bay controller of a substation, IEC 60870-5-104. */
export const bayController = deviceType({
  name: "bay-controller",
  title: "Bay controller of a substation, IEC 60870-5-104",
  vendor: "Siemens",
  block: "20:87:56",
  role: "ied",
  alsoRoles: ["rtu"],
  domain: "ICS",
  level: "1",
  system: EMBEDDED,
  process: "feeder",
  alsoLevels: ["2"],
});
