// CIP volume 1, chapter 6: device profiles, numbered by the Identity object's device type.
import type { Role } from "../../../model/role.ts";

interface Profile {
  name: string;
  role?: Role;
}

const PROFILES: Readonly<Record<number, Profile>> = {
  0: { name: "Generic Device" },
  2: { name: "AC Drive", role: "drive" },
  3: { name: "Motor Overload", role: "actuator" },
  4: { name: "Limit Switch", role: "sensor" },
  5: { name: "Inductive Proximity Switch", role: "sensor" },
  6: { name: "Photoelectric Sensor", role: "sensor" },
  7: { name: "General Purpose Discrete I/O", role: "remote io" },
  9: { name: "Resolver", role: "sensor" },
  10: { name: "General Purpose Analog I/O", role: "remote io" },
  12: { name: "Communications Adapter" },
  14: { name: "Programmable Logic Controller", role: "plc" },
  16: { name: "Position Controller", role: "drive" },
  19: { name: "DC Drive", role: "drive" },
  20: { name: "Servo Drive", role: "drive" },
  21: { name: "Contactor", role: "actuator" },
  22: { name: "Motor Starter", role: "actuator" },
  23: { name: "Softstart Starter", role: "actuator" },
  24: { name: "Human-Machine Interface", role: "hmi" },
  26: { name: "Mass Flow Controller", role: "actuator" },
  27: { name: "Pneumatic Valve", role: "actuator" },
  28: { name: "Vacuum Pressure Gauge", role: "sensor" },
  29: { name: "Process Control Valve", role: "actuator" },
  30: { name: "Residual Gas Analyzer", role: "sensor" },
  31: { name: "DC Power Generator" },
  32: { name: "RF Power Generator" },
  33: { name: "Turbomolecular Vacuum Pump", role: "actuator" },
  34: { name: "Encoder", role: "sensor" },
  35: { name: "Safety Discrete I/O", role: "remote io" },
  36: { name: "Fluid Flow Controller", role: "actuator" },
  37: { name: "CIP Motion Drive", role: "drive" },
  38: { name: "CompoNet Repeater" },
  39: { name: "Mass Flow Controller, Enhanced", role: "actuator" },
  40: { name: "CIP Modbus Device" },
  41: { name: "CIP Modbus Translator", role: "gateway" },
  42: { name: "Safety Analog I/O", role: "remote io" },
  43: { name: "Generic Device (keyable)" },
  44: { name: "Managed Ethernet Switch", role: "switch" },
  45: { name: "CIP Motion Safety Drive", role: "drive" },
  46: { name: "Safety Drive", role: "drive" },
  47: { name: "CIP Motion Encoder", role: "sensor" },
  48: { name: "CIP Motion Converter", role: "drive" },
  49: { name: "CIP Motion I/O", role: "remote io" },
  59: { name: "ControlNet Physical Layer Component" },
  200: { name: "Embedded Component" },
};

/** The profile's name for a device type; "" when ODVA's table as known here has none. */
export function profileName(deviceType: number): string {
  return PROFILES[deviceType]?.name ?? "";
}

/** The role that a device profile implies; "" when it implies none. */
export function profileRole(deviceType: number): Role | "" {
  return PROFILES[deviceType]?.role ?? "";
}
