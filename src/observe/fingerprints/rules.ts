// Fingerprint rules: evidence of one kind that fits a pattern gives claims. Data alone; what fits is asked once per value.
import type { Attribute } from "../../model/attribute.ts";
import type { ClaimTally } from "../ledger.ts";
import type { EvidenceKind, Said } from "./evidence.ts";
import { EVIDENCE_KINDS } from "./evidence.ts";

/** Longest value that rules look at, in characters; the rest of a longer one is not looked at. */
export const LONGEST_VALUE = 256;
/** Most distinct values of one kind that are looked at; beyond, rules say nothing. */
const MOST_VALUES = 20_000;
/** Most claims that one value may give. */
const MOST_FOUND = 32;
const LONGEST_CLAIM = 128;

/** Anything that finds itself in a text: a regular expression of the language, or of a library that takes linear time. */
export interface Pattern {
  /** The groups, the whole match first; null when it does not fit. */
  exec(text: string): readonly (string | null | undefined)[] | null;
}

/** One rule. */
export interface Rule {
  /** Kind of evidence it looks at. */
  on: EvidenceKind;
  /** A pattern, or the whole value. */
  match: Pattern | string;
  /**
   * What it gives; "$0" is the whole match, "$1" to "$9" stand for groups of the pattern. What has an empty group in it
   * is not given; a part in braces, "Pump{ $1}", is left out alone.
   */
  gives: Readonly<Partial<Record<Attribute, string>>>;
  /** 0 to 1, for all that it gives or for each attribute. */
  confidence: number | Readonly<Partial<Record<Attribute, number>>>;
  /** What it is called, for people. */
  name: string;
}

/** Rules that belong together. */
export interface RuleSet {
  /** Where they come from, for people: a file's name; "" for our own. */
  source: string;
  rules: readonly Rule[];
  /** Whether only the first rule that fits counts, so that special rules may stand before general ones. */
  firstOnly: boolean;
}

/** One thing that a value gives. */
export interface Given {
  attribute: Attribute;
  value: string;
  confidence: number;
  method: string;
}

interface Indexed {
  source: string;
  firstOnly: boolean;
  rules: readonly Rule[];
}

/** All rules, by the kind of evidence they look at; remembers what each distinct value gave. */
export class RuleBook {
  /** Distinct values that found no room. */
  left = 0;
  private readonly byKind = new Map<EvidenceKind, Indexed[]>();
  private readonly known = new Map<EvidenceKind, Map<string, readonly Given[]>>();

  constructor(sets: readonly RuleSet[]) {
    for (const { source, firstOnly, rules } of sets) {
      const kinds = new Map<EvidenceKind, Rule[]>();
      for (const rule of rules) {
        const of = kinds.get(rule.on);
        if (of === undefined) kinds.set(rule.on, [rule]);
        else of.push(rule);
      }
      for (const [kind, ofKind] of kinds) {
        this.byKind.set(kind, [...(this.byKind.get(kind) ?? []), { source, firstOnly, rules: ofKind }]);
      }
    }
  }

  /** What a value gives. */
  given(kind: EvidenceKind, value: string): readonly Given[] {
    const sets = this.byKind.get(kind);
    if (sets === undefined || value === "") return NOTHING;
    let values = this.known.get(kind);
    if (values === undefined) {
      values = new Map();
      this.known.set(kind, values);
    }
    const text = value.length > LONGEST_VALUE ? value.slice(0, LONGEST_VALUE) : value;
    const before = values.get(text);
    if (before !== undefined) return before;
    if (values.size >= MOST_VALUES) {
      this.left++;
      return NOTHING;
    }
    const found = findAll(sets, kind, text);
    values.set(text, found);
    return found;
  }

  /** The claims that what a device said gives. */
  claims(said: Iterable<Said>): ClaimTally[] {
    const claims: ClaimTally[] = [];
    for (const { kind, value, times, evidence } of said) {
      for (const given of this.given(kind, value)) claims.push({ ...given, times, evidence });
    }
    return claims;
  }
}

const NOTHING: readonly Given[] = [];

function findAll(sets: readonly Indexed[], kind: EvidenceKind, text: string): readonly Given[] {
  const found: Given[] = [];
  for (const { source, firstOnly, rules } of sets) {
    for (const rule of rules) {
      const groups = groupsOf(rule.match, text);
      if (groups === undefined) continue;
      const where = source === "" ? "" : ` of ${source}`;
      const method = `${EVIDENCE_KINDS[kind]}: rule "${rule.name}"${where}`;
      for (const [attribute, template] of Object.entries(rule.gives) as [Attribute, string][]) {
        const value = filled(template, groups);
        if (value === "" || found.length >= MOST_FOUND) continue;
        const confidence = typeof rule.confidence === "number" ? rule.confidence : (rule.confidence[attribute] ?? 0.5);
        found.push({ attribute, value, confidence, method });
      }
      if (firstOnly) break;
    }
  }
  return found.length === 0 ? NOTHING : found;
}

function groupsOf(match: Pattern | string, text: string): readonly (string | null | undefined)[] | undefined {
  if (typeof match === "string") return match === text ? [text] : undefined;
  return match.exec(text) ?? undefined;
}

/** A template with its groups put in, "" when one of them is empty outside braces. */
function filled(template: string, groups: readonly (string | null | undefined)[]): string {
  const outside = put(
    template.replace(/\{([^{}]*)\}/g, (_, part: string) => put(part, groups) ?? ""),
    groups,
  );
  if (outside === undefined) return "";
  let clean = "";
  for (const letter of outside) clean += letter < " " ? " " : letter;
  return clean.replace(/\s+/g, " ").trim().slice(0, LONGEST_CLAIM);
}

/** A text with its groups put in; undefined when one of them is empty. */
function put(text: string, groups: readonly (string | null | undefined)[]): string | undefined {
  let isWhole = true;
  const whole = text.replace(/\$([0-9])/g, (_, digit: string) => {
    const group = groups[Number(digit)] ?? "";
    if (group === "") isWhole = false;
    // What was found is no template.
    return group.replaceAll("$", "");
  });
  return isWhole ? whole : undefined;
}
