import { deviceType } from "../engine/device.ts";
import { LINUX } from "../host.ts";

/** Server that receives HL7 messages. */
export const integrationEngine = deviceType({
  name: "integration-engine",
  title: "Server that receives HL7 messages",
  vendor: "VMware",
  block: "00:0c:29",
  role: "server",
  domain: "IoMT",
  level: "IoMT",
  system: LINUX,
  alsoLevels: ["4", "3"],
});
