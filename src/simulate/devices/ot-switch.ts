import { deviceType } from "../engine/device.ts";
import { EMBEDDED } from "../host.ts";

/** Managed switch. */
export const otSwitch = deviceType({
  name: "ot-switch",
  title: "Managed switch",
  vendor: "Hirschmann",
  block: "00:80:63",
  role: "switch",
  domain: "network",
  level: "2",
  system: EMBEDDED,
  model: "RSP35",
  firmware: "10.1.00",
  alsoLevels: ["1", "3", "3.5", "4", "Not placed", "Building"],
});
