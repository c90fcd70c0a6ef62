import { SEVERITIES } from "../../../export/words.ts";
import type { Severity } from "../../../model/assessment.ts";

/** The gravest severity among devices, or null without any. */
export function worstOf(devices: readonly string[], worst: ReadonlyMap<string, Severity>): Severity | null {
  let first = SEVERITIES.length;
  for (const device of devices) {
    const severity = worst.get(device);
    if (severity) first = Math.min(first, SEVERITIES.indexOf(severity));
    if (first === 0) break;
  }
  return SEVERITIES[first] ?? null;
}

/** Conversations of some devices, put together by the other side, protocol and direction; heaviest act first. */
export interface Conduit<Link> {
  key: string;
  /** Device id of the other side. */
  peer: string;
  outward: boolean;
  protocol: string;
  links: Link[];
}

/** Puts the conversations that leave or enter some devices together. */
export function conduitsOf<Link extends { client: string; server: string; protocol: string }>(
  devices: ReadonlySet<string>,
  links: readonly Link[],
  weigh: (link: Link) => number,
): Conduit<Link>[] {
  const found = new Map<string, Conduit<Link>>();
  for (const link of links) {
    const from = devices.has(link.client);
    const to = devices.has(link.server);
    if (from === to) continue;
    const peer = from ? link.server : link.client;
    const key = `${from ? "to" : "from"} ${peer} ${link.protocol}`;
    const known = found.get(key);
    if (known) known.links.push(link);
    else found.set(key, { key, peer, outward: from, protocol: link.protocol, links: [link] });
  }
  const weight = (conduit: Conduit<Link>) => Math.max(...conduit.links.map(weigh));
  return [...found.values()].sort(
    (one, other) =>
      weight(other) - weight(one) || other.links.length - one.links.length || (one.key < other.key ? -1 : 1),
  );
}
