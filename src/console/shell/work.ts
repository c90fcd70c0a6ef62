import { plural } from "../../export/words.ts";
import type { Work } from "../api/forms.ts";

const DECIDED = { open: "opened", acknowledged: "acknowledged", muted: "muted", closed: "closed" } as const;

function decided({ state, assignee, findings }: Extract<Work, { what: "decision" }>): string {
  const them = plural(findings.length, "finding");
  const to = assignee === undefined ? "" : assignee === "" ? "assigned to nobody" : `assigned to ${assignee}`;
  if (state === undefined)
    return assignee === "" ? `took ${them} from who had them` : `assigned ${them} to ${assignee}`;
  return `${DECIDED[state]} ${them}${to === "" ? "" : `, ${to}`}`;
}

/** What another person did, as a sentence for who cannot see it happen. */
export function workSentence(work: Work): string {
  switch (work.what) {
    case "decision":
      return `${work.who} ${decided(work)}.`;
    case "correction":
      return `${work.who} corrected the ${work.attribute} of ${plural(work.addresses.length, "address", "addresses")}.`;
    case "correction taken back":
      return `${work.who} took back a correction of ${work.attribute}.`;
    case "views":
      return `${work.who} changed the saved views.`;
  }
}
