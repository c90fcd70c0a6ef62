import { deviceType } from "../engine/device.ts";
import { EMBEDDED } from "../host.ts";

/** Modular controller, as in water works. */
export const modiconM580 = deviceType({
  name: "modicon-m580",
  title: "Modular controller, as in water works",
  vendor: "Schneider Electric",
  block: "00:00:54",
  role: "plc",
  domain: "ICS",
  level: "1",
  system: EMBEDDED,
  model: "BMEP584040",
  firmware: "3.20",
  process: "tank",
});
