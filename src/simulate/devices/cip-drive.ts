import { deviceType } from "../engine/device.ts";
import { EMBEDDED } from "../host.ts";

/** Frequency converter on EtherNet/IP. */
export const cipDrive = deviceType({
  name: "cip-drive",
  title: "Frequency converter on EtherNet/IP",
  vendor: "Rockwell Automation",
  block: "00:1d:9c",
  model: "PowerFlex 525 3P 400V 3.0HP",
  firmware: "5.001",
  role: "drive",
  domain: "ICS",
  level: "1",
  alsoLevels: ["0"],
  system: EMBEDDED,
  process: "motor",
  numbers: { cipVendor: 1, cipType: 2, cipProduct: 9 },
});
