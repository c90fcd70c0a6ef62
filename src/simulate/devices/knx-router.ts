import { deviceType } from "../engine/device.ts";
import { EMBEDDED } from "../host.ts";

/** Router between a KNX line and the network. */
export const knxRouter = deviceType({
  name: "knx-router",
  title: "Router between a KNX line and the network",
  vendor: "Siemens",
  block: "00:0e:8c",
  role: "gateway",
  alsoRoles: ["building controller"],
  domain: "building",
  level: "Building",
  alsoLevels: ["Not placed", "1", "2"],
  system: EMBEDDED,
  process: "room",
});
