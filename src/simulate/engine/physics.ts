import type { Random } from "../random.ts";
import { SECOND } from "../schedule.ts";
import { wave } from "../wave.ts";

/** One value of a process: its unit, where it usually lies, and whether operators set it. */
export interface PhysicalPoint {
  name: string;
  unit: string;
  low: number;
  high: number;
  settable?: boolean;
}

/** How a process behaves. */
export interface Physics {
  name: string;
  points: readonly PhysicalPoint[];
  initial: readonly number[];
  /** Lets `seconds` pass; `hour` is the hour of the day, 0 to 24. */
  step(values: Float64Array, seconds: number, random: Random, hour: number): void;
}

const LONGEST_STEP = 2;
const MOST_STEPS = 60;
const POINT_NAMES = new WeakMap<Physics, readonly string[]>();

/** One process at work; its values are computed when somebody looks at them. */
export class Process {
  readonly physics: Physics;
  readonly values: Float64Array;
  private readonly random: Random;
  private readonly epoch: number;
  private time = 0;
  /** Set while a sensor lies: point number and what it says. */
  private stuck: Map<number, number> | undefined;

  constructor(physics: Physics, random: Random, epoch: number) {
    this.physics = physics;
    this.values = Float64Array.from(physics.initial);
    this.random = random;
    this.epoch = epoch;
    for (let index = 0; index < this.values.length; index++) {
      if (physics.points[index].unit !== "") this.values[index] *= 0.98 + random.fraction() * 0.04;
    }
  }

  /** Names of the points behind that of the physics, such as "tank.level"; the same texts for all processes of a kind. */
  get pointNames(): readonly string[] {
    const known = POINT_NAMES.get(this.physics);
    if (known !== undefined) return known;
    const made = this.physics.points.map((point) => `${this.physics.name}.${point.name}`);
    POINT_NAMES.set(this.physics, made);
    return made;
  }

  /** A value as the sensor says it at a time in nanoseconds. */
  read(point: number, now: number): number {
    this.advance(now);
    return this.stuck?.get(point) ?? this.values[point];
  }

  /** From now on the sensor of a point says this. */
  stick(point: number, value: number): void {
    this.stuck ??= new Map();
    this.stuck.set(point, value);
  }

  /** All sensors say again what they see. */
  unstick(): void {
    this.stuck = undefined;
  }

  /** Number of a point, -1 when there is none of that name. */
  find(name: string): number {
    return this.physics.points.findIndex((point) => point.name === name);
  }

  private advance(now: number): void {
    let left = (now - this.time) / SECOND;
    if (left < 0.05) return;
    this.time = now;
    const hour = ((this.epoch + now / SECOND) % 86400) / 3600;
    const length = Math.max(LONGEST_STEP, left / MOST_STEPS);
    while (left > 0) {
      const seconds = Math.min(left, length);
      this.physics.step(this.values, seconds, this.random, hour);
      left -= seconds;
    }
  }
}

/** A wave of one day, -1 to 1, highest at 15 o'clock. */
export function dayWave(hour: number): number {
  return wave((hour - 9) / 24);
}

/** How busy people are: 1 in the day shift, less in the evening, little at night. */
export function shift(hour: number): number {
  if (hour >= 6 && hour < 18) return 1;
  if (hour >= 18 && hour < 22) return 0.4;
  return 0.1;
}

function toward(value: number, goal: number, seconds: number, lag: number): number {
  return value + (goal - value) * Math.min(1, seconds / lag);
}

function noise(random: Random, size: number): number {
  return (random.fraction() - 0.5) * size;
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, value));
}

