import { createContext, useContext } from "react";
import type { Finding, Severity } from "../../model/assessment.ts";
import type { Workflow } from "../../model/journal.ts";
import { call } from "../api/calls.ts";
import { RIGHTS, type Right, type SessionState, type Site, type SlimDevice } from "../api/forms.ts";
import { type NumberedFinding, numberFindings, worstPerDevice } from "./findings.ts";
import { type Loaded, useLoad } from "./load.ts";

/** What every page knows. */
export interface SiteState {
  session: SessionState;
  sites: readonly Site[];
  site: Site;
  /** The moment shown; undefined for now. */
  at: number | undefined;
}

/** Holds what every page knows. */
export const SiteContext = createContext<SiteState | null>(null);

/** Site, person and moment. */
export function useSite(): SiteState {
  const state = useContext(SiteContext);
  if (!state) throw new Error("outside of a site");
  return state;
}

/** Whether the person may do what takes at least this right. */
export function useMay(right: Right): boolean {
  const { session } = useSite();
  return RIGHTS.indexOf(session.person?.role ?? "viewer") >= RIGHTS.indexOf(right);
}

/** The clock against which ages are told: the moment shown, or now. */
export function useNow(): number {
  const { at } = useSite();
  return at ?? Date.now() / 1000;
}

/** All devices, slim, by id. */
export function useDirectory(): Loaded<ReadonlyMap<string, SlimDevice>> {
  const { site, at } = useSite();
  return useLoad(
    `devices/${site.id}/${at ?? ""}`,
    async () => new Map((await call.slimDevices(site.id, at)).map((device) => [device.id, device])),
    ["device"],
  );
}

/** All findings with where people stand with them, gravest first. */
export interface FindingBook {
  all: NumberedFinding[];
  /** Those that still need a person. */
  open: NumberedFinding[];
  worst: ReadonlyMap<string, Severity>;
  byLink: ReadonlyMap<string, NumberedFinding>;
  byId: ReadonlyMap<string, NumberedFinding>;
}

/** Findings and their workflow. */
export function useFindings(): Loaded<FindingBook> {
  const { site, at } = useSite();
  return useLoad(`findings/${site.id}/${at ?? ""}`, async () => {
    const [findings, workflows] = await Promise.all([allFindings(site.id, at), call.workflows(site.id)]);
    return bookOf(findings, workflows, at ?? Date.now() / 1000);
  }, ["finding", "workflow"]);
}

async function allFindings(site: string, at: number | undefined): Promise<Finding[]> {
  const found: Finding[] = [];
  let after = "";
  do {
    const page = await call.list(site, "finding", { limit: 1000, after, at });
    found.push(...page.rows);
    after = page.next;
  } while (after !== "" && found.length < 20_000);
  return found;
}

function bookOf(findings: readonly Finding[], workflows: readonly Workflow[], now: number): FindingBook {
  const all = numberFindings(findings, workflows, now);
  const open = all.filter(({ state }) => state === "open");
  const byLink = new Map<string, NumberedFinding>();
  for (const one of open) for (const link of one.finding.links) if (!byLink.has(link)) byLink.set(link, one);
  return {
    all,
    open,
    worst: worstPerDevice(open),
    byLink,
    byId: new Map(all.map((one) => [one.finding.id, one])),
  };
}
