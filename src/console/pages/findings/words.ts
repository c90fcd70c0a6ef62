import { capitalized, formatCount, numberWord, plural } from "../../../export/words.ts";
import type { Finding } from "../../../model/assessment.ts";
import type { NumberedFinding } from "../../state/findings.ts";

/** The sentence over everything: how many things need a person. */
export function needSentence(open: readonly NumberedFinding[], isPast = false): { heading: string; lead: string } {
  const urgent = open.filter(({ finding }) => finding.severity === "critical" || finding.severity === "high").length;
  const later = open.length - urgent;
  if (isPast && open.length > 0) {
    return {
      heading: `${capitalized(numberWord(open.length))} ${open.length === 1 ? "thing was" : "things were"} open then`,
      lead: "",
    };
  }
  if (urgent > 0) {
    return {
      heading: `${capitalized(numberWord(urgent))} ${urgent === 1 ? "thing needs" : "things need"} a person now`,
      lead: later > 0 ? `${capitalized(numberWord(later))} more can wait for office hours.` : "",
    };
  }
  if (later > 0) {
    return {
      heading: `Nothing is urgent; ${numberWord(later)} ${later === 1 ? "thing" : "things"} can wait`,
      lead: "They can wait for office hours.",
    };
  }
  return { heading: "Nothing needs a person", lead: "" };
}

/** What a finding threatens, as words. */
export function threatWords(finding: Finding): string {
  return finding.threatens.length > 0 ? capitalized(finding.threatens.join(", ")) : "–";
}

/** What is said of how often and how sure. */
export function countWords(finding: Finding): string {
  return finding.count > 1 ? `${formatCount(finding.count)} times` : plural(finding.evidence.length, "packet");
}
