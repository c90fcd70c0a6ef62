import { deviceType } from "../engine/device.ts";
import { EMBEDDED } from "../host.ts";

/** Protection relay that publishes GOOSE. */
export const protectionRelay = deviceType({
  name: "protection-relay",
  title: "Protection relay that publishes GOOSE",
  vendor: "Schweitzer Engineering Laboratories",
  block: "00:30:a7",
  role: "ied",
  domain: "ICS",
  level: "1",
  system: EMBEDDED,
  model: "SEL-751",
  firmware: "R401",
  process: "feeder",
  alsoLevels: ["0"],
});
