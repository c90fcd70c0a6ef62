import { plural } from "../../../export/words.ts";
import type { Change, Kind } from "../../../model/journal.ts";

/** Changes of one kind, put together. */
export interface ChangeLine {
  kind: Kind;
  what: Change["what"];
  title: string;
  examples: string;
  newest: number;
}

const NOUNS: Partial<Record<Kind, readonly [string, string]>> = {
  device: ["device", "devices"],
  link: ["conversation", "conversations"],
  point: ["process point", "process points"],
  finding: ["finding", "findings"],
  blindSpot: ["blind spot", "blind spots"],
  protocol: ["protocol", "protocols"],
};
const WHAT: Readonly<Record<Change["what"], string>> = { added: "new", changed: "changed", gone: "gone" };
const ORDER: readonly Kind[] = ["device", "finding", "link", "point", "blindSpot", "protocol"];
const MOST_EXAMPLES = 3;

/** One line per kind and what, each thing counted once, with examples. */
export function sumUpChanges(changes: readonly Change[]): ChangeLine[] {
  const lines: ChangeLine[] = [];
  for (const kind of ORDER) {
    for (const what of ["added", "changed", "gone"] as const) {
      const own = changes.filter((change) => change.kind === kind && change.what === what);
      if (own.length === 0) continue;
      const labels = new Map(own.map(({ id, label }) => [id, label]));
      const [one, several] = NOUNS[kind] ?? [kind, kind];
      const shown = [...labels.values()].slice(0, MOST_EXAMPLES).join(" · ");
      const more = labels.size - MOST_EXAMPLES;
      lines.push({
        kind,
        what,
        title: `${plural(labels.size, `${WHAT[what]} ${one}`, `${WHAT[what]} ${several}`)}`,
        examples: more > 0 ? `${shown} and ${more} more` : shown,
        newest: Math.max(...own.map(({ time }) => time)),
      });
    }
  }
  return lines;
}
