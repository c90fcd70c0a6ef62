// Traffic that was not seen: what exporters (NetFlow, IPFIX, sFlow) tell of it, summed up, and the links that it makes.
import { KIND_MAC, KIND_V4, KIND_V6, macText } from "../dissect/addresses.ts";
import { LLC } from "../dissect/packet.ts";
import type { Registry } from "../dissect/registry.ts";
import { portWeight } from "../dissect/roles.ts";
import type { ToldFlow } from "../dissect/talk.ts";
import type { Link } from "../model/assessment.ts";
import type { Evidence } from "../model/evidence.ts";
import { contentId } from "../model/identifier.ts";
import type { LinkTally } from "./ledger.ts";
import { type FlowName, nameOfFlow } from "./names.ts";
import { isGroupAddress, sorted } from "./resolve.ts";
import {
  MOST_EXPORTERS,
  MOST_TOLD_LINKS,
  type ToldShare,
  type ToldTally,
  toldKey,
  withoutReverses,
} from "./told-tally.ts";

/** How sure a link is that one exporter tells of, that was picked from samples, and that several tell of. */
const COUNTED = 0.6;
const SAMPLED = 0.5;
const AGREED = 0.1;

const TCP = 6;
const UDP = 17;
const SCTP = 132;

/** Adds a flow that an exporter tells of; false where the table is full. */
export function addToldFlow(
  told: Map<string, ToldTally>,
  flow: ToldFlow,
  by: { exporter: string; protocol: string; evidence: Evidence },
  registry: Registry,
): boolean {
  const isMac = !flow.source.includes(".") && !flow.source.includes(":");
  if (isGroupAddress(flow.source, isMac) || flow.source === flow.destination) return true;
  const isReverse = isAnswer(told, flow, isMac, registry);
  const client = isReverse ? flow.destination : flow.source;
  const server = isReverse ? flow.source : flow.destination;
  const { carriedAs: _carriedAs, ...name } = nameOf(flow, isMac, isReverse ? flow.sourcePort : flow.destinationPort);
  const key = toldKey(client, server, name.protocol, name.transport, name.port);
  let tally = told.get(key);
  if (tally === undefined) {
    if (told.size >= MOST_TOLD_LINKS) return false;
    const rolesFrom = byPorts(flow, registry) === 0 ? "first speaker" : "port";
    const otherPort = isReverse ? flow.destinationPort : flow.sourcePort;
    const clientPort = name.port > 0 ? otherPort : 0;
    tally = { key, client, server, ...name, clientPort, rolesFrom, clientSent: false, serverSent: false, shares: [] };
    told.set(key, tally);
  }
  // Of what was sampled the way back may only have escaped.
  const isCounted = flow.sampling === 1;
  if (isReverse || !isCounted) tally.serverSent = true;
  if (!isReverse || !isCounted) tally.clientSent = true;
  const share = shareOf(tally, by);
  if (share === undefined) return false;
  const scale = flow.sampling > 0 ? flow.sampling : 1;
  const bytes = Math.round(flow.octets * scale);
  share.flows++;
  share.frames += Math.round(flow.packets * scale);
  share.bytes += bytes;
  if (!isReverse) share.bytesToServer += bytes;
  share.sampling = share.sampling === 0 || flow.sampling === 0 ? 0 : Math.max(share.sampling, flow.sampling);
  share.firstSeen = Math.min(share.firstSeen, by.evidence.time);
  share.lastSeen = Math.max(share.lastSeen, by.evidence.time);
  return true;
}

function shareOf(
  tally: ToldTally,
  by: { exporter: string; protocol: string; evidence: Evidence },
): ToldShare | undefined {
  const known = tally.shares.find((share) => share.exporter === by.exporter && share.protocol === by.protocol);
  if (known !== undefined || tally.shares.length >= MOST_EXPORTERS) return known;
  const { time } = by.evidence;
  const made: ToldShare = {
    ...{ ...by, flows: 0, frames: 0, bytes: 0, bytesToServer: 0 },
    ...{ sampling: 1, firstSeen: time, lastSeen: time },
  };
  tally.shares = [...tally.shares, made];
  return made;
}

/** Whether the sender is the server by its port; where ports do not say, whether the other way was told before. */
function isAnswer(told: ReadonlyMap<string, ToldTally>, flow: ToldFlow, isMac: boolean, registry: Registry): boolean {
  const direction = byPorts(flow, registry);
  if (direction !== 0) return direction < 0;
  const { protocol, transport, port } = nameOf(flow, isMac, flow.sourcePort);
  return told.has(toldKey(flow.destination, flow.source, protocol, transport, port));
}

/**
 * 1 where the receiver's port is a server's, -1 where the sender's is, 0 where neither says. Of two that look alike the
 * lower one is: clients are given theirs from above.
 */
