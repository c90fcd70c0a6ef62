import { deviceType } from "../engine/device.ts";
import { LINUX } from "../host.ts";

/** User plane function of a private 5G network. */
export const userPlane = deviceType({
  name: "user-plane",
  title: "User plane function of a private 5G network",
  vendor: "Dell",
  block: "10:65:30",
  role: "5g core",
  domain: "5G",
  level: "5G",
  system: LINUX,
});
