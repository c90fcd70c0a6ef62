import { deviceType } from "../engine/device.ts";
import { LINUX } from "../host.ts";

/** Base station of a private 5G network. */
export const baseStation = deviceType({
  name: "base-station",
  title: "Base station of a private 5G network",
  vendor: "Nokia",
  block: "10:47:38",
  role: "base station",
  domain: "5G",
  level: "5G",
  system: LINUX,
});
