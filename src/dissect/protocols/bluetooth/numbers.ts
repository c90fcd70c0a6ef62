// Bluetooth assigned numbers: company identifiers, services, characteristics, appearances.
import type { Role } from "../../../model/role.ts";

const COMPANIES: ReadonlyMap<number, string> = new Map([
  [1, "Nokia"],
  [2, "Intel"],
  [6, "Microsoft"],
  [10, "Qualcomm"],
  [13, "Texas Instruments"],
  [15, "Broadcom"],
  [29, "Qualcomm"],
  [70, "MediaTek"],
  [76, "Apple"],
  [89, "Nordic Semiconductor"],
  [93, "Realtek"],
  [105, "A&D"],
  [107, "Polar"],
  [117, "Samsung"],
  [135, "Garmin"],
  [208, "Dexcom"],
  [209, "Polar"],
  [210, "Dialog Semiconductor"],
  [224, "Google"],
  [305, "Cypress"],
  [343, "Huami"],
  [349, "Estimote"],
  [359, "Ascensia"],
  [365, "LifeScan"],
  [368, "Roche"],
  [369, "Amazon"],
  [398, "Fitbit"],
  [474, "Logitech"],
  [477, "Philips"],
  [505, "Medtronic"],
  [526, "Omron Healthcare"],
  [558, "Siemens"],
  [579, "Masimo"],
  [678, "Bosch"],
  [694, "Schneider Electric"],
  [725, "Omron"],
  [741, "Espressif"],
  [767, "Silicon Labs"],
  [864, "Insulet"],
  [911, "Xiaomi"],
  [955, "Abbott"],
  [1023, "Withings"],
  [1177, "Ruuvi"],
  [1318, "Honeywell"],
  [1551, "Signify"],
  [1553, "Beurer"],
  [1660, "Tile"],
  [2000, "Tuya"],
  [2160, "Wyze Labs"],
]);

/** The company with an identifier, "" when it is not known here. */
export function companyOf(identifier: number): string {
  return COMPANIES.get(identifier) ?? "";
}

/** Services that companies got numbers for: their devices announce them. */
const MEMBER_SERVICES: ReadonlyMap<number, string> = new Map([
  [0xfd5a, "Samsung"],
  [0xfd7b, "Wyze Labs"],
  [0xfe07, "Sonos"],
  [0xfe0f, "Signify"],
  [0xfe95, "Xiaomi"],
  [0xfeed, "Tile"],
]);

/** The company that a service belongs to, "" for services that any device may have. */
export function companyOfService(uuid: number): string {
  return MEMBER_SERVICES.get(uuid) ?? "";
}

const SERVICES: ReadonlyMap<number, string> = new Map([
  [0x1800, "generic access"],
  [0x1801, "generic attribute"],
  [0x1802, "immediate alert"],
  [0x1803, "link loss"],
  [0x1804, "tx power"],
  [0x1805, "current time"],
  [0x1806, "reference time update"],
  [0x1807, "next dst change"],
  [0x1808, "glucose"],
  [0x1809, "health thermometer"],
  [0x180a, "device information"],
  [0x180d, "heart rate"],
  [0x180e, "phone alert status"],
  [0x180f, "battery"],
  [0x1810, "blood pressure"],
  [0x1811, "alert notification"],
  [0x1812, "human interface device"],
  [0x1813, "scan parameters"],
  [0x1814, "running speed and cadence"],
  [0x1815, "automation io"],
  [0x1816, "cycling speed and cadence"],
  [0x1818, "cycling power"],
  [0x1819, "location and navigation"],
  [0x181a, "environmental sensing"],
  [0x181b, "body composition"],
  [0x181c, "user data"],
  [0x181d, "weight scale"],
  [0x181e, "bond management"],
  [0x181f, "continuous glucose monitoring"],
  [0x1821, "indoor positioning"],
  [0x1822, "pulse oximeter"],
  [0x1825, "object transfer"],
  [0x1826, "fitness machine"],
  [0x1827, "mesh provisioning"],
  [0x1828, "mesh proxy"],
  [0x183a, "insulin delivery"],
  [0x183b, "binary sensor"],
  [0x183c, "emergency configuration"],
  [0x183e, "physical activity monitor"],
  [0x1840, "generic health sensor"],
  [0xfd6f, "exposure notification"],
  [0xfe59, "Nordic firmware update"],
  [0xfeaa, "Eddystone"],
]);

/** What a service of 16 bits is called here. */
export function serviceName(uuid: number): string {
  const known = SERVICES.get(uuid);
  if (known !== undefined) return known;
  const company = companyOfService(uuid);
  return company === "" ? `service ${hex16(uuid)}` : `service of ${company}`;
}

/** What devices with a service are: health services come with nothing else. */
const SERVICE_ROLES: ReadonlyMap<number, readonly [kind: string, role: Role]> = new Map([
  [0x1808, ["glucose meter", "medical device"]],
  [0x1809, ["health thermometer", "medical device"]],
  // Watches and bands for sports have it, too.
  [0x180d, ["heart rate monitor", "unknown"]],
  [0x1810, ["blood pressure monitor", "medical device"]],
  [0x181b, ["body composition analyzer", "medical device"]],
  [0x181d, ["weight scale", "medical device"]],
  [0x181f, ["continuous glucose monitor", "medical device"]],
  [0x1822, ["pulse oximeter", "medical device"]],
  [0x183a, ["insulin pump", "infusion pump"]],
  [0x183e, ["physical activity monitor", "unknown"]],
  [0x1840, ["health sensor", "medical device"]],
  [0x181a, ["environmental sensor", "sensor"]],
  [0x1827, ["mesh device", "unknown"]],
]);

