import { formatCount, plural } from "../../../export/words.ts";
import { call } from "../../api/calls.ts";
import type { Decision } from "../../api/forms.ts";
import { Dialog, Field } from "../../parts/dialog.tsx";
import { refresh, useLoad } from "../../state/load.ts";
import { useSite } from "../../state/site.tsx";

/** What a person may decide about findings beside opening them again. */
export const DECISIONS = ["acknowledged", "muted", "closed", "assigned"] as const;
/** One of DECISIONS. */
export type Deciding = (typeof DECISIONS)[number];

/** The word on the button of each decision. */
export const DECISION_WORDS: Readonly<Record<Deciding, string>> = {
  acknowledged: "Acknowledge",
  muted: "Mute",
  closed: "Close",
  assigned: "Assign",
};

const EXPLAINED: Readonly<Record<Deciding, string>> = {
  acknowledged: "Somebody has seen it and works on it.",
  muted: "It stays in the list of muted findings and is not shown as needing a person.",
  closed: "Say what was done, so that the next person knows. It can be opened again.",
  assigned: "Who takes care of it. The state stays as it is.",
};

/** Most findings of one request. */
const MOST = 1000;

/** Decides the same about findings, however many; each gets an entry of the audit log. */
export async function decide(site: string, findings: readonly string[], change: Decision): Promise<void> {
  const [only] = findings;
  try {
    if (findings.length === 1) await call.putWorkflow(site, only, change);
    else {
      for (let from = 0; from < findings.length; from += MOST) {
        await call.putWorkflows(site, findings.slice(from, from + MOST), change);
      }
    }
  } finally {
    refresh(["workflow"]);
  }
}

/** Asks for the comment of a decision about one or many findings, and decides. */
export function DecideDialog({
  deciding,
  findings,
  assignee,
  close,
  decided,
}: {
  deciding: Deciding;
  findings: readonly string[];
  /** Who has it now. */
  assignee?: string;
  close: () => void;
  decided?: () => void;
}) {
  const { site, session } = useSite();
  const names = useLoad(deciding === "assigned" ? `assignees/${site.id}` : null, () => call.assignees(site.id));
  const them = findings.length === 1 ? "this finding" : plural(findings.length, "finding");
  const isMute = deciding === "muted";
  const me = session.person?.name ?? "";
  const change = (values: Record<string, string>): Decision => {
    if (deciding === "assigned") return { assignee: values.assignee, why: values.why };
    const days = Number(values.days) || 0;
    return { state: deciding, why: values.why, until: isMute && days > 0 ? Date.now() / 1000 + days * 86400 : 0 };
  };
  return (
    <Dialog
      title={`${DECISION_WORDS[deciding]} ${them}`}
      action={
        deciding === "closed" && findings.length === 1
          ? "Close finding"
          : findings.length > 1
            ? `${DECISION_WORDS[deciding]} ${formatCount(findings.length)}`
            : DECISION_WORDS[deciding]
      }
      close={close}
      submit={async (values) => {
        await decide(site.id, findings, change(values));
        decided?.();
      }}
    >
      <p className="second">{EXPLAINED[deciding]}</p>
      {deciding === "assigned" ? (
        names.error ? (
          <p className="notice warn">{names.error.message}</p>
        ) : names.value ? (
          <Field
            label="To"
            name="assignee"
            value={assignee === undefined || assignee === "" ? me : assignee}
            options={[
              ...names.value.map((name) => [name, name === me ? `${name} (me)` : name] as const),
              ["", "nobody"],
            ]}
          />
        ) : null
      ) : null}
      <Field
        label={isMute || deciding === "closed" ? "Why" : "Comment"}
        name="why"
        required={isMute || deciding === "closed"}
        hint={findings.length > 1 ? "Kept with each of them, with your name." : undefined}
      />
      {isMute ? (
        <Field
          label="For"
          name="days"
          options={[
            ["7", "7 days"],
            ["30", "30 days"],
            ["0", "until opened again"],
          ]}
        />
      ) : null}
    </Dialog>
  );
}
