import type { Device, Link, LinkOperation } from "../../model/assessment.ts";
import type { Evidence } from "../../model/evidence.ts";
import type { Site } from "../site.ts";
import {
  factsInTls,
  isNamedByPort,
  type ProtocolFacts,
  protocolFacts,
  type Use,
  type World,
} from "./protocol-facts.ts";

/** From so many reads on, a client that asks for changing things counts as one that polls. */
const STEADY_READS = 20;
/** Reads further apart than this, in seconds, are no polling. */
const LONGEST_PERIOD = 3600;

/** One link as seen from one of its ends. */
export interface Tie {
  link: Link;
  facts: ProtocolFacts;
  side: "server" | "client";
  /** Device id of the other end, "" for a group. */
  peer: string;
  /** Whether the server proved to be there and to speak this protocol. */
  answered: boolean;
  /** 0 to 1: how sure protocol and roles are. */
  trust: number;
  /** Whether more than who spoke first tells which side asks; cyclic traffic runs both ways from the start. */
  sidesKnown: boolean;
}

/** A device that another asks again and again. */
export interface CyclicPeer {
  peer: string;
  /** Seconds between requests. */
  period: number;
  facts: ProtocolFacts;
  evidence: Evidence | null;
}

/** What a device was seen to do. */
export interface Conduct {
  device: Device;
  ties: Tie[];
  /** Whom it polls about the process, the shortest period of each. */
  polled: CyclicPeer[];
  /** Who polls it, likewise. */
  polledBy: CyclicPeer[];
  /** Its side in cyclic traffic that nothing set up: a controller has several partners, a field device has one. */
  cyclicSide: "controller" | "field" | "untold" | "none";
}

/** Sees every device's links from its own side; the order of devices and links does not matter. */
export function conductOf(site: Site): Map<string, Conduct> {
  const conducts = new Map<string, Conduct>();
  for (const device of site.devices)
    conducts.set(device.id, { device, ties: [], polled: [], polledBy: [], cyclicSide: "none" });
  const factsByName = new Map<string, ProtocolFacts>();
  const factsOf = (name: string): ProtocolFacts => {
    const known = factsByName.get(name);
    if (known !== undefined) return known;
    const facts = protocolFacts(site.protocols, name);
    factsByName.set(name, facts);
    return facts;
  };
  const offers = new Set<string>();
  for (const device of site.devices) {
    for (const service of device.servicesOffered) {
      offers.add(`${device.id} ${service.protocol} ${service.transport} ${service.port}`);
    }
  }
  const links = [...site.links].sort((one, other) => (one.id < other.id ? -1 : one.id > other.id ? 1 : 0));
  for (const link of links) {
    // A device that speaks to its own other address tells nothing about its place.
    if (link.client === link.server) continue;
    const inTls = link.protocol === "tls" ? factsInTls(link.port) : undefined;
    const facts = inTls ?? factsOf(link.protocol);
    const answered = offers.has(`${link.server} ${link.protocol} ${link.transport} ${link.port}`) && hasAnswered(link);
    const byPort = isNamedByPort(link.protocol) || inTls !== undefined ? 0.7 : 1;
    const bySpeaker = link.rolesFrom === "first speaker" ? 0.6 : 1;
    const trust = byPort * bySpeaker;
    const sidesKnown = link.rolesFrom !== "first speaker" && link.transport !== "ethernet";
    const common = { link, facts, answered, trust, sidesKnown };
    conducts.get(link.client)?.ties.push({ ...common, side: "client", peer: link.server });
    conducts.get(link.server)?.ties.push({ ...common, side: "server", peer: link.client });
  }
  for (const device of site.devices) addPolls(device, conducts, factsOf);
  for (const conduct of conducts.values()) {
    for (const tie of conduct.ties) if (tie.facts.use === "cyclic io" && !tie.sidesKnown) turnToAsker(tie, conduct);
    conduct.polled.sort(byPeer);
    conduct.polledBy.sort(byPeer);
  }
  for (const conduct of conducts.values()) conduct.cyclicSide = cyclicSideOf(conduct, conducts);
  return conducts;
}

function hasAnswered(link: Link): boolean {
  if (link.bytes <= link.bytesToServer) return false;
  if (link.operations.length === 0) return true;
  return link.operations.some((entry) => entry.responses > 0 || entry.requests > 0);
}

function addPolls(
  device: Device,
  conducts: ReadonlyMap<string, Conduct>,
  factsOf: (name: string) => ProtocolFacts,
): void {
  const own = conducts.get(device.id) as Conduct;
  const fastest = new Map<string, CyclicPeer>();
  const consider = (peer: string, period: number, facts: ProtocolFacts, evidence: Evidence | null): void => {
    if (peer === "" || peer === device.id || (facts.use !== "process" && facts.use !== "building")) return;
    const known = fastest.get(peer);
    if (known === undefined || period < known.period) fastest.set(peer, { peer, period, facts, evidence });
  };
  for (const poll of device.polls) {
    const facts = factsOf(poll.protocol);
    const tie = own.ties.find(
      (entry) => entry.side === "client" && entry.peer === poll.peer && entry.facts.use === facts.use,
    );
    consider(poll.peer, poll.period, facts, tie?.link.evidence ?? null);
  }
  for (const tie of own.ties) {
    if (tie.side !== "client" || !tie.answered || fastest.has(tie.peer)) continue;
    for (const operation of tie.link.operations) {
      const protocol = operation.operation.split(":")[0] as string;
      const period = (tie.link.lastSeen - tie.link.firstSeen) / operation.requests;
      if (operation.act !== "read" || operation.requests < STEADY_READS || period > LONGEST_PERIOD) continue;
      consider(tie.peer, period, factsOf(protocol), operation.evidence);
    }
  }
  for (const entry of fastest.values()) {
    own.polled.push(entry);
    conducts.get(entry.peer)?.polledBy.push({ ...entry, peer: device.id });
  }
}

