import { deviceType } from "../engine/device.ts";
import { EMBEDDED } from "../host.ts";

/** Remote terminal unit of an outstation. */
export const dnp3Rtu = deviceType({
  name: "dnp3-rtu",
  title: "Remote terminal unit of an outstation",
  vendor: "Schweitzer Engineering Laboratories",
  block: "00:30:a7",
  role: "rtu",
  domain: "ICS",
  level: "1",
  system: EMBEDDED,
  model: "SEL-3530",
  firmware: "R150",
  serialPrefix: "1",
  process: "tank",
});
