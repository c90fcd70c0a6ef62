import { deviceType } from "../engine/device.ts";
import { EMBEDDED } from "../host.ts";

/** Compact controller of a pump or drive. */
export const modiconM221 = deviceType({
  name: "modicon-m221",
  title: "Compact controller of a pump or drive",
  vendor: "Schneider Electric",
  block: "00:00:54",
  role: "plc",
  domain: "ICS",
  level: "1",
  system: EMBEDDED,
  model: "TM221CE24T",
  firmware: "1.10",
  process: "motor",
});
