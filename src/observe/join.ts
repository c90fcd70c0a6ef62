import { heavierAct } from "../model/act.ts";
import type { ClaimTally, Host, Ledger, LinkFault, LinkTally } from "./ledger.ts";
import {
  having,
  including,
  lastSaid,
  MOST_ASKED,
  MOST_BINDINGS,
  MOST_CANDIDATES,
  MOST_LINK_FAULTS,
  MOST_MOVED_ADDRESSES,
  MOST_MOVES,
  MOST_PARTS,
  MOST_REMARKS,
  MOST_TOLD,
  NO_FAULTS,
} from "./ledger.ts";
import { PointStore } from "./points.ts";
import { joinedTold, MOST_TOLD_LINKS } from "./told-tally.ts";

/**
 * Adds the sums of other traffic; those stay as they are, but may from then on share records with `into`: whoever goes on
 * with both makes `into` a view first. The order of joining shows only where a table is full.
 */
export function joinLedger(into: Ledger, other: Ledger): void {
  for (const host of other.hosts.values()) joinHost(into, host);
  for (const link of other.links.values()) joinLink(into, link);
  joinRemarks(into, other);
  joinBindings(into, other);
  joinMoves(into, other);
  into.rooms.absorb(other.rooms);
  joinTold(into, other);
  into.dropped += other.dropped;
  into.pointRoom.dropped += other.pointRoom.dropped;
}

function joinHost(into: Ledger, other: Host): void {
  const host = into.hostOf(other.address, other.isMac);
  host.sentFrames += other.sentFrames;
  host.receivedFrames += other.receivedFrames;
  host.sentBytes += other.sentBytes;
  host.receivedBytes += other.receivedBytes;
  host.firstSeen = Math.min(host.firstSeen, other.firstSeen);
  host.lastSeen = Math.max(host.lastSeen, other.lastSeen);
  host.answeredUnseen ||= other.answeredUnseen;
  host.broadcast ||= other.broadcast;
  host.sentToOne ||= other.sentToOne;
  for (const vlan of other.vlans) host.vlans = including(host.vlans, vlan);
  for (const [mac, card] of other.macs) {
    const known = host.macs.get(mac);
    if (known === undefined) {
      host.macs = having(host.macs, mac, { ...card });
      continue;
    }
    known.flows += card.flows;
    known.frames += card.frames;
    known.ttl = Math.max(known.ttl, card.ttl);
    if (card.evidence.time < known.evidence.time) known.evidence = card.evidence;
  }
  host.claims = joinClaims(into, host.claims, other.claims, MOST_CANDIDATES * 5);
  host.names = joinClaims(into, host.names, other.names, MOST_CANDIDATES);
  for (const [name, claims] of other.parts) {
    const known = host.parts.get(name);
    if (known === undefined && host.parts.size >= MOST_PARTS) {
      into.dropped++;
      continue;
    }
    const joined = joinClaims(into, known ?? new Map(), claims, MOST_CANDIDATES * 4);
    if (joined !== known) host.parts = having(host.parts, name, joined);
  }
  if (other.points !== undefined) {
    host.points ??= new PointStore(into.pointRoom);
    host.points.absorb(other.points);
  }
}

function joinClaims(
  into: Ledger,
  claims: ReadonlyMap<string, ClaimTally>,
  others: ReadonlyMap<string, ClaimTally>,
  most: number,
): ReadonlyMap<string, ClaimTally> {
  let joined = claims;
  for (const [key, claim] of others) {
    const known = joined.get(key);
    if (known === undefined) {
      if (joined.size < most) joined = having(joined, key, { ...claim });
      else into.dropped++;
      continue;
    }
    known.times += claim.times;
    known.lastSaid = Math.max(lastSaid(known), lastSaid(claim));
    known.confidence = Math.max(known.confidence, claim.confidence);
    if (claim.evidence.time < known.evidence.time) known.evidence = claim.evidence;
  }
  return joined;
}