/** What a service tells of the device that offers it. */
export function roleOfService(uuid: number): readonly [kind: string, role: Role] | undefined {
  return SERVICE_ROLES.get(uuid);
}

const APPEARANCES: ReadonlyMap<number, readonly [kind: string, role: Role]> = new Map([
  [1, ["phone", "mobile device"]],
  [2, ["computer", "workstation"]],
  [3, ["watch", "mobile device"]],
  [5, ["display", "television"]],
  [6, ["remote control", "unknown"]],
  [8, ["tag", "sensor"]],
  [10, ["media player", "speaker"]],
  [11, ["barcode scanner", "scanner"]],
  [12, ["thermometer", "medical device"]],
  [13, ["heart rate sensor", "medical device"]],
  [14, ["blood pressure monitor", "medical device"]],
  [15, ["human interface device", "unknown"]],
  [16, ["glucose meter", "medical device"]],
  [49, ["pulse oximeter", "medical device"]],
  [50, ["weight scale", "medical device"]],
  [52, ["continuous glucose monitor", "medical device"]],
  [53, ["insulin pump", "infusion pump"]],
  [54, ["medication delivery device", "infusion pump"]],
]);

/** What an appearance stands for, by its category. */
export function appearanceOf(appearance: number): readonly [kind: string, role: Role] | undefined {
  return APPEARANCES.get(appearance >> 6);
}

const CHARACTERISTICS: ReadonlyMap<number, string> = new Map([
  [0x2800, "primary service"],
  [0x2801, "secondary service"],
  [0x2802, "include"],
  [0x2803, "characteristic"],
  [0x2902, "client characteristic configuration"],
  [0x2a00, "device name"],
  [0x2a01, "appearance"],
  [0x2a04, "preferred connection parameters"],
  [0x2a05, "service changed"],
  [0x2a06, "alert level"],
  [0x2a08, "date time"],
  [0x2a18, "glucose measurement"],
  [0x2a19, "battery level"],
  [0x2a1c, "temperature measurement"],
  [0x2a1d, "temperature type"],
  [0x2a1e, "intermediate temperature"],
  [0x2a21, "measurement interval"],
  [0x2a23, "system id"],
  [0x2a24, "model number"],
  [0x2a25, "serial number"],
  [0x2a26, "firmware revision"],
  [0x2a27, "hardware revision"],
  [0x2a28, "software revision"],
  [0x2a29, "manufacturer name"],
  [0x2a2a, "regulatory certification data"],
  [0x2a2b, "current time"],
  [0x2a34, "glucose measurement context"],
  [0x2a35, "blood pressure measurement"],
  [0x2a36, "intermediate cuff pressure"],
  [0x2a37, "heart rate measurement"],
  [0x2a38, "body sensor location"],
  [0x2a39, "heart rate control point"],
  [0x2a49, "blood pressure feature"],
  [0x2a50, "pnp id"],
  [0x2a51, "glucose feature"],
  [0x2a52, "record access control point"],
  [0x2a56, "digital"],
  [0x2a58, "analog"],
  [0x2a5e, "plx spot-check measurement"],
  [0x2a5f, "plx continuous measurement"],
  [0x2a60, "plx features"],
  [0x2a62, "pulse oximetry control point"],
  [0x2a6e, "temperature"],
  [0x2a6f, "humidity"],
  [0x2a80, "age"],
  [0x2a85, "date of birth"],
  [0x2a87, "email address"],
  [0x2a8a, "first name"],
  [0x2a8c, "gender"],
  [0x2a8e, "height"],
  [0x2a90, "last name"],
  [0x2a98, "weight"],
  [0x2a9a, "user index"],
  [0x2a9b, "body composition feature"],
  [0x2a9c, "body composition measurement"],
  [0x2a9d, "weight measurement"],
  [0x2a9e, "weight scale feature"],
  [0x2a9f, "user control point"],
  [0x2aa7, "cgm measurement"],
  [0x2aa8, "cgm feature"],
  [0x2aa9, "cgm status"],
  [0x2aaa, "cgm session start time"],
  [0x2aab, "cgm session run time"],
  [0x2aac, "cgm specific operations control point"],
  [0x2ad9, "fitness machine control point"],
  [0x2b20, "idd status changed"],
  [0x2b21, "idd status"],
  [0x2b22, "idd annunciation status"],
  [0x2b23, "idd features"],
  [0x2b24, "idd status reader control point"],
  [0x2b25, "idd command control point"],
  [0x2b26, "idd command data"],
  [0x2b27, "idd record access control point"],
  [0x2b28, "idd history data"],
]);

/** What a characteristic or descriptor of 16 bits is called here. */
export function characteristicName(uuid: number): string {
  return CHARACTERISTICS.get(uuid) ?? `characteristic ${hex16(uuid)}`;
}

/** Four hex digits. */
export function hex16(value: number): string {
  return `0x${value.toString(16).padStart(4, "0")}`;
}
