import { deviceType } from "../engine/device.ts";
import { EMBEDDED } from "../host.ts";

/** Controller with a segment of EtherCAT. */
export const ethercatMaster = deviceType({
  name: "ethercat-master",
  title: "Controller with a segment of EtherCAT",
  vendor: "Beckhoff",
  block: "00:01:05",
  role: "plc",
  domain: "ICS",
  level: "1",
  system: EMBEDDED,
  process: "line",
});
