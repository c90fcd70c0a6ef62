import type { Act } from "../model/act.ts";
import { ACTS } from "../model/act.ts";
import type { Link, LinkOperation } from "../model/assessment.ts";
import type { SeenRemark } from "../observe/site.ts";
import type { Observation } from "./gather.ts";
import type { SiteView } from "./view.ts";

/** A whole link as an observation of its client upon its server; counts frames. */
export function observationOf(link: Link): Observation {
  return {
    actor: link.client,
    target: link.server,
    link: link.id,
    count: link.frames,
    firstSeen: link.firstSeen,
    lastSeen: link.lastSeen,
    evidence: link.evidence,
  };
}

/** A remark as an observation of the side that asks upon the side that answers; counts messages. */
export function remarkObservation(seen: SeenRemark, view: SiteView): Observation {
  const { client, server } = view.pairOf(seen);
  return {
    actor: client,
    target: server,
    link: seen.link,
    count: seen.times,
    firstSeen: seen.firstSeen,
    lastSeen: seen.lastSeen,
    evidence: seen.evidence,
  };
}

/** Whether nothing at all came back on a link. */
export function isUnanswered(link: Link): boolean {
  return link.bytesToServer >= link.bytes;
}

/** Whether TCP connections were asked for and none came about, as far as the packets' number and size tell: a matter for the search of scans. */
export function isInVain(link: Link): boolean {
  const isSmall = link.frames <= 3 * link.flows && link.bytes <= 80 * link.frames;
  return link.transport === "tcp" && link.operations.length === 0 && isSmall;
}

/** Titles of a link's protocols, as people call them. */
export function protocolsOf(link: Link, view: SiteView): string[] {
  return [view.traits(link.protocol)?.title ?? link.protocol];
}

/** An operation's name for people: "plc_stop" becomes "PLC stop". */
export function operationWords(operation: LinkOperation): string {
  const name = operation.operation.slice(operation.operation.indexOf(":") + 1);
  return name.replaceAll("_", " ").replace(/\b(plc|cpu|nc|pi|umas)\b/g, (word) => word.toUpperCase());
}

/** How many of an operation's requests were not refused, as far as was seen. */
export function grantedRequests(operation: LinkOperation): number {
  return Math.max(0, Math.max(operation.requests, operation.responses) - operation.refused);
}

/** Targets of several operations in a few words, at most `most`. */
export function targetWords(operations: readonly LinkOperation[], most = 4): string {
  const targets = [...new Set(operations.flatMap((operation) => operation.targets))];
  const hidden = operations.reduce((sum, operation) => sum + operation.moreTargets, 0);
  const rest = targets.length - most + hidden;
  const shown = targets.slice(0, most).map((target) => (target.length > 60 ? `${target.slice(0, 57)}...` : target));
  return rest > 0 && targets.length > 0 ? `${shown.join(", ")} and ${Math.max(rest, 1)} more` : shown.join(", ");
}

/** The heaviest act among operations. */
export function heaviestAct(operations: readonly LinkOperation[]): Act {
  return operations.reduce<Act>(
    (act, operation) => (ACTS.indexOf(operation.act) > ACTS.indexOf(act) ? operation.act : act),
    "other",
  );
}

/** Links of a device on which one of some protocols was spoken, itself or inside another. */
export function linksOf(device: string, protocols: readonly string[], view: SiteView): Link[] {
  return view
    .linksOf(device)
    .filter((link) =>
      protocols.some(
        (protocol) =>
          link.protocol === protocol || link.operations.some((entry) => entry.operation.startsWith(`${protocol}:`)),
      ),
    );
}
