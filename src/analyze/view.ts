import type { Device, Link } from "../model/assessment.ts";
import type { Role } from "../model/role.ts";
import type { ProtocolTraits, SeenRemark, Site } from "../observe/site.ts";
import type { Weight } from "./detection.ts";
import { WEIGHTS } from "./detection.ts";

/** A site as detections ask it: by id, by name, by level. */
export interface SiteView {
  readonly site: Site;
  device(id: string): Device | undefined;
  link(id: string): Link | undefined;
  /** Links of which a device is an end. */
  linksOf(id: string): readonly Link[];
  /** A device in the middle of a sentence: "HMI-CELL1", "camera 10.0.0.7". */
  named(id: string): string;
  /** A device at the start of a sentence. */
  subject(id: string): string;
  /** One or several devices at the start of a sentence. */
  subjects(ids: readonly string[]): string;
  /** Several devices in a sentence: at most three names, then a count. */
  listed(ids: readonly string[]): string;
  /** Which world's weights hold for a device. */
  weightOf(id: string): Weight;
  /** The heaviest weight of several devices. */
  weightOfAll(ids: readonly string[]): Weight;
  /** The same for those that were commanded over a control protocol, whatever else is known of them. */
  weightOfCommanded(ids: readonly string[]): Weight;
  /** Height in the Purdue model, 0 to 5; undefined for segments, boundaries, the outside and what is not placed. */
  heightOf(id: string): number | undefined;
  /** What is known of the protocol of a name ("modbus") or an operation ("modbus:read_coils"). */
  traits(name: string): ProtocolTraits | undefined;
  /** Whether a device stands outside of the site, on the internet. */
  isOutside(id: string): boolean;
  /** Who asks and who answers where a remark was made; the remark's own device first when no link is known. */
  pairOf(seen: SeenRemark): { client: string; server: string };
}

const ACRONYMS: Partial<Record<Role, string>> = {
  plc: "PLC",
  rtu: "RTU",
  ied: "IED",
  "dcs controller": "DCS controller",
  cnc: "CNC",
  hmi: "HMI",
  "scada server": "SCADA server",
  "opc server": "OPC server",
  "mqtt broker": "MQTT broker",
  "iot hub": "IoT hub",
  pacs: "PACS",
  "5g core": "5G core",
  unknown: "device",
};

/** Builds the indexes that detections share. */
export function viewOf(site: Site): SiteView {
  const devices = new Map(site.devices.map((device) => [device.id, device]));
  const links = new Map(site.links.map((link) => [link.id, link]));
  const ends = new Map<string, Link[]>();
  for (const link of site.links) {
    for (const end of new Set([link.client, link.server])) {
      const known = ends.get(end);
      if (known === undefined) ends.set(end, [link]);
      else known.push(link);
    }
  }
  const hasControl = site.devices.some((device) => device.domain === "ICS" || device.domain === "IIoT");
  const labels = new Map<string, number>();
  for (const { label } of site.devices) labels.set(label, (labels.get(label) ?? 0) + 1);
  const named = (id: string): string => {
    const device = devices.get(id);
    if (device === undefined) return id === "" ? "an unknown device" : id;
    const [address] = [...device.ips, ...device.macs];
    const isShared = (labels.get(device.label) ?? 0) > 1 && address !== undefined && !device.label.includes(address);
    const label = isShared ? `${device.label} (${address})` : device.label;
    return device.hostName !== "" ? label : `${ACRONYMS[device.role] ?? device.role} ${label}`;
  };
  const weightOf = (id: string): Weight => {
    const device = devices.get(id);
    return device === undefined ? "IT" : weightOfDevice(device, hasControl);
  };
  const isOutside = (id: string): boolean => {
    const device = devices.get(id);
    return device !== undefined && (device.level.level === "Outside" || device.domain === "outside");
  };
  const listed = (ids: readonly string[]): string => {
    const names = ids.map(named);
    if (names.length === 0) return "a device that never spoke";
    if (names.length <= 3) return names.length === 1 ? (names[0] as string) : joinedNames(names);
    return `${names.slice(0, 2).join(", ")} and ${names.length - 2} more`;
  };
  // What a device calls itself is not changed.
  const atStart = (text: string, first: string | undefined): string => {
    const device = devices.get(first ?? "");
    return device !== undefined && device.hostName !== "" ? text : text.charAt(0).toUpperCase() + text.slice(1);
  };
  return {
    site,
    device: (id) => devices.get(id),
    link: (id) => links.get(id),
    linksOf: (id) => ends.get(id) ?? [],
    named,
    subject: (id) => atStart(named(id), id),
    subjects: (ids) => atStart(listed(ids), ids[0]),
    listed,
    weightOf,
    weightOfAll: (ids) => {
      const weights = ids.map(weightOf);
      return WEIGHTS.find((weight) => weights.includes(weight)) ?? "IT";
    },
    weightOfCommanded: (ids) => (ids.some((id) => weightOf(id) === "IoMT") ? "IoMT" : "OT"),
    heightOf: (id) => {
      const level = devices.get(id)?.level.level ?? "";
      return /^[0-5](\.5)?$/.test(level) ? Number(level) : undefined;
    },
    traits: (name) => site.protocols.get(name.split(":")[0] as string),
    isOutside,
    pairOf: (seen) => {
      const link = links.get(seen.link);
      return link === undefined
        ? { client: seen.device, server: seen.peer }
        : { client: link.client, server: link.server };
    },
  };
}

function joinedNames(names: readonly string[]): string {
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

function weightOfDevice(device: Device, hasControl: boolean): Weight {
  const level = device.level.level;
  if (device.domain === "IoMT" || level === "IoMT") return "IoMT";
  if (device.domain === "ICS" || device.domain === "IIoT" || device.domain === "building") return "OT";
  if (device.domain === "IoT") return "IoT";
  if (device.domain === "outside" || level === "Outside") return "IT";
  if (["0", "1", "2", "3", "Building"].includes(level)) return "OT";
  // A switch or a router that carries control traffic takes the plant down with it.
  return device.domain === "network" && hasControl ? "OT" : "IT";
}
