import { deviceType } from "../engine/device.ts";
import { LINUX } from "../host.ts";

/** OPC UA server of a line. */
export const opcuaServer = deviceType({
  name: "opcua-server",
  title: "OPC UA server of a line",
  vendor: "Siemens",
  block: "20:87:56",
  role: "opc server",
  domain: "ICS",
  level: "2",
  system: LINUX,
  process: "line",
  alsoLevels: ["1", "3"],
});
