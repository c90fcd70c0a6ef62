import { deviceType } from "../engine/device.ts";
import { EMBEDDED } from "../host.ts";

/** Transmitters behind a multiplexer on HART-IP. */
export const hartMultiplexer = deviceType({
  name: "hart-multiplexer",
  title: "Transmitters behind a multiplexer on HART-IP",
  vendor: "Phoenix Contact",
  block: "00:a0:45",
  role: "gateway",
  alsoRoles: ["sensor", "remote io"],
  domain: "ICS",
  level: "1",
  alsoLevels: ["0", "Not placed"],
  system: EMBEDDED,
  process: "reactor",
});
