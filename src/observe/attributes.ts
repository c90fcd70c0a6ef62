import type { AttributeValue, Candidate, Part } from "../model/assessment.ts";
import type { Attribute } from "../model/attribute.ts";
import { ATTRIBUTES } from "../model/attribute.ts";
import type { Evidence } from "../model/evidence.ts";
import { type ClaimTally, lastSaid } from "./ledger.ts";
import { sorted } from "./resolve.ts";
import { tidyVendor } from "./vendors.ts";

const MOST_CANDIDATES = 12;
/** What a device may change while it is watched: of two values that one method tells, the newer stands. */
const CHANGING: ReadonlySet<Attribute> = new Set(["firmware"]);

/** Folds what was said of a device into one value per attribute: the strongest first, then the losers and why they lost. */
export function foldAttributes(claims: Iterable<ClaimTally>): AttributeValue[] {
  const byAttribute = new Map<Attribute, Map<string, ClaimTally>>();
  for (const said of claims) {
    const claim = said.attribute === "vendor" ? { ...said, value: tidyVendor(said.value) } : said;
    if (claim.value === "") continue;
    const values = byAttribute.get(claim.attribute) ?? new Map<string, ClaimTally>();
    byAttribute.set(claim.attribute, values);
    const key = `${claim.value}\n${claim.method}`;
    const known = values.get(key);
    if (known === undefined) values.set(key, { ...claim });
    else {
      known.times += claim.times;
      known.lastSaid = Math.max(lastSaid(known), lastSaid(claim));
      known.confidence = Math.max(known.confidence, claim.confidence);
      if (isEarlier(claim.evidence, known.evidence)) known.evidence = claim.evidence;
    }
  }
  const folded: AttributeValue[] = [];
  for (const attribute of ATTRIBUTES) {
    const values = byAttribute.get(attribute);
    if (values === undefined) continue;
    folded.push({ attribute, candidates: rank([...values.values()], CHANGING.has(attribute)) });
  }
  return folded;
}

/** Whether evidence comes before other, also where both are of one time. */
function isEarlier(one: Evidence, other: Evidence): boolean {
  const difference =
    one.time - other.time || one.capture - other.capture || one.frame - other.frame || one.start - other.start;
  return difference < 0;
}

/** The parts of a device with their attributes, in natural order of their names. */
export function foldParts(parts: Iterable<readonly [string, Iterable<ClaimTally>]>): Part[] {
  const byName = new Map<string, ClaimTally[]>();
  for (const [name, claims] of parts) byName.set(name, [...(byName.get(name) ?? []), ...claims]);
  return sorted(byName.entries(), ([name]) => name.replace(/\d+/g, (digits) => digits.padStart(10, "0"))).map(
    ([part, claims]) => ({ part, attributes: foldAttributes(claims) }),
  );
}

/** Values that are ordered among themselves before others: of one method where what stands may change, else one alone. */
interface Group {
  strength: number;
  /** How often all of them were said. */
  times: number;
  /** The one that stands among them first. */
  values: ClaimTally[];
}

/**
 * Two measures order values, the later one within a method and the more frequent one between methods. Compared pair by
 * pair they go in circles, so methods are ordered as wholes.
 */
function rank(values: readonly ClaimTally[], isChanging: boolean): Candidate[] {
  // Agreement of several methods on one value strengthens it: independent voices for the same text.
  const voices = new Map<string, number>();
  for (const { value } of values) voices.set(value, (voices.get(value) ?? 0) + 1);
  const groups = new Map<string, Group>();
  for (const value of values) {
    const strength = sumOf(value.confidence, Math.min(0.04, ((voices.get(value.value) ?? 1) - 1) * 0.02));
    const key = `${strength} ${isChanging ? value.method : keyOf(value)}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { strength, times: value.times, values: [value] });
    else {
      group.times += value.times;
      group.values.push(value);
    }
  }
  for (const group of groups.values()) group.values.sort(compareLater);
  const ranked = [...groups.values()].sort(compareGroups);
  const first = ranked[0] as Group;
  return ranked
    .flatMap((group) => group.values.map((value) => candidateOf(value, group, first)))
    .slice(0, MOST_CANDIDATES);
}

/** Of a method that says several values the last one stands. */
function compareLater(one: ClaimTally, other: ClaimTally): number {
  return lastSaid(other) - lastSaid(one) || other.times - one.times || (keyOf(one) < keyOf(other) ? -1 : 1);
}

function compareGroups(one: Group, other: Group): number {
  return (
    other.strength - one.strength ||
    other.times - one.times ||
    (keyOf(one.values[0] as ClaimTally) < keyOf(other.values[0] as ClaimTally) ? -1 : 1)
  );
}

function keyOf({ value, method }: ClaimTally): string {
  return `${value}\n${method}`;
}

function candidateOf(value: ClaimTally, group: Group, first: Group): Candidate {
  const winner = first.values[0] as ClaimTally;
  return {
    value: value.value,
    confidence: round(Math.min(0.99, group.strength)),
    method: value.method,
    evidence: value.evidence,
    times: value.times,
    lost: value === winner ? "" : reasonOfLoss(value, group, winner, first),
  };
}

function reasonOfLoss(loser: ClaimTally, group: Group, winner: ClaimTally, first: Group): string {
  if (loser.value === winner.value) return `Agrees; ${winner.method} says it more directly`;
  if (first.strength > group.strength) return `${winner.method} says it more directly`;
  if (group === first && lastSaid(winner) > lastSaid(loser)) return "Said before; what was said later stands";
  if (group !== first && group.values.length + first.values.length > 2 && first.times > group.times)
    return `${loser.method} spoke ${group.times} times, ${winner.method} ${first.times} times`;
  if (winner.times > loser.times) return `Said ${loser.times} times, the other ${winner.times} times`;
  return "As strong; the first in alphabetical order stands";
}

/** Without the last digits, in which sums of floating numbers differ that should not. */
function sumOf(one: number, other: number): number {
  return Math.round((one + other) * 1e9) / 1e9;
}

/** Two decimals, so that sums of floating numbers do not show. */
export function round(value: number): number {
  return Math.round(value * 100) / 100;
}
