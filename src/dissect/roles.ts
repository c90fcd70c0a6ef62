// Who is the client of a flow and who the server, from evidence: what the messages are, the handshake, ports, and only
// then who spoke first, for a capture may begin in the middle.

import type { FlowTable } from "./flows.ts";
import * as flows from "./flows.ts";
import type { Packet } from "./packet.ts";
import { CARRIES_TCP, CARRIES_UDP } from "./packet.ts";
import type { Registry } from "./registry.ts";

/** Messages of one opinion that outweigh a handshake. */
const VOTES_OVER_HANDSHAKE = 3;
const MOST_VOTES = 1000;

/** Whether messages decide who is the client: a few may be misread where a handshake was seen. */
function isVoted(votes: number, roles: number): boolean {
  if (votes === 0) return false;
  if ((roles & flows.FROM_HANDSHAKE) === 0) return true;
  return votes >= VOTES_OVER_HANDSHAKE || votes <= -VOTES_OVER_HANDSHAKE;
}

/** 0 when A is the client of the flow, 1 when B is, by the best evidence so far. */
export function clientSide(table: FlowTable, flow: number): 0 | 1 {
  const base = table.base(flow);
  const votes = table.cells[base + flows.VOTES] as number;
  const roles = table.cells[base + flows.ROLES] as number;
  if (isVoted(votes, roles)) return votes > 0 ? 0 : 1;
  return (roles & flows.CLIENT_IS_B) !== 0 ? 1 : 0;
}

/** How `clientSide` is known: "messages", "handshake", "port" or "first speaker". */
export function rolesFrom(table: FlowTable, flow: number): string {
  const base = table.base(flow);
  const roles = table.cells[base + flows.ROLES] as number;
  if (isVoted(table.cells[base + flows.VOTES] as number, roles)) return "messages";
  if ((roles & flows.FROM_HANDSHAKE) !== 0) return "handshake";
  return (roles & flows.FROM_PORT) !== 0 ? "port" : "first speaker";
}

/** A message says who is the client: 1 for A, -1 for B. */
export function vote(table: FlowTable, flow: number, direction: number): void {
  const cell = table.base(flow) + flows.VOTES;
  const next = (table.cells[cell] as number) + direction;
  if (next < MOST_VOTES && next > -MOST_VOTES) table.cells[cell] = next;
}

/** A first guess at who the client is, from ports: the side whose port nobody owns. */
export function firstRoles(registry: Registry, packet: Packet, side: 0 | 1): number {
  const sender = side === 0 ? flows.CLIENT_IS_A : flows.CLIENT_IS_B;
  const receiver = side === 0 ? flows.CLIENT_IS_B : flows.CLIENT_IS_A;
  if (packet.carries !== CARRIES_TCP && packet.carries !== CARRIES_UDP) return sender | flows.FROM_FIRST;
  const over = packet.carries === CARRIES_TCP ? "tcp" : "udp";
  const to = portWeight(registry, over, packet.destinationPort);
  const from = portWeight(registry, over, packet.sourcePort);
  if (to > from) return sender | flows.FROM_PORT;
  if (from > to) return receiver | flows.FROM_PORT;
  return sender | flows.FROM_FIRST;
}

/** How much a port looks like a server's: 3 where a protocol owns it, 0 where clients pick theirs. */
export function portWeight(registry: Registry, over: "tcp" | "udp", port: number): number {
  if (registry.owners(over, port).length > 0) return 3;
  if (port < 1024) return 2;
  return port < 32768 ? 1 : 0;
}
