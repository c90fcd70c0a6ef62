import { pointLabel } from "../dissect/points.ts";
import type { Device, ProcessPoint } from "../model/assessment.ts";
import { contentId } from "../model/identifier.ts";
import type { ClimbTally } from "./climb.ts";
import type { Ledger } from "./ledger.ts";
import type { PointTally } from "./points.ts";
import type { PointCourse } from "./site.ts";

const QUALITIES = ["good", "uncertain", "bad"] as const;

/** The process points of all devices: devices in the given order, points by protocol, station, space, name and index. */
export function processPoints(
  ledger: Ledger,
  devices: readonly Device[],
  idOfAddress: (address: string) => string,
): ProcessPoint[] {
  const byDevice = new Map<string, ProcessPoint[]>();
  for (const host of ledger.hosts.values()) {
    if (host.points === undefined) continue;
    const device = idOfAddress(host.address);
    if (device === "") continue;
    const points = Array.from(host.points.all(), (tally) => pointOf(tally, device, host.address, idOfAddress));
    byDevice.set(device, (byDevice.get(device) ?? []).concat(points));
  }
  return devices.flatMap((device) => (byDevice.get(device.id) ?? []).sort(compare));
}

/** Fewer changes or steps than these tell nothing about how a point goes. */
const FEWEST_CHANGES = 20;
const FEWEST_STEPS = 6;

/** How the values of points went, by the id of the point; points that hardly moved are left out. */
export function pointCourses(ledger: Ledger, idOfAddress: (address: string) => string): Map<string, PointCourse> {
  const courses = new Map<string, PointCourse>();
  for (const host of ledger.hosts.values()) {
    if (host.points === undefined) continue;
    for (const tally of host.points.all()) {
      const { climb } = tally;
      const isLed = climb !== undefined && climb.steps >= FEWEST_STEPS;
      if (tally.changes < FEWEST_CHANGES && !isLed) continue;
      courses.set(pointId(host.address, tally), {
        still: tally.still,
        stillReads: tally.stillReads,
        stillSince: tally.stillSince,
        stillEvidence: {
          capture: tally.stillCapture,
          frame: tally.stillFrame,
          start: tally.stillStart,
          end: tally.stillEnd,
          time: tally.stillSince,
        },
        ...(isLed ? { climb: climbOf(climb, idOfAddress(tally.climber)) } : {}),
        ...(tally.echo === undefined ? {} : { echo: tally.echo }),
      });
    }
  }
  return courses;
}

function climbOf({ peer: _, ...climb }: ClimbTally, writer: string): NonNullable<PointCourse["climb"]> {
  return { ...climb, writer };
}

/** The id of a point that an address holds. */
export function pointId(address: string, tally: PointTally): string {
  const { space, name, index } = tally;
  return contentId(
    "point",
    `${address} ${partOf(tally)} ${space.protocol} ${space.space} ${space.type} ${name} ${index}`,
  );
}

function partOf({ unit, space }: PointTally): string {
  return unit < 0 ? "" : `${space.unitWord} ${unit}`;
}

function pointOf(
  tally: PointTally,
  device: string,
  address: string,
  idOfAddress: (address: string) => string,
): ProcessPoint {
  const { space } = tally;
  const part = partOf(tally);
  const idsOf = (addresses: readonly string[]): string[] =>
    [...new Set(addresses.map(idOfAddress).filter((id) => id !== ""))].sort();
  return {
    id: pointId(address, tally),
    device,
    part,
    label: pointLabel(space, tally.name, tally.index),
    protocol: space.protocol,
    space: space.space,
    name: tally.name,
    index: tally.index,
    type: space.type,
    last: tally.last,
    quality: QUALITIES[tally.quality],
    minimum: tally.lowest,
    maximum: tally.highest,
    changes: tally.changes,
    reads: tally.reads,
    writes: tally.writes,
    period: rounded(tally.period),
    readers: idsOf(tally.readers),
    writers: idsOf(tally.writers),
    firstSeen: tally.firstSeen,
    lastSeen: tally.lastSeen,
    evidence: {
      capture: tally.capture,
      frame: tally.frame,
      start: tally.start,
      end: tally.end,
      time: tally.since,
    },
  };
}

/** Four significant digits: periods are means of times that jitter. */
function rounded(seconds: number): number {
  return Number(seconds.toPrecision(4));
}

function compare(one: ProcessPoint, other: ProcessPoint): number {
  return (
    order(one.protocol, other.protocol) ||
    one.part.length - other.part.length ||
    order(one.part, other.part) ||
    order(one.space, other.space) ||
    order(one.name, other.name) ||
    one.index - other.index ||
    order(one.type, other.type) ||
    order(one.id, other.id)
  );
}

function order(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
