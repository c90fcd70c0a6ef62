import type { Role } from "../../model/role.ts";

const ABBREVIATIONS: Readonly<Partial<Record<Role, string>>> = {
  plc: "PLC",
  rtu: "RTU",
  ied: "IED",
  "dcs controller": "DCS controller",
  cnc: "CNC",
  "remote io": "Remote I/O",
  hmi: "HMI",
  "scada server": "SCADA server",
  "opc server": "OPC server",
  "mqtt broker": "MQTT broker",
  "iot hub": "IoT hub",
  pacs: "PACS",
  "5g core": "5G core",
};

/** A role at the beginning of a sentence. */
export function roleTitle(role: Role): string {
  return ABBREVIATIONS[role] ?? capitalized(role);
}

/** A text with a capital letter in front. */
export function capitalized(text: string): string {
  return text === "" ? "" : (text[0] as string).toUpperCase() + text.slice(1);
}
