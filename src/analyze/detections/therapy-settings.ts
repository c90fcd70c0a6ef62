import { changesState } from "../../model/act.ts";
import type { Link, LinkOperation, Severity } from "../../model/assessment.ts";
import type { Role } from "../../model/role.ts";
import type { Detection, Sighting } from "../detection.ts";
import { worseSeverity } from "../detection.ts";
import { counted, gatherBy, inWords, type Observation } from "../gather.ts";
import {
  grantedRequests,
  isUnanswered,
  observationOf,
  operationWords,
  protocolsOf,
  targetWords,
} from "../observations.ts";
import type { SiteView } from "../view.ts";

/** Devices at the patient whose settings decide what is done to him or what is known of him. */
const BEDSIDE: ReadonlySet<Role> = new Set<Role>([
  "infusion pump",
  "patient monitor",
  "medical imaging",
  "medical device",
]);
/** Devices that give something to the patient. */
const GIVES: ReadonlySet<Role> = new Set<Role>(["infusion pump"]);
/** What settings of such devices are called in paths. A form that is sent may be a mere question; these are none. */
const SETTINGS = /(config|setting|librar|drug|dose|dosing|limit|rate|alarm|firmware|update|calibrat|profile)/i;

interface Setting extends Observation {
  operations: LinkOperation[];
  severity: Severity;
  protocols: string[];
  isGranted: boolean;
  isSignedIn: boolean;
}

/** Settings put onto devices at the patient by somebody whom they do not report to. */
export const therapySettings: Detection = {
  name: "therapy-settings",
  title: "Settings of medical devices changed by a stranger to them",
  meaning: {
    OT: {
      severity: "high",
      threatens: ["patient safety", "integrity"],
      why: "A device that treats or watches a person was given other settings by somebody it has nothing to do with otherwise.",
    },
    IoMT: {
      severity: "high",
      threatens: ["patient safety", "integrity"],
      why: "Dose limits, rates and alarm limits decide what a patient is given and when somebody is called. They come from the pharmacy or the ward's server, not from any computer.",
    },
    IoT: {
      severity: "high",
      threatens: ["patient safety", "integrity"],
      why: "A device that treats or watches a person was given other settings by somebody it has nothing to do with otherwise.",
    },
    IT: {
      severity: "high",
      threatens: ["patient safety", "integrity"],
      why: "A device that treats or watches a person was given other settings by somebody it has nothing to do with otherwise.",
    },
  },
  techniques: ["T0836", "T0838"],
  checks: ["N03", "N41"],
  check:
    "Compare the settings and the library's version in {target} with those that the pharmacy or the ward approved, and ask who worked at {actor}.",
  advice: [
    {
      action: "Tell the ward and the medical engineers which devices were changed, so that doses are watched by eye.",
      tag: "Safe now",
    },
    {
      action: "Put the approved settings back by the usual way, device by device, when no therapy depends on it.",
      tag: "With control room",
    },
    {
      action: "Let only the server that manages these devices reach their settings.",
      tag: "With control room",
    },
    { action: "Do not disconnect or restart a device that is treating a patient.", tag: "Do not" },
  ],
  falseAlarm:
    "The server that manages these devices, when nothing of what they report to it was seen; service work by the maker; commissioning.",
  blindSpots:
    "Settings over encrypted connections or protocols that are not dissected, at the device itself, and by the server to which the devices report, should it be misused.",
  find(view) {
    const seen = view.site.links.flatMap((link) => settingOf(link, view) ?? []);
    return gatherBy(seen, ({ actor }) => actor).map((group): Sighting => {
      const operations = group.observations.flatMap((entry) => entry.operations);
      const isGranted = group.observations.some((entry) => entry.isGranted);
      const isOpen = group.observations.some((entry) => entry.isGranted && !entry.isSignedIn);
      const where = targetWords(operations);
      return {
        actors: group.actors,
        targets: group.targets,
        identity: group.key,
        weighedAs: view.weightOfAll(group.targets),
        severity: group.observations.map((entry) => entry.severity).reduce(worseSeverity),
        title: `${view.subjects(group.actors)} ${isGranted ? "changed" : "tried to change"} settings of ${view.listed(group.targets)}${isOpen ? " without signing in" : ""}.`,
        detail: `${inWords(operations.map(operationWords).sort())} over ${inWords(group.observations.flatMap((entry) => entry.protocols).sort())}, ${counted(group.count, "request")} in all${where === "" ? "" : `, touching ${where}`}. It is not the one that they report to.`,
        confidence: isGranted ? 0.8 : 0.6,
        links: group.links,
        count: group.count,
        firstSeen: group.firstSeen,
        lastSeen: group.lastSeen,
        evidence: group.evidence,
      };
    });
  },
};

function settingOf(link: Link, view: SiteView): Setting | undefined {
  const role = view.device(link.server)?.role ?? "unknown";
  if (!BEDSIDE.has(role) || link.server === link.client || isUnanswered(link)) return undefined;
  const operations = link.operations.filter(isSetting);
  if (operations.length === 0 || isPartner(link.server, link.client, view)) return undefined;
  const isGranted = operations.some((entry) => grantedRequests(entry) > 0);
  const isSignedIn =
    link.operations.some((entry) => entry.act === "authenticate") ||
    view.site.remarks.some(({ remark, link: id }) => id === link.id && remark.kind === "credential");
  return {
    ...observationOf(link),
    count: operations.reduce((sum, entry) => sum + entry.requests, 0),
    firstSeen: Math.min(...operations.map((entry) => entry.evidence.time)),
    evidence: (operations[0] as LinkOperation).evidence,
    more: operations.slice(1).map((entry) => entry.evidence),
    severity: !isGranted ? "medium" : GIVES.has(role) && !isSignedIn ? "critical" : "high",
    protocols: protocolsOf(link, view),
    ...{ operations, isGranted, isSignedIn },
  };
}

function isSetting(operation: LinkOperation): boolean {
  if (operation.requests === 0) return false;
  if (changesState(operation.act)) return true;
  return operation.operation === "http:post" && operation.targets.some((target) => SETTINGS.test(target));
}

/** Whether a device hands its values to another by itself, or is asked for them all the time, as by the server that manages it. */
function isPartner(device: string, other: string, view: SiteView): boolean {
  if (view.device(other)?.polls.some((poll) => poll.peer === device)) return true;
  return view
    .linksOf(device)
    .some(
      (link) => link.client === device && link.server === other && !isUnanswered(link) && link.operations.length > 0,
    );
}
