import type { FieldComparison } from "./field-compare.ts";
import type { AppliedFieldExplanation, ExplainedFields } from "./field-explain.ts";
import { percent, table } from "./report.ts";

/** Counts of values of one field, summed over captures. */
export interface FieldTotal {
  protocol: string;
  field: string;
  oracle: string;
  captures: number;
  compared: number;
  equal: number;
  explained: number;
  /** Frames in which only one side has the field. */
  onlyOurs: number;
  onlyTheirs: number;
}

/** Sums per oracle, protocol and field, in the order in which they first appear. */
export function fieldTotals(comparisons: readonly FieldComparison[], explained: ExplainedFields): FieldTotal[] {
  const sums = new Map<string, FieldTotal>();
  for (const one of comparisons) {
    const { protocol, field, oracle } = one;
    const key = `${oracle}|${protocol}|${field}`;
    const known = sums.get(key);
    const total = known ?? { protocol, field, oracle, captures: 0, ...NOTHING };
    if (known === undefined) sums.set(key, total);
    if (one.compared > 0) total.captures++;
    total.compared += one.compared;
    total.equal += one.equal;
    total.onlyOurs += one.onlyOurs;
    total.onlyTheirs += one.onlyTheirs;
    for (const index of explained.get(one) ?? []) total.explained += one.differences[index].values;
  }
  return [...sums.values()];
}

const NOTHING = { compared: 0, equal: 0, explained: 0, onlyOurs: 0, onlyTheirs: 0 };

/** Sums fields to protocols. */
export function protocolTotals(fields: readonly FieldTotal[]): (FieldTotal & { fields: number })[] {
  const sums = new Map<string, FieldTotal & { fields: number }>();
  for (const one of fields) {
    const key = `${one.oracle}|${one.protocol}`;
    const total = sums.get(key) ?? { ...one, field: "", captures: 0, ...NOTHING, fields: 0 };
    sums.set(key, total);
    if (one.compared > 0) total.fields++;
    total.captures = Math.max(total.captures, one.captures);
    for (const name of ["compared", "equal", "explained", "onlyOurs", "onlyTheirs"] as const) total[name] += one[name];
  }
  return [...sums.values()];
}

/** Share of equal values in percent: raw, and with the explained ones left out. */
export function shares(total: { compared: number; equal: number; explained: number }): {
  raw: string;
  explained: string;
} {
  const share = (of: number) => percent(of === 0 ? 1 : total.equal / of);
  return { raw: share(total.compared), explained: share(total.compared - total.explained) };
}

const row = (one: FieldTotal): string[] => {
  const { raw, explained } = shares(one);
  const counts = [one.captures, one.compared, one.equal].map(String);
  return [...counts, raw, `${one.explained}`, explained, `${one.onlyTheirs}`, `${one.onlyOurs}`];
};

const COLUMNS = ["captures", "compared", "equal", "%", "expl.", "without %", "only there", "only here"];

/** The printed answer: protocols, then the fields that were compared (all, or those that differ). */
export function fieldText(totals: readonly FieldTotal[], all: boolean): string {
  const shown = totals.filter((one) => all || one.equal + one.explained < one.compared);
  return [
    table(
      ["protocol", "oracle", "fields", ...COLUMNS],
      protocolTotals(totals)
        .filter((one) => one.compared > 0)
        .map((one) => [one.protocol, one.oracle, `${one.fields}`, ...row(one)]),
      2,
    ),
    "",
    all ? "Fields:" : "Fields with differences that are not explained (--all lists every field):",
    "",
    table(
      ["protocol", "field", "oracle", ...COLUMNS],
      shown.map((one) => [one.protocol, one.field, one.oracle, ...row(one)]),
      3,
    ),
  ].join("\n");
}

/** One line per capture, protocol, field, values and hint: how many values and frames, and the first frames. */
export function fieldDifferenceLines(comparisons: readonly FieldComparison[], explained: ExplainedFields): string {
  const lines: string[] = [];
  for (const one of comparisons) {
    const groups = new Map<string, { group: object; values: number; frames: number[] }>();
    for (const [index, { frame, ours, theirs, values, hint }] of one.differences.entries()) {
      const isExplained = explained.get(one)?.has(index) ?? false;
      const key = JSON.stringify([ours, theirs, hint, isExplained]);
      const known = groups.get(key);
      if (known === undefined) {
        groups.set(key, { group: { ours, theirs, hint, explained: isExplained }, values, frames: [frame] });
      } else {
        known.values += values;
        known.frames.push(frame);
      }
    }
    const { capture, protocol, field, oracle } = one;
    for (const { group, values, frames } of groups.values()) {
      const count = frames.length;
      lines.push(
        JSON.stringify({ capture, protocol, field, oracle, ...group, values, count, frames: frames.slice(0, 10) }),
      );
    }
    if (one.onlyOurs > 0 || one.onlyTheirs > 0) {
      const { onlyOurs, firstOurs, onlyTheirs, firstTheirs } = one;
      lines.push(JSON.stringify({ capture, protocol, field, oracle, onlyOurs, firstOurs, onlyTheirs, firstTheirs }));
    }
  }
  return lines.map((line) => `${line}\n`).join("");
}

