import { deviceType } from "../engine/device.ts";
import { WINDOWS } from "../host.ts";

/** Imaging modality. */
export const imaging = deviceType({
  name: "imaging",
  title: "Imaging modality",
  vendor: "Siemens Healthineers",
  block: "00:18:65",
  role: "medical imaging",
  domain: "IoMT",
  level: "IoMT",
  system: WINDOWS,
});
