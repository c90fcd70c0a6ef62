import type { ProcessPoint } from "../../model/assessment.ts";
import type { PointCourse } from "../../observe/site.ts";
import type { Detection, Sighting } from "../detection.ts";
import { counted, gatherBy, inWords, leastOf, type Observation } from "../gather.ts";
import type { SiteView } from "../view.ts";

/** A value that differs from the one before in at least this share of the reads is alive. */
const LIVELY_SHARE = 0.5;
const FEWEST_CHANGES = 20;
/** A stillness must be so many times longer than the value stood otherwise, and so many seconds. */
const STILL_FACTOR = 15;
const LEAST_SECONDS = 20;
/** Whole numbers that stay within a narrower range are positions or states. */
const LEAST_WHOLE_RANGE = 4;
/** Fewer values than these stand still by chance or for a reason of their own. */
const FEWEST_POINTS = 3;
/** What begins and ends within so many reads is at one time. */
const TOGETHER_READS = 3;

interface Stillness extends Observation {
  point: ProcessPoint;
  course: PointCourse;
  isStill: boolean;
}

/** All values of a device that move all the time stand still at once, while it goes on answering. */
export const frozenValues: Detection = {
  name: "frozen-values",
  title: "Measured values that stood still all at once",
  meaning: {
    OT: {
      severity: "medium",
      threatens: ["safety", "integrity"],
      why: "Measured values tremble as long as they are measured. When all of a device stop at once while it still answers, operators look at an old picture, and whoever stopped them may be steering the process behind it.",
    },
    IoMT: {
      severity: "high",
      threatens: ["patient safety", "integrity"],
      why: "Values of a patient that do not move any more are old values: nobody sees what happens to the patient.",
    },
    IoT: { severity: "low", threatens: ["integrity"], why: "What is shown is not what is measured now." },
    IT: { severity: "low", threatens: ["integrity"], why: "What is shown is not what is measured now." },
  },
  techniques: ["T0856", "T0815"],
  checks: ["N41"],
  check:
    "Compare the values of {actor} with gauges and displays at the process itself for that time, and look whether the program ran, whether its inputs were forced, and what stands behind it.",
  advice: [
    {
      action: "Ask the shift what the process did at that time, by what can be seen without {actor}.",
      tag: "Safe now",
    },
    {
      action: "Compare the program and the forced inputs of {actor} with the approved ones.",
      tag: "With control room",
    },
    { action: "Do not restart {actor} to get its values moving again.", tag: "Do not" },
  ],
  falseAlarm:
    "The controller was stopped for work, a gateway lost the device behind it and repeated its last values, or the process stood and its values have too few digits to tremble.",
  blindSpots:
    "Values that were replaced by a recording or a made-up course, which move; devices of which fewer than three moving values are read; values that stood still before the capture began; what a device publishes through a broker (MQTT), where it counts as written.",
  find(view) {
    const seen = view.site.points.flatMap((point) => stillnessOf(point, view) ?? []);
    return gatherBy(seen, ({ point }) => `${point.device} ${point.part}`).flatMap((group): Sighting[] => {
      const alive = group.observations;
      const still = together(alive.filter((entry) => entry.isStill));
      // What goes on moving beside them shows that the device is in order.
      if (still.length < FEWEST_POINTS || still.length < alive.length) return [];
      const seconds = Math.round(leastOf(still.map(({ course }) => course.still)));
      const [{ point }] = still as [Stillness];
      const readers = [...new Set(still.flatMap((entry) => entry.point.readers))].sort();
      return [
        {
          actors: group.actors,
          targets: readers,
          identity: group.key,
          about: point.part,
          weighedAs: view.weightOfAll(group.actors),
          title: `All ${still.length} moving values of ${view.listed(group.actors)}${point.part === "" ? "" : `, ${point.part},`} stood still for ${seconds} s, though it went on answering.`,
          detail: `${inWords(
            still.map((entry) => entry.point.label),
            6,
          )} differed from read to read otherwise. ${counted(readers.length, "device")} read them on: ${view.listed(readers)}.`,
          confidence: still.length > FEWEST_POINTS ? 0.6 : 0.5,
          links: view
            .linksOf(point.device)
            .filter((link) => link.server === point.device && link.protocol === point.protocol)
            .map((link) => link.id),
          count: still.length,
          firstSeen: group.firstSeen,
          lastSeen: group.lastSeen,
          evidence: group.evidence,
        },
      ];
    });
  },
};

/** A value that moves nearly each time it is read, with its longest stillness. */
function stillnessOf(point: ProcessPoint, view: SiteView): Stillness | undefined {
  const course = view.site.courses.get(point.id);
  if (course === undefined || point.changes < FEWEST_CHANGES || point.period <= 0 || point.writes > 0) return undefined;
  if (!isMeasured(point)) return undefined;
  const moving = point.period * (point.reads - 1) - course.still;
  if (!(moving > 0) || point.changes * point.period < moving * LIVELY_SHARE) return undefined;
  const usual = moving / point.changes;
  // Who is told of changes only hears the same value again now and then: that is no standstill.
  const isReadOn = course.stillReads * usual >= course.still * LIVELY_SHARE;
  return {
    actor: point.device,
    target: "",
    link: "",
    count: 1,
    firstSeen: course.stillSince,
    lastSeen: course.stillSince + course.still,
    evidence: course.stillEvidence,
    isStill: isReadOn && course.still >= Math.max(LEAST_SECONDS, STILL_FACTOR * usual),
    ...{ point, course },
  };
}

/** Whether a point takes more values than a switch has positions: those stand still for a reason. */
function isMeasured({ minimum, maximum, last }: ProcessPoint): boolean {
  const areWhole = Number.isInteger(minimum) && Number.isInteger(maximum) && Number.isInteger(last);
  return areWhole ? maximum - minimum >= LEAST_WHOLE_RANGE : maximum > minimum;
}

/** Those whose stillness begins and ends at the same time as the first one's. */
function together(still: readonly Stillness[]): Stillness[] {
  const [first] = still;
  if (first === undefined) return [];
  return still.filter(({ firstSeen, lastSeen, point }) => {
    const apart = TOGETHER_READS * Math.max(point.period, first.point.period);
    return Math.abs(firstSeen - first.firstSeen) <= apart && Math.abs(lastSeen - first.lastSeen) <= apart;
  });
}
