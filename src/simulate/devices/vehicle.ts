import { deviceType } from "../engine/device.ts";
import { MOBILE } from "../host.ts";

/** Vehicle on private 5G. */
export const vehicle = deviceType({
  name: "vehicle",
  title: "Vehicle on private 5G",
  vendor: "",
  block: "02:5a:00",
  role: "user equipment",
  domain: "5G",
  level: "5G",
  system: MOBILE,
  process: "sensor",
  alsoLevels: ["0", "1", "Not placed"],
});
