import { deviceType } from "../engine/device.ts";
import { EMBEDDED } from "../host.ts";

/** Infusion pump at a bed. */
export const infusionPump = deviceType({
  name: "infusion-pump",
  title: "Infusion pump",
  vendor: "B. Braun",
  block: "00:12:21",
  role: "infusion pump",
  domain: "IoMT",
  level: "IoMT",
  system: EMBEDDED,
  process: "infusion",
});
