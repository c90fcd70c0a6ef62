// Where devices of a role belong by themselves, and the domain they are weighed in (IEC 62264-1 and ISA-95 levels; own
// segments for medicine, buildings and mobile networks).
import type { Domain, Level, Role } from "../../model/role.ts";

/** Points that a sure role gives a level. */
export interface RoleLevel {
  level: Level;
  points: number;
}

const CONTROLLER: readonly RoleLevel[] = [{ level: "1", points: 4 }];
const FIELD: readonly RoleLevel[] = [{ level: "0", points: 6 }];
const OFFICE: readonly RoleLevel[] = [{ level: "4", points: 4 }];
const THING: readonly RoleLevel[] = [{ level: "4", points: 3.5 }];
const MEDICAL: readonly RoleLevel[] = [{ level: "IoMT", points: 6 }];
const BUILDING: readonly RoleLevel[] = [{ level: "Building", points: 6 }];
const MOBILE: readonly RoleLevel[] = [{ level: "5G", points: 6 }];
const BORDER: readonly RoleLevel[] = [{ level: "Boundary", points: 9 }];
/** Placed by what is around it. */
const BY_SURROUNDINGS: readonly RoleLevel[] = [];

/** By role: the levels it speaks for. */
export const ROLE_LEVELS: Readonly<Record<Role, readonly RoleLevel[]>> = {
  plc: CONTROLLER,
  "safety controller": CONTROLLER,
  rtu: CONTROLLER,
  ied: CONTROLLER,
  "dcs controller": CONTROLLER,
  cnc: CONTROLLER,
  robot: CONTROLLER,
  meter: [
    { level: "1", points: 4 },
    { level: "0", points: 1.5 },
  ],
  drive: FIELD,
  "remote io": FIELD,
  sensor: [{ level: "0", points: 4 }],
  actuator: FIELD,
  hmi: [{ level: "2", points: 4 }],
  "scada server": [{ level: "2", points: 4 }],
  "engineering station": [
    { level: "2", points: 3 },
    { level: "3", points: 2 },
  ],
  historian: [{ level: "3", points: 5 }],
  "opc server": [{ level: "2", points: 4 }],
  gateway: [{ level: "2", points: 4 }],
  "mqtt broker": [{ level: "3", points: 4 }],
  "building controller": BUILDING,
  "building station": BUILDING,
  camera: THING,
  "video recorder": THING,
  printer: OFFICE,
  phone: OFFICE,
  "badge reader": THING,
  "smart plug": THING,
  light: THING,
  speaker: THING,
  television: THING,
  appliance: THING,
  "iot hub": THING,
  "patient monitor": MEDICAL,
  "infusion pump": MEDICAL,
  "medical imaging": MEDICAL,
  "medical device": MEDICAL,
  pacs: MEDICAL,
  "base station": MOBILE,
  "5g core": MOBILE,
  "user equipment": MOBILE,
  switch: BY_SURROUNDINGS,
  router: BORDER,
  firewall: BORDER,
  "access point": BY_SURROUNDINGS,
  "time server": [{ level: "3", points: 1.5 }],
  "name server": BY_SURROUNDINGS,
  "directory server": [
    { level: "3", points: 1 },
    { level: "4", points: 1 },
  ],
  "file server": [
    { level: "3", points: 1 },
    { level: "4", points: 1 },
  ],
  "database server": [{ level: "3", points: 1.5 }],
  "web server": [{ level: "4", points: 1 }],
  "mail server": OFFICE,
  "jump host": [{ level: "3.5", points: 3 }],
  workstation: [{ level: "4", points: 3 }],
  server: BY_SURROUNDINGS,
  "mobile device": OFFICE,
  scanner: BY_SURROUNDINGS,
  unknown: BY_SURROUNDINGS,
};

/** Roles whose place is that of the network or of the devices they serve. */
export const PLACED_BY_SURROUNDINGS: ReadonlySet<Role> = new Set<Role>([
  "switch",
  "access point",
  "time server",
  "name server",
  "directory server",
  "file server",
  "database server",
  "web server",
  "server",
  "scanner",
]);

/** Roles that stand between networks: nothing but their role places them. */
export const BORDER_ROLES: ReadonlySet<Role> = new Set<Role>(["router", "firewall"]);

/** Domains of roles; those that are missing depend on what a device speaks. */
export const ROLE_DOMAINS: Readonly<Partial<Record<Role, Domain>>> = {
  plc: "ICS",
  "safety controller": "ICS",
  rtu: "ICS",
  ied: "ICS",
  "dcs controller": "ICS",
  cnc: "ICS",
  robot: "ICS",
  drive: "ICS",
  "remote io": "ICS",
  actuator: "ICS",
  meter: "ICS",
  hmi: "ICS",
  "scada server": "ICS",
  "engineering station": "ICS",
  historian: "ICS",
  "opc server": "ICS",
  "mqtt broker": "IIoT",
  "building controller": "building",
  "building station": "building",
  camera: "IoT",
  "video recorder": "IoT",
  "badge reader": "IoT",
  "smart plug": "IoT",
  light: "IoT",
  speaker: "IoT",
  television: "IoT",
  appliance: "IoT",
  "iot hub": "IoT",
  printer: "IT",
  phone: "IT",
  "patient monitor": "IoMT",
  "infusion pump": "IoMT",
  "medical imaging": "IoMT",
  "medical device": "IoMT",
  pacs: "IoMT",
  "base station": "5G",
  "5g core": "5G",
  "user equipment": "5G",
  switch: "network",
  router: "network",
  firewall: "network",
  "access point": "network",
  "mobile device": "IT",
  "mail server": "IT",
};

/** Makers of connected things of homes and offices, for devices whose purpose is not known. */
export const MAKERS_OF_THINGS =
  /^(Espressif|Tuya|Nest|Ring|Blink|Belkin|Sonos|Withings|Netatmo|Roku|LIFX|Yeelight|Signify|Amazon|iRobot|ecobee|Shelly|Allterco|Wyze|Arlo|Edimax|eQ-3|SmartLabs|Hue|Osram|Fitbit|Meross|Xiaomi|eQ-3|TP-Link Smart|Smarter|tado|Govee|EZVIZ|Reolink)\b/i;

/** Makers whose equipment stands in plants and nowhere else, for devices whose purpose is not known. */
export const MAKERS_FOR_PLANTS =
  /^(Rockwell Automation|Phoenix Contact|Beckhoff|B&R|WAGO|Pilz|HIMA|Triconex|Turck|Festo|SICK|ifm|Pepperl\+Fuchs|Endress\+Hauser|Weidmüller|Hilscher|HMS|ProSoft|Red Lion|Yokogawa|Emerson|Schweitzer Engineering Laboratories|AutomationDirect|FANUC|KUKA|Yaskawa|SEW-Eurodrive|Danfoss|Bosch Rexroth|Keyence|Cognex|Alstom Grid|Hitachi Energy|Weintek.*|Pro-face)$/i;