/** The processes that devices can have. */
export const PHYSICS: readonly Physics[] = [
  {
    name: "tank",
    points: [
      { name: "level", unit: "%", low: 20, high: 90 },
      { name: "inflow", unit: "l/min", low: 0, high: 300 },
      { name: "outflow", unit: "l/min", low: 100, high: 260 },
      { name: "pump_frequency", unit: "Hz", low: 0, high: 50 },
      { name: "level_wanted", unit: "%", low: 40, high: 80, settable: true },
      { name: "running", unit: "", low: 0, high: 1, settable: true },
    ],
    initial: [61, 186, 186, 31, 62, 1],
    step(values, seconds, random, hour) {
      const wanted = values[5] > 0.5 ? clamp(31 + (values[4] - values[0]) * 6, 5, 50) : 0;
      values[3] = clamp(toward(values[3], wanted, seconds, 3) + noise(random, 0.05), 0, 50);
      values[1] = values[3] * 6;
      values[2] = 186 + 40 * dayWave(hour) + noise(random, 3);
      values[0] = clamp(values[0] + ((values[1] - values[2]) / 60 / 30) * seconds, 0, 100);
    },
  },
  {
    name: "motor",
    points: [
      { name: "speed", unit: "rpm", low: 0, high: 1500 },
      { name: "current", unit: "A", low: 0, high: 40 },
      { name: "temperature", unit: "°C", low: 15, high: 95 },
      { name: "speed_wanted", unit: "rpm", low: 0, high: 1500, settable: true },
      { name: "running", unit: "", low: 0, high: 1, settable: true },
    ],
    initial: [1180, 22, 61, 1200, 1],
    step(values, seconds, random) {
      values[0] = Math.max(0, toward(values[0], values[4] > 0.5 ? values[3] : 0, seconds, 4) + noise(random, 2));
      values[1] = values[0] * 0.018 + noise(random, 0.4) + 1;
      values[2] = toward(values[2], 22 + values[1] * 1.8, seconds, 240);
    },
  },
  {
    name: "line",
    points: [
      { name: "rate", unit: "1/min", low: 0, high: 420 },
      { name: "count", unit: "1", low: 0, high: 4_000_000 },
      { name: "rejects", unit: "1", low: 0, high: 40_000 },
      { name: "fill_volume", unit: "ml", low: 495, high: 505 },
      { name: "rate_wanted", unit: "1/min", low: 0, high: 420, settable: true },
      { name: "running", unit: "", low: 0, high: 1, settable: true },
    ],
    initial: [380, 182400, 910, 500, 390, 1],
    step(values, seconds, random) {
      values[0] = Math.max(0, toward(values[0], values[5] > 0.5 ? values[4] : 0, seconds, 8) + noise(random, 3));
      values[1] += (values[0] / 60) * seconds;
      if (random.chance(Math.min(1, seconds * 0.03))) values[2]++;
      values[3] = 500 + noise(random, 3);
    },
  },
  {
    name: "feeder",
    points: [
      { name: "voltage", unit: "kV", low: 19.4, high: 20.6 },
      { name: "current", unit: "A", low: 0, high: 400 },
      { name: "power", unit: "MW", low: 0, high: 14 },
      { name: "frequency", unit: "Hz", low: 49.9, high: 50.1 },
      { name: "breaker_closed", unit: "", low: 0, high: 1, settable: true },
    ],
    initial: [20, 180, 6.2, 50, 1],
    step(values, seconds, random, hour) {
      values[3] = toward(values[3], 50, seconds, 20) + noise(random, 0.006);
      values[0] = toward(values[0], 20 - values[1] * 0.0006, seconds, 5) + noise(random, 0.02);
      values[1] =
        values[4] > 0.5 ? Math.max(0, toward(values[1], 190 + 80 * dayWave(hour), seconds, 60) + noise(random, 3)) : 0;
      values[2] = values[0] * values[1] * 0.001732 * 0.97;
    },
  },
  {
    name: "infusion",
    points: [
      { name: "rate", unit: "ml/h", low: 0, high: 120 },
      { name: "infused", unit: "ml", low: 0, high: 2000 },
      { name: "rate_wanted", unit: "ml/h", low: 1, high: 120, settable: true },
      { name: "running", unit: "", low: 0, high: 1, settable: true },
    ],
    initial: [42, 180, 42, 1],
    step(values, seconds, random) {
      values[0] = Math.max(0, toward(values[0], values[3] > 0.5 ? values[2] : 0, seconds, 3) + noise(random, 0.05));
      values[1] += (values[0] / 3600) * seconds;
    },
  },
  {
    name: "room",
    points: [
      { name: "temperature", unit: "°C", low: 17, high: 28 },
      { name: "humidity", unit: "%", low: 25, high: 65 },
      { name: "co2", unit: "ppm", low: 380, high: 1400 },
      { name: "valve", unit: "%", low: 0, high: 100 },
      { name: "temperature_wanted", unit: "°C", low: 18, high: 25, settable: true },
    ],
    initial: [21.2, 44, 620, 35, 21.5],
    step(values, seconds, random, hour) {
      values[3] = clamp(35 + (values[4] - values[0]) * 40, 0, 100);
      values[0] = toward(values[0], 17 + values[3] * 0.12 + 2 * dayWave(hour), seconds, 900) + noise(random, 0.02);
      values[1] = toward(values[1], 44 - 6 * dayWave(hour), seconds, 1800) + noise(random, 0.1);
      values[2] = toward(values[2], 420 + 500 * shift(hour), seconds, 1200) + noise(random, 4);
    },
  },
  {
    name: "patient",
    points: [
      { name: "heart_rate", unit: "/min", low: 45, high: 130 },
      { name: "oxygen_saturation", unit: "%", low: 90, high: 100 },
      { name: "respiration_rate", unit: "/min", low: 8, high: 28 },
      { name: "systolic_pressure", unit: "mm[Hg]", low: 90, high: 170 },
      { name: "diastolic_pressure", unit: "mm[Hg]", low: 50, high: 100 },
    ],
    initial: [74, 97, 15, 124, 78],
    step(values, seconds, random, hour) {
      values[0] = clamp(toward(values[0], 72 + 6 * dayWave(hour), seconds, 60) + noise(random, 1.2), 45, 130);
      values[1] = clamp(toward(values[1], 97, seconds, 90) + noise(random, 0.3), 88, 100);
      values[2] = clamp(toward(values[2], 12 + values[0] * 0.05, seconds, 40) + noise(random, 0.4), 8, 28);
      values[3] = clamp(toward(values[3], 90 + values[0] * 0.45, seconds, 120) + noise(random, 0.9), 85, 180);
      values[4] = clamp(values[3] * 0.63 + noise(random, 0.6), 45, 110);
    },
  },
  {
    name: "reactor",
    points: [
      { name: "temperature", unit: "°C", low: 300, high: 420 },
      { name: "pressure", unit: "bar", low: 8, high: 24 },
      { name: "feed_flow", unit: "m3/h", low: 20, high: 60 },
      { name: "level", unit: "%", low: 30, high: 80 },
      { name: "temperature_wanted", unit: "°C", low: 320, high: 400, settable: true },
      { name: "trip", unit: "", low: 0, high: 1 },
    ],
    initial: [362, 15.5, 41, 55, 365, 0],
    step(values, seconds, random) {
      values[0] = toward(values[0], values[4], seconds, 300) + noise(random, 0.3);
      values[1] = toward(values[1], 15.5 + (values[0] - 362) * 0.08, seconds, 60) + noise(random, 0.05);
      values[2] = toward(values[2], 41, seconds, 30) + noise(random, 0.4);
      values[3] = clamp(values[3] + (values[2] - 41) * 0.004 * seconds, 0, 100);
      if (values[1] > 22) values[5] = 1;
    },
  },
  {
    name: "sensor",
    points: [
      { name: "temperature", unit: "°C", low: -10, high: 40 },
      { name: "humidity", unit: "%", low: 20, high: 90 },
      { name: "battery", unit: "%", low: 0, high: 100 },
    ],
    initial: [18, 55, 88],
    step(values, seconds, random, hour) {
      values[0] = toward(values[0], 16 + 6 * dayWave(hour), seconds, 600) + noise(random, 0.1);
      values[1] = clamp(toward(values[1], 60 - 15 * dayWave(hour), seconds, 600) + noise(random, 0.4), 5, 100);
      values[2] = Math.max(1, values[2] - seconds * 0.000002);
    },
  },
  {
    name: "meter",
    points: [
      { name: "power", unit: "kW", low: 0, high: 40 },
      { name: "energy", unit: "kWh", low: 0, high: 1_000_000 },
      { name: "voltage", unit: "V", low: 225, high: 235 },
    ],
    initial: [6, 48213, 230],
    step(values, seconds, random, hour) {
      values[0] = Math.max(0, toward(values[0], 2 + 9 * shift(hour), seconds, 120) + noise(random, 0.3));
      values[1] += (values[0] * seconds) / 3600;
      values[2] = 230 + noise(random, 2);
    },
  },
];