/** Who asks and who answers in cyclic traffic is told by the requests that set it up, where those were captured. */
function turnToAsker(tie: Tie, conduct: Conduct): void {
  const setUp = conduct.ties.find(
    (entry) => entry.peer === tie.peer && entry.facts.use === "process" && entry.answered && entry.sidesKnown,
  );
  if (setUp === undefined) return;
  tie.side = setUp.side;
  tie.sidesKnown = true;
}

function cyclicSideOf(conduct: Conduct, conducts: ReadonlyMap<string, Conduct>): Conduct["cyclicSide"] {
  const partners = peersOf(untoldCyclicTies(conduct));
  if (partners.size === 0) return "none";
  if (partners.size > 1) return "controller";
  for (const partner of partners) {
    const other = conducts.get(partner);
    if (other !== undefined && peersOf(untoldCyclicTies(other)).size > 1) return "field";
  }
  return "untold";
}

/** Cyclic traffic of which nothing tells the controller's side. */
export function untoldCyclicTies(conduct: Conduct): Tie[] {
  return conduct.ties.filter((tie) => tie.facts.use === "cyclic io" && !tie.sidesKnown && tie.peer !== "");
}

/** Cyclic traffic with a segment whose devices have no addresses of their own and are parts of the one that drives them. */
export function segmentTies(conduct: Conduct): Tie[] {
  if (conduct.device.parts.length === 0) return [];
  return conduct.ties.filter((tie) => tie.side === "client" && tie.facts.use === "cyclic io" && tie.peer === "");
}

function byPeer(one: CyclicPeer, other: CyclicPeer): number {
  return one.peer < other.peer ? -1 : one.peer > other.peer ? 1 : 0;
}

/** Ties of a side that were answered, of given uses. */
export function answeredTies(conduct: Conduct, side: Tie["side"], ...uses: readonly Use[]): Tie[] {
  return conduct.ties.filter((tie) => tie.side === side && tie.answered && uses.includes(tie.facts.use));
}

/** Ties of a side in a world. */
export function tiesIn(conduct: Conduct, world: World): Tie[] {
  return conduct.ties.filter((tie) => tie.facts.world === world);
}

/** How many devices are at the other ends. */
export function peersOf(ties: readonly Tie[]): Set<string> {
  const peers = new Set<string>();
  for (const tie of ties) if (tie.peer !== "") peers.add(tie.peer);
  return peers;
}

/** The surest of some ties' trust; 0 without any. */
export function trustOf(ties: readonly Tie[]): number {
  return ties.reduce((most, tie) => Math.max(most, tie.trust), 0);
}

/** Where the first of some ties began. */
export function firstEvidence(ties: readonly Tie[]): Evidence | null {
  let first: Evidence | null = null;
  for (const { link } of ties) if (first === null || link.evidence.time < first.time) first = link.evidence;
  return first;
}

/** Operations of some ties that pass a test, with the ties they were on. */
export function operationsOf(
  ties: readonly Tie[],
  test: (operation: LinkOperation) => boolean,
): { tie: Tie; operation: LinkOperation }[] {
  const found: { tie: Tie; operation: LinkOperation }[] = [];
  for (const tie of ties) {
    for (const operation of tie.link.operations) if (test(operation)) found.push({ tie, operation });
  }
  return found;
}

/** Operations of some ties with one act: those that were asked for and not all refused. */
export function acted(ties: readonly Tie[], act: LinkOperation["act"]): { tie: Tie; operation: LinkOperation }[] {
  return operationsOf(
    ties,
    (operation) => operation.act === act && operation.requests + operation.responses > 0 && !isRefused(operation),
  );
}

function isRefused(operation: LinkOperation): boolean {
  return operation.refused > 0 && operation.refused >= Math.max(operation.responses, 1);
}

/** Titles of the protocols of some ties, in words: "Modbus/TCP and S7". */
export function titlesOf(ties: readonly Tie[]): string {
  const titles = [...new Set(ties.map((tie) => tie.facts.title).filter((title) => title !== ""))].sort();
  return inWords(titles);
}

/** "a", "a and b", "a, b and c"; at most three are named. */
export function inWords(texts: readonly string[]): string {
  if (texts.length <= 1) return texts[0] ?? "";
  const shown = texts.slice(0, 3);
  const more = texts.length - shown.length;
  const last = more > 0 ? `${more} more` : (shown.pop() as string);
  return `${shown.join(", ")} and ${last}`;
}

/** "1 device", "3 devices". */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** A period in plant words: "500 ms", "2.5 s", "4 min". */
export function periodText(seconds: number): string {
  if (seconds < 0.9995) return `${Math.max(1, Math.round(seconds * 1000))} ms`;
  if (seconds < 119.5) return `${Math.round(seconds * 10) / 10} s`;
  return `${Math.round(seconds / 60)} min`;
}
