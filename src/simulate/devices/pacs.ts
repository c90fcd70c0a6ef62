import { deviceType } from "../engine/device.ts";
import { LINUX } from "../host.ts";

/** Archive of images. */
export const pacs = deviceType({
  name: "pacs",
  title: "Archive of images",
  vendor: "VMware",
  block: "00:0c:29",
  role: "pacs",
  domain: "IoMT",
  level: "IoMT",
  system: LINUX,
  alsoLevels: ["4"],
});
