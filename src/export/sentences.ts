import type { Assessment } from "../model/assessment.ts";
import { formatTime } from "../model/time.ts";
import { capitalized, formatDuration, formatShare, numberWord, plural } from "./words.ts";

/** What exporters of flows told of beside, which was not seen. */
function toldPart({ toldLinks }: Assessment["summary"]): string {
  return toldLinks === undefined ? "" : `; ${plural(toldLinks, "more conversation")} told by exporters of flows`;
}

/** The first sentence of report and terminal, and the line beneath it. */
export function headline(assessment: Assessment): { heading: string; lead: string } {
  const { summary, captures } = assessment;
  const { critical, high, medium, low } = summary.findings;
  const urgent = critical + high;
  const later = medium + low;
  const size = `${plural(summary.devices, "device")} and ${plural(summary.links, "conversation")} in ${plural(summary.frames, "frame")} of ${plural(captures.length, "capture")}${toldPart(summary)}.`;
  const explained =
    summary.frames > 0
      ? ` ${formatShare(summary.explained)} of the bytes are explained; the rest limits every answer.`
      : "";
  if (summary.frames === 0) {
    return {
      heading: "No traffic was read",
      lead: "The captures hold no frame that could be read. See what was wrong with them.",
    };
  }
  if (urgent > 0) {
    const wait = later > 0 ? `${capitalized(numberWord(later))} more can wait for office hours. ` : "";
    return {
      heading: `${capitalized(numberWord(urgent))} ${urgent === 1 ? "thing needs" : "things need"} a person`,
      lead: `${wait}${size}${explained}`,
    };
  }
  if (later > 0) {
    return {
      heading: `Nothing is urgent; ${numberWord(later)} ${later === 1 ? "thing" : "things"} can wait for office hours`,
      lead: `${size}${explained}`,
    };
  }
  return { heading: "Nothing in this traffic needs a person", lead: `${size}${explained}` };
}

/** The captured period: "2026-03-17 13:20:00 to 15:30:40 UTC (2 h 11 min)". */
export function periodPhrase({ period, summary }: Assessment): string {
  if (summary.frames === 0 || formatTime(period.from) === "not seen") return "No dated frame";
  const from = formatTime(period.from);
  const to = formatTime(period.to);
  const end = from.slice(0, 10) === to.slice(0, 10) ? to.slice(11) : to;
  return `${from} to ${end} UTC (${formatDuration(period.to - period.from)})`;
}
