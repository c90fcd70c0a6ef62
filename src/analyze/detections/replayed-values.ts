import type { ProcessPoint } from "../../model/assessment.ts";
import type { EchoTally } from "../../observe/echo.ts";
import type { Detection, Sighting } from "../detection.ts";
import { counted, gatherBy, inWords, type Observation } from "../gather.ts";
import type { SiteView } from "../view.ts";

/** So many values in a row that come again are no chance. */
const FEWEST_AGAIN = 12;
/** What comes round after fewer values than these swings by itself. */
const SHORTEST_ROUND = 6;
/** A process that runs in circles does so from the beginning: so many rounds must have passed without one value coming again. */
const FRESH_ROUNDS = 3;
/** Fewer values than these, at the same time, may come from one device that is tested. */
const FEWEST_POINTS = 3;
/** Seconds, and reads, within which repetitions begin at one time. */
const TOGETHER_SECONDS = 2;
const TOGETHER_READS = 3;

interface Repetition extends Observation {
  point: ProcessPoint;
  echo: EchoTally;
}

/** Measured values of a device that come again exactly, in the order in which they had come before. */
export const replayedValues: Detection = {
  name: "replayed-values",
  title: "Measured values that were told a second time",
  meaning: {
    OT: {
      severity: "high",
      threatens: ["safety", "integrity"],
      why: "Measured values tremble and never come again in the same order. When those of a device do, operators look at a recording, and whoever plays it may be steering the process behind it.",
    },
    IoMT: {
      severity: "critical",
      threatens: ["patient safety", "integrity"],
      why: "Values of a patient that come again exactly are a recording: nobody sees what happens to the patient.",
    },
    IoT: {
      severity: "medium",
      threatens: ["integrity"],
      why: "What is shown is a recording, not what is measured now.",
    },
    IT: {
      severity: "medium",
      threatens: ["integrity"],
      why: "What is shown is a recording, not what is measured now.",
    },
  },
  techniques: ["T0856", "T0832"],
  checks: ["N41"],
  check:
    "Compare the values of {actor} with gauges and displays at the process itself, and look what runs in it and what stands between it and those that read it.",
  advice: [
    {
      action: "Ask the shift what the process did at that time, by what can be seen without {actor}.",
      tag: "Safe now",
    },
    { action: "Bring the process into a safe state by what can be seen at it.", tag: "With control room" },
    { action: "Compare the program of {actor} with the approved one.", tag: "With control room" },
    { action: "Do not rely on values of {actor} to decide.", tag: "Do not" },
  ],
  falseAlarm:
    "A simulator or a training system that plays a recording on purpose, or a test of the operators' screens.",
  blindSpots:
    "Recordings of more than about two hundred values, those that are played once and were not captured when they were made, values without decimals, recordings with noise added to them, and those that are being played when the monitor starts anew.",
  find(view) {
    const seen = view.site.points.flatMap((point) => repetitionOf(point, view) ?? []);
    return gatherBy(seen, ({ point }) => `${point.device} ${point.part}`).flatMap((group): Sighting[] => {
      const again = together(group.observations);
      if (again.length < FEWEST_POINTS) return [];
      const [{ point, echo }] = again as [Repetition];
      const readers = [...new Set(again.flatMap((entry) => entry.point.readers))].sort();
      const run = again.reduce((least, entry) => Math.min(least, entry.echo.run), echo.run);
      return [
        {
          actors: group.actors,
          targets: readers,
          identity: group.key,
          about: point.part,
          weighedAs: view.weightOfAll(group.actors),
          title: `${again.length} measured values of ${view.listed(group.actors)}${point.part === "" ? "" : `, ${point.part},`} were told a second time, exactly and in the same order.`,
          detail: `${inWords(
            again.map((entry) => entry.point.label),
            6,
          )}: at least ${run} values in a row came again after ${echo.lag}; ${echo.fresh} values before them had come only once. ${counted(readers.length, "device")} read them: ${view.listed(readers)}.`,
          confidence: 0.8,
          links: view
            .linksOf(point.device)
            .filter((link) => link.server === point.device && link.protocol === point.protocol)
            .map((link) => link.id),
          count: again.reduce((sum, entry) => sum + entry.echo.run, 0),
          firstSeen: echo.since,
          lastSeen: again.reduce((most, entry) => Math.max(most, entry.lastSeen), echo.since),
          evidence: again.map((entry) => entry.evidence),
        },
      ];
    });
  },
};

function repetitionOf(point: ProcessPoint, view: SiteView): Repetition | undefined {
  const echo = view.site.courses.get(point.id)?.echo;
  if (echo === undefined || echo.run < FEWEST_AGAIN || echo.lag < SHORTEST_ROUND) return undefined;
  if (echo.fresh < echo.lag * FRESH_ROUNDS) return undefined;
  return {
    actor: point.device,
    target: "",
    link: "",
    count: echo.run,
    firstSeen: echo.since,
    lastSeen: echo.since + echo.run * point.period,
    evidence: echo.evidence,
    ...{ point, echo },
  };
}

/** Those whose repetition begins at the same time as the first one's and goes back as far. */
function together(repetitions: readonly Repetition[]): Repetition[] {
  const [first] = repetitions;
  if (first === undefined) return [];
  return repetitions.filter(({ echo, point }) => {
    const apart = TOGETHER_SECONDS + TOGETHER_READS * Math.max(point.period, first.point.period);
    return Math.abs(echo.since - first.echo.since) <= apart && Math.abs(echo.lag - first.echo.lag) <= TOGETHER_READS;
  });
}
