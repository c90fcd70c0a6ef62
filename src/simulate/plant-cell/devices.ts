import type { Level, Role } from "../../model/role.ts";
import { EMBEDDED, type HostDescription, LINUX, OUTSIDE, type SystemProfile, WINDOWS } from "../host.ts";
import type { TrueDevice } from "../truth.ts";

/** VLANs of the site. */
export const PLANT = 10;
export const OFFICE = 40;

/** Names of the site's devices, as the parts of the scenario ask for them. */
export type DeviceName =
  | "router"
  | "switch"
  | "plcTank"
  | "plcDosing"
  | "plcPump"
  | "drive"
  | "hmi"
  | "engineering"
  | "historian"
  | "broker"
  | "gateway"
  | "camera"
  | "meter"
  | "office"
  | "webServer"
  | "cloud";

interface Site {
  truth: TrueDevice;
  host: HostDescription;
}

const NOTHING_TOLD = {
  vendor: "",
  model: "",
  orderNumber: "",
  firmware: "",
  serial: "",
  hostName: "",
  operatingSystem: "",
};

function device(
  name: string,
  mac: string,
  ip: string,
  vlan: number,
  system: SystemProfile,
  role: Role,
  domain: TrueDevice["domain"],
  level: Level,
  rest: Partial<TrueDevice>,
): Site {
  const outside = vlan === OUTSIDE;
  return {
    host: { name, mac, ip, vlan, system, mirrored: rest.speaks ?? true },
    truth: {
      name,
      macs: outside ? [] : [mac],
      ips: [ip],
      vlans: outside ? [] : [vlan],
      ...NOTHING_TOLD,
      role,
      domain,
      level,
      alsoLevels: [],
      speaks: true,
      ...rest,
    },
  };
}

const SIEMENS: SystemProfile = { ...EMBEDDED, windowScale: -1, window: 8192, processing: 4_100_000 };
const SCHNEIDER: SystemProfile = { ...EMBEDDED, window: 4380, processing: 5_600_000 };
const ROCKWELL: SystemProfile = { ...EMBEDDED, window: 4000, processing: 1_900_000 };

/** Every device of the plant cell: what it is, and how it sits on the network. */
export const DEVICES: Record<DeviceName, Site> = {
  router: device("rt-plant", "00:90:e8:3a:10:01", "10.20.10.1", PLANT, LINUX, "router", "network", "Boundary", {
    ips: ["10.20.10.1", "10.20.40.1"],
    vlans: [PLANT, OFFICE],
    vendor: "Moxa",
    alsoLevels: ["3.5"],
  }),
  switch: device("sw-cell-1", "00:80:63:5c:21:40", "10.20.10.2", PLANT, EMBEDDED, "switch", "network", "2", {
    vendor: "Hirschmann",
    model: "RS20-0800T1T1SDAE",
    firmware: "08.0.05",
    hostName: "sw-cell-1",
    alsoLevels: ["1", "3", "Boundary"],
  }),
  plcTank: device("plc-tank", "28:63:36:a1:0b:11", "10.20.10.11", PLANT, SIEMENS, "plc", "ICS", "1", {
    vendor: "Siemens",
    model: "CPU 1516-3 PN/DP",
    orderNumber: "6ES7 516-3AN01-0AB0",
    firmware: "V2.8.1",
    serial: "S C-K4PX31542019",
    hostName: "PLC_Tank",
  }),
  plcDosing: device("plc-dosing", "00:80:f4:1d:42:12", "10.20.10.12", PLANT, SCHNEIDER, "plc", "ICS", "1", {
    vendor: "Schneider Electric",
    model: "BMX P34 2020",
    firmware: "v2.70",
    operatingSystem: "VxWorks",
  }),
  plcPump: device("plc-pump", "00:00:bc:5e:77:13", "10.20.10.13", PLANT, ROCKWELL, "plc", "ICS", "1", {
    vendor: "Rockwell Automation/Allen-Bradley",
    model: "1769-L24ER-QB1B/A LOGIX5324ER",
    firmware: "32.11",
    serial: "0x60A1B213",
  }),
  drive: device("drive-pump", "00:1d:9c:c4:08:23", "10.20.10.23", PLANT, ROCKWELL, "drive", "ICS", "0", {
    vendor: "Rockwell Automation/Allen-Bradley",
    model: "PowerFlex 525 3P 400V 3.0HP",
    firmware: "5.1",
    serial: "0x0C4408D2",
  }),
  hmi: device("hmi-cell1", "00:1b:1b:72:30:20", "10.20.10.20", PLANT, WINDOWS, "hmi", "ICS", "2", {
    vendor: "Siemens",
    hostName: "HMI-CELL1",
    operatingSystem: "Windows Embedded Standard 7601 Service Pack 1",
  }),
  engineering: device("ews-1", "3c:d9:2b:08:e1:30", "10.20.10.30", PLANT, WINDOWS, "engineering station", "ICS", "2", {
    vendor: "Hewlett Packard",
    hostName: "EWS-1",
    operatingSystem: "Windows 7 Professional 7601 Service Pack 1",
    alsoLevels: ["3"],
  }),
  historian: device("hist-1", "00:14:22:9a:51:40", "10.20.10.40", PLANT, WINDOWS, "historian", "ICS", "3", {
    vendor: "Dell",
    hostName: "HIST-1",
    operatingSystem: "Windows",
    alsoLevels: ["2"],
  }),
  broker: device("broker-1", "00:0c:29:4f:d2:50", "10.20.10.50", PLANT, LINUX, "mqtt broker", "IIoT", "3", {
    vendor: "VMware",
    alsoLevels: ["2", "3.5"],
  }),
  gateway: device("gw-iiot", "00:90:e8:71:06:51", "10.20.10.51", PLANT, LINUX, "gateway", "IIoT", "2", {
    vendor: "Moxa",
    hostName: "gw-iiot",
    alsoLevels: ["1", "3"],
  }),
  camera: device("cam-cell1", "00:40:8c:d7:19:60", "10.20.10.60", PLANT, LINUX, "camera", "IoT", "4", {
    vendor: "AXIS",
    model: "P3245-V",
    firmware: "9.80.1",
    hostName: "axis-00408cd71960",
    alsoLevels: ["2", "3", "Not placed"],
  }),
  meter: device("meter-main", "00:02:a2:11:9e:70", "10.20.10.70", PLANT, EMBEDDED, "meter", "ICS", "1", {
    speaks: false,
    alsoLevels: ["0", "Not placed"],
  }),
  office: device("pc-office-17", "54:bf:64:3c:88:17", "10.20.40.117", OFFICE, WINDOWS, "workstation", "IT", "4", {
    vendor: "Dell",
    hostName: "PC-OFFICE-17",
    operatingSystem: "Windows",
  }),
  webServer: device(
    "www.example.com",
    "00:00:00:00:00:02",
    "203.0.113.80",
    OUTSIDE,
    LINUX,
    "web server",
    "outside",
    "Outside",
    {
      hostName: "www.example.com",
      alsoLevels: ["5"],
    },
  ),
  cloud: device(
    "ingest.example.net",
    "00:00:00:00:00:03",
    "203.0.113.90",
    OUTSIDE,
    LINUX,
    "web server",
    "outside",
    "Outside",
    {
      hostName: "ingest.example.net",
      alsoLevels: ["5"],
    },
  ),
};
