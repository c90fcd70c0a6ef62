import type { Palette, Picture } from "../analyze/picture.ts";
import { pictureOf } from "../analyze/picture.ts";
import { Engine } from "../dissect/engine.ts";
import type { Registry } from "../dissect/registry.ts";
import type { AssessedCapture, Summary } from "../model/assessment.ts";
import { contentId } from "../model/identifier.ts";
import type { Correction, Kind, NewChange, PointDetail, Thing } from "../model/journal.ts";
import { idOfThing, KINDS } from "../model/journal.ts";
import { Collector } from "../observe/collector.ts";
import { NO_CORRECTIONS, sortCorrections } from "../observe/corrections.ts";
import { joinLedger } from "../observe/join.ts";
import { Ledger } from "../observe/ledger.ts";
import { LedgerReader, type Row, rowsOf } from "../observe/ledger-rows.ts";
import { pointId } from "../observe/process-points.ts";
import { emptyReading, type Reading, readingFrom, readingOf, readingText, sumReadings } from "../observe/reading.ts";
import { differenceOf } from "./changes.ts";

/** One step of a site: how it stands now, as far as it differs from the step before. */
export interface Step {
  /** Seconds since 1970-01-01 UTC of the newest packet; never runs back. */
  time: number;
  summary: Summary;
  changes: NewChange[];
  things: Thing[];
  gone: { kind: Kind; id: string }[];
  ledger: { table: string; key: string; body: string | null }[];
  history: PointDetail[];
}

/** What a step takes along. */
export interface StepChoices {
  /** Also things of which only counters moved, and the sums for the next start. */
  whole: boolean;
  /** Whose act led to it: "traffic", or a person. */
  by: string;
  /** Also values of process points that came since they were last taken along; so unless it is said otherwise. */
  history?: boolean;
}

/** Traffic of one origin on its way through an engine of its own. */
export interface Track {
  readonly engine: Engine;
  readonly ledger: Ledger;
}

const BODIES: { [Of in Kind]: (picture: Picture) => readonly Thing<Of>["body"][] } = {
  device: ({ devices }) => devices,
  link: ({ links }) => links,
  point: ({ points }) => points,
  finding: ({ findings }) => findings,
  blindSpot: ({ blindSpots }) => blindSpots,
  protocol: ({ protocols }) => protocols,
};

/** The things of a kind that a picture shows, with their ids. */
export function thingsOf(kind: Kind, picture: Picture): readonly { id: string; body: Thing["body"] }[] {
  return BODIES[kind](picture).map((body) => ({ id: idOfThing(body), body }));
}

/**
 * Keeps one site: takes traffic of several origins, and tells step by step what changed. At every moment the site is what
 * an assessment of the traffic until then would show. Knows no clock and no store: what it must not forget it gives away
 * as rows, from which it goes on after a restart.
 */
export class Keeper {
  private readonly registry: Registry;
  private readonly palette: Palette;
  private readonly base = new Ledger();
  private readonly reader = new LedgerReader(this.base);
  private readonly captures: AssessedCapture[] = [];
  private readonly tracks = new Set<Track>();
  private readonly stored = new Map<Kind, Map<string, Thing["body"]>>(KINDS.map((kind) => [kind, new Map()]));
  /** Marks of the rows as they were last given away: of the whole text, and of it without its numbers. */
  private readonly rowMarks = new Map<string, { whole: string; form: string }>();
  /** Values of points from tracks that ended since the last step. */
  private closedHistory: PointDetail[] = [];
  private reading: Reading = emptyReading();
  private corrections = NO_CORRECTIONS;
  private time = 0;

  constructor(registry: Registry, palette: Palette) {
    this.registry = registry;
    this.palette = palette;
    this.base.pointRoom.recording = true;
  }

