import type { Act } from "../model/act.ts";
import type { Attribute } from "../model/attribute.ts";
import type { Evidence } from "../model/evidence.ts";
import type { Remark } from "../model/remark.ts";
import type { FlowName } from "./names.ts";
import { newPointRoom, type PointRoom, type PointStore } from "./points.ts";
import { Rooms } from "./rooms.ts";
import type { SeenBinding, SeenMove } from "./site.ts";
import type { OperationTally } from "./tally.ts";
import type { ToldTally } from "./told-tally.ts";

export const MOST_CANDIDATES = 48;
export const MOST_PARTS = 1024;
const MOST_HOSTS = 400_000;
const MOST_LINKS = 200_000;
export const MOST_REMARKS = 200_000;
export const MOST_BINDINGS = 200_000;
const MOST_POINTS = 200_000;
export const MOST_MOVES = 20_000;
export const MOST_MOVED_ADDRESSES = 32;
export const MOST_ASKED = 200_000;
export const MOST_TOLD = 8;
export const MOST_LINK_FAULTS = 256;
/** Shared until the first entry: most hosts and links never get one, and empty maps are what fills the memory. */
const EMPTY_MAP: ReadonlyMap<never, never> = new Map<never, never>();
const EMPTY_SET: ReadonlySet<never> = new Set<never>();
export const NO_CLAIMS: ReadonlyMap<string, ClaimTally> = EMPTY_MAP;
export const NO_FAULTS: readonly LinkFault[] = [];

/** The map with an entry more: the same one, or a new one where it was the shared empty one. */
export function having<Key, Value>(map: ReadonlyMap<Key, Value>, key: Key, value: Value): ReadonlyMap<Key, Value> {
  if (map === (EMPTY_MAP as unknown)) return new Map([[key, value]]);
  (map as Map<Key, Value>).set(key, value);
  return map;
}

/** The set with a number more: the same one, or a new one where it was the shared empty one. */
export function including(set: ReadonlySet<number>, value: number): ReadonlySet<number> {
  if (set === EMPTY_SET) return new Set([value]);
  (set as Set<number>).add(value);
  return set;
}
const NO_CONCLUSIONS: readonly ClaimTally[] = [];

const NAMED_BY_FILE = 0.5;
/** One address that took part, and all that was said of it. */
export interface Host {
  /** IP text, or 12 hex digits of a hardware address. */
  address: string;
  isMac: boolean;
  sentFrames: number;
  receivedFrames: number;
  sentBytes: number;
  receivedBytes: number;
  firstSeen: number;
  lastSeen: number;
  /** Whether the other side's packets prove that it answered although its own were not captured. */
  answeredUnseen: boolean;
  /** Whether packets to it went to all stations: the broadcast address of a subnet. */
  broadcast: boolean;
  /** Whether it sent anything to one receiver. */
  sentToOne: boolean;
  /** Hardware addresses its packets came with. */
  macs: ReadonlyMap<string, CardTally>;
  vlans: ReadonlySet<number>;
  claims: ReadonlyMap<string, ClaimTally>;
  /** Names that others gave it: they tell what it is called, not that it is there. */
  names: ReadonlyMap<string, ClaimTally>;
  parts: ReadonlyMap<string, ReadonlyMap<string, ClaimTally>>;
  /** Values of the process that it holds. */
  points: PointStore | undefined;
  /** What rules made of its words when the site was last put together. */
  concluded: readonly ClaimTally[];
}

/** A hardware address that packets of a network address came with, and the highest TTL of the first packets. */
export interface CardTally {
  flows: number;
  frames: number;
  ttl: number;
  /** The tunnel of the first flow, by its number in TUNNEL_NAMES, its key and the VLAN in it. */
  tunnel: number;
  tunnelKey: number;
  vlan: number;
  evidence: Evidence;
}

/** One value said of one attribute by one method. */
export interface ClaimTally {
  attribute: Attribute;
  value: string;
  confidence: number;
  method: string;
  times: number;
  evidence: Evidence;
  /** When it was said last, in seconds as the evidence has them; left out where it was said once. */
  lastSaid?: number;
}

/** When a claim was said last, in seconds since 1970. */
export function lastSaid(claim: ClaimTally): number {
  return claim.lastSaid ?? claim.evidence.time;
}

