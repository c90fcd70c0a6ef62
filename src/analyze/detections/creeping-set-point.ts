import { changesState } from "../../model/act.ts";
import type { Link, ProcessPoint } from "../../model/assessment.ts";
import type { Detection, Sighting } from "../detection.ts";
import { counted, gatherPairs, inWords, leastOf, type Observation } from "../gather.ts";
import { grantedRequests, isUnanswered, observationOf, protocolsOf } from "../observations.ts";
import type { SiteView } from "../view.ts";

/** Fewer steps are an adjustment, more are a counter or a controller at work. */
const FEWEST_STEPS = 6;
const MOST_STEPS = 100;
/** One step the other way is allowed for so many. */
const STEPS_PER_RETURN = 8;
/** How far the value went in all, as a share of it: less does nothing, more is no creeping. */
const LEAST_SHARE = 0.05;
const MOST_SHARE = 0.9;
/** One step, as a share of the value, that nobody notices. */
const MOST_STEP = 0.1;
/** Whole numbers that go up one by one are counters. */
const LEAST_WHOLE_STEP = 2;

interface Creep extends Observation {
  point: ProcessPoint;
  steps: number;
  isUp: boolean;
  protocols: string[];
}

/** A set-point led in one direction, step by small step, by somebody who never looks at what it does. */
export const creepingSetPoint: Detection = {
  name: "creeping-set-point",
  title: "A set-point moved on in small steps",
  meaning: {
    OT: {
      severity: "medium",
      threatens: ["safety", "integrity"],
      why: "Each step is too small to be noticed or to raise an alarm; together they take the process out of its range. Who adjusts a process looks at its values in between, and this one does not.",
    },
    IoMT: {
      severity: "high",
      threatens: ["patient safety", "integrity"],
      why: "Each step is too small to be noticed; together they change what a patient is given.",
    },
    IoT: { severity: "low", threatens: ["integrity"], why: "A setting is led away from where its owner left it." },
    IT: { severity: "low", threatens: ["integrity"], why: "A setting is led away from where its owner left it." },
  },
  techniques: ["T0836", "T0831"],
  checks: ["N41", "N03"],
  check:
    "Ask the control room whether somebody adjusted this value from {actor}, and compare it with the value that the process is meant to have.",
  advice: [
    { action: "Compare the value with the recipe and the operators' log.", tag: "Safe now" },
    { action: "Put the value back to what the process is meant to have.", tag: "With control room" },
    { action: "Let only the known stations write to {target}.", tag: "With control room" },
    { action: "Do not put the value back in one step before the process was looked at.", tag: "Do not" },
  ],
  falseAlarm:
    "A program that ramps the value up or down on purpose and reads the process elsewhere, a value that is a counter or a time, or an engineer who tunes it.",
  blindSpots:
    "Steps by a station that reads these values too, as operators' stations do; steps among other writes of the same station; more than a hundred steps.",
  find(view) {
    const byDevice = new Map<string, ProcessPoint[]>();
    for (const point of view.site.points) {
      if (!isCreeping(point, view)) continue;
      const known = byDevice.get(point.device);
      if (known === undefined) byDevice.set(point.device, [point]);
      else known.push(point);
    }
    const seen = view.site.links.flatMap((link) => creepsOf(link, byDevice.get(link.server) ?? [], view));
    return gatherPairs(seen).map((group): Sighting => {
      const { observations } = group;
      const [{ isUp, point }] = observations as [Creep];
      const steps = observations.reduce((most, entry) => Math.max(most, entry.steps), 0);
      const labels = inWords(observations.map((entry) => entry.point.label));
      return {
        actors: group.actors,
        targets: group.targets,
        identity: group.key,
        weighedAs: view.weightOfCommanded(group.targets),
        title: `${view.subjects(group.actors)} moved ${labels} of ${view.listed(group.targets)} ${isUp ? "up" : "down"} in ${steps} small steps.`,
        detail:
          `${inWords(observations.flatMap((entry) => entry.protocols).sort())}: ${point.label} went between ${point.minimum} and ${point.maximum}, and stands at ${point.last}. ${counted(steps, "write")} went the same way, and {actor} never reads the value.`.replace(
            "{actor}",
            view.listed(group.actors),
          ),
        confidence: 0.5,
        links: group.links,
        count: group.count,
        firstSeen: group.firstSeen,
        lastSeen: group.lastSeen,
        evidence: group.evidence,
      };
    });
  },
};

/** Whether nearly all writes of a point went one way, in steps that are small for its value. */
function isCreeping(point: ProcessPoint, view: SiteView): boolean {
  const course = view.site.courses.get(point.id);
  if (course === undefined) return false;
  const steps = Math.max(course.rises, course.falls);
  const back = Math.min(course.rises, course.falls);
  if (steps < FEWEST_STEPS || steps > MOST_STEPS || back > steps / STEPS_PER_RETURN) return false;
  const span = point.maximum - point.minimum;
  const size = Math.max(Math.abs(point.maximum), Math.abs(point.minimum));
  const step = span / steps;
  if (Number.isInteger(point.last) && step < LEAST_WHOLE_STEP) return false;
  return span >= size * LEAST_SHARE && span <= size * MOST_SHARE && step <= size * MOST_STEP;
}

/** What a link's client did to creeping points, where it writes to them, to nothing else, and does not look at them. */
function creepsOf(link: Link, points: readonly ProcessPoint[], view: SiteView): Creep[] {
  if (points.length === 0 || isUnanswered(link)) return [];
  const writes = link.operations.filter((entry) => changesState(entry.act) && entry.requests > 0);
  const targets = new Set(writes.flatMap((entry) => entry.targets));
  const granted = writes.reduce((sum, entry) => sum + grantedRequests(entry), 0);
  if (targets.size !== 1 || writes.some((entry) => entry.moreTargets > 0)) return [];
  const mine = points.filter(
    (point) =>
      point.protocol === link.protocol && point.writers.includes(link.client) && !point.readers.includes(link.client),
  );
  return mine.flatMap((point): Creep[] => {
    const course = view.site.courses.get(point.id);
    const isUp = course !== undefined && course.rises > course.falls;
    const steps = course === undefined ? 0 : Math.max(course.rises, course.falls);
    if (granted < FEWEST_STEPS || granted * STEPS_PER_RETURN < steps * (STEPS_PER_RETURN - 1)) return [];
    return [
      {
        ...observationOf(link),
        count: granted,
        firstSeen: leastOf(writes.map((entry) => entry.evidence.time)),
        evidence: (writes[0] as (typeof writes)[number]).evidence,
        more: [point.evidence],
        protocols: protocolsOf(link, view),
        ...{ point, steps, isUp },
      },
    ];
  });
}
