// Names of controllers: SAE J1939-81 section 4.1.1 (NAME), J1939 annex B (manufacturers, functions, preferred addresses), which ISO 11783 and
// NMEA 2000 share.
import type { Role } from "../../../model/role.ts";

const MAKERS: ReadonlyMap<number, string> = new Map([
  [1, "Bendix"],
  [2, "Allison Transmission"],
  [3, "Ametek"],
  [8, "Caterpillar"],
  [10, "Cummins"],
  [12, "John Deere"],
  [14, "Detroit Diesel"],
  [15, "DICKEY-john"],
  [41, "Motorola"],
  [50, "Bosch"],
  [51, "Bosch"],
  [70, "Flexi-Coil"],
  [94, "CNH Industrial"],
  [102, "AGCO"],
  [135, "Airmar"],
  [137, "Maretron"],
  [140, "Lowrance"],
  [144, "Mercury Marine"],
  [151, "Raven Industries"],
  [163, "BRP"],
  [174, "Volvo Penta"],
  [189, "Qualcomm"],
  [229, "Garmin"],
  [273, "Actisense"],
  [275, "Navico"],
  [304, "EmpirBus"],
  [358, "Victron Energy"],
  [381, "B&G"],
  [419, "Fusion"],
  [717, "Yacht Devices"],
  [1850, "Teleflex"],
  [1851, "Raymarine"],
  [1855, "Furuno"],
  [1856, "Trimble"],
  [1857, "Simrad"],
  [1862, "Yamaha"],
]);

/** The maker with a code, "" when it is not known here. */
export function makerOf(code: number): string {
  return MAKERS.get(code) ?? "";
}

type Kind = readonly [kind: string, role: Role];

/** Functions that mean the same in every industry; those from 128 on depend on it. */
const FUNCTIONS: ReadonlyMap<number, Kind> = new Map([
  [0, ["engine", "unknown"]],
  [1, ["auxiliary power unit", "unknown"]],
  [2, ["electric propulsion control", "drive"]],
  [3, ["transmission", "unknown"]],
  [4, ["battery pack monitor", "sensor"]],
  [5, ["shift console", "hmi"]],
  [6, ["rear power takeoff", "unknown"]],
  [7, ["steering axle", "unknown"]],
  [8, ["drive axle", "unknown"]],
  [9, ["brake system controller", "unknown"]],
  [12, ["engine retarder", "unknown"]],
  [13, ["driveline retarder", "unknown"]],
  [14, ["cruise control", "unknown"]],
  [15, ["fuel system", "unknown"]],
  [16, ["steering controller", "unknown"]],
  [19, ["instrument cluster", "hmi"]],
  [20, ["trip recorder", "historian"]],
  [21, ["cab climate control", "unknown"]],
  [23, ["vehicle navigation", "unknown"]],
  [24, ["vehicle security", "unknown"]],
  [25, ["network interconnect", "gateway"]],
  [26, ["body controller", "unknown"]],
  [27, ["front power takeoff", "unknown"]],
  [28, ["off-vehicle gateway", "gateway"]],
  [29, ["virtual terminal", "hmi"]],
  [30, ["management computer", "unknown"]],
  [31, ["propulsion battery charger", "unknown"]],
  [33, ["system monitor", "unknown"]],
  [34, ["hydraulic pump controller", "unknown"]],
  [35, ["suspension controller", "unknown"]],
  [37, ["cab controller", "unknown"]],
  [38, ["tire pressure control", "unknown"]],
  [44, ["exhaust emission control", "unknown"]],
  [54, ["cellular communications unit", "gateway"]],
  [55, ["satellite communications unit", "gateway"]],
  [56, ["radio communications unit", "gateway"]],
  [60, ["cab display", "hmi"]],
  [61, ["file server", "file server"]],
  [62, ["on-board diagnostic unit", "unknown"]],
  [66, ["input/output controller", "remote io"]],
  [67, ["electrical system controller", "unknown"]],
]);
const AGRICULTURE = 2;
const AGRICULTURAL: ReadonlyMap<number, Kind> = new Map([
  [129, ["operator controls", "hmi"]],
  [130, ["task controller", "unknown"]],
  [131, ["position control", "unknown"]],
  [132, ["machine control", "unknown"]],
  [134, ["tractor control unit", "unknown"]],
  [135, ["sequence control master", "unknown"]],
]);
export const INDUSTRIES: readonly string[] = [
  "global",
  "on-highway",
  "agriculture and forestry",
  "construction",
  "marine",
  "industrial",
];
const MARINE = 4;

/** What a function is, in an industry group; undefined for those without a name here. */
export function functionOf(code: number, industry: number): Kind | undefined {
  if (code < 128) return industry === MARINE ? undefined : FUNCTIONS.get(code);
  return industry === AGRICULTURE ? AGRICULTURAL.get(code) : undefined;
}

/** Who usually has an address, by table B2: a habit, that address claims go before. */
const ADDRESSES: ReadonlyMap<number, string> = new Map([
  [0, "engine"],
  [1, "second engine"],
  [3, "transmission"],
  [11, "brake system controller"],
  [15, "engine retarder"],
  [17, "cruise control"],
  [19, "steering controller"],
  [23, "instrument cluster"],
  [33, "body controller"],
  [38, "virtual terminal"],
  [49, "cab controller"],
  [249, "off-board diagnostic service tool"],
  [250, "second off-board diagnostic service tool"],
]);

/** What usually has an address, or "". */
export function usualAt(address: number): string {
  return ADDRESSES.get(address) ?? "";
}

/** Failure mode identifiers (J1939-73 annex A). */
const MODES: readonly string[] = [
  "data valid but above normal range, most severe",
  "data valid but below normal range, most severe",
  "data erratic",
  "voltage above normal",
  "voltage below normal",
  "current below normal",
  "current above normal",
  "mechanical system not responding",
  "abnormal frequency",
  "abnormal update rate",
  "abnormal rate of change",
  "root cause not known",
  "bad intelligent device",
  "out of calibration",
  "special instructions",
  "data valid but above normal range, least severe",
  "data valid but above normal range, moderately severe",
  "data valid but below normal range, least severe",
  "data valid but below normal range, moderately severe",
  "received network data in error",
  "data drifted high",
  "data drifted low",
];
const CONDITION_EXISTS = 31;

/** What a failure mode identifier says. */
export function failureMode(code: number): string {
  return MODES[code] ?? (code === CONDITION_EXISTS ? "condition exists" : `failure mode ${code}`);
}
