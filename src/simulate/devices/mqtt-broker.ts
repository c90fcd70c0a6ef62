import { deviceType } from "../engine/device.ts";
import { LINUX } from "../host.ts";

/** MQTT broker. */
export const mqttBroker = deviceType({
  name: "mqtt-broker",
  title: "MQTT broker",
  vendor: "VMware",
  block: "00:0c:29",
  role: "mqtt broker",
  domain: "IIoT",
  level: "3",
  system: LINUX,
  alsoLevels: ["2", "3.5", "4", "5G"],
});
