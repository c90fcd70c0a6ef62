import { isIP } from "node:net";
import { Type } from "typebox";
import { contentId } from "../../model/identifier.ts";
import type { Correction, Workflow } from "../../model/journal.ts";
import type { Person, Store } from "../../store/store.ts";
import type { Context } from "../context.ts";
import { exactly, Id, OfSite, SiteId } from "../forms/common.ts";
import {
  CorrectionForm,
  NewCorrectionForm,
  NewCorrectionsForm,
  ViewForm,
  WorkflowChangeForm,
  WorkflowChangesForm,
  WorkflowForm,
} from "../forms/site.ts";
import { Problem } from "../problem.ts";
import { includesRole } from "../rights.ts";
import { type Route, route } from "../route.ts";
import type { Caller } from "../signin/callers.ts";
import type { Surroundings } from "../surroundings.ts";

const group = "Work";
const base = "/api/v1/sites/:site";
const OfView = exactly({ site: SiteId, table: Type.String({ pattern: "^[a-z][a-z-]{0,39}$" }) });
/** Attributes that join or part addresses: many may stand beside each other. */
const OF_PAIRS = ["same as", "apart from"];

/** Work on findings, corrections of devices, saved views. */
export const workRoutes: readonly Route[] = [
  route({
    name: "workflows",
    method: "GET",
    path: `${base}/workflows`,
    group,
    summary: "Where findings stand with people; a finding without an entry is open.",
    parameters: OfSite,
    answer: Type.Array(WorkflowForm),
    handle: async ({ context, parameters }) => await context.surroundings.store.settings.workflows(parameters.site),
  }),
  route({
    name: "putWorkflow",
    method: "PUT",
    path: `${base}/workflows/:id`,
    group,
    summary: "Opens, acknowledges, mutes (with a reason, until a moment), closes or assigns a finding.",
    parameters: exactly({ site: SiteId, id: Id }),
    body: WorkflowChangeForm,
    answer: WorkflowForm,
    act: "work on finding",
    handle: async ({ context, parameters: { site, id }, body, caller, note }) => {
      const [workflow] = await putWorkflows(context, site, [id], body, caller as Caller);
      note(`${site} ${id}`, body);
      return workflow;
    },
  }),
  route({
    name: "putWorkflows",
    method: "POST",
    path: `${base}/workflows`,
    group,
    summary:
      "The same for many findings; nothing is done when one of them is not there. The audit log has an entry for each.",
    parameters: OfSite,
    body: WorkflowChangesForm,
    answer: Type.Array(WorkflowForm),
    act: "work on findings",
    handle: async ({ context, parameters: { site }, body: { findings, ...change }, caller, note }) => {
      const done = await putWorkflows(context, site, findings, change, caller as Caller);
      for (const { finding } of done) note(`${site} ${finding}`, { ...change, together: done.length });
      return done;
    },
  }),
  route({
    name: "assignees",
    method: "GET",
    path: `${base}/assignees`,
    group,
    summary: "Names of those whom findings can be assigned to: who may work on them.",
    parameters: OfSite,
    answer: Type.Array(Type.String()),
    handle: async ({ context }) => (await workers(context.surroundings.store)).map(({ name }) => name),
  }),
  route({
    name: "corrections",
    method: "GET",
    path: `${base}/corrections`,
    group,
    summary: "What people state against or beside the traffic.",
    parameters: OfSite,
    answer: Type.Array(CorrectionForm),
    handle: async ({ context, parameters }) => await context.surroundings.store.settings.corrections(parameters.site),
  }),
  route({
    name: "addCorrection",
    method: "POST",
    path: `${base}/corrections`,
    group,
    summary: "Corrects role, level, domain, zone, owner, importance or an attribute; merges and splits devices.",
    parameters: OfSite,
    body: NewCorrectionForm,
    answer: CorrectionForm,
    act: "correct device",
    handle: async ({ context, parameters: { site }, body, caller }) => {
      const { address, ...rest } = body;
      const [correction] = await correct(context, site, [address], rest, caller as Caller);
      return correction;
    },
  }),
  route({
    name: "addCorrections",
    method: "POST",
    path: `${base}/corrections/bulk`,
    group,
    summary: "The same correction for many addresses at once.",
    parameters: OfSite,
    body: NewCorrectionsForm,
    answer: Type.Array(CorrectionForm),
    act: "correct devices",
    handle: async ({ context, parameters: { site }, body: { addresses, ...rest }, caller }) =>
      await correct(context, site, addresses, rest, caller as Caller),
  }),
  route({
    name: "removeCorrection",
    method: "DELETE",
    path: `${base}/corrections/:id`,
    group,
    summary: "Takes a correction back.",
    parameters: exactly({ site: SiteId, id: Id }),
    act: "take back correction",
    handle: async ({ context, caller, parameters: { site, id }, note }) => {
      const { store, corrected, clock } = context.surroundings;
      const correction = (await store.settings.corrections(site)).find((each) => each.id === id);
      if (correction === undefined) throw new Problem("not-found", "There is no such correction.");
      await store.settings.removeCorrection(site, id);
      const { address, attribute, value, why } = correction;
      const who = (caller as Caller).person.name;
      context.streams.tellWork(site, {
        ...{ what: "correction taken back", addresses: [address], attribute, value, why, who, when: clock() },
      });
      await corrected.call(context.surroundings, site, who);
      note(`${site} ${address}`, { attribute, value });
    },
  }),
  route({
    name: "views",
    method: "GET",
    path: `${base}/views/:table`,
    group,
    summary: "Saved views of a table.",
    parameters: OfView,
    answer: Type.Array(ViewForm),
    handle: async ({ context, parameters }) => {
      const text = await context.surroundings.store.settings.value(viewName(parameters));
      return text === undefined ? [] : (JSON.parse(text) as unknown);
    },
  }),
  route({
    name: "putViews",
    method: "PUT",
    path: `${base}/views/:table`,
    group,
    summary: "Replaces the saved views of a table.",
    parameters: OfView,
    body: Type.Array(ViewForm, { maxItems: 50 }),
    act: "save views",
    handle: async ({ context, parameters, body, caller, note }) => {
      const who = (caller as Caller).person.name;
      const views = body.map((view) => ({ ...view, by: view.by ?? who }));
      await context.surroundings.store.settings.putValue(viewName(parameters), JSON.stringify(views));
      const { site, table } = parameters;
      context.streams.tellWork(site, { what: "views", table, who, when: context.surroundings.clock() });
      note(`${site} ${table}`, { views: views.map(({ name }) => name) });
    },
  }),
];

