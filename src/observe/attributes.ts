import type { AttributeValue, Candidate, Part } from "../model/assessment.ts";
import type { Attribute } from "../model/attribute.ts";
import { ATTRIBUTES } from "../model/attribute.ts";
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
      if (claim.evidence.time < known.evidence.time) known.evidence = claim.evidence;
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

/** The parts of a device with their attributes, in natural order of their names. */
export function foldParts(parts: Iterable<readonly [string, Iterable<ClaimTally>]>): Part[] {
  const byName = new Map<string, ClaimTally[]>();
  for (const [name, claims] of parts) byName.set(name, [...(byName.get(name) ?? []), ...claims]);
  return sorted(byName.entries(), ([name]) => name.replace(/\d+/g, (digits) => digits.padStart(10, "0"))).map(
    ([part, claims]) => ({ part, attributes: foldAttributes(claims) }),
  );
}

function rank(values: ClaimTally[], isChanging: boolean): Candidate[] {
  // Agreement of several methods on one value strengthens it: independent voices for the same text.
  const voices = new Map<string, number>();
  for (const value of values) voices.set(value.value, (voices.get(value.value) ?? 0) + 1);
  const strength = (value: ClaimTally): number =>
    value.confidence + Math.min(0.04, ((voices.get(value.value) ?? 1) - 1) * 0.02);
  values.sort((one, other) => {
    const difference = strength(other) - strength(one);
    if (Math.abs(difference) > 1e-9) return difference;
    if (isChanging && one.method === other.method && lastSaid(one) !== lastSaid(other))
      return lastSaid(other) - lastSaid(one);
    if (one.times !== other.times) return other.times - one.times;
    const oneKey = `${one.value}\n${one.method}`;
    const otherKey = `${other.value}\n${other.method}`;
    return oneKey < otherKey ? -1 : oneKey > otherKey ? 1 : 0;
  });
  const winner = values[0] as ClaimTally;
  return values.slice(0, MOST_CANDIDATES).map((value, index) => ({
    value: value.value,
    confidence: round(Math.min(0.99, strength(value))),
    method: value.method,
    evidence: value.evidence,
    times: value.times,
    lost: index === 0 ? "" : reasonOfLoss(value, winner, strength(value), strength(winner), isChanging),
  }));
}

function reasonOfLoss(
  loser: ClaimTally,
  winner: ClaimTally,
  loserStrength: number,
  winnerStrength: number,
  isChanging: boolean,
): string {
  if (loser.value === winner.value) return `Agrees; ${winner.method} says it more directly`;
  if (winnerStrength - loserStrength > 1e-9) return `${winner.method} says it more directly`;
  if (isChanging && winner.method === loser.method && lastSaid(winner) > lastSaid(loser))
    return "Said before; what was said later stands";
  if (winner.times > loser.times) return `Said ${loser.times} times, the other ${winner.times} times`;
  return "As strong; the first in alphabetical order stands";
}

/** Two decimals, so that sums of floating numbers do not show. */
export function round(value: number): number {
  return Math.round(value * 100) / 100;
}
