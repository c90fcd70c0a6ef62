import { Type } from "typebox";
import { ACTS } from "../../model/act.ts";
import type { BlindSpot, Device, Finding, Link, ProcessPoint } from "../../model/assessment.ts";
import { KINDS } from "../../model/journal.ts";
import { DOMAINS, LEVELS, ROLES } from "../../model/role.ts";
import { among, Count, exactly, Id, line, Moment, named, Prose, SiteId } from "./common.ts";

/** One place under watch. */
export const SiteForm = exactly({ id: SiteId, name: Type.String(), created: Moment });
/** A new site; its id is made of the name where it is left out. */
export const NewSiteForm = exactly({ name: line(100, 1), id: Type.Optional(SiteId) });

/** A sensor and what it does now. */
export const SensorForm = exactly({
  id: Type.String(),
  name: Type.String(),
  kind: among(["upload", "directory", "interface"]),
  target: Type.String(),
  created: Moment,
  state: among(["watching", "stopped", "failed", "waiting to restart"]),
  packets: Count,
  dropped: Count,
  newest: Moment,
  behind: Type.Number(),
  restarts: Count,
  remark: Type.String(),
  paused: Type.Union([exactly({ who: Type.String(), when: Moment }), Type.Null()], {
    description: "Who stopped it, until somebody starts it again; null where nobody did.",
  }),
});
/** A new sensor. */
export const NewSensorForm = exactly({
  name: line(100, 1),
  kind: among(["directory", "interface"]),
  target: line(1000, 1, "Interface name or absolute directory."),
});
/** An interface of the machine. */
export const InterfaceForm = exactly({ name: Type.String(), description: Type.String() });

/** One reading of one capture. */
export const IntakeForm = exactly({
  id: Type.String(),
  site: SiteId,
  sensor: Type.String(),
  name: Type.String(),
  capture: Type.Integer(),
  state: among(["waiting", "reading", "read", "cut short", "cancelled", "failed"]),
  consumed: Count,
  size: Count,
  frames: Count,
  remark: Type.String(),
});

/** A stretch of traffic that evidence points into. */
export const CaptureForm = exactly({
  number: Count,
  sensor: Type.String(),
  name: Type.String(),
  format: Type.String(),
  sha256: Type.String(),
  size: Count,
  frames: Count,
  from: Moment,
  to: Moment,
  file: Type.String({ description: '"kept" while its packets lie on the server, else "".' }),
  state: among(["reading", "read", "cut short", "cancelled"]),
  remark: Type.String(),
});

/** One change of a site's state. */
export const ChangeForm = exactly({
  sequence: Count,
  site: SiteId,
  time: Moment,
  recorded: Moment,
  kind: among(KINDS),
  id: Type.String(),
  label: Type.String(),
  what: among(["added", "changed", "gone"]),
  fields: Type.Array(Type.String()),
  before: Type.Unsafe<Readonly<Record<string, unknown>> | null>({ type: ["object", "null"] }),
  after: Type.Unsafe<Readonly<Record<string, unknown>> | null>({ type: ["object", "null"] }),
  by: Type.String(),
});
/** Where a journal stands. */
export const HeadForm = exactly({
  sequence: Count,
  time: Moment,
  horizon: Type.Number({ description: "Earliest moment that can still be shown; 0 when nothing was dropped." }),
});
/** One bar of a time line. */
export const DensityForm = exactly({
  from: Type.Number(),
  kind: among(KINDS),
  what: among(["added", "changed", "gone"]),
  count: Count,
});

/** What an operator states of an address. */
export const CorrectionForm = exactly({
  id: Type.String(),
  address: Type.String(),
  attribute: Type.String(),
  value: Type.String(),
  who: Type.String(),
  when: Moment,
  why: Type.String(),
});
const Attribute = line(
  40,
  1,
  '"role", "level", "domain", "zone", "owner", "importance", an attribute, "same as", "apart from"',
);
/** A new correction; it replaces the one of the same address and attribute. */
export const NewCorrectionForm = exactly({ address: line(64, 1), attribute: Attribute, value: line(500), why: Prose });
/** One correction for many addresses. */
export const NewCorrectionsForm = exactly({
  addresses: Type.Array(line(64, 1), { minItems: 1, maxItems: 1000 }),
  attribute: Attribute,
  value: line(500),
  why: Prose,
});

const State = among(["open", "acknowledged", "muted", "closed"]);
/** Where a finding stands with people. */
export const WorkflowForm = exactly({
  finding: Type.String(),
  state: State,
  who: Type.String(),
  when: Moment,
  why: Type.String(),
  until: Type.Number({ description: "When a mute ends; 0 for never." }),
  assignee: Type.String({ description: 'Name of the person who takes care of it; "" for nobody.' }),
});
const DECISION = {
  state: Type.Optional(State),
  why: Prose,
  until: Type.Optional(Type.Number({ minimum: 0, maximum: 1e12 })),
  assignee: Type.Optional(line(100, 0, 'Who takes care of it, "" for nobody; as it was when left out.')),
};
/** What becomes of a finding; a state that is left out stays. */
export const WorkflowChangeForm = exactly(DECISION);
/** What becomes of many findings. */
export const WorkflowChangesForm = exactly({
  findings: Type.Array(Id, { minItems: 1, maxItems: 1000 }),
  ...DECISION,
});

