import type { Finding } from "../model/assessment.ts";
import type { Store } from "../store/store.ts";

const WEIGHT = { critical: 4, high: 3, medium: 2, low: 1 } as const;

/** Findings that nobody acknowledged, muted or closed, gravest first. `now` is by the clock, `at` the moment to show. */
export async function openFindings(
  store: Store,
  site: string,
  now: number,
  at: number | undefined,
): Promise<Finding[]> {
  const settled = new Set<string>();
  for (const { finding, state, until } of await store.settings.workflows(site)) {
    const isMuted = state === "muted" && (until === 0 || until > now);
    if (isMuted || state === "acknowledged" || state === "closed") settled.add(finding);
  }
  const open: Finding[] = [];
  for await (const finding of store.things.all(site, "finding", at)) if (!settled.has(finding.id)) open.push(finding);
  return open.sort((one, other) => WEIGHT[other.severity] - WEIGHT[one.severity] || other.lastSeen - one.lastSeen);
}
