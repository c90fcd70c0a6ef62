import type { Domain, Level, Role } from "../../model/role.ts";
import type { SystemProfile } from "../host.ts";

/** A kind of device: what it is, how its network stack behaves, and what it says of itself where it is asked. */
export interface DeviceType {
  /** As a site calls it. */
  name: string;
  /** For people. */
  title: string;
  vendor: string;
  /** First three bytes of its hardware addresses, e.g. "00:80:f4". */
  block: string;
  model: string;
  /** "" where the maker has none. */
  orderNumber: string;
  firmware: string;
  /** What serial numbers begin with, "" for none. */
  serialPrefix: string;
  operatingSystem: string;
  role: Role;
  /** Roles that look the same on the wire. */
  alsoRoles: readonly Role[];
  domain: Domain;
  level: Level;
  /** Levels that a fair reader could argue for as well. */
  alsoLevels: readonly Level[];
  system: SystemProfile;
  /** Physics of the process it works in, "" for none. */
  process: string;
  /** Identity numbers that protocols need: CIP vendor and product, BACnet vendor, PROFINET vendor and device. */
  numbers: Readonly<Record<string, number>>;
}

/** Fills up a description of a device type. */
export function deviceType(
  given: Pick<DeviceType, "name" | "title" | "vendor" | "block" | "role" | "domain" | "level" | "system"> &
    Partial<DeviceType>,
): DeviceType {
  return {
    model: "",
    orderNumber: "",
    firmware: "",
    serialPrefix: "",
    operatingSystem: "",
    alsoLevels: [],
    alsoRoles: [],
    process: "",
    numbers: {},
    ...given,
  };
}
