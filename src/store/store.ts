import type {
  CaptureRecord,
  Change,
  Correction,
  Kind,
  NewChange,
  PointDetail,
  PointSummary,
  Thing,
  Things,
  Workflow,
} from "../model/journal.ts";

/**
 * Where a monitor keeps what it knows. Every backend passes the laws in `laws.ts`. Writing answers when the data is
 * durable; what was not answered may be lost, what was answered is not. All times are seconds since 1970-01-01 UTC.
 */
export interface Store {
  readonly sites: SiteBook;
  readonly journal: Journal;
  readonly things: ThingShelf;
  readonly ledger: LedgerShelf;
  readonly points: PointHistory;
  readonly captures: CaptureShelf;
  readonly people: PeopleBook;
  readonly audit: AuditBook;
  readonly settings: SettingsBook;
  /** Drops what the limits no longer allow, oldest first, and tells what was dropped; also kept for `retained`. */
  retain(limits: Limits, now: number): Promise<Dropped[]>;
  /** What retention dropped so far, newest first. */
  retained(): Promise<Dropped[]>;
  /** Size and rows, per table and in all. */
  measure(): Promise<Measure>;
  /** Writes a copy as of now to a new file; the store stays in use. */
  backup(path: string): Promise<void>;
  /** Every way in which the content contradicts itself; empty when sound. */
  check(): Promise<string[]>;
  close(): Promise<void>;
}

/** One place under watch. */
export interface SiteRecord {
  id: string;
  name: string;
  created: number;
}

/** Something that brings traffic of a site. */
export interface SensorRecord {
  id: string;
  site: string;
  name: string;
  kind: "upload" | "directory" | "interface";
  /** Interface name or directory; "" for uploads. */
  target: string;
  created: number;
}

export interface SiteBook {
  sites(): Promise<SiteRecord[]>;
  putSite(site: SiteRecord): Promise<void>;
  sensors(site: string): Promise<SensorRecord[]>;
  putSensor(sensor: SensorRecord): Promise<void>;
  removeSensor(site: string, id: string): Promise<void>;
}

/** One step of a site, written whole or not at all. */
export interface Batch {
  site: string;
  /** Packet time that the step reaches. */
  time: number;
  changes: readonly NewChange[];
  /** Things as they stand now, whole: those with changes and those whose volatile fields moved. */
  things: readonly Thing[];
  gone: readonly { kind: Kind; id: string }[];
  /** Rows of the collector's sums that differ from what is stored; a null body removes the row. */
  ledger: readonly LedgerRow[];
  captures: readonly CaptureRecord[];
  history: readonly PointDetail[];
}

export interface Journal {
  /** Writes a step; answers the sequence numbers of its first and last change (0, 0 without any). */
  append(batch: Batch): Promise<{ first: number; last: number }>;
  /** Changes after a sequence number, ascending. */
  after(site: string, sequence: number, limit: number): Promise<Change[]>;
  /** Changes by filter, newest first; `before` is a sequence number to go on from (0 from the newest). */
  search(site: string, filter: ChangeFilter, before: number, limit: number): Promise<Change[]>;
  /** Sequence and packet time of the newest change; 0, 0 without any. */
  head(site: string): Promise<{ sequence: number; time: number }>;
  /** Earliest moment that can still be shown; 0 when nothing was dropped. */
  horizon(site: string): Promise<number>;
  /** Changes per kind and what, in stretches of `span` seconds: the bars of a time line. */
  density(site: string, from: number, to: number, span: number): Promise<Density[]>;
  /** What differs between two moments: the fold of the changes between them. */
  difference(site: string, from: number, to: number): Promise<Change[]>;
}

export interface ChangeFilter {
  kinds?: readonly Kind[];
  id?: string;
  what?: readonly Change["what"][];
  from?: number;
  to?: number;
}

export interface Density {
  from: number;
  kind: Kind;
  what: Change["what"];
  count: number;
}

/** How a list of things is asked for. */
export interface Query {
  /** Equal to one of the values, per column of `COLUMNS`. */
  where?: Readonly<Record<string, readonly (string | number)[]>>;
  /** Text that a column of `SEARCHED` contains, case-insensitive. */
  search?: string;
  /** Id of a device that a link, point or finding touches. */
  device?: string;
  /** A column of `COLUMNS`. */
  sort?: string;
  descending?: boolean;
  /** Cursor of a page before; "" for the first. */
  after?: string;
  /** 1 to 10,000. */
  limit: number;
  /** The moment to show; now when left out. */
  at?: number;
}

export interface Page<Of extends Kind> {
  rows: Things[Of][];
  /** Rows that the query has in all. */
  total: number;
  /** Cursor of the next page; "" at the end. */
  next: string;
}

export interface ThingShelf {
  list<Of extends Kind>(site: string, kind: Of, query: Query): Promise<Page<Of>>;
  get<Of extends Kind>(site: string, kind: Of, id: string, at?: number): Promise<Things[Of] | undefined>;
  /** How many things have each value of a column, most first. */
  facets(site: string, kind: Kind, column: string, query: Query): Promise<{ value: string; count: number }[]>;
  /** All things of a kind in order of id, for maps and exports. */
  all<Of extends Kind>(site: string, kind: Of, at?: number): AsyncIterable<Things[Of]>;
}

