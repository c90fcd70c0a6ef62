import type { Evidence } from "../model/evidence.ts";

/** More pairs than this around one device become one finding. */
const MOST_PAIRS = 4;

/** One observation between an acting device and the device acted upon. */
export interface Observation {
  actor: string;
  target: string;
  link: string;
  count: number;
  firstSeen: number;
  lastSeen: number;
  evidence: Evidence;
  /** Evidence beyond the first piece. */
  more?: readonly Evidence[];
}

/** Observations that belong in one finding. */
export interface Gathering<Kind extends Observation = Observation> {
  /** What they have in common: stays the same when more of them come. */
  key: string;
  actors: string[];
  targets: string[];
  links: string[];
  count: number;
  firstSeen: number;
  lastSeen: number;
  evidence: Evidence[];
  observations: Kind[];
}

/**
 * Groups observations per pair of devices; a device that does the same to many, or has it done by many, gets one group
 * for all of them. Groups and members come in a stable order.
 */
export function gatherPairs<Kind extends Observation>(observations: readonly Kind[]): Gathering<Kind>[] {
  const targetsOf = new Map<string, Set<string>>();
  const actorsOf = new Map<string, Set<string>>();
  for (const { actor, target } of observations) {
    addTo(targetsOf, actor, target);
    addTo(actorsOf, target, actor);
  }
  return gatherBy(observations, ({ actor, target }) => {
    const targets = targetsOf.get(actor)?.size ?? 0;
    const actors = actorsOf.get(target)?.size ?? 0;
    if (targets > MOST_PAIRS && targets >= actors) return `actor ${actor}`;
    return actors > MOST_PAIRS ? `target ${target}` : `pair ${actor} ${target}`;
  });
}

/** Groups observations by a key, in the order of the keys. */
export function gatherBy<Kind extends Observation>(
  observations: readonly Kind[],
  keyOf: (observation: Kind) => string,
): Gathering<Kind>[] {
  const groups = new Map<string, Kind[]>();
  for (const observation of observations) {
    const key = keyOf(observation);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [observation]);
    else group.push(observation);
  }
  return [...groups.keys()].sort().map((key) => gathered(key, groups.get(key) as Kind[]));
}

function gathered<Kind extends Observation>(key: string, members: readonly Kind[]): Gathering<Kind> {
  const observations = [...members].sort((one, other) => {
    const byTime = one.firstSeen - other.firstSeen;
    if (byTime !== 0) return byTime;
    const text = (entry: Kind): string => `${entry.actor} ${entry.target} ${entry.link} ${entry.evidence.frame}`;
    return text(one) < text(other) ? -1 : text(one) > text(other) ? 1 : 0;
  });
  return {
    key,
    actors: unique(observations.map((entry) => entry.actor)),
    targets: unique(observations.map((entry) => entry.target)),
    links: unique(observations.map((entry) => entry.link)),
    count: observations.reduce((sum, entry) => sum + entry.count, 0),
    firstSeen: leastOf(observations.map((entry) => entry.firstSeen)),
    lastSeen: greatestOf(observations.map((entry) => entry.lastSeen)),
    evidence: observations.flatMap((entry) => [entry.evidence, ...(entry.more ?? [])]),
    observations,
  };
}

function unique(ids: readonly string[]): string[] {
  return [...new Set(ids)].filter((id) => id !== "");
}

function addTo(sets: Map<string, Set<string>>, key: string, value: string): void {
  const known = sets.get(key);
  if (known === undefined) sets.set(key, new Set([value]));
  else known.add(value);
}

/** The least of many numbers; infinity for none. */
export function leastOf(numbers: readonly number[]): number {
  return numbers.reduce((least, number) => Math.min(least, number), Number.POSITIVE_INFINITY);
}

/** The greatest of many numbers; minus infinity for none. */
export function greatestOf(numbers: readonly number[]): number {
  return numbers.reduce((greatest, number) => Math.max(greatest, number), Number.NEGATIVE_INFINITY);
}

/** A number with its word: "1 message", "4 messages". */
export function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}

/** Words in a sentence: "a", "a and b", "a, b and c"; beyond `most` the rest is counted. */
export function inWords(words: readonly string[], most = 4): string {
  const distinct = [...new Set(words)];
  if (distinct.length > most) return `${distinct.slice(0, most).join(", ")} and ${distinct.length - most} more`;
  if (distinct.length < 2) return distinct[0] ?? "";
  return `${distinct.slice(0, -1).join(", ")} and ${distinct.at(-1)}`;
}
