// CIP volume 1, 5-2 (Identity object) and volume 2, 2-4.2 (List Identity): what a device says it is.
import type { About, Talk } from "../../talk.ts";
import { profileName, profileRole } from "./profiles.ts";
import { vendorName } from "./vendors.ts";

const SURE = 0.95;

/** Claims the vendor that a vendor id stands for. */
export function claimVendor(
  talk: Talk,
  about: About,
  vendorId: number,
  method: string,
  start: number,
  end: number,
): void {
  const name = vendorName(vendorId);
  // Vendor 0 is reserved; an id missing from the table is still worth telling.
  if (name !== "") talk.claim(about, "vendor", name, SURE, method, start, end);
  else if (vendorId !== 0) talk.claim(about, "vendor", `ODVA vendor ${vendorId}`, 0.5, method, start, end);
}

/** Claims the device profile, and the role where the profile implies one. */
export function claimDeviceType(
  talk: Talk,
  about: About,
  deviceType: number,
  method: string,
  start: number,
  end: number,
): void {
  const name = profileName(deviceType);
  talk.claim(
    about,
    "kind",
    name === "" ? `CIP device type ${deviceType}` : name,
    name === "" ? 0.5 : SURE,
    method,
    start,
    end,
  );
  const role = profileRole(deviceType);
  if (role !== "") talk.claim(about, "role", role, 0.8, method, start, end);
}

/** A revision as makers print it: major and three digits of minor, "33.011". */
export function revisionText(major: number, minor: number): string {
  return `${major}.${String(minor).padStart(3, "0")}`;
}

/** Claims the firmware revision. */
export function claimRevision(
  talk: Talk,
  about: About,
  major: number,
  minor: number,
  method: string,
  start: number,
  end: number,
): void {
  if (major !== 0 || minor !== 0)
    talk.claim(about, "firmware", revisionText(major & 0x7f, minor), SURE, method, start, end);
}

/** A serial number as makers print it: eight upper-case hexadecimal digits. */
export function serialText(serial: number): string {
  return serial.toString(16).toUpperCase().padStart(8, "0");
}

/** Claims the serial number; zero means that the device has none. */
export function claimSerial(
  talk: Talk,
  about: About,
  serial: number,
  method: string,
  start: number,
  end: number,
): void {
  if (serial !== 0) talk.claim(about, "serial", serialText(serial), SURE, method, start, end);
}

/**
 * Claims the model, and the catalog number and series where the product name is one ("1756-ENBT/A", or
 * "1756-L61/B LOGIX5561").
 */
export function claimProduct(
  talk: Talk,
  about: About,
  product: string,
  method: string,
  start: number,
  end: number,
): void {
  if (product === "") return;
  talk.claim(about, "model", product, SURE, method, start, end);
  const catalog = /^(\d{4}[A-Z]{0,2}-[A-Z0-9]+(?:-[A-Z0-9]+)*)(?:\/([A-Z]))?(?:\s|$)/.exec(product);
  if (catalog === null) return;
  talk.claim(about, "orderNumber", catalog[1] as string, 0.85, method, start, end);
  if (catalog[2] !== undefined) talk.claim(about, "hardware", `series ${catalog[2]}`, 0.85, method, start, end);
}

const EXTENDED = [
  "self_testing_or_unknown",
  "firmware_update_in_progress",
  "at_least_one_faulted_io_connection",
  "no_io_connections_established",
  "nonvolatile_configuration_bad",
  "major_fault",
  "at_least_one_io_connection_in_run_mode",
  "at_least_one_io_connection_all_in_idle_mode",
];

/** The bits of the Identity object's status word. */
export function identityStatus(status: number): object {
  return {
    owned: (status & 0x0001) !== 0,
    configured: (status & 0x0004) !== 0,
    extended_device_status: EXTENDED[(status >> 4) & 0x0f] ?? "vendor_or_reserved",
    minor_recoverable_fault: (status & 0x0100) !== 0,
    minor_unrecoverable_fault: (status & 0x0200) !== 0,
    major_recoverable_fault: (status & 0x0400) !== 0,
    major_unrecoverable_fault: (status & 0x0800) !== 0,
  };
}

const STATES = [
  "nonexistent",
  "device_self_testing",
  "standby",
  "operational",
  "major_recoverable_fault",
  "major_unrecoverable_fault",
];

/** The name of the Identity object's state. */
export function stateName(state: number): string {
  return STATES[state] ?? (state === 255 ? "default" : "reserved");
}
