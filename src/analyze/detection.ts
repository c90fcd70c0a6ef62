import type { Finding, Severity } from "../model/assessment.ts";
import type { Evidence } from "../model/evidence.ts";
import type { SiteView } from "./view.ts";

/** Which world a finding is weighed for; the same fact threatens a process, a home, a patient or an office differently. */
export type Weight = Finding["weighedAs"];

/** What a finding puts at risk. */
export type Threat = Finding["threatens"][number];

/** One thing to do, or not to do, with what it means for the process. */
export type Advice = Finding["advice"][number];

/** The four weights, heaviest first. */
export const WEIGHTS: readonly Weight[] = ["IoMT", "OT", "IoT", "IT"];

/** Severities, worst first. */
export const SEVERITIES: readonly Severity[] = ["critical", "high", "medium", "low"];

/** What a detection means in one of the four worlds. */
export interface Meaning {
  /** Severity of the usual case; a sighting may be graver or milder. */
  severity: Severity;
  threatens: readonly Threat[];
  /** Why it matters there: one or two sentences. */
  why: string;
}

/**
 * One detection: a document that explains itself and the search that goes with it. In `check` and `advice`, `{actor}`
 * and `{target}` stand for the names of the devices concerned.
 */
export interface Detection {
  /** Stable name, lower-case words joined by hyphens; also the name of its file. */
  readonly name: string;
  /** What it looks for, in a few words. */
  readonly title: string;
  readonly meaning: Readonly<Record<Weight, Meaning>>;
  /** ATT&CK technique ids. */
  readonly techniques: readonly string[];
  /** Ids of the check catalog, e.g. "N15". */
  readonly checks: readonly string[];
  /** What a person should look at first. */
  readonly check: string;
  readonly advice: readonly Advice[];
  /** When it fires although nothing is wrong. */
  readonly falseAlarm: string;
  /** When it stays silent although something is wrong. */
  readonly blindSpots: string;
  find(view: SiteView): Sighting[];
}

/** What a detection saw once: one finding in the making. */
export interface Sighting {
  /** Devices that act: ids, the first is `{actor}`. */
  actors: readonly string[];
  /** Devices acted upon: ids, the first is `{target}`; empty when the actor itself is the matter. */
  targets: readonly string[];
  /** What tells two sightings of the same devices apart: part of the id. */
  about?: string;
  /** What stays the same of it when more devices join: stands in the id for actors and targets, so that work on the finding goes on. */
  identity?: string;
  weighedAs: Weight;
  /** Left out: the usual severity for the weight. */
  severity?: Severity;
  title: string;
  detail: string;
  confidence: number;
  links: readonly string[];
  count: number;
  firstSeen: number;
  lastSeen: number;
  evidence: readonly Evidence[];
  /** Where this sighting says it better than the detection does. */
  why?: string;
  check?: string;
  advice?: readonly Advice[];
  techniques?: readonly string[];
  checks?: readonly string[];
  threatens?: readonly Threat[];
}

/** A severity some steps worse (positive) or milder (negative), within the scale. */
export function shiftSeverity(severity: Severity, steps: number): Severity {
  const index = SEVERITIES.indexOf(severity) - steps;
  return SEVERITIES[Math.min(SEVERITIES.length - 1, Math.max(0, index))] as Severity;
}

/** The worse of two severities. */
export function worseSeverity(one: Severity, other: Severity): Severity {
  return SEVERITIES.indexOf(one) <= SEVERITIES.indexOf(other) ? one : other;
}
