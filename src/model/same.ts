type Fields = Readonly<Record<string, unknown>>;

/** Names of parts that grow with every message; what differs in them alone is no change that a person would tell. */
const DRIFTING: ReadonlySet<string> = new Set([
  "times",
  "evidence",
  "confidence",
  "score",
  "runnerUpScore",
  "points",
  "firstSeen",
  "lastSeen",
]);

/** Whether two values hold the same; objects by their own fields, in any order. */
export function isSame(one: unknown, other: unknown): boolean {
  return compare(one, other, false);
}

/** Whether two values hold the same but for counters and evidence within them. */
export function isAlike(one: unknown, other: unknown): boolean {
  return compare(one, other, true);
}

function compare(one: unknown, other: unknown, isLoose: boolean): boolean {
  if (one === other) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) {
    return Number.isNaN(one) && Number.isNaN(other);
  }
  if (Array.isArray(one)) {
    if (!Array.isArray(other) || one.length !== other.length) return false;
    for (let index = 0; index < one.length; index++) if (!compare(one[index], other[index], isLoose)) return false;
    return true;
  }
  const names = Object.keys(one);
  if (Array.isArray(other) || names.length !== Object.keys(other).length) return false;
  for (const name of names) {
    if (!Object.hasOwn(other, name)) return false;
    if (isLoose && DRIFTING.has(name)) continue;
    if (!compare((one as Fields)[name], (other as Fields)[name], isLoose)) return false;
  }
  return true;
}
