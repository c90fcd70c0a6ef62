import { deviceType } from "../engine/device.ts";
import { WINDOWS } from "../host.ts";

/** Operator station of a building. */
export const buildingStation = deviceType({
  name: "building-station",
  title: "Operator station of a building",
  vendor: "Dell",
  block: "00:14:22",
  role: "building station",
  domain: "building",
  level: "Building",
  system: WINDOWS,
  alsoLevels: ["2", "3"],
});