function joinLink(into: Ledger, other: LinkTally): void {
  const link = into.linkFor(other.key, other.client, other.server, other, other.evidence, other.firstSeen);
  for (const vlan of other.vlans) link.vlans = including(link.vlans, vlan);
  for (const field of SUMS) link[field] += other[field];
  if (other.firstSeen < link.firstSeen) {
    link.firstSeen = other.firstSeen;
    link.evidence = other.evidence;
  }
  link.lastSeen = Math.max(link.lastSeen, other.lastSeen);
  if (link.rolesFrom === "" || other.rolesFrom === "messages") link.rolesFrom = other.rolesFrom;
  link.speakerServes ||= other.speakerServes;
  link.dissected ||= other.dissected;
  link.act = heavierAct(link.act, other.act);
  if (other.tunnel !== "") link.tunnel = other.tunnel;
  for (const [index, operation] of other.operations) {
    const known = link.operations.get(index);
    if (known === undefined) link.operations = having(link.operations, index, operation.copy());
    else known.merge(operation.copy());
  }
  for (const fault of other.faults) {
    if (link.faults.length >= MOST_LINK_FAULTS) break;
    if (link.faults === NO_FAULTS) link.faults = [];
    (link.faults as LinkFault[]).push({ ...fault });
  }
}

const SUMS = [
  "flows",
  "frames",
  "bytes",
  "bytesToServer",
  "payloadBytes",
  "oneSidedFlows",
  "oneSidedFrames",
  "oneSidedBytes",
  "established",
  "messages",
  "retransmitted",
  "duplicated",
  "gaps",
  "lostBytes",
  "cutPackets",
  "wrongChecksums",
  "checkedChecksums",
  "unanswered",
  "refused",
] as const;

function joinRemarks(into: Ledger, other: Ledger): void {
  for (const [key, remark] of other.remarks) {
    const known = into.remarks.get(key);
    if (known === undefined) {
      if (into.remarks.size < MOST_REMARKS) into.remarks.set(key, { ...remark });
      else into.dropped++;
      continue;
    }
    const isEarlier = remark.firstSeen < known.firstSeen;
    into.remarks.set(key, {
      ...known,
      times: known.times + remark.times,
      firstSeen: Math.min(known.firstSeen, remark.firstSeen),
      lastSeen: Math.max(known.lastSeen, remark.lastSeen),
      evidence: isEarlier ? remark.evidence : known.evidence,
    });
  }
}

function joinBindings(into: Ledger, other: Ledger): void {
  for (const [key, binding] of other.bindings) {
    const known = into.bindings.get(key);
    if (known === undefined) {
      if (into.bindings.size < MOST_BINDINGS) into.bindings.set(key, { ...binding, unaskedTo: [...binding.unaskedTo] });
      else into.dropped++;
      continue;
    }
    const isEarlier = binding.firstSeen < known.firstSeen;
    into.bindings.set(key, {
      ...known,
      times: known.times + binding.times,
      firstSeen: Math.min(known.firstSeen, binding.firstSeen),
      lastSeen: Math.max(known.lastSeen, binding.lastSeen),
      evidence: isEarlier ? binding.evidence : known.evidence,
      unasked: known.unasked + binding.unasked,
      unaskedTo: [...new Set([...known.unaskedTo, ...binding.unaskedTo])].slice(0, MOST_TOLD),
      unaskedEvidence: known.unaskedEvidence ?? binding.unaskedEvidence,
    });
  }
  for (const [question, time] of other.asked) {
    if (into.asked.size < MOST_ASKED) into.asked.set(question, Math.max(time, into.asked.get(question) ?? time));
  }
}

function joinTold(into: Ledger, other: Ledger): void {
  for (const [key, told] of other.told) {
    const known = into.told.get(key);
    if (known !== undefined) into.told.set(key, joinedTold(known, told));
    else if (into.told.size < MOST_TOLD_LINKS)
      into.told.set(key, { ...told, shares: told.shares.map((one) => ({ ...one })) });
    else into.dropped++;
  }
}

function joinMoves(into: Ledger, other: Ledger): void {
  for (const [key, move] of other.moves) {
    const known = into.moves.get(key);
    if (known === undefined) {
      if (into.moves.size < MOST_MOVES) into.moves.set(key, { ...move, addresses: [...move.addresses] });
      else into.dropped++;
      continue;
    }
    const isEarlier = move.firstSeen < known.firstSeen;
    into.moves.set(key, {
      ...known,
      addresses: [...new Set([...known.addresses, ...move.addresses])].slice(0, MOST_MOVED_ADDRESSES),
      times: known.times + move.times,
      isRouted: known.isRouted || move.isRouted,
      firstSeen: Math.min(known.firstSeen, move.firstSeen),
      lastSeen: Math.max(known.lastSeen, move.lastSeen),
      evidence: isEarlier ? move.evidence : known.evidence,
    });
  }
}
