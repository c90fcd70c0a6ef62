import { deviceType } from "../engine/device.ts";
import { EMBEDDED } from "../host.ts";

/** Room controller on BACnet/IP. */
export const buildingController = deviceType({
  name: "building-controller",
  title: "Room controller on BACnet/IP",
  vendor: "Delta Controls",
  block: "00:40:ae",
  role: "building controller",
  domain: "building",
  level: "Building",
  system: EMBEDDED,
  model: "DVC-304",
  firmware: "571848",
  process: "room",
  numbers: { bacnetVendor: 8 },
});
