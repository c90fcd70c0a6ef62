import { Type } from "typebox";
import type { AuditEntry, Limits, Store } from "../../store/store.ts";
import { exactly } from "../forms/common.ts";
import { AuditEntryForm, BackupForm, KeepingForm, LimitsForm, VerifiedForm } from "../forms/people.ts";
import { PAGE } from "../listing.ts";
import { type Route, route, Streamed } from "../route.ts";
import { AUDIT_TABLE, csvOf, jsonOf } from "../tables.ts";

const group = "Keeping";

/** The setting under which limits that people set are stored, as JSON text of `Limits`. */
export const LIMITS_SETTING = "limits";

/** What people did, and what is kept how long. */
export const keepingRoutes: readonly Route[] = [
  route({
    name: "audit",
    method: "GET",
    path: "/api/v1/audit",
    group,
    summary: "What people did, newest first; go on with `before` set to the last sequence number.",
    query: exactly({
      before: Type.Optional(Type.Integer({ minimum: 0 })),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: PAGE.most })),
    }),
    answer: Type.Array(AuditEntryForm),
    handle: async ({ context, query }) =>
      await context.surroundings.store.audit.list(query.before ?? 0, query.limit ?? PAGE.usual),
  }),
  route({
    name: "verifyAudit",
    method: "GET",
    path: "/api/v1/audit/verify",
    group,
    summary: "Whether the audit log's chain of hashes holds.",
    answer: VerifiedForm,
    handle: async ({ context }) => {
      const broken = await context.surroundings.store.audit.verify();
      return broken === undefined ? { sound: true, sequence: 0, problem: "" } : { sound: false, ...broken };
    },
  }),
  ...(["csv", "json"] as const).map((form) =>
    route({
      name: `${form}Audit`,
      method: "GET",
      path: `/api/v1/audit.${form}`,
      group: "Exports",
      summary: `The whole audit log, newest first, as ${form.toUpperCase()}.`,
      media: form === "csv" ? "text/csv; charset=utf-8" : "application/json; charset=utf-8",
      handle: async ({ context }) => {
        const entries = everyEntry(context.surroundings.store);
        const content = form === "csv" ? csvOf(AUDIT_TABLE, entries) : jsonOf(entries);
        return await Promise.resolve(new Streamed(content, `audit.${form}`));
      },
    }),
  ),
  route({
    name: "keeping",
    method: "GET",
    path: "/api/v1/keeping",
    group,
    summary: "Limits of what is kept, how much there is, and what was dropped.",
    answer: KeepingForm,
    handle: async ({ context }) => {
      const { store, backups } = context.surroundings;
      const limits = await limitsOf(store, context.choices.limits);
      const measure = await store.measure();
      return { limits, measure, backups: backups.list(), retained: await store.retained() };
    },
  }),
  route({
    name: "makeBackup",
    method: "POST",
    path: "/api/v1/keeping/backups",
    group,
    summary: "Makes a copy of the database on the machine that the monitor runs on; the oldest copies go.",
    answer: BackupForm,
    act: "make backup",
    handle: async ({ context, note }) => {
      const { backups, clock } = context.surroundings;
      const made = await backups.make(clock());
      note(made.name, { bytes: made.bytes });
      return made;
    },
  }),
  route({
    name: "putLimits",
    method: "PUT",
    path: "/api/v1/keeping/limits",
    group,
    summary: "Sets the limits of what is kept.",
    body: LimitsForm,
    act: "set limits",
    handle: async ({ context, body, note }) => {
      const { store } = context.surroundings;
      const before = await limitsOf(store, context.choices.limits);
      await store.settings.putValue(LIMITS_SETTING, JSON.stringify(body));
      note("limits", { before, after: body });
    },
  }),
];

/** The limits that people set, or the usual ones. */
export async function limitsOf(store: Store, usual: Limits): Promise<Limits> {
  const text = await store.settings.value(LIMITS_SETTING);
  return text === undefined ? usual : { ...usual, ...(JSON.parse(text) as Limits) };
}

async function* everyEntry(store: Store): AsyncGenerator<AuditEntry> {
  for (let before = 0; ; ) {
    const entries = await store.audit.list(before, PAGE.most);
    yield* entries;
    before = entries.at(-1)?.sequence ?? 0;
    if (entries.length < PAGE.most || before <= 1) return;
  }
}
