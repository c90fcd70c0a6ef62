import type { Link, LinkOperation } from "../../model/assessment.ts";
import type { Detection, Sighting } from "../detection.ts";
import { gatherPairs, inWords, type Observation } from "../gather.ts";
import { grantedRequests, observationOf, operationWords } from "../observations.ts";
import type { SiteView } from "../view.ts";

const SESSIONS = /^pfcp:session_(establishment|modification|deletion)_request$/;
/** What a control plane that belongs says all the time. */
const BELONGS = /^pfcp:(association_setup|association_update|heartbeat)_(request|response)$/;

interface Grip extends Observation {
  operations: LinkOperation[];
  granted: boolean;
}

/** Sessions of the mobile core that somebody changes who is none of its control planes. */
export const foreignSessionControl: Detection = {
  name: "foreign-session-control",
  title: "Sessions of the mobile core changed by a stranger",
  meaning: {
    OT: {
      severity: "critical",
      threatens: ["integrity", "availability", "confidentiality"],
      why: "Whoever changes the sessions of the user plane takes the traffic of machines for himself, or cuts it off; the protocol asks nobody for a password.",
    },
    IoMT: {
      severity: "critical",
      threatens: ["patient safety", "privacy"],
      why: "Whoever changes the sessions of the user plane takes the traffic of devices for himself, or cuts it off.",
    },
    IoT: {
      severity: "critical",
      threatens: ["privacy", "availability"],
      why: "Whoever changes the sessions of the user plane takes the traffic of devices for himself, or cuts it off.",
    },
    IT: {
      severity: "critical",
      threatens: ["confidentiality", "availability"],
      why: "Whoever changes the sessions of the user plane takes the traffic of subscribers for himself, or cuts it off.",
    },
  },
  techniques: ["T0830", "T0814"],
  checks: ["N39"],
  check:
    "Compare the address of {actor} with the session management functions that {target} is configured for, and look at where the changed sessions forward to.",
  advice: [
    {
      action: "List the sessions of {target} with their forwarding and compare them with the control plane's.",
      tag: "Safe now",
    },
    { action: "Let only the known control planes reach UDP port 8805 of {target}.", tag: "With control room" },
    { action: "Do not restart {target}: all radio devices would lose their sessions.", tag: "Do not" },
  ],
  falseAlarm:
    "A second control plane of a pool whose association was set up before the capture and whose signs of life take another way.",
  blindSpots: "A stranger who sets up an association first, and changes over interfaces that are not mirrored.",
  find(view) {
    const grips = view.site.links.flatMap((link) => gripOf(link, view) ?? []);
    return gatherPairs(grips).map((group): Sighting => {
      const operations = group.observations.flatMap((entry) => entry.operations);
      const isGranted = group.observations.some((entry) => entry.granted);
      return {
        actors: group.actors,
        targets: group.targets,
        identity: group.key,
        weighedAs: view.weightOfAll(group.targets),
        title: `${view.subjects(group.actors)} ${isGranted ? "changed" : "tried to change"} sessions of ${view.listed(group.targets)}, without being its control plane.`,
        detail:
          `${inWords(operations.map((entry) => `${operationWords(entry)} (${entry.requests})`).sort())}; it never set up an association and gave no sign of life, as the control plane of {target} does.`.replace(
            "{target}",
            view.listed(group.targets),
          ),
        confidence: isGranted ? 0.85 : 0.7,
        links: group.links,
        count: operations.reduce((sum, entry) => sum + entry.requests, 0),
        firstSeen: group.firstSeen,
        lastSeen: group.lastSeen,
        evidence: operations.map((entry) => entry.evidence),
      };
    });
  },
};

function gripOf(link: Link, view: SiteView): Grip | undefined {
  const operations = link.operations.filter((entry) => SESSIONS.test(entry.operation) && entry.requests > 0);
  if (operations.length === 0 || link.server === "") return undefined;
  // Both ends of an association speak as clients: it counts wherever they are together.
  const belongs = (other: Link): boolean => other.operations.some((entry) => BELONGS.test(entry.operation));
  const around = view.linksOf(link.server);
  const together = (other: Link): boolean => other.client === link.client || other.server === link.client;
  if (around.some((other) => together(other) && belongs(other))) return undefined;
  if (!around.some((other) => !together(other) && belongs(other))) return undefined;
  return { ...observationOf(link), operations, granted: operations.some((entry) => grantedRequests(entry) > 0) };
}
