import { deviceType } from "../engine/device.ts";
import { EMBEDDED } from "../host.ts";

/** Meter that answers CoAP. */
export const coapMeter = deviceType({
  name: "coap-meter",
  title: "Meter that answers CoAP",
  vendor: "Kamstrup",
  block: "00:13:ea",
  role: "meter",
  domain: "IoT",
  level: "4",
  system: EMBEDDED,
  process: "meter",
  alsoLevels: ["0", "1", "Not placed"],
});
