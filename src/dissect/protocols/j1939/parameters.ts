// Parameters of common groups: SAE J1939-71 sections 5.2 (scaling) and 5.3 (groups).
import { pointSpace } from "../../points.ts";
import type { Talk } from "../../talk.ts";

const PARAMETER = pointSpace("j1939", "", "parameter", "node");

/** A parameter by its suspect parameter number (SPN). */
interface Parameter {
  name: string;
  /** First octet from 0, and how many. */
  at: number;
  octets: number;
  factor: number;
  offset: number;
}

type Row = readonly [spn: number, name: string, at: number, octets: number, factor: number, offset: number];

const PERCENT = 0.4;
const SPEED = 0.125;
const TEMPERATURE = 0.03125;
const ABSOLUTE_ZERO = -273;

const ROWS: readonly (readonly [group: number, ...rows: Row[]])[] = [
  [0, [898, "requested speed (rpm)", 1, 2, SPEED, 0], [518, "requested torque (%)", 3, 1, 1, -125]],
  [61441, [521, "brake pedal position (%)", 1, 1, PERCENT, 0]],
  [
    61442,
    [191, "transmission output shaft speed (rpm)", 1, 2, SPEED, 0],
    [161, "transmission input shaft speed (rpm)", 5, 2, SPEED, 0],
  ],
  [
    61443,
    [91, "accelerator pedal position (%)", 1, 1, PERCENT, 0],
    [92, "engine load at current speed (%)", 2, 1, 1, 0],
  ],
  [61444, [513, "actual engine torque (%)", 2, 1, 1, -125], [190, "engine speed (rpm)", 3, 2, SPEED, 0]],
  [61445, [523, "current gear", 3, 1, 1, -125]],
  [65110, [1761, "exhaust fluid level (%)", 0, 1, PERCENT, 0]],
  [65217, [917, "total vehicle distance, high resolution (m)", 0, 4, 5, 0]],
  [65248, [245, "total vehicle distance (km)", 4, 4, SPEED, 0]],
  [65253, [247, "engine hours (h)", 0, 4, 0.05, 0]],
  [65257, [250, "engine total fuel used (L)", 4, 4, 0.5, 0]],
  [
    65262,
    [110, "engine coolant temperature (C)", 0, 1, 1, -40],
    [174, "fuel temperature (C)", 1, 1, 1, -40],
    [175, "engine oil temperature (C)", 2, 2, TEMPERATURE, ABSOLUTE_ZERO],
  ],
  [
    65263,
    [94, "fuel delivery pressure (kPa)", 0, 1, 4, 0],
    [98, "engine oil level (%)", 2, 1, PERCENT, 0],
    [100, "engine oil pressure (kPa)", 3, 1, 4, 0],
    [111, "coolant level (%)", 7, 1, PERCENT, 0],
  ],
  [65265, [84, "wheel-based vehicle speed (km/h)", 1, 2, 1 / 256, 0]],
  [65266, [183, "engine fuel rate (L/h)", 0, 2, 0.05, 0], [51, "throttle position (%)", 6, 1, PERCENT, 0]],
  [
    65269,
    [108, "barometric pressure (kPa)", 0, 1, 0.5, 0],
    [171, "ambient air temperature (C)", 3, 2, TEMPERATURE, ABSOLUTE_ZERO],
  ],
  [
    65270,
    [102, "intake manifold pressure (kPa)", 1, 1, 2, 0],
    [105, "intake manifold temperature (C)", 2, 1, 1, -40],
    [173, "exhaust gas temperature (C)", 5, 2, TEMPERATURE, ABSOLUTE_ZERO],
  ],
  [
    65271,
    [114, "net battery current (A)", 0, 1, 1, -125],
    [168, "battery potential (V)", 4, 2, 0.05, 0],
    [158, "keyswitch battery potential (V)", 6, 2, 0.05, 0],
  ],
  [
    65272,
    [127, "transmission oil pressure (kPa)", 3, 1, 16, 0],
    [177, "transmission oil temperature (C)", 4, 2, TEMPERATURE, ABSOLUTE_ZERO],
  ],
  [65276, [96, "fuel level (%)", 1, 1, PERCENT, 0]],
];

const PARAMETERS: ReadonlyMap<number, readonly Parameter[]> = new Map(
  ROWS.map(([group, ...rows]) => [
    group,
    rows.map(([spn, name, at, octets, factor, offset]) => ({
      name: `SPN ${spn} ${name}`,
      at,
      octets,
      factor,
      offset,
    })),
  ]),
);
/** The highest upper octet of a value: beyond it stand special codes, errors and "not available". */
const HIGHEST = 0xfa;

/** Tells the values that a group in `bytes[start..end)` holds as points of a node. */
export function tellParameters(
  talk: Talk,
  group: number,
  node: number,
  bytes: Uint8Array,
  start: number,
  end: number,
): void {
  const parameters = PARAMETERS.get(group);
  if (parameters === undefined) return;
  for (let index = 0; index < parameters.length; index++) {
    const { name, at, octets, factor, offset } = parameters[index] as Parameter;
    const last = start + at + octets - 1;
    if (last >= end || (bytes[last] as number) > HIGHEST) continue;
    let raw = 0;
    for (let place = last; place >= start + at; place--) raw = raw * 256 + (bytes[place] as number);
    talk.sample(PARAMETER, node, name, -1, raw * factor + offset);
  }
}
