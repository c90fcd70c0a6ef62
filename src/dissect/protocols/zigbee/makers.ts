// Numbers that Zigbee devices say of themselves: manufacturer codes (CSA 05-3874), device identifiers of the home automation
// profile (CSA 05-3520 section 5.4).
import type { Role } from "../../../model/role.ts";

const MAKERS: ReadonlyMap<number, string> = new Map([
  [0x1002, "Ember"],
  [0x100b, "Philips"],
  [0x1015, "Develco"],
  [0x1037, "Jennic"],
  [0x1040, "Control4"],
  [0x1049, "Silicon Labs"],
  [0x104e, "CentraLite"],
  [0x105e, "Schneider Electric"],
  [0x109f, "Netvox"],
  [0x10f2, "Ubisys"],
  [0x110c, "Osram"],
  [0x1131, "Sercomm"],
  [0x1133, "Bosch"],
  [0x114a, "Bosch"],
  [0x115f, "Lumi"],
  [0x117c, "IKEA"],
  [0x1189, "LEDVANCE"],
  [0x1209, "Bosch"],
  [0x120b, "Heiman"],
  [0x1241, "Samjin"],
  [0x1246, "Danfoss"],
]);

/** The maker with a manufacturer code, "" when it is not known here. */
export function makerOf(code: number): string {
  return MAKERS.get(code) ?? "";
}

const DEVICES: ReadonlyMap<number, readonly [kind: string, role: Role | ""]> = new Map([
  [0x0000, ["on/off switch", ""]],
  [0x0002, ["on/off output", "actuator"]],
  [0x0006, ["remote control", ""]],
  [0x0009, ["mains power outlet", "smart plug"]],
  [0x000a, ["door lock", "actuator"]],
  [0x000c, ["simple sensor", "sensor"]],
  [0x0051, ["smart plug", "smart plug"]],
  [0x0053, ["meter interface", "meter"]],
  [0x0100, ["on/off light", "light"]],
  [0x0101, ["dimmable light", "light"]],
  [0x0102, ["color dimmable light", "light"]],
  [0x0103, ["on/off light switch", ""]],
  [0x0104, ["dimmer switch", ""]],
  [0x0106, ["light sensor", "sensor"]],
  [0x0107, ["occupancy sensor", "sensor"]],
  [0x010c, ["color temperature light", "light"]],
  [0x0200, ["shade", "actuator"]],
  [0x0202, ["window covering", "actuator"]],
  [0x0300, ["heating and cooling unit", "actuator"]],
  [0x0301, ["thermostat", "building controller"]],
  [0x0302, ["temperature sensor", "sensor"]],
  [0x0303, ["pump", "actuator"]],
  [0x0305, ["pressure sensor", "sensor"]],
  [0x0306, ["flow sensor", "sensor"]],
  [0x0400, ["alarm control panel", "building controller"]],
  [0x0401, ["alarm keypad", ""]],
  [0x0402, ["alarm zone", "sensor"]],
  [0x0403, ["alarm warning device", "actuator"]],
]);

/** What a device identifier of home automation stands for; undefined where the profile does not name it. */
export function deviceOf(identifier: number): readonly [kind: string, role: Role | ""] | undefined {
  return DEVICES.get(identifier);
}
