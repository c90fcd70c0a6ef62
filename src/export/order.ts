import { compareNaturally } from "../layout/order.ts";
import type { Assessment, Device, Finding, Link, ProcessPoint, Severity } from "../model/assessment.ts";
import type { Level } from "../model/role.ts";
import { LEVEL_ORDER, protocolTitle, SEVERITIES } from "./words.ts";

/** A finding with its number in every list and on the map, from 1. */
export interface NumberedFinding {
  number: number;
  finding: Finding;
}

/** What the written outputs look up again and again; built once per assessment. */
export interface Directory {
  devices: ReadonlyMap<string, Device>;
  /** Gravest first, otherwise in the order of the assessment. */
  findings: NumberedFinding[];
  findingsOfDevice: ReadonlyMap<string, NumberedFinding[]>;
  findingsOfLink: ReadonlyMap<string, NumberedFinding[]>;
  linksOfDevice: ReadonlyMap<string, Link[]>;
  pointsOfDevice: ReadonlyMap<string, ProcessPoint[]>;
  /** Names of protocols for people, by short name. */
  titles: ReadonlyMap<string, string>;
  /** By level from the top, then by name. */
  inventory: Device[];
}

/** Builds the lookups over an assessment. */
export function makeDirectory(assessment: Assessment): Directory {
  const findings = assessment.findings
    .map((finding, index) => ({ finding, index }))
    .sort(
      (one, other) =>
        SEVERITIES.indexOf(one.finding.severity) - SEVERITIES.indexOf(other.finding.severity) ||
        one.index - other.index,
    )
    .map(({ finding }, index) => ({ number: index + 1, finding }));
  const findingsOfDevice = new Map<string, NumberedFinding[]>();
  const findingsOfLink = new Map<string, NumberedFinding[]>();
  for (const numbered of findings) {
    for (const device of new Set(numbered.finding.devices)) append(findingsOfDevice, device, numbered);
    for (const link of new Set(numbered.finding.links)) append(findingsOfLink, link, numbered);
  }
  const linksOfDevice = new Map<string, Link[]>();
  for (const link of assessment.links) {
    append(linksOfDevice, link.client, link);
    if (link.server !== link.client) append(linksOfDevice, link.server, link);
  }
  const pointsOfDevice = new Map<string, ProcessPoint[]>();
  for (const point of assessment.points) append(pointsOfDevice, point.device, point);
  return {
    devices: new Map(assessment.devices.map((device) => [device.id, device])),
    findings,
    findingsOfDevice,
    findingsOfLink,
    linksOfDevice,
    pointsOfDevice,
    titles: new Map(assessment.protocols.map(({ protocol, title }) => [protocol, title])),
    inventory: [...assessment.devices].sort(
      (one, other) =>
        LEVEL_ORDER.indexOf(one.level.level) - LEVEL_ORDER.indexOf(other.level.level) ||
        compareNaturally(one.label, other.label) ||
        compareNaturally(one.id, other.id),
    ),
  };
}

function append<Value>(lists: Map<string, Value[]>, key: string, value: Value): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}

/** The gravest severity among the findings of some devices, or null without any. */
export function worstOf(directory: Directory, devices: readonly string[]): Severity | null {
  let first = SEVERITIES.length;
  for (const device of devices) {
    const finding = directory.findingsOfDevice.get(device)?.[0]?.finding;
    if (finding) first = Math.min(first, SEVERITIES.indexOf(finding.severity));
  }
  return SEVERITIES[first] ?? null;
}

/** The gravest severity per level. */
export function worstByLevel(directory: Directory): ReadonlyMap<Level, Severity> {
  const worst = new Map<Level, Severity>();
  for (const device of directory.inventory) {
    const severity = worstOf(directory, [device.id]);
    const known = worst.get(device.level.level);
    if (severity && (!known || SEVERITIES.indexOf(severity) < SEVERITIES.indexOf(known))) {
      worst.set(device.level.level, severity);
    }
  }
  return worst;
}

/** The protocol's name for people. */
export function titleOf(directory: Directory, protocol: string): string {
  return protocolTitle(directory.titles, protocol);
}

/** The device's label, or its id where the device is not in the inventory. */
export function labelOf(directory: Directory, id: string): string {
  return directory.devices.get(id)?.label || id || "unknown";
}