/** A saved view of a table: the parameters of its address. */
export const ViewForm = exactly({
  name: line(100, 1),
  query: Type.Record(Type.String({ maxLength: 100 }), Type.String({ maxLength: 2000 })),
  by: Type.Optional(line(100)),
});

/** A device as the map needs it. */
export const SlimDeviceForm = exactly({
  id: Type.String(),
  label: Type.String(),
  role: among(ROLES),
  level: among(LEVELS),
  needsReview: Type.Boolean(),
  domain: among(DOMAINS),
  vendor: Type.String(),
  model: Type.String(),
  zone: Type.String(),
  importance: Type.String(),
  address: Type.String(),
  presence: Type.String(),
});
/** A link as the map needs it. */
export const SlimLinkForm = exactly({
  id: Type.String(),
  client: Type.String(),
  server: Type.String(),
  protocol: Type.String(),
  transport: Type.String(),
  act: among(ACTS),
  bytes: Count,
  told: Type.Boolean({ description: "Whether it was not seen: exporters of flows told of it." }),
});
/** Devices and links summed up by level, zone, role or domain. */
export const MapForm = exactly({
  nodes: Type.Array(
    exactly({
      id: Type.String(),
      level: among(LEVELS),
      group: Type.String(),
      devices: Count,
      roles: Type.Array(exactly({ role: among(ROLES), count: Count })),
      worst: among(["critical", "high", "medium", "low", ""]),
      findings: Count,
    }),
  ),
  edges: Type.Array(
    exactly({
      client: Type.String(),
      server: Type.String({ description: 'Id of a node; "" for groups (broadcast, multicast).' }),
      act: among(ACTS),
      links: Count,
      bytes: Count,
      protocols: Type.Array(Type.String()),
    }),
  ),
});

const Named = exactly({ value: Type.String(), count: Count });
/** A site as a whole. */
export const SummaryForm = exactly({
  devices: Count,
  /** Links that were seen. */
  links: Count,
  /** Links that only exporters of flows told of. */
  toldLinks: Count,
  points: Count,
  findings: Count,
  blindSpots: Count,
  protocols: Count,
  frames: Count,
  bytes: Count,
  explained: Type.Number({ description: "Share of bytes in protocols that were dissected, 0 to 1." }),
  levels: Type.Array(Named),
  roles: Type.Array(Named),
  domains: Type.Array(Named),
  severities: Type.Array(Named, { description: "Of findings that are open." }),
  needReview: Count,
  needs: Type.Array(named<Finding>("finding"), { description: "Open findings that matter most, at most 10." }),
  openFindings: Count,
  changes: exactly({
    from: Moment,
    to: Moment,
    counts: Type.Array(exactly({ kind: among(KINDS), what: among(["added", "changed", "gone"]), count: Count })),
  }),
  head: HeadForm,
  sensors: Type.Array(SensorForm),
});

/** A device with what surrounds it. */
export const DeviceDetailForm = exactly({
  device: named<Device>("device"),
  links: Type.Array(named<Link>("link")),
  linksTotal: Count,
  points: Type.Array(named<ProcessPoint>("processPoint")),
  pointsTotal: Count,
  findings: Type.Array(named<Finding>("finding")),
  blindSpots: Type.Array(named<BlindSpot>("blindSpot")),
  peers: Type.Array(
    exactly({
      device: Type.String(),
      label: Type.String(),
      asClient: Count,
      asServer: Count,
      bytes: Count,
      act: among(ACTS),
      protocols: Type.Array(Type.String()),
    }),
    { description: "Devices it talks with; asClient and asServer count links in which this device asks or answers." },
  ),
  acts: Type.Array(exactly({ act: among(ACTS), does: Count, suffers: Count })),
  history: Type.Array(ChangeForm, { description: "Newest first, at most 100." }),
});

/** Values as they came. */
export const PointDetailForm = exactly({
  point: Type.String(),
  times: Type.Array(Type.Number()),
  values: Type.Array(Type.Number()),
});
/** Values summed up over a stretch of time. */
export const PointSummaryForm = exactly({
  point: Type.String(),
  from: Type.Number(),
  span: Type.Number(),
  minimum: Type.Number(),
  maximum: Type.Number(),
  mean: Type.Number(),
  last: Type.Number(),
  count: Count,
});

const Place = { start: Type.Integer(), end: Type.Integer() };
/** A frame with what each byte means. */
export const FrameForm = exactly({
  capture: Count,
  frame: Count,
  time: Type.Number(),
  linkType: Count,
  originalLength: Count,
  bytes: Type.String({ description: "Hex." }),
  layers: Type.Array(
    exactly({
      protocol: Type.String(),
      title: Type.String(),
      ...Place,
      fields: Type.Array(exactly({ name: Type.String(), value: Type.String(), ...Place })),
    }),
  ),
  around: Type.Array(
    exactly({ frame: Count, time: Type.Number(), fromClient: Type.Boolean(), summary: Type.String() }),
  ),
});
