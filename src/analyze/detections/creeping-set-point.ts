import { changesState } from "../../model/act.ts";
import type { Link, ProcessPoint } from "../../model/assessment.ts";
import type { PointCourse } from "../../observe/site.ts";
import type { Detection, Sighting } from "../detection.ts";
import { counted, gatherPairs, inWords, type Observation } from "../gather.ts";
import { grantedRequests, isUnanswered, observationOf, protocolsOf } from "../observations.ts";
import type { SiteView } from "../view.ts";

/** Fewer steps are an adjustment, more are a counter or a controller at work. */
const FEWEST_STEPS = 6;
const MOST_STEPS = 100;
/** How far the value went in all, as a share of it: less does nothing, more is no creeping. */
const LEAST_SHARE = 0.05;
const MOST_SHARE = 0.9;
/** One step, as a share of the value, that nobody notices. */
const MOST_STEP = 0.1;
/** Whole numbers that go up one by one are counters. */
const LEAST_WHOLE_STEP = 2;

type Way = NonNullable<PointCourse["climb"]>;

interface Creep extends Observation {
  point: ProcessPoint;
  climb: Way;
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
    const seen = view.site.points.flatMap((point) => creepOf(point, view) ?? []);
    return gatherPairs(seen).map((group): Sighting => {
      const { observations } = group;
      const [{ climb, point }] = observations as [Creep];
      const steps = observations.reduce((most, entry) => Math.max(most, entry.climb.steps), 0);
      const labels = inWords(observations.map((entry) => entry.point.label));
      return {
        actors: group.actors,
        targets: group.targets,
        identity: group.key,
        weighedAs: view.weightOfCommanded(group.targets),
        title: `${view.subjects(group.actors)} moved ${labels} of ${view.listed(group.targets)} ${climb.last > climb.first ? "up" : "down"} in ${steps} small steps.`,
        detail: `${inWords(observations.flatMap((entry) => entry.protocols).sort())}: ${point.label} went from ${climb.first} to ${climb.last} within ${Math.max(1, Math.round(climb.to - climb.from))} s, each of ${counted(climb.steps, "write")} the same way. ${view.subjects(group.actors)} never ${group.actors.length === 1 ? "reads" : "read"} the value.`,
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

/** What a writer did to a point that he led one way in small steps, where he writes nothing else there and does not look. */
function creepOf(point: ProcessPoint, view: SiteView): Creep | undefined {
  const climb = view.site.courses.get(point.id)?.climb;
  if (climb === undefined || !isCreeping(climb) || climb.writer === "") return undefined;
  if (point.readers.includes(climb.writer)) return undefined;
  const link = view
    .linksOf(point.device)
    .find(
      (each) =>
        each.client === climb.writer && each.protocol === point.protocol && !isUnanswered(each) && writesOneValue(each),
    );
  if (link === undefined) return undefined;
  return {
    ...observationOf(link),
    count: climb.steps,
    firstSeen: climb.from,
    lastSeen: climb.to,
    evidence: climb.evidence,
    protocols: protocolsOf(link, view),
    ...{ point, climb },
  };
}

/** Whether steps are so many and so small that each one alone goes unnoticed, and together they matter. */
function isCreeping({ first, last, steps }: Way): boolean {
  if (steps < FEWEST_STEPS || steps > MOST_STEPS) return false;
  const span = Math.abs(last - first);
  const size = Math.max(Math.abs(first), Math.abs(last));
  const step = span / steps;
  if (Number.isInteger(first) && Number.isInteger(last) && step < LEAST_WHOLE_STEP) return false;
  return span >= size * LEAST_SHARE && span <= size * MOST_SHARE && step <= size * MOST_STEP;
}

function writesOneValue(link: Link): boolean {
  const writes = link.operations.filter((entry) => changesState(entry.act) && grantedRequests(entry) > 0);
  const targets = new Set(writes.flatMap((entry) => entry.targets));
  return targets.size === 1 && writes.every((entry) => entry.moreTargets === 0);
}
