import type { Change, Correction, Kind, PointDetail, PointSummary, Things, Workflow } from "../../model/journal.ts";
import type {
  AuditEntry,
  Capture,
  Decision,
  Density,
  Intake,
  Keeping,
  Limits,
  ListPage,
  ListQuery,
  Person,
  Right,
  SavedView,
  Sensor,
  SessionState,
  ShownFrame,
  Site,
  SiteSummary,
  SlimDevice,
  SlimLink,
  Token,
} from "./forms.ts";
import { BASE, parameters, request, sendFile } from "./request.ts";

/** Names of the kinds in addresses. */
const SHELVES: Readonly<Record<Kind, string>> = {
  device: "devices",
  link: "links",
  point: "points",
  finding: "findings",
  blindSpot: "blind-spots",
  protocol: "protocols",
};

const of = (site: string) => `sites/${encodeURIComponent(site)}`;

function queryOf({ where, ...rest }: ListQuery): string {
  return parameters({ ...where, ...rest });
}

/** Every request of the console; the only place that knows the server's addresses. */
export const call = {
  session: () => request<SessionState>("GET", "session"),
  signIn: (name: string, password: string) => request<SessionState>("POST", "session", { name, password }),
  signOut: () => request<void>("DELETE", "session"),
  makeFirst: (secret: string, name: string, password: string) =>
    request<SessionState>("POST", "first-administrator", { secret, name, password }),
  enter: (secret: string) => request<SessionState>("POST", "sign-in-link", { secret }),
  changePassword: (old: string, password: string) => request<void>("PUT", "session/password", { old, password }),

  protocolTitles: () => request<Record<string, string>>("GET", "protocol-titles"),

  sites: () => request<Site[]>("GET", "sites"),
  makeSite: (name: string) => request<Site>("POST", "sites", { name }),
  summary: (site: string, at?: number) => request<SiteSummary>("GET", `${of(site)}/summary${parameters({ at })}`),

  list: <Of extends Kind>(site: string, kind: Of, query: ListQuery) =>
    request<ListPage<Of>>("GET", `${of(site)}/${SHELVES[kind]}${queryOf(query)}`),
  get: <Of extends Kind>(site: string, kind: Of, id: string, at?: number) =>
    request<Things[Of]>("GET", `${of(site)}/${SHELVES[kind]}/${encodeURIComponent(id)}${parameters({ at })}`),
  facets: (site: string, kind: Kind, column: string, query: Omit<ListQuery, "limit">) =>
    request<{ value: string; count: number }[]>(
      "GET",
      `${of(site)}/${SHELVES[kind]}/facets/${column}${queryOf({ ...query, limit: 1 })}`,
    ),
  slimDevices: (site: string, at?: number) =>
    request<SlimDevice[]>("GET", `${of(site)}/map/devices${parameters({ at })}`),
  slimLinks: (site: string, at?: number) => request<SlimLink[]>("GET", `${of(site)}/map/links${parameters({ at })}`),
  exportAddress: (
    site: string,
    kind: Kind,
    { where, ...rest }: Omit<ListQuery, "limit">,
    form: "csv" | "json" = "csv",
    columns: readonly string[] = [],
  ) => `${BASE}/${of(site)}/${SHELVES[kind]}.${form}${parameters({ ...where, ...rest, columns })}`,

  head: (site: string) =>
    request<{ sequence: number; time: number; horizon: number }>("GET", `${of(site)}/journal/head`),
  changes: (
    site: string,
    filter: { kinds?: readonly string[]; id?: string; what?: readonly string[]; from?: number; to?: number },
    before: number,
    limit: number,
  ) => request<Change[]>("GET", `${of(site)}/journal${parameters({ ...filter, before: before || undefined, limit })}`),
  density: (site: string, from: number, to: number, span: number) =>
    request<Density[]>("GET", `${of(site)}/journal/density${parameters({ from, to, span })}`),
  difference: (site: string, from: number, to: number) =>
    request<Change[]>("GET", `${of(site)}/journal/difference${parameters({ from, to })}`),

  workflows: (site: string) => request<Workflow[]>("GET", `${of(site)}/workflows`),
  putWorkflow: (site: string, finding: string, change: Decision) =>
    request<Workflow>("PUT", `${of(site)}/workflows/${encodeURIComponent(finding)}`, change),
  putWorkflows: (site: string, findings: readonly string[], change: Decision) =>
    request<Workflow[]>("POST", `${of(site)}/workflows`, { ...change, findings }),
  assignees: (site: string) => request<string[]>("GET", `${of(site)}/assignees`),
  corrections: (site: string) => request<Correction[]>("GET", `${of(site)}/corrections`),
  addCorrection: (site: string, correction: { address: string; attribute: string; value: string; why: string }) =>
    request<Correction>("POST", `${of(site)}/corrections`, correction),
  addCorrections: (
    site: string,
    correction: { addresses: readonly string[]; attribute: string; value: string; why: string },
  ) => request<Correction[]>("POST", `${of(site)}/corrections/bulk`, correction),
  removeCorrection: (site: string, id: string) =>
    request<void>("DELETE", `${of(site)}/corrections/${encodeURIComponent(id)}`),

  captures: (site: string) => request<Capture[]>("GET", `${of(site)}/captures`),
  intakes: (site: string) => request<Intake[]>("GET", `${of(site)}/intakes`),
  upload: (site: string, file: File, progress: (sent: number, size: number) => void, signal: AbortSignal) =>
    sendFile<Intake>(`${of(site)}/intakes${parameters({ name: file.name })}`, file, progress, signal),
  cancelIntake: (site: string, id: string) => request<void>("DELETE", `${of(site)}/intakes/${encodeURIComponent(id)}`),
  sensors: (site: string) => request<Sensor[]>("GET", `${of(site)}/sensors`),
  addSensor: (site: string, sensor: { name: string; kind: "directory" | "interface"; target: string }) =>
    request<Sensor>("POST", `${of(site)}/sensors`, sensor),
  startSensor: (site: string, id: string) =>
    request<void>("POST", `${of(site)}/sensors/${encodeURIComponent(id)}/start`),
  stopSensor: (site: string, id: string) => request<void>("POST", `${of(site)}/sensors/${encodeURIComponent(id)}/stop`),
  removeSensor: (site: string, id: string) => request<void>("DELETE", `${of(site)}/sensors/${encodeURIComponent(id)}`),
  interfaces: (site: string) => request<{ name: string; description: string }[]>("GET", `${of(site)}/interfaces`),

  frame: (site: string, capture: number, frame: number) =>
    request<ShownFrame>("GET", `${of(site)}/captures/${capture}/frames/${frame}`),
  pcapngAddress: (site: string, frames: readonly { capture: number; frame: number }[]) =>
    `${BASE}/${of(site)}/packets.pcapng${parameters({ frames: frames.map(({ capture, frame }) => `${capture}:${frame}`).join(",") })}`,
  pointDetail: (site: string, point: string, from: number, to: number) =>
    request<PointDetail>("GET", `${of(site)}/points/${encodeURIComponent(point)}/detail${parameters({ from, to })}`),
  pointSummaries: (site: string, point: string, from: number, to: number) =>
    request<PointSummary[]>(
      "GET",
      `${of(site)}/points/${encodeURIComponent(point)}/summaries${parameters({ from, to })}`,
    ),

  views: (site: string, table: string) => request<SavedView[]>("GET", `${of(site)}/views/${table}`),
  putViews: (site: string, table: string, views: readonly SavedView[]) =>
    request<void>("PUT", `${of(site)}/views/${table}`, views),

  people: () => request<Person[]>("GET", "people"),
  addPerson: (person: { name: string; role: Right; password: string }) => request<Person>("POST", "people", person),
  changePerson: (id: string, change: { role?: Right; disabled?: boolean; password?: string }) =>
    request<Person>("PATCH", `people/${encodeURIComponent(id)}`, change),
  removePerson: (id: string) => request<void>("DELETE", `people/${encodeURIComponent(id)}`),
  tokens: () => request<Token[]>("GET", "tokens"),
  addToken: (token: { name: string; scopes: string[]; expires: number }) =>
    request<{ token: Token; secret: string }>("POST", "tokens", token),
  removeToken: (id: string) => request<void>("DELETE", `tokens/${encodeURIComponent(id)}`),
  audit: (before: number, limit: number) =>
    request<AuditEntry[]>("GET", `audit${parameters({ before: before || undefined, limit })}`),
  verifyAudit: () => request<{ sound: boolean; problem: string }>("GET", "audit/verify"),
  keeping: () => request<Keeping>("GET", "keeping"),
  makeBackup: () => request<{ name: string }>("POST", "keeping/backups"),
  putLimits: (limits: Limits) => request<void>("PUT", "keeping/limits", limits),
};

/** Where signing in at the provider of OpenID Connect begins. */
export const OPEN_ID_ADDRESS = `${BASE}/session/openid`;

/** Address of a site's change stream. */
export function streamAddress(site: string, after: number): string {
  return `${BASE}/${of(site)}/stream${parameters({ after })}`;
}
