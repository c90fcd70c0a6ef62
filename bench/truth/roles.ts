import { readFileSync } from "node:fs";
import { openCaptures } from "../../src/capture/open.ts";
import { makeFrame } from "../../src/capture/reader.ts";
import type { Conversation } from "../../src/dissect/conversation.ts";
import { Engine } from "../../src/dissect/engine.ts";
import * as flows from "../../src/dissect/flows.ts";
import { PROTOCOLS } from "../../src/dissect/protocols/list.ts";
import { registryOf } from "../../src/dissect/registry.ts";
import type { Message } from "../../src/dissect/talk.ts";
import { NOTICE, REQUEST, RESPONSE } from "../../src/dissect/talk.ts";
import { conversationOf, type LogRow, logsBeside, readLog } from "./zeek-log.ts";

/** Who we say is the client of one conversation, and what speaks for it. */
export interface Role {
  /** Both ends, see `conversationOf`. */
  conversation: string;
  protocol: string;
  /** "address:port" of the client. */
  client: string;
  /** How the engine knows: "messages", "handshake", "port" or "first speaker". */
  from: string;
  /** Messages that the protocol itself directs, and how many of them agree with the client named. */
  directed: number;
  agreeing: number;
}

/** Conversations whose roles were compared, for one protocol and one witness. */
export interface RoleTotal {
  protocol: string;
  /** "conn.log" or "own requests". */
  witness: string;
  captures: number;
  compared: number;
  equal: number;
  /** The first conversations that differ. */
  differing: string[];
}

/** Reads a capture with the engine in this process and tells the roles of every flow with messages. */
export async function rolesOf(capture: string): Promise<Role[]> {
  const roles: Role[] = [];
  const directed = new Map<number, Map<string, [number, number]>>();
  const listener = {
    message(conversation: Conversation, message: Message) {
      const { direction } = message;
      const counts = directed.get(conversation.flow) ?? new Map<string, [number, number]>();
      directed.set(conversation.flow, counts);
      const pair = counts.get(conversation.dissector.name) ?? [0, 0];
      counts.set(conversation.dissector.name, pair);
      if (direction === REQUEST) pair[conversation.side]++;
      else if (direction === RESPONSE || direction === NOTICE) pair[conversation.side === 0 ? 1 : 0]++;
    },
    flowEnded(flow: number) {
      const counts = directed.get(flow);
      directed.delete(flow);
      const side = engine.clientSide(flow);
      const ports = engine.flows.cells[engine.flows.base(flow) + flows.PORTS] as number;
      const ends = [ports >>> 16, ports & 0xffff];
      if (ports === 0 || counts === undefined) return;
      const [a, b] = [engine.addressText(flow, 0), engine.addressText(flow, 1)];
      for (const [protocol, pair] of counts) {
        roles.push({
          conversation: conversationOf(a, ends[0], b, ends[1]),
          protocol,
          client: `${side === 0 ? a : b}:${ends[side]}`,
          from: engine.rolesFrom(flow),
          directed: pair[0] + pair[1],
          agreeing: pair[side],
        });
      }
    },
  };
  const engine = new Engine(registryOf(PROTOCOLS), listener, { detailed: false });
  const { sources } = await openCaptures([capture], { hashed: false });
  const frame = makeFrame();
  for (const source of sources) {
    do {
      while (source.next(frame)) engine.frame(frame);
    } while (await source.fill());
  }
  engine.finish();
  return roles;
}

/** Adds the roles of one capture to the totals: against its conn.log where there is one, and against its own requests. */
export function addRoles(totals: Map<string, RoleTotal>, name: string, capture: string, roles: readonly Role[]): void {
  const log = logsBeside(capture).get("conn");
  const originators = new Map<string, Set<string>>();
  for (const row of log === undefined ? [] : readLog(readFileSync(log, "utf8"))) {
    // Where one side alone speaks, the log calls it the originator, whatever it says.
    if (row["resp_pkts"] === "0" || row["orig_pkts"] === "0") continue;
    const conversation = conversationOf(row["id.orig_h"], row["id.orig_p"], row["id.resp_h"], row["id.resp_p"]);
    const known = originators.get(conversation) ?? new Set<string>();
    originators.set(conversation, known.add(originatorOf(row)));
  }
  const seen = new Set<string>();
  for (const { conversation, protocol, client, from, directed, agreeing } of roles) {
    const told = originators.get(conversation);
    // A conversation that the log tells both ways around says nothing of roles.
    if (told?.size === 1)
      count(totals, seen, "conn.log", protocol, told.has(client), `${name} ${conversation}: ${from}`);
    if (directed > 0) {
      const isRight = agreeing * 2 > directed;
      count(totals, seen, "own requests", protocol, isRight, `${name} ${conversation}: ${from}`);
    }
  }
}

const originatorOf = (row: LogRow) => `${row["id.orig_h"]}:${row["id.orig_p"]}`;

function count(
  totals: Map<string, RoleTotal>,
  seen: Set<string>,
  witness: string,
  protocol: string,
  isEqual: boolean,
  where: string,
): void {
  const key = `${protocol}|${witness}`;
  const total = totals.get(key) ?? { protocol, witness, captures: 0, compared: 0, equal: 0, differing: [] };
  totals.set(key, total);
  if (!seen.has(key)) total.captures++;
  seen.add(key);
  total.compared++;
  if (isEqual) total.equal++;
  else if (total.differing.length < 20) total.differing.push(where);
}
