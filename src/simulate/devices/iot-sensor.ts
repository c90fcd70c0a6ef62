import { deviceType } from "../engine/device.ts";
import { LINUX } from "../host.ts";

/** Sensor that publishes over MQTT. */
export const iotSensor = deviceType({
  name: "iot-sensor",
  title: "Sensor that publishes over MQTT",
  vendor: "Espressif",
  block: "24:6f:28",
  role: "sensor",
  domain: "IIoT",
  level: "0",
  system: LINUX,
  process: "sensor",
  alsoLevels: ["1", "2", "3", "4", "5G", "Not placed"],
});
