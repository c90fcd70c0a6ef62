import { deviceType } from "../engine/device.ts";
import { LINUX } from "../host.ts";

/** Bedside monitor. */
export const patientMonitor = deviceType({
  name: "patient-monitor",
  title: "Bedside monitor",
  vendor: "Draeger",
  block: "00:30:e6",
  role: "patient monitor",
  domain: "IoMT",
  level: "IoMT",
  system: LINUX,
  process: "patient",
});
