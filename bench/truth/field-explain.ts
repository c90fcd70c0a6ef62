import type { FieldComparison } from "./field-compare.ts";

/** A reviewed judgment on values that differ. */
export interface FieldExplanation {
  /** Path of the capture below the captures folder, or "*" for every capture; a "*" at the end stands for any rest. */
  capture: string;
  protocol: string;
  /** Name of the field as printed; "*" for every field of the protocol. */
  field: string;
  /** "wireshark" when left out, or the log's name. */
  oracle?: string;
  /** Only where our values, or theirs, contain this text. */
  ours?: string;
  theirs?: string;
  /** Only these frames. */
  frames?: number[];
  /** Only where the oracle's own hint for the frame is this. */
  hint?: string;
  /** How many values it must explain exactly, so that it cannot hide new ones; any number when left out. */
  count?: number;
  /** Who is right by bytes and standard; "both" when the question is one of convention. */
  right: "wireshark" | "bulkhead" | "both" | "log";
  /** Why, in sentences, with the standard's section. */
  reason: string;
}

/** One explanation at work. */
export interface AppliedFieldExplanation {
  explanation: FieldExplanation;
  values: number;
  captures: number;
  /** Set when `count` is given and does not hold: the explanation is stale and explains nothing. */
  stale: boolean;
}

/** Indices of the explained differences per comparison; those where the other side is right are not among them. */
export type ExplainedFields = Map<FieldComparison, Set<number>>;

/** Which differences the explanations cover. */
export function applyFieldExplanations(
  comparisons: readonly FieldComparison[],
  explanations: readonly FieldExplanation[],
): { applied: AppliedFieldExplanation[]; explained: ExplainedFields } {
  const explained: ExplainedFields = new Map();
  const taken: ExplainedFields = new Map();
  const applied: AppliedFieldExplanation[] = [];
  for (const explanation of explanations) {
    const covered: { comparison: FieldComparison; index: number }[] = [];
    let values = 0;
    for (const comparison of comparisons) {
      if (!fits(explanation, comparison)) continue;
      for (const [index, difference] of comparison.differences.entries()) {
        if (explanation.ours !== undefined && !difference.ours.includes(explanation.ours)) continue;
        if (explanation.theirs !== undefined && !difference.theirs.includes(explanation.theirs)) continue;
        if (explanation.frames !== undefined && !explanation.frames.includes(difference.frame)) continue;
        if (explanation.hint !== undefined && explanation.hint !== difference.hint) continue;
        if (taken.get(comparison)?.has(index)) continue;
        covered.push({ comparison, index });
        values += difference.values;
      }
    }
    const stale = explanation.count !== undefined && explanation.count !== values;
    if (!stale) {
      const right = explanation.right === "bulkhead" || explanation.right === "both";
      for (const { comparison, index } of covered) {
        add(taken, comparison, index);
        if (right) add(explained, comparison, index);
      }
    }
    const captures = new Set(covered.map(({ comparison }) => comparison.capture)).size;
    applied.push({ explanation, values, captures, stale });
  }
  return { applied, explained };
}

function fits(explanation: FieldExplanation, comparison: FieldComparison): boolean {
  const { capture, protocol, field, oracle } = explanation;
  const where = capture.endsWith("*")
    ? comparison.capture.startsWith(capture.slice(0, -1))
    : capture === comparison.capture;
  return (
    where &&
    protocol === comparison.protocol &&
    (field === "*" || field === comparison.field) &&
    (oracle ?? "wireshark") === comparison.oracle
  );
}

function add(sets: ExplainedFields, comparison: FieldComparison, index: number): void {
  const known = sets.get(comparison);
  if (known === undefined) sets.set(comparison, new Set([index]));
  else known.add(index);
}
