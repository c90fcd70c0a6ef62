import type { Act } from "../model/act.ts";
import type { Severity, ToldBy } from "../model/assessment.ts";
import type { Attribute } from "../model/attribute.ts";
import type { Level, Role } from "../model/role.ts";

/** Severities from the gravest. */
export const SEVERITIES: readonly Severity[] = ["critical", "high", "medium", "low"];

/** Levels in the order of the map: lanes from the top, then segments. */
export const LEVEL_ORDER: readonly Level[] = [
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
  "Boundary",
  "Outside",
  "Not placed",
];

const LEVEL_NAMES: Readonly<Record<Level, { box: string; name: string }>> = {
  "5": { box: "5", name: "Enterprise" },
  "4": { box: "4", name: "Site business" },
  "3.5": { box: "3.5", name: "IDMZ" },
  "3": { box: "3", name: "Operations" },
  "2": { box: "2", name: "Supervision" },
  "1": { box: "1", name: "Control" },
  "0": { box: "0", name: "Process" },
  IoMT: { box: "IoMT", name: "Medical" },
  Building: { box: "Bld", name: "Building" },
  "5G": { box: "5G", name: "Private 5G" },
  Outside: { box: "Out", name: "Outside this site" },
  Boundary: { box: "Bnd", name: "Boundary" },
  "Not placed": { box: "?", name: "Not placed" },
};

/** Text for the small box that stands for a level, at most four letters. */
export function levelBox(level: Level): string {
  return LEVEL_NAMES[level]?.box ?? level;
}

/** The level's name without its numeral: "Control". */
export function levelName(level: Level): string {
  return LEVEL_NAMES[level]?.name ?? level;
}

/** The level inside a sentence: "level 1", "Building", "not placed". */
export function levelPhrase(level: Level): string {
  if (level === "Not placed") return "not placed";
  return /^[0-9.]+$/.test(level) ? `level ${level}` : levelName(level);
}

const ROLE_NAMES: Partial<Record<Role, readonly [one: string, several: string]>> = {
  plc: ["PLC", "PLCs"],
  rtu: ["RTU", "RTUs"],
  ied: ["IED", "IEDs"],
  "dcs controller": ["DCS controller", "DCS controllers"],
  cnc: ["CNC", "CNCs"],
  "remote io": ["Remote I/O", "Remote I/O"],
  hmi: ["HMI", "HMIs"],
  "scada server": ["SCADA server", "SCADA servers"],
  "opc server": ["OPC server", "OPC servers"],
  "mqtt broker": ["MQTT broker", "MQTT brokers"],
  "iot hub": ["IoT hub", "IoT hubs"],
  "medical imaging": ["Medical imaging", "Medical imaging"],
  pacs: ["PACS", "PACS"],
  "5g core": ["5G core", "5G core"],
  "user equipment": ["User equipment", "User equipment"],
  switch: ["Switch", "Switches"],
  unknown: ["Unknown kind", "Unknown kinds"],
};

/** The role as a label: "PLC", or "PLCs" for several. */
export function roleName(role: Role, several = false): string {
  const known = ROLE_NAMES[role];
  if (known) return known[several ? 1 : 0];
  const one = role.charAt(0).toUpperCase() + role.slice(1);
  if (!several) return one;
  return /(s|x|ch|sh)$/.test(one) ? `${one}es` : /[^aeo]y$/.test(one) ? `${one.slice(0, -1)}ies` : `${one}s`;
}

const ATTRIBUTE_NAMES: Readonly<Record<Attribute, string>> = {
  vendor: "Maker",
  model: "Model",
  orderNumber: "Order number",
  hardware: "Hardware",
  firmware: "Firmware",
  serial: "Serial",
  software: "Software",
  operatingSystem: "System",
  name: "Name",
  domainName: "Domain name",
  description: "Description",
  location: "Location",
  contact: "Contact",
  role: "Role",
  kind: "Maker's kind",
  user: "User",
  siteCode: "Site code",
};

/** The attribute as a label. */
export function attributeName(attribute: Attribute): string {
  return ATTRIBUTE_NAMES[attribute] ?? attribute;
}

const ACT_NAMES: Readonly<Record<Act, string>> = {
  other: "other traffic",
  identify: "identifies",
  read: "reads",
  alarm: "alarms",
  time: "time",
  authenticate: "signs in",
  file: "files",
  write: "writes",
  control: "controls",
  configure: "configures",
  program: "programs",
};

/** What an act does, as a word behind the client's name. */
export function actName(act: Act): string {
  return ACT_NAMES[act] ?? act;
}

