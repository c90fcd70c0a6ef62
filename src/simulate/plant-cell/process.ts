import type { Random } from "../random.ts";
import { wave } from "../wave.ts";

/** What leaves the tank goes up and down a little, once in so many kilowatt-hours. */
const KILOWATT_HOURS_A_WAVE = 6.25;

/** What the plant does physically: a tank that a pump fills, with a heater and a dosing valve. Changes as time passes. */
export interface Process {
  /** Percent of the tank. */
  level: number;
  /** Percent wanted. */
  levelWanted: number;
  /** Degrees Celsius. */
  temperature: number;
  temperatureWanted: number;
  /** Hertz at the pump's drive. */
  pumpFrequency: number;
  /** Hertz asked of the drive. */
  pumpFrequencyWanted: number;
  /** Percent open. */
  dosingValve: number;
  /** Liters a minute. */
  inflow: number;
  outflow: number;
  /** pH value. */
  acidity: number;
  running: boolean;
  /** Kilowatt-hours drawn since the beginning of the year. */
  energy: number;
}

/** The process at rest near its set-points. */
export function createProcess(): Process {
  return {
    level: 61.5,
    levelWanted: 62,
    temperature: 44.2,
    temperatureWanted: 45,
    pumpFrequency: 31,
    pumpFrequencyWanted: 31,
    dosingValve: 24,
    inflow: 186,
    outflow: 186,
    acidity: 7.1,
    running: true,
    energy: 48213,
  };
}

/** Lets `seconds` pass: a 3,000 liter tank, a pump of 6 l/min per hertz, first-order lags, and a little noise. */
export function advanceProcess(process: Process, seconds: number, random: Random): void {
  const noise = (size: number) => (random.fraction() - 0.5) * size;
  const difference = process.levelWanted - process.level;
  process.pumpFrequencyWanted = process.running ? Math.max(5, Math.min(50, 31 + difference * 6)) : 0;
  process.pumpFrequency +=
    (process.pumpFrequencyWanted - process.pumpFrequency) * Math.min(1, seconds / 1.5) + noise(0.04);
  process.pumpFrequency = Math.max(0, process.pumpFrequency);
  process.inflow = process.pumpFrequency * 6;
  process.outflow = 186 + wave(process.energy / KILOWATT_HOURS_A_WAVE) * 4 + noise(3);
  process.level += ((process.inflow - process.outflow) / 60 / 3000) * 100 * seconds;
  process.level = Math.max(0, Math.min(100, process.level));
  process.temperature += (process.temperatureWanted - process.temperature) * (seconds / 90) + noise(0.05);
  process.acidity += (7 - process.acidity) * (seconds / 60) + noise(0.02);
  process.dosingValve = Math.max(0, Math.min(100, 24 + (process.acidity - 7) * 180));
  process.energy += (seconds / 3600) * (4 + process.pumpFrequency * 0.15);
}
