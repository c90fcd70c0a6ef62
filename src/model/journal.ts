import type { BlindSpot, Device, Finding, Link, ProcessPoint, ProtocolShare } from "./assessment.ts";

/** The kinds of things that a site consists of, with the form of each. */
export interface Things {
  device: Device;
  link: Link;
  point: ProcessPoint;
  finding: Finding;
  blindSpot: BlindSpot;
  protocol: ProtocolShare;
}

/** One kind of thing. */
export type Kind = keyof Things;

/** Every kind, in the order in which the console and exports tell them. */
export const KINDS = ["device", "link", "point", "finding", "blindSpot", "protocol"] as const satisfies readonly Kind[];

/** One thing of a site as it stands. */
export interface Thing<Of extends Kind = Kind> {
  kind: Of;
  /** Unique within its kind and site. */
  id: string;
  body: Things[Of];
}

/** What tells a thing from others of its kind. */
export function idOfThing(body: Thing["body"]): string {
  return "id" in body ? body.id : `${body.protocol} ${body.transport}`;
}

/**
 * Fields that move with every packet: they are kept current, and do not make a change by themselves. A state of the past
 * shows them as they stand now.
 */
export const VOLATILE: Readonly<Record<Kind, readonly string[]>> = {
  device: [
    "lastSeen",
    "framesSent",
    "framesReceived",
    "bytesSent",
    "bytesReceived",
    "polls",
    "faults",
    "servicesOffered",
    "servicesUsed",
  ],
  link: ["flows", "frames", "bytes", "bytesToServer", "lastSeen", "operations"],
  point: ["last", "minimum", "maximum", "changes", "reads", "writes", "period", "lastSeen", "evidence"],
  finding: ["count", "lastSeen", "detail", "evidence"],
  blindSpot: ["amount", "frames", "bytes"],
  protocol: ["frames", "bytes", "messages", "faults"],
};

/** One change of a site's state; state is the fold of changes. */
export interface Change {
  /** Position in the site's journal, from 1 without gaps. */
  sequence: number;
  site: string;
  /** Seconds since 1970-01-01 UTC: time of the newest packet known then, never running back within a site. */
  time: number;
  /** Seconds since 1970-01-01 UTC by the clock of the machine, when it was written. */
  recorded: number;
  kind: Kind;
  id: string;
  /** What people call the thing. */
  label: string;
  what: "added" | "changed" | "gone";
  /** Names of the top-level fields that differ; empty for things added or gone. */
  fields: string[];
  /** The differing fields before; the whole thing when it is gone; null when it is new. */
  before: Readonly<Record<string, unknown>> | null;
  /** The differing fields after; the whole thing when it is new; null when it is gone. */
  after: Readonly<Record<string, unknown>> | null;
  /** "traffic", or the name of the person whose correction caused it. */
  by: string;
}

/** A change before the journal gives it a place. */
export type NewChange = Omit<Change, "sequence" | "site" | "recorded">;

/** What an operator states against or beside what the traffic says. It holds for an address, since devices come and go with what is known. */
export interface Correction {
  id: string;
  /** IP text, or hardware address as six pairs with colons. */
  address: string;
  /** "role", "domain", "level", an attribute of devices, "zone", "owner", "importance"; "same as" and "apart from" take an address as value. */
  attribute: string;
  value: string;
  who: string;
  /** Seconds since 1970-01-01 UTC. */
  when: number;
  why: string;
}

/** Where a finding stands with the people who work on it. */
export interface Workflow {
  finding: string;
  state: "open" | "acknowledged" | "muted" | "closed";
  who: string;
  /** Seconds since 1970-01-01 UTC. */
  when: number;
  why: string;
  /** When a mute ends; 0 for never. */
  until: number;
  /** Name of the person who takes care of it; "" for nobody. */
  assignee: string;
}

/** A stretch of traffic that evidence points into: an uploaded file, or a part of what an interface showed. */
export interface CaptureRecord {
  /** The number that `Evidence.capture` names, from 0, unique within a site. */
  number: number;
  sensor: string;
  name: string;
  format: string;
  /** Hex; "" while it is being written. */
  sha256: string;
  /** Bytes. */
  size: number;
  frames: number;
  /** Seconds since 1970-01-01 UTC; 0, 0 without a frame. */
  from: number;
  to: number;
  /** Where its packets lie below the store's folder; "" when they were not kept or were dropped. */
  file: string;
  /** "reading", "read", "cut short" (with `remark`), "cancelled". */
  state: "reading" | "read" | "cut short" | "cancelled";
  /** What a person should know: what could not be read. */
  remark: string;
}

/** Values of a process point as they came: a value stands until the next. */
export interface PointDetail {
  point: string;
  /** Seconds since 1970-01-01 UTC, ascending. */
  times: number[];
  values: number[];
}

/** Values of a process point summed up over a stretch of time. */
export interface PointSummary {
  point: string;
  /** Begin and length of the stretch, seconds. */
  from: number;
  span: number;
  minimum: number;
  maximum: number;
  /** Mean over the values that came, not over time. */
  mean: number;
  last: number;
  count: number;
}
