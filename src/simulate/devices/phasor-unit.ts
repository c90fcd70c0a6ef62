import { deviceType } from "../engine/device.ts";
import { EMBEDDED } from "../host.ts";

/** Phasor measurement unit. */
export const phasorUnit = deviceType({
  name: "phasor-unit",
  title: "Phasor measurement unit",
  vendor: "Schweitzer Engineering Laboratories",
  block: "00:30:a7",
  role: "ied",
  domain: "ICS",
  level: "1",
  system: EMBEDDED,
  process: "feeder",
  alsoLevels: ["0"],
});