/** One remark with the addresses it concerns. */
export interface RemarkTally {
  remark: Remark;
  about: string;
  peer: string;
  /** Address texts and link key, to find the link later. */
  linkKey: string;
  protocol: string;
  times: number;
  firstSeen: number;
  lastSeen: number;
  evidence: Evidence;
}

/** One announced binding. */
export type BindingTally = SeenBinding;

/** One kind of fault on a link, with who made it. */
export interface LinkFault {
  side: "client" | "server";
  protocol: string;
  name: string;
  count: number;
  evidence: Evidence;
}

/** All flows of one client, server, protocol, transport and port. */
export interface LinkTally {
  key: string;
  client: string;
  server: string;
  protocol: string;
  transport: string;
  port: number;
  /** What the type of its frames alone calls it, where it is of hardware addresses; "" of others. */
  carriedAs: string;
  vlans: ReadonlySet<number>;
  flows: number;
  frames: number;
  bytes: number;
  bytesToServer: number;
  payloadBytes: number;
  firstSeen: number;
  lastSeen: number;
  rolesFrom: string;
  oneSidedFlows: number;
  /** Frames and bytes of the one-sided flows. */
  oneSidedFrames: number;
  oneSidedBytes: number;
  /** Whether the speaker to a group answers or announces a service, so that it is the one that offers it. */
  speakerServes: boolean;
  established: number;
  dissected: boolean;
  encrypted: boolean;
  act: Act;
  operations: ReadonlyMap<number, OperationTally>;
  messages: number;
  faults: readonly LinkFault[];
  retransmitted: number;
  duplicated: number;
  gaps: number;
  lostBytes: number;
  cutPackets: number;
  wrongChecksums: number;
  checkedChecksums: number;
  unanswered: number;
  refused: number;
  tunnel: string;
  evidence: Evidence;
}

/**
 * What was summed up of all traffic so far: the rows from which a site is put together. Sums of several captures can be
 * joined, and a view takes what is still going on without touching the sums themselves.
 */
export class Ledger {
  readonly hosts = new Map<string, Host>();
  readonly links = new Map<string, LinkTally>();
  readonly remarks = new Map<string, RemarkTally>();
  readonly bindings = new Map<string, BindingTally>();
  readonly moves = new Map<string, SeenMove>();
  readonly rooms = new Rooms();
  /** Links of which exporters told; see `told-tally.ts`. */
  readonly told = new Map<string, ToldTally>();
  /** Times at which a station last asked for an address, by both. */
  readonly asked = new Map<string, number>();
  /** Things that found no room under the ceilings. */
  dropped = 0;
  /** How many more process points may be kept. */
  readonly pointRoom: PointRoom = newPointRoom(MOST_POINTS);
  /** In a view: the records that belong to it alone; others are copied before they are written. */
  private readonly own: Set<Host | LinkTally> | undefined;

  constructor(isView = false) {
    this.own = isView ? new Set() : undefined;
  }

  /** Whether records are shared with the ledger that this is a view of. */
  get isView(): boolean {
    return this.own !== undefined;
  }

  /** The same sums to write on without changing these; holds until these change. */
  view(): Ledger {
    const view = new Ledger(true);
    for (const [key, host] of this.hosts) view.hosts.set(key, host);
    for (const [key, link] of this.links) view.links.set(key, link);
    // These are replaced when they change, never written.
    for (const [key, remark] of this.remarks) view.remarks.set(key, remark);
    for (const [key, binding] of this.bindings) view.bindings.set(key, binding);
    for (const [key, move] of this.moves) view.moves.set(key, move);
    for (const [key, told] of this.told) view.told.set(key, told);
    view.rooms.absorb(this.rooms);
    view.dropped = this.dropped;
    view.pointRoom.left = this.pointRoom.left;
    view.pointRoom.dropped = this.pointRoom.dropped;
    return view;
  }

  /** The host of an address text, made on first use. */
  hostOf(address: string, isMac: boolean): Host {
    const known = this.hosts.get(address);
    if (known !== undefined) return this.own === undefined ? known : this.ownHost(known);
    const made = makeHost(address, isMac);

    this.own?.add(made);
    if (this.hosts.size < MOST_HOSTS) this.hosts.set(address, made);
    else this.dropped++;
    return made;
  }

