import { deviceType } from "../engine/device.ts";
import { LINUX } from "../host.ts";

/** Network function repository of a private 5G network. */
export const networkRepository = deviceType({
  name: "network-repository",
  title: "Network function repository of a private 5G network",
  vendor: "Dell",
  block: "10:65:30",
  role: "5g core",
  domain: "5G",
  level: "5G",
  alsoLevels: ["Not placed"],
  system: LINUX,
});
