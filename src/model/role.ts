/** What a device is for. Names follow ATT&CK for ICS assets where they exist, else the field's usual word. */
export const ROLES = [
  "plc",
  "safety controller",
  "rtu",
  "ied",
  "dcs controller",
  "cnc",
  "robot",
  "drive",
  "remote io",
  "sensor",
  "meter",
  "actuator",
  "hmi",
  "scada server",
  "engineering station",
  "historian",
  "opc server",
  "gateway",
  "mqtt broker",
  "building controller",
  "building station",
  "camera",
  "video recorder",
  "printer",
  "phone",
  "badge reader",
  "smart plug",
  "light",
  "speaker",
  "television",
  "appliance",
  "iot hub",
  "patient monitor",
  "infusion pump",
  "medical imaging",
  "medical device",
  "pacs",
  "base station",
  "5g core",
  "user equipment",
  "switch",
  "router",
  "firewall",
  "access point",
  "time server",
  "name server",
  "directory server",
  "file server",
  "database server",
  "web server",
  "mail server",
  "jump host",
  "workstation",
  "server",
  "mobile device",
  "scanner",
  "unknown",
] as const;

/** One role; see ROLES. */
export type Role = (typeof ROLES)[number];

/** The world a device belongs to, which decides how risks to it are weighed. */
export const DOMAINS = ["ICS", "IIoT", "IoT", "IoMT", "IT", "5G", "network", "building", "outside", "unknown"] as const;

/** One domain; see DOMAINS. */
export type Domain = (typeof DOMAINS)[number];

/** Purdue level or segment; "review" when the two best are too close to call. */
export const LEVELS = [
  "5",
  "4",
  "3.5",
  "3",
  "2",
  "1",
  "0",
  "IoMT",
  "Building",
  "5G",
  "Outside",
  "Boundary",
  "Not placed",
] as const;

/** One level; see LEVELS. */
export type Level = (typeof LEVELS)[number];