  /** Takes back a row that a step gave away before the restart. */
  restoreRow(table: string, key: string, body: string): void {
    if (table === "reading") this.reading = readingFrom(body);
    else if (table === "capture") this.captures[Number(key)] = JSON.parse(body) as AssessedCapture;
    else if (table === "time") this.time = Number(body);
    else this.reader.take(table, key, body);
    this.rowMarks.set(`${table}\n${key}`, { whole: contentId("row", body), form: formOf(body) });
  }

  /** Takes back a thing as it stood before the restart. */
  restoreThing(kind: Kind, id: string, body: Thing["body"]): void {
    this.stored.get(kind)?.set(id, body);
  }

  /** Things told of so far. */
  get size(): number {
    let size = 0;
    for (const things of this.stored.values()) size += things.size;
    return size;
  }

  /** Process points told of so far. */
  get points(): number {
    return this.stored.get("point")?.size ?? 0;
  }

  correct(corrections: readonly Correction[]): void {
    this.corrections = sortCorrections(corrections);
  }

  /**
   * Opens a way in for traffic. What comes on a lasting one (an interface) counts at once and survives a restart; what
   * comes on another (a file) counts for good only when it is closed, so that a file can be read again from its start.
   */
  open(isLasting: boolean, seed?: number): Track {
    const ledger = isLasting ? this.base : new Ledger();
    ledger.pointRoom.recording = true;
    const collector = new Collector(ledger);
    const engine = new Engine(this.registry, collector, { detailed: false, ...(seed === undefined ? {} : { seed }) });
    collector.attach(engine);
    const track = { engine, ledger };
    this.tracks.add(track);
    return track;
  }

  /** Ends a way in; `names` are those that a capture file itself gives to addresses. */
  close(track: Track, names: readonly { address: string; name: string; capture: number }[] = []): void {
    track.engine.finish();
    for (const { address, name, capture } of names) track.ledger.addFileName(address, name, capture);
    this.closedHistory.push(...recentOf(track.ledger));
    if (track.ledger !== this.base) joinLedger(this.base, track.ledger);
    this.reading = sumReadings([this.reading, readingOf(track.engine)]);
    this.tracks.delete(track);
  }

  /** Forgets what came on a way in that is not lasting. */
  discard(track: Track): void {
    this.tracks.delete(track);
  }

  /** Tells of a capture, by the number that evidence names it with. */
  describe(number: number, capture: AssessedCapture): void {
    this.captures[number] = capture;
  }

  /** Makes the picture of now and tells how it differs from what was told before. */
  step({ whole, by, history = true }: StepChoices): Step {
    for (const { engine } of this.tracks) if (engine.time > this.time) this.time = engine.time;
    const picture = this.picture();
    const step: Step = {
      time: this.time,
      summary: picture.summary,
      changes: [],
      things: [],
      gone: [],
      ledger: [],
      history: history ? this.history() : [],
    };
    const labels = new Map(picture.devices.map((device) => [device.id, device.label]));
    const before = this.stored.get("device") as Map<string, { label: string }>;
    const stamp = {
      time: this.time,
      by,
      labelOf: (id: string): string => labels.get(id) ?? before.get(id)?.label ?? "an unknown device",
    };
    for (const kind of KINDS) this.compare(kind, picture, stamp, whole, step);
    // A finding may rest on numbers alone: what it rests on must be there after a restart.
    if (whole || step.changes.some(({ kind }) => kind === "finding")) step.ledger = this.changedRows(true);
    else if (step.changes.length > 0) step.ledger = this.changedRows(false);
    return step;
  }

  private picture(): Picture {
    const view = this.lastingView();
    for (const track of this.tracks) {
      if (track.ledger === this.base) continue;
      joinLedger(view, track.ledger);
      addOpenFlows(view, track);
    }
    const reading = sumReadings([this.reading, ...Array.from(this.tracks, ({ engine }) => readingOf(engine))]);
    return pictureOf(view, reading, Array.from(this.captures, captureOrUnknown), this.palette, this.corrections);
  }

  /** All that may be kept over a restart: files that are still being read are left out. */
  private lastingView(): Ledger {
    const view = this.base.view();
    for (const track of this.tracks) if (track.ledger === this.base) addOpenFlows(view, track);
    return view;
  }