/** One row of what the collector summed up: from these the site is made again after a restart. */
export interface LedgerRow {
  /** "host", "link", "remark", ... */
  table: string;
  key: string;
  /** JSON text, or null to remove the row. */
  body: string | null;
}

export interface LedgerShelf {
  rows(site: string): AsyncIterable<LedgerRow>;
}

export interface PointHistory {
  /** Values from `from` to `to`, detail where it is still kept, at most `limit` newest values. */
  detail(site: string, point: string, from: number, to: number, limit: number): Promise<PointDetail>;
  summaries(site: string, point: string, from: number, to: number): Promise<PointSummary[]>;
}

export interface CaptureShelf {
  list(site: string): Promise<CaptureRecord[]>;
  get(site: string, number: number): Promise<CaptureRecord | undefined>;
  /** The number that the next capture gets; each call reserves one, durably. */
  reserve(site: string): Promise<number>;
  put(site: string, capture: CaptureRecord): Promise<void>;
}

export const RIGHTS_ROLES = ["viewer", "analyst", "operator", "administrator"] as const;
/** viewer reads; analyst also works on findings and uploads; operator also corrects and manages sources; administrator also people and settings. */
export type RightsRole = (typeof RIGHTS_ROLES)[number];

export interface Person {
  id: string;
  name: string;
  role: RightsRole;
  /** argon2id hash in PHC form; "" for those who sign in by OpenID Connect only. */
  password: string;
  /** Issuer and subject of OpenID Connect; "" without. */
  subject: string;
  disabled: boolean;
  failures: number;
  /** 0 when not locked. */
  lockedUntil: number;
  created: number;
  lastSignIn: number;
}

export interface Session {
  /** SHA-256 of the cookie's secret, hex. */
  id: string;
  person: string;
  created: number;
  lastUsed: number;
  expires: number;
}

export interface Token {
  id: string;
  /** SHA-256 of the token's secret, hex. */
  hash: string;
  name: string;
  person: string;
  scopes: string[];
  created: number;
  lastUsed: number;
  /** 0 for never. */
  expires: number;
}

export interface PeopleBook {
  people(): Promise<Person[]>;
  person(id: string): Promise<Person | undefined>;
  personNamed(name: string): Promise<Person | undefined>;
  personOf(subject: string): Promise<Person | undefined>;
  putPerson(person: Person): Promise<void>;
  removePerson(id: string): Promise<void>;
  session(id: string): Promise<Session | undefined>;
  sessionsOf(person: string): Promise<Session[]>;
  putSession(session: Session): Promise<void>;
  removeSession(id: string): Promise<void>;
  removeExpired(now: number): Promise<void>;
  tokens(): Promise<Token[]>;
  tokenOf(hash: string): Promise<Token | undefined>;
  putToken(token: Token): Promise<void>;
  removeToken(id: string): Promise<void>;
}

/** One thing that a person did; `hash` chains it to the one before. */
export interface AuditEntry {
  sequence: number;
  when: number;
  /** Name of the person, or "system". */
  who: string;
  /** Address of the client; "" for commands on the machine. */
  from: string;
  /** Verb and noun: "correct device", "sign in", "create user". */
  act: string;
  target: string;
  /** What changed, without secrets; JSON text. */
  detail: string;
  /** SHA-256, hex, over the previous entry's hash and this entry's fields. */
  hash: string;
}

export interface AuditBook {
  /** Appends one entry, chained; answers it. */
  add(entry: Omit<AuditEntry, "sequence" | "hash">): Promise<AuditEntry>;
  list(before: number, limit: number): Promise<AuditEntry[]>;
  /** The first entry whose chain is broken; undefined when the chain holds. */
  verify(): Promise<{ sequence: number; problem: string } | undefined>;
}

export interface SettingsBook {
  corrections(site: string): Promise<Correction[]>;
  putCorrection(site: string, correction: Correction): Promise<void>;
  removeCorrection(site: string, id: string): Promise<void>;
  workflows(site: string): Promise<Workflow[]>;
  putWorkflow(site: string, workflow: Workflow): Promise<void>;
  /** Small named values: saved views, settings; JSON text. */
  value(name: string): Promise<string | undefined>;
  putValue(name: string, value: string | null): Promise<void>;
}

/** What may be kept. 0 means without limit. */
export interface Limits {
  /** Changes of the journal, seconds back from now. */
  journalAge: number;
  /** Values of process points in detail, seconds. */
  detailAge: number;
  summaryAge: number;
  auditAge: number;
  /** Bytes of the database. */
  databaseSize: number;
}

/** What retention dropped at one time. */
export interface Dropped {
  when: number;
  /** "changes", "point details", "point summaries", "audit entries". */
  what: string;
  count: number;
  /** Everything before this packet time (clock time for the audit log) is gone. */
  before: number;
  why: string;
}

export interface Measure {
  bytes: number;
  tables: { name: string; rows: number }[];
}