  /** Adds a name that the capture file itself gives to an address that took part. */
  addFileName(address: string, name: string, capture: number): void {
    const known = this.hosts.get(address);
    if (known === undefined) return;
    const host = this.hostOf(address, known.isMac);
    if (host.names.size >= MOST_CANDIDATES) return;
    host.names = having(host.names, `${name}\ncapture file`, {
      attribute: "name",
      value: name,
      confidence: NAMED_BY_FILE,
      method: "name record of the capture file",
      times: 1,
      evidence: { capture, frame: 0, start: 0, end: 0, time: 0 },
    });
  }

  /** The link of a key, made on first use. */
  linkFor(
    key: string,
    client: string,
    server: string,
    name: FlowName,
    evidence: Evidence,
    firstSeen: number,
  ): LinkTally {
    const known = this.links.get(key);
    if (known !== undefined) return this.own === undefined ? known : this.ownLink(known);
    const made: LinkTally = {
      key,
      client,
      server,
      protocol: name.protocol,
      transport: name.transport,
      port: name.port,
      carriedAs: name.carriedAs,
      vlans: EMPTY_SET,
      flows: 0,
      frames: 0,
      bytes: 0,
      bytesToServer: 0,
      payloadBytes: 0,
      firstSeen,
      lastSeen: firstSeen,
      rolesFrom: "",
      oneSidedFlows: 0,
      oneSidedFrames: 0,
      oneSidedBytes: 0,
      speakerServes: false,
      established: 0,
      dissected: false,
      encrypted: name.encrypted,
      act: "other",
      operations: EMPTY_MAP,
      messages: 0,
      faults: NO_FAULTS,
      retransmitted: 0,
      duplicated: 0,
      gaps: 0,
      lostBytes: 0,
      cutPackets: 0,
      wrongChecksums: 0,
      checkedChecksums: 0,
      unanswered: 0,
      refused: 0,
      tunnel: "",
      evidence,
    };
    this.own?.add(made);
    if (this.links.size < MOST_LINKS) this.links.set(key, made);
    else this.dropped++;
    return made;
  }

  private ownHost(host: Host): Host {
    const own = this.own as Set<Host | LinkTally>;
    if (own.has(host)) return host;
    const copy = copyOfHost(host);
    own.add(copy);
    this.hosts.set(host.address, copy);
    return copy;
  }

  private ownLink(link: LinkTally): LinkTally {
    const own = this.own as Set<Host | LinkTally>;
    if (own.has(link)) return link;
    const copy = copyOfLink(link);
    own.add(copy);
    this.links.set(link.key, copy);
    return copy;
  }
}

/** A host of which nothing was seen yet. */
export function makeHost(address: string, isMac: boolean): Host {
  return {
    address,
    isMac,
    sentFrames: 0,
    receivedFrames: 0,
    sentBytes: 0,
    receivedBytes: 0,
    firstSeen: Number.POSITIVE_INFINITY,
    lastSeen: Number.NEGATIVE_INFINITY,
    answeredUnseen: false,
    broadcast: false,
    sentToOne: false,
    macs: EMPTY_MAP,
    vlans: EMPTY_SET,
    claims: EMPTY_MAP,
    names: EMPTY_MAP,
    parts: EMPTY_MAP,
    points: undefined,
    concluded: NO_CONCLUSIONS,
  };
}

function copyOfHost(host: Host): Host {
  return {
    ...host,
    macs: copied(host.macs, (card) => ({ ...card })),
    vlans: host.vlans === EMPTY_SET ? EMPTY_SET : new Set(host.vlans),
    claims: copied(host.claims, (claim) => ({ ...claim })),
    names: copied(host.names, (claim) => ({ ...claim })),
    parts: copied(host.parts, (part) => copied(part, (claim) => ({ ...claim }))),
    points: host.points?.copy(),
  };
}

function copyOfLink(link: LinkTally): LinkTally {
  return {
    ...link,
    vlans: link.vlans === EMPTY_SET ? EMPTY_SET : new Set(link.vlans),
    operations: copied(link.operations, (operation) => operation.copy()),
    faults: link.faults === NO_FAULTS ? NO_FAULTS : [...link.faults],
  };
}

function copied<Key, Value>(map: ReadonlyMap<Key, Value>, copyOf: (value: Value) => Value): ReadonlyMap<Key, Value> {
  if (map === (EMPTY_MAP as unknown)) return map;
  return new Map(Array.from(map, ([key, value]) => [key, copyOf(value)]));
}