interface Change {
  state?: Workflow["state"] | undefined;
  why: string;
  until?: number | undefined;
  assignee?: string | undefined;
}

/** Everybody who may work on findings, by name. */
async function workers(store: Store): Promise<Person[]> {
  const people = (await store.people.people()).filter(
    ({ role, disabled }) => !disabled && includesRole(role, "analyst"),
  );
  return people.sort((one, other) => (one.name < other.name ? -1 : 1));
}

/** The change with the name as it is written, or a Problem. */
async function checkChange({ store, clock }: Surroundings, change: Change): Promise<Change> {
  const { state, why, until = 0, assignee } = change;
  if (state === undefined && assignee === undefined) {
    throw new Problem("cannot-be-done", "Say what becomes of it: a state, who takes care of it, or both.");
  }
  if (state === "muted" && why.trim() === "") throw new Problem("cannot-be-done", "Say why this is muted.");
  if (state !== "muted" && until !== 0) throw new Problem("cannot-be-done", "Only a mute has an end.");
  if (until !== 0 && until <= clock()) throw new Problem("cannot-be-done", "The end of the mute is in the past.");
  if (assignee === undefined || assignee === "") return change;
  const asked = assignee.toLowerCase();
  const person = (await workers(store)).find(({ name }) => name.toLowerCase() === asked);
  if (person === undefined) throw new Problem("cannot-be-done", `Nobody called ${assignee} may work on findings.`);
  return { ...change, assignee: person.name };
}

/** Puts the same for each of the findings, or nothing when one of them is not there. */
async function putWorkflows(
  { surroundings, streams }: Context,
  site: string,
  findings: readonly string[],
  change: Change,
  { person }: Caller,
): Promise<Workflow[]> {
  const { store, clock } = surroundings;
  const { state, why, until = 0, assignee } = await checkChange(surroundings, change);
  const known = new Map((await store.settings.workflows(site)).map((workflow) => [workflow.finding, workflow]));
  for (const finding of findings) {
    // A finding that went away may be settled still.
    if (known.has(finding) || (await store.things.get(site, "finding", finding)) !== undefined) continue;
    throw new Problem("not-found", `There is no finding ${finding} at this site.`);
  }
  const entry = { who: person.name, when: clock(), why };
  const done = [...new Set(findings)].map((finding): Workflow => {
    const before = known.get(finding);
    // Whoever only assigns leaves the state, and what was said of it where nothing else is said.
    const stays = {
      state: before?.state ?? "open",
      until: before?.until ?? 0,
      why: why === "" ? (before?.why ?? "") : why,
    };
    const becomes = state === undefined ? stays : { state, until };
    return { finding, ...entry, ...becomes, assignee: assignee ?? before?.assignee ?? "" };
  });
  for (const workflow of done) await store.settings.putWorkflow(site, workflow);
  const told = { ...(state === undefined ? {} : { state, until }), ...(assignee === undefined ? {} : { assignee }) };
  streams.tellWork(site, { what: "decision", findings: done.map(({ finding }) => finding), ...told, ...entry });
  return done;
}

async function correct(
  { surroundings, streams }: Context,
  site: string,
  addresses: readonly string[],
  { attribute, value, why }: Pick<Correction, "attribute" | "value" | "why">,
  { person }: Caller,
): Promise<Correction[]> {
  const isPair = OF_PAIRS.includes(attribute);
  const meant = isPair ? plainAddress(value) : value;
  const problem = surroundings.problemOfCorrection({ attribute, value: meant });
  if (problem !== "") throw new Problem("cannot-be-done", `${problem}.`);
  const entry = { attribute, value: meant, who: person.name, when: surroundings.clock(), why };
  const corrections = [...new Set(addresses.map(plainAddress))].map((address): Correction => {
    if (isPair && address === meant) throw new Problem("cannot-be-done", "An address cannot be paired with itself.");
    const id = contentId("correction", `${address}\n${attribute}\n${isPair ? meant : ""}`);
    return { id, address, ...entry };
  });
  for (const correction of corrections) await surroundings.store.settings.putCorrection(site, correction);
  streams.tellWork(site, { what: "correction", addresses: corrections.map(({ address }) => address), ...entry });
  await surroundings.corrected(site, person.name);
  return corrections;
}

/** An address as corrections hold it: IP text, or six pairs with colons. Throws a Problem for anything else. */
function plainAddress(text: string): string {
  const trimmed = text.trim().toLowerCase();
  if (isIP(trimmed) !== 0 && !trimmed.includes("%")) return trimmed;
  const digits = trimmed.replace(/[:.-]/g, "");
  if (/^[0-9a-f]{12}$/.test(digits)) return (digits.match(/../g) ?? []).join(":");
  throw new Problem("cannot-be-done", `"${text}" is neither an IP address nor a hardware address.`);
}

function viewName({ site, table }: { site: string; table: string }): string {
  return `views ${site} ${table}`;
}