function byPorts({ protocol, sourcePort, destinationPort }: ToldFlow, registry: Registry): number {
  if (protocol !== TCP && protocol !== UDP && protocol !== SCTP) return 0;
  const over = protocol === TCP ? "tcp" : "udp";
  const difference = portWeight(registry, over, destinationPort) - portWeight(registry, over, sourcePort);
  return Math.sign(difference === 0 ? sourcePort - destinationPort : difference);
}

/** By its port or type alone: what it said was not seen. */
function nameOf(flow: ToldFlow, isMac: boolean, port: number): FlowName {
  const { protocol } = flow;
  if (isMac) {
    const upper = protocol >= LLC ? Math.floor(protocol / 65536) & 0xffff : 0;
    return nameOfFlow(undefined, (KIND_MAC << 16) | (protocol & 0xffff), upper, 0);
  }
  const kind = flow.source.includes(":") ? KIND_V6 : KIND_V4;
  const hasPort = port > 0 && (protocol === TCP || protocol === UDP || protocol === SCTP);
  return nameOfFlow(undefined, (kind << 16) | (protocol & 0xff), 0, hasPort ? port : 0);
}

/** What tells two links apart whichever end asks, so that none that was seen is told a second time. */
function pairKey(one: string, other: string, transport: string, port: number, protocol: string): string {
  const [first, second] = one < other ? [one, other] : [other, one];
  return `${first} ${second} ${transport} ${port > 0 ? port : protocol}`;
}

/** Links that nobody saw, told by exporters; those that were seen as well, and those to nobody, are left out. */
export function toldLinks(
  told: Iterable<ToldTally>,
  seen: Iterable<Pick<LinkTally, "client" | "server" | "transport" | "port" | "protocol" | "carriedAs">>,
  idOfAddress: (address: string) => string,
  titleOf: (protocol: string) => string,
): Link[] {
  const known = new Set<string>();
  // Exporters tell frames by their type, and those that were seen are called by what was spoken in them.
  for (const { client, server, transport, port, protocol, carriedAs } of seen)
    known.add(pairKey(client, server, transport, port, carriedAs === "" ? protocol : carriedAs));
  const links: Link[] = [];
  for (const tally of withoutReverses(sorted(told, ({ key }) => key))) {
    const { client, server, transport, port, clientPort, protocol } = tally;
    if (known.has(pairKey(client, server, transport, port, protocol))) continue;
    // Ports may mislead about who serves, where a handshake or messages told those who saw it.
    if (clientPort > 0 && known.has(pairKey(client, server, transport, clientPort, protocol))) continue;
    const isMac = !server.includes(".") && !server.includes(":");
    const to = idOfAddress(server);
    const from = idOfAddress(client);
    if (from === "" || (to === "" && !isGroupAddress(server, isMac))) continue;
    links.push(linkOf(tally, from, to, isMac, idOfAddress, titleOf));
  }
  return links;
}

function linkOf(
  tally: ToldTally,
  client: string,
  server: string,
  isMac: boolean,
  idOfAddress: (address: string) => string,
  titleOf: (protocol: string) => string,
): Link {
  const shares = sorted(tally.shares, ({ exporter, protocol }) => `${exporter} ${protocol}`);
  // Exporters on the way count the same packets: the one that counted most stands for all.
  const most = shares.reduce((best, share) => (share.bytes > best.bytes ? share : best));
  const first = shares.reduce((best, share) => (share.firstSeen < best.firstSeen ? share : best));
  const confidence = (most.sampling === 1 ? COUNTED : SAMPLED) + (shares.length > 1 ? AGREED : 0);
  return {
    id: contentId("link", `told ${tally.key}`),
    client,
    server,
    clientAddress: isMac ? macText(tally.client) : tally.client,
    serverAddress: isMac ? macText(tally.server) : tally.server,
    protocol: tally.protocol,
    transport: tally.transport,
    port: tally.port,
    vlans: [],
    flows: most.flows,
    frames: most.frames,
    bytes: most.bytes,
    bytesToServer: most.bytesToServer,
    firstSeen: first.firstSeen,
    lastSeen: shares.reduce((last, share) => Math.max(last, share.lastSeen), most.lastSeen),
    rolesFrom: tally.rolesFrom,
    told: {
      exporters: shares.map(({ exporter, protocol }) => ({
        device: idOfAddress(exporter),
        address: exporter,
        by: titleOf(protocol),
      })),
      confidence: Math.round(confidence * 100) / 100,
      sampling: Math.round(most.sampling),
    },
    oneSided: !(tally.clientSent && tally.serverSent),
    encrypted: tally.encrypted,
    act: "other",
    operations: [],
    evidence: first.evidence,
  };
}