/** The function as words, without the name of the protocol that the place already tells: "read holding registers". */
export function operationName(operation: string, protocol: string): string {
  const own = operation.startsWith(`${protocol}:`) ? operation.slice(protocol.length + 1) : operation;
  return own.replace(":", " ").replaceAll("_", " ");
}

const SMALL_NUMBERS = [
  "no",
  "one",
  "two",
  "three",
  "four",
  "five",
  "six",
  "seven",
  "eight",
  "nine",
  "ten",
  "eleven",
  "twelve",
];

/** Small whole numbers as words, others with thin groups: "two", "1,204". */
export function numberWord(count: number): string {
  return SMALL_NUMBERS[count] ?? formatCount(count);
}

/** A whole number with commas: 1204567 gives "1,204,567"; numbers that are not finite give "unknown". */
export function formatCount(count: number): string {
  if (!Number.isFinite(count)) return "unknown";
  const digits = String(Math.round(Math.abs(count)));
  let grouped = "";
  for (let i = 0; i < digits.length; i++) {
    if (i > 0 && (digits.length - i) % 3 === 0) grouped += ",";
    grouped += digits[i];
  }
  return count < 0 && grouped !== "0" ? `−${grouped}` : grouped;
}

/** "1 device", "3 devices"; the plural is the singular with s unless given. */
export function plural(count: number, one: string, several = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : several}`;
}

/**
 * A protocol as its standard writes it, by its short name: the one way in which people are told of protocols. What is known
 * by its port or number alone goes by that: "TCP 502", "OSPF".
 */
export function protocolTitle(titles: ReadonlyMap<string, string>, protocol: string): string {
  const known = titles.get(protocol);
  if (known !== undefined && known !== protocol) return known;
  const carrier = /^(tcp|udp|ip|sctp) (.+)$/.exec(protocol);
  if (carrier) return `${(carrier[1] as string).toUpperCase()} ${carrier[2]}`;
  return known ?? (/^[a-z0-9]{2,5}$/.test(protocol) ? protocol.toUpperCase() : protocol);
}

/** "told by sFlow of 10.0.0.254, not seen; one of 1,000 packets looked at": who told of a link that nobody saw. */
export function toldWords({ exporters, sampling }: ToldBy): string {
  const [first] = exporters;
  const others = exporters.length > 1 ? ` and ${plural(exporters.length - 1, "other")}` : "";
  const looked =
    sampling === 1
      ? ""
      : sampling === 0
        ? "; some packets not counted"
        : `; one of ${formatCount(sampling)} packets looked at`;
  return `told by ${first === undefined ? "an exporter" : `${first.by} of ${first.address}`}${others}, not seen${looked}`;
}

/** Bytes in decimal units with at most three digits: "812 bytes", "1.2 MB". */
export function formatBytes(bytes: number): string {
  if (!Number.isFinite(bytes)) return "unknown";
  if (bytes < 1000) return plural(bytes, "byte");
  let value = bytes;
  let unit = -1;
  while (value >= 999.5 && unit < 4) {
    value /= 1000;
    unit++;
  }
  return `${value < 9.95 ? value.toFixed(1) : value.toFixed(0)} ${["kB", "MB", "GB", "TB", "PB"][unit]}`;
}

/** A share as percent: 0.943 gives "94 %"; shares that round to nothing or all say "under 1 %" and "over 99 %". */
export function formatShare(share: number): string {
  if (!Number.isFinite(share)) return "unknown";
  if (share > 0 && share < 0.01) return "under 1 %";
  if (share < 1 && share > 0.99) return "over 99 %";
  return `${Math.round(share * 100)} %`;
}

/** Seconds as a length of time: "4 ms", "2.5 s", "3 min", "2 h 10 min", "5 d 3 h". */
export function formatDuration(seconds: number): string {
  if (!Number.isFinite(seconds) || seconds < 0) return "unknown";
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 10) return `${trimZeros(seconds.toFixed(1))} s`;
  if (seconds < 120) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  const days = Math.floor(hours / 24);
  return hours % 24 === 0 ? `${days} d` : `${days} d ${hours % 24} h`;
}

function trimZeros(text: string): string {
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

/** The MAC address as colon-separated pairs, from 12 hex digits or what it already is. */
export function formatMac(mac: string): string {
  return /^[0-9a-f]{12}$/i.test(mac) ? mac.toLowerCase().match(/../g)!.join(":") : mac;
}

/** The first letter in upper case. */
export function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