  private compare(
    kind: Kind,
    picture: Picture,
    stamp: Parameters<typeof differenceOf>[4],
    whole: boolean,
    step: Step,
  ): void {
    const stored = this.stored.get(kind) as Map<string, Thing["body"]>;
    const seen = new Set<string>();
    for (const { id, body } of thingsOf(kind, picture)) {
      seen.add(id);
      const { change, moved } = differenceOf(kind, id, stored.get(id), body, stamp);
      if (change !== undefined) step.changes.push(change);
      else if (!moved || !whole) continue;
      step.things.push({ kind, id, body });
      stored.set(id, body);
    }
    for (const [id, body] of stored) {
      if (seen.has(id)) continue;
      const { change } = differenceOf(kind, id, body, undefined, stamp);
      if (change !== undefined) step.changes.push(change);
      step.gone.push({ kind, id });
      stored.delete(id);
    }
  }

  /** Values of points that came since they were last asked for. */
  private history(): PointDetail[] {
    const details = this.closedHistory;
    this.closedHistory = [];
    for (const ledger of new Set([this.base, ...Array.from(this.tracks, (track) => track.ledger)])) {
      details.push(...recentOf(ledger));
    }
    return details;
  }

  /** Rows that differ from what was last given away, be it by numbers only if `counting`, and those that are gone. */
  private changedRows(counting: boolean): Step["ledger"] {
    const lasting = Array.from(this.tracks).filter(({ ledger }) => ledger === this.base);
    const reading = sumReadings([this.reading, ...lasting.map(({ engine }) => readingOf(engine))]);
    const changed: Step["ledger"] = [];
    const seen = new Set<string>();
    const take = (table: string, key: string, body: string): void => {
      const name = `${table}\n${key}`;
      seen.add(name);
      const known = this.rowMarks.get(name);
      const whole = contentId("row", body);
      if (known?.whole === whole || (!counting && known?.form === formOf(body))) return;
      this.rowMarks.set(name, { whole, form: formOf(body) });
      changed.push({ table, key, body });
    };
    const rows: Iterable<Row> = rowsOf(lasting.length === 0 ? this.base : this.lastingView());
    for (const { table, key, body } of rows) take(table, key, body);
    take("reading", "", readingText(reading));
    take("time", "", String(this.time));
    this.captures.forEach((capture, number) => {
      take("capture", String(number), JSON.stringify(capture));
    });
    for (const name of [...this.rowMarks.keys()]) {
      if (seen.has(name)) continue;
      this.rowMarks.delete(name);
      const [table = "", ...key] = name.split("\n");
      changed.push({ table, key: key.join("\n"), body: null });
    }
    return changed;
  }
}

/** What stays of a row when its counters move: a mark of its text with every number as 0. */
function formOf(body: string): string {
  return contentId("row", body.replace(/(?<=[:[,])-?\d[\d.e+-]*(?=[,\]}])/g, "0"));
}

function recentOf(ledger: Ledger): PointDetail[] {
  const details: PointDetail[] = [];
  for (const host of ledger.hosts.values()) {
    for (const { tally, times, values } of host.points?.takeRecent() ?? []) {
      details.push({ point: pointId(host.address, tally), times, values });
    }
  }
  return details;
}

/** Adds flows that go on, as far as they came, to a view. */
function addOpenFlows(view: Ledger, { engine }: Track): void {
  const collector = new Collector(view);
  collector.attach(engine);
  engine.eachOpenFlow((flow) => collector.flowEnded(flow));
}

/** A capture of which nothing is told yet. */
function captureOrUnknown(capture: AssessedCapture | undefined): AssessedCapture {
  return (
    capture ?? {
      name: "",
      format: "",
      compression: "",
      sha256: "",
      size: 0,
      frames: 0,
      bytes: 0,
      period: { from: 0, to: 0 },
      interfaces: [],
      comments: [],
      application: "",
      faults: [],
    }
  );
}
