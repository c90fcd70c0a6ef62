import { deviceType } from "../engine/device.ts";
import { LINUX } from "../host.ts";

/** Recorder of cameras. */
export const videoRecorder = deviceType({
  name: "video-recorder",
  title: "Recorder of cameras",
  vendor: "Hikvision",
  block: "18:80:25",
  role: "video recorder",
  domain: "IoT",
  level: "4",
  system: LINUX,
  alsoLevels: ["Building", "3", "Not placed"],
});
