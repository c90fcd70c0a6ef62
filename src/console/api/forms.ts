import type { Act } from "../../model/act.ts";
import type { Candidate } from "../../model/assessment.ts";
import type { CaptureRecord, Change, Correction, Kind, Things, Workflow } from "../../model/journal.ts";
import type { Domain, Level, Role } from "../../model/role.ts";

/** What a person may do, weakest first. */
export const RIGHTS = ["viewer", "analyst", "operator", "administrator"] as const;
/** One step of RIGHTS. */
export type Right = (typeof RIGHTS)[number];

/** Who is signed in, and what the server is. */
export interface SessionState {
  person: { name: string; role: Right } | null;
  version: string;
  /** No administrator exists yet: a one-time link makes the first. */
  needsFirst: boolean;
  /** A provider of OpenID Connect is set up. */
  openId: boolean;
}

/** One place under watch. */
export interface Site {
  id: string;
  name: string;
}

/** How a list is asked for; as in the store. */
export interface ListQuery {
  where?: Readonly<Record<string, readonly string[]>>;
  search?: string;
  device?: string;
  sort?: string;
  descending?: boolean;
  after?: string;
  limit: number;
  at?: number;
}

/** What becomes of findings: a state, who takes care of them, or both. */
export interface Decision {
  state?: Workflow["state"];
  why: string;
  until?: number;
  assignee?: string;
}

/** What another person did, as the stream tells it. */
export type Work =
  | (Pick<Workflow, "who" | "when" | "why"> &
      Partial<Pick<Workflow, "state" | "until" | "assignee">> & { what: "decision"; findings: string[] })
  | (Omit<Correction, "id" | "address"> & { what: "correction" | "correction taken back"; addresses: string[] })
  | { what: "views"; table: string; who: string; when: number };

/** One page of a list. */
export interface ListPage<Of extends Kind> {
  rows: Things[Of][];
  total: number;
  next: string;
}

/** A device as the map and links to it need it. */
export interface SlimDevice {
  id: string;
  label: string;
  role: Role;
  level: Level;
  domain: Domain;
  vendor: string;
  model: string;
  zone: string;
  address: string;
}

/** A conversation as the map needs it. */
export interface SlimLink {
  id: string;
  client: string;
  server: string;
  protocol: string;
  transport: string;
  act: Act;
  bytes: number;
  /** Whether it was not seen: exporters of flows told of it. */
  told: boolean;
}

/** What the map draws. */
export interface SitePicture {
  devices: SlimDevice[];
  links: SlimLink[];
}

/** Numbers of a site as a whole. */
export interface SiteSummary {
  devices: number;
  links: number;
  /** Told by exporters of flows, and not among those above. */
  toldLinks: number;
  points: number;
  findings: number;
  frames: number;
  bytes: number;
  explained: number;
}

/** Changes per kind and what, in one stretch of time. */
export interface Density {
  from: number;
  kind: Kind;
  what: Change["what"];
  count: number;
}

/** One reading of one capture. */
export interface Intake {
  id: string;
  sensor: string;
  name: string;
  capture: number;
  state: "waiting" | "reading" | "read" | "cut short" | "cancelled" | "failed";
  consumed: number;
  size: number;
  frames: number;
  remark: string;
}

/** A sensor and what it does now. */
export interface Sensor {
  id: string;
  name: string;
  kind: "upload" | "directory" | "interface";
  target: string;
  state: "watching" | "stopped" | "failed" | "waiting to restart";
  packets: number;
  dropped: number;
  newest: number;
  behind: number;
  restarts: number;
  remark: string;
  /** Who paused it, until somebody resumes it. */
  paused: { who: string; when: number } | null;
}

/** One frame with what each byte means. */
export interface ShownFrame {
  capture: number;
  frame: number;
  time: number;
  linkType: number;
  originalLength: number;
  /** Hex. */
  bytes: string;
  layers: ShownLayer[];
  around: { frame: number; time: number; fromClient: boolean; summary: string }[];
}

/** One layer of a frame. */
export interface ShownLayer {
  protocol: string;
  title: string;
  start: number;
  end: number;
  fields: { name: string; value: string; start: number; end: number }[];
}

/** One who may sign in. */
export interface Person {
  id: string;
  name: string;
  role: Right;
  disabled: boolean;
  lockedUntil: number;
  created: number;
  lastSignIn: number;
}

/** One key for programs. */
export interface Token {
  id: string;
  name: string;
  person: string;
  scopes: string[];
  created: number;
  lastUsed: number;
  expires: number;
}

/** One thing that a person did. */
export interface AuditEntry {
  sequence: number;
  when: number;
  who: string;
  from: string;
  act: string;
  target: string;
  detail: string;
}

/** What may be kept; 0 is without limit. */
export interface Limits {
  journalAge: number;
  detailAge: number;
  summaryAge: number;
  auditAge: number;
  databaseSize: number;
}

/** State of what is kept. */
export interface Keeping {
  limits: Limits;
  measure: { bytes: number; tables: { name: string; rows: number }[] };
  backups: { name: string; when: number; bytes: number }[];
  retained: { when: number; what: string; count: number; before: number; why: string }[];
}

/** A saved view of a table. */
export interface SavedView {
  name: string;
  /** Parameters of the address. */
  query: Readonly<Record<string, string>>;
  by: string;
}

/** A capture as evidence names it. */
export type Capture = CaptureRecord;
/** A value with its confidence. */
export type Valued = Candidate;
