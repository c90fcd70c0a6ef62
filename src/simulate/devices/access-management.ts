import { deviceType } from "../engine/device.ts";
import { LINUX } from "../host.ts";

/** Access and mobility management of a private 5G core. */
export const accessManagement = deviceType({
  name: "access-management",
  title: "Access and mobility management of a private 5G core",
  vendor: "Dell",
  block: "18:66:da",
  role: "5g core",
  domain: "5G",
  level: "5G",
  system: LINUX,
});