/** The part of docs/truth.md about fields. */
export function fieldMarkdown(
  totals: readonly FieldTotal[],
  applied: readonly AppliedFieldExplanation[],
  incomparable: ReadonlyMap<string, Readonly<Record<string, string>>>,
  unmapped: Readonly<Record<string, string>>,
): string[] {
  const protocols = protocolTotals(totals).filter((one) => one.compared > 0);
  const lines = [
    "Every field of `bulkhead dissect` that Wireshark has too is compared with Wireshark's columns, frame by frame: lists in",
    "their order where order means something, else as multisets. Logs of Zeek and ICSNPP that lie beside a capture are",
    "compared conversation by conversation. A value counts as compared where both sides have the field in that frame or",
    "conversation; *explained* are values for which a reviewed explanation finds Bulkhead right, or both right by another",
    "convention. Values where the other side is right stay in both figures.",
    "",
  ];
  lines.push(
    "| protocol | told by | fields | captures | values compared | equal | share | explained | without explained |",
    "|---|---|--:|--:|--:|--:|--:|--:|--:|",
  );
  for (const one of protocols) {
    const { raw, explained } = shares(one);
    const counts = [one.fields, one.captures, one.compared, one.equal].join(" | ");
    lines.push(`| ${one.protocol} | ${one.oracle} | ${counts} | ${raw} % | ${one.explained} | ${explained} % |`);
  }
  lines.push("", "Not compared with Wireshark, field by field:", "");
  for (const [protocol, reason] of Object.entries(unmapped)) lines.push(`- ${protocol}: ${reason}`);
  lines.push("", "### Field by field", "");
  lines.push("*Only there* and *only here* count frames in which one side alone tells the field.", "");
  for (const { protocol, oracle } of protocols) {
    const own = totals.filter((one) => one.protocol === protocol && one.oracle === oracle);
    lines.push(`<details><summary>${protocol} (${oracle})</summary>`, "");
    lines.push("| field | captures | compared | equal | share | without explained | only there | only here |");
    lines.push("|---|--:|--:|--:|--:|--:|--:|--:|");
    for (const one of own) {
      if (one.compared + one.onlyOurs + one.onlyTheirs === 0) continue;
      const { raw, explained } = shares(one);
      const counts = `${one.captures} | ${one.compared} | ${one.equal}`;
      lines.push(`| ${one.field} | ${counts} | ${raw} % | ${explained} % | ${one.onlyTheirs} | ${one.onlyOurs} |`);
    }
    const never = own.filter((one) => one.compared + one.onlyOurs + one.onlyTheirs === 0).map((one) => one.field);
    if (never.length > 0) lines.push("", `In no capture: ${never.join(", ")}.`);
    const ruled = Object.entries(incomparable.get(`${oracle}|${protocol}`) ?? {});
    if (ruled.length > 0) {
      lines.push("", "Not comparable:", "");
      for (const [path, reason] of ruled) lines.push(`- ${path}: ${reason}`);
    }
    lines.push("", "</details>", "");
  }
  lines.push("<details><summary>Explanations of values</summary>", "");
  const used = applied.filter((one) => one.values > 0 && !one.stale);
  if (used.length === 0) lines.push("None.", "");
  for (const { explanation, values, captures } of used) {
    const { capture, protocol, field, oracle, right, reason } = explanation;
    const where = capture === "*" ? `${captures} captures` : `\`${capture}\``;
    const who = { both: "both, by convention", bulkhead: "Bulkhead", wireshark: "Wireshark", log: "the log" }[right];
    const told = oracle === undefined ? "" : ` (${oracle})`;
    lines.push(`- **${protocol}** ${field}${told}, ${where}: ${values} values. Right: ${who}. ${reason}`);
  }
  lines.push("", "</details>", "");
  return lines;
}
