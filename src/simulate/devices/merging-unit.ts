import { deviceType } from "../engine/device.ts";
import { EMBEDDED } from "../host.ts";

/** Merging unit that samples currents and voltages. */
export const mergingUnit = deviceType({
  name: "merging-unit",
  title: "Merging unit that samples currents and voltages",
  vendor: "Schweitzer Engineering Laboratories",
  block: "00:30:a7",
  role: "ied",
  domain: "ICS",
  level: "1",
  system: EMBEDDED,
  process: "feeder",
  alsoLevels: ["0"],
});
