import { changesState } from "../../model/act.ts";
import type { Detection, Sighting, Weight } from "../detection.ts";
import { shiftSeverity } from "../detection.ts";
import { counted, gatherBy, inWords } from "../gather.ts";
import { grantedRequests } from "../observations.ts";
import type { RemarkObservation } from "../remarks.ts";
import { observedRemarks } from "../remarks.ts";
import type { SiteView } from "../view.ts";

/** Brokers have a detection of their own. */
const TOLD_ELSEWHERE = /^MQTT/i;
/** Operations by which a session is opened; refused, nobody came in. */
const OPENS = /:(activate_session|session_setup|session_setup_andx)$/;
/** Sessions of nobody, which file servers let browse and little more. */
const OF_NOBODY = /^(SMB|HTTP|RPC|LDAP)/i;

/** Sessions that a server opened for somebody who did not say who they are. */
export const anonymousSessions: Detection = {
  name: "anonymous-sessions",
  title: "A server that lets clients in without any credential",
  meaning: {
    OT: {
      severity: "medium",
      threatens: ["integrity", "availability", "safety"],
      why: "Whoever reaches the server may do what this client does: read the plant's values and, where the server allows it, set them.",
    },
    IoMT: {
      severity: "high",
      threatens: ["patient safety", "privacy"],
      why: "Whoever reaches the server may see what belongs to a patient, and perhaps change what a device does.",
    },
    IoT: {
      severity: "medium",
      threatens: ["privacy", "integrity"],
      why: "Whoever reaches the device can look, listen or steer, as this client does.",
    },
    IT: {
      severity: "medium",
      threatens: ["confidentiality", "integrity"],
      why: "Whoever reaches the server can use what it offers to this client.",
    },
  },
  techniques: ["T0886", "T0801"],
  checks: ["N02", "N35"],
  check: "See in the settings of {target} what somebody without an account may read, write and call.",
  advice: [
    { action: "List who uses it and for what from the conversations in this report.", tag: "Safe now" },
    {
      action:
        "Give each client an account or a certificate, take from the anonymous user what it does not need, then switch it off.",
      tag: "With control room",
    },
    { action: "Do not switch anonymous access off before every client has an account.", tag: "Do not" },
  ],
  falseAlarm: "The server shows nobody more than what is public, or is reached only from behind a wall on purpose.",
  blindSpots: "Sessions inside of TLS or a secure channel, and sessions that began before the capture.",
  find(view) {
    const seen = observedRemarks(
      view,
      "session",
      (remark) => remark.anonymous && !TOLD_ELSEWHERE.test(remark.protocol),
    ).filter((entry) => entry.target !== "" && !view.isOutside(entry.target) && !wasRefused(entry, view));
    return gatherBy(seen, (entry) => `${entry.target} ${entry.remark.protocol}`).map((group): Sighting => {
      const target = group.targets[0] as string;
      const protocol = group.observations[0]?.remark.protocol ?? "";
      const names = group.observations.flatMap((entry) => (entry.remark.name ? [`"${entry.remark.name}"`] : [])).sort();
      const weight = view.weightOfAll([...group.actors, ...group.targets]);
      const changes = group.links.some((id) => view.link(id)?.operations.some(wasChanged) ?? false);
      const isOfNobody = OF_NOBODY.test(protocol) && !group.observations.some((entry) => entry.remark.name === "guest");
      return {
        actors: group.actors,
        targets: group.targets,
        identity: group.key,
        about: protocol,
        weighedAs: weight,
        severity: shiftSeverity(usual(weight), changes ? 1 : isOfNobody ? -1 : 0),
        title: `${view.subject(target)} lets ${group.actors.length === 1 ? view.named(group.actors[0] as string) : counted(group.actors.length, "client")} in over ${protocol} without any credential.`,
        detail: [
          `Opened by ${view.listed(group.actors)}${names.length > 0 ? `, as ${inWords(names)}` : ""}.`,
          ...(changes ? ["In these conversations values were written or commands given."] : []),
        ].join(" "),
        confidence: 0.9,
        links: group.links,
        count: group.count,
        firstSeen: group.firstSeen,
        lastSeen: group.lastSeen,
        evidence: group.evidence,
      };
    });
  },
};

function usual(weight: Weight): Detection["meaning"]["OT"]["severity"] {
  return anonymousSessions.meaning[weight].severity;
}

function wasRefused(entry: RemarkObservation<"session">, view: SiteView): boolean {
  const opening = view.link(entry.link)?.operations.filter((operation) => OPENS.test(operation.operation)) ?? [];
  return opening.length > 0 && opening.every((operation) => operation.refused > 0 && grantedRequests(operation) === 0);
}

function wasChanged(operation: Parameters<typeof grantedRequests>[0]): boolean {
  return changesState(operation.act) && grantedRequests(operation) > 0;
}
