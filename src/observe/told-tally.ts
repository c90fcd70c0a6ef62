// Sums of what exporters (NetFlow, IPFIX, sFlow) tell of traffic that was not seen.
import type { Evidence } from "../model/evidence.ts";

/** Links of which exporters tell; what is told beyond is counted. */
export const MOST_TOLD_LINKS = 50_000;
export const MOST_EXPORTERS = 8;

/** What one exporter tells of a link. */
export interface ToldShare {
  /** IPv4 dotted or IPv6 text. */
  exporter: string;
  /** The dissector's name. */
  protocol: string;
  flows: number;
  /** Scaled by the rate of sampling, where it is told. */
  frames: number;
  bytes: number;
  bytesToServer: number;
  /** The highest rate of sampling; 0 where some packets were not counted and nobody says how many. */
  sampling: number;
  firstSeen: number;
  lastSeen: number;
  /** The first message that told. */
  evidence: Evidence;
}

/** A link of which exporters tell. */
export interface ToldTally {
  key: string;
  client: string;
  server: string;
  protocol: string;
  transport: string;
  port: number;
  /** The other end's in the first flow that was told; 0 without ports. */
  clientPort: number;
  encrypted: boolean;
  rolesFrom: "port" | "first speaker";
  /** Whether the ends were told to send. */
  clientSent: boolean;
  serverSent: boolean;
  shares: readonly ToldShare[];
}

/** The same link with what others were told of it; both stay as they are. */
export function joinedTold(one: ToldTally, other: ToldTally): ToldTally {
  const shares = one.shares.map((share) => ({ ...share }));
  for (const share of other.shares) {
    const known = shares.find(({ exporter, protocol }) => exporter === share.exporter && protocol === share.protocol);
    if (known === undefined) {
      if (shares.length < MOST_EXPORTERS) shares.push({ ...share });
      continue;
    }
    known.flows += share.flows;
    known.frames += share.frames;
    known.bytes += share.bytes;
    known.bytesToServer += share.bytesToServer;
    known.sampling = known.sampling === 0 || share.sampling === 0 ? 0 : Math.max(known.sampling, share.sampling);
    if (share.firstSeen < known.firstSeen) known.evidence = share.evidence;
    known.firstSeen = Math.min(known.firstSeen, share.firstSeen);
    known.lastSeen = Math.max(known.lastSeen, share.lastSeen);
  }
  return {
    ...one,
    clientPort: earlierOf(one, other).clientPort,
    clientSent: one.clientSent || other.clientSent,
    serverSent: one.serverSent || other.serverSent,
    shares,
  };
}

/**
 * Where neither end looks like the server, the way that was told of first decides, and what was read apart may have heard
 * of either first: the two are one link, with the way of the one that is earlier.
 */
export function withoutReverses(told: Iterable<ToldTally>): ToldTally[] {
  const links = new Map<string, ToldTally>();
  for (const tally of told) {
    const { client, server, protocol, transport, port } = tally;
    const reverse =
      tally.rolesFrom === "port" ? undefined : links.get(toldKey(server, client, protocol, transport, port));
    if (reverse === undefined) {
      links.set(tally.key, tally);
      continue;
    }
    const first = earlierOf(reverse, tally);
    links.delete(reverse.key);
    links.set(first.key, joinedTold(first, turned(first === tally ? reverse : tally)));
  }
  return [...links.values()];
}

/** What tells links apart of which exporters tell. */
export function toldKey(client: string, server: string, protocol: string, transport: string, port: number): string {
  return `${client} ${server} ${protocol} ${transport} ${port}`;
}

function turned(tally: ToldTally): ToldTally {
  return {
    ...tally,
    ...{ client: tally.server, server: tally.client },
    ...{ clientSent: tally.serverSent, serverSent: tally.clientSent },
    shares: tally.shares.map((share) => ({ ...share, bytesToServer: share.bytes - share.bytesToServer })),
  };
}

/** The one that was told of first; of two of one time the one with the lower client port, whichever is given first. */
function earlierOf(one: ToldTally, other: ToldTally): ToldTally {
  const difference = firstSeenOf(one) - firstSeenOf(other) || one.clientPort - other.clientPort;
  return difference <= 0 ? one : other;
}

function firstSeenOf({ shares }: ToldTally): number {
  return shares.reduce((first, { firstSeen }) => Math.min(first, firstSeen), Number.POSITIVE_INFINITY);
}

/** When and where an address was told to send. */
export interface ToldHost {
  firstSeen: number;
  lastSeen: number;
  evidence: Evidence;
}

/** The addresses that exporters told to send; give the links in an order of their own, for of two first times one is kept. */
export function toldHosts(told: Iterable<ToldTally>): Map<string, ToldHost> {
  const hosts = new Map<string, ToldHost>();
  const add = (address: string, { firstSeen, lastSeen, evidence }: ToldShare): void => {
    const known = hosts.get(address);
    if (known === undefined) {
      hosts.set(address, { firstSeen, lastSeen, evidence });
      return;
    }
    if (firstSeen < known.firstSeen) known.evidence = evidence;
    known.firstSeen = Math.min(known.firstSeen, firstSeen);
    known.lastSeen = Math.max(known.lastSeen, lastSeen);
  };
  for (const { client, server, clientSent, serverSent, shares } of told) {
    for (const share of shares) {
      if (clientSent) add(client, share);
      if (serverSent) add(server, share);
    }
  }
  return hosts;
}
