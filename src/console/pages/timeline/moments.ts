import { capitalized, formatCount, plural } from "../../../export/words.ts";
import type { Change, Kind } from "../../../model/journal.ts";
import { fieldWord, KIND_WORDS } from "./words.ts";

/** Changes of one moment that tell the same: what happened to things of one kind, and through whom. */
export interface ChangeGroup {
  key: string;
  time: number;
  kind: Kind;
  what: Change["what"];
  by: string;
  changes: Change[];
}

/** Changes from which on a group is folded into one row. */
const LEAST = 3;
const MOST_NAMES = 3;
const VERBS: Readonly<Record<Change["what"], string>> = { added: "appeared", changed: "changed", gone: "went away" };

/**
 * Groups of changes in the order in which their first change stands: alike changes of one moment together where they are at
 * least three, every other change alone.
 */
export function groupMoments(changes: readonly Change[]): ChangeGroup[] {
  const groups = new Map<string, ChangeGroup>();
  for (const change of changes) {
    const { time, kind, what, by } = change;
    const key = `${time} ${kind} ${what} ${by}`;
    const known = groups.get(key);
    if (known) known.changes.push(change);
    else groups.set(key, { key, time, kind, what, by, changes: [change] });
  }
  return [...groups.values()].flatMap((group) =>
    group.changes.length >= LEAST
      ? [group]
      : group.changes.map((change) => ({
          ...group,
          key: `${change.sequence} ${change.kind} ${change.id}`,
          changes: [change],
        })),
  );
}

/** "14 devices appeared"; `isMore` when the moment has changes that are not loaded yet. */
export function groupWords({ kind, what, changes }: ChangeGroup, isMore: boolean): string {
  const [one, several] = KIND_WORDS[kind].map((word) => word.toLowerCase());
  const count = new Set(changes.map(({ id }) => id)).size;
  const things = isMore ? `${formatCount(count)} or more ${several}` : plural(count, one, several);
  return `${things} ${kind === "finding" && what === "added" ? (count === 1 && !isMore ? "was found" : "were found") : VERBS[what]}`;
}

/** A few names, so that a person need not unfold to know what it is about: "PLC-1, PLC-2, HMI-1 and 11 more". */
export function groupNames({ changes }: ChangeGroup): string {
  const names = [...new Map(changes.map(({ id, label }) => [id, label || id])).values()];
  const shown = names.slice(0, MOST_NAMES).join(", ");
  return names.length > MOST_NAMES ? `${shown} and ${formatCount(names.length - MOST_NAMES)} more` : shown;
}

/** Which fields changed most: "Firmware (3), kind (1)"; "" for things that are new or gone. */
export function groupFields({ changes }: ChangeGroup): string {
  const counts = new Map<string, number>();
  for (const { what, fields } of changes) {
    if (what !== "changed") continue;
    for (const field of fields) counts.set(field, (counts.get(field) ?? 0) + 1);
  }
  const told = [...counts]
    .sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1))
    .slice(0, 3)
    .map(([field, count]) => `${fieldWord(field)} (${formatCount(count)})`);
  return capitalized(told.join(", "));
}
