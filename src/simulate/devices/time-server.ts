import { deviceType } from "../engine/device.ts";
import { LINUX } from "../host.ts";

/** Clock with satellite receiver. */
export const timeServer = deviceType({
  name: "time-server",
  title: "Clock with satellite receiver",
  vendor: "Meinberg Funkuhren GmbH & Co. KG",
  block: "ec:46:70",
  role: "time server",
  domain: "network",
  level: "3",
  system: LINUX,
  alsoLevels: ["1", "2", "3.5", "4"],
});
